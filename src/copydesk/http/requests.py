"""The request as routes get it: its body is read without trusting who wrote it."""

from typing import Any

from litestar import Request
from litestar.exceptions import ClientException

from copydesk.http.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["CarefulRequest", "UnsoundRequestError"]


class UnsoundRequestError(ClientException):
    """The request is wrong before any route has seen it."""

    def __init__(self, said: Said) -> None:
        super().__init__(str(said))
        self.said = said


class CarefulRequest(Request[Any, Any, Any]):
    """A request whose body may hold anything. What cannot be read is the caller's mistake, however it fails."""

    async def json(self) -> Any:
        """Return the body as JSON.

        Raises:
            UnsoundRequestError: it is nested deeper than can be read (400).
        """
        try:
            return await super().json()
        except RecursionError as error:
            raise UnsoundRequestError(Sentences.NESTED_TOO_DEEPLY()) from error
