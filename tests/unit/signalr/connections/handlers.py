"""Handlers that tests run over connections."""

import asyncio

from copydesk.signalr.connections import Connection, ConnectionListener, Principal, Reattached


async def echo(connection: Connection) -> None:
    while (received := await connection.receive()) is not None:
        if isinstance(received, bytes):
            connection.write(received)
            await connection.drain()


class Held:
    """A handler that hands its connection to the test and ends when the test says so."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[Connection] = asyncio.Queue()
        self.finish = asyncio.Event()
        self.fails: Exception | None = None

    async def __call__(self, connection: Connection) -> None:
        self.arrived.put_nowait(connection)
        await self.finish.wait()
        if self.fails is not None:
            raise self.fails


class Recorder(ConnectionListener):
    """Writes down what it is told."""

    def __init__(self, opening: bytes | None = None) -> None:
        self.told: list[str] = []
        self.users: list[Principal | None] = []
        self.opening = opening

    def reattached(self) -> bytes | None:
        self.told.append("reattached")
        return self.opening

    def detached(self) -> None:
        self.told.append("detached")

    def user_renewed(self, user: Principal | None) -> None:
        self.users.append(user)

    def close_requested(self, reason: object) -> None:
        self.told.append(f"close requested: {reason}")

    def closed(self) -> None:
        self.told.append("closed")


async def read_to_end(connection: Connection) -> list[bytes | Reattached]:
    received: list[bytes | Reattached] = []
    while (chunk := await connection.receive()) is not None:
        received.append(chunk)
    return received
