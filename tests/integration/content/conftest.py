"""The content service on both databases.

One open database of each engine serves all tests of a worker, so they share one event loop; each test begins with
nothing but the same types and languages.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.content.rig import Rig, open_rig
from tests.servers import PostgresServer

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_rig(postgres_server: PostgresServer, postgres_template: str) -> AsyncIterator[Rig]:
    name = postgres_server.create(postgres_template)
    rig = await open_rig(postgres_server.url(name))
    yield rig
    await rig.database.close()
    postgres_server.drop(name)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_rig(sqlite_template: Path, server_folder: Path) -> AsyncIterator[Rig]:
    path = server_folder / "content.db"
    shutil.copy(sqlite_template, path)
    rig = await open_rig(f"sqlite:///{path}")
    yield rig
    await rig.database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_rig(request: pytest.FixtureRequest) -> Rig:
    rig: Rig = request.getfixturevalue("sqlite_rig" if request.param == "sqlite" else "postgres_rig")
    return rig


@pytest_asyncio.fixture(loop_scope="session")
async def rig(shared_rig: Rig) -> Rig:
    """A service on a database with nothing but types and languages, on each engine in turn."""
    await shared_rig.clear()
    return shared_rig
