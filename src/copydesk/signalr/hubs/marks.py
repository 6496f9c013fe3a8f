"""Marks that hub classes, their methods and typed client protocols may carry."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

__all__ = ["MethodMark", "hub_method", "mark_of", "matching_name", "wire_name"]

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "__hub_method__"


class MethodMark(msgspec.Struct, frozen=True, kw_only=True):
    """What `hub_method` notes on a function.

    Attributes:
        name: what the other side calls the method; `None` for the function's own name.
        in_thread: run this synchronous method in a worker thread.
    """

    name: str | None = None
    in_thread: bool = False


def hub_method(*, name: str | None = None, in_thread: bool = False) -> Callable[[F], F]:
    """Say how a hub method, or a method of a typed client, appears on the wire.

    Args:
        name: the name on the wire. Without it a hub method goes by its Python name, and a client method by its Python
            name in PascalCase.
        in_thread: run this synchronous method in a worker thread because it blocks.
    """
    if name is not None and not name:
        raise ValueError("A hub method needs a name that is not empty.")

    def mark(function: F) -> F:
        setattr(function, _MARK, MethodMark(name=name, in_thread=in_thread))
        return function

    return mark


def mark_of(function: object) -> MethodMark:
    """Return the mark of a function; an unmarked one has the default mark."""
    mark = getattr(function, _MARK, None)
    return mark if isinstance(mark, MethodMark) else MethodMark()


def matching_name(name: str) -> str:
    """Return what names are compared by: case and underscores make no difference."""
    return name.replace("_", "").casefold()


def wire_name(name: str) -> str:
    """Return a Python name as .NET clients expect to see it: `receive_message` becomes `ReceiveMessage`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
