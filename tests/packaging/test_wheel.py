"""The built wheel, installed where there is neither the source nor Node, serves the back office."""

import os
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READY = re.compile(r"Copydesk is ready at (http://\S+)")


def uv() -> str:
    found = shutil.which("uv") or shutil.which("uv", path=ROOT / ".tools" / "bin")
    assert found is not None, "`make setup` brings uv"
    return found


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The `copydesk` of a fresh environment that holds nothing but the wheel and what it needs."""
    run(uv(), "build", "--quiet", "--wheel", "--out-dir", tmp_path / "dist")
    [wheel] = (tmp_path / "dist").glob("*.whl")
    run(uv(), "venv", "--quiet", tmp_path / "environment")
    python = tmp_path / "environment" / "bin" / "python"
    run(uv(), "pip", "install", "--quiet", "--python", python, wheel)
    return python.with_name("copydesk")


@pytest.fixture
def server(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server that was started from the wheel, in an empty folder, on a machine without Node."""
    folder = tmp_path / "desk"
    folder.mkdir()
    environment = {"PATH": str(installed.parent), "HOME": str(folder), "LANG": os.environ.get("LANG", "C.UTF-8")}
    process = subprocess.Popen(
        [str(installed), "serve", "--port", "0"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = next((match for line in process.stdout if (match := READY.search(line))), None)
        assert found is not None, "the server ended before it was ready"
        yield found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode in {0, -signal.SIGTERM}


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - its own server
        assert answer.status == 200
        text: str = answer.read().decode()
        return text


@pytest.mark.rule("BO13")
@pytest.mark.timeout(900)
def test_the_wheel_serves_the_back_office_without_node(server: str) -> None:
    page = fetch(f"{server}/umbraco/")
    scripts = re.findall(r'src="(/umbraco/[^"]+\.js)"', page)
    assert scripts
    assert all(fetch(server + script) for script in scripts)
    assert '"status":"ok"' in fetch(f"{server}/health/ready")
