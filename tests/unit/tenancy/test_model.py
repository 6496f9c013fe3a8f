"""How host aliases are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.tenancy import AliasSyntaxError, HostAlias, Site


@pytest.mark.rule("DB50")
@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("example.com", HostAlias("example.com")),
        (" Example.COM. ", HostAlias("example.com")),
        ("example.com:8080", HostAlias("example.com", 8080)),
        ("example.com/De//at/", HostAlias("example.com", None, "/de/at")),
        ("localhost:1/x", HostAlias("localhost", 1, "/x")),
        ("*", HostAlias("*")),
        ("*:81", HostAlias("*", 81)),
        ("*/de", HostAlias("*", None, "/de")),
        ("*.example.com", HostAlias("*.example.com")),
        ("bücher.example", HostAlias("xn--bcher-kva.example")),
        ("*.BÜCHER.example", HostAlias("*.xn--bcher-kva.example")),
        ("127.0.0.1:5000", HostAlias("127.0.0.1", 5000)),
        ("[::1]", HostAlias("[::1]")),
        ("[0:0:0:0:0:0:0:1]:8000/de", HostAlias("[::1]", 8000, "/de")),
        ("my_host", HostAlias("my_host")),
    ],
)
def test_reads_an_alias(text: str, alias: HostAlias) -> None:
    assert HostAlias.parse(text) == alias
    assert HostAlias.parse(str(alias)) == alias


@pytest.mark.rule("DB51")
@pytest.mark.parametrize(
    "text",
    [
        *("", "/de", "https://example.com", "example.com?x", "example.com#x", "me@example.com", "a b.com", "a..b"),
        *("-a.com", "a-.com", "a.*.com", "**", "*example.com", "example.com:", "example.com:0", "example.com:65536"),
        *("example.com:http", "[::1", "[example.com]", "::1", "a\\b", "x" * 64, "example.com:٣", "\x00"),
    ],
)
def test_refuses_what_is_no_alias(text: str) -> None:
    with pytest.raises(AliasSyntaxError):
        HostAlias.parse(text)


@pytest.mark.rule("DB51")
@given(st.text(max_size=30))
def test_reads_or_refuses_anything(text: str) -> None:
    try:
        alias = HostAlias.parse(text)
    except AliasSyntaxError:
        return
    assert HostAlias.parse(str(alias)) == alias


def test_a_site_has_the_key_of_synchronisation_events() -> None:
    assert Site(4, 2, "shop").site_key == "2:4"
