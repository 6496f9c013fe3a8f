"""The listeners of one node, in groups by permission profile, by user, and all together."""

from collections.abc import Collection, Iterable
from itertools import count
from uuid import UUID

from copydesk.identity import PermissionProfile, Principal
from copydesk.server_events.model import ServerEvent
from copydesk.server_events.outlets import Farewell, Listener, Outlet, Reset

__all__ = ["Listeners"]

_EVERYBODY = "everybody"


class Listeners:
    """Knows who listens. Nothing here waits, so an event is told either before or after a listener joins."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], Listener] = {}
        self._groups: dict[PermissionProfile, tuple[str, set[Listener]]] = {}
        self._outlets: dict[int, Outlet] = {}
        self._numbers = count(1)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def profiles(self) -> list[PermissionProfile]:
        """The distinct profiles of those who hear live."""
        return list(self._groups)

    def add(self, listener: Listener) -> None:
        """Know a listener, which does not hear live yet."""
        self._known[id(listener.outlet), listener.id] = listener
        self._outlets[id(listener.outlet)] = listener.outlet

    def of(self, keys: Collection[UUID] | None) -> list[Listener]:
        """Return the listeners of some principals; None for all."""
        return [each for each in self._known.values() if keys is None or each.principal.key in keys]

    async def forget(self, listener: Listener) -> None:
        """Forget a listener."""
        listener.ended = True
        await self.pause(listener)
        self._known.pop((id(listener.outlet), listener.id), None)

    async def end(self, listener: Listener, farewell: Farewell) -> None:
        """Forget a listener and let it go, unless it has left."""
        if not listener.ended:
            await self.forget(listener)
            await listener.outlet.end(listener, farewell)

    async def start(self, listener: Listener, since: int) -> None:
        """Let a listener hear live. It has got everything after the position `since`."""
        profile = listener.principal.profile
        name, members = self._groups.setdefault(profile, (f"profile {next(self._numbers)}", set()))
        members.add(listener)
        listener.since, listener.group = since, name
        await listener.outlet.join(listener, self._names(listener))

    async def pause(self, listener: Listener) -> None:
        """Let a listener hear nothing for now."""
        if listener.group is None:
            return
        await listener.outlet.leave(listener, self._names(listener))
        _, members = self._groups[listener.principal.profile]
        members.discard(listener)
        if not members:
            del self._groups[listener.principal.profile]
        listener.group = None

    async def regroup(self, listener: Listener, principal: Principal) -> None:
        """Give a listener the rights of today; it goes on hearing live if it did."""
        if listener.group is None or listener.principal.profile == principal.profile:
            listener.principal = principal
            return
        since = listener.since
        await self.pause(listener)
        listener.principal = principal
        await self.start(listener, since)

    async def tell_profiles(self, profiles: Iterable[PermissionProfile], event: ServerEvent) -> None:
        """Tell everybody with one of these profiles."""
        await self._tell([self._groups[profile][0] for profile in profiles if profile in self._groups], event)

    async def tell_user(self, key: UUID, event: ServerEvent) -> None:
        """Tell one user."""
        await self._tell([_user_group(key)], event)

    async def tell_everybody(self, event: ServerEvent) -> None:
        """Tell everybody who hears live."""
        await self._tell([_EVERYBODY], event)

    async def reset_everybody(self, reset: Reset) -> None:
        """Tell everybody who hears live that they cannot go on where they were."""
        for outlet in self._outlets.values():
            await outlet.reset_all([_EVERYBODY], reset)

    async def _tell(self, groups: Collection[str], event: ServerEvent) -> None:
        if groups:
            for outlet in self._outlets.values():
                await outlet.tell(groups, event)

    def _names(self, listener: Listener) -> list[str]:
        key = listener.principal.key
        return [_EVERYBODY, *([listener.group] if listener.group else []), *([_user_group(key)] if key else [])]


def _user_group(key: UUID) -> str:
    return f"user {key}"
