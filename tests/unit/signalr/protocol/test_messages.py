"""What the two readers take, and what they refuse."""

from collections.abc import Iterable

import msgspec
import pytest

from copydesk.signalr.errors import ProtocolError
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.messages import (
    Close,
    Completion,
    Invocation,
    Ping,
    StreamItem,
    is_tracked,
)
from tests.conformance.signalr.vectors import VECTORS

JSON, MESSAGEPACK = JsonHubProtocol(), MessagePackHubProtocol()


def packed(*items: object) -> bytes:
    return msgspec.msgpack.encode(items)


def values(arguments: Iterable[msgspec.Raw]) -> list[object]:
    return [JSON.decode_value(argument, object) for argument in arguments]


@pytest.mark.rule("SP14")
@pytest.mark.parametrize(
    "body",
    [
        '{"arguments":[1,{"a":[2]}],"target":"T","type":1}',
        ' { "type" : 1 , "target" : "T" , "arguments" : [ 1 , { "a" : [ 2 ] } ] } ',
        '{"type":1,"later":{"x":[null,"]}"]},"target":"T","arguments":[1,{"a":[2]}],"n":1.5e3}',
        '{"type":9,"type":1,"target":"U","target":"T","arguments":[],"arguments":[1,{"a":[2]}]}',
        '{"t\\u0079pe":1,"target":"\\u0054","arguments":[1,{"\\u0061":[2]}]}',
        '{"type":1,"target":"T","arguments":[1,{"a":[2]}],"headers":{"a":"b"},"error":null,"streamIds":[]}',
    ],
)
def test_json_may_be_written_in_any_of_these_ways(body: str) -> None:
    message = JSON.decode(body.encode())
    assert isinstance(message, Invocation)
    assert message.target == "T"
    assert values(message.arguments) == [1, {"a": [2]}]


@pytest.mark.rule("SP14")
def test_a_result_may_come_before_its_id() -> None:
    message = JSON.decode(b'{"result":[1],"invocationId":"7","type":3}')
    assert isinstance(message, Completion)
    assert (message.invocation_id, values([message.result])) == ("7", [[1]])


@pytest.mark.rule("SP15")
@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "[]",
        "1",
        "null",
        '"x"',
        "{",
        "{}",
        '{"type":6}{"type":6}',
        '{"type":6,}',
        '{"type":6} // no',
        '{"type":/* no */6}',
        "{'type':6}",
        '{"type":"1"}',
        '{"type":null}',
        '{"type":true}',
        '{"type":1.5}',
        '{"type":[1]}',
        '{"Type":6}',
        '{"type":1,"arguments":[]}',
        '{"type":1,"target":null,"arguments":[]}',
        '{"type":1,"target":"","arguments":[]}',
        '{"type":1,"target":5,"arguments":[]}',
        '{"type":1,"target":"T"}',
        '{"type":1,"target":"T","arguments":null}',
        '{"type":1,"target":"T","arguments":{}}',
        '{"type":1,"target":"T","arguments":[1,]}',
        '{"type":1,"target":"T","arguments":[tru]}',
        '{"type":1,"target":"T","arguments":[01]}',
        '{"type":1,"target":"T","arguments":["\x01"]}',
        '{"type":1,"target":"T","arguments":[],"invocationId":7}',
        '{"type":1,"target":"T","arguments":[],"streamIds":"1"}',
        '{"type":1,"target":"T","arguments":[],"streamIds":[1]}',
        '{"type":1,"target":"T","arguments":[],"headers":[]}',
        '{"type":1,"target":"T","arguments":[],"headers":{"a":1}}',
        '{"type":1,"target":"T","arguments":[],"headers":{"a":null}}',
        '{"type":4,"target":"T","arguments":[]}',
        '{"type":4,"target":"T","arguments":[],"invocationId":""}',
        '{"type":4,"invocationId":"1","arguments":[]}',
        '{"type":2,"item":1}',
        '{"type":2,"invocationId":"1"}',
        '{"type":2,"invocationId":"","item":1}',
        '{"type":3}',
        '{"type":3,"invocationId":null}',
        '{"type":3,"invocationId":"1","error":"x","result":1}',
        '{"type":3,"invocationId":"1","error":"x","result":null}',
        '{"type":3,"invocationId":"1","error":5}',
        '{"type":5}',
        '{"type":7,"error":1}',
        '{"type":7,"allowReconnect":"yes"}',
        '{"type":8}',
        '{"type":8,"sequenceId":"1"}',
        '{"type":9}',
        '{"type":9,"sequenceId":null}',
        '{"type":6,"headers":{"a":1}}',
    ],
)
def test_json_that_breaks_the_rules_is_refused(body: str) -> None:
    with pytest.raises(ProtocolError):
        JSON.decode(body.encode())


