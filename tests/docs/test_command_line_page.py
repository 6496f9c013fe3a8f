"""The page of the command line names every command and every option."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from copydesk.cli import _app

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text()
GIVEN_BY_TYPER = {"--help", "--install-completion", "--show-completion"}


def commands(command: Any, name: str = "copydesk") -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", {})
    for part, one in below.items():
        yield from commands(one, f"{name} {part}")
    if not below:
        yield name, command


def options() -> set[str]:
    found = {option for _, command in commands(get_command(_app)) for one in command.params for option in one.opts}
    return {option for option in found if option.startswith("--")} - GIVEN_BY_TYPER


def test_the_page_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `(copydesk [a-z-]+(?: [a-z-]+)?)", PAGE, re.MULTILINE))
    assert named == {name for name, _ in commands(get_command(_app))}


def test_the_page_names_every_option_and_no_other() -> None:
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) == options()
