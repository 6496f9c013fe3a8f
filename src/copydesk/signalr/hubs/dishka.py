"""Hubs on a dishka container: each call gets a request scope."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from inspect import Parameter
from typing import Any, TypeVar

from dishka import AsyncContainer
from dishka.integrations.base import default_parse_dependency

from copydesk.signalr.hubs.services import ServiceScope, constructor_parameters

__all__ = ["DishkaServices"]

T = TypeVar("T")


class DishkaServices:
    """The container port on dishka.

    Hub methods name their services with `FromDishka[Service]`; constructor parameters of a hub are all services, so
    that their annotations may be bare. The hub class itself need not be registered.

    Args:
        container: the application's container; a scope below it is opened for each call and closed after it.
    """

    def __init__(self, container: AsyncContainer) -> None:
        self._container = container

    def provides(self, annotation: Any) -> bool:
        """Tell whether the annotation is a `FromDishka[...]`."""
        return _parse(annotation) is not None

    @asynccontextmanager
    async def scope(self) -> AsyncIterator[ServiceScope]:
        """Open a request scope."""
        async with self._container() as container:
            yield _DishkaScope(container)


class _DishkaScope:
    def __init__(self, container: AsyncContainer) -> None:
        self._container = container

    async def create(self, cls: type[T]) -> T:
        return cls(**{name: await self.get(type_) for name, type_ in constructor_parameters(cls).items()})

    async def get(self, annotation: Any) -> Any:
        key = _parse(annotation)
        if key is None:
            return await self._container.get(annotation)
        return await self._container.get(key.type_hint, component=key.component)


def _parse(annotation: Any) -> Any:
    return default_parse_dependency(Parameter("service", Parameter.KEYWORD_ONLY), annotation)
