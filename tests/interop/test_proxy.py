"""The proxy of these tests does to a connection what its name says, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.interop.proxy import Direction, TcpProxy


async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every line in capitals; say goodbye when the client has finished."""
    try:
        async for line in reader:
            writer.write(line.upper())
        writer.write(b"BYE\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    except ConnectionError:
        writer.close()


@asynccontextmanager
async def proxied() -> AsyncIterator[TcpProxy]:
    async with asyncio.TaskGroup() as shouting:

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            shouting.create_task(shout(reader, writer))

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        async with TcpProxy("127.0.0.1", server.sockets[0].getsockname()[1]) as proxy:
            yield proxy
        server.close()


async def connect(proxy: TcpProxy) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", proxy.port)


async def greet(proxy: TcpProxy) -> bytes:
    reader, writer = await connect(proxy)
    try:
        writer.write(b"again\n")
        return await reader.readline()
    finally:
        writer.close()


async def test_passes_bytes_both_ways() -> None:
    async with proxied() as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"hello\n")
        assert await reader.readline() == b"HELLO\n"
        assert (proxy.accepted, proxy.open_links) == (1, 1)
        writer.close()
        await proxy.wait_for_links(0)


async def test_cut_resets_the_connection() -> None:
    async with proxied() as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"hello\n")
        await reader.readline()
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()


async def test_stall_holds_bytes_back_until_resume() -> None:
    async with proxied() as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"before\n")
        assert await reader.readline() == b"BEFORE\n"
        proxy.stall()
        writer.write(b"after\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.readline(), 0.05)
        proxy.resume()
        assert await reader.readline() == b"AFTER\n"
        writer.close()


async def test_half_close_to_the_server_lets_the_answer_through() -> None:
    async with proxied() as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"hello\n")
        await reader.readline()
        proxy.half_close(Direction.TO_SERVER)
        writer.write(b"too late\n")
        assert await reader.read() == b"BYE\n"
        writer.close()


async def test_half_close_to_the_client_ends_what_it_reads() -> None:
    async with proxied() as proxy:
        reader, writer = await connect(proxy)
        writer.write(b"hello\n")
        await reader.readline()
        proxy.half_close(Direction.TO_CLIENT)
        assert await reader.read() == b""
        assert proxy.open_links == 1
        writer.close()


async def test_refuse_keeps_newcomers_out_and_accept_lets_them_in() -> None:
    async with proxied() as proxy:
        first = await connect(proxy)
        first[1].write(b"in\n")
        assert await first[0].readline() == b"IN\n"
        proxy.refuse()
        with pytest.raises(ConnectionError):
            await greet(proxy)
        first[1].write(b"still in\n")
        assert await first[0].readline() == b"STILL IN\n"
        proxy.accept()
        assert await greet(proxy) == b"AGAIN\n"
        first[1].close()


async def test_a_server_that_is_away_is_a_reset() -> None:
    async with TcpProxy("127.0.0.1", 1) as proxy:
        reader, writer = await connect(proxy)
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()
