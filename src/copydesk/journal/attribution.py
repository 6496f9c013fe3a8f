"""Who is behind the changes of the current task, when the notifications themselves do not say."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

__all__ = ["Attribution", "acting", "attributed_to", "current_attribution"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who and what is behind a change.

    Attributes:
        actor: the user or service.
        origin: the tab, in the words it gave itself.
        site: the site.
        trace_id: the request or job.
    """

    actor: UUID | None = None
    origin: str | None = None
    site: str | None = None
    trace_id: str | None = None


_NOBODY = Attribution()
_current: ContextVar[Attribution] = ContextVar("copydesk_attribution", default=_NOBODY)


def current_attribution() -> Attribution:
    """Return who is behind the changes of this task."""
    return _current.get()


@contextmanager
def attributed_to(attribution: Attribution) -> Iterator[None]:
    """Attribute every change inside the block, and of tasks started in it."""
    token = _current.set(attribution)
    try:
        yield
    finally:
        _current.reset(token)


@asynccontextmanager
async def acting(actor: UUID) -> AsyncIterator[None]:
    """Attribute every change inside the block to `actor`; origin, site and trace id stay as they are."""
    with attributed_to(replace(_current.get(), actor=actor)):
        yield
