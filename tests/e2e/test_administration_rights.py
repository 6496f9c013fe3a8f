"""User groups, API keys and one's own account in browsers."""

import pytest
from playwright.async_api import expect

from copydesk.demo import PASSWORD
from tests.e2e.newsroom import Newsroom

NEW_PASSWORD = "a-longer-way-to-the-harbour"


@pytest.mark.rule("OF66")
async def test_a_group_says_in_words_what_its_members_may_do(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/users/group")
    page = ada.page
    await page.get_by_role("link", name="Add a user group").click()
    await page.get_by_label("Name", exact=True).fill("Sport desk")
    await expect(page.get_by_label("Alias")).to_have_value("sportDesk")
    await page.get_by_role("checkbox", name="Publish", exact=True).check()
    await page.get_by_role("button", name="Add an exception").click()
    await page.get_by_label("Search the whole tree").fill("culture")
    await page.get_by_role("button", name="Choose Culture").click()
    await page.get_by_text("Culture (2 allowed)").click()
    exception = page.locator("cd-document-verbs")
    await exception.get_by_role("checkbox", name="Publish", exact=True).uncheck()
    await page.get_by_role("button", name="Create the group").click()
    await expect(page.get_by_role("heading", name="Sport desk")).to_be_visible()
    identity, culture = newsroom.rooms.identity, await newsroom.document("Culture")
    made = next(group for group in await identity.groups.all() if group.alias == "sportDesk")
    assert set(made.verbs) == {"Umb.Document.Read", "Umb.Document.Publish"}
    assert {node: set(verbs) for node, verbs in made.node_verbs.items()} == {culture.id: {"Umb.Document.Read"}}
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("link", name="Editors")).to_be_visible()
    await expect(page.get_by_role("link", name="Sport desk")).to_have_count(0)


@pytest.mark.rule("OF66")
async def test_who_is_no_administrator_reads_groups_and_changes_none(newsroom: Newsroom) -> None:
    identity = newsroom.rooms.identity
    editors = next(group for group in await identity.groups.all() if group.alias == "editor")
    editors.sections |= {"users"}
    assert (await identity.groups.save(editors)).success
    ben = await newsroom.signed_in("ben", path="/umbraco/users/group")
    await expect(ben.page.get_by_role("link", name="Writers")).to_be_visible()
    await expect(ben.page.get_by_role("link", name="Add a user group")).to_have_count(0)
    await ben.page.get_by_role("link", name="Writers").click()
    await expect(ben.page.get_by_label("Name", exact=True)).to_be_disabled()
    await expect(ben.page.get_by_role("button", name="Save")).to_have_count(0)


@pytest.mark.rule("OF67")
async def test_an_api_key_is_shown_once(newsroom: Newsroom) -> None:
    ada = await newsroom.signed_in("ada", path="/umbraco/users/api-key")
    page = ada.page
    await page.get_by_label("What it is for").fill("Website")
    await page.get_by_label("Writers").check()
    await page.get_by_role("button", name="Create the key").click()
    secret = page.get_by_label("Secret of Website").locator("code")
    shown = await secret.inner_text()
    answer = await page.request.get(
        f"{newsroom.url}/umbraco/management/api/v1/user/current", headers={"Authorization": f"Bearer {shown}"}
    )
    assert (await answer.json())["name"] == "Website"
    await page.get_by_role("button", name="Close").click()
    await expect(secret).to_have_count(0)
    await page.get_by_role("button", name="Delete Website").click()
    await page.get_by_role("button", name="Delete Website").click()
    await expect(page.get_by_text("There is nothing yet.")).to_be_visible()


@pytest.mark.rule("OF68")
async def test_everybody_looks_after_their_own_account(newsroom: Newsroom) -> None:
    dario = await newsroom.signed_in("dario", path="/umbraco/account")
    page = dario.page
    await expect(page.get_by_role("heading", name="Mein Konto")).to_be_visible()
    await page.get_by_label("Sprache der Oberfläche").select_option("English")
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()
    await page.get_by_label("Present password").fill("guessed")
    await page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    await page.get_by_label("New password again").fill("something else")
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("This is not the same as the new password.")).to_be_visible()
    await page.get_by_label("New password again").fill(NEW_PASSWORD)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("This is not your present password.")).to_be_visible()
    await page.get_by_label("Present password").fill(PASSWORD)
    await page.get_by_role("button", name="Change the password").click()
    await dario.is_told("Password changed")
    await page.get_by_role("button", name="Sign out everywhere").click()
    await page.get_by_role("button", name="Sign out everywhere").click()
    await page.get_by_label("E-mail").fill("dario@example.org")
    await page.get_by_label("Password").fill(NEW_PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()
