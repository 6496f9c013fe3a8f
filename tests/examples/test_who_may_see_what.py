"""The example runs as it is and says what it promises."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples/who_may_see_what.py"


def test_it_says_who_may_see_what() -> None:
    ran = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "Ada:",
        "  hears of documents: True",
        "  may publish news: True",
        "  may publish sport: True",
        "Grace:",
        "  hears of documents: True",
        "  may publish news: True",
        "  may publish sport: False",
        "equal rights, one profile: False",
        "disabled, and gone at once: True",
    ]
