"""Keeps secrets that travel in URLs out of logs."""

import logging
import re
from collections.abc import Iterable
from typing import Any

__all__ = ["TokenRedactionFilter", "redact", "redact_server_logs"]

_SECRET = re.compile(r"(?i)\b(access_token=)[^&\s\"'#]+|\b(id=)[a-z0-9_-]{22}(?![a-z0-9_-])")
_MASK = r"\1\2[redacted]"
SERVER_LOGGERS = ("uvicorn.access", "uvicorn.error", "hypercorn.access", "_granian.access", "granian.access")


def redact(text: str) -> str:
    """Return `text` with the values of `access_token=`, and of `id=` where it is a connection token, masked."""
    return _SECRET.sub(_MASK, text) if "=" in text else text


class TokenRedactionFilter(logging.Filter):
    """Masks access tokens and connection tokens in the message and the arguments of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask in place, and let the record through."""
        if isinstance(record.msg, str):
            record.msg = redact(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {key: _masked(value) for key, value in record.args.items()}
        return True


def redact_server_logs(loggers: Iterable[str] = SERVER_LOGGERS) -> None:
    """Put the filter on the loggers that ASGI servers write request lines to. Calling it again changes nothing."""
    for name in loggers:
        logger = logging.getLogger(name)
        if not any(isinstance(existing, TokenRedactionFilter) for existing in logger.filters):
            logger.addFilter(TokenRedactionFilter())


def _masked(value: Any) -> Any:
    return redact(value) if isinstance(value, str) else value
