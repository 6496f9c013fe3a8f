import pytest
from prometheus_client import CollectorRegistry

from copydesk.signalr import Hub, HubApp
from copydesk.signalr.hubs.prometheus import HubMetrics
from copydesk.signalr.testing import FakeClock
from tests.unit.signalr.hubs.conftest import Connect


class Echoing(Hub):
    async def echo(self, text: str) -> str:
        return text


@pytest.mark.rule("SH120")
async def test_the_figures_of_a_hub_can_be_collected(connect: Connect, clock: FakeClock) -> None:
    registry = CollectorRegistry()
    metrics = HubMetrics(registry)
    client = await connect(HubApp(Echoing, clock=clock, observer=metrics.observer("chat")))
    await connect(HubApp(Echoing, clock=clock, observer=metrics.observer("other")))

    def figure(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"signalr_{name}", {"hub": "chat", **labels})

    await client.invoke("ECHO", "a")
    assert figure("connections", transport="WebSockets") == 1
    assert figure("messages_received_total") == 1
    assert figure("messages_sent_total") == 1
    assert (figure("bytes_received_total") or 0) > (figure("bytes_sent_total") or 0) > 0
    assert figure("invocation_seconds_count", method="echo", outcome="completed") == 1
    client.connection.stall()
    client.call("ECHO", "a")
    await clock.advance(2)
    assert (figure("queued_bytes") or 0) > 0
    await client.leave()
    assert figure("connections", transport="WebSockets") == 0
    assert figure("connection_seconds_sum", transport="WebSockets") == 2
