"""Well-formed streams, damaged in every way: the outcome is always messages or a documented failure."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from tests.conformance.signalr.vectors import VECTORS
from tests.fuzz.target import HELLOS, check

FRAMES = {
    1: [JsonHubProtocol().encode(vector.message) for vector in VECTORS],
    3: [MessagePackHubProtocol().encode(vector.message) for vector in VECTORS],
}
modes = st.integers(0, len(HELLOS) - 1)
chunks = st.integers(1, 64)


@st.composite
def streams(draw: st.DrawFn) -> tuple[int, bytes]:
    """A mode, and a stream of a few messages in its encoding."""
    mode = draw(st.sampled_from(sorted(FRAMES))) + draw(st.integers(0, 1))
    return mode, b"".join(draw(st.lists(st.sampled_from(FRAMES[mode - (mode % 2 == 0)]), min_size=1, max_size=6)))


@pytest.mark.rule("SP1", "SP38")
@pytest.mark.parametrize("mode", [1, 2, 3, 4])
def test_split_at_every_byte(mode: int) -> None:
    """`check` compares every cut with the whole."""
    stream = b"".join(frame for frame in FRAMES[mode - (mode % 2 == 0)] if b'"type":7' not in frame)
    for chunk in (1, 2, 3, 7, len(stream) - 1):
        check(mode, stream, chunk)


@pytest.mark.rule("SP38")
@given(streams(), st.integers(0, 400), chunks)
def test_truncated(stream: tuple[int, bytes], length: int, chunk: int) -> None:
    check(stream[0], stream[1][:length], chunk)


@pytest.mark.rule("SP38")
@given(streams(), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 7)), min_size=1, max_size=6), chunks)
def test_bits_flipped(stream: tuple[int, bytes], flips: list[tuple[int, int]], chunk: int) -> None:
    data = bytearray(stream[1])
    for position, bit in flips:
        data[position % len(data)] ^= 1 << bit
    check(stream[0], bytes(data), chunk)


@pytest.mark.rule("SP38")
@given(streams(), st.integers(0, 400), st.binary(max_size=20), st.integers(0, 20), chunks)
def test_bytes_inserted_and_taken_out(
    stream: tuple[int, bytes], at: int, inserted: bytes, taken: int, chunk: int
) -> None:
    data = stream[1]
    at %= len(data)
    check(stream[0], data[:at] + inserted + data[at + taken :], chunk)


@pytest.mark.rule("SP38")
@given(modes, st.binary(max_size=200), chunks)
@example(3, b"\xff\xff\xff\xff\x07", 1)
@example(3, b"\xff" * 6, 2)
@example(3, b"\x06\x95\x01\xdd\x7f\xff\xff\xff", 3)
@example(1, b'{"type":1,"target":"T","arguments":[' + b"[" * 900 + b"]" * 900 + b"]}\x1e", 64)
@example(1, b'{"type":1,"target":"T","arguments":["\xff\xfe"]}\x1e', 64)
@example(1, b'{"type":6,"headers":{"a":[]}}\x1e', 64)
def test_noise(mode: int, data: bytes, chunk: int) -> None:
    check(mode, data, chunk)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from(
    [
        "type",
        "target",
        "arguments",
        "invocationId",
        "streamIds",
        "headers",
        "item",
        "result",
        "error",
        "allowReconnect",
        "sequenceId",
        "other",
    ]
)


@pytest.mark.rule("SP15", "SP38")
@given(st.integers(1, 9), st.dictionaries(names, json_values, max_size=7), chunks)
def test_json_properties_of_wrong_types(number: int, properties: dict[str, object], chunk: int) -> None:
    body = msgspec.json.encode({"type": number, **properties})
    check(1, body + b"\x1e", chunk)


@pytest.mark.rule("SP14", "SP38")
@given(st.lists(st.tuples(names, json_values), max_size=8), chunks)
def test_json_properties_given_twice(pairs: list[tuple[str, object]], chunk: int) -> None:
    body = ",".join(f'"{name}":{msgspec.json.encode(value).decode()}' for name, value in pairs)
    check(2, b'{"type":1,"target":"T","arguments":[],' + body.encode() + b"}\x1e", chunk)


@pytest.mark.rule("SP16", "SP38")
@given(st.integers(0, 10), st.lists(json_values | st.binary(max_size=5), max_size=6), chunks)
def test_messagepack_items_of_wrong_types(number: int, items: list[object], chunk: int) -> None:
    try:
        body = msgspec.msgpack.encode([number, *items])
    except OverflowError:  # An integer that MessagePack cannot express.
        return
    prefix = bytes([len(body)]) if len(body) < 128 else bytes([len(body) & 127 | 128, len(body) >> 7])
    check(3, prefix + body, chunk)
