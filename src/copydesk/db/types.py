"""Column types that mean the same on both engines."""

import uuid
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.types import TypeDecorator

from copydesk.db.errors import ValueTypeError

__all__ = ["Json", "UtcDateTime", "Uuid"]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Takes datetimes of any zone, gives them back in UTC, and refuses those without a zone.

    Keeps microseconds and sorts by time on both engines.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the moment into UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        if getattr(value, "tzinfo", None) is None:
            raise ValueTypeError(
                f"a moment must be a datetime with a time zone, not {value!r}; datetime.now(UTC) has one"
            )
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Uuid(TypeDecorator[uuid.UUID]):
    """A key. Takes and gives `uuid.UUID` only: native on PostgreSQL, 32 hexadecimal digits on SQLite."""

    impl = SqlUuid(as_uuid=True)
    cache_ok = True

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> uuid.UUID | None:
        """Refuse what is no UUID; one engine would take text, the other not."""
        del dialect
        if value is not None and not isinstance(value, uuid.UUID):
            raise ValueTypeError(f"a key must be a uuid.UUID, not {value!r}")
        return value


class Json(TypeDecorator[Any]):
    """A value kept as JSON: anything msgspec can encode, decoded into the given type.

    The column is text on both engines, so that key order and numbers come back as they were written. None is NULL.

    Args:
        type_: what a stored value becomes, such as `dict[str, str]` or a struct; default: plain JSON values.
    """

    impl = Text
    cache_ok = True

    def __init__(self, type_: Any = Any) -> None:
        super().__init__()
        self.type_ = type_
        self._decoder = msgspec.json.Decoder(type_)
        self._encoder = msgspec.json.Encoder()

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encode the value."""
        del dialect
        if value is None:
            return None
        try:
            return self._encoder.encode(value).decode()
        except (TypeError, ValueError) as error:
            raise ValueTypeError(f"the value cannot be kept as JSON: {error}") from error

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decode the value into the type."""
        del dialect
        return None if value is None else self._decoder.decode(value)
