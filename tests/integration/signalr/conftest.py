"""Servers that live as long as the tests of one file."""

from collections.abc import Iterator

import pytest

from tests.integration.signalr.servers import Server, running

ALL_SERVERS = ["uvicorn", "uvicorn with the SignalR class", "hypercorn", "granian"]


@pytest.fixture(scope="module", params=ALL_SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each of the supported servers in turn."""
    with running(request.param, tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """uvicorn as it is."""
    with running("uvicorn", tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture(scope="module")
def improved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """uvicorn with the shipped WebSocket class."""
    with running("uvicorn with the SignalR class", tmp_path_factory.mktemp("server")) as one:
        yield one
