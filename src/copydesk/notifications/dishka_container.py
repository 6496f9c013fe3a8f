"""The container port over dishka; the only module of the bus that needs dishka installed."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any, TypeVar, get_args, get_origin

from dishka import DEFAULT_COMPONENT, AsyncContainer, DependencyKey, FromComponent

from copydesk.notifications.container import HandlerScope, constructor_needs, dispose
from copydesk.notifications.errors import UnknownDependencyError

__all__ = ["DishkaContainer"]

T = TypeVar("T")
_Component = type(FromComponent())


class DishkaContainer:
    """Builds class handlers with the services of a dishka container, in a request scope for each run.

    A handler class that the container provides itself is taken from it; any other is built from its constructor's
    annotations. `Annotated[Service, FromComponent("name")]` reaches into a component.
    """

    def __init__(self, container: AsyncContainer) -> None:
        self._container = container

    def check(self, handler: type) -> None:
        """Raise `UnknownDependencyError` when `handler` asks for something that no provider provides."""
        if self._knows(_key(handler)):
            return
        for name, wanted in constructor_needs(handler).items():
            if not self._knows(_key(wanted)):
                raise UnknownDependencyError(handler, name, wanted)

    @asynccontextmanager
    async def open_scope(self) -> AsyncIterator[HandlerScope]:
        """Open a request scope; leaving it disposes the handlers, then what dishka has made for them."""
        async with self._container() as services, AsyncExitStack() as made:
            yield _DishkaScope(services, made, self._knows)

    def _knows(self, key: DependencyKey) -> bool:
        return any(registry.get_factory(key) is not None for registry in self._registries())

    def _registries(self) -> Iterator[Any]:
        container: AsyncContainer | None = self._container
        while container is not None:
            yield container.registry
            container = container.parent_container
        registry = self._container.registry.child_registry
        while registry is not None:
            yield registry
            registry = registry.child_registry if registry.scope.skip else None


class _DishkaScope:
    def __init__(self, services: AsyncContainer, made: AsyncExitStack, knows: Callable[[DependencyKey], bool]) -> None:
        self._services = services
        self._made = made
        self._knows = knows

    async def build(self, handler: type[T]) -> T:
        if self._knows(_key(handler)):
            return await self._services.get(handler)
        needs = {name: _key(wanted) for name, wanted in constructor_needs(handler).items()}
        instance = handler(
            **{name: await self._services.get(key.type_hint, key.component) for name, key in needs.items()}
        )
        self._made.push_async_callback(dispose, instance)
        return instance

    async def _get(self, key: DependencyKey) -> Any:
        return await self._services.get(key.type_hint, key.component)


def _key(wanted: Any) -> DependencyKey:
    if get_origin(wanted) is not Annotated:
        return DependencyKey(wanted, DEFAULT_COMPONENT)
    hint, *extras = get_args(wanted)
    component = next((extra.component for extra in extras if isinstance(extra, _Component)), DEFAULT_COMPONENT)
    return DependencyKey(hint, component)
