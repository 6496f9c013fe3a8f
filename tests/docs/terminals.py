"""A reader's terminal: a real shell that commands are typed into, and whose output is read line by line."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

__all__ = ["Terminal", "pattern_of"]

PATIENCE = 180
"""How long a reader waits for a command to end, or for a line to come, on a busy machine, seconds."""
_MARK = "\x1e"
_DONE, _FAILED = f"{_MARK}done", f"{_MARK}failed "


def pattern_of(lines: str) -> str:
    """Return the pattern of what a page shows: `…` stands for anything, alone on a line for any number of lines."""
    escaped = re.escape(lines).replace(re.escape("…"), "…")
    return re.sub(r"^…\\?\n", "(?:.*\n)*?", escaped, flags=re.MULTILINE).replace("…", ".*")


class Terminal:
    """A shell in a folder. Open one with `open_terminal`.

    Args:
        process: the shell.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lines: list[str] = []
        self._seen = 0
        self._typed = 0
        self._failure: str | None = None
        self._busy = False
        self._changed = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, environment: Mapping[str, str]) -> AsyncIterator["Terminal"]:
        """Open a terminal; at the end whatever still runs in it is interrupted."""
        process = await asyncio.create_subprocess_exec(
            "bash",
            "--norc",
            "--noprofile",
            cwd=folder,
            env=dict(environment),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=1024 * 1024,
        )
        terminal = cls(process)
        reading = asyncio.create_task(terminal._read())
        terminal._send(f"trap 'echo \"{_FAILED}$BASH_COMMAND\"' ERR")
        try:
            yield terminal
        finally:
            await terminal._close(reading)

    async def type(self, commands: str) -> None:
        """Type commands; what ran here before is interrupted first, as by Ctrl+C."""
        await self.interrupt()
        self._typed = self._seen = len(self._lines)
        self._failure, self._busy = None, True
        self._send(f"{{\n{commands}\n}} </dev/null; echo '{_DONE}'")

    async def ended(self) -> str:
        """Wait until the commands have ended, each with success, and return what they printed."""
        await self._until(lambda: not self._busy, "the command to end")
        assert self._failure is None, f"failed: {self._failure}\n{self.text}"
        return self.text

    async def shows(self, line: str) -> None:
        """Wait for a line, after those that were seen already."""
        pattern = re.compile(pattern_of(line))
        await self._until(lambda: self._find(pattern), f"the line {line!r}")

    async def shows_anywhere(self, line: str) -> None:
        """Wait for a line, wherever it stands among those of the last commands."""
        await self._until(lambda: line in self._lines[self._typed :], f"the line {line!r}")

    async def interrupt(self) -> None:
        """Press Ctrl+C, if a command runs. Once for each program: a second time means to stop at once."""
        pressed: set[int] = set()
        for _ in range(PATIENCE * 4):
            if not self._busy:
                return
            for child in set(self._children()) - pressed:  # A shell between two programs has none for a moment.
                pressed.add(child)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGINT)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.25), self._changed:
                    await self._changed.wait_for(lambda: not self._busy)
        raise AssertionError(f"what was interrupted does not end:\n{self.text}")

    @property
    def text(self) -> str:
        """What was printed since the last commands were typed."""
        return "".join(f"{line}\n" for line in self._lines[self._typed :])

    def _send(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())

    def _children(self) -> list[int]:
        pid = self._process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def _find(self, pattern: re.Pattern[str]) -> bool:
        for place in range(self._seen, len(self._lines)):
            if pattern.fullmatch(self._lines[place]):
                self._seen = place + 1
                return True
        assert self._busy, f"the command has ended: {self._failure}\n{self.text}"
        return False

    async def _until(self, is_so: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                await self._changed.wait_for(is_so)
        except TimeoutError:
            raise AssertionError(f"gave up waiting for {what}; the terminal shows:\n{self.text}") from None

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            printed, mark, rest = line.decode(errors="replace").rstrip("\n").partition(_MARK)
            async with self._changed:
                if printed or not mark:
                    self._lines.append(printed)
                if mark and f"{mark}{rest}" == _DONE:
                    self._busy = False
                elif mark:
                    self._failure = rest
                self._changed.notify_all()

    async def _close(self, reading: asyncio.Task[None]) -> None:
        try:
            await self.interrupt()
        finally:
            assert self._process.stdin is not None
            self._process.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 5)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # Its own group: only what was started here.
            await self._process.wait()
            await reading
