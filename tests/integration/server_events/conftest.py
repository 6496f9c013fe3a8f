"""Nodes on a fresh database of each engine."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.server_events.node import Clock, Node, declare_types, open_node


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def node(database_url: str, clock: Clock) -> AsyncIterator[Node]:
    async with open_node(database_url, clock) as opened:
        await declare_types(opened)
        yield opened


@pytest.fixture
async def other_node(database_url: str, node: Node, clock: Clock) -> AsyncIterator[Node]:
    """A second node on the same database."""
    async with open_node(database_url, clock) as opened:
        yield opened
