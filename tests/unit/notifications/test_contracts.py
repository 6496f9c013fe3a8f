"""What is published: the marker and the two abilities."""

from dataclasses import dataclass

import pytest

from copydesk.notifications import (
    CancelableNotification,
    EventMessage,
    EventMessages,
    EventMessageType,
    Notification,
    StatefulNotification,
)


class DoorOpening(CancelableNotification, StatefulNotification):
    def __init__(self, door: str) -> None:
        self.door = door


class DoorOpened(StatefulNotification):
    pass


@pytest.mark.rule("NT1")
def test_the_marker_asks_for_nothing() -> None:
    class Plain(Notification):
        pass

    @dataclass(frozen=True, slots=True)
    class Frozen(Notification):
        removed: int

    assert isinstance(Plain(), Notification)
    assert Frozen(3) == Frozen(3)


@pytest.mark.rule("NT2")
def test_a_notification_is_not_cancelled_until_a_handler_says_so_and_the_last_writer_decides() -> None:
    notification = DoorOpening("front")
    assert notification.cancel is False
    notification.cancel = True
    assert notification.cancel is True
    notification.cancel = False
    assert notification.cancel is False
    assert DoorOpening("back").cancel is False


@pytest.mark.rule("NT2")
def test_messages_are_made_at_first_use_or_shared_when_given() -> None:
    first, second = DoorOpening("front"), DoorOpening("back")
    assert first.messages is first.messages
    assert first.messages is not second.messages
    second.messages = first.messages
    assert second.messages is first.messages


@pytest.mark.rule("NT3")
def test_cancelling_says_why_and_marks_the_message_as_the_default_one() -> None:
    notification = DoorOpening("front")
    notification.messages.add(EventMessage("Door", "squeaks", EventMessageType.WARNING))
    notification.cancel_operation(EventMessage("Door", "is locked", EventMessageType.ERROR))
    assert notification.cancel is True
    assert list(notification.messages) == [
        EventMessage("Door", "squeaks", EventMessageType.WARNING),
        EventMessage("Door", "is locked", EventMessageType.ERROR, is_default_event_message=True),
    ]


@pytest.mark.rule("NT4")
def test_a_pair_shares_one_dictionary() -> None:
    before = DoorOpening("front")
    after = DoorOpened()
    assert after.with_state_from(before) is after
    before.state["knocked"] = 3
    assert after.state is before.state
    assert after.state == {"knocked": 3}
    assert DoorOpened().state == {}


@pytest.mark.rule("NT4")
def test_a_given_dictionary_is_used_itself() -> None:
    state: dict[str, object] = {}
    notification = DoorOpened().with_state(state)
    notification.state["seen"] = True
    assert state == {"seen": True}


@pytest.mark.rule("NT5")
def test_message_types_have_the_values_of_the_reference() -> None:
    assert {kind.name: kind.value for kind in EventMessageType} == {
        "DEFAULT": 0,
        "INFO": 1,
        "ERROR": 2,
        "SUCCESS": 3,
        "WARNING": 4,
    }


@pytest.mark.rule("NT5")
def test_messages_keep_their_order() -> None:
    messages = EventMessages()
    first, second = EventMessage("a", "one"), EventMessage("a", "two", EventMessageType.INFO)
    messages.add(first)
    messages.add(second)
    assert list(messages) == [first, second]
    assert len(messages) == 2
    assert first.type is EventMessageType.DEFAULT
    assert "one" in repr(messages)
