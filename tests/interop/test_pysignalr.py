"""A second, independent client: pysignalr speaks negotiate version 0 and WebSockets, in both protocols."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import pytest
from pysignalr.client import SignalRClient
from pysignalr.exceptions import AuthorizationError, ServerError
from pysignalr.messages import CompletionMessage
from pysignalr.protocol.abstract import Protocol
from pysignalr.protocol.json import JSONProtocol
from pysignalr.protocol.messagepack import MessagepackProtocol

from tests.interop.fixture.stage import Stage
from tests.interop.proxy import TcpProxy

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("protocol", [JSONProtocol, MessagepackProtocol], ids=["json", "messagepack"]),
]

MakeProtocol = Callable[[], Protocol]
PATIENCE = 60


class Session:
    """A connected client, with calls that can be awaited."""

    running: "asyncio.Task[None]"

    def __init__(self, client: SignalRClient) -> None:
        self.client = client
        self.failures: asyncio.Queue[str | None] = asyncio.Queue()
        client.on_error(self._failed)

    async def _failed(self, message: CompletionMessage) -> None:
        await self.failures.put(message.error)

    async def send(self, method: str, *arguments: Any) -> None:
        await self.client.send(method, list(arguments))

    async def invoke(self, method: str, *arguments: Any) -> Any:
        answered: asyncio.Future[CompletionMessage] = asyncio.get_running_loop().create_future()

        async def answer(message: Any) -> None:
            answered.set_result(message)

        await self.client.send(method, list(arguments), answer)
        message = await asyncio.wait_for(answered, PATIENCE)
        assert message.error is None
        return message.result

    def inbox(self, method: str, answer: Any = None) -> "asyncio.Queue[list[Any]]":
        received: asyncio.Queue[list[Any]] = asyncio.Queue()

        async def receive(arguments: list[Any]) -> Any:
            await received.put(arguments)
            return answer

        self.client.on(method, receive)
        return received


@asynccontextmanager
async def connected(url: str, protocol: MakeProtocol, **options: Any) -> AsyncIterator[Session]:
    client = SignalRClient(url, protocol=protocol(), retry_sleep=0.01, **options)
    session = Session(client)
    opened = asyncio.Event()
    client.on_open(_setting(opened))
    running = session.running = asyncio.create_task(client.run())
    waiting = asyncio.create_task(opened.wait())
    try:
        await asyncio.wait({running, waiting}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        assert opened.is_set()
        yield session
    finally:
        for task in (running, waiting):
            task.cancel()
            with suppress(asyncio.CancelledError, ServerError, AuthorizationError):
                await task


def _setting(event: asyncio.Event) -> Callable[[], Any]:
    async def opened() -> None:
        event.set()

    return opened


async def test_calls_get_results(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/testhub", protocol) as session:
        assert await session.invoke("Echo", "你好 wörld 🦊") == "你好 wörld 🦊"


async def test_calls_get_results_over_tls(stage: Stage, protocol: MakeProtocol) -> None:
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    async with connected(f"{stage.addresses.https}/testhub", protocol, ssl=trusting) as session:
        assert await session.invoke("Echo", "secret") == "secret"


async def test_the_server_calls_back(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/testhub", protocol) as session:
        messages = session.inbox("Message")
        await session.send("InvokeWithString", "hello")
        assert await asyncio.wait_for(messages.get(), PATIENCE) == ["hello"]


@pytest.mark.logs_errors
async def test_errors_arrive(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/testhub", protocol) as session:
        ignored = asyncio.create_task(session.invoke("ThrowException", "An error occurred."))
        error = await asyncio.wait_for(session.failures.get(), PATIENCE)
        assert error == (
            "An unexpected error occurred invoking 'ThrowException' on the server. "
            "InvalidOperationException: An error occurred."
        )
        with pytest.raises(AssertionError):
            await ignored


async def test_streams_come_down(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/testhub", protocol) as session:
        items: list[Any] = []
        ended = asyncio.Event()

        async def take(item: Any) -> None:
            items.append(item)

        async def end(_: Any) -> None:
            ended.set()

        await session.client.stream("Stream", [], take, end)
        await asyncio.wait_for(ended.wait(), PATIENCE)
        assert items == ["a", "b", "c"]


async def test_streams_go_up(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/interop", protocol) as session:
        said = session.inbox("Said")
        async with session.client.client_stream("Collect") as stream:
            for item in ("a", "b", "c"):
                await stream.send(item)
        assert await asyncio.wait_for(said.get(), PATIENCE) == ["abc"]


async def test_client_results_are_answered(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/interop", protocol) as session:
        asked = session.inbox("Double", answer=42)
        assert await session.invoke("AskCaller", 21) == 42
        assert asked.get_nowait() == [21]


async def test_pings_keep_the_connection(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/pinging", protocol, signalr_ping_interval=1) as session:
        said = session.inbox("Said")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(said.get(), 1.5)  # several pings each way, and nothing else
        assert await session.invoke("Echo", "still here") == "still here"


async def test_a_hub_that_wants_negotiate_version_1_says_so(stage: Stage, protocol: MakeProtocol) -> None:
    client = SignalRClient(f"{stage.addresses.http}/testhub-min1", protocol=protocol())
    with pytest.raises(ServerError) as refusal:
        await client.run()
    assert "requested version '0', but the server does not support this version." in str(refusal.value.message)


async def test_no_token_is_unauthorized(stage: Stage, protocol: MakeProtocol) -> None:
    with pytest.raises(AuthorizationError):
        async with connected(f"{stage.addresses.http}/authorizedhub", protocol):
            pytest.fail("nobody should get in without a token")


async def test_a_token_opens_the_hub(stage: Stage, protocol: MakeProtocol) -> None:
    headers = {"Authorization": f"Bearer {stage.tokens.issue()}"}
    async with connected(f"{stage.addresses.http}/authorizedhub", protocol, headers=headers) as session:
        assert await session.invoke("Echo", "let in") == "let in"


async def test_a_message_over_the_limit_ends_with_the_reason(stage: Stage, protocol: MakeProtocol) -> None:
    async with connected(f"{stage.addresses.http}/testhub", protocol) as session:
        await session.send("Echo", "x" * 40_000)
        await asyncio.wait({session.running}, timeout=PATIENCE)
        error = session.running.exception()
    assert isinstance(error, ServerError)
    assert "The maximum message size of 32768B was exceeded" in str(error.message)


async def test_it_comes_back_after_a_cut(stage: Stage, protocol: MakeProtocol) -> None:
    port = int(stage.addresses.http.rpartition(":")[2])
    async with AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(TcpProxy("127.0.0.1", port))
        session = await stack.enter_async_context(connected(f"http://127.0.0.1:{proxy.port}/testhub", protocol))
        await session.invoke("Echo", "before")
        again = asyncio.Event()
        session.client.on_open(_setting(again))
        proxy.cut()
        await asyncio.wait_for(again.wait(), PATIENCE)
        assert await session.invoke("Echo", "after") == "after"
