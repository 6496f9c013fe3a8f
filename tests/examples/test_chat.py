"""The chat serves its page, and a hub that the official client can negotiate with."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples/chat.py"


@pytest.fixture
def address() -> Iterator[str]:
    command = [sys.executable, str(EXAMPLE), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield next(found[1] for line in server.stderr if (found := re.search(r"running on (\S+)", line)))
        finally:
            server.terminate()


def test_the_chat_serves_its_page_and_its_hub(address: str) -> None:
    page = httpx.get(f"{address}/", timeout=60)
    assert page.status_code == 200
    assert "signalr.js" in page.text
    negotiated = httpx.post(f"{address}/chat/negotiate?negotiateVersion=1", timeout=60).json()
    assert {transport["transport"] for transport in negotiated["availableTransports"]} >= {"WebSockets"}
