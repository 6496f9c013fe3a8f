"""Scopes: one transaction and the notifications that belong to it."""

import pytest

from copydesk.notifications import (
    CancelableNotification,
    EventAggregator,
    HandlerRegistry,
    Notification,
    NoTransaction,
    ScopeProvider,
)


class Saving(CancelableNotification):
    pass


class Saved(Notification):
    pass


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def scopes(told: list[str]) -> ScopeProvider[NoTransaction]:
    handlers = HandlerRegistry()

    @handlers.on(Saving, Saved)
    def plain(notification: Notification) -> None:
        told.append(type(notification).__name__)

    @handlers.on(Saved)
    async def awaited(notification: Saved) -> None:
        told.append("awaited " + type(notification).__name__)

    return ScopeProvider(EventAggregator(handlers), NoTransaction)


async def test_before_goes_out_at_once_and_after_waits_for_the_outermost_scope(
    scopes: ScopeProvider[NoTransaction], told: list[str]
) -> None:
    async with scopes.create_scope() as outer:
        async with scopes.create_scope() as inner:
            assert await inner.notifications.publish_cancelable(Saving()) is False
            inner.notifications.publish(Saved())
            inner.complete()
        assert told == ["Saving"]
        outer.complete()
    assert told == ["Saving", "Saved", "awaited Saved"]


async def test_nothing_is_told_when_a_scope_inside_was_not_completed(
    scopes: ScopeProvider[NoTransaction], told: list[str]
) -> None:
    async with scopes.create_scope() as outer:
        outer.notifications.publish(Saved())
        async with scopes.create_scope():
            pass
        outer.complete()
    assert told == []
