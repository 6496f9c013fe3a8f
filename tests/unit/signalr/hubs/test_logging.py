"""What the hub layer logs can be filtered, and tells no secrets."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.signalr import Hub, HubError, Principal
from copydesk.signalr.testing import client_request
from tests.unit.signalr.hubs.conftest import Connect

ROOM = Path(__file__).parents[4] / "src/copydesk/signalr"
LEVELS = {"debug", "info", "warning", "error", "exception"}


def _log_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
                target = node.func.value
                if isinstance(target, ast.Name) and target.id in {"logger", "_log"}:
                    yield f"{path.name}:{node.lineno}", node


@pytest.mark.rule("SH122")
def test_every_log_line_has_a_constant_event_name() -> None:
    calls = dict(_log_calls())
    assert len(calls) > 10
    for where, call in calls.items():
        extra = next((keyword.value for keyword in call.keywords if keyword.arg == "extra"), None)
        assert isinstance(extra, ast.Dict), f"{where} has no event"
        event = dict(zip((ast.literal_eval(key) for key in extra.keys if key), extra.values, strict=True))["event"]
        assert isinstance(event, ast.Constant), f"{where} has no constant event"
        assert str(event.value).replace("_", "").islower(), f"{where}: {event.value!r}"


class Talking(Hub):
    async def fail(self, text: str) -> None:
        raise HubError("refused")

    async def number(self, value: int) -> None: ...


@pytest.mark.rule("SH122")
async def test_tokens_and_arguments_are_not_logged(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "copydesk.signalr")
    request = client_request("/hub", "access_token=s3cret&id=s3cret", {"Authorization": "Bearer s3cret"})
    client = await connect(Talking, request=request, user=Principal("ada", claims={"token": "s3cret"}))
    await client.call("fail", "s3cret").error()
    await client.call("number", "s3cret").error()
    await client.call("nope", "s3cret").error()
    client.upload("nope", "s3cret")
    client.connection.push(b'{"s3cret\x1e')
    await client.ended()
    events = {record.__dict__["event"] for record in caplog.records}
    assert {"hub_method_failed", "call_refused", "unknown_invocation_id", "connection_failed"} <= events
    assert "s3cret" not in caplog.text
