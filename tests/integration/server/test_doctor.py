"""The doctor on healthy and on ill surroundings; what it says to do is what helps."""

import json
import socket
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder
from copydesk.content.notifications import ContentSavedNotification
from copydesk.db import Database
from copydesk.doctor import Finding, Health, add_doctor_command, examine
from copydesk.settings import Settings
from tests.servers import free_port

pytestmark = pytest.mark.rule("BO15")


class Unheard:
    """A service that nobody provides."""


class NeedsTheUnheard:
    def __init__(self, service: Unheard) -> None: ...

    def handle(self, notification: ContentSavedNotification) -> None: ...


def compose(builder: Builder) -> None:
    builder.handlers.add(ContentSavedNotification, NeedsTheUnheard)


async def examined(*environment: str, **given: object) -> dict[str, Finding]:
    return {finding.what: finding for finding in await examine({"port": free_port(), **given}, environment)}


async def test_a_new_desk_lacks_only_content(settings: Settings) -> None:
    async with Copydesk(settings):
        pass
    found = await examined(
        "PATH", "COPYDESK_DATABASE", "COPYDESK_SIGN_IN__SESSION_DAYS", database=settings.database_url
    )
    unwell = {what: finding.found for what, finding in found.items() if finding.health is not Health.WELL}
    assert set(unwell) <= {"content", "back office"}
    assert unwell["content"] == "There is no language and no document type yet."
    assert {"environment", "settings", "port", "database", "clock", "administrator", "journal"} <= found.keys()


async def test_an_embedded_database_need_not_be_there_yet(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    found = await examined(database=f"sqlite:///{path}")
    assert found["database"].health is Health.WELL
    assert not path.exists()


async def test_old_tables_are_told_with_the_command_that_helps(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    url = f"sqlite:///{path}"
    assert "copydesk db upgrade" in (await examined(database=url))["database"].do
    await Database.upgrade(url)
    assert (await examined(database=url))["database"].health is Health.WELL


@pytest.mark.parametrize(
    "url", ["mysql://there", "sqlite:////no/such/folder/x.db", "postgresql://copydesk@127.0.0.1:9/none"]
)
async def test_a_database_that_cannot_be_opened_is_ill(url: str) -> None:
    finding = (await examined(database=url))["database"]
    assert finding.health is Health.ILL
    assert finding.do


async def test_misspelt_variables_are_told_with_the_right_name(sqlite_url: str) -> None:
    finding = (await examined("COPYDESK_DATABSE", database=sqlite_url))["environment"]
    assert finding.health is Health.WARNING
    assert finding.do == "Did you mean COPYDESK_DATABASE?"


async def test_a_taken_port_is_told(sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = await examined(database=sqlite_url, port=taken.getsockname()[1])
    assert found["port"].health is Health.WARNING


async def test_a_bad_setting_is_named() -> None:
    found = await examined(schedule_seconds=-1)
    assert found["settings"].health is Health.ILL
    assert "schedule_seconds" in found["settings"].found


@pytest.mark.parametrize(
    ("composer", "said"), [("no.such:compose", "no.such:compose"), (f"{__name__}:compose", "Unheard")]
)
async def test_composers_that_do_not_fit_are_ill(sqlite_url: str, composer: str, said: str) -> None:
    finding = (await examined(database=sqlite_url, composers=(composer,)))["composers"]
    assert finding.health is Health.ILL
    assert said in finding.found


async def test_an_issuer_that_does_not_answer_is_ill(sqlite_url: str) -> None:
    issuer = {"issuer": "http://127.0.0.1:9", "audience": "copydesk"}
    finding = (await examined(database=sqlite_url, issuers=(issuer,)))["issuer"]
    assert finding.health is Health.ILL
    assert "127.0.0.1:9" in finding.found


@pytest.mark.parametrize(("url", "status"), [("sqlite:///{}/x.db", 0), ("sqlite:////no/such/folder/x.db", 1)])
def test_the_command_ends_with_a_status_for_programs(tmp_path: Path, url: str, status: int) -> None:
    app = typer.Typer()
    add_doctor_command(app)
    arguments = ["--json", "--database", url.format(tmp_path), "--port", str(free_port())]
    ended = CliRunner().invoke(app, arguments)
    found = json.loads(ended.stdout)
    assert ended.exit_code == status
    assert {"what", "health", "found", "do"} == set(found[0])
    shown = CliRunner().invoke(app, arguments[1:])
    assert "settings" in shown.stdout
