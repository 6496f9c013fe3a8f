"""The limit on sign-in attempts, on a clock that the test moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.identity.rate_limit import Rate, RateLimit, SignInRateLimit, network_of


@pytest.mark.rule("ID23")
def test_a_burst_and_then_one_per_interval() -> None:
    limit = RateLimit(Rate(3, 30))
    assert [limit.attempt("ada", 0) for _ in range(4)] == [0, 0, 0, pytest.approx(10)]
    assert limit.attempt("ada", 4) == pytest.approx(6)
    assert limit.attempt("ada", 10) == 0
    assert limit.attempt("ada", 10) > 0
    assert limit.attempt("grace", 10) == 0


@pytest.mark.rule("ID23")
@given(st.lists(st.floats(0, 20, allow_nan=False), max_size=60))
def test_no_window_lets_through_more_than_the_rate_allows(gaps: list[float]) -> None:
    limit, now, allowed = RateLimit(Rate(4, 40)), 0.0, list[float]()
    for gap in gaps:
        now += gap
        if limit.attempt("ada", now) == 0:
            allowed.append(now)
    for start in allowed:
        assert sum(start <= each < start + 40 for each in allowed) <= 4 + 4


@pytest.mark.rule("ID23")
def test_account_and_address_both_count() -> None:
    limit = SignInRateLimit(Rate(2, 60), Rate(3, 60))
    assert limit.attempt("ada@example.org", "203.0.113.1", 0) == 0
    assert limit.attempt(" ADA@example.org", "203.0.113.2", 0) == 0
    assert limit.attempt("ada@example.org", "203.0.113.3", 0) > 0
    assert limit.attempt("grace@example.org", "203.0.113.1", 0) == 0
    assert limit.attempt("joan@example.org", "203.0.113.1", 0) == 0
    assert limit.attempt("mary@example.org", "203.0.113.1", 0) > 0
    assert limit.attempt("mary@example.org", None, 0) == 0


@pytest.mark.rule("ID23")
def test_coming_in_forgives_the_account_and_not_the_address() -> None:
    limit = SignInRateLimit(Rate(1, 60), Rate(2, 60))
    assert limit.attempt("ada@example.org", "203.0.113.1", 0) == 0
    limit.forgive("Ada@example.org")
    assert limit.attempt("ada@example.org", "203.0.113.1", 0) == 0
    limit.forgive("ada@example.org")
    assert limit.attempt("ada@example.org", "203.0.113.1", 0) > 0


@pytest.mark.rule("ID23")
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("somewhere", "somewhere"),
    ],
)
def test_what_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.rule("ID24")
def test_invented_keys_do_not_fill_the_memory() -> None:
    limit = RateLimit(Rate(3, 30), most_keys=100)
    for number in range(1000):
        limit.attempt(f"invented{number}", number / 1000)
    assert len(limit) == 100


@pytest.mark.rule("ID24")
def test_whole_allowances_are_forgotten() -> None:
    limit = RateLimit(Rate(3, 30))
    for number in range(10):
        limit.attempt(f"ada{number}", 0)
    limit.attempt("grace", 100)
    assert len(limit) == 1
