"""Imports over HTTP, on a whole server: what a browser does, and what goes wrong meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import httpx
import pytest

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder
from copydesk.content import DocumentType, Language, PropertyType
from copydesk.content.importing.folder import Folder
from copydesk.content.importing.run import Importer, ImportTarget
from copydesk.content.model import ContentVariation
from copydesk.content.notifications import ContentSavedNotification
from copydesk.identity import Section, Verb
from copydesk.identity.http_access import MANAGEMENT_API
from copydesk.identity.hub_access import hub_user
from copydesk.identity.model import User
from copydesk.identity.sessions import SignedIn
from copydesk.server_events.model import IMPORT, EventSource
from copydesk.settings import load_settings
from copydesk.signalr.testing import HubTestClient
from copydesk.system import random_key, utc_now

PASSWORD = "correct horse battery"
EDITING = frozenset({Verb.BROWSE, Verb.CREATE, Verb.UPDATE, Verb.PUBLISH, Verb.MOVE, Verb.DELETE})
PAGE = DocumentType(
    "page",
    random_key(),
    variation=ContentVariation.CULTURE,
    own_properties=(
        PropertyType("summary", variation=ContentVariation.CULTURE),
        PropertyType("text", variation=ContentVariation.CULTURE, editor="richText"),
    ),
    allowed_children=frozenset({"page"}),
)
Files: TypeAlias = dict[str, str | bytes]


class Gate:
    """Stops the first document with a name while it is told of, until the test goes on: a sync point in the work."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.reached, self.open = asyncio.Event(), asyncio.Event()

    async def __call__(self, notification: ContentSavedNotification) -> None:
        if any(one.get_name("en-US") == self._name for one in notification.saved_entities):
            self.reached.set()
            await self.open.wait()


class Newcomer:
    """A user of a server, with a client of the management API."""

    def __init__(self, desk: Copydesk, user: User, group: UUID, token: str) -> None:
        self.desk, self.user, self.group, self.token = desk, user, group, token
        transport = httpx.ASGITransport(desk)
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.AsyncClient(transport=transport, base_url=f"http://here{MANAGEMENT_API}", headers=headers)

    async def begins(self, files: Files, **order: Any) -> str:
        made = await self.http.post("/import", json={"typeAlias": "page", **order})
        assert made.status_code == 201, made.text
        key = str(made.json()["key"])
        assert (await self.sends(key, files)).status_code == 200
        return key

    async def sends(self, key: str, files: Files) -> httpx.Response:
        parts = [("files", (name, text.encode() if isinstance(text, str) else text)) for name, text in files.items()]
        return await self.http.put(f"/import/{key}/files", files=parts)

    async def starts(self, key: str) -> None:
        answer = await self.http.post(f"/import/{key}/start")
        assert answer.status_code == 200, answer.text

    async def sees(self, key: str) -> dict[str, Any]:
        shown: dict[str, Any] = (await self.http.get(f"/import/{key}")).json()
        return shown

    async def ends(self, key: str) -> dict[str, Any]:
        """Wait until the import is at its end."""
        async with asyncio.timeout(120):
            while (shown := await self.sees(key))["state"] in {"waiting", "running", "stopping"}:
                await self.desk.rooms.events.live.caught_up()
        return shown

    async def imports(self, files: Files, **order: Any) -> dict[str, Any]:
        key = await self.begins(files, **order)
        await self.starts(key)
        return await self.ends(key)

    async def has_verbs(self, verbs: frozenset[Verb]) -> None:
        groups = self.desk.rooms.identity.groups
        [group] = await groups.get_many([self.group])
        group.verbs = verbs
        assert (await groups.save(group)).success


Hire: TypeAlias = Callable[..., Awaitable[Newcomer]]


@pytest.fixture
def gate() -> Gate:
    return Gate("Stop here")


@pytest.fixture
async def desk(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: Gate
) -> AsyncIterator[Copydesk]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def compose(builder: Builder) -> None:
        builder.handlers.add(ContentSavedNotification, gate)

    limits = {"files": 120, "file_bytes": 2000, "total_bytes": 20_000, "open_per_user": 2}
    async with Copydesk(load_settings(database=database_url, imports=limits), compose) as opened:
        await opened.rooms.languages.save(Language("en-US", "English", is_default=True), Language("de", "German"))
        await opened.rooms.document_types.save(PAGE)
        yield opened


