"""A short run of the fuzzer, from the conformance vectors on; `fuzz_protocol.py` runs as long as one likes."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from tests.conformance.signalr.vectors import VECTORS
from tests.fuzz.target import HELLOS

ROOT = Path(__file__).parents[2]
RUNS = 4000
WORDS = ["type", "target", "arguments", "invocationId", "streamIds", "headers", "item", "result", "error", "sequenceId"]


def write_corpus(folder: Path) -> None:
    json, messagepack = JsonHubProtocol(), MessagePackHubProtocol()
    for number, vector in enumerate(VECTORS):
        (folder / f"json-{number}").write_bytes(bytes([1 + number % 2, 7]) + json.encode(vector.message))
        (folder / f"messagepack-{number}").write_bytes(bytes([3 + number % 2, 7]) + messagepack.encode(vector.message))
    for number, hello in enumerate(HELLOS):
        (folder / f"handshake-{number}").write_bytes(bytes([0, 5]) + hello + b'{"type":6}\x1e\x02\x91\x06')


@pytest.mark.rule("SP38")
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this platform")
@pytest.mark.timeout(400)
def test_the_fuzzer_finds_nothing_in_a_short_run(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    words = tmp_path / "words"
    words.write_text("".join(f'"\\"{word}\\":"\n' for word in WORDS))
    options = [f"-runs={RUNS}", "-max_len=2048", "-timeout=10", "-rss_limit_mb=1024", "-seed=1", f"-dict={words}"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.fuzz_protocol", str(corpus), f"-artifact_prefix={tmp_path}/", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ran = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    assert ran is not None, done.stderr
    assert int(ran[1]) >= RUNS
