"""The documentation is walked as its readers walk it: every block of every page is executed."""

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, blocks, page_id
from tests.docs.session import LANGUAGES, walked

PROXY = ROOT / "docs/how-to/behind-a-proxy.md"
"""Has a test of its own, which goes on where the page ends."""
WALKED = [page for page in PAGES if page != PROXY and next(blocks(page), None)]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("page", WALKED, ids=page_id)
async def test_everything_on_the_page_works(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    async with walked(page, tmp_path, request):
        pass


def test_no_block_is_in_a_language_that_nobody_executes() -> None:
    assert [block.place for page in PAGES for block in blocks(page) if block.language not in LANGUAGES] == []


def test_the_readme_has_one_example_of_less_than_30_lines_and_the_two_commands() -> None:
    example, _, commands = list(blocks(ROOT / "README.md"))[:3]
    assert example.language == "python"
    assert example.text.count("\n") < 30
    assert "make run " in commands.text
    assert "make test " in commands.text
