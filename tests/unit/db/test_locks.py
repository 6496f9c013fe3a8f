"""Which locks a unit of work may take when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.db.errors import LockOrderError, LockUpgradeError
from copydesk.db.locks import HeldLocks, LockMode, TreeLock, lock_name

READ, WRITE = LockMode.READ, LockMode.WRITE
TREE, TYPES, MEDIA = TreeLock.CONTENT_TREE, TreeLock.CONTENT_TYPES, TreeLock.MEDIA_TREE


def holding(write: tuple[int, ...] = (), read: tuple[int, ...] = ()) -> HeldLocks:
    held = HeldLocks()
    held.add(held.missing(write, read))
    return held


@pytest.mark.rule("DB20")
def test_numbers_are_those_of_the_reference() -> None:
    numbers = {TREE: -333, TYPES: -332, MEDIA: -335, TreeLock.MEMBER_TREE: -337, TreeLock.DOMAINS: -338}
    numbers |= {TreeLock.LANGUAGES: -340, TreeLock.SCHEDULED_PUBLISHING: -341, TreeLock.WEBHOOK_REQUEST: -342}
    assert all(lock.value == number for lock, number in numbers.items())


@pytest.mark.rule("DB22")
@given(st.permutations([*TreeLock, 1, 7]))
def test_one_request_takes_its_locks_in_the_one_order(locks: list[int]) -> None:
    requests = HeldLocks().missing(locks[:5], locks[5:])
    assert [lock for lock, _ in requests] == [*TreeLock, 1, 7]


@pytest.mark.rule("DB22")
def test_a_lock_that_stands_before_a_held_one_is_refused() -> None:
    with pytest.raises(LockOrderError, match="content tree must be locked before the media tree"):
        holding((MEDIA,)).missing((TREE,))
    assert holding((TREE,)).missing((MEDIA,)) == [(MEDIA, WRITE)]


@pytest.mark.rule("DB21")
def test_what_is_held_is_not_asked_for_again() -> None:
    held = holding((TREE,), (TYPES,))
    assert held.missing((TREE,), (TREE, TYPES)) == []


@pytest.mark.rule("DB21")
def test_write_wins_when_both_are_asked_for() -> None:
    assert HeldLocks().missing((TREE,), (TREE,)) == [(TREE, WRITE)]


@pytest.mark.rule("DB23")
def test_a_read_lock_never_becomes_a_write_lock() -> None:
    with pytest.raises(LockUpgradeError, match="take the write lock first"):
        holding(read=(TREE,)).missing((TREE,))


@pytest.mark.rule("DB22")
@pytest.mark.parametrize("number", [0, -1, -9999])
def test_an_unknown_number_is_refused(number: int) -> None:
    with pytest.raises(LockOrderError, match="is no lock"):
        HeldLocks().missing((number,))


@pytest.mark.rule("DB24")
def test_locks_have_names_for_people() -> None:
    assert (lock_name(-333), lock_name(7)) == ("content tree", "lock 7")
