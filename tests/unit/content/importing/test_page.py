"""What one page file says."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.content.importing.folder import PageFile, PageFormat
from copydesk.content.importing.page import PageText, UnreadablePage, read_page


def read(tmp_path: Path, text: str | bytes, form: PageFormat = PageFormat.MARKDOWN) -> PageText:
    file = tmp_path / "page"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_page(PageFile(file, form, None))


def test_markdown_becomes_html(tmp_path: Path) -> None:
    page = read(tmp_path, "# Title\n\nSome *text*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert page.title == "Title"
    assert "<p>Some <em>text</em>.</p>" in page.body
    assert "<td>1</td>" in page.body


def test_front_matter_gives_the_title_and_the_fields(tmp_path: Path) -> None:
    page = read(tmp_path, "---\ntitle: Front\ntags: [a, b]\n---\n# Heading\n")
    assert page.title == "Front"
    assert page.fields == {"tags": ["a", "b"]}
    assert "Heading" in page.body
    assert "tags" not in page.body


def test_html_takes_its_title_element_and_its_body(tmp_path: Path) -> None:
    html = "<html><head><title> The\n title </title></head><body><p>Text</p></body></html>"
    assert read(tmp_path, html, PageFormat.HTML) == PageText("The title", "<p>Text</p>")


def test_scripts_and_event_attributes_never_come_in(tmp_path: Path) -> None:
    page = read(
        tmp_path, '<p onclick="x()">a</p><script>alert(1)</script><a href="javascript:x()">b</a>', PageFormat.HTML
    )
    assert "<p>a</p>" in page.body
    assert "script" not in page.body
    assert "onclick" not in page.body


def test_a_page_without_a_title_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, "only text").title is None


def test_a_rule_at_the_top_is_not_front_matter(tmp_path: Path) -> None:
    assert read(tmp_path, "---\n\ntext without a second rule").fields == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        ("---\na: [1\n---\n", "not YAML"),
        ("---\n- a\n- b\n---\n", "not a mapping"),
        ("---\na: &x [1]\nb: *x\n---\n", "aliases are not taken"),
        ("---\na: " + "[" * 5000 + "\n---\n", "nested more than 50"),
        ("---\ntitle: [a]\n---\n", "title is not a text"),
    ],
)
def test_an_unreadable_page_says_why(tmp_path: Path, text: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage, match=reason):
        read(tmp_path, text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(text=st.binary(max_size=400), form=st.sampled_from(PageFormat))
def test_any_bytes_are_a_page_or_a_reason(tmp_path: Path, text: bytes, form: PageFormat) -> None:
    try:
        body = read(tmp_path, text, form).body
    except UnreadablePage:
        return
    assert "<script" not in body
