"""Messages and their bytes on the wire, in both encodings. Written by hand from the protocol's description."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Vector:
    name: str
    message: HubMessage
    json: str  # without the separator
    messagepack: str  # hexadecimal, with the length


_HEADERS = {"Foo": "Bar"}

VECTORS = [
    Vector(
        "call without an answer",
        Invocation("Target", [1, "Foo"]),
        '{"type":1,"target":"Target","arguments":[1,"Foo"]}',
        "12 96 01 80 c0 a6 546172676574 92 01 a3 466f6f 90",
    ),
    Vector(
        "call without arguments",
        Invocation("T"),
        '{"type":1,"target":"T","arguments":[]}',
        "08 96 01 80 c0 a1 54 90 90",
    ),
    Vector(
        "call with an answer",
        Invocation("Target", [None, True, 2.5], "123"),
        '{"type":1,"invocationId":"123","target":"Target","arguments":[null,true,2.5]}',
        "1b 96 01 80 a3 313233 a6 546172676574 93 c0 c3 cb 4004000000000000 90",
    ),
    Vector(
        "call with headers",
        Invocation("T", [{"a": [-1]}], "1", headers=_HEADERS),
        '{"type":1,"headers":{"Foo":"Bar"},"invocationId":"1","target":"T","arguments":[{"a":[-1]}]}',
        "16 96 01 81 a3 466f6f a3 426172 a1 31 a1 54 91 81 a1 61 91 ff 90",
    ),
    Vector(
        "call with streams",
        Invocation("T", ["x"], stream_ids=["7", "8"]),
        '{"type":1,"target":"T","arguments":["x"],"streamIds":["7","8"]}',
        "0e 96 01 80 c0 a1 54 91 a1 78 92 a1 37 a1 38",
    ),
    Vector(
        "text that is not ASCII",
        Invocation("T", ["\u00e9\u20ac\U0001f600"]),
        '{"type":1,"target":"T","arguments":["\u00e9\u20ac\U0001f600"]}',
        "12 96 01 80 c0 a1 54 91 a9 c3a9e282acf09f9880 90",
    ),
    Vector(
        "stream item",
        StreamItem("1", {"n": 300}),
        '{"type":2,"invocationId":"1","item":{"n":300}}',
        "0b 94 02 80 a1 31 81 a1 6e cd 012c",
    ),
    Vector(
        "stream item that is null",
        StreamItem("1", None, _HEADERS),
        '{"type":2,"headers":{"Foo":"Bar"},"invocationId":"1","item":null}',
        "0e 94 02 81 a3 466f6f a3 426172 a1 31 c0",
    ),
    Vector(
        "completion with an error",
        Completion("1", "Bad"),
        '{"type":3,"invocationId":"1","error":"Bad"}',
        "0a 95 03 80 a1 31 01 a3 426164",
    ),
    Vector(
        "completion with a result",
        Completion("1", result=42),
        '{"type":3,"invocationId":"1","result":42}',
        "07 95 03 80 a1 31 03 2a",
    ),
    Vector(
        "completion with the result null",
        Completion("1", result=None),
        '{"type":3,"invocationId":"1","result":null}',
        "07 95 03 80 a1 31 03 c0",
    ),
    Vector(
        "completion without a result",
        Completion("1", headers=_HEADERS),
        '{"type":3,"headers":{"Foo":"Bar"},"invocationId":"1"}',
        "0e 94 03 81 a3 466f6f a3 426172 a1 31 02",
    ),
    Vector(
        "stream call",
        StreamInvocation("T", "1", ["x"]),
        '{"type":4,"invocationId":"1","target":"T","arguments":["x"]}',
        "0b 96 04 80 a1 31 a1 54 91 a1 78 90",
    ),
    Vector(
        "stream call with streams",
        StreamInvocation("T", "1", stream_ids=["2"], headers=_HEADERS),
        '{"type":4,"headers":{"Foo":"Bar"},"invocationId":"1","target":"T","arguments":[],"streamIds":["2"]}',
        "13 96 04 81 a3 466f6f a3 426172 a1 31 a1 54 90 91 a1 32",
    ),
    Vector("cancel", CancelInvocation("1"), '{"type":5,"invocationId":"1"}', "05 93 05 80 a1 31"),
    Vector(
        "cancel with headers",
        CancelInvocation("1", _HEADERS),
        '{"type":5,"headers":{"Foo":"Bar"},"invocationId":"1"}',
        "0d 93 05 81 a3 466f6f a3 426172 a1 31",
    ),
    Vector("ping", Ping(), '{"type":6}', "02 91 06"),
    Vector("close", Close(), '{"type":7}', "04 93 07 c0 c2"),
    Vector("close with an error", Close("Bad"), '{"type":7,"error":"Bad"}', "07 93 07 a3 426164 c2"),
    Vector("close with a hint", Close(None, True), '{"type":7,"allowReconnect":true}', "04 93 07 c0 c3"),
    Vector(
        "close with both",
        Close("Bad", True),
        '{"type":7,"error":"Bad","allowReconnect":true}',
        "07 93 07 a3 426164 c3",
    ),
    Vector("ack", Ack(1), '{"type":8,"sequenceId":1}', "03 92 08 01"),
    Vector(
        "ack of a large number", Ack(2**40), '{"type":8,"sequenceId":1099511627776}', "0b 92 08 cf 0000010000000000"
    ),
    Vector("sequence", Sequence(300), '{"type":9,"sequenceId":300}', "05 92 09 cd 012c"),
]
