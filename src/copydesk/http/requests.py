"""The request as routes get it: its body is read without trusting who wrote it."""

from typing import Any

from litestar import Request
from litestar.exceptions import ClientException

__all__ = ["CarefulRequest"]


class CarefulRequest(Request[Any, Any, Any]):
    """A request whose body may hold anything. What cannot be read is the caller's mistake, however it fails."""

    async def json(self) -> Any:
        """Return the body as JSON.

        Raises:
            ClientException: it is nested deeper than can be read (400).
        """
        try:
            return await super().json()
        except RecursionError as error:
            raise ClientException("The body is nested too deeply to be read") from error