@pytest.fixture
async def hire(desk: Copydesk) -> AsyncIterator[Hire]:
    hired = list[Newcomer]()

    async def newcomer(
        verbs: frozenset[Verb] = EDITING, sections: frozenset[str] = frozenset({Section.CONTENT}), start: int = -1
    ) -> Newcomer:
        identity, number = desk.rooms.identity, len(hired)
        group = identity.groups.new_group(f"group{number}", "Group")
        group.verbs, group.sections, group.document_start_nodes = verbs, sections, frozenset({start})
        assert (await identity.groups.save(group)).success
        user = identity.users.new_user(f"user{number}@example.org", "User", [group.key])
        assert (await identity.users.save(user)).success
        assert (await identity.users.set_password(user.key, PASSWORD)).success
        signed_in = await identity.sign_in.sign_in(user.email, PASSWORD)
        assert isinstance(signed_in, SignedIn)
        hired.append(Newcomer(desk, user, group.key, signed_in.access_token))
        return hired[-1]

    yield newcomer
    for one in hired:
        await one.http.aclose()


def staged(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("copydesk-imports-*/import-*"))


def folders_of_nodes(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("*copydesk-imports-*"))


def batch_and(*more: str) -> Files:
    """Return a folder whose first batch ends with the gate's page, followed by others."""
    before = {f"a{number:02}.md": f"# Before {number}" for number in range(24)}
    return {**before, "b.md": "# Stop here", **{f"c{name}.md": f"# {name}" for name in more}}


@pytest.mark.rule("IM20", "IM21", "IM30")
async def test_a_folder_is_sent_and_becomes_a_tree(desk: Copydesk, hire: Hire, tmp_path: Path) -> None:
    editor = await hire()
    key = await editor.begins({"news/index.md": "# News", "news/index.de.md": "# Nachrichten"}, publish=True)
    await editor.sends(key, {"news/today.md": "# Yesterday", ".git/config": "x"})
    assert (await editor.sends(key, {"news/today.md": "# Today", "photo.jpg": b"\xff"})).json()["files"] == 4
    await editor.starts(key)
    done = await editor.ends(key)
    assert (done["state"], done["pages"], done["created"], done["leftOutTotal"]) == ("done", 2, 2, 1)
    assert done["textAlias"] == "text"
    [photo] = done["leftOut"]
    known = ".htm, .html, .markdown, .md"
    assert (photo["code"], photo["parameters"]) == ("WrongEnding", {"ending": ".jpg", "known": known})
    [news] = (await desk.rooms.content.children()).items
    [today] = (await desk.rooms.content.children(news.id)).items
    assert (news.get_name("de"), today.get_name("en-US"), today.published) == ("Nachrichten", "Today", True)
    assert today.get_value("text", "en-US") == "<h1>Today</h1>\n"
    assert today.creator == editor.user.key
    assert (await editor.http.get(f"/import/{key}/left-out")).text.startswith("photo.jpg: its ending '.jpg'")
    assert staged(tmp_path) == []
    assert [one["key"] for one in (await editor.http.get("/import")).json()["items"]] == [key]
    assert (await editor.http.delete(f"/import/{key}")).json()["state"] == "discarded"
    assert (await editor.http.get("/import")).json()["items"] == []


@pytest.mark.rule("IM21")
async def test_it_and_the_command_line_go_on_from_each_other(desk: Copydesk, hire: Hire, tmp_path: Path) -> None:
    editor = await hire()
    assert (await editor.imports({"a.md": "# A", "b.md": "# B"}))["created"] == 2
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.md").write_text("# A")
    (tmp_path / "pages/b.md").write_text("# New B")
    page = await desk.rooms.document_types.get("page")
    target = ImportTarget(page, "en-US", text_alias="text")
    report = await Importer(desk.rooms.content, desk.rooms.database, target).run(Folder(tmp_path / "pages"))
    assert (report.fates["unchanged"], report.fates["updated"]) == (1, 1)  # type: ignore[index] # by their values
    again = await editor.imports({"a.md": "# A", "b.md": "# New B", "c.md": "# C"})
    assert (again["unchanged"], again["created"]) == (2, 1)


@pytest.mark.rule("IM22")
async def test_a_name_that_leads_out_of_the_folder_is_refused_with_all_others_of_its_request(hire: Hire) -> None:
    editor = await hire()
    key = await editor.begins({"here/x.md": "# X"})
    for name in ("../out.md", "/etc/passwd.md", "C:/boot.md", "a//b.md", "here/x.md/y.md", "here"):
        refused = await editor.sends(key, {"good.md": "# Good", name: "# Bad"})
        [fault] = refused.json()["errors"]
        assert (refused.status_code, refused.json()["operationStatus"], fault["field"]) == (422, "FaultyNames", name)
        assert fault["code"] in {"NameWithEmptyPart", "NameIsAbsolute", "FileAndFolder"}
    assert (await editor.sees(key))["files"] == 1


