"""The figures that `/metrics` shows of a whole server."""

import asyncio

import httpx
import pytest

from copydesk.bootstrap import Copydesk
from copydesk.client import EventFeed
from copydesk.journal import Cursors
from copydesk.serving import served
from copydesk.system import utc_now
from tests.integration.server.test_client import NOTE, note, token_of


async def figures(visitor: httpx.AsyncClient) -> dict[str, float]:
    lines = (await visitor.get("/metrics")).text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


@pytest.mark.rule("SE80")
async def test_the_figures_tell_of_journal_listeners_hub_and_requests(
    desk: Copydesk, visitor: httpx.AsyncClient
) -> None:
    await desk.rooms.document_types.save(NOTE)
    token, live = await token_of(desk), asyncio.Event()
    await Cursors(desk.rooms.journal, utc_now).register("slow reader")
    async with served(desk) as address, EventFeed(address, token, on_live=live.set) as feed:
        following = asyncio.ensure_future(anext(feed.follow()))
        await live.wait()
        await note(desk, "One")
        await following
        assert (await visitor.get("/umbraco/management/api/v1/server/status")).status_code == 200
        found = await figures(visitor)
    assert found["copydesk_live_listeners"] == 1
    assert found["copydesk_live_profiles"] == 1
    assert found["copydesk_live_position"] == desk.rooms.events.live.position
    status = 'method="GET",route="/umbraco/management/api/v1/server/status",status="200"'
    assert found[f"copydesk_http_request_seconds_count{{{status}}}"] == 1
    assert found['signalr_messages_sent_total{hub="serverEvents"}'] == 0
    assert "copydesk_journal_position" in found
