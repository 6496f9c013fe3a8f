"""An editor's first steps with a whole server: sign in, write a document, be told what is wrong with it."""

import uuid

import httpx

from copydesk.bootstrap import Copydesk
from copydesk.content.model import DocumentType, PropertyType
from copydesk.identity.http_access import MANAGEMENT_API


async def test_an_administrator_writes_a_document(desk: Copydesk, visitor: httpx.AsyncClient) -> None:
    page = DocumentType("page", uuid.UUID(int=1), own_properties=(PropertyType("title", mandatory=True),))
    await desk.rooms.document_types.save(page)
    administrator = desk.first_administrator
    assert administrator is not None
    secrets = {"email": administrator.user.email, "password": administrator.password}
    signed_in = await visitor.post(f"{MANAGEMENT_API}/security/sign-in", json=secrets)
    visitor.headers["Authorization"] = f"Bearer {signed_in.json()['accessToken']}"
    created = await visitor.post(
        f"{MANAGEMENT_API}/document", json={"typeAlias": "page", "variants": [{"name": "Home"}]}
    )
    assert created.status_code == 201, created.text
    refused = await visitor.put(f"{created.headers['location']}/publish", json={})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "values.title")
    tree = await visitor.get(f"{MANAGEMENT_API}/tree/document/root")
    assert [one["name"] for one in tree.json()["items"]] == ["Home"]
    schema = (await visitor.get("/schema/openapi.json")).json()
    assert f"{MANAGEMENT_API}/document/{{key}}" in schema["paths"]
