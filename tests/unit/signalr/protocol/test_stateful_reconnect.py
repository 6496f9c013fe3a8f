import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.signalr.errors import HandshakeError, SequenceError
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.events import (
    Acknowledged,
    CloseReceived,
    Event,
    Failed,
    HandshakeCompleted,
    MessageReceived,
    SendRequested,
)
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.machine import HubConnectionMachine
from copydesk.signalr.protocol.messages import (
    Ack,
    CancelInvocation,
    Close,
    Completion,
    HubMessage,
    Invocation,
    Ping,
    Sequence,
    StreamInvocation,
    StreamItem,
)

JSON = JsonHubProtocol()


def machine(version: int = 2, *, stateful: bool = True, limit: int = 100_000) -> HubConnectionMachine:
    options = HubOptions(stateful_reconnect_buffer_size=limit)
    new = HubConnectionMachine([JSON], options, now=0, stateful=stateful, needs_keep_alive=False)
    new.receive(b'{"protocol":"json","version":%d}\x1e' % version, 0)
    return new


def call(name: object) -> bytes:
    return JSON.encode(Invocation(str(name)))


def targets(events: list[Event]) -> list[str]:
    return [e.message.target for e in events if isinstance(e, MessageReceived) and isinstance(e.message, Invocation)]


def messages(data: bytes) -> list[HubMessage]:
    return [message for body in data.split(b"\x1e")[:-1] if (message := JSON.decode(body)) is not None]


def take_over(machine: HubConnectionMachine, now: float = 0) -> bytes:
    data = machine.resume_sending(now)
    machine.restart_receiving()
    return data


@pytest.mark.rule("SP37")
@pytest.mark.parametrize(("version", "stateful"), [(1, True), (2, False), (0, True)])
def test_without_it_ack_and_sequence_are_ignored(version: int, stateful: bool) -> None:
    new = machine(version, stateful=stateful)
    assert not new.stateful
    assert new.receive(JSON.encode(Ack(99)) + JSON.encode(Sequence(99)) + call("T"), 0)[0].__class__ is MessageReceived
    new.send(Invocation("T"), 0)
    assert (new.can_send, new.pending_bytes, new.tick(5)) == (True, 0, [])
    with pytest.raises(HandshakeError, match="not agreed"):
        new.resume_sending(0)
    new.restart_receiving()
    assert targets(new.receive(call("U"), 0)) == ["U"]


@pytest.mark.rule("SP37")
def test_the_handshake_says_whether_it_is_on() -> None:
    new = HubConnectionMachine([JSON], HubOptions(), now=0, stateful=True)
    assert new.receive(b'{"protocol":"json","version":2}\x1e', 0)[1] == HandshakeCompleted(JSON, 2, True)


@pytest.mark.rule("SP31", "SP33")
def test_only_types_one_to_five_are_kept_and_sent_again() -> None:
    new = machine()
    tracked: list[HubMessage] = [
        Invocation("T"),
        StreamItem("1", 1),
        Completion("1"),
        StreamInvocation("S", "2"),
        CancelInvocation("2"),
    ]
    for message in [Ping(), *tracked, Ack(1), Sequence(1), Ping()]:
        new.send(message, 0)
    assert take_over(new) == b"".join(map(JSON.encode, [Sequence(1), *tracked]))


@pytest.mark.rule("SP31", "SP33")
def test_what_the_client_confirmed_is_not_sent_again() -> None:
    new = machine()
    for number in range(1, 6):
        new.send(Invocation(str(number)), 0)
    assert new.receive(JSON.encode(Ack(3)), 0) == [Acknowledged()]
    assert new.pending_bytes == len(call(4) + call(5))
    assert take_over(new) == JSON.encode(Sequence(4)) + call(4) + call(5)
    assert take_over(new) == JSON.encode(Sequence(4)) + call(4) + call(5)


@pytest.mark.rule("SP33")
def test_with_nothing_to_send_again_sequence_names_the_next_message() -> None:
    new = machine()
    assert take_over(new) == JSON.encode(Sequence(1))
    for _ in range(3):
        new.send(Invocation("T"), 0)
    new.receive(JSON.encode(Sequence(1)) + JSON.encode(Ack(3)), 0)
    assert take_over(new) == JSON.encode(Sequence(4))


@pytest.mark.rule("SP31")
@pytest.mark.parametrize("number", [0, -5, 2**62])
def test_an_ack_of_nonsense_does_no_harm(number: int) -> None:
    new = machine()
    new.send(Invocation("T"), 0)
    events = new.receive(JSON.encode(Ack(number)), 0)
    assert events == ([Acknowledged()] if number > 0 else [])
    new.send(Invocation("U"), 0)
    assert take_over(new).endswith(call("U"))


@pytest.mark.rule("SP32")
def test_over_the_buffer_limit_sending_waits_for_an_ack() -> None:
    new = machine(limit=len(call("T")) * 2)
    new.send(Invocation("T"), 0)
    has_room = [new.can_send]
    new.send_encoded(call("T"), 0)
    has_room.append(new.can_send)
    new.send_encoded(JSON.encode(Ping()), 0, tracked=False)
    assert new.pending_bytes == len(call("T")) * 2
    assert new.receive(JSON.encode(Ack(1)), 0) == [Acknowledged()]
    assert new.receive(JSON.encode(Ack(1)), 0) == []
    assert [*has_room, new.can_send] == [True, False, True]


@pytest.mark.rule("SP34")
def test_an_ack_goes_out_at_most_once_a_second_and_only_when_something_new_arrived() -> None:
    new = machine()
    assert new.tick(5) == []
    new.receive(call(1) + JSON.encode(Ping()) + call(2), 5)
    assert new.tick(5.5) == [SendRequested(JSON.encode(Ack(2)))]
    new.receive(call(3), 5.6)
    assert new.tick(6.4) == []
    assert new.tick(6.5) == [SendRequested(JSON.encode(Ack(3)))]
    assert new.tick(60) == []


