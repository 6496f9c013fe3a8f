"""What a whole server refuses, and the codes by which programs know it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from copydesk.bootstrap import Copydesk
from copydesk.demo.house_style import house_style
from copydesk.identity.http_access import MANAGEMENT_API
from copydesk.identity.model import ADMINISTRATORS
from copydesk.settings import load_settings
from tests.integration.api.world import World

UNKNOWN = "00000000-0000-4000-8000-000000000404"


@pytest.fixture
async def styled(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Copydesk]:
    """A server to which a composer has added handlers and their sentences."""
    monkeypatch.chdir(tmp_path)
    async with Copydesk(load_settings(database=sqlite_url), house_style) as opened:
        yield opened


@pytest.fixture
async def administrator(styled: Copydesk) -> AsyncIterator[httpx.AsyncClient]:
    await World(styled).prepare()
    identity = styled.rooms.identity
    groups = [group.key for group in await identity.groups.find(ADMINISTRATORS)]
    secret = (await identity.api_keys.create("robot", groups)).shown
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(styled),
        base_url=f"http://copydesk{MANAGEMENT_API}",
        headers={"Authorization": f"Bearer {secret}"},
    ) as client:
        yield client


def codes_in(answer: httpx.Response) -> tuple[int, str, dict[str, tuple[str, dict[str, Any]]]]:
    """Return the status, the code, and the code of each field with what it names."""
    body = answer.json()
    errors = {one["field"]: (one["code"], one.get("parameters", {})) for one in body.get("errors", ())}
    return answer.status_code, body["operationStatus"], errors


WRONG: tuple[tuple[str, str, Any, Any], ...] = (
    ("GET", f"/document/{UNKNOWN}", None, (404, "ContentNotFound", {})),
    (
        "POST",
        "/document",
        {"typeAlias": "none"},
        (400, "AliasNotFound", {"typeAlias": ("AliasNotFound", {"alias": "none"})}),
    ),
    (
        "POST",
        "/document",
        {"typeAlias": "page", "variants": [{"name": "x", "culture": "xx"}, {"name": "a\nb"}]},
        (
            400,
            "FieldsInvalid",
            {
                "name[xx]": ("LanguageNotFound", {"code": "xx", "known": "en-US"}),
                "name": ("NameControlCharacters", {"name": "a\nb"}),
            },
        ),
    ),
    ("POST", "/document", {"typeAlias": "page"}, (400, "NameMissing", {"name": ("NameMissing", {})})),
    (
        "POST",
        "/document-type",
        {"alias": "2 pages"},
        (400, "InvalidAlias", {"alias": ("InvalidAlias", {"alias": "2 pages"})}),
    ),
    (
        "POST",
        "/document-type",
        {"alias": "page"},
        (409, "DuplicateAlias", {"alias": ("DuplicateAlias", {"alias": "page"})}),
    ),
    (
        "POST",
        "/document-type",
        {"alias": "x", "name": "n" * 256},
        (400, "InvalidRequest", {"name": ("TextTooLong", {"limit": "255"})}),
    ),
    ("POST", "/document-type", {}, (400, "InvalidRequest", {"alias": ("FieldMissing", {"field": "alias"})})),
    (
        "POST",
        "/language",
        {"code": "en-us"},
        (409, "DuplicateIsoCode", {"code": ("DuplicateIsoCode", {"code": "en-us"})}),
    ),
    ("DELETE", "/language/en-US", None, (409, "InvalidState", {})),
    (
        "POST",
        "/user",
        {"email": "nobody", "name": ""},
        (422, "FieldsInvalid", {"name": ("InvalidName", {}), "email": ("InvalidEmail", {})}),
    ),
    (
        "POST",
        "/user",
        {"email": "a@b", "name": "A", "password": "short"},
        (422, "PasswordTooShort", {"password": ("PasswordTooShort", {"limit": 10})}),
    ),
    ("GET", f"/user/{UNKNOWN}", None, (404, "UserNotFound", {})),
    ("POST", "/security/sign-in", {"email": "a@b", "password": "x"}, (401, "SignInRefused", {})),
    ("GET", "/no-route", None, (404, "NotFound", {})),
    ("PATCH", "/language", None, (405, "MethodNotAllowed", {})),
)


@pytest.mark.rule("HT9", "HT12")
async def test_what_is_refused_says_so_by_its_code(administrator: httpx.AsyncClient) -> None:
    for method, path, body, expected in WRONG:
        assert codes_in(await administrator.request(method, path, json=body)) == expected, (method, path, body)


@pytest.mark.rule("HT9")
async def test_a_stale_write_a_veto_and_a_missing_value_have_the_names_of_the_reference(
    administrator: httpx.AsyncClient,
) -> None:
    types = {"alias": "note", "properties": [{"alias": "title", "label": "Title", "mandatory": True}]}
    await administrator.post("/document-type", json=types)
    created = await administrator.post("/document", json={"typeAlias": "note", "variants": [{"name": "Quiet"}]})
    url, tag = f"/document/{created.json()['key']}", created.headers["etag"]

    missing = await administrator.put(f"{url}/publish", json={})
    assert codes_in(missing) == (422, "ContentInvalid", {"values.title": ("ValueMandatory", {"name": "Title"})})

    loud = {"variants": [{"name": "FERRY SINKS"}], "values": [{"alias": "title", "value": "x"}]}
    veto = await administrator.put(f"{url}/save-and-publish", json=loud, headers={"If-Match": tag})
    assert codes_in(veto) == (422, "CancelledByNotification", {})

    await administrator.put(url, json={"variants": [{"name": "Other"}]})
    stale = await administrator.put(url, json=loud, headers={"If-Match": tag})
    assert codes_in(stale)[:2] == (412, "ConcurrencyViolation")


@pytest.mark.rule("HT10", "HT11")
async def test_composers_add_sentences_that_the_description_lists(administrator: httpx.AsyncClient) -> None:
    schemas = (await administrator.get("http://copydesk/schema/openapi.json")).json()["components"]["schemas"]
    listed = {name: codes_of(schemas[owner]["properties"][name]) for owner, name in OWNERS}
    assert {"HeadlineShouts", "PathNotPublished", "DuplicateEmail", "FieldMissing"} <= listed["operationStatus"]
    assert listed["code"] == listed["operationStatus"]

    body = {"typeAlias": "page", "variants": [{"name": "Sinks."}]}
    [remark] = (await administrator.post("/document", json=body)).json()["messages"]
    assert (remark["code"], remark["parameters"]) == ("HeadlineEndsWithFullStop", {"headline": "Sinks."})


OWNERS = (("FieldError", "code"), ("Problem", "operationStatus"))


def codes_of(schema: dict[str, Any]) -> set[str]:
    """Return the codes that a field of the description lists."""
    return {code for one in schema["oneOf"] for code in one.get("enum", ())}
