"""What a notification looks like at one moment, to tell afterwards which handler changed what."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from copydesk.notifications.contracts import CancelableNotification, Notification
from copydesk.notifications.messages import EventMessage, EventMessages

__all__ = ["Snapshot"]

_ENTITIES = 20
_OWN = {"messages", "_messages", "cancel", "_state", "state"}
_MISSING = object()


class Snapshot:
    """A notification as it is before a handler runs.

    It holds the notification's members, and those of the entities it carries (the first 20), by their paths. Lists and
    dictionaries are copied one level deep, so a change further inside is not seen.
    """

    __slots__ = ("_cancel", "_members", "_messages", "_notification")

    def __init__(self, notification: Notification) -> None:
        self._notification = notification
        self._members = dict(_members(notification))
        self._cancel = _cancel(notification)
        self._messages = len(_messages(notification))

    def remarks(self) -> list[str]:
        """Say what is different now: changed members, messages, and whether the operation is cancelled."""
        members, cancel = dict(_members(self._notification)), _cancel(self._notification)
        changed = [p for p, value in members.items() if not _same(self._members.get(p, _MISSING), value)]
        changed += [f"{path} (gone)" for path in self._members if path not in members]
        remarks = [f"changed {', '.join(changed)}"] if changed else []
        if cancel is not self._cancel:
            remarks.append("cancelled" if cancel else "took the cancellation back")
        said = _messages(self._notification)[self._messages :]
        return remarks + [f"said {message.category}: {message.message}" for message in said]


def _cancel(notification: Notification) -> bool:
    return isinstance(notification, CancelableNotification) and notification.cancel


def _messages(notification: Notification) -> list[EventMessage]:
    messages = getattr(notification, "messages", None)
    return list(messages) if isinstance(messages, EventMessages) else []


def _members(notification: Notification) -> Iterator[tuple[str, object]]:
    for name, value in _fields(notification):
        if name not in _OWN:
            yield name, _copied(value)
            yield from _entity_members(name, value)
    for key, value in (getattr(notification, "_state", None) or {}).items():
        yield f"state[{key!r}]", _copied(value)


def _entity_members(name: str, value: object) -> Iterator[tuple[str, object]]:
    entities: dict[str, object] = {name: value}
    if isinstance(value, list | tuple):
        entities = {f"{name}[{index}]": entity for index, entity in enumerate(islice(value, _ENTITIES))}
    for path, entity in entities.items():
        yield from ((f"{path}.{field}", _copied(inner)) for field, inner in _fields(entity))


def _fields(value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(members := getattr(value, "__dict__", None), dict):
        yield from list(members.items())
        return
    names: Sequence[str] = getattr(type(value), "__struct_fields__", ())  # a msgspec struct
    for name in names or getattr(type(value), "__dataclass_fields__", ()):
        if (member := getattr(value, name, _MISSING)) is not _MISSING:
            yield name, member


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, list | set):
        return type(value)(value)
    return value


def _same(before: object, after: object) -> bool:
    if before is after:
        return True
    try:
        return bool(before == after)
    except Exception:  # noqa: BLE001 - whatever a value's own comparison raises, it is not the same object any more.
        return False
