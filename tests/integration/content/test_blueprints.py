"""Blueprints."""

import asyncio
from dataclasses import replace

import pytest

from copydesk.content import OperationResult
from copydesk.content.errors import (
    ContentError,
    DocumentNotFoundError,
    FolderNameTakenError,
    InvalidNameError,
    ParentError,
    UnknownTypeError,
)
from copydesk.content.model import Document
from copydesk.content.notifications import ContentSavedBlueprintNotification, ContentScaffoldedNotification
from copydesk.content.sentences import AuditComments
from copydesk.content.store.audit import AuditAction
from copydesk.sentences import recognised
from tests.integration.content.rig import COLLEAGUE, EDITOR, Rig, names_of


async def blueprint(rig: Rig, name: str = "Blue", kind: str = "page") -> Document:
    document = await rig.content.create(kind, name, culture="en-US" if kind == "article" else None)
    document.set_value(*(("title", "model") if kind == "page" else ("heading", "model", "en-US")))
    assert (await rig.content.save_blueprint(document, actor=EDITOR)).success
    rig.recorder.forget()
    return document


@pytest.mark.rule("CS81")
async def test_a_saved_blueprint_is_told_afterwards_only(rig: Rig) -> None:
    page = await rig.page("Home", title="from the page")
    blue = await rig.content.create_blueprint(page, "Blue")
    assert (await rig.content.save_blueprint(blue, created_from=page)).success
    assert rig.recorder.trace() == [("SavedBlueprint", "Blue"), ("TreeChange", [("Blue", "REFRESH_NODE")])]
    told = rig.recorder.told[0]
    assert isinstance(told, ContentSavedBlueprintNotification)
    assert told.created_from_content is page
    assert told.is_new(blue)
    found = await rig.content.blueprint(blue.id)
    assert found is not None
    assert (found.blueprint, found.get_value("title")) == (True, "from the page")


@pytest.mark.rule("CS82")
async def test_blueprints_are_not_in_the_tree(rig: Rig) -> None:
    blue = await blueprint(rig)
    assert await rig.content.get(blue.id) is None
    assert await rig.content.get_by_key(blue.key) is None
    assert await rig.content.get_many([blue.id]) == []
    assert (await rig.content.children()).total == 0
    assert (await rig.content.descendants()).total == 0
    assert await rig.content.count() == 0
    assert (await rig.content.delete_of_type("page")).success
    assert names_of(await rig.content.blueprints()) == ["Blue"]
    assert await rig.content.check_data_integrity() == ()
    assert (await rig.page("Blue")).name == "Blue"
    assert (await blueprint(rig)).name == "Blue (1)"


@pytest.mark.rule("CS82")
async def test_blueprints_are_found_by_type(rig: Rig) -> None:
    await blueprint(rig, "B")
    await blueprint(rig, "A")
    await blueprint(rig, "News", "article")
    assert names_of(await rig.content.blueprints()) == ["A", "B", "News"]
    assert names_of(await rig.content.blueprints(["article"])) == ["News"]
    with pytest.raises(UnknownTypeError):
        await rig.content.blueprints(["nothing"])


@pytest.mark.rule("CS82")
async def test_operations_of_the_tree_refuse_blueprints_and_the_other_way_round(rig: Rig) -> None:
    blue, page = await blueprint(rig), await rig.page()
    for operation in (rig.content.delete(blue), rig.content.move(blue, page.id), rig.content.move_to_recycle_bin(blue)):
        with pytest.raises(ContentError, match="blueprint"):
            await operation
    with pytest.raises(ContentError):
        await rig.content.save_blueprint(page)
    for refused in (rig.content.delete_blueprint(page), rig.content.move_blueprint(page, -1)):
        with pytest.raises(DocumentNotFoundError):
            await refused
    assert rig.recorder.told == []


@pytest.mark.rule("CS83")
async def test_deleted_blueprints_are_told_together(rig: Rig) -> None:
    one, two, other = await blueprint(rig, "One"), await blueprint(rig, "Two"), await blueprint(rig, "News", "article")
    await rig.content.delete_blueprints_of_types(["page"])
    assert rig.recorder.trace() == [
        ("DeletedBlueprint", ["One", "Two"]),
        ("TreeChange", [("One", "REMOVE"), ("Two", "REMOVE")]),
    ]
    rig.recorder.forget()
    await rig.content.delete_blueprint(other)
    assert rig.recorder.trace() == [("DeletedBlueprint", ["News"]), ("TreeChange", [("News", "REMOVE")])]
    rig.recorder.forget()
    await rig.content.delete_blueprints_of_types(["page"])
    assert rig.recorder.told == []
    assert [await rig.content.blueprint(gone.id) for gone in (one, two, other)] == [None] * 3


@pytest.mark.rule("CS84")
async def test_blueprints_are_kept_in_folders(rig: Rig) -> None:
    blue = await blueprint(rig)
    folder = await rig.content.create_blueprint_folder("Folder")
    inner = await rig.content.create_blueprint_folder("Inner", folder.id)
    assert [getattr(told, "target", None) for told in rig.recorder.told] == [folder, inner]
    assert (await rig.content.move_blueprint(blue, inner.id)).success
    moved = await rig.content.blueprint(blue.id)
    assert moved is not None
    assert (moved.path, moved.level) == (f"-1,{folder.id},{inner.id},{blue.id}", 3)
    rig.recorder.forget()
    assert (await rig.content.move_blueprint(moved, inner.id)).success
    assert rig.recorder.told == []
    with pytest.raises(ParentError):
        await rig.content.move_blueprint(moved, 4711)
    assert (await rig.content.delete_blueprint_folder(folder.id)).result is OperationResult.FAILED_CANNOT
    assert (await rig.content.delete_blueprint_folder(inner.id)).result is OperationResult.FAILED_CANNOT
    await rig.content.delete_blueprint(moved)
    assert (await rig.content.delete_blueprint_folder(inner.id)).success
    assert getattr(rig.recorder.told[-1], "target", None) == inner
    assert [one.name for one in await rig.content.blueprint_folders()] == ["Folder"]


