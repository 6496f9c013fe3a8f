"""`copydesk import` as it is typed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from copydesk.cli import main
from copydesk.content.commands import add_import_command


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    add_import_command(app)
    return app


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.md").write_text("# A")
    return pages


@pytest.mark.rule("IM10")
def test_it_says_what_it_did_and_writes_the_report(
    app: typer.Typer, pages: Path, tmp_path: Path, sqlite_url: str
) -> None:
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


@pytest.mark.rule("IM10")
def test_a_wrong_parent_is_told_before_anything_is_made(app: typer.Typer, pages: Path, sqlite_url: str) -> None:
    done = CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url, "--parent", "999"])
    assert (done.exit_code, "999" in done.stderr, done.stdout) == (1, True, "")
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as database:
        assert database.execute("SELECT count(*) FROM content_types").fetchone() == (0,)


@pytest.mark.rule("IM10")
def test_it_fails_when_nothing_was_taken(app: typer.Typer, pages: Path, sqlite_url: str) -> None:
    (pages / "a.md").write_text("---\n- a\n---\n")
    done = CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url])
    assert (done.exit_code, "1 rejected" in done.stdout) == (1, True)
    (pages / "b.md").write_text("# B")
    assert CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url]).exit_code == 0


@pytest.mark.rule("IM10")
def test_a_report_that_cannot_be_written_is_told_before_anything_is_imported(
    app: typer.Typer, pages: Path, sqlite_url: str
) -> None:
    report = pages / "nowhere" / "report.txt"
    done = CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url, "--report", str(report)])
    assert (done.exit_code, str(report) in done.stderr, "Traceback" in done.output) == (1, True, False)
    again = CliRunner().invoke(app, ["import", str(pages), "--database", sqlite_url])
    assert "1 created" in again.stdout


@pytest.mark.rule("IM10")
@pytest.mark.parametrize("command", [["import", "."], ["user", "disable", "a@example.org"], ["api-key", "list"]])
@pytest.mark.parametrize(
    ("setting", "said"), [("composers = ['nowhere:compose']", "nowhere:compose"), ("journal = 5", "journal")]
)
def test_what_is_wrong_with_the_settings_is_told_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    command: list[str],
    setting: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["copydesk", *command])
    Path("copydesk.toml").write_text(setting)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("Error: ")
    assert said in line
