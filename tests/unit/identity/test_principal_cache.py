"""The cache of principals by itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from copydesk.identity import NO_RIGHTS, Principal, PrincipalKind
from copydesk.identity.notifications import RightsChangedNotification
from copydesk.identity.principal_cache import Loaded, PrincipalCache

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def loaded(number: int) -> Loaded:
    return Loaded(Principal(PrincipalKind.USER, NO_RIGHTS, key=UUID(int=number)))


@pytest.mark.rule("ID72")
def test_it_forgets_whom_a_change_is_about() -> None:
    cache = PrincipalCache()
    for number, slot in enumerate(["a", "b", "c"]):
        cache.put(("session", slot), loaded(number // 2), NOW, cache.changes)
    cache.rights_changed(RightsChangedNotification(frozenset({UUID(int=0)})))
    assert cache.get(("session", "a"), NOW) is cache.get(("session", "b"), NOW) is None
    assert cache.get(("session", "c"), NOW) == loaded(1)
    cache.forget_all()
    assert len(cache) == 0


@pytest.mark.rule("ID72")
def test_it_does_not_keep_what_was_loaded_before_a_change() -> None:
    cache = PrincipalCache()
    before = cache.changes
    cache.rights_changed(RightsChangedNotification(frozenset({UUID(int=9)})))
    cache.put(("session", "a"), loaded(1), NOW, before)
    assert cache.get(("session", "a"), NOW) is None


@pytest.mark.rule("ID73")
def test_it_keeps_nothing_for_longer_than_its_age_limit() -> None:
    cache = PrincipalCache(max_age=timedelta(seconds=30))
    cache.put(("session", "a"), loaded(1), NOW, cache.changes)
    assert cache.get(("session", "a"), NOW + timedelta(seconds=29)) is not None
    assert cache.get(("session", "a"), NOW + timedelta(seconds=30)) is None


def test_it_is_bounded_and_keeps_what_is_used() -> None:
    cache = PrincipalCache(most=2)
    cache.put(("session", "a"), loaded(1), NOW, cache.changes)
    cache.put(("session", "b"), loaded(2), NOW, cache.changes)
    cache.get(("session", "a"), NOW)
    cache.put(("session", "c"), loaded(3), NOW, cache.changes)
    assert [cache.get(("session", slot), NOW) is not None for slot in "abc"] == [True, False, True]
