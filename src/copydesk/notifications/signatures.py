"""What a handler looks like, and whether it can be called with its notification: checked when it is registered."""

import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from copydesk.notifications.errors import HandlerSignatureError

__all__ = ["Shape", "check_result", "checked", "handler_name", "shape_of"]

_SEQUENCES = {list, Sequence, Collection, Iterable}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a handler is called: made from a class first or not, awaited or not, with a list or with one notification."""

    from_class: bool
    asynchronous: bool
    batch: bool


def handler_name(handler: object) -> str:
    """Return the name under which logs, errors and explain trees show a handler."""
    named = _named(handler)
    return f"{named.__module__}.{named.__qualname__}"


def _named(handler: Any) -> Any:
    while isinstance(handler, partial):
        handler = handler.func
    return handler if hasattr(handler, "__qualname__") else type(handler)


def shape_of(handler: object, notification: type, *, batch: bool) -> Shape:
    """Find out how `handler` is to be called.

    Raises:
        HandlerSignatureError: it cannot be called with `notification` (or with a list of them, for `batch`).
    """
    if not callable(handler):
        fault = "is an object; register its class" if hasattr(handler, "handle") else "cannot be called"
        raise HandlerSignatureError(handler_name(handler), fault)
    function: Callable[..., Any] = handler
    if isinstance(handler, type):
        function, batch = _method_of(handler, batch=batch)
    name = handler_name(handler)
    _check_kind(name, function)
    wanted = f"a list of {notification.__name__}" if batch else notification.__name__
    if parameter := _check_call(name, handler, function, wanted):
        _check_annotation(name, function, parameter, notification, batch)
    return Shape(isinstance(handler, type), _is_async(function), batch)


def check_result(handler: object, result: object) -> None:
    """Look at what a plain handler returned, when it is not None.

    Raises:
        HandlerSignatureError: it is something to be awaited, so the handler has not done its work.
    """
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise HandlerSignatureError(
            handler_name(handler), "returned something to be awaited, but is a plain function: write it with async def"
        )


def checked(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that calls a plain handler and checks what it returns.

    It is the handler itself when that is annotated to return None: then the type checker has seen to it.
    """
    if getattr(handler, "__annotations__", {}).get("return", ...) in {None, "None"}:
        return handler

    def call(notification: object) -> None:
        if (result := handler(notification)) is not None:
            check_result(handler, result)

    call.__module__, call.__qualname__ = _named(handler).__module__, _named(handler).__qualname__
    return call


def _method_of(handler: type, *, batch: bool) -> tuple[Callable[..., Any], bool]:
    if batch:
        raise HandlerSignatureError(
            handler_name(handler),
            "is a class; give it a method handle_batch(self, notifications) and register it plainly",
        )
    for method, whole_run in (("handle_batch", True), ("handle", False)):
        if callable(function := getattr(handler, method, None)):
            return function, whole_run
    raise HandlerSignatureError(handler_name(handler), "has no method handle(self, notification)")


def _is_async(function: Callable[..., Any]) -> bool:
    while isinstance(function, partial):
        function = function.func
    behind = function if hasattr(function, "__code__") else getattr(type(function), "__call__", function)  # noqa: B004 - not to test, but to look at it.
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(behind)


def _check_kind(name: str, function: Callable[..., Any]) -> None:
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise HandlerSignatureError(name, "is a generator: calling it would run nothing; write it without yield")


def _check_call(name: str, handler: Callable[..., Any], function: Callable[..., Any], wanted: str) -> str | None:
    """Return the name of the parameter that gets the notification; None when Python cannot tell."""
    try:
        signature = inspect.signature(function)
    except ValueError:  # Some functions written in C have none.
        return None
    unbound = isinstance(handler, type) and inspect.isfunction(inspect.getattr_static(handler, function.__name__, None))
    try:
        bound = signature.bind(*(None, None)[not unbound :])
    except TypeError as error:
        raise HandlerSignatureError(name, f"must take one argument, {wanted}, but has {signature}: {error}") from None
    return list(bound.arguments)[-1]


def _check_annotation(name: str, function: Callable[..., Any], parameter: str, notification: type, batch: bool) -> None:
    try:
        hint = get_type_hints(function).get(parameter, Any)
    except (NameError, TypeError):  # Not resolvable here (or a partial): the type checker's business.
        return
    if batch and get_origin(hint) in _SEQUENCES:
        fits = _accepts(get_args(hint)[0], notification)
    else:
        fits = _accepts(hint, list if batch else notification)
    if not fits:
        wanted = f"a list of {notification.__name__}" if batch else notification.__name__
        raise HandlerSignatureError(name, f"is registered for {wanted}, but its parameter {parameter!r} is {hint!r}")


def _accepts(hint: Any, given: type) -> bool:
    if hint is Any:
        return True
    if get_origin(hint) in {Union, UnionType}:
        return any(_accepts(option, given) for option in get_args(hint))
    if isinstance(hint, TypeVar):
        return _accepts(hint.__bound__ or Any, given)
    hint = get_origin(hint) or hint
    if not isinstance(hint, type) or getattr(hint, "_is_protocol", False):
        return True
    return issubclass(given, hint)
