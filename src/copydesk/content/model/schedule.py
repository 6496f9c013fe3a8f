"""When a document, or one culture of it, is to be published or taken down."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from copydesk.content.errors import ScheduleError
from copydesk.content.model.cultures import normalize_culture
from copydesk.content.sentences import Sentences

__all__ = ["INVARIANT_CULTURE", "Schedule", "ScheduleAction", "ScheduledAction"]

INVARIANT_CULTURE = ""


class ScheduleAction(StrEnum):
    """What happens at the date. The names are those of the reference."""

    RELEASE = "Release"
    EXPIRE = "Expire"


class ScheduledAction(NamedTuple):
    """One line of a schedule; the culture is empty for a document that does not vary by culture."""

    culture: str
    action: ScheduleAction
    due: datetime


class Schedule:
    """The pending dates of one document: at most one release and one expiry for each culture."""

    __slots__ = ("_due",)

    def __init__(self, actions: Iterable[ScheduledAction] = ()) -> None:
        self._due: dict[tuple[str, ScheduleAction], datetime] = {}
        for culture, action, due in actions:
            self.set(action, due, culture)

    def __iter__(self) -> Iterator[ScheduledAction]:
        return (ScheduledAction(culture, action, due) for (culture, action), due in self._due.items())

    def __len__(self) -> int:
        return len(self._due)

    def set(self, action: ScheduleAction, due: datetime, culture: str = INVARIANT_CULTURE) -> None:
        """Set the date of an action, in place of the one it had.

        Raises:
            ScheduleError: `due` has no time zone, or the culture would expire no later than it is released.
        """
        if due.tzinfo is None:
            raise ScheduleError(Sentences.DATE_WITHOUT_ZONE(date=due.isoformat()), field="due")
        culture = _normal(culture)
        due_by_action = {**self.dates(culture), action: due}
        release, expire = due_by_action.get(ScheduleAction.RELEASE), due_by_action.get(ScheduleAction.EXPIRE)
        if release is not None and expire is not None and expire <= release:
            raise ScheduleError(Sentences.UNPUBLISH_TIME_NEEDS_TO_BE_AFTER_PUBLISH_TIME(), field="due")
        self._due[culture, action] = due

    def clear(self, action: ScheduleAction, culture: str = INVARIANT_CULTURE) -> bool:
        """Take a date away. Return whether there was one."""
        return self._due.pop((_normal(culture), action), None) is not None

    def dates(self, culture: str = INVARIANT_CULTURE) -> dict[ScheduleAction, datetime]:
        """Return the pending dates of one culture."""
        normal = _normal(culture)
        return {action: due for (one, action), due in self._due.items() if one == normal}

    def is_expired(self, culture: str, now: datetime) -> bool:
        """Tell whether the culture's expiry has come, so that it may not be published."""
        due = self.dates(culture).get(ScheduleAction.EXPIRE)
        return due is not None and due <= now

    def awaits_release(self, culture: str, now: datetime) -> bool:
        """Tell whether the culture's release is still to come, so that it may not be published yet."""
        due = self.dates(culture).get(ScheduleAction.RELEASE)
        return due is not None and due > now


def _normal(culture: str) -> str:
    return normalize_culture(culture) if culture else INVARIANT_CULTURE
