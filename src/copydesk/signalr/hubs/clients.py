"""The objects through which the server calls its clients."""

import asyncio
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Generic, Protocol, Self, TypeAlias, cast, overload

from typing_extensions import TypeVar

from copydesk.signalr.errors import HubError
from copydesk.signalr.hubs.audience import AllConnections, Audience, Connections, Groups, Users, names
from copydesk.signalr.hubs.cancellation import CancellationToken
from copydesk.signalr.hubs.client_results import CANCELLED_BY_SERVER
from copydesk.signalr.hubs.lifetime import HubLifetimeManager

__all__ = [
    "BeforeInvoke",
    "ClientProxy",
    "HubCallerClients",
    "HubClients",
    "ProxyFactory",
    "SingleClientProxy",
    "untyped",
]

T = TypeVar("T")
BeforeInvoke: TypeAlias = Callable[[], None]
"""Called before a client is asked for a result: it gives the caller's slot back, or forbids the question."""


class ClientProxy:
    """Some clients, who can be called but not asked."""

    __slots__ = ("_audience", "_lossy", "_manager")

    def __init__(self, manager: HubLifetimeManager, audience: Audience, *, lossy: bool = False) -> None:
        self._manager = manager
        self._audience = audience
        self._lossy = lossy

    async def send(self, method: str, /, *arguments: Any) -> None:
        """Call a client method; nobody answers. A list is one argument.

        Waits only for a single client that is too slow, never for several.

        Raises:
            EncodingError: an argument cannot be encoded.
        """
        await self._manager.send(self._audience, method, arguments, lossy=self._lossy)


class SingleClientProxy(ClientProxy):
    """One client, who can also be asked for a result."""

    __slots__ = ("_before_invoke", "_connection_id")

    def __init__(
        self,
        manager: HubLifetimeManager,
        connection_id: str,
        before_invoke: BeforeInvoke | None = None,
        *,
        lossy: bool = False,
    ) -> None:
        super().__init__(manager, Connections(frozenset({connection_id})), lossy=lossy)
        self._connection_id = connection_id
        self._before_invoke = before_invoke

    @overload
    async def invoke(self, method: str, /, *arguments: Any, cancellation: CancellationToken | None = None) -> Any: ...
    @overload
    async def invoke(
        self, method: str, /, *arguments: Any, result_type: type[T], cancellation: CancellationToken | None = None
    ) -> T: ...
    async def invoke(
        self,
        method: str,
        /,
        *arguments: Any,
        result_type: Any = Any,
        cancellation: CancellationToken | None = None,
    ) -> Any:
        """Call a client method and wait for its result.

        Inside a hub method this gives the call's place among the parallel calls of its client back, so that the
        answer can be read.

        Args:
            method: the client's method.
            arguments: what it gets.
            result_type: what the result is converted to.
            cancellation: stops the waiting when it fires.

        Raises:
            ClientGone: there is no such connection, or it ended before it answered.
            HubError: the client answered with an error or with another type, or `cancellation` fired.
            InvocationForbidden: `Hub.on_connected` is running, before which no answer is read.
        """
        if self._before_invoke is not None:
            self._before_invoke()
        answer = self._manager.invoke(self._connection_id, method, arguments, result_type)
        return await (answer if cancellation is None else _unless(cancellation, asyncio.ensure_future(answer)))


async def _unless(cancellation: CancellationToken, answer: "asyncio.Future[T]") -> T:
    def cancel() -> None:
        answer.cancel()

    unregister = cancellation.register(cancel)
    if cancellation.cancelled:
        answer.cancel()
    try:
        return await answer
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise HubError(CANCELLED_BY_SERVER) from None
    finally:
        unregister()
        answer.cancel()


C = TypeVar("C", default=ClientProxy)


class ProxyFactory(Protocol):
    """Turns a plain proxy into what the hub's code gets to see."""

    def __call__(self, proxy: ClientProxy, /) -> Any:
        """Return the proxy itself, or an object with the client's methods."""
        ...


