"""Knowing what changed: since the last save, and, right after a save, what that save wrote.

The contract is the reference's "can be dirty" and "remembers being dirty": a setter marks only a real difference, and a
reset that remembers replaces the former memory, also with nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, Self, TypeVar, overload

__all__ = ["Trackable", "Tracked"]

T = TypeVar("T")
_NOTHING: frozenset[str] = frozenset()


class Trackable:
    """An object that knows which of its attributes were set to something else, now and before the last reset."""

    __slots__ = ("_dirty", "_tracking", "_were_dirty")

    def __init__(self) -> None:
        self._dirty: set[str] | None = None
        self._were_dirty: frozenset[str] = _NOTHING
        self._tracking = True

    def is_dirty(self) -> bool:
        """Tell whether anything changed since the last reset."""
        return bool(self._dirty)

    def is_property_dirty(self, name: str) -> bool:
        """Tell whether the attribute or change key `name` changed since the last reset."""
        return self._dirty is not None and name in self._dirty

    def dirty_properties(self) -> frozenset[str]:
        """Return the names of what changed since the last reset."""
        return frozenset(self._dirty) if self._dirty else _NOTHING

    def was_dirty(self) -> bool:
        """Tell whether anything had changed when the last remembering reset was made."""
        return bool(self._were_dirty)

    def was_property_dirty(self, name: str) -> bool:
        """Tell whether `name` had changed when the last remembering reset was made."""
        return name in self._were_dirty

    def were_dirty_properties(self) -> frozenset[str]:
        """Return the names of what had changed when the last remembering reset was made."""
        return self._were_dirty

    def reset_dirty(self, *, remember: bool = True) -> None:
        """Forget what changed. With `remember`, it can be asked for by `was_dirty` until the next reset."""
        self._were_dirty = self.dirty_properties() if remember else _NOTHING
        self._dirty = None

    def reset_were_dirty(self) -> None:
        """Forget what had changed before the last reset."""
        self._were_dirty = _NOTHING

    @contextmanager
    def tracking_paused(self) -> Iterator[None]:
        """Let attributes be set inside the block without marking them."""
        before, self._tracking = self._tracking, False
        try:
            yield
        finally:
            self._tracking = before

    def mark(self, name: str) -> None:
        """Note that `name` changed, unless tracking is paused."""
        if not self._tracking:
            return
        if self._dirty is None:
            self._dirty = {name}
        else:
            self._dirty.add(name)

    def unmark(self, name: str) -> None:
        """Note that `name` did not change after all."""
        if self._dirty is not None:
            self._dirty.discard(name)


class Tracked(Generic[T]):
    """An attribute of a `Trackable` whose setter marks it, when the new value differs.

    The owner keeps the value in a slot of the same name with an underscore before it.
    """

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type[Trackable], name: str) -> None:
        self._name = name
        self._slot = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...

    @overload
    def __get__(self, instance: Trackable, owner: type[Any]) -> T: ...

    def __get__(self, instance: Trackable | None, owner: type[Any]) -> T | Self:
        if instance is None:
            return self
        value: T = getattr(instance, self._slot)
        return value

    def __set__(self, instance: Trackable, value: T) -> None:
        if getattr(instance, self._slot) != value:
            setattr(instance, self._slot, value)
            instance.mark(self._name)
