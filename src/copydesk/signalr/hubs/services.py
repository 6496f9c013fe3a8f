"""The container port: who makes hub instances, and the services that hub methods ask for by annotation."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any, Protocol, TypeVar, get_type_hints
from weakref import WeakKeyDictionary

__all__ = ["FROM_SERVICES", "FactoryServices", "FromServices", "ServiceScope", "Services", "constructor_parameters"]

T = TypeVar("T")
FROM_SERVICES = object()
"""Marks an annotation whose value must come from the container."""

FromServices = Annotated[T, FROM_SERVICES]
"""`clock: FromServices[Clock]`: a parameter that the container must provide; a container that cannot is an error."""


class ServiceScope(Protocol):
    """The services of one hub call; what it made is disposed when the call, stream included, is over."""

    async def create(self, cls: type[T]) -> T:
        """Make a hub, or a filter that is given as a class, with what its constructor asks for."""
        ...

    async def get(self, annotation: Any) -> Any:
        """Return the service that a parameter with this annotation asks for."""
        ...


class Services(Protocol):
    """A dependency container, as far as hubs need one."""

    def provides(self, annotation: Any) -> bool:
        """Tell whether a parameter with this annotation is a service rather than an argument of the client."""
        ...

    def scope(self) -> AbstractAsyncContextManager[ServiceScope]:
        """Open the scope of one hub call."""
        ...


class FactoryServices:
    """The smallest container: a function per service, called at most once per scope.

    Args:
        factories: by annotation. Without any, hub classes are made without arguments.
    """

    def __init__(self, factories: Mapping[Any, Callable[[], Any]] | None = None) -> None:
        self._factories = dict(factories or {})

    def provides(self, annotation: Any) -> bool:
        """Tell whether there is a function for the annotation."""
        try:
            return annotation in self._factories
        except TypeError:  # an annotation that cannot be hashed
            return False

    def scope(self) -> AbstractAsyncContextManager[ServiceScope]:
        """Open a scope; there is nothing to dispose at its end."""
        return _FactoryScope(self._factories)


class _FactoryScope(AbstractAsyncContextManager[ServiceScope]):
    def __init__(self, factories: Mapping[Any, Callable[[], Any]]) -> None:
        self._factories = factories
        self._made: dict[Any, Any] = {}

    async def __aexit__(self, *_: object) -> None:
        self._made.clear()

    async def create(self, cls: type[T]) -> T:
        wanted = constructor_parameters(cls) if self._factories else {}
        return cls(**{name: await self.get(type_) for name, type_ in wanted.items()})

    async def get(self, annotation: Any) -> Any:
        if annotation not in self._made:
            if annotation not in self._factories:
                raise LookupError(f"The hub's services do not provide {annotation!r}.")
            self._made[annotation] = self._factories[annotation]()
        return self._made[annotation]


def constructor_parameters(cls: type) -> dict[str, Any]:
    """Return what the constructor of `cls` must be given: annotations by parameter name, without those with defaults.

    For adapters of containers in which hub classes are not registered themselves.
    """
    wanted = _constructors.get(cls)
    if wanted is None:
        wanted = _constructors[cls] = _constructor_parameters(cls)
    return wanted


_constructors: WeakKeyDictionary[type, dict[str, Any]] = WeakKeyDictionary()


def _constructor_parameters(cls: type) -> dict[str, Any]:
    constructor = inspect.getattr_static(cls, "__init__")
    if not inspect.isfunction(constructor):
        return {}
    hints = get_type_hints(constructor, include_extras=True)
    parameters = list(inspect.signature(constructor).parameters.values())[1:]
    return {
        parameter.name: hints.get(parameter.name, Any)
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind in {parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY}
    }
