"""The figures of hubs for Prometheus."""

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from copydesk.signalr.hubs.observer import HubObserver, InvocationOutcome
from copydesk.signalr.transports import Transport

__all__ = ["HubMetrics"]

_HOURS = (1, 10, 60, 600, 3600, 6 * 3600, 24 * 3600)


class HubMetrics:
    """The metrics of all hubs of one registry: `HubApp(ChatHub, observer=metrics.observer("chat"))`.

    Args:
        registry: where they are collected.
    """

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        def counter(name: str, text: str) -> Counter:
            return Counter(f"signalr_{name}", text, ["hub"], registry=registry)

        self.connections = Gauge(
            "signalr_connections",
            "Clients that have completed their handshake.",
            ["hub", "transport"],
            registry=registry,
        )
        self.durations = Histogram(
            "signalr_connection_seconds",
            "How long connections lasted.",
            ["hub", "transport"],
            buckets=_HOURS,
            registry=registry,
        )
        self.messages_received = counter("messages_received", "Calls, items, answers and cancellations of clients.")
        self.messages_sent = counter("messages_sent", "Messages to clients, each connection counted.")
        self.bytes_received = counter("bytes_received", "Bytes of hub messages from clients.")
        self.bytes_sent = counter("bytes_sent", "Bytes of hub messages to clients.")
        self.queued = Gauge("signalr_queued_bytes", "Bytes that wait for slow clients.", ["hub"], registry=registry)
        self.invocations = Histogram(
            "signalr_invocation_seconds",
            "How long calls of hub methods took, streams included.",
            ["hub", "method", "outcome"],
            registry=registry,
        )

    def observer(self, hub: str) -> HubObserver:
        """Make the observer of one hub.

        Args:
            hub: what the hub is called in the figures.
        """
        return _Observer(self, hub)


class _Observer(HubObserver):
    __slots__ = ("_bytes_in", "_bytes_out", "_hub", "_in", "_metrics", "_out", "_queued")

    def __init__(self, metrics: HubMetrics, hub: str) -> None:
        self._metrics, self._hub = metrics, hub
        self._in, self._out = metrics.messages_received.labels(hub), metrics.messages_sent.labels(hub)
        self._bytes_in, self._bytes_out = metrics.bytes_received.labels(hub), metrics.bytes_sent.labels(hub)
        self._queued = metrics.queued.labels(hub)

    def connection_opened(self, transport: Transport) -> None:
        self._metrics.connections.labels(self._hub, transport).inc()

    def connection_closed(self, transport: Transport, seconds: float) -> None:
        self._metrics.connections.labels(self._hub, transport).dec()
        self._metrics.durations.labels(self._hub, transport).observe(seconds)

    def bytes_received(self, count: int) -> None:
        self._bytes_in.inc(count)

    def message_received(self) -> None:
        self._in.inc()

    def message_sent(self, size: int) -> None:
        self._out.inc()
        self._bytes_out.inc(size)

    def bytes_queued(self, total: int) -> None:
        self._queued.set(total)

    def invocation_finished(self, method: str, seconds: float, outcome: InvocationOutcome) -> None:
        self._metrics.invocations.labels(self._hub, method, outcome).observe(seconds)