@pytest.mark.rule("SP15")
@pytest.mark.parametrize("body", [b'{"type":1,"target":"\xff","arguments":[]}', b'\xef\xbb\xbf{"type":6}'])
def test_json_in_another_character_encoding_is_refused(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        JSON.decode(body)


@pytest.mark.rule("SP16")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\x06",
        b"\x80",
        b"\xc0",
        b"\xa16",
        packed(),
        packed("1"),
        packed(None),
        packed(1.5),
        packed(6) + b"\x06",
        b"\x92\x06",
        packed(1),
        packed(1, {}),
        packed(1, {}, None, "T"),
        packed(1, [], None, "T", []),
        packed(1, {"a": 1}, None, "T", []),
        packed(1, {1: "a"}, None, "T", []),
        packed(1, {}, 7, "T", []),
        packed(1, {}, None, None, []),
        packed(1, {}, None, "", []),
        packed(1, {}, None, b"T", []),
        packed(1, {}, None, "T", None),
        packed(1, {}, None, "T", {}),
        packed(1, {}, None, "T", [], "1"),
        packed(1, {}, None, "T", [], [1]),
        packed(4, {}, None, "T", [], []),
        packed(4, {}, "", "T", [], []),
        packed(2, {}, "1"),
        packed(2, {}, None, 1),
        packed(2, {}, "", 1),
        packed(3, {}, "1"),
        packed(3, {}, "", 2),
        packed(3, {}, "1", 0),
        packed(3, {}, "1", 4, 1),
        packed(3, {}, "1", "3", 1),
        packed(3, {}, "1", 1),
        packed(3, {}, "1", 1, 5),
        packed(3, {}, "1", 3),
        packed(5, {}),
        packed(5, {}, None),
        packed(5, {}, ""),
        packed(7),
        packed(7, 1),
        packed(7, None, "yes"),
        packed(8),
        packed(8, "1"),
        packed(9, None),
        b"\x95\x01\x80\xc0\xa1T\xdd\x7f\xff\xff\xff",
        b"\x95\x01\xdf\x7f\xff\xff\xff",
        b"\x95\x01\x80\xdb\x7f\xff\xff\xff",
    ],
)
def test_messagepack_that_breaks_the_rules_is_refused(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        MESSAGEPACK.decode(body)


@pytest.mark.rule("SP17")
@pytest.mark.parametrize(
    "body",
    ['{"type":0}', '{"type":10,"anything":[1]}', '{"type":-1}', '{"target":5,"arguments":{},"type":4711}'],
)
def test_json_messages_of_unknown_type_are_skipped(body: str) -> None:
    assert JSON.decode(body.encode()) is None


@pytest.mark.rule("SP17")
@pytest.mark.parametrize("body", [packed(0), packed(10, "x"), packed(-1, {}, 3), packed(2**40)])
def test_messagepack_messages_of_unknown_type_are_skipped(body: bytes) -> None:
    assert MESSAGEPACK.decode(body) is None


@pytest.mark.rule("SP19")
def test_an_empty_id_of_a_call_counts_as_none() -> None:
    as_json = JSON.decode(b'{"type":1,"invocationId":"","target":"T","arguments":[]}')
    as_messagepack = MESSAGEPACK.decode(packed(1, {}, "", "T", [], []))
    assert isinstance(as_json, Invocation)
    assert isinstance(as_messagepack, Invocation)
    assert as_json.invocation_id is as_messagepack.invocation_id is None
    assert b"invocationId" not in JSON.encode(Invocation("T", invocation_id=""))


@pytest.mark.rule("SP12")
def test_headers_may_be_written_without_an_id() -> None:
    assert JSON.encode(Invocation("T", headers={"a": "b"})) == (
        b'{"type":1,"headers":{"a":"b"},"target":"T","arguments":[]}\x1e'
    )


@pytest.mark.rule("SP19")
def test_null_in_an_optional_place_means_absent() -> None:
    body = b'{"type":1,"invocationId":null,"target":"T","arguments":[],"streamIds":null,"headers":null}'
    assert JSON.decode(body) == Invocation("T", [])
    assert JSON.decode(b'{"type":3,"invocationId":"1","error":null}') == Completion("1")
    assert JSON.decode(b'{"type":7,"error":null,"allowReconnect":null}') == Close()
    assert MESSAGEPACK.decode(packed(1, None, None, "T", [], None)) == Invocation("T", [])
    assert MESSAGEPACK.decode(packed(7, None, None)) == Close()


@pytest.mark.rule("SP16")
def test_items_after_the_last_known_one_are_skipped() -> None:
    assert isinstance(MESSAGEPACK.decode(packed(6, 1, 2)), Ping)
    assert isinstance(MESSAGEPACK.decode(packed(2, {}, "1", 5, "more")), StreamItem)


@pytest.mark.rule("SP31")
def test_types_one_to_five_are_tracked() -> None:
    assert {int(vector.message.type) for vector in VECTORS if is_tracked(vector.message)} == {1, 2, 3, 4, 5}
