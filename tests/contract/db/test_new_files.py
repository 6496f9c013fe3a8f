"""Opening a new SQLite file from many threads at once."""

import threading
from pathlib import Path

import pytest

from copydesk.db.sqlite import _open
from copydesk.db.url import DatabaseUrl

ROUNDS, OPENERS = 60, 6


@pytest.mark.rule("DB31")
def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        url = DatabaseUrl.parse(f"sqlite:///{tmp_path}/{number}.db")
        together = threading.Barrier(OPENERS)
        failed: list[Exception] = []

        def open_it(
            url: DatabaseUrl = url, gate: threading.Barrier = together, failed: list[Exception] = failed
        ) -> None:
            gate.wait()
            try:
                _open(url, 10, ()).close()
            except Exception as error:  # noqa: BLE001 - told by the assertion below
                failed.append(error)

        threads = [threading.Thread(target=open_it) for _ in range(OPENERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
