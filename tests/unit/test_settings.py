"""Where settings come from, and what is said about bad ones."""

from pathlib import Path

import pytest

from copydesk.settings import SettingsFileError, load_settings

pytestmark = pytest.mark.rule("BO6")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("COPYDESK_DATABASE", "COPYDESK_PORT", "COPYDESK_HOST"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_code_wins_over_the_environment_and_that_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "copydesk.toml").write_text('port = 1\nhost = "::1"\nlog_level = "DEBUG"\n[sign_in]\nsession_days = 3\n')
    monkeypatch.setenv("COPYDESK_PORT", "2")
    monkeypatch.setenv("COPYDESK_HOST", "127.0.0.2")
    settings = load_settings(port=3)
    assert (settings.port, settings.host, settings.log_level) == (3, "127.0.0.2", "DEBUG")
    assert settings.sign_in.session_days == 3


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("port = 70000", "port: "),
        ("prot = 80", "prot: "),
        ("[sign_in]\naccess_token_minutes = -1", "sign_in.access_token_minutes: "),
        ("port = ", "copydesk.toml cannot be read"),
        ('log_level = "LOUD"', "log_level: .*it is one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("[journal]\nkeep_unread_days = 3", "journal: .*keep_unread_days is 3: it must be at least keep_read_days"),
        ('[[issuers]]\nissuer = "https://id.example.org"', "issuers.0.audience: "),
    ],
)
def test_a_bad_setting_is_named(folder: Path, file: str, said: str) -> None:
    (folder / "copydesk.toml").write_text(file)
    with pytest.raises(SettingsFileError, match=said):
        load_settings()


def test_a_level_of_the_log_may_be_written_in_small_letters() -> None:
    assert load_settings(log_level="warning").log_level == "WARNING"


def test_passwords_stay_hidden(folder: Path) -> None:
    settings = load_settings(database="postgresql://desk:hunter2@db/desk")
    assert "hunter2" not in repr(settings) + str(settings.model_dump())
    assert "hunter2" in settings.database_url
    (folder / "copydesk.toml").write_text('database = 7\nport = "hunter2"')
    with pytest.raises(SettingsFileError) as error:
        load_settings()
    assert "hunter2" not in str(error.value)
