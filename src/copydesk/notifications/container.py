"""Where class handlers come from: the container port, and a plain container for programs that have no other."""

import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import cache
from typing import Any, Protocol, TypeVar, cast, get_type_hints

from copydesk.notifications.errors import RegistrationError, UnknownDependencyError

__all__ = ["Container", "HandlerScope", "PlainContainer", "constructor_needs", "dispose"]

T = TypeVar("T")


class HandlerScope(Protocol):
    """The lifetime of the class handlers of one run of notifications."""

    async def build(self, handler: type[T]) -> T:
        """Make a new handler, with what its constructor asks for. It is disposed when the scope ends."""
        ...


class Container(Protocol):
    """Builds class handlers. An adapter for any dependency injection container is these two methods."""

    def check(self, handler: type) -> None:
        """Raise `UnknownDependencyError` when `handler` asks for something that is not known."""
        ...

    def open_scope(self) -> AbstractAsyncContextManager[HandlerScope]:
        """Open a fresh scope for one run of notifications."""
        ...


def constructor_needs(build: Callable[..., Any]) -> Mapping[str, Any]:
    """Return the annotation of every parameter without a default that `build` (a class or a function) has.

    Raises:
        RegistrationError: a parameter has no annotation, or one that cannot be resolved.
    """
    return _needs(build)


@cache
def _needs(build: Any) -> Mapping[str, Any]:
    parameters = inspect.signature(build).parameters.values()
    wanted = [p for p in parameters if p.default is p.empty and p.kind not in {p.VAR_POSITIONAL, p.VAR_KEYWORD}]
    annotated: Any = build.__init__ if isinstance(build, type) else build  # type: ignore[misc] # its own, not a subclass's
    try:
        hints = get_type_hints(annotated, include_extras=True) if wanted else {}
    except NameError as error:
        raise RegistrationError(f"an annotation of {build.__qualname__} cannot be resolved: {error}") from error
    for parameter in wanted:
        if parameter.name not in hints:
            raise RegistrationError(f"{build.__qualname__} has no annotation for its parameter {parameter.name!r}")
    return {parameter.name: hints[parameter.name] for parameter in wanted}


async def dispose(instance: object) -> None:
    """Close what a scope has made: await its `aclose()`, or else call its `close()`, if it has either."""
    if callable(aclose := getattr(instance, "aclose", None)):
        await aclose()
    elif callable(close := getattr(instance, "close", None)):
        close()


class PlainContainer:
    """A container of shared services, and of services made anew for each run of notifications.

    Services are found by the exact class that a constructor's annotation names.
    """

    def __init__(self, *services: object) -> None:
        self._shared: dict[Any, object] = {type(service): service for service in services}
        self._scoped: dict[Any, Callable[..., object]] = {}

    def add(self, service: T, provides: type[T] | None = None) -> None:
        """Share one service; it is known as `provides`, or else as its own class."""
        self._shared[provides or type(service)] = service

    def add_scoped(self, provides: type[T], build: Callable[..., T] | None = None) -> None:
        """Make a service anew for each run, by calling `build` (or the class itself) with what it asks for in turn."""
        self._scoped[provides] = build or provides

    def check(self, handler: type) -> None:
        """Raise `UnknownDependencyError` when `handler`, or a service it needs, asks for something unknown."""
        self._check(handler, ())

    def _check(self, build: Callable[..., object], outer: tuple[Callable[..., object], ...]) -> None:
        if build in outer:
            names = " -> ".join(step.__qualname__ for step in (*outer, build))
            raise RegistrationError(f"services need each other in a circle: {names}")
        for name, wanted in constructor_needs(build).items():
            if wanted in self._scoped:
                self._check(self._scoped[wanted], (*outer, build))
            elif wanted not in self._shared:
                raise UnknownDependencyError(cast("type", build), name, wanted)

    @asynccontextmanager
    async def open_scope(self) -> AsyncIterator[HandlerScope]:
        """Open a fresh scope; leaving it disposes what it has made, newest first."""
        async with AsyncExitStack() as made:
            yield _PlainScope(self._shared, self._scoped, made)


class _PlainScope:
    def __init__(
        self, shared: dict[Any, object], scoped: dict[Any, Callable[..., object]], made: AsyncExitStack
    ) -> None:
        self._known = dict(shared)
        self._scoped = scoped
        self._made = made

    async def build(self, handler: type[T]) -> T:
        return cast("T", self._call(handler))

    def _call(self, build: Callable[..., object]) -> object:
        needs = {name: self._find(wanted) for name, wanted in constructor_needs(build).items()}
        instance = build(**needs)
        self._made.push_async_callback(dispose, instance)
        return instance

    def _find(self, wanted: object) -> object:
        if wanted in self._scoped and wanted not in self._known:
            self._known[wanted] = self._call(self._scoped[wanted])
        return self._known[wanted]
