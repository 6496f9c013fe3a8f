"""Log lines: for people, or one JSON object each, and always with the id of the request that they belong to."""

import logging
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor

from copydesk.http import correlation_id
from copydesk.settings import LogFormat

__all__ = ["set_up_logs"]


def set_up_logs(style: LogFormat, level: str = "INFO") -> None:
    """Send what is logged by anybody to standard error.

    Args:
        style: how lines look.
        level: below this nothing is shown, such as `INFO`.

    Raises:
        ValueError: there is no such level.
    """
    before: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_correlation_id,
        _drop_color,
    ]
    shown: Processor = (
        structlog.processors.JSONRenderer()
        if style is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if style is LogFormat.JSON:
        last.append(structlog.processors.dict_tracebacks)
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[*last, shown]))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _add_correlation_id(logger: Any, method: str, event: EventDict) -> EventDict:
    del logger, method
    if (current := correlation_id()) is not None:
        event.setdefault("correlation_id", current)
    return event


def _drop_color(logger: Any, method: str, event: EventDict) -> EventDict:
    """Leave out the second, coloured text that uvicorn gives its lines."""
    del logger, method
    event.pop("color_message", None)
    return event
