from typing import Any

import msgspec
import pytest

from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.messages import (
    Close,
    Completion,
    HubMessage,
    Invocation,
    MessageType,
    StreamInvocation,
)
from tests.conformance.signalr.vectors import VECTORS, Vector

JSON, MESSAGEPACK = JsonHubProtocol(), MessagePackHubProtocol()
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)


def read(protocol: HubProtocol, data: bytes) -> list[HubMessage]:
    deframer = protocol.deframer(None)
    deframer.feed(data)
    messages = []
    while (body := deframer.next()) is not None:
        message = protocol.decode(body)
        assert message is not None
        messages.append(message)
    assert deframer.take_rest() == b""
    return messages


def plain(protocol: HubProtocol, message: HubMessage) -> dict[str, Any]:
    """Everything in a message, its values decoded, absent collections as empty ones."""
    fields: dict[str, Any] = {"message": message.type}
    for name in message.__struct_fields__:
        value = getattr(message, name)
        if name == "arguments":
            value = [_value(protocol, argument) for argument in value]
        elif name in {"headers", "stream_ids"}:
            value = value or None
        else:
            value = _value(protocol, value)
        fields[name] = value
    return fields


def _value(protocol: HubProtocol, value: Any) -> Any:
    return protocol.decode_value(value, object) if isinstance(value, msgspec.Raw) else value


def test_the_vectors_show_every_message_type() -> None:
    assert {vector.message.type for vector in VECTORS} == set(MessageType)


@each_vector
@pytest.mark.rule("SP1", "SP12")
def test_json_is_written_as_the_vector_says(vector: Vector) -> None:
    assert JSON.encode(vector.message) == vector.json.encode() + b"\x1e"


@each_vector
@pytest.mark.rule("SP1", "SP12")
def test_json_is_read_from_the_vector(vector: Vector) -> None:
    (message,) = read(JSON, vector.json.encode() + b"\x1e")
    assert plain(JSON, message) == plain(JSON, vector.message)


@each_vector
@pytest.mark.rule("SP1", "SP13")
def test_messagepack_is_written_as_the_vector_says(vector: Vector) -> None:
    assert MESSAGEPACK.encode(vector.message).hex() == vector.messagepack.replace(" ", "")


@each_vector
@pytest.mark.rule("SP1", "SP13")
def test_messagepack_is_read_from_the_vector(vector: Vector) -> None:
    (message,) = read(MESSAGEPACK, bytes.fromhex(vector.messagepack))
    assert plain(MESSAGEPACK, message) == plain(MESSAGEPACK, vector.message)


@pytest.mark.rule("SP1")
def test_all_vectors_in_one_piece_are_read_one_by_one() -> None:
    everything = [vector.message.type for vector in VECTORS]
    as_json = "".join(vector.json + "\x1e" for vector in VECTORS).encode()
    as_messagepack = b"".join(bytes.fromhex(vector.messagepack) for vector in VECTORS)
    assert [message.type for message in read(JSON, as_json)] == everything
    assert [message.type for message in read(MESSAGEPACK, as_messagepack)] == everything


@pytest.mark.rule("SP13")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("07 95 01 80 c0 a1 54 90", Invocation("T", [], headers={})),
        ("08 95 04 80 a1 31 a1 54 90", StreamInvocation("T", "1", [], headers={})),
        ("09 96 01 80 c0 a1 54 90 c0", Invocation("T", [], headers={})),
        ("0a 97 01 80 c0 a1 54 90 90 01", Invocation("T", [], headers={})),
        ("03 92 07 c0", Close()),
        ("06 94 03 80 a1 31 02", Completion("1", headers={})),
        ("05 91 ce 00000006", None),
    ],
    ids=["old call", "old stream call", "nil streams", "one item more", "short close", "void", "ping in long form"],
)
def test_messagepack_forms_that_this_server_does_not_write_are_read(data: str, expected: HubMessage | None) -> None:
    raw = bytes.fromhex(data)
    (message,) = read(MESSAGEPACK, bytes([len(raw) - 1]) + raw[1:])
    assert message.type == MessageType.PING if expected is None else message == expected


@pytest.mark.rule("SP20")
def test_a_result_that_is_none_is_told_from_no_result() -> None:
    for protocol in (JSON, MESSAGEPACK):
        given, absent = read(protocol, protocol.encode(Completion("1", result=None)) + protocol.encode(Completion("1")))
        assert isinstance(given, Completion)
        assert isinstance(absent, Completion)
        assert (given.has_result, absent.has_result) == (True, False)


def test_a_completion_cannot_have_an_error_and_a_result() -> None:
    with pytest.raises(ValueError, match="not both"):
        Completion("1", "Bad", 1)
