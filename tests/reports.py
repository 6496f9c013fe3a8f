"""Keeps what is printed of a failed test short: the names of all of them stay in sight, also in a log that was cut.

pytest ends with one line for each failed test. What a test printed and logged before may be thousands of lines.
"""

from collections.abc import Generator

import pytest
from _pytest._code.code import ExceptionChainRepr, ReprEntry

__all__ = ["shortened"]

MOST_LINES = 80
MOST_COLUMNS = 400
REASON = 300
"""How much of the reason stands behind the name of a failed test at the end, characters."""


def shortened(text: str) -> str:
    """Return a text without its middle, when it is long, and without the ends of its long lines."""
    lines = [f"{line[:MOST_COLUMNS]} …" if len(line) > MOST_COLUMNS else line for line in text.split("\n")]
    left_out = len(lines) - MOST_LINES
    if left_out > 0:
        half = MOST_LINES // 2
        lines[half:-half] = [f"… {left_out} lines are left out …"]
    return "\n".join(lines)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shorten what was captured, and what went wrong."""
    report = yield
    if report.failed:
        report.sections = [(name, shortened(content)) for name, content in report.sections]
        if isinstance(report.longrepr, ExceptionChainRepr):
            _shorten(report.longrepr)
    return report


def _shorten(failure: ExceptionChainRepr) -> None:
    for traceback, crash, _ in failure.chain:
        for entry in traceback.reprentries:
            if isinstance(entry, ReprEntry):
                entry.lines = shortened("\n".join(entry.lines)).split("\n")
        if crash is not None:
            crash.message = crash.message.partition("\n")[0][:REASON]
