"""`copydesk import` as it is typed."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from copydesk.content.commands import add_import_command


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    add_import_command(app)
    return app


@pytest.mark.rule("IM10")
def test_it_says_what_it_did_and_writes_the_report(app: typer.Typer, tmp_path: Path, sqlite_url: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.md").write_text("# A")
    (pages / "photo.jpg").write_text("")
    report = tmp_path / "report.txt"
    done = CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url, "--report", str(report)])
    assert done.exit_code == 0
    assert "1 pages: 1 created, 0 updated, 0 unchanged, 0 rejected" in done.stdout
    assert "photo.jpg: its ending '.jpg'" in report.read_text()
    again = CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url])
    assert "0 created, 0 updated, 1 unchanged" in again.stdout


@pytest.mark.rule("IM10")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere", "--database", "sqlite:///x.db"], "is not a folder"),
        ([".", "--database", "mysql://x"], "mysql"),
        ([".", "--default-culture", "klingon!"], "is not a culture"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["import", *arguments])
    assert done.exit_code != 0
    assert said in done.output
    assert "Traceback" not in done.output
