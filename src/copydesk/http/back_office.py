"""The back office: the built pages and files below `/umbraco/`, under a content policy that lets in nothing else.

The build is part of the package (`copydesk/back_office/`), made from the sources in `backoffice/`. Its files are read
once and packed once, when the application is built.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from litestar import MediaType, Request, Response, get, route
from litestar.enums import HttpMethod
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from copydesk.identity.http_access import PUBLIC

__all__ = ["BACK_OFFICE_PATH", "back_office_routes"]

BACK_OFFICE_PATH: Final = "/umbraco/"
_BUILT: Final = Path(__file__).parents[1] / "back_office"
_INDEX: Final = "index.html"
_OF_THE_SERVER: Final = frozenset({"delivery", "management", "servereventhub"})
"""What below `/umbraco/` is never a page."""

_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_EACH_TIME: Final = "no-cache"

_NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Copydesk</title>
<h1>Copydesk is running, but its back office has not been built</h1>
<p>In a checkout, <code>make setup</code> builds it. An installed package contains it.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes | None
    media_type: str
    etag: str
    caching: str

    @classmethod
    def read(cls, path: Path, name: str) -> "_File":
        content = path.read_bytes()
        packed = gzip.compress(content, mtime=0)
        return cls(
            content,
            packed if len(packed) < len(content) else None,
            mimetypes.guess_type(name)[0] or "application/octet-stream",
            f'"{hashlib.sha256(content).hexdigest()[:32]}"',
            _FOR_EVER if name.startswith("assets/") else _ASK_EACH_TIME,  # Names in there hold a hash of the content.
        )

    def answer(self, request: Request[Any, Any, Any]) -> Response[Any]:
        headers = {**_HEADERS, "ETag": self.etag, "Cache-Control": self.caching}
        if request.headers.get("If-None-Match") == self.etag:
            return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if self.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(self.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=self.media_type)
        return Response(self.content, headers=headers, media_type=self.media_type)


def back_office_routes(built: Path = _BUILT) -> list[HTTPRouteHandler]:
    """Return the routes of the back office: `/` leads to it, and what is no file below its path is its page.

    Args:
        built: the folder of the build; while it is missing, a page says how to make it.
    """
    files = {name: _File.read(built / name, name) for name in _names_in(built)}
    reading = partial(route, http_method=[HttpMethod.GET, HttpMethod.HEAD], opt=PUBLIC, include_in_schema=False)

    @get("/", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
    def begin() -> Redirect:
        return Redirect(BACK_OFFICE_PATH)

    @reading([BACK_OFFICE_PATH, BACK_OFFICE_PATH + "{path:path}"], sync_to_thread=False)
    def back_office(request: Request[Any, Any, Any]) -> Response[Any]:
        found = _file_for(files, request.scope["path"][len(BACK_OFFICE_PATH) :].strip("/"))
        return _not_built() if found is None else found.answer(request)

    return [begin, back_office]


def _names_in(built: Path) -> list[str]:
    return [path.relative_to(built).as_posix() for path in sorted(built.rglob("*")) if path.is_file()]


def _file_for(files: Mapping[str, _File], name: str) -> _File | None:
    """Return the file of this name, or the page for an address within it.

    Raises:
        NotFoundException: the name is that of a file that is not there, or belongs to the server.
    """
    if (found := files.get(name)) is not None:
        return found
    first, _, last = name.partition("/")[0], *name.rpartition("/")[1:]
    if first.lower() in _OF_THE_SERVER or first == "assets" or "." in last:
        raise NotFoundException(f"There is no {BACK_OFFICE_PATH}{name}")
    return files.get(_INDEX)


def _not_built() -> Response[Any]:
    return Response(_NOT_BUILT, status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=_HEADERS, media_type=MediaType.HTML)
