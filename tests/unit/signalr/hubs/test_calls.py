"""What a call gives back: results and errors, in both encodings."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from copydesk.signalr import Hub, HubError, HubOptions, JsonHubProtocol, MessagePackHubProtocol
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.testing import turns
from tests.unit.signalr.hubs.conftest import Connect

FAILED = "Failed to invoke '{}' due to an error on the server."
UNEXPECTED = "An unexpected error occurred invoking '{}' on the server."
BINDING = (
    "InvalidDataException: Error binding arguments. Make sure that the types of the provided values match the types of "
    "the hub method being invoked."
)


class Point(msgspec.Struct):
    left: int
    top: int = 0


class InvalidOperationException(Exception):  # noqa: N818 - the name that the reference's fixture uses
    pass


class Calls(Hub):
    async def echo(self, text: str) -> str:
        return text

    def twice(self, number: int) -> int:
        return 2 * number

    async def move(self, point: Point, by: int = 1) -> Point:
        return Point(point.left + by, point.top + by)

    async def nothing(self) -> None:
        return None

    async def count(self, values: list[Any]) -> int:
        return len(values)

    async def anything(self, value: Any) -> Any:
        return value

    async def raise_hub_error(self, message: str) -> None:
        raise HubError(message)

    async def raise_error(self, message: str) -> None:
        raise InvalidOperationException(message)

    async def unencodable(self) -> object:
        return object()

    async def items(self, number: int) -> AsyncIterator[int]:
        for index in range(number):
            yield index


@pytest.fixture(params=[JsonHubProtocol, MessagePackHubProtocol])
def protocol(request: pytest.FixtureRequest) -> HubProtocol:
    made: HubProtocol = request.param()
    return made


@pytest.mark.rule("SH7", "SH10", "SH12")
@pytest.mark.parametrize(
    ("method", "arguments", "result"),
    [
        ("Echo", ["hi"], "hi"),
        ("Twice", [21], 42),
        ("Move", [{"left": 1, "top": 2}, 5], {"left": 6, "top": 7}),
        ("Move", [{"left": 1}], {"left": 2, "top": 1}),
        ("Nothing", [], None),
        ("Count", [[1, 2, 3]], 3),
        ("Anything", [{"a": [1, None, "x"]}], {"a": [1, None, "x"]}),
    ],
)
async def test_a_call_gives_a_result(
    connect: Connect, protocol: HubProtocol, method: str, arguments: list[Any], result: Any
) -> None:
    client = await connect(Calls, protocol=protocol)
    answer = await client.invoke(method, *arguments)
    if isinstance(answer, dict):
        answer = {name.lower(): value for name, value in answer.items()}
    assert answer == result


@pytest.mark.rule("SH11")
async def test_a_method_without_result_answers_with_a_null_result(connect: Connect) -> None:
    client = await connect(Calls)
    completion = await client.call("Nothing").completion
    assert completion.has_result
    assert completion.result is None


@pytest.mark.rule("SH40", "SH41", "SH42")
@pytest.mark.parametrize(
    ("method", "arguments", "plain", "detail"),
    [
        ("Nope", [], FAILED + " HubException: Method does not exist.", ""),
        ("Echo", [], FAILED, " InvalidDataException: Invocation provides 0 argument(s) but target expects 1."),
        ("Echo", ["a", "b"], FAILED, " InvalidDataException: Invocation provides 2 argument(s) but target expects 1."),
        ("Move", [], FAILED, " InvalidDataException: Invocation provides 0 argument(s) but target expects 2."),
        ("Twice", ["x"], FAILED, " " + BINDING),
        ("Move", [{"top": 1}], FAILED, " " + BINDING),
        ("RaiseHubError", ["no"], UNEXPECTED + " HubException: no", ""),
        ("RaiseError", ["secret"], UNEXPECTED, " InvalidOperationException: secret"),
    ],
)
@pytest.mark.parametrize("details", [False, True])
@pytest.mark.logs_errors
async def test_a_call_that_fails_is_told_as_the_reference_does(
    connect: Connect,
    protocol: HubProtocol,
    method: str,
    arguments: list[Any],
    plain: str,
    detail: str,
    details: bool,
) -> None:
    client = await connect(Calls, protocol=protocol, options=HubOptions(enable_detailed_errors=details))
    text = await client.call(method, *arguments).error()
    assert text == plain.format(method) + (detail if details else "")
    assert await client.invoke("Echo", "still here") == "still here"


@pytest.mark.rule("SH43")
async def test_calling_in_the_wrong_mode_is_told(connect: Connect) -> None:
    client = await connect(Calls)
    assert await client.call("items", 3).error() == (
        "The client attempted to invoke the streaming 'items' method with a non-streaming invocation."
    )
    assert await client.stream("echo", "x").error() == (
        "The client attempted to invoke the non-streaming 'echo' method with a streaming invocation."
    )


@pytest.mark.rule("SH44")
@pytest.mark.logs_errors
async def test_a_call_without_id_is_never_answered(connect: Connect) -> None:
    client = await connect(Calls)
    calls: list[tuple[str, list[Any]]] = [("Nope", []), ("Echo", []), ("RaiseError", ["x"]), ("Items", [1])]
    for method, arguments in calls:
        client.send(method, *arguments)
    assert await client.invoke("Echo", "done") == "done"
    assert len(client.peer.messages) == 1


@pytest.mark.rule("SH45")
@pytest.mark.parametrize("details", [False, True])
async def test_a_result_that_cannot_be_encoded_ends_the_connection(connect: Connect, details: bool) -> None:
    client = await connect(Calls, options=HubOptions(enable_detailed_errors=details))
    client.call("Unencodable")
    close = await client.peer.closed
    assert close.error is not None
    assert close.error.startswith("Connection closed with an error.")
    assert ("TypeError" in close.error) is details
    assert close.allow_reconnect


@pytest.mark.rule("SH46")
async def test_unknown_ids_are_ignored(connect: Connect) -> None:
    client = await connect(Calls)
    client.upload("nope", 1)
    client.end_upload("nope")
    client.cancel(client.peer.expect("nope"))
    await turns()
    assert await client.invoke("Echo", "still here") == "still here"
    assert len(client.peer.messages) == 1
