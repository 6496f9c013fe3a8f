"""A page that is not true fails: the reader of the tests notices what a reader of the page would."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.docs.pages import Block
from tests.docs.session import Session
from tests.docs.surroundings import Place


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    (tmp_path / "desk").mkdir()
    async with AsyncExitStack() as stack:
        yield Session(tmp_path / "desk", Place(tmp_path, 4321, 0), {"127.0.0.1:8000": "127.0.0.1:4321"}, stack)


def block(language: str, text: str, terminal: str = "") -> Block:
    return Block("page.md:1", language, terminal, text)


async def test_what_is_printed_is_compared_as_a_whole_and_dots_stand_for_anything(session: Session) -> None:
    await session.walk(block("sh", "export NAME=Ada\necho at 127.0.0.1:8000; echo one; echo two; echo $NAME 17\n"))
    await session.walk(block("text", "at 127.0.0.1:8000\n…\nAda …\n"))
    with pytest.raises(AssertionError, match="it printed"):
        await session.walk(block("text", "at 127.0.0.1:8000\n…\nBen …\n"))
    with pytest.raises(AssertionError, match="it printed"):
        await session.walk(block("text", "at 127.0.0.1:8000\n"))


async def test_a_command_that_fails_fails_also_when_others_follow(session: Session) -> None:
    with pytest.raises(AssertionError, match="false"):
        await session.walk(block("sh", "false\necho after it\n"))


async def test_what_stays_is_interrupted_by_the_next_command_and_keeps_its_exports(session: Session) -> None:
    await session.walk(block("sh", "export NAME=Ada\necho ready; sleep 600\n", "other"))
    await session.walk(block("text", "ready\n"))
    await session.walk(block("sh", "echo $NAME again\n", "other"))
    await session.walk(block("text", "Ada again\n"))
    with pytest.raises(AssertionError, match="has ended"):
        await session.walk(block("text", "and again\n", "other"))


async def test_an_unknown_language_and_a_program_that_nothing_runs_fail(session: Session) -> None:
    with pytest.raises(pytest.fail.Exception, match="nobody executes"):
        await session.walk(block("cobol", "STOP RUN.\n"))
    await session.walk(block("python", "# listen.py\nprint(1)\n"))
    with pytest.raises(AssertionError, match="listen"):
        session.check_use()
    await session.walk(block("sh", "python listen.py\n"))
    session.check_use()
