"""The start page, through the ASGI interface."""

import httpx
import pytest

from copydesk.http import create_application


@pytest.fixture
def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_application()), base_url="http://copydesk")


async def test_start_page(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.status_code == 200
    assert "Copydesk is running" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_head_has_no_body(client: httpx.AsyncClient) -> None:
    assert (await client.head("/")).content == b""


@pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("POST", "/")])
async def test_anything_else_is_not_found(client: httpx.AsyncClient, method: str, path: str) -> None:
    assert (await client.request(method, path)).status_code == 404
