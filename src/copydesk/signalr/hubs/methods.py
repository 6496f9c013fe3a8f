"""Finding the methods of a hub class that clients may call, and what each of them takes and gives."""

import inspect
import types
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Generator, Iterator, Mapping
from enum import Enum, auto
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from copydesk.signalr.errors import HubDefinitionError
from copydesk.signalr.hubs.authorization import Policy, policies_of
from copydesk.signalr.hubs.cancellation import CancellationToken
from copydesk.signalr.hubs.marks import mark_of, matching_name
from copydesk.signalr.hubs.services import FROM_SERVICES, Services

__all__ = ["HubMethod", "Parameter", "ParameterKind", "find_methods"]

_ASYNC_STREAMS = (AsyncIterator, AsyncIterable, AsyncGenerator)


class ParameterKind(Enum):
    """Where the value of a parameter comes from."""

    ARGUMENT = auto()
    STREAM = auto()
    SERVICE = auto()
    CANCELLATION = auto()


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of a hub method.

    Attributes:
        name: its Python name.
        kind: where its value comes from.
        type: what the value is converted to; for a stream, each item; for a service, what the container is asked for.
        default: used when the client sends fewer arguments; `msgspec.UNSET` when there is none.
        keyword_only: passed by name.
    """

    name: str
    kind: ParameterKind
    type: Any
    default: Any = msgspec.UNSET
    keyword_only: bool = False


class HubMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A method that clients may call.

    Attributes:
        name: the name it is declared with; clients may write it with any case and underscores.
        attribute: its Python name, looked up on the instance.
        parameters: in the order of the signature.
        arguments: those that the client sends as arguments.
        streams: those that the client sends as streams.
        required: how many arguments must be sent at least.
        streams_down: whether it answers with a stream of items.
        in_thread: whether it runs in a worker thread.
        policies: what the caller must satisfy.
    """

    name: str
    attribute: str
    parameters: tuple[Parameter, ...]
    arguments: tuple[Parameter, ...]
    streams: tuple[Parameter, ...]
    required: int
    streams_down: bool
    in_thread: bool
    policies: tuple[Policy, ...]

    def takes(self, kind: ParameterKind) -> bool:
        """Tell whether some parameter gets its value from there."""
        return any(parameter.kind is kind for parameter in self.parameters)


def find_methods(hub: type, base: type, services: Services) -> dict[str, HubMethod]:
    """Find what clients may call on `hub`: public methods that it or its bases define, but not those of `base`.

    Static and class methods, properties, names with a leading underscore and everything that `base` has are left out;
    an attribute that a subclass sets to something else hides the inherited method.

    Returns:
        The methods by their matching name (see `matching_name`).

    Raises:
        HubDefinitionError: two methods go by the same name, or a signature cannot be called over the wire.
    """
    found: dict[str, HubMethod] = {}
    for attribute in sorted({name for cls in hub.__mro__ if cls is not base for name in vars(cls)}):
        function = inspect.getattr_static(hub, attribute)
        if attribute.startswith("_") or hasattr(base, attribute) or not inspect.isfunction(function):
            continue
        if attribute in base.__annotations__:
            raise HubDefinitionError(f"{hub.__qualname__}.{attribute} hides what every hub has under that name.")
        method = _method(hub, attribute, function, services)
        other = found.setdefault(matching_name(method.name), method)
        if other is not method:
            raise HubDefinitionError(
                f"{hub.__qualname__}: {other.attribute} and {attribute} go by the same name; clients could not tell "
                "them apart. Rename one with @hub_method(name=...)."
            )
    return found


def _method(hub: type, attribute: str, function: Callable[..., Any], services: Services) -> HubMethod:
    where = f"{hub.__qualname__}.{attribute}"
    hints = _hints(where, function)
    parameters = tuple(
        _parameter(where, parameter, hints.get(parameter.name, Any), services)
        for parameter in list(inspect.signature(function).parameters.values())[1:]
    )
    arguments = tuple(parameter for parameter in parameters if parameter.kind is ParameterKind.ARGUMENT)
    mark = mark_of(function)
    if mark.in_thread and (inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)):
        raise HubDefinitionError(f"{where} is async; only a synchronous method can run in a thread.")
    return HubMethod(
        name=mark.name or attribute,
        attribute=attribute,
        parameters=parameters,
        arguments=arguments,
        streams=tuple(parameter for parameter in parameters if parameter.kind is ParameterKind.STREAM),
        required=sum(parameter.default is msgspec.UNSET for parameter in arguments),
        streams_down=_streams_down(where, function, hints.get("return")),
        in_thread=mark.in_thread,
        policies=policies_of(function),
    )


def _hints(where: str, function: Callable[..., Any]) -> Mapping[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise HubDefinitionError(
            f"{where}: the annotation {error.name!r} cannot be read; it must be importable at run time "
            "(not under TYPE_CHECKING, not local to a function)."
        ) from error


def _parameter(where: str, parameter: inspect.Parameter, annotation: Any, services: Services) -> Parameter:
    if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
        raise HubDefinitionError(f"{where}: *{parameter.name} has no fixed number of arguments; list them.")
    kind, type_ = _source(annotation, services)
    keyword_only = parameter.kind is parameter.KEYWORD_ONLY
    default = msgspec.UNSET if parameter.default is parameter.empty else parameter.default
    if kind in {ParameterKind.ARGUMENT, ParameterKind.STREAM}:
        _refuse_unreadable(where, parameter.name, type_)
    if kind is not ParameterKind.ARGUMENT:
        default = msgspec.UNSET
    elif keyword_only:
        raise HubDefinitionError(f"{where}: clients send arguments by position, but {parameter.name} is keyword-only.")
    return Parameter(name=parameter.name, kind=kind, type=type_, default=default, keyword_only=keyword_only)


def _refuse_unreadable(where: str, name: str, type_: Any) -> None:
    try:
        msgspec.inspect.type_info(type_)
    except (TypeError, NameError) as error:
        raise HubDefinitionError(f"{where}: what clients send cannot be converted for {name}: {error}") from error


def _source(annotation: Any, services: Services) -> tuple[ParameterKind, Any]:
    bare = _without_none(annotation)
    if bare is CancellationToken:
        return ParameterKind.CANCELLATION, bare
    if get_origin(bare) in _ASYNC_STREAMS or bare in _ASYNC_STREAMS:
        return ParameterKind.STREAM, _item_type(bare)
    if get_origin(annotation) is Annotated and FROM_SERVICES in annotation.__metadata__:
        return ParameterKind.SERVICE, annotation.__origin__
    if services.provides(annotation):
        return ParameterKind.SERVICE, annotation
    return ParameterKind.ARGUMENT, annotation


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, types.UnionType}:
        members = [member for member in get_args(annotation) if member is not types.NoneType]
        return members[0] if len(members) == 1 else annotation
    return annotation


def _item_type(annotation: Any) -> Any:
    return (get_args(annotation) or (Any,))[0]


def _streams_down(where: str, function: Callable[..., Any], returns: Any) -> bool:
    if inspect.isgeneratorfunction(function) or (get_origin(returns) or returns) in {Iterator, Generator}:
        raise HubDefinitionError(f"{where}: a stream must be asynchronous; make it an async generator.")
    return inspect.isasyncgenfunction(function) or (get_origin(returns) or returns) in _ASYNC_STREAMS
