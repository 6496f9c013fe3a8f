"""What listeners may do today, read at once for all who ask at the same time: after a restart everybody comes back."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextvars import Context
from typing import TypeAlias

from sqlalchemy.exc import SQLAlchemyError

from copydesk.db import DatabaseError
from copydesk.identity import Principal
from copydesk.identity.principals import Principals
from copydesk.server_events.errors import UnreadableRightsError

__all__ = ["TodaysRights"]

_log = logging.getLogger(__name__)
_Question: TypeAlias = tuple[Principal, "asyncio.Future[Principal | None]"]


class TodaysRights:
    """Reads rights from the database. One reading is under way at a time; who asks meanwhile is in the next.

    Args:
        principals: knows what each may do.
    """

    def __init__(self, principals: Principals) -> None:
        self._principals = principals
        self._asked: list[_Question] = []
        self._reading: asyncio.Task[None] | None = None

    async def of(self, principal: Principal) -> Principal | None:
        """Return what one may do now, read after this call; None for who may not be here.

        Raises:
            UnreadableRightsError: it cannot be read now.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Principal | None] = loop.create_future()
        self._asked.append((principal, answer))
        if self._reading is None:
            self._reading = loop.create_task(self._read_for_all(), name="reading rights", context=Context())
        return await answer

    async def of_all(self, principals: Sequence[Principal]) -> Sequence[Principal | None]:
        """Return what each may do now, in order; None for who may not be here.

        Raises:
            UnreadableRightsError: it cannot be read now.
        """
        try:
            return await self._principals.again(principals)
        except (DatabaseError, SQLAlchemyError) as error:
            _log.warning("rights cannot be read now: %s", error)
            raise UnreadableRightsError from error
        except Exception as error:
            _log.exception("rights cannot be read now")
            raise UnreadableRightsError from error

    async def close(self) -> None:
        """Read no more; who still waits is told that it cannot be read."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
        self._reading = None
        _disappoint(self._asked)
        self._asked.clear()

    async def _read_for_all(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, []
                await self._answer(asked)
        finally:
            self._reading = None

    async def _answer(self, asked: Sequence[_Question]) -> None:
        try:
            found = await self.of_all([principal for principal, _ in asked])
            for (_, answer), principal in zip(asked, found, strict=True):
                if not answer.done():
                    answer.set_result(principal)
        except UnreadableRightsError:
            pass  # It is logged, and those who asked are told.
        finally:
            _disappoint(asked)


def _disappoint(asked: Iterable[_Question]) -> None:
    for _, answer in asked:
        if not answer.done():
            answer.set_exception(UnreadableRightsError())
