"""Hubs before another application."""

from typing import Any

import pytest

from copydesk.signalr import HubMiddleware


class Recorder:
    def __init__(self, log: list[str], name: str) -> None:
        self.log, self.name = log, name

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.log.append(f"{self.name} {scope['type']} {scope['path']} below {scope.get('root_path', '')!r}")

    async def close(self) -> None:
        self.log.append(f"{self.name} closes")


async def _receive() -> Any:
    raise AssertionError


@pytest.mark.rule("SH121")
@pytest.mark.parametrize(
    ("kind", "root", "path", "expected"),
    [
        ("http", "", "/chat/negotiate", "hub http /chat/negotiate below '/chat'"),
        ("http", "", "/CHAT/negotiate", "hub http /CHAT/negotiate below '/chat'"),
        ("websocket", "", "/chat", "hub websocket /chat below '/chat'"),
        ("websocket", "", "/chat/", "hub websocket /chat/ below '/chat'"),
        ("websocket", "/api", "/api/chat", "hub websocket /api/chat below '/api/chat'"),
        ("http", "", "/chatter", "app http /chatter below ''"),
        ("http", "", "/chat/a/b", "app http /chat/a/b below ''"),
        ("http", "", "/", "app http / below ''"),
    ],
)
async def test_a_hub_answers_at_its_path(kind: str, root: str, path: str, expected: str) -> None:
    log: list[str] = []
    app = HubMiddleware(Recorder(log, "app"), hubs={"/chat": Recorder(log, "hub")})

    async def send(message: Any) -> None: ...

    await app({"type": kind, "path": path, "root_path": root}, _receive, send)
    assert log == [expected]


@pytest.mark.rule("SH121")
@pytest.mark.parametrize("outcome", ["complete", "failed"])
async def test_hubs_are_closed_before_the_application_says_that_it_is_down(outcome: str) -> None:
    log: list[str] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "lifespan.startup.complete"})
        await send({"type": f"lifespan.shutdown.{outcome}"})

    async def send(message: Any) -> None:
        log.append(message["type"])

    app = HubMiddleware(application, hubs={"/a": Recorder(log, "a"), "/b": Recorder(log, "b")})
    await app({"type": "lifespan"}, _receive, send)
    assert log == ["lifespan.startup.complete", "a closes", "b closes", f"lifespan.shutdown.{outcome}"]
