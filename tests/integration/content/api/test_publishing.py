"""Publishing and taking down over HTTP."""

from datetime import timedelta

import httpx
import pytest

from copydesk.identity.permissions import Verb
from tests.integration.content.api.conftest import EVERYTHING, Api, errors_of
from tests.integration.content.rig import Rig


def states(answer: httpx.Response) -> dict[str | None, str]:
    assert answer.status_code == 200, answer.text
    return {one["culture"]: one["state"] for one in answer.json()["variants"]}


@pytest.mark.rule("MA20")
async def test_cultures_are_published_and_taken_down(editor: httpx.AsyncClient, rig: Rig) -> None:
    news = await rig.article(en_US="News", de_DE="Neues", fr_FR="Nouvelles")
    url = f"/document/{news.key}"
    answer = await editor.put(f"{url}/publish", json={"cultures": ["de-DE", "fr-FR"]})
    assert states(answer) == {"en-US": "draft", "de-DE": "published", "fr-FR": "published"}
    answer = await editor.put(f"{url}/unpublish", json={"cultures": ["de-DE"]})
    assert states(answer) == {"en-US": "draft", "de-DE": "draft", "fr-FR": "published"}
    assert set(states(await editor.put(f"{url}/publish", json={})).values()) == {"published"}
    assert set(states(await editor.put(f"{url}/unpublish", json={})).values()) == {"draft"}
    page = await rig.page("Page")
    assert states(await editor.put(f"/document/{page.key}/publish", json={})) == {None: "published"}
    assert states(await editor.put(f"/document/{page.key}/unpublish", json={"cultures": []})) == {None: "draft"}


@pytest.mark.rule("MA20")
@pytest.mark.parametrize("action", ["publish", "unpublish", "save-and-publish", "publish-with-descendants"])
@pytest.mark.parametrize("cultures", [["xx-XX"], ["*", "de-DE"], ["de-DE", "de-de"], [""], ["no culture"]])
async def test_cultures_that_cannot_be_are_refused(
    editor: httpx.AsyncClient, rig: Rig, action: str, cultures: list[str]
) -> None:
    news = await rig.published_article()
    answer = await editor.put(f"/document/{news.key}/{action}", json={"cultures": cultures})
    assert answer.status_code == 400, answer.text
    assert errors_of(answer)[0] in {"cultures", "culture"}


