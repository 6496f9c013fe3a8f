"""Requests that wait for a lock while the world changes."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx

from copydesk.db import Database

__all__ = ["waiting_for"]

Answer = asyncio.Task[httpx.Response]


@asynccontextmanager
async def waiting_for(
    lock: int, database: Database, *requests: Coroutine[Any, Any, httpx.Response]
) -> AsyncIterator[list[Answer]]:
    """Let requests wait for a lock while the block runs, as a part of the unit of work that holds it."""
    queues = database.backend._queues  # type: ignore[attr-defined] # both engines have them
    async with database.write("a colleague") as scope:
        await scope.write_lock(lock)
        answers: list[Answer] = []
        for request in requests:
            answers.append(asyncio.create_task(request))
            async with asyncio.timeout(10):
                while queues.waiting() < len(answers):
                    await asyncio.wait(answers, timeout=0.002)
        yield answers
        scope.complete()
    await asyncio.wait(answers)