@pytest.mark.rule("IM23")
async def test_limits_are_told_and_nothing_of_the_request_is_taken(hire: Hire) -> None:
    editor = await hire()
    key = await editor.begins({"a.md": "# A"})
    large = await editor.sends(key, {"b.md": "# B", "c.md": "x" * 2001})
    assert (large.status_code, "2,000" in large.json()["detail"]) == (413, True)
    assert large.json()["operationStatus"] == "FileTooLarge"
    assert large.json()["parameters"] == {"file": "c.md", "size": 2001, "limit": 2000}
    assert (await editor.sends(key, {f"{n}.md": "x" for n in range(120)})).status_code == 413
    assert (await editor.sends(key, {f"{n}.md": "x" * 1900 for n in range(11)})).status_code == 413
    assert (await editor.sees(key))["files"] == 1
    await editor.http.post("/import", json={"typeAlias": "page"})
    third = await editor.http.post("/import", json={"typeAlias": "page"})
    assert (third.status_code, "unfinished" in third.json()["detail"]) == (409, True)


@pytest.mark.rule("IM24")
async def test_only_its_owner_reaches_an_import(hire: Hire) -> None:
    editor, other = await hire(), await hire()
    key = await editor.begins({"a.md": "# A"})
    statuses = [
        (await other.http.get(f"/import/{key}")).status_code,
        (await other.http.get(f"/import/{key}/left-out")).status_code,
        (await other.sends(key, {"b.md": "# B"})).status_code,
        (await other.http.post(f"/import/{key}/start")).status_code,
        (await other.http.delete(f"/import/{key}")).status_code,
    ]
    assert statuses == [404] * 5
    assert (await other.http.get("/import")).json()["items"] == []


@pytest.mark.rule("IM25")
async def test_it_needs_the_permissions_at_its_place_and_a_type_that_may_stand_there(
    desk: Copydesk, hire: Hire
) -> None:
    home = await desk.rooms.content.create("page", "Home", culture="en-US")
    assert (await desk.rooms.content.save(home)).success
    await desk.rooms.document_types.save(DocumentType("note", random_key(), allowed_at_root=True))
    writer, confined = await hire(EDITING - {Verb.PUBLISH}), await hire(start=home.id)

    async def tried(who: Newcomer, **order: Any) -> int:
        return (await who.http.post("/import", json={"typeAlias": "page", **order})).status_code

    assert await tried(writer, publish=True) == 403
    assert await tried(confined) == 403
    assert await tried(confined, parentKey=str(home.key)) == 201
    assert await tried(await hire(EDITING - {Verb.UPDATE})) == 403
    assert await tried(writer, typeAlias="note") == 422
    assert await tried(writer, typeAlias="unknown") == 422
    assert await tried(writer, textAlias="unknown") == 422
    [offered] = (await writer.http.get("/import/types")).json()
    assert (offered["alias"], offered["nests"]) == ("page", True)
    assert [one["alias"] for one in offered["textProperties"]] == ["text", "summary"]


@pytest.mark.rule("IM26")
async def test_rights_that_are_withdrawn_meanwhile_count_from_the_next_batch(
    desk: Copydesk, hire: Hire, gate: Gate
) -> None:
    editor = await hire()
    key = await editor.begins(batch_and("One", "Two"))
    await editor.starts(key)
    await gate.reached.wait()
    await editor.has_verbs(frozenset({Verb.BROWSE}))
    gate.open.set()
    done = await editor.ends(key)
    assert (done["state"], done["created"], done["rejected"], done["withheld"]) == ("done", 25, 2, True)
    assert Verb.CREATE in done["leftOut"][0]["reason"]
    assert await desk.rooms.content.count() == 25


@pytest.mark.rule("IM26")
async def test_whoever_is_disabled_meanwhile_imports_no_more(desk: Copydesk, hire: Hire, gate: Gate) -> None:
    editor = await hire()
    key = await editor.begins(batch_and("One"))
    await editor.starts(key)
    await gate.reached.wait()
    assert (await desk.rooms.identity.users.disable(editor.user.key)).success
    gate.open.set()
    [one] = [each for each in desk.rooms.imports._known.values() if str(each.key) == key]
    async with asyncio.timeout(120):
        while one.state == "running":
            await desk.rooms.events.live.caught_up()
    assert [each.reason for each in one.report.rejections] == ["whoever began the import may not be here any more"]
    assert await desk.rooms.content.count() == 25