@pytest.mark.rule("SP35")
def test_on_a_new_socket_everything_before_sequence_is_ignored() -> None:
    new = machine()
    assert targets(new.receive(call(1) + call(2) + call(3)[:9], 0)) == ["1", "2"]
    take_over(new)
    assert new.receive(call(7) + JSON.encode(Close("x")) + JSON.encode(Ack(1)), 0) == []
    assert targets(new.receive(JSON.encode(Sequence(2)) + call(2) + call(3), 0)) == ["3"]
    assert new.receive(JSON.encode(Close()), 0) == [CloseReceived(None)]


@pytest.mark.rule("SP35")
def test_what_the_old_socket_had_delivered_is_still_taken_after_sending_was_resumed() -> None:
    """The new socket gets its Sequence at once; what the handler has not read of the old one comes before the mark."""
    new = machine()
    new.resume_sending(0)
    assert targets(new.receive(call(1), 0)) == ["1"]
    new.restart_receiving()
    assert targets(new.receive(JSON.encode(Sequence(1)) + call(1) + call(2), 0)) == ["2"]


@pytest.mark.rule("SP36")
@pytest.mark.parametrize("first", [4, 5, 2**60])
def test_a_gap_ends_the_connection(first: int) -> None:
    new = machine()
    new.receive(call(1) + call(2), 0)
    take_over(new)
    (failed,) = new.receive(JSON.encode(Sequence(first)), 0)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, SequenceError)
    assert str(failed.error) == "Sequence ID greater than amount of messages we've received."


@pytest.mark.rule("SP34")
def test_a_client_that_never_saw_the_ack_gets_it_again() -> None:
    """Otherwise its own buffer would stay full, and it would send nothing that could be confirmed."""
    new = machine()
    new.receive(call(1) + call(2), 0)
    assert new.tick(1) == [SendRequested(JSON.encode(Ack(2)))]
    take_over(new, 2)
    assert targets(new.receive(JSON.encode(Sequence(1)) + call(1) + call(2), 2)) == []
    assert new.tick(3) == [SendRequested(JSON.encode(Ack(2)))]
    take_over(new, 4)
    new.receive(JSON.encode(Sequence(3)), 4)
    assert new.tick(9) == []


@pytest.mark.rule("SP28")
def test_without_a_socket_nothing_is_due_and_nobody_is_timed_out() -> None:
    options = HubOptions(client_timeout_interval=30, keep_alive_interval=15)
    new = HubConnectionMachine([JSON], options, now=0, stateful=True)
    new.receive(b'{"protocol":"json","version":2}\x1e' + JSON.encode(Ping()) + call(1), 0)
    new.dispatched(0)
    new.detached()
    assert new.tick(100) == []
    take_over(new, 100)
    assert new.tick(101) == [SendRequested(JSON.encode(Ack(1)))]
    assert isinstance(new.tick(131)[0], Failed)


@pytest.mark.rule("SP35")
def test_half_a_handshake_of_an_old_socket_is_dropped() -> None:
    new = HubConnectionMachine([JSON], HubOptions(), now=0, stateful=True)
    hello = b'{"protocol":"json","version":2}\x1e'
    new.receive(hello[:9], 0)
    new.restart_receiving()
    assert new.receive(hello, 0)[1] == HandshakeCompleted(JSON, 2, True)


class Client:
    """A client that keeps to the rules, for the property below."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.next, self.latest = 1, 0
        self.sent: list[bytes] = []

    def receive(self, data: bytes) -> None:
        for message in messages(data):
            if isinstance(message, Sequence):
                assert message.sequence_id <= self.latest + 1
                self.next = message.sequence_id
            elif isinstance(message, Invocation):
                if self.next > self.latest:
                    self.latest = self.next
                    self.seen.append(message.target)
                self.next += 1


steps = st.lists(st.sampled_from(["down", "down lost", "up", "up lost", "ack", "server ack", "reconnect"]), max_size=60)


@pytest.mark.rule("SP31", "SP33", "SP35")
@given(steps)
def test_every_message_arrives_once_and_in_order_whatever_is_lost(steps: list[str]) -> None:
    """Bytes are lost only from a socket that is then replaced: what follows a loss is lost, too."""
    server, client = machine(), Client()
    received: list[str] = []
    sent_down, acked, down_is_cut, up_is_cut, now = 0, 0, False, False, 0.0
    for step in [*steps, "reconnect"]:
        now += 1
        if step.startswith("down"):
            sent_down += 1
            data = server.send(Invocation(str(sent_down)), now)
            down_is_cut |= step == "down lost"
            if not down_is_cut:
                client.receive(data)
        elif step.startswith("up"):
            client.sent.append(call(len(client.sent) + 1))
            up_is_cut |= step == "up lost"
            if not up_is_cut:
                received += targets(server.receive(client.sent[-1], now))
        elif step == "ack" and not up_is_cut:
            server.receive(JSON.encode(Ack(client.latest)), now)
        elif step == "server ack":
            for event in server.tick(now):
                assert isinstance(event, SendRequested)
                if not down_is_cut:
                    (ack,) = messages(event.data)
                    assert isinstance(ack, Ack)
                    acked = ack.sequence_id
        elif step == "reconnect":
            down_is_cut = up_is_cut = False
            client.receive(take_over(server, now))
            replayed = b"".join([JSON.encode(Sequence(acked + 1)), *client.sent[acked:]])
            received += targets(server.receive(replayed, now))
    assert client.seen == [str(number + 1) for number in range(sent_down)]
    assert received == [str(number + 1) for number in range(len(client.sent))]
