import pytest

from copydesk.signalr.errors import HandshakeError, ProtocolError
from copydesk.signalr.protocol.handshake import HandshakeRequest, HandshakeResponse, choose_protocol
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.transports import TransferFormat

JSON, MESSAGEPACK = JsonHubProtocol(), MessagePackHubProtocol()
TEXT, BOTH = frozenset({TransferFormat.TEXT}), frozenset(TransferFormat)


@pytest.mark.rule("SP6")
@pytest.mark.parametrize(
    "body",
    [
        b'{"protocol":"json","version":1}',
        b' {"version" : 1, "protocol" : "\\u006ason"} ',
        b'{"extra":{"a":[1]},"protocol":"x","version":1,"protocol":"json"}',
    ],
)
def test_order_escapes_and_other_properties_do_not_matter(body: bytes) -> None:
    assert HandshakeRequest.parse(body) == HandshakeRequest("json", 1)


@pytest.mark.rule("SP6")
def test_requests_and_responses_are_json_and_a_separator() -> None:
    assert HandshakeRequest("json", 2).encode() == b'{"protocol":"json","version":2}\x1e'
    assert HandshakeResponse().encode() == b"{}\x1e"
    assert HandshakeResponse("No").encode() == b'{"error":"No"}\x1e'
    assert HandshakeResponse.parse(b'{"error":"No","x":1}') == HandshakeResponse("No")


@pytest.mark.rule("SP6")
@pytest.mark.parametrize("name", ["json", "JSON", "Json"])
def test_protocol_names_compare_without_regard_to_case(name: str) -> None:
    assert choose_protocol(HandshakeRequest(name, 1), [MESSAGEPACK, JSON], BOTH) is JSON


@pytest.mark.rule("SP8")
@pytest.mark.parametrize("version", [0, 1, 2])
def test_versions_up_to_two_are_accepted(version: int) -> None:
    assert choose_protocol(HandshakeRequest("messagepack", version), [JSON, MESSAGEPACK], BOTH) is MESSAGEPACK


@pytest.mark.rule("SP8")
@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (HandshakeRequest("Xml", 1), "The protocol 'Xml' is not supported."),
        (HandshakeRequest("Json", 3), "The server does not support version 3 of the 'Json' protocol."),
        (
            HandshakeRequest("MessagePack", 1),
            (
                "Cannot use the 'messagepack' protocol on the current transport. "
                "The transport does not support 'Binary' transfer format."
            ),
        ),
    ],
)
def test_refusals_say_what_the_reference_says(request_: HandshakeRequest, text: str) -> None:
    with pytest.raises(HandshakeError) as caught:
        choose_protocol(request_, [JSON, MESSAGEPACK], TEXT)
    assert str(caught.value) == text


@pytest.mark.rule("SP10")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"protocol":"json"}',
        b'{"version":1}',
        b'{"protocol":1,"version":1}',
        b'{"protocol":null,"version":1}',
        b'{"protocol":"json","version":"1"}',
        b'{"protocol":"json","version":1.5}',
        b'{"protocol":"json","version":1',
        b'{"protocol":"\xff","version":1}',
        b'{"protocol":"json","version":1,"x":' + b"[" * 20_000,
    ],
)
def test_what_is_not_a_request_is_an_error(body: bytes) -> None:
    with pytest.raises(ProtocolError, match="cannot be read"):
        HandshakeRequest.parse(body)


@pytest.mark.parametrize("body", [b"", b'{"error":1}', b"[" * 20_000])
def test_what_is_not_a_response_is_an_error(body: bytes) -> None:
    with pytest.raises(ProtocolError, match="cannot be read"):
        HandshakeResponse.parse(body)