@pytest.mark.rule("IM33")
@pytest.mark.parametrize("ends", ["sign-out", "sign-out-everywhere", "new password", "password reset"])
async def test_it_goes_on_whatever_becomes_of_the_sign_ins_of_its_owner(
    desk: Copydesk, hire: Hire, gate: Gate, ends: str
) -> None:
    editor, identity = await hire(), desk.rooms.identity
    key = await editor.begins(batch_and("One"))
    [one] = desk.rooms.imports._known.values()
    one.principal = replace(one.principal, issued_at=utc_now() - timedelta(minutes=1))
    await editor.starts(key)
    await gate.reached.wait()
    principal = await identity.authenticator.authenticate(editor.token)
    assert principal.session is not None
    ended: dict[str, Callable[[UUID], Awaitable[object]]] = {
        "sign-out": identity.sessions.end,
        "sign-out-everywhere": lambda _: identity.sessions.end_all(editor.user.key),
        "new password": lambda session: identity.users.set_password(editor.user.key, f"{PASSWORD} new", keep=session),
        "password reset": lambda _: identity.users.set_password(editor.user.key, f"{PASSWORD} new"),
    }
    await ended[ends](principal.session)
    gate.open.set()
    async with asyncio.timeout(30):
        while one.state == "running":
            await desk.rooms.events.live.caught_up()
    assert (one.state, one.report.rejections, one.withheld) == ("done", [], False)
    assert await desk.rooms.content.count() == 26


@pytest.mark.rule("IM26")
async def test_a_document_that_was_moved_or_trashed_since_is_judged_where_it_is_now(desk: Copydesk, hire: Hire) -> None:
    content = desk.rooms.content
    editor = await hire()
    home = await content.create("page", "Home", culture="en-US")
    away = await content.create("page", "Away", culture="en-US")
    assert (await content.save_many([home, away])).success
    files: Files = {"a.md": "# A", "b.md": "# B", "c/index.md": "# C"}
    await editor.imports(files, parentKey=str(home.key))
    moved = {one.name: one for one in (await content.children(home.id)).items}
    assert (await content.move(moved["A"], away.id)).success
    assert (await content.move(moved["C"], away.id)).success
    assert (await content.move_to_recycle_bin(moved["B"])).success
    confined = await hire(start=home.id)
    again: Files = {"a.md": "# New A", "b.md": "# New B", "c/index.md": "# C", "c/d.md": "# D"}
    done = await confined.imports(again, parentKey=str(home.key))
    assert (done["created"], done["updated"], done["rejected"]) == (0, 0, 4)
    reasons = {one["path"]: one["reason"] for one in done["leftOut"]}
    assert Verb.BROWSE in reasons["a"]
    assert "recycle bin" in reasons["b"]
    assert reasons["c/d"] == "the page above it was not taken"


@pytest.mark.rule("IM27")
async def test_languages_are_added_only_by_those_who_may(desk: Copydesk, hire: Hire) -> None:
    files: Files = {"a.md": "# A", "a.fr.md": "# A fr"}
    done = await (await hire()).imports(files)
    assert done["leftOut"] == [
        {
            "path": "a.fr.md",
            "reason": "there is no language 'fr', and you may not add languages",
            "code": "LanguageNotToAdd",
            "parameters": {"code": "fr"},
        }
    ]
    keeper = await hire(sections=frozenset({Section.CONTENT, Section.SETTINGS}))
    assert (await keeper.imports(files))["updated"] == 1
    assert "fr" in (await desk.rooms.languages.all() or ())


@pytest.mark.rule("IM28")
async def test_it_is_stopped_after_its_present_batch_and_the_next_has_its_turn(
    desk: Copydesk, hire: Hire, gate: Gate, tmp_path: Path
) -> None:
    editor, other = await hire(), await hire()
    key = await editor.begins(batch_and("One"))
    await editor.starts(key)
    await gate.reached.wait()
    waiting, given_up = await other.begins({"x.md": "# X"}), await other.begins({"y.md": "# Y"})
    await other.starts(waiting)
    await other.starts(given_up)
    assert (await other.sees(waiting))["state"] == "waiting"
    assert (await other.http.delete(f"/import/{given_up}")).json()["state"] == "discarded"
    assert (await editor.http.delete(f"/import/{key}")).json()["state"] == "stopping"
    gate.open.set()
    stopped = await editor.ends(key)
    assert (stopped["state"], stopped["created"]) == ("stopped", 25)
    assert (await other.ends(waiting))["state"] == "done"
    assert await desk.rooms.content.count() == 26
    assert staged(tmp_path) == []
    again = await editor.imports(batch_and("One"))
    assert (again["unchanged"], again["created"]) == (25, 1)


