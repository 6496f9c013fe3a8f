"""Document types and languages over HTTP."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.integration.content.api.conftest import Api, errors_of
from tests.integration.content.rig import Rig

RECIPE: dict[str, Any] = {
    "alias": "recipe",
    "name": "Recipe",
    "icon": "chef",
    "description": "How to cook it",
    "variesByCulture": True,
    "variesBySegment": False,
    "allowedAtRoot": False,
    "allowedChildren": ["note", "recipe"],
    "compositions": ["page"],
    "properties": [
        {
            "alias": "steps",
            "label": "Steps",
            "description": "One a line",
            "group": "Cooking",
            "editor": "textarea",
            "valueType": "text",
            "variesByCulture": True,
            "variesBySegment": False,
            "mandatory": True,
            "pattern": "^.+$",
            "schema": None,
            "message": "Write them down",
            "configuration": {"rows": 7},
        },
        {"alias": "serves", "valueType": "integer", "schema": {"minimum": 1}},
    ],
}


@pytest.mark.rule("MA60")
async def test_a_type_comes_back_as_it_was_sent(editor: httpx.AsyncClient, rig: Rig) -> None:
    answer = await editor.post("/document-type", json=RECIPE)
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert {name: shown[name] for name in RECIPE if name != "properties"} == {
        name: value for name, value in RECIPE.items() if name != "properties"
    }
    steps, serves = shown["properties"]
    assert steps == RECIPE["properties"][0]
    assert (serves["label"], serves["editor"], serves["schema"]) == ("serves", "number", {"minimum": 1})
    assert [(one["alias"], one["origin"]) for one in shown["inheritedProperties"]] == [
        ("title", "page"),
        ("sku", "page"),
        ("blocks", "page"),
    ]
    again = await editor.get(answer.headers["location"].partition("/v1")[2])
    assert again.json() == shown
    assert (await editor.get("/document-type/by-alias/recipe")).json() == shown
    tag = again.headers["etag"]
    assert (await editor.get("/document-type/by-alias/recipe", headers={"If-None-Match": tag})).status_code == 304


@pytest.mark.rule("MA61")
@pytest.mark.parametrize(
    ("wrong", "status", "fields"),
    [
        ({"alias": "no alias", "allowedChildren": []}, 400, ["alias"]),
        ({"alias": "page"}, 409, ["alias"]),
        ({"icon": "<svg>"}, 400, ["icon"]),
        ({"compositions": ["nothing"], "allowedChildren": ["nothing"]}, 400, ["compositions[0]", "allowedChildren[0]"]),
        ({"compositions": ["recipe"]}, 400, ["compositions[0]"]),
        ({"properties": [{"alias": "a", "pattern": "("}]}, 400, ["properties[0].pattern"]),
        ({"properties": [{"alias": "a", "schema": {"type": 1}}]}, 400, ["properties[0].schema"]),
        ({"properties": [{"alias": "a", "editor": "boolean"}]}, 400, ["properties[0].editor"]),
        ({"properties": [{"alias": "a"}, {"alias": "a"}]}, 400, ["properties[1]"]),
        ({"properties": [{"alias": "title"}]}, 400, ["properties[0]"]),
        ({"properties": [{"alias": "a", "variesBySegment": True}]}, 400, ["properties[0]"]),
        ({"properties": [{"alias": "a", "valueType": "blob"}]}, 400, ["properties[0].valueType"]),
    ],
)
async def test_a_wrong_definition_is_refused_at_its_field(
    editor: httpx.AsyncClient, rig: Rig, wrong: dict[str, Any], status: int, fields: list[str]
) -> None:
    answer = await editor.post("/document-type", json={**RECIPE, **wrong})
    assert (answer.status_code, errors_of(answer)) == (status, fields), answer.text
    assert [one.alias for one in await rig.types.all()] == ["article", "note", "page"]


@pytest.mark.rule("MA62")
async def test_a_type_is_replaced_by_those_who_know_its_version(editor: httpx.AsyncClient, rig: Rig) -> None:
    created = await editor.post("/document-type", json=RECIPE)
    url = f"/document-type/{created.json()['key']}"
    changed = {**RECIPE, "properties": [], "name": "Dish"}
    answer = await editor.put(url, json=changed, headers={"If-Match": created.headers["etag"]})
    assert (answer.status_code, answer.json()["name"], answer.json()["properties"]) == (200, "Dish", [])
    stale = await editor.put(url, json=changed, headers={"If-Match": created.headers["etag"]})
    assert (stale.status_code, stale.json()["actualVersion"]) == (412, answer.json()["version"])
    assert (await editor.delete(url, headers={"If-Match": created.headers["etag"]})).status_code == 412
    taken = await editor.put(url, json={**changed, "alias": "page"})
    assert (taken.status_code, errors_of(taken)) == (409, ["alias"])
    assert (await editor.delete(url)).status_code == 200
    assert (await editor.get(url)).status_code == 404
    assert (await editor.delete(f"/document-type/{UUID(int=404)}")).status_code == 404


@pytest.mark.rule("MA63")
async def test_types_tell_what_goes_with_them(editor: httpx.AsyncClient, rig: Rig) -> None:
    note = next(one for one in await rig.types.all() if one.alias == "note")
    page = next(one for one in await rig.types.all() if one.alias == "page")
    await editor.post("/document-type", json=RECIPE)

    async def aliases(path: str) -> list[str]:
        found = (await editor.get(path)).json()
        return [one["alias"] for one in (found["items"] if isinstance(found, dict) else found)]

    assert await aliases(f"/document-type/{page.key}/allowed-children") == ["article", "note", "page"]
    assert await aliases(f"/document-type/{page.key}/available-compositions") == ["article", "note"]
    assert await aliases(f"/document-type/{note.key}/available-compositions") == ["article", "page", "recipe"]
    assert await aliases("/document-type?nameContains=CI") == ["recipe"]
    assert await aliases("/document-type?skip=1&take=2") == ["note", "page"]
    assert "richText" in await aliases("/property-editor")
    await rig.page("Page")
    assert (await editor.delete(f"/document-type/{page.key}")).status_code == 409


@pytest.mark.rule("MA64")
async def test_editors_read_types_and_only_the_settings_change_them(api: Api, rig: Rig) -> None:
    writer = api.caller(trees=["documents"])
    assert (await writer.get("/document-type")).status_code == 200
    assert (await writer.post("/document-type", json=RECIPE)).status_code == 403
    assert (await writer.get("/language")).status_code == 200
    assert (await writer.post("/language", json={"code": "it-IT"})).status_code == 403
    nobody = api.caller(trees=[])
    assert (await nobody.get("/document-type")).status_code == 403
    assert (await nobody.get("/language")).status_code == 200


@pytest.mark.rule("MA70")
async def test_languages_are_added_changed_and_deleted(editor: httpx.AsyncClient, rig: Rig) -> None:
    italian = {"code": "it-it", "name": "Italian", "isMandatory": True, "fallback": "fr-FR"}
    created = await editor.post("/language", json=italian)
    assert created.status_code == 201
    expected = {**italian, "code": "it-IT", "isDefault": False, "messages": []}
    assert created.json() == (await editor.get("/language/IT-it")).json() == expected
    assert (await editor.post("/language", json=italian)).status_code == 409
    assert (await editor.delete("/language/fr-FR")).status_code == 409
    changed = await editor.put("/language/it-IT", json={"name": "Italiano", "isDefault": True})
    assert (changed.json()["isDefault"], changed.json()["fallback"]) == (True, None)
    assert [one["code"] for one in (await editor.get("/language")).json() if one["isDefault"]] == ["it-IT"]
    assert (await editor.delete("/language/fr-FR")).status_code == 200
    assert (await editor.get("/language/fr-FR")).status_code == 404


@pytest.mark.rule("MA71")
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"code": "no code"}, ["code"]),
        ({"code": "it", "fallback": "no code"}, ["fallback"]),
        ({"code": "it", "fallback": "xx"}, ["fallback"]),
        ({"code": "it", "fallback": "it"}, ["fallback"]),
        ({"code": "it", "colour": "red"}, ["colour"]),
    ],
)
async def test_a_wrong_language_is_refused_at_its_field(
    editor: httpx.AsyncClient, rig: Rig, body: dict[str, Any], fields: list[str]
) -> None:
    answer = await editor.post("/language", json=body)
    assert (answer.status_code, errors_of(answer)) == (400, fields), answer.text
    unset = await editor.put("/language/en-US", json={"isDefault": False})
    assert (unset.status_code, errors_of(unset)) == (400, ["isDefault"])
    assert [one["code"] for one in (await editor.get("/language")).json()] == ["en-US", "de-DE", "fr-FR"]


@pytest.mark.rule("MA92")
async def test_the_segments_of_the_server_are_listed_for_those_who_edit_documents(
    api: Api, editor: httpx.AsyncClient
) -> None:
    press = {"alias": "press", "name": "Press"}
    page = (await editor.get("/segment")).json()
    assert page == {"items": [{"alias": "subscribers", "name": "Subscribers"}, press], "total": 2}
    assert (await editor.get("/segment", params={"skip": 1, "take": 1})).json() == {"items": [press], "total": 2}
    assert (await editor.get("/segment", params={"take": -1})).status_code == 400
    assert (await api.caller(trees=frozenset()).get("/segment")).status_code == 403
