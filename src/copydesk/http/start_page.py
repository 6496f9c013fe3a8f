"""The page at `/` until the back office moves in."""

from litestar import MediaType, Response, get

__all__ = ["start_page"]

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Copydesk</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 20vh auto; padding: 0 1.5rem }
</style>
<h1>Copydesk is running</h1>
<p>A content server whose every change is an event.</p>
</html>
"""
_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@get("/", opt={"public": True}, include_in_schema=False, media_type=MediaType.HTML, sync_to_thread=False)
def start_page() -> Response[str]:
    """Show that the server runs."""
    return Response(_PAGE, headers=_HEADERS, media_type=MediaType.HTML)
