"""What is printed of failed tests is short, and ends with their names and reasons."""

import os
import subprocess
import sys
from pathlib import Path

from tests.reports import MOST_COLUMNS, MOST_LINES, shortened

ROOT = Path(__file__).parents[2]
FAILING = """
import logging

def test_one():
    for number in range(5000):
        logging.getLogger().error("log %s", number)
        print("printed", number)
    raise AssertionError("the first reason\\n" + "and more\\n" * 5000)

def test_other():
    assert [1] * 5000 == "x" * 5000
"""


def test_a_long_text_loses_its_middle_and_its_long_lines_their_ends() -> None:
    text = "\n".join(["x" * 5000, *map(str, range(1000)), "the last"])
    short = shortened(text).split("\n")
    assert len(short) == MOST_LINES + 1
    assert max(map(len, short)) <= MOST_COLUMNS + 2
    assert short[-1] == "the last"
    assert shortened("one\ntwo") == "one\ntwo"


def test_a_run_ends_with_every_failed_test_and_why(tmp_path: Path) -> None:
    (tmp_path / "test_failing.py").write_text(FAILING)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = ["-m", "pytest", "-ra", "-p", "tests.reports", "-p", "no:randomly", "-p", "no:cacheprovider", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CI": "1"}
    ran = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    lines = ran.stdout.splitlines()
    assert lines[-3] == "FAILED test_failing.py::test_one - AssertionError: the first reason"
    assert lines[-2].startswith("FAILED test_failing.py::test_other - ")
    assert len(lines) < 8 * MOST_LINES
    assert len(ran.stdout) < 100_000