def untyped(proxy: ClientProxy, /) -> ClientProxy:
    """Return the proxy itself."""
    return proxy


class HubClients(Generic[C]):
    """Everybody who is connected to a hub, selected in some way.

    Args:
        manager: reaches the connections.
        typed: makes what the selections return.
        before_invoke: see `BeforeInvoke`.
    """

    __slots__ = ("_before_invoke", "_lossy", "_manager", "_typed")

    def __init__(
        self,
        manager: HubLifetimeManager,
        typed: ProxyFactory = untyped,
        before_invoke: BeforeInvoke | None = None,
    ) -> None:
        self._manager = manager
        self._typed = typed
        self._before_invoke = before_invoke
        self._lossy = False

    @property
    def lossy(self) -> Self:
        """The same clients; what is sent to them may be dropped for those who read too slowly, oldest first."""
        clients = copy(self)
        clients._lossy = True  # noqa: SLF001 - a copy of this very object
        return clients

    @property
    def all(self) -> C:
        """Every connection."""
        return self._to(AllConnections())

    def all_except(self, connection_ids: Iterable[str]) -> C:
        """Select every connection but these."""
        return self._to(AllConnections(names(connection_ids)))

    @overload
    def client(self: "HubClients[ClientProxy]", connection_id: str) -> SingleClientProxy: ...
    @overload
    def client(self, connection_id: str) -> C: ...
    def client(self, connection_id: str) -> Any:
        """Select one connection, which may also be asked for a result."""
        return self._typed(SingleClientProxy(self._manager, connection_id, self._before_invoke, lossy=self._lossy))

    def clients(self, connection_ids: Iterable[str]) -> C:
        """Select several connections."""
        return self._to(Connections(names(connection_ids)))

    def group(self, name: str) -> C:
        """Select the members of a group."""
        return self._to(Groups(frozenset({name})))

    def groups(self, group_names: Iterable[str]) -> C:
        """Select the members of several groups; who is in two of them gets a message once."""
        return self._to(Groups(names(group_names)))

    def group_except(self, name: str, connection_ids: Iterable[str]) -> C:
        """Select the members of a group, but not these connections."""
        return self._to(Groups(frozenset({name}), names(connection_ids)))

    def user(self, user_identifier: str) -> C:
        """Select every connection of a user."""
        return self._to(Users(frozenset({user_identifier})))

    def users(self, user_identifiers: Iterable[str]) -> C:
        """Select every connection of several users."""
        return self._to(Users(names(user_identifiers)))

    def _to(self, audience: Audience) -> C:
        return cast("C", self._typed(ClientProxy(self._manager, audience, lossy=self._lossy)))


class _Caller:
    """The `caller` attribute: untyped clients can be asked for a result, so the type says so."""

    @overload
    def __get__(self, clients: "HubCallerClients[ClientProxy]", owner: type) -> SingleClientProxy: ...
    @overload
    def __get__(self, clients: "HubCallerClients[C]", owner: type) -> C: ...
    def __get__(self, clients: "HubCallerClients[Any]", owner: type) -> Any:
        return clients.client(clients.connection_id)


class HubCallerClients(HubClients[C]):
    """The clients as a hub method sees them: one of them is the caller.

    Attributes:
        caller: the connection that calls, which may also be asked for a result.
        connection_id: its id.
    """

    __slots__ = ("connection_id",)

    caller = _Caller()

    def __init__(
        self,
        manager: HubLifetimeManager,
        connection_id: str,
        typed: ProxyFactory = untyped,
        before_invoke: BeforeInvoke | None = None,
    ) -> None:
        super().__init__(manager, typed, before_invoke)
        self.connection_id = connection_id

    @property
    def others(self) -> C:
        """Every connection but the caller's."""
        return self.all_except([self.connection_id])

    def others_in_group(self, name: str) -> C:
        """Select the members of a group, but not the caller."""
        return self.group_except(name, [self.connection_id])
