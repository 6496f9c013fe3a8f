"""What one page file says."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk.content.importing.folder import PageFile, PageFormat
from copydesk.content.importing.front_matter import Entry, fitted
from copydesk.content.importing.page import PageText, UnreadablePage, read_page
from copydesk.content.model import DocumentType, PropertyType, ValueType
from copydesk.system import random_key


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
    assert page.fields == {"tags": Entry(["a", "b"])}
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


@pytest.mark.rule("IM17")
@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("---\ntitle: Front\n\nText", True),
        ("---\r\ntitle:\r\n", True),
        ("---\ntitle: Front\n---\nText", False),
        ("---\n\ntext: without a second rule", False),
        ("---\nA line of text", False),
        ("---\nhttp://example.org\n", False),
        ("---\n- one: two\n", False),
        ("title: Front\n", False),
    ],
)
def test_front_matter_that_is_not_closed_is_noticed(tmp_path: Path, text: str, is_open: bool) -> None:
    page = read(tmp_path, text)
    assert (page.open_front_matter, page.title) == (is_open, "Front" if text.count("---") == 2 else None)


@pytest.mark.rule("IM13")
@pytest.mark.parametrize(
    ("stored", "written", "value"),
    [
        (ValueType.DATE_TIME, "2024-05-01", "2024-05-01T00:00:00+00:00"),
        (ValueType.DATE_TIME, "2024-05-01 10:30:00 +0200", "2024-05-01T10:30:00+02:00"),
        (ValueType.DATE_TIME, "'2024-05-01T10:30:00Z'", "2024-05-01T10:30:00+00:00"),
        (ValueType.TEXT, "2024-05-01", "2024-05-01"),
        (ValueType.TEXT, "1.10", "1.10"),
        (ValueType.TEXT, "no", "no"),
        (ValueType.TEXT, "9" * 5000, "9" * 5000),
        (ValueType.INTEGER, "5", 5),
        (ValueType.INTEGER, "'5'", 5),
        (ValueType.NUMBER, "1e3", 1000.0),
        (ValueType.BOOLEAN, "yes", True),
        (ValueType.JSON, "[2024-05-01, 2, {a: yes}]", ["2024-05-01", 2, {"a": True}]),
        (ValueType.TEXT, "", None),
    ],
)
def test_an_entry_becomes_what_its_property_stores(
    tmp_path: Path, stored: ValueType, written: str, value: object
) -> None:
    page = read(tmp_path, f"---\none: {written}\nother: 2024-02-30\n---\n")
    assert fitted(page.fields, type_with(stored)) == ({"one": value}, {})


@pytest.mark.rule("IM13")
@pytest.mark.parametrize(
    ("stored", "written", "reason"),
    [
        (ValueType.DATE_TIME, "2024-02-30", 'takes a date such as 2030-01-01T00:00:00Z, not "2024-02-30"'),
        (ValueType.DATE_TIME, "2024-13-45", "takes a date"),
        (ValueType.DATE_TIME, "!!timestamp soon", "takes a date"),
        (ValueType.INTEGER, "9" * 5000, '999…"'),
        (ValueType.INTEGER, f"0x{'f' * 5000}", "takes a whole number"),
        (ValueType.INTEGER, "soon", "takes a whole number"),
        (ValueType.INTEGER, "!!int soon", "takes a whole number"),
        (ValueType.NUMBER, ".nan", "finite"),
        (ValueType.NUMBER, "!!float soon", "takes a number"),
        (ValueType.BOOLEAN, "!!bool soon", "takes true or false"),
        (ValueType.TEXT, "[a, b]", "takes a text, not a list"),
        (ValueType.TEXT, "{x: 1}", "takes a text, not a mapping of names to values"),
        (ValueType.DATE_TIME, "true", "not true"),
        (ValueType.BOOLEAN, "5", "not 5"),
        (ValueType.JSON, "{1: a}", "key that is not text"),
    ],
)
def test_an_entry_that_does_not_fit_says_why(tmp_path: Path, stored: ValueType, written: str, reason: str) -> None:
    page = read(tmp_path, f"---\none: {written}\n---\nText")
    values, unfit = fitted(page.fields, type_with(stored))
    assert (values, list(unfit)) == ({}, ["one"])
    assert reason in unfit["one"].said


@pytest.mark.rule("IM13")
@pytest.mark.parametrize("title", ["1.10", "Yes", "2024-05-01", f"0x{'f' * 5000}"])
def test_a_title_is_what_is_written(tmp_path: Path, title: str) -> None:
    assert read(tmp_path, f"---\ntitle: {title}\n---\n# Heading").title == title


def type_with(stored: ValueType) -> DocumentType:
    return DocumentType("page", random_key(), own_properties=(PropertyType("one", value_type=stored),))


@pytest.mark.rule("IM16")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        ("---\nb: 1\na: [1\n---\n", "^the bracket in line 3 of its front matter is not closed"),
        ("---\nb: 1\na: b: c\n---\n", "^line 3 of its front matter has a colon too many"),
        ("---\r\nb: 1\r\na: b: c\r\n---\r\n", "^line 3 of its front matter has a colon too many"),
        ("---\nb: 1\ntitle\nc: 2\n---\n", "^line 3 of its front matter has no colon after the name"),
        ("---\na: 'open\nb: 2\n---\n", "^the quotation mark in line 2 of its front matter is not closed"),
        ("---\n\ta: 1\n---\n", "^line 2 of its front matter has a tab; indent with spaces"),
        ("---\na: @x\n---\n", "^in line 2 of its front matter a value begins with @"),
        ("---\na: 1\nb: \x01\n---\n", "^line 3 of its front matter has a control character"),
        ("---\na: 1\nb: !foo x\n---\n", "^its front matter is not YAML; the fault is in line 3$"),
        ("---\n- a\n- b\n---\n", "not a mapping"),
        ("---\na: &x [1]\nb: *x\n---\n", "^line 3 of its front matter has an alias"),
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
