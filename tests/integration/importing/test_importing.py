"""Importing a folder, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copydesk.content import ContentService, DocumentTypeService, LanguageService
from copydesk.content.importing.folder import Folder, PageFile
from copydesk.content.importing.page import PageText, read_page
from copydesk.content.importing.prerequisites import (
    ImportRefusedError,
    prepared_languages,
    prepared_type,
    text_property,
)
from copydesk.content.importing.run import Fate, Importer, ImportReport, ImportTarget, survey
from copydesk.content.model import ContentVariation, DocumentType, PropertyType, ValueType
from copydesk.content.notifications import ContentSavingNotification
from copydesk.db import Database, LockTimeoutError, TreeLock
from copydesk.identity import Verb
from copydesk.notifications import EventAggregator, EventMessage, HandlerRegistry
from copydesk.sentences import Said, told
from copydesk.system import random_key

Write = Callable[..., Folder]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    root = tmp_path / "pages"
    root.mkdir()

    def files(**texts: str) -> Folder:
        for name, text in texts.items():
            path = root / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Folder(root)

    return files


@pytest.fixture
def service(database: Database) -> ContentService:
    return ContentService(database, now=lambda: datetime(2026, 5, 1, tzinfo=UTC), keys=random_key)


async def target(database: Database, folder: Folder, **options: object) -> ImportTarget:
    culture = await prepared_languages(LanguageService(database), survey(folder).cultures, "en-US")
    made = await prepared_type(DocumentTypeService(database, keys=random_key), "page", random_key)
    return ImportTarget(made, culture, text_alias=text_property(made), **options)  # type: ignore[arg-type]


async def imported(database: Database, service: ContentService, folder: Folder, **options: object) -> ImportReport:
    return await Importer(service, database, await target(database, folder, **options)).run(folder)


@pytest.mark.rule("IM1", "IM2", "IM3")
async def test_a_folder_becomes_a_tree_in_its_languages(
    database: Database, service: ContentService, write: Write
) -> None:
    folder = write(
        news__index_md="# News", news__index_de_md="# Nachrichten", news__today_md="---\ntitle: Today\n---\nHello"
    )
    report = await imported(database, service, folder)
    assert report.fates == {Fate.CREATED: 2, Fate.UPDATED: 0, Fate.UNCHANGED: 0, Fate.REJECTED: 0}
    [news] = (await service.children()).items
    [today] = (await service.children(news.id)).items
    assert {culture: news.get_name(culture) for culture in news.available_cultures} == {
        "en-US": "News",
        "de": "Nachrichten",
    }
    assert news.get_value("body", "de") == "<h1>Nachrichten</h1>\n"
    assert today.get_name("en-US") == "Today"
    assert not today.published


@pytest.mark.rule("IM4")
async def test_a_second_run_takes_over_only_what_changed(
    database: Database, service: ContentService, write: Write
) -> None:
    folder = write(a_md="# A", b_md="# B", c__d_md="# D")
    await imported(database, service, folder)
    report = await imported(database, service, write(b_md="# New B", e_md="# E"))
    assert report.fates == {Fate.CREATED: 1, Fate.UPDATED: 1, Fate.UNCHANGED: 3, Fate.REJECTED: 0}
    assert sorted(one.name for one in (await service.children()).items) == ["A", "E", "New B", "c"]


@pytest.mark.rule("IM4")
async def test_a_number_that_keeps_names_apart_is_no_change(
    database: Database, service: ContentService, write: Write
) -> None:
    long = "x" * 255
    folder = write(a_md="# Intro", b_md="# Intro", b_de_md="# Anfang", c_md=f"# {long}", d_md=f"# {long}")
    await imported(database, service, folder)
    names = [one.get_name("en-US") for one in (await service.children()).items]
    assert names == ["Intro", "Intro (1)", long, f"{long[:251]} (1)"]
    report = await imported(database, service, folder)
    assert report.fates == {Fate.CREATED: 0, Fate.UPDATED: 0, Fate.UNCHANGED: 4, Fate.REJECTED: 0}
    assert (await imported(database, service, write(b_md="# Intro (2)"))).fates[Fate.UPDATED] == 1


@pytest.mark.rule("IM5")
async def test_published_on_request(database: Database, service: ContentService, write: Write) -> None:
    folder = write(a_md="# A", a_de_md="# A de")
    assert (await imported(database, service, folder)).fates[Fate.CREATED] == 1
    report = await imported(database, service, folder, publish=True)
    assert report.fates[Fate.UPDATED] == 1
    [document] = (await service.children()).items
    assert document.published
    assert set(document.published_cultures) == {"de", "en-US"}
    assert (await imported(database, service, folder, publish=True)).fates[Fate.UNCHANGED] == 1


@pytest.mark.rule("IM6", "IM7")
async def test_what_cannot_be_taken_is_reported_and_spoils_nothing_else(
    database: Database, service: ContentService, write: Write
) -> None:
    folder = write(
        good_md="# Good",
        long_md=f"# {'x' * 300}",
        bad_md="---\na: [\n---\n",
        bad__below_md="# Below",
        half_md="# Half",
        half_de_md="---\n- a\n---\n",
        picture_jpg="",
        wrong_md='---\ntitle: "a\\u0001b"\n---\n',
    )
    report = await imported(database, service, folder, batch_size=20)
    reasons = {str(each.path): each.reason for each in report.rejections}
    assert len(report.rejections) == len(reasons)
    assert set(reasons) == {"bad.md", "bad/below", "long", "half.de.md", "picture.jpg", "wrong"}
    assert "bracket in line 2" in reasons["bad.md"]
    assert report.fates[Fate.REJECTED] == 4
    assert reasons["bad/below"] == "the page above it was not taken"
    assert "not a mapping" in reasons["half.de.md"]
    assert sorted(one.name for one in (await service.children()).items) == ["Good", "Half"]


async def dated_pages(database: Database) -> None:
    """Let pages have a text and a date."""
    date = PropertyType("date", value_type=ValueType.DATE_TIME)
    page = DocumentType("page", random_key(), own_properties=(PropertyType("body"), date))
    await DocumentTypeService(database, keys=random_key).save(page)


@pytest.mark.rule("IM13")
async def test_a_wrong_entry_is_left_out_and_its_page_is_taken(
    database: Database, service: ContentService, write: Write
) -> None:
    await dated_pages(database)
    folder = write(
        good_md="---\ndate: 2024-05-01\n---\n# Good",
        wrong_md="---\ndate: 2024-02-30\n---\n# Wrong",
        unknown_md="---\nwhenever: 2024-13-45\n---\n# Unknown",
    )
    report = await imported(database, service, folder)
    assert report.fates[Fate.CREATED] == 3
    [left_out] = report.rejections
    assert (str(left_out.path), told(left_out.reason)[0]) == ("wrong.md", "EntryLeftOut")
    assert left_out.reason == (
        "it was taken without its entry 'date': 'date' takes a date such as 2030-01-01T00:00:00Z, not \"2024-02-30\""
    )
    dates = {one.name: one.get_value("date") for one in (await service.children()).items}
    assert dates == {"Good": "2024-05-01T00:00:00+00:00", "Wrong": None, "Unknown": None}


@pytest.mark.rule("IM17")
async def test_what_is_taken_but_not_as_it_is_is_told_apart(
    database: Database, service: ContentService, write: Write
) -> None:
    await dated_pages(database)
    folder = write(
        bad_md="---\n- a\n---\n",
        date_md="---\ndate: soon\n---\n# Date",
        open_md="---\ntitle: Open\n\n# Open",
        long_md=f"---\ndate: soon\n---\n# {'x' * 300}",
    )
    report = await imported(database, service, folder)
    assert [(str(one.path), told(one.reason)[0], one.taken) for one in report.rejections] == [
        ("bad.md", "FrontMatterNoMapping", False),
        ("date.md", "EntryLeftOut", True),
        ("long", "InvalidName", False),
        ("open.md", "FrontMatterOpen", True),
    ]
    assert (report.fates[Fate.CREATED], report.fates[Fate.REJECTED]) == (2, 2)


@pytest.mark.rule("IM12")
@pytest.mark.logs_errors
async def test_whatever_is_wrong_with_one_file_keeps_no_other_out(
    database: Database, service: ContentService, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_at_one(file: PageFile) -> PageText:
        if file.path.name == "b.md":
            raise RuntimeError("nobody expected this")
        return read_page(file)

    monkeypatch.setattr("copydesk.content.importing.reading.read_page", fails_at_one)
    report = await imported(database, service, write(a_md="# A", b_md="# B", c_md="# C"))
    assert [told(each.reason)[0] for each in report.rejections] == ["WentWrong"]
    assert [one.name for one in (await service.children()).items] == ["A", "C"]


@pytest.mark.rule("IM6")
async def test_the_report_names_a_folders_own_file_by_its_place(
    database: Database, service: ContentService, write: Write
) -> None:
    report = await imported(database, service, write(news__index_md="# News", news__index_de_md="---\n- a\n---\n"))
    assert [str(each.path) for each in report.rejections] == ["news/index.de.md"]


@pytest.mark.rule("IM9")
async def test_the_text_goes_to_the_property_that_is_named_or_to_the_first_rich_text(
    database: Database, service: ContentService, write: Write
) -> None:
    types = DocumentTypeService(database, keys=random_key)
    own = (PropertyType("summary"), PropertyType("text", editor="richText"))
    await types.save(DocumentType("page", random_key(), variation=ContentVariation.CULTURE, own_properties=own))
    page = await types.get("page")
    assert (text_property(page), text_property(page, "summary")) == ("text", "summary")
    with pytest.raises(ImportRefusedError, match="name one of text, summary"):
        text_property(page, "title")
    await imported(database, service, write(a_md="# A"))
    [document] = (await service.children()).items
    assert document.get_value("text") == "<h1>A</h1>\n"


@pytest.mark.rule("IM15")
async def test_a_type_that_may_not_stand_there_is_a_reason_in_words(
    database: Database, service: ContentService, write: Write
) -> None:
    flat = DocumentType("page", random_key(), own_properties=(PropertyType("body"),))
    await DocumentTypeService(database, keys=random_key).save(flat)
    report = await imported(database, service, write(news__index_md="# News", news__today_md="# Today"))
    [refused] = report.rejections
    assert (str(refused.path), refused.reason) == ("news/today", "The document type may not stand there")
    assert told(refused.reason)[0] == "NotAllowed"


@pytest.mark.rule("IM8")
async def test_a_veto_is_a_reason_in_the_words_of_the_handler(database_url: str, write: Write) -> None:
    def refuse(notification: ContentSavingNotification) -> None:
        if notification.saved_entities[0].get_name("en-US") == "SHOUT":
            notification.cancel_operation(EventMessage("Style", "do not shout"))

    async with opened(database_url, refuse) as database:
        service = ContentService(database, now=lambda: datetime(2026, 5, 1, tzinfo=UTC), keys=random_key)
        report = await imported(database, service, write(a_md="# SHOUT", b_md="# Calm"))
        assert [(str(each.path), each.reason) for each in report.rejections] == [("a", "do not shout")]
        assert [one.name for one in (await service.children()).items] == ["Calm"]


@pytest.mark.rule("IM12")
@pytest.mark.logs_errors
async def test_a_handler_that_raises_keeps_out_its_page_alone(database_url: str, write: Write) -> None:
    def fails(notification: ContentSavingNotification) -> None:
        if notification.saved_entities[0].get_name("en-US") == "B":
            raise RuntimeError("a handler with a fault")

    async with opened(database_url, fails) as database:
        service = ContentService(database, now=lambda: datetime(2026, 5, 1, tzinfo=UTC), keys=random_key)
        report = await imported(database, service, write(a_md="# A", b_md="# B", b_de_md="---\n- a\n---\n", c_md="# C"))
        assert [str(each.path) for each in report.rejections] == ["b.de.md", "b"]
        assert told(report.rejections[1].reason)[0] == "WentWrong"
        assert [one.name for one in (await service.children()).items] == ["A", "C"]


@pytest.mark.rule("IM14")
async def test_it_waits_for_those_who_hold_the_database_and_tries_again(database_url: str, write: Write) -> None:
    busy = iter([True, False, True])

    def held(notification: ContentSavingNotification) -> None:
        if notification.saved_entities[0].get_name("en-US") == "B" and next(busy, False):
            raise LockTimeoutError("somebody else is at it")

    async with opened(database_url, held) as database:
        service = ContentService(database, now=lambda: datetime(2026, 5, 1, tzinfo=UTC), keys=random_key)
        chosen = await target(database, folder := write(a_md="# A", b_md="# B"))
        report = await Importer(service, database, chosen, pauses=[0]).run(folder)
        assert (report.fates[Fate.CREATED], report.rejections) == (2, [])
        with pytest.raises(LockTimeoutError, match="somebody else"):
            await Importer(service, database, chosen, pauses=[]).run(write(b_md="# B\n\nNew"))


@pytest.mark.rule("IM26")
async def test_rights_are_read_when_nobody_can_change_the_tree_any_more(
    database: Database, service: ContentService, write: Write
) -> None:
    chosen = await target(database, folder := write(a_md="# A"))
    rights = Rights()
    async with database.write("withdrawing") as scope:
        await scope.write_lock(TreeLock.CONTENT_TREE)
        importing = asyncio.create_task(Importer(service, database, chosen, rights).run(folder))
        while not scope.unit.backend._queues.waiting():  # type: ignore[attr-defined] # of either engine
            await asyncio.wait([importing], timeout=0.005)
        rights.given = False
        scope.complete()
    report = await importing
    assert [each.reason for each in report.rejections] == ["withdrawn"]
    assert await service.count() == 0


class Rights:
    """Rights that somebody else may withdraw."""

    def __init__(self) -> None:
        self.given = self._known = True

    async def renew(self) -> None:
        self._known = self.given

    def refusal(self, verb: Verb, path: str) -> Said | None:
        return None if self._known else Said("withdrawn", "Withdrawn")


@asynccontextmanager
async def opened(database_url: str, handler: Callable[[ContentSavingNotification], None]) -> AsyncIterator[Database]:
    registry = HandlerRegistry()
    registry.add(ContentSavingNotification, handler)
    async with await Database.open(database_url, aggregator=EventAggregator(registry)) as database:
        yield database


@pytest.mark.rule("IM9")
async def test_a_type_without_a_body_is_refused_before_anything_is_saved(
    database: Database, service: ContentService, write: Write
) -> None:
    types = DocumentTypeService(database, keys=random_key)
    await types.save(DocumentType("page", random_key(), variation=ContentVariation.CULTURE))
    with pytest.raises(ImportRefusedError, match="no text property 'body'"):
        await imported(database, service, write(a_md="# A"))
    assert await service.count() == 0


@pytest.mark.rule("IM11")
@pytest.mark.parametrize(("options", "transactions"), [({"batch_size": 2}, 2), ({"batch_bytes": 40}, 3), ({}, 1)])
async def test_a_batch_ends_with_its_pages_or_with_its_bytes(
    database: Database, service: ContentService, write: Write, options: dict[str, int], transactions: int
) -> None:
    folder = write(a_md="# A", b_md=f"# B\n\n{'text ' * 10}", c_md=f"# C\n\n{'text ' * 10}", d_md="# D")
    chosen = await target(database, folder, **options)
    commits: list[None] = []

    async def count() -> None:
        commits.append(None)

    database.after_commit(count)
    await Importer(service, database, chosen).run(folder)
    assert len(commits) == transactions
