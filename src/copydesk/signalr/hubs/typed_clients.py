"""Client proxies with the methods of a `Protocol` class instead of names in strings."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, get_type_hints

from copydesk.signalr.errors import HubDefinitionError
from copydesk.signalr.hubs.clients import ClientProxy, ProxyFactory, SingleClientProxy
from copydesk.signalr.hubs.marks import mark_of, wire_name

__all__ = ["typed_proxies"]


def typed_proxies(protocol: type) -> ProxyFactory:
    """Make proxies for the clients that `protocol` describes.

    Each of its methods is async. One that returns `None` calls the client; one that returns something else asks it for
    a result, which only a single client can give. Python names go out in PascalCase, `@hub_method(name=...)` gives
    another name.

    Raises:
        HubDefinitionError: a method cannot be sent over the wire.
    """
    methods = {
        attribute: _method(protocol, attribute, function)
        for cls in reversed(protocol.__mro__)
        if cls not in {object, Protocol}
        for attribute, function in vars(cls).items()
        if inspect.isfunction(function) and not attribute.startswith("_")
    }
    if not methods:
        raise HubDefinitionError(f"{protocol.__qualname__} describes no client method.")
    typed: type = type(f"{protocol.__name__}Proxy", (_TypedProxy,), {"__slots__": (), **methods})
    return partial(_create, typed)


class _TypedProxy:
    __slots__ = ("_proxy",)

    def __init__(self, proxy: ClientProxy) -> None:
        self._proxy = proxy


def _create(typed: type[_TypedProxy], proxy: ClientProxy, /) -> _TypedProxy:
    return typed(proxy)


def _method(protocol: type, attribute: str, function: Callable[..., Any]) -> Callable[..., Any]:
    where = f"{protocol.__qualname__}.{attribute}"
    signature = inspect.signature(function)
    if not inspect.iscoroutinefunction(function):
        raise HubDefinitionError(f"{where} must be 'async def': calling a client takes time.")
    if any(parameter.kind in _UNSENDABLE for parameter in signature.parameters.values()):
        raise HubDefinitionError(f"{where}: clients get arguments by position; *, ** and keyword-only do not work.")
    target = mark_of(function).name or wire_name(attribute)
    result_type = get_type_hints(function).get("return", type(None))

    async def send(self: _TypedProxy, *args: Any, **kwargs: Any) -> None:
        await self._proxy.send(target, *_arguments(signature, self, args, kwargs))

    async def ask(self: _TypedProxy, *args: Any, **kwargs: Any) -> Any:
        arguments = _arguments(signature, self, args, kwargs)
        if not isinstance(self._proxy, SingleClientProxy):
            raise TypeError(f"{where} returns a result, so it can be called on a single client only.")
        return await self._proxy.invoke(target, *arguments, result_type=result_type)

    made = send if result_type is type(None) else ask
    made.__name__, made.__qualname__, made.__doc__ = attribute, where, function.__doc__
    return made


_UNSENDABLE = {
    inspect.Parameter.VAR_POSITIONAL,
    inspect.Parameter.VAR_KEYWORD,
    inspect.Parameter.KEYWORD_ONLY,
}


def _arguments(signature: inspect.Signature, proxy: object, args: Any, kwargs: Any) -> tuple[Any, ...]:
    bound = signature.bind(proxy, *args, **kwargs)
    bound.apply_defaults()
    return bound.args[1:]
