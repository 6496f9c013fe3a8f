"""Links between documents in rich text."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.content.delivery.links import linked_keys, with_addresses

KEY = UUID("0b0aa1de-62c6-4a5c-9f2e-3f1f0a4a7a11")
GOALS = {KEY: "/news/größe"}
LINK = f"/{{localLink:{KEY}}}"


@pytest.mark.rule("DA6")
@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (f'<a href="{LINK}">x</a>', '<a href="/news/größe">x</a>'),
        (f'<A class="b" HREF="{LINK}#top" title="a > b">', '<A class="b" href="/news/größe#top" title="a > b">'),
        (f"<a\nhref = '{LINK}?q=1' id=x>", '<a href="/news/größe?q=1" id=x>'),
        (f"<a href={LINK}>", '<a href="/news/größe">'),
        (f'<a href="/{{localLink:umb://document/{KEY.hex.upper()}}}">', '<a href="/news/größe">'),
        (f'<a id="x" href="/{{localLink:{UUID(int=7)}}}">x</a>', '<a id="x">x</a>'),
        (f"<a href='{LINK}#\" onclick=\"x'>", '<a href="/news/größe#&quot; onclick=&quot;x">'),
    ],
)
def test_a_link_leads_to_the_address(kept: str, shown: str) -> None:
    assert with_addresses(kept, GOALS) == shown


@pytest.mark.rule("DA6")
@pytest.mark.parametrize(
    "html",
    [
        f'&lt;a href="{LINK}"&gt; and {LINK}',
        f'<abbr href="{LINK}">',
        f'<a title=" href=\'{LINK}\'" href="/x">',
        f'<a data-href="{LINK}">',
        f'<a href="/x{LINK}">',
        f'<a href="{LINK}x">',
        '<a href="/{localLink:0b0aa1de}">',
    ],
)
def test_what_is_no_link_stays_as_it_is(html: str) -> None:
    assert (list(linked_keys(html)), with_addresses(html, GOALS)) == ([], html)


@pytest.mark.rule("DA6")
@given(st.lists(st.sampled_from(["<a ", "<a", " href=", LINK, '"', "'", ">", "<", "=", " ", "x", "\n"])).map("".join))
@example(f'<a href="{LINK}">' * 2)
def test_every_link_found_is_resolved_and_nothing_else_changes(html: str) -> None:
    found = list(linked_keys(html))
    assert set(found) <= {KEY}
    shown = with_addresses(html, GOALS)
    assert (shown == html) == (not found)
    assert list(linked_keys(shown)) == []
    assert shown.count(GOALS[KEY]) == len(found)
