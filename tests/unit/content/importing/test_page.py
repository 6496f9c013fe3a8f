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
        (ValueType.DATE_TIME, "2024-02-30", "stores date_time, not str '2024-02-30'"),
        (ValueType.DATE_TIME, "2024-13-45", "stores date_time"),
        (ValueType.DATE_TIME, "!!timestamp soon", "stores date_time"),
        (ValueType.INTEGER, "9" * 5000, "stores integer"),
        (ValueType.INTEGER, f"0x{'f' * 5000}", "stores integer"),
        (ValueType.INTEGER, "soon", "stores integer"),
        (ValueType.INTEGER, "!!int soon", "stores integer"),
        (ValueType.NUMBER, ".nan", "finite"),
        (ValueType.NUMBER, "!!float soon", "stores number"),
        (ValueType.BOOLEAN, "!!bool soon", "stores boolean"),
        (ValueType.TEXT, "[a, b]", "stores text"),
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