@pytest.mark.rule("CS84")
async def test_a_folder_is_renamed_once(rig: Rig) -> None:
    folder = await rig.content.create_blueprint_folder("Folder")
    inner = await rig.content.create_blueprint_folder("Inner", folder.id)
    rig.recorder.forget()
    named = replace(folder, name="Other")
    assert (await rig.content.rename_blueprint_folder(folder.id, " Other ")).success
    assert [getattr(told, "target", None) for told in rig.recorder.told] == [named]
    assert (await rig.content.rename_blueprint_folder(folder.id, "Other")).success
    assert (await rig.content.rename_blueprint_folder(4711, "Nobody")).result is OperationResult.FAILED_CANNOT
    assert len(rig.recorder.told) == 1
    assert await rig.content.blueprint_folders() == [named, inner]
    with pytest.raises(InvalidNameError):
        await rig.content.rename_blueprint_folder(folder.id, "x" * 256)


@pytest.mark.rule("CS84")
async def test_folders_at_one_place_have_different_names(rig: Rig) -> None:
    folder = await rig.content.create_blueprint_folder("Folder")
    other = await rig.content.create_blueprint_folder("Other")
    inner = await rig.content.create_blueprint_folder("Folder", folder.id)
    assert (await rig.content.rename_blueprint_folder(folder.id, "FOLDER")).success
    for refused in (
        rig.content.create_blueprint_folder(" folder "),
        rig.content.create_blueprint_folder("Folder", folder.id),
        rig.content.rename_blueprint_folder(other.id, "Folder"),
    ):
        with pytest.raises(FolderNameTakenError) as taken:
            await refused
        assert taken.value.field == "name"
    names = {one.id: one.name for one in await rig.content.blueprint_folders()}
    assert names == {folder.id: "FOLDER", other.id: "Other", inner.id: "Folder"}


@pytest.mark.rule("CS84")
async def test_of_two_who_make_the_same_folder_at_once_one_is_refused(rig: Rig) -> None:
    both = [rig.content.create_blueprint_folder("Folder") for _ in range(2)]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["BlueprintFolder", "FolderNameTakenError"]
    assert [one.name for one in await rig.content.blueprint_folders()] == ["Folder"]


@pytest.mark.rule("CS29")
async def test_what_becomes_of_folders_is_in_the_audit_trail(rig: Rig) -> None:
    folder = await rig.content.create_blueprint_folder("Two versions", actor=EDITOR)
    assert (await rig.content.rename_blueprint_folder(folder.id, "Three", actor=COLLEAGUE)).success
    assert (await rig.content.delete_blueprint_folder(folder.id, actor=COLLEAGUE)).success
    lines = await rig.content.audit(-1)
    assert [(one.action, one.actor) for one in lines] == [
        (AuditAction.DELETE, COLLEAGUE),
        (AuditAction.SAVE, COLLEAGUE),
        (AuditAction.SAVE, EDITOR),
    ]
    said = [recognised(AuditComments, one.comment) for one in lines]
    assert [(one.code, one.parameters) for one in said] == [
        ("DeletedBlueprintFolder", {"name": "Three"}),
        ("RenamedBlueprintFolder", {"name": "Two versions", "to": "Three"}),
        ("MadeBlueprintFolder", {"name": "Two versions"}),
    ]


@pytest.mark.rule("CS85")
@pytest.mark.parametrize("kind", ["page", "article"])
async def test_a_document_is_made_from_a_blueprint_without_a_word(rig: Rig, kind: str) -> None:
    blue = await blueprint(rig, "Blue", kind)
    parent = await rig.page("Parent")
    document = await rig.content.create_from_blueprint(blue, "Fresh", parent.id)
    assert rig.recorder.told == []
    assert (document.has_identity, document.blueprint, document.parent_id) == (False, False, parent.id)
    if kind == "page":
        assert (document.name, document.get_value("title")) == ("Fresh", "model")
    else:
        assert (document.get_name("en-US"), document.get_value("heading", "en-US")) == ("Fresh", "model")
    assert (await rig.content.save(document)).success
    assert rig.recorder.names() == ["Saving", "Saved", "TreeChange"]
    assert not await rig.gone(document)


@pytest.mark.rule("CS86")
async def test_handlers_may_change_a_scaffold(rig: Rig) -> None:
    async def fill(scaffolded: ContentScaffoldedNotification) -> None:
        assert scaffolded.original is blue
        scaffolded.scaffold.set_value("title", "default")

    blue = await blueprint(rig)
    rig.recorder.inside[ContentScaffoldedNotification] = fill
    document = (await rig.content.scaffold(blue, "Fresh")).document
    assert document is not None
    assert (document.get_value("title"), document.has_identity) == ("default", False)
    rig.recorder.cancel_on("Scaffolded")
    assert (await rig.content.scaffold(blue, "Fresh")).document is None
