import pytest

from copydesk.signalr.connections import ConnectionRequest, Headers
from tests.unit.signalr.connections.driver import scope_for


def request(target: str = "/", headers: list[tuple[str, str]] | None = None) -> ConnectionRequest:
    return ConnectionRequest(scope_for("http", target, headers or []))


@pytest.mark.rule("ST19")
def test_headers_ignore_case_join_repeats_and_hide_their_values() -> None:
    headers = Headers([(b"x-a", b"1"), (b"X-A", b"2"), (b"cookie", b"a=1"), (b"cookie", b"b=2")])
    assert headers["X-a"] == "1, 2"
    assert headers["Cookie"] == "a=1; b=2"
    assert headers.get("x-missing") is None
    assert dict(headers) == {"x-a": "1, 2", "cookie": "a=1; b=2"}
    assert len(headers) == 2
    assert repr(headers) == "Headers(x-a, cookie)"


@pytest.mark.rule("ST19")
def test_the_query_keeps_blanks_and_first_values() -> None:
    read = request("/p?a=1&a=2&b=&c=%C3%A9")
    assert read.query == {"a": "1", "b": "", "c": "é"}
    assert read.query_items[1] == ("a", "2")
    assert read.query_value("A") == "1"
    assert read.query_value("z") is None


@pytest.mark.rule("ST19")
def test_cookies_are_pairs_and_what_is_none_is_skipped() -> None:
    assert request().cookies == {}
    assert request(headers=[("cookie", 'a=1; ;; =x;b; Secure; c="q"; e=; d={"x"=1}')]).cookies == {
        "a": "1",
        "c": "q",
        "e": "",
        "d": '{"x"=1}',
    }


def test_nothing_secret_shows_in_the_representation() -> None:
    assert "secret" not in repr(request("/?access_token=secret", [("authorization", "Bearer secret")]))
