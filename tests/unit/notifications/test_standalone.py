"""The bus in a program that has nothing else of copydesk."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import copydesk.notifications, copydesk.notifications.testing
print(sorted({name.split(".")[1] for name in sys.modules if name.startswith("copydesk.")}))
print(sorted(set(sys.modules) & {"dishka", "sqlalchemy", "msgspec", "uvicorn"}))
"""


@pytest.mark.rule("NT62")
def test_importing_the_bus_imports_no_other_room_and_no_other_library() -> None:
    printed = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert printed == "['notifications']\n[]\n"