@pytest.mark.rule("IM29")
async def test_its_owner_and_nobody_else_hears_how_far_it_is(desk: Copydesk, hire: Hire) -> None:
    editor, other = await hire(), await hire()
    async with tab_of(editor) as own, tab_of(other) as foreign:
        await editor.imports({"a.md": "# A"})
        told = [(await own.called("notify"))[0] for _ in range(6)]
        kinds = [one["eventType"] for one in told if one["eventSource"] == IMPORT]
        assert kinds == ["Created", "Updated", "Updated", "Updated", "Updated"]
        assert [one["eventSource"] for one in heard(foreign)] == [EventSource.DOCUMENT]


@asynccontextmanager
async def tab_of(who: Newcomer) -> AsyncIterator[HubTestClient]:
    rooms = who.desk.rooms
    principal = await rooms.identity.authenticator.authenticate(who.token)
    assert await rooms.events.live.caught_up()
    async with HubTestClient.connect(rooms.events.hub, user=hub_user(principal)) as tab:
        while not any(each.group for each in rooms.events.live.listeners.of([who.user.key])):
            await asyncio.wait([tab.running], timeout=0.005)
        yield tab


def heard(tab: HubTestClient) -> list[dict[str, Any]]:
    return [tab.peer.invocations.get_nowait().arguments[0] for _ in range(tab.peer.invocations.qsize())]


@pytest.mark.rule("IM31")
async def test_when_the_server_stops_nothing_stays_but_what_was_imported(
    database_url: str, desk: Copydesk, hire: Hire, gate: Gate, tmp_path: Path
) -> None:
    editor = await hire()
    await editor.begins({"left.md": "# Left lying"})
    key = await editor.begins(batch_and("One"))
    await editor.starts(key)
    await gate.reached.wait()
    assert len(staged(tmp_path)) == 2
    await desk.__aexit__(None, None, None)
    assert folders_of_nodes(tmp_path) == []
    async with Copydesk(load_settings(database=database_url)) as anew:
        assert await anew.rooms.content.count() == 25
        assert anew.rooms.imports._known == {}


@pytest.mark.rule("IM31")
async def test_what_is_left_lying_is_removed(desk: Copydesk, hire: Hire, tmp_path: Path) -> None:
    editor = await hire()
    key = await editor.begins({"a.md": "# A"})
    imports = desk.rooms.imports
    await imports.sweep()
    assert (await editor.sees(key))["state"] == "collecting"
    imports._now = lambda: utc_now() + timedelta(minutes=61)
    await imports.sweep()
    assert (await editor.http.get(f"/import/{key}")).status_code == 404
    assert staged(tmp_path) == []


@pytest.mark.rule("IM32")
async def test_what_cannot_be_published_is_saved_and_said(desk: Copydesk, hire: Hire) -> None:
    strict = DocumentType(
        "strict",
        random_key(),
        own_properties=(PropertyType("body"), PropertyType("teaser", mandatory=True)),
        allowed_children=frozenset({"strict"}),
    )
    await desk.rooms.document_types.save(strict)
    files: Files = {"a/index.md": "# A", "a/b.md": "---\nteaser: Read this\n---\n# B"}
    done = await (await hire()).imports(files, typeAlias="strict", publish=True)
    assert (done["created"], done["leftOutTotal"]) == (2, 2)
    above, below = done["leftOut"]
    assert above["reason"].startswith("it was saved, and not published: teaser")
    assert (above["code"], above["because"][0]["code"]) == ("SavedNotPublished", "ValueMandatory")
    assert below["because"][0]["code"] == "PathNotPublished"


@pytest.mark.rule("IM20")
async def test_it_is_not_started_without_files_nor_given_more_afterwards(hire: Hire) -> None:
    editor = await hire()
    key = (await editor.http.post("/import", json={"typeAlias": "page"})).json()["key"]
    assert (await editor.http.post(f"/import/{key}/start")).status_code == 409
    await editor.sends(key, {"a.md": "# A"})
    await editor.starts(key)
    await editor.starts(key)
    await editor.ends(key)
    assert (await editor.sends(key, {"b.md": "# B"})).status_code == 409
