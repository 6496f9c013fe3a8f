"""The files of the back office through the ASGI interface, from a small folder in place of the build."""

import gzip
from pathlib import Path

import httpx
import pytest
from litestar import get

from copydesk.http import Parts, back_office_routes, create_application

PAGE = "<!doctype html><title>Desk</title>" + " " * 500
SCRIPT = "export const answer = 42;" * 20


@get("/umbraco/management/api/v1/ping", opt={"public": True})
async def ping() -> str:
    return "pong"


def client_of(built: Path) -> httpx.AsyncClient:
    app = create_application(Parts(routes=[ping, *back_office_routes(built)]))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://copydesk")


@pytest.fixture
def client(tmp_path: Path) -> httpx.AsyncClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "assets" / "index-Ab12.js").write_text(SCRIPT)
    return client_of(tmp_path)


@pytest.mark.rule("OF1")
async def test_the_root_leads_to_the_back_office(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/umbraco/")


@pytest.mark.rule("OF1")
@pytest.mark.parametrize("path", ["/umbraco", "/umbraco/", "/umbraco/content", "/umbraco/content/1f0c/history"])
async def test_what_is_no_file_is_the_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.rule("OF2")
@pytest.mark.parametrize("path", ["/umbraco/", "/umbraco/assets/index-Ab12.js"])
async def test_nothing_foreign_and_nothing_inline_is_let_in(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.rule("OF3")
async def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_packed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/umbraco/assets/index-Ab12.js")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == SCRIPT
    assert int(answer.headers["content-length"]) == len(gzip.compress(SCRIPT.encode(), mtime=0))


@pytest.mark.rule("OF3")
async def test_who_unpacks_nothing_gets_the_file_as_it_is(client: httpx.AsyncClient) -> None:
    answer = await client.get("/umbraco/assets/index-Ab12.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT


@pytest.mark.rule("OF3")
async def test_who_has_the_page_already_is_not_sent_it_again(client: httpx.AsyncClient) -> None:
    etag = (await client.get("/umbraco/")).headers["etag"]
    again = await client.get("/umbraco/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.rule("OF4")
@pytest.mark.parametrize(
    "path",
    [
        "/umbraco/management",
        "/umbraco/management/api/v1/nothing",
        "/umbraco/delivery/nothing",
        "/umbraco/serverEventHub/nothing",
        "/umbraco/assets/old-Xy34.js",
        "/umbraco/robots.txt",
        "/umbraco/../pyproject.toml",
    ],
)
async def test_what_is_the_servers_and_missing_files_are_never_the_page(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.rule("OF4")
async def test_the_routes_of_the_server_stand_before_the_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/umbraco/management/api/v1/ping")).text == "pong"


@pytest.mark.rule("OF5")
async def test_without_a_build_a_page_says_how_to_make_it(tmp_path: Path) -> None:
    answer = await client_of(tmp_path / "nothing").get("/umbraco/content")
    assert answer.status_code == 503
    assert "make setup" in answer.text
