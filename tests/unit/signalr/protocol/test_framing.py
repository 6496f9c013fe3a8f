from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.signalr.errors import MessageTooLarge, ProtocolError
from copydesk.signalr.protocol.base import Deframer
from copydesk.signalr.protocol.framing import BinaryDeframer, TextDeframer, frame_binary


def cut(deframer: Deframer) -> list[bytes]:
    bodies = []
    while (body := deframer.next()) is not None:
        bodies.append(body)
    return bodies


def frame_text(body: bytes) -> bytes:
    return body + b"\x1e"


bodies = st.lists(st.binary(max_size=300).map(lambda body: body.replace(b"\x1e", b"")), max_size=6)


@pytest.mark.rule("SP1")
@pytest.mark.parametrize(("kind", "frame"), [(TextDeframer, frame_text), (BinaryDeframer, frame_binary)])
@given(bodies=bodies, cuts=st.lists(st.integers(0, 2000), max_size=8))
def test_messages_are_the_same_however_the_stream_is_cut(kind, frame, bodies, cuts) -> None:  # type: ignore[no-untyped-def]  # arguments of two decorators
    stream = b"".join(map(frame, bodies))
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    deframer, found = kind(None), []
    for start, end in pairwise(edges):
        deframer.feed(stream[start:end])
        found += cut(deframer)
    assert found == bodies
    assert deframer.take_rest() == b""


@pytest.mark.rule("SP1")
@pytest.mark.parametrize(
    ("length", "prefix"),
    [(0, "00"), (127, "7f"), (128, "8001"), (300, "ac02"), (16383, "ff7f"), (16384, "808001"), (2**21, "80808001")],
)
def test_lengths_are_written_seven_bits_a_byte_and_lowest_first(length: int, prefix: str) -> None:
    framed = frame_binary(bytes(length))
    assert framed[: -length or None].hex() == prefix
    deframer = BinaryDeframer(None)
    deframer.feed(framed)
    assert cut(deframer) == [bytes(length)]


@pytest.mark.rule("SP2")
@pytest.mark.parametrize(("kind", "frame"), [(TextDeframer, frame_text), (BinaryDeframer, frame_binary)])
def test_the_limit_holds_for_each_message_framing_included(kind, frame) -> None:  # type: ignore[no-untyped-def]  # a table of classes and functions
    fitting = frame(b"x" * 19)
    deframer = kind(len(fitting))
    deframer.feed(fitting * 50)
    assert len(cut(deframer)) == 50
    deframer.feed(fitting + frame(b"x" * 20))
    assert deframer.next() == b"x" * 19
    with pytest.raises(MessageTooLarge, match=rf"^The maximum message size of {len(fitting)}B was exceeded\. The "):
        deframer.next()


@pytest.mark.rule("SP2")
def test_a_text_message_that_has_no_end_is_refused_when_it_passes_the_limit() -> None:
    deframer = TextDeframer(10)
    deframer.feed(b"x" * 10)
    assert deframer.next() is None
    deframer.feed(b"x")
    with pytest.raises(MessageTooLarge):
        deframer.next()


@pytest.mark.rule("SP2")
def test_a_length_over_the_limit_is_refused_before_the_message_arrives() -> None:
    deframer = BinaryDeframer(1000)
    deframer.feed(b"\xff\xff\xff\xff\x07")
    with pytest.raises(MessageTooLarge):
        deframer.next()


@pytest.mark.rule("SP3")
@pytest.mark.parametrize("prefix", ["8080808008", "ffffffff0f", "808080808001", "ffffffffff", "8080808080"])
def test_a_length_that_is_too_long_or_too_large_is_refused(prefix: str) -> None:
    deframer = BinaryDeframer(None)
    deframer.feed(bytes.fromhex(prefix))
    with pytest.raises(ProtocolError, match="five bytes"):
        deframer.next()


@pytest.mark.rule("SP3")
def test_the_largest_length_waits_for_its_message() -> None:
    deframer = BinaryDeframer(None)
    deframer.feed(b"\xff\xff\xff\xff\x07")
    assert deframer.next() is None


@pytest.mark.rule("SP5")
@pytest.mark.parametrize("kind", [TextDeframer, BinaryDeframer])
def test_what_was_cut_is_forgotten(kind: type[TextDeframer | BinaryDeframer]) -> None:
    frame = frame_text if kind is TextDeframer else frame_binary
    deframer = kind(100)
    for _ in range(1000):
        deframer.feed(frame(b"x" * 90) + b"\x05")
        assert deframer.next() == b"x" * 90
        deframer.next()
        assert len(deframer._buffer) <= 200
        deframer.take_rest()


@pytest.mark.rule("SP1")
def test_a_megabyte_in_single_bytes_is_searched_once() -> None:
    deframer = TextDeframer(None)
    for _ in range(1 << 17):
        deframer.feed(b"x")
        assert deframer.next() is None
    deframer.feed(b"\x1e")
    assert deframer.next() == b"x" * (1 << 17)


def test_a_message_that_the_protocol_cannot_express_is_refused() -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return 2**31

    with pytest.raises(ValueError, match="longer than the protocol can say"):
        frame_binary(Huge())
