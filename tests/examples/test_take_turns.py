"""The example runs as it is and says what it promises."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples/take_turns.py"


def test_all_who_were_sure_are_saved() -> None:
    ran = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout == "16 editors saved, 4 had second thoughts: 12 pages\n"