@pytest.mark.rule("MA21")
async def test_what_may_not_be_published_is_named(editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await rig.page("Page", sku="lower")
    answer = await editor.put(f"/document/{page.key}/publish", json={})
    assert (answer.status_code, errors_of(answer)) == (422, ["values.sku"])
    below = await rig.page("Below", page)
    answer = await editor.put(f"/document/{below.key}/publish", json={})
    assert answer.status_code == 409
    await rig.content.move_to_recycle_bin(await rig.again(below))
    assert (await editor.put(f"/document/{below.key}/publish", json={})).status_code == 409


@pytest.mark.rule("MA22")
async def test_a_draft_is_saved_even_when_it_cannot_be_published(editor: httpx.AsyncClient, rig: Rig) -> None:
    page = await rig.page("Page")
    url = f"/document/{page.key}/save-and-publish"
    tag = (await editor.get(f"/document/{page.key}")).headers["etag"]
    body = {"values": [{"alias": "sku", "value": "lower"}]}
    answer = await editor.put(url, json=body, headers={"If-Match": tag})
    assert (answer.status_code, errors_of(answer)) == (422, ["values.sku"])
    assert (await rig.again(page)).get_value("sku") == "lower"
    body = {"values": [{"alias": "sku", "value": "UPPER"}]}
    again = await editor.put(url, json=body, headers={"If-Match": answer.headers["etag"]})
    assert states(again) == {None: "published"}


@pytest.mark.rule("MA22")
async def test_save_and_publish_takes_all_cultures_of_the_new_draft(editor: httpx.AsyncClient, rig: Rig) -> None:
    news = await rig.article(en_US="News")
    body = {"variants": [{"culture": "de-DE", "name": "Neues"}]}
    answer = await editor.put(f"/document/{news.key}/save-and-publish", json=body)
    assert states(answer) == {"en-US": "published", "de-DE": "published", "fr-FR": "notCreated"}


@pytest.mark.rule("MA23")
async def test_a_branch_is_published_with_an_outcome_for_each(editor: httpx.AsyncClient, rig: Rig) -> None:
    top = await rig.page("Top")
    await rig.page("Good", top)
    await rig.page("Bad", top, sku="lower")
    url = f"/document/{top.key}/publish-with-descendants"
    answer = (await editor.put(url, json={"filter": "includeUnpublished"})).json()
    assert [(one["name"], one["success"], one["result"]) for one in answer["items"]] == [
        ("Top", True, "SuccessPublish"),
        ("Good", True, "SuccessPublish"),
        ("Bad", False, "FailedPublishContentInvalid"),
    ]
    assert not answer["success"]
    assert answer["items"][2]["errors"][0]["field"] == "values.sku"
    rig.recorder.cancel_on("Publishing")
    refused = await editor.put(url, json={"filter": "forceRepublish"})
    assert (refused.status_code, refused.json()["messages"][0]["message"]) == (422, "no Publishing")


@pytest.mark.rule("MA23")
async def test_a_branch_is_published_only_by_those_who_may_publish_all_of_it(api: Api, rig: Rig) -> None:
    top = await rig.page("Top")
    deep = await rig.page("Deep", await rig.page("Middle", top))
    for verb in (Verb.PUBLISH, Verb.BROWSE):  # The answer names every document.
        publisher = api.caller(at_nodes={deep.id: EVERYTHING - {verb}})
        answer = await publisher.put(f"/document/{top.key}/publish-with-descendants", json={})
        assert (answer.status_code, verb in answer.json()["detail"]) == (403, True)
    assert not (await rig.again(top)).published


@pytest.mark.rule("MA24")
async def test_a_document_is_handed_on_to_a_publisher(api: Api, rig: Rig) -> None:
    page = await rig.page("Page")
    writer = api.caller([Verb.BROWSE, Verb.SEND_TO_PUBLISH])
    assert (await writer.put(f"/document/{page.key}/send-to-publication")).status_code == 200
    assert "SentToPublish" in rig.recorder.names()
    assert (await writer.put(f"/document/{page.key}/publish", json={})).status_code == 403


@pytest.mark.rule("MA25")
async def test_dates_are_set_and_listed(api: Api, editor: httpx.AsyncClient, rig: Rig) -> None:
    news = await rig.article()
    due = rig.clock.now() + timedelta(days=1)
    line = {"action": "Release", "due": due.isoformat(), "culture": "de-de"}
    answer = await editor.put(f"/document/{news.key}/schedule", json={"schedule": [line]})
    expected = [{"action": "Release", "due": due.isoformat().replace("+00:00", "Z"), "culture": "de-DE"}]
    assert answer.json()["schedule"] == expected
    assert (await editor.get(f"/document/{news.key}/schedule")).json() == expected
    late = await editor.put(f"/document/{news.key}/schedule", json={"schedule": []}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["actualVersion"]) == (412, 2)
    lines = [{**line, "culture": "xx-XX"}, {**line, "culture": None}, {**line, "due": "2030-01-01T00:00:00"}]
    wrong = await editor.put(f"/document/{news.key}/schedule", json={"schedule": lines})
    assert (wrong.status_code, errors_of(wrong)) == (400, [f"schedule[{number}]" for number in range(3)])
    publisher = api.caller(EVERYTHING - {Verb.UNPUBLISH})
    expiry = {"schedule": [{**line, "action": "Expire"}]}
    assert (await publisher.put(f"/document/{news.key}/schedule", json=expiry)).status_code == 403
