"""Keeps loaded principals for a while, and never what was loaded before a change. No I/O."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from copydesk.identity.notifications import RightsChangedNotification
from copydesk.identity.principal import Principal

__all__ = ["Loaded", "PrincipalCache", "Slot"]

Slot = tuple[str, Hashable]
"""What was shown (a sign-in, an API key, an identity of an external issuer) and which."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A principal as the database has it, and what must hold besides when it is used."""

    principal: Principal
    secret_hash: bytes = b""
    """Of an API key: what its secret must hash to."""
    tokens_after: datetime | None = None
    """Of a user: an external issuer's token must not be issued before this."""


class PrincipalCache:
    """A bounded cache that forgets by principal.

    Register `rights_changed` for `RightsChangedNotification` before any other handler: then a change counts from its
    commit on. What other nodes change must reach it too; the age limit bounds the harm if it does not.

    Args:
        most: How many are kept at most; the one least recently used gives way.
        max_age: How long one is kept at most.
    """

    def __init__(self, *, most: int = 10_000, max_age: timedelta = timedelta(seconds=30)) -> None:
        self._most = most
        self._max_age = max_age
        self._kept: OrderedDict[Slot, tuple[Loaded, datetime]] = OrderedDict()
        self._changes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def changes(self) -> int:
        """How often something was forgotten; note it before loading, and hand it in with `put`."""
        return self._changes

    def get(self, slot: Slot, now: datetime) -> Loaded | None:
        """Return what is kept for `slot`, or None."""
        loaded, kept_at = self._kept.get(slot, (None, now))
        if loaded is None or now - kept_at >= self._max_age:
            return None
        self._kept.move_to_end(slot)
        return loaded

    def put(self, slot: Slot, loaded: Loaded, now: datetime, changes: int) -> None:
        """Keep `loaded`, unless something was forgotten since `changes`: it may be what was true before."""
        if changes != self._changes:
            return
        self._kept[slot] = loaded, now
        self._kept.move_to_end(slot)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def rights_changed(self, change: RightsChangedNotification) -> None:
        """Forget the principals whose rights may have changed."""
        self._changes += 1
        keys = change.principals
        for slot in [slot for slot, (each, _) in self._kept.items() if keys is None or each.principal.key in keys]:
            del self._kept[slot]

    def forget_all(self) -> None:
        """Forget every principal, for instance after start nodes were moved in their tree."""
        self.rights_changed(RightsChangedNotification(None))
