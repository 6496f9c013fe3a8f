"""Saving and deleting document types and languages."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update

from copydesk.content import (
    DocumentType,
    Language,
    LanguageService,
    OperationResult,
    PropertyType,
    VersionConflict,
    type_notifications,
)
from copydesk.content.errors import (
    CultureError,
    TypeDefinitionError,
    UnknownPropertyError,
    UnknownTypeError,
)
from copydesk.content.model import ContentVariation, ValueType
from copydesk.content.tables import counters
from copydesk.content.type_notifications import DocumentTypeChangedNotification
from copydesk.db import Database
from copydesk.notifications import (
    CancelableNotification,
    EventAggregator,
    EventMessage,
    HandlerRegistry,
    Notification,
)
from tests.integration.content.rig import LANGUAGES, Rig

META = DocumentType(
    "meta",
    UUID(int=8001),
    variation=ContentVariation.CULTURE,
    own_properties=(PropertyType("description", variation=ContentVariation.CULTURE),),
)


@pytest.mark.rule("CS96")
async def test_a_type_comes_back_as_it_was_saved(rig: Rig) -> None:
    full = DocumentType(
        "full",
        UUID(int=8002),
        "Full",
        ContentVariation.CULTURE_AND_SEGMENT,
        (
            PropertyType(
                "body", "Body", ValueType.JSON, ContentVariation.SEGMENT, True, None, {"type": "object"}, "No!"
            ),
            PropertyType("code", pattern=r"^\d+$"),
            PropertyType(
                "colour", description="As on paper", group="Look", editor="choice", settings={"options": ["red"]}
            ),
        ),
        allowed_children=frozenset({"page", "full"}),
        allowed_at_root=False,
        icon="wand",
        description="All that a type can have",
    )
    outcome, saved = await rig.types.save(full)
    assert outcome.success
    assert (saved.id > 0, saved.version) == (True, 1)
    again = await rig.types.get("full")
    assert again.own_properties == full.own_properties
    for name in ("alias", "key", "name", "variation", "allowed_children", "allowed_at_root", "icon", "description"):
        assert getattr(again, name) == getattr(full, name)
    with pytest.raises(UnknownTypeError):
        await rig.types.get("nothing")


@pytest.mark.rule("CS96")
async def test_documents_follow_their_changed_type_at_once(rig: Rig) -> None:
    document = await rig.page("Home", title="one")
    page = await rig.types.get("page")
    kept = tuple(own for own in page.own_properties if own.alias != "title")
    _, changed = await rig.types.save(replace(page, own_properties=(*kept, PropertyType("subtitle"))))
    assert changed.version == page.version + 1
    again = await rig.again(document)
    again.set_value("subtitle", "new")
    with pytest.raises(UnknownPropertyError):
        again.get_value("title")
    assert (await rig.content.save(again)).success
    assert (await rig.again(document)).get_value("subtitle") == "new"


@pytest.mark.rule("CS97")
async def test_a_changed_composition_changes_what_is_composed_of_it(rig: Rig) -> None:
    _, meta = await rig.types.save(META)
    _, story = await rig.types.save(
        DocumentType("story", UUID(int=8003), variation=ContentVariation.CULTURE, compositions=(meta,))
    )
    _, long = await rig.types.save(
        DocumentType("long", UUID(int=8004), variation=ContentVariation.CULTURE, compositions=(story,))
    )
    assert list(long.properties) == ["description"]
    await rig.types.save(replace(meta, own_properties=(*META.own_properties, PropertyType("keywords"))))
    for alias in ("story", "long"):
        assert list((await rig.types.get(alias)).properties) == ["description", "keywords"]
    document = await rig.content.create("long", "Story", culture="en-US")
    document.set_value("keywords", "a, b")
    assert (await rig.content.save(document)).success


@pytest.mark.rule("CS97")
async def test_a_type_that_cannot_be_is_refused(rig: Rig) -> None:
    with pytest.raises(TypeDefinitionError) as alias:
        await rig.types.save(DocumentType("page", UUID(int=8005)))
    with pytest.raises(TypeDefinitionError) as unsaved:
        await rig.types.save(DocumentType("story", UUID(int=8006), compositions=(META,)))
    _, meta = await rig.types.save(META)
    _, story = await rig.types.save(
        DocumentType("story", UUID(int=8007), variation=ContentVariation.CULTURE, compositions=(meta,))
    )
    with pytest.raises(TypeDefinitionError, match="part of itself") as circle:
        await rig.types.save(replace(meta, own_properties=(), compositions=(story,)))
    assert [refused.value.field for refused in (alias, unsaved, circle)] == ["alias", "compositions", "compositions"]


@pytest.mark.rule("CS97")
async def test_a_stale_type_is_not_saved(rig: Rig) -> None:
    page = await rig.types.get("page")
    await rig.types.save(replace(page, name="Mine"))
    outcome, _ = await rig.types.save(replace(page, name="Theirs"))
    assert outcome.conflict == VersionConflict(page.version, page.version + 1)
    assert (await rig.types.get("page")).name == "Mine"


@pytest.mark.rule("CS104")
async def test_types_follow_another_alias_of_what_they_allow_below(rig: Rig) -> None:
    home = await rig.page()
    _, meta = await rig.types.save(META)
    article, page = await rig.types.get("article"), await rig.types.get("page")
    _, page = await rig.types.save(replace(page, compositions=(meta,)))
    _, meta = await rig.types.save(replace(meta, allowed_children=frozenset({"article"})))
    page = await rig.types.get("page")
    outcome, story = await rig.types.save(replace(article, alias="story"))
    assert outcome.success
    assert story.allowed_children == {"page", "story", "note"}
    again = await rig.types.get("page")
    assert (sorted(again.allowed_children), again.version) == (sorted({"page", "story", "note"}), page.version + 1)
    assert [part.allowed_children for part in again.compositions] == [{"story"}]
    child = await rig.content.create("story", parent_id=home.id)
    child.set_name("Below", "en-US")
    assert (await rig.content.save(child)).success
    assert (await rig.types.save(page))[0].result is OperationResult.FAILED_CONCURRENCY_VIOLATION
    assert (await rig.types.save(again))[0].success


@pytest.mark.rule("CS104")
async def test_types_forget_a_deleted_type_that_they_allowed_below(rig: Rig) -> None:
    page = await rig.types.get("page")
    assert (await rig.types.delete("article")).success
    again = await rig.types.get("page")
    assert (sorted(again.allowed_children), again.version) == (sorted({"page", "note"}), page.version + 1)


@pytest.mark.rule("CS98")
async def test_a_type_that_somebody_changed_meanwhile_is_not_deleted(rig: Rig) -> None:
    page = await rig.types.get("page")
    _, changed = await rig.types.save(replace(page, name="Mine"))
    outcome = await rig.types.delete("page", expected_version=page.version)
    assert outcome.result is OperationResult.FAILED_CONCURRENCY_VIOLATION
    assert outcome.conflict == VersionConflict(page.version, changed.version)
    assert (await rig.types.get("page")).name == "Mine"
    assert (await rig.types.delete("page", expected_version=changed.version)).success


@pytest.mark.rule("CS98")
async def test_a_type_in_use_is_not_deleted(rig: Rig) -> None:
    document = await rig.page()
    assert (await rig.types.delete("page")).result is OperationResult.FAILED_CANNOT
    await rig.content.delete(document)
    assert (await rig.types.delete("page")).success
    _, meta = await rig.types.save(META)
    await rig.types.save(
        DocumentType("story", UUID(int=8008), variation=ContentVariation.CULTURE, compositions=(meta,))
    )
    assert (await rig.types.delete("meta")).result is OperationResult.FAILED_CANNOT
    with pytest.raises(UnknownTypeError):
        await rig.types.delete("nothing")


@pytest.mark.rule("CS99")
async def test_languages_are_added_changed_and_deleted(rig: Rig) -> None:
    assert (await rig.languages.save(Language("it", "Italian", fallback="fr-FR"))).success
    assert (await rig.languages.save(Language("DE-de", "Deutsch", is_default=True))).success
    languages = await rig.languages.all()
    assert languages is not None
    assert [one.code for one in languages] == ["en-US", "de-DE", "fr-FR", "it"]
    assert (languages.default, languages["de-DE"].name) == ("de-DE", "Deutsch")
    for code in ("de-DE", "fr-FR"):
        assert (await rig.languages.delete(code)).result is OperationResult.FAILED_CANNOT
    assert (await rig.languages.delete("it")).success
    with pytest.raises(CultureError):
        await rig.languages.delete("it")
    with pytest.raises(TypeDefinitionError):
        await rig.languages.save(Language("it", fallback="nl"))


@pytest.mark.rule("CS99")
async def test_without_languages_nothing_varies_by_culture(rig: Rig, database_url: str) -> None:
    rig_without = Rig(await Database.open(database_url, migrate=False), rig.recorder)
    await rig_without.types.save(META)
    assert await rig_without.languages.all() is None
    document = await rig_without.content.create("meta", "News", culture="en-US")
    with pytest.raises(CultureError, match="no languages yet"):
        await rig_without.content.save(document)
    await rig_without.database.close()


@pytest.mark.rule("CS103")
async def test_the_next_save_knows_of_a_changed_language(rig: Rig) -> None:
    colleague = LanguageService(rig.database)
    article = await rig.article(en_US="News")
    article.set_name("Notizie", "it")
    with pytest.raises(CultureError, match="it"):
        await rig.content.save(article)
    await colleague.save(Language("it", "Italian"))
    assert (await rig.content.save(article)).success
    await colleague.delete("it")
    article.set_name("Altre notizie", "it")
    with pytest.raises(CultureError, match="it"):
        await rig.content.save(article)


@pytest.mark.rule("CS103")
async def test_a_unit_of_work_knows_the_languages_it_has_changed(rig: Rig) -> None:
    article = await rig.article(en_US="News")
    article.set_name("Notizie", "it")
    async with rig.database.write():
        await rig.languages.save(Language("it", "Italian"))
        assert (await rig.content.save(article)).success
    again = await rig.again(article)  # Language and name are gone with the scope, which was not completed.
    again.set_name("Notizie", "it")
    with pytest.raises(CultureError, match="it"):
        await rig.content.save(again)


@pytest.mark.rule("CS103")
async def test_languages_that_were_saved_by_an_older_program_are_read(rig: Rig) -> None:
    async with rig.database.write() as scope:
        await scope.execute(update(counters).values(languages_stamp=None))
        scope.complete()
    article = await rig.article(en_US="News")
    article.set_name("Notizie", "it")
    with pytest.raises(CultureError, match="it"):
        await rig.content.save(article)


@pytest.mark.rule("CS100")
async def test_changes_of_types_and_languages_are_told_and_can_be_stopped(database_url: str) -> None:
    told: list[str] = []
    changes: list[tuple[str, str | None]] = []
    stopped = False

    def hear(notification: Notification) -> None:
        told.append(type(notification).__name__.removesuffix("Notification"))
        if isinstance(notification, DocumentTypeChangedNotification):
            changes.extend((change.item.alias, change.change_types.name) for change in notification.changes)
        if stopped and isinstance(notification, CancelableNotification):
            notification.cancel_operation(EventMessage("rule", "no"))

    registry = HandlerRegistry()
    for name in type_notifications.__all__:
        registry.add(getattr(type_notifications, name), hear)
    database = await Database.open(database_url, EventAggregator(registry), migrate=False)
    rig = Rig(database, None)  # type: ignore[arg-type]
    await rig.languages.save(*LANGUAGES)
    _, meta = await rig.types.save(META)
    await rig.types.save(
        DocumentType("story", UUID(int=8009), variation=ContentVariation.CULTURE, compositions=(meta,))
    )
    await rig.types.save(replace(meta, name="Meta"))
    await rig.types.save(DocumentType("list", UUID(int=8011), allowed_children=frozenset({"item"})))
    _, item = await rig.types.save(DocumentType("item", UUID(int=8012)))
    await rig.types.save(replace(item, alias="entry"))
    await rig.types.delete("entry")
    await rig.types.delete("list")
    await rig.types.delete("story")
    await rig.languages.delete("fr-FR")
    assert told == [
        "LanguageSaving",
        "LanguageSaved",
        *["DocumentTypeSaving", "DocumentTypeSaved", "DocumentTypeChanged"] * 6,
        *["DocumentTypeDeleting", "DocumentTypeDeleted", "DocumentTypeChanged"] * 3,
        "LanguageDeleting",
        "LanguageDeleted",
    ]
    assert changes == [
        ("meta", "CREATE"),
        ("story", "CREATE"),
        ("meta", "REFRESH_MAIN"),
        ("story", "REFRESH_MAIN"),
        ("list", "CREATE"),
        ("item", "CREATE"),
        ("entry", "REFRESH_MAIN"),
        ("list", "REFRESH_OTHER"),
        ("entry", "REMOVE"),
        ("list", "REFRESH_OTHER"),
        ("list", "REMOVE"),
        ("story", "REMOVE"),
    ]
    stopped = True
    told.clear()
    outcomes = [
        (await rig.types.save(DocumentType("other", UUID(int=8010))))[0],
        await rig.types.delete("meta"),
        await rig.languages.save(Language("it")),
        await rig.languages.delete("de-DE"),
    ]
    assert {outcome.result for outcome in outcomes} == {OperationResult.FAILED_CANCELLED_BY_EVENT}
    assert told == ["DocumentTypeSaving", "DocumentTypeDeleting", "LanguageSaving", "LanguageDeleting"]
    assert [one.alias for one in await rig.types.all()] == ["meta"]
    await database.close()
