"""Where request ids come from; the one place of this room that asks the system for randomness."""

import secrets
from collections.abc import Callable

__all__ = ["IdFactory", "random_id"]

IdFactory = Callable[[], str]


def random_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits, the shape of a trace id."""
    return secrets.token_hex(16)
