"""Runs a hub over connections: handshake, `on_connected`, messages, and the end in its order."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TypeAlias

from copydesk.signalr.clock import Clock
from copydesk.signalr.connections.connection import CloseRequested, Connection, ConnectionLost, Reattached
from copydesk.signalr.connections.request import ConnectionRequest, Principal
from copydesk.signalr.errors import HubError
from copydesk.signalr.hubs.connection import Ending, HubConnection
from copydesk.signalr.hubs.dispatcher import HubDispatcher
from copydesk.signalr.hubs.lifecycle import HubLifecycle
from copydesk.signalr.hubs.lifetime import HubLifetimeManager
from copydesk.signalr.hubs.observer import HubObserver
from copydesk.signalr.hubs.ticker import HubTicker
from copydesk.signalr.options import HubOptions
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.events import (
    Acknowledged,
    CloseReceived,
    Event,
    Failed,
    HandshakeCompleted,
    HandshakeFailed,
    MessageReceived,
    SendRequested,
)
from copydesk.signalr.protocol.machine import HubConnectionMachine

__all__ = ["HubConnectionHandler", "UserIdProvider", "user_identifier"]

logger = logging.getLogger(__name__)
UserIdProvider: TypeAlias = Callable[[Principal | None, ConnectionRequest], str | None]
"""Finds the id that messages to a user go by."""


def user_identifier(user: Principal | None, request: ConnectionRequest) -> str | None:  # noqa: ARG001 - the signature
    """Take the name identifier claim: the default."""
    return None if user is None else user.identifier


class HubConnectionHandler:
    """The connection handler of one hub.

    Args:
        dispatcher: works on messages.
        lifecycle: runs the hub's `on_connected` and its siblings.
        manager: keeps the connections.
        protocols: the encodings that are spoken.
        options: timeouts and limits.
        user_id: finds the user id of a new connection.
        observer: told about connections and bytes.
        clock: the time.
    """

    def __init__(
        self,
        dispatcher: HubDispatcher,
        lifecycle: HubLifecycle,
        manager: HubLifetimeManager,
        protocols: Sequence[HubProtocol],
        options: HubOptions,
        user_id: UserIdProvider,
        observer: HubObserver,
        clock: Clock,
    ) -> None:
        self._dispatcher = dispatcher
        self._lifecycle = lifecycle
        self._manager = manager
        self._protocols = protocols
        self._options = options
        self._user_id = user_id
        self._observer = observer
        self._clock = clock
        self._ticker = HubTicker(clock, observer)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, transport: Connection) -> None:
        """Run the hub over one connection, from its first byte to its end."""
        connection = self._connection(transport)
        transport.listener = connection
        self._ticker.add(connection)
        try:
            events = await self._shake_hands(connection)
            if events is not None:
                await self._serve(connection, events)
        finally:
            self._ticker.discard(connection)
            connection.calls.interrupt()
            transport.listener = None
            self._adopt(connection.calls.tasks())

    async def close(self) -> None:
        """End what still runs although its connection is gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._manager.close()

    def _connection(self, transport: Connection) -> HubConnection:
        machine = HubConnectionMachine(
            self._protocols,
            self._options,
            now=self._clock.monotonic(),
            formats=transport.supported_formats,
            stateful=transport.reconnects,
            needs_keep_alive=not transport.has_inherent_keep_alive,
        )
        return HubConnection(transport, machine, self._options, self._clock, self._observer)

    def _adopt(self, tasks: set[asyncio.Task[None]]) -> None:
        for task in tasks:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    # ------------------------------------------------------------ reading

    async def _read(self, connection: HubConnection) -> list[Event] | None:
        """Wait for the next chunk and return what it says; `None` when nothing more is to be read."""
        connection.reading = True
        try:
            data = await connection.transport.receive()
        except CloseRequested as request:
            connection.close_requested(request.reason)
            return None
        except ConnectionLost as error:
            connection.end(Ending(reported=error))
            return None
        finally:
            connection.reading = False
        if data is None:
            connection.handle(connection.machine.receive_eof())
            return None
        if isinstance(data, Reattached):
            connection.machine.restart_receiving()
            return []
        connection.bytes_received += len(data)
        self._observer.bytes_received(len(data))
        return connection.machine.receive(data, self._clock.monotonic())

    async def _shake_hands(self, connection: HubConnection) -> list[Event] | None:
        """Return the events behind the handshake, or `None` if there is no agreement."""
        while connection.ending is None:
            events = await self._read(connection)
            if events is None:
                break
            for index, event in enumerate(events):
                if isinstance(event, HandshakeCompleted):
                    connection.agreed(event)
                    connection.user_identifier = self._user_id(connection.user, connection.transport.request)
                    connection.handle(events[:index])
                    return events[index + 1 :]
            connection.handle(events)
        logger.info("No handshake on connection %s.", connection.connection_id, extra={"event": "handshake_failed"})
        return None

    # ------------------------------------------------------------ the life of a connection

    async def _serve(self, connection: HubConnection, events: list[Event]) -> None:
        started = self._clock.monotonic()
        transport = connection.transport.transport
        self._observer.connection_opened(transport)
        try:
            await self._manager.on_connected(connection)
            await self._run_hub(connection, events)
        finally:
            await self._manager.on_disconnected(connection)
            self._observer.connection_closed(transport, self._clock.monotonic() - started)

    async def _run_hub(self, connection: HubConnection, events: list[Event]) -> None:
        try:
            await self._lifecycle.connected(connection)
        except Exception as error:
            logger.exception("A hub refused a connection.", extra={"event": "on_connected_failed"})
            connection.end(Ending(error, allow_reconnect=False))
            self._say_goodbye(connection)
            await connection.fire_aborted()
            return
        connection.renewed = self._renewed
        try:
            await self._read_messages(connection, events)
        finally:
            await self._end(connection)

    async def _read_messages(self, connection: HubConnection, events: list[Event] | None) -> None:
        while events is not None:
            for event in events:
                if connection.ending is not None:
                    return
                await self._work_on(connection, event)
            connection.machine.dispatched(self._clock.monotonic())
            events = None if connection.ending is not None else await self._read(connection)

    async def _work_on(self, connection: HubConnection, event: Event) -> None:
        match event:
            case MessageReceived(message):
                connection.messages_received += 1
                self._observer.message_received()
                await self._dispatcher.dispatch(connection, message)
            case CloseReceived(error):
                connection.end(Ending(reported=None if error is None else HubError(error)))
            case Acknowledged():
                connection.room_available()
            case SendRequested() | Failed() | HandshakeFailed() | HandshakeCompleted():
                connection.handle([event])

    def _renewed(self, connection: HubConnection) -> None:
        self._adopt({asyncio.get_running_loop().create_task(self._lifecycle.refreshed(connection))})

    # ------------------------------------------------------------ the end

    async def _end(self, connection: HubConnection) -> None:
        """Close message, then the abort token and its callbacks, then `on_disconnected`: in this order."""
        ending = connection.ending or Ending()
        connection.end(ending)
        self._say_goodbye(connection)
        await connection.fire_aborted()
        await self._settle(connection)
        await self._lifecycle.disconnected(connection, ending.reported)

    def _say_goodbye(self, connection: HubConnection) -> None:
        ending = connection.ending or Ending()
        if ending.error is not None:
            logger.info(
                "Connection %s ends: %s", connection.connection_id, ending.error, extra={"event": "connection_failed"}
            )
        goodbye = connection.machine.close(ending.error, allow_reconnect=ending.allow_reconnect)
        connection.transport.disable_reconnect()
        if goodbye:
            connection.transport.write(goodbye)

    async def _settle(self, connection: HubConnection) -> None:
        """Let ordinary calls end before `on_disconnected` cleans up behind them, but not for ever."""
        running = connection.calls.tasks(ordinary=True)
        if not running:
            return
        limit = asyncio.ensure_future(self._clock.sleep(self._options.disconnect_grace))
        calls = asyncio.ensure_future(asyncio.wait(running))
        try:
            await asyncio.wait({limit, calls}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            limit.cancel()
            calls.cancel()
