import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.signalr.errors import ProtocolError
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.nesting import MAX_DEPTH, refuse_deep_json, refuse_deep_messagepack

JSON, MESSAGEPACK = JsonHubProtocol(), MessagePackHubProtocol()


def nested(depth: int) -> object:
    value: object = "[" * 70
    for level in range(depth):
        value = [value] if level % 2 else {"{\\": value, "x": [1]}
    return value


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def is_refused(encoded_json: bytes, encoded_messagepack: bytes) -> list[bool]:
    refused = []
    for check, body in ((refuse_deep_json, encoded_json), (refuse_deep_messagepack, encoded_messagepack)):
        try:
            check(body)
        except ProtocolError:
            refused.append(True)
        else:
            refused.append(False)
    return refused


@pytest.mark.rule("SP18")
@pytest.mark.parametrize("levels", [MAX_DEPTH - 2, MAX_DEPTH - 1, 100, 400, 5_000, 200_000])
def test_a_message_may_be_nested_sixty_four_deep_itself_included(levels: int) -> None:
    """The arguments' own array is the second level."""
    as_json = b'{"type":1,"target":"T","arguments":' + b"[" * levels + b"]" * levels + b"}"
    as_messagepack = b"\x95\x01\x80\xc0\xa1T" + b"\x91" * (levels - 1) + b"\x90"
    for protocol, body in ((JSON, as_json), (MESSAGEPACK, as_messagepack)):
        if levels < MAX_DEPTH:
            assert protocol.decode(body) is not None
        else:
            with pytest.raises(ProtocolError, match="nested"):
                protocol.decode(body)


@pytest.mark.rule("SP18")
def test_deep_nesting_in_a_property_that_is_skipped_counts_too() -> None:
    for levels in (MAX_DEPTH, 100_000):
        with pytest.raises(ProtocolError, match="nested"):
            JSON.decode(b'{"type":6,"x":' + b"[" * levels + b"]" * levels + b"}")
        with pytest.raises(ProtocolError, match="nested"):
            MESSAGEPACK.decode(b"\x92\x06" + b"\x91" * levels + b"\xc0")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(), inner, max_size=20),
    max_leaves=40,
)


@pytest.mark.rule("SP18")
@given(json_values, st.integers(0, 70))
def test_depth_is_told_as_counting_levels_tells_it(value: object, more: int) -> None:
    for level in range(more):
        value = [value, "]}"] if level % 2 else {'"\\': value, "{": {}}
    expected = depth(value) > MAX_DEPTH
    assert is_refused(msgspec.json.encode(value), msgspec.msgpack.encode(value)) == [expected, expected]


@pytest.mark.rule("SP18")
def test_many_flat_values_of_every_kind_are_not_deep() -> None:
    many = [
        [[], {}, {"a": 1}, "x" * 40, "x" * 300, b"\x91" * 100, b"\x91" * 300, 2**63, -(2**40), 1.5, True, None],
        [msgspec.msgpack.Ext(5, b"\x91" * size) for size in (1, 2, 4, 8, 16, 3, 300)],
    ] * 70
    large = [list(range(70_000)), {str(key): key for key in range(70_000)}, b"\x91" * 70_000, "x" * 70_000]
    refuse_deep_messagepack(msgspec.msgpack.encode([many, large, msgspec.msgpack.Ext(5, b"\x91" * 70_000)]))
