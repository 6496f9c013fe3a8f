import logging

import pytest

from copydesk.signalr.connections import ConnectionEndpoint, TokenRedactionFilter
from copydesk.signalr.connections.redaction import redact
from tests.unit.signalr.connections.handlers import echo

TOKEN = "AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.rule("ST72")
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("/chat?access_token=abc.def", "/chat?access_token=[redacted]"),
        ("/chat?a=1&Access_Token=abc%2E&b=2", "/chat?a=1&Access_Token=[redacted]&b=2"),
        (f"/chat?id={TOKEN}&x=1", "/chat?id=[redacted]&x=1"),
        (f"/chat?ID={TOKEN}", "/chat?ID=[redacted]"),
        ("/items?id=5&user_id=6", "/items?id=5&user_id=6"),
        (f"/items?id={TOKEN}A", f"/items?id={TOKEN}A"),
        ("plain", "plain"),
    ],
)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.rule("ST72")
@pytest.mark.parametrize("logger", ["uvicorn.access", "uvicorn.error", "hypercorn.access"])
def test_an_endpoint_puts_the_filter_on_the_servers_loggers_once(logger: str, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        ConnectionEndpoint(echo)
    filters = [one for one in logging.getLogger(logger).filters if isinstance(one, TokenRedactionFilter)]
    assert len(filters) == 1
    with caplog.at_level(logging.INFO, logger):
        logging.getLogger(logger).info('%s - "%s" %d', "::1", "/hub?access_token=secret", 200)
        logging.getLogger(logger).info("%(path)s", {"path": "/hub?access_token=secret"})
        logging.getLogger(logger).info(f"/hub?access_token={'secret'}")  # noqa: G004 - some servers do
    assert "secret" not in caplog.text
    assert caplog.text.count("[redacted]") == 3
