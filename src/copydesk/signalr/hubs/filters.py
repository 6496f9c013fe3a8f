"""Hub filters: code around every call, connect and disconnect of a hub."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, TypeAlias

from copydesk.signalr.hubs.context import HubCallerContext
from copydesk.signalr.hubs.methods import HubMethod
from copydesk.signalr.hubs.services import ServiceScope

if TYPE_CHECKING:
    from copydesk.signalr.hubs.hub import Hub

__all__ = ["FilterPipeline", "HubFilter", "HubInvocationContext", "HubLifetimeContext"]


@dataclass(frozen=True, slots=True)
class HubLifetimeContext:
    """A connect or disconnect, as filters see it."""

    context: HubCallerContext
    hub: "Hub[Any]"
    services: ServiceScope


@dataclass(frozen=True, slots=True)
class HubInvocationContext:
    """A call, as filters and policies see it.

    Attributes:
        context: the caller.
        hub: the instance made for this call.
        services: the services of this call.
        method: what is called.
        arguments: what the client sent, converted; streams, services and tokens are not among them.
        bound: those others, by parameter name.
    """

    context: HubCallerContext
    hub: "Hub[Any]"
    services: ServiceScope
    method: HubMethod
    arguments: tuple[Any, ...]
    bound: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def with_arguments(self, *arguments: Any) -> "HubInvocationContext":
        """Return the same call with other arguments, to be passed on to `next`."""
        return replace(self, arguments=arguments)


InvocationNext: TypeAlias = Callable[[HubInvocationContext], Awaitable[Any]]
ConnectedNext: TypeAlias = Callable[[HubLifetimeContext], Awaitable[None]]
DisconnectedNext: TypeAlias = Callable[[HubLifetimeContext, Exception | None], Awaitable[None]]


class HubFilter:
    """Base class with filters that only pass on; any object with some of these methods will do.

    A filter may return without calling `next`, pass something else on, change what comes back, or handle an error.
    """

    async def invoke(self, context: HubInvocationContext, next: InvocationNext) -> Any:  # noqa: A002 - the field's name
        """Surround a call; what is returned is the result (for a stream, an async iterator)."""
        return await next(context)

    async def on_connected(self, context: HubLifetimeContext, next: ConnectedNext) -> None:  # noqa: A002
        """Surround `Hub.on_connected`; an error that is not passed on keeps the connection."""
        await next(context)

    async def on_disconnected(
        self,
        context: HubLifetimeContext,
        error: Exception | None,
        next: DisconnectedNext,  # noqa: A002
    ) -> None:
        """Surround `Hub.on_disconnected`."""
        await next(context, error)


class FilterPipeline:
    """The filters of a hub, first one outermost, around the hub's own methods.

    Args:
        filters: objects with some of the methods of `HubFilter`, or classes of which each call gets a new instance.
        invoke: what the innermost filter calls.
    """

    def __init__(self, filters: Sequence[object], invoke: InvocationNext) -> None:
        connected: ConnectedNext = _connected
        disconnected: DisconnectedNext = _disconnected
        layers = [_PerCall(layer) if isinstance(layer, type) else layer for layer in reversed(filters)]
        self.invoke: InvocationNext = reduce(_around_invoke, layers, invoke)
        self.on_connected: ConnectedNext = reduce(_around_connected, layers, connected)
        self.on_disconnected: DisconnectedNext = reduce(_around_disconnected, layers, disconnected)


async def _connected(context: HubLifetimeContext) -> None:
    await context.hub.on_connected()


async def _disconnected(context: HubLifetimeContext, error: Exception | None) -> None:
    await context.hub.on_disconnected(error)


def _around_invoke(inner: InvocationNext, layer: Any) -> InvocationNext:
    return partial(layer.invoke, next=inner) if hasattr(layer, "invoke") else inner


def _around_connected(inner: ConnectedNext, layer: Any) -> ConnectedNext:
    return partial(layer.on_connected, next=inner) if hasattr(layer, "on_connected") else inner


def _around_disconnected(inner: DisconnectedNext, layer: Any) -> DisconnectedNext:
    return partial(layer.on_disconnected, next=inner) if hasattr(layer, "on_disconnected") else inner


class _PerCall:
    """A filter given as a class: the container makes one instance for each call."""

    def __init__(self, cls: type[object]) -> None:
        self._cls = cls

    async def invoke(self, context: HubInvocationContext, next: InvocationNext) -> Any:  # noqa: A002
        layer = await context.services.create(self._cls)
        return await _around_invoke(next, layer)(context)

    async def on_connected(self, context: HubLifetimeContext, next: ConnectedNext) -> None:  # noqa: A002
        layer = await context.services.create(self._cls)
        await _around_connected(next, layer)(context)

    async def on_disconnected(
        self,
        context: HubLifetimeContext,
        error: Exception | None,
        next: DisconnectedNext,  # noqa: A002
    ) -> None:
        layer = await context.services.create(self._cls)
        await _around_disconnected(next, layer)(context, error)
