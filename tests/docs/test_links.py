"""No link of the documentation leads nowhere: not to a page that is not there, and not to a heading that is not."""

from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import PAGES, ROOT, anchors, links, page_id

LINKING = [*PAGES, *sorted((ROOT / "specs").glob("*.md")), ROOT / "bench" / "README.md"]


def dead_links(page: Path) -> Iterator[str]:
    for link in links(page):
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            yield f"{page_id(page)}: {link}"


def test_every_relative_link_leads_somewhere() -> None:
    assert [dead for page in LINKING for dead in dead_links(page)] == []


def test_every_page_is_found_from_the_first_one() -> None:
    found, new = set(), {ROOT / "docs" / "README.md"}
    while new:
        page = new.pop()
        found.add(page)
        targets = {(page.parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link}
        folders = {page for target in targets if target.is_dir() for page in target.glob("*.md")}
        new |= {target for target in targets | folders if target.suffix == ".md" and target.is_file()} - found
    assert {page_id(page) for page in PAGES if page.parent != ROOT} - {page_id(page) for page in found} == set()
