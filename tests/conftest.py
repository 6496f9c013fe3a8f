"""What every test gets: an error logged by the code under test fails the test that did not expect it."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.reports", "tests.servers"]

# How long an example takes says something about the machine, and nothing about the code.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", UNTIMED)
settings.register_profile("ci", UNTIMED, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rounds", type=int, default=3, help="how often a server is killed by each test that kills one")


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a server is killed."""
    chosen: int = request.config.getoption("--rounds")
    return chosen


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_error_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(errors)
    if errors.records and request.node.get_closest_marker("logs_errors") is None:
        texts = "\n".join(logging.Formatter().format(record) for record in errors.records)
        pytest.fail(f"the code under test logged an error; mark the test with logs_errors if it should:\n{texts}")
