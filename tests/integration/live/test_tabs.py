"""Three users of different rights, two tabs each, while a script performs every operation.

What each tab should hear is worked out from the server's own journal, by rules of the test's own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.identity.permissions import Section
from copydesk.journal import Audience, ChangeRecord
from copydesk.notifications import Notification
from copydesk.server_events import NO_KEY, RoutingContext, ServerEvent
from copydesk.server_events.content_changes import CONTENT_ROWS
from copydesk.server_events.type_changes import TYPE_ROWS
from tests.integration.content.operations import CASES
from tests.integration.content.rig import EDITOR, Recorder, Rig
from tests.integration.live.expectation import MEDIA, expected, whole_journal, without_time
from tests.integration.live.people import People
from tests.integration.live.tabs import Tabs

BRANCH = 1001
"""The id of the first document of every case: the start node of the one who is confined to a branch."""
END = ServerEvent(event_type="End", event_source="Test", key=NO_KEY)
TRANSPORTS = ("WebSockets", "ServerSentEvents", "LongPolling")


async def every_operation(rig: Rig, cases: Sequence[Any] = CASES) -> None:
    for kind, case in cases:
        await rig.clear()
        run = await case.prepare(rig)
        assert (await run()).success, (kind, case.name)
    await rig.clear()
    await blueprints_and_branches(rig)


async def blueprints_and_branches(rig: Rig) -> None:
    """Do what the cases leave out: deleting blueprints, types and languages, and a large branch."""
    top = await rig.page("Top")
    pages = [await rig.page(f"Page {number}", top) for number in range(30)]
    await rig.content.move_to_recycle_bin(top, actor=EDITOR)
    await rig.content.restore(top, -1, actor=EDITOR)
    await rig.content.publish_branch(top, actor=EDITOR)
    await rig.content.delete(pages[0], actor=EDITOR)
    blueprint = await rig.content.create("page", "Blueprint")
    assert (await rig.content.save_blueprint(blueprint, actor=EDITOR)).success
    assert (await rig.content.delete_blueprint(blueprint, actor=EDITOR)).success
    folder = await rig.content.create_blueprint_folder("Folder", actor=EDITOR)
    assert (await rig.content.rename_blueprint_folder(folder.id, "Other", actor=EDITOR)).success
    assert (await rig.content.delete_blueprint_folder(folder.id, actor=EDITOR)).success
    assert (await rig.types.delete("note")).success
    assert (await rig.languages.delete("fr-FR")).success


async def pictures(desk: Copydesk) -> None:
    """Tell of pictures: one that is open, one in the bin, one of which nobody knows where it is."""
    router = desk.rooms.events.router
    for path in ("-1,5", "-1,-21,6", None):
        event = ServerEvent(event_type="Updated", event_source=MEDIA, key=NO_KEY)
        await router.route_event(event, RoutingContext(path))


@pytest.mark.rule("SE20", "SE23", "SE41")
@pytest.mark.timeout(400)
async def test_each_tab_hears_exactly_what_its_user_may_see(
    desk: Copydesk, address: str, people: People, tabs: Tabs, raised: set[type[Notification]]
) -> None:
    everybody = [
        await people.user("ann", Section, {-1}),
        await people.user("ben", {Section.CONTENT}, {BRANCH}),
        await people.user("mia", {Section.MEDIA}, ()),
    ]
    opened = [
        (await tabs.tab(f"{user.name} {number}", address, await people.token(user), transport=transport), rights)
        for user, rights in everybody
        for number, transport in enumerate((TRANSPORTS[0], TRANSPORTS[1 + len(user.name) % 2]))
    ]
    before = await desk.rooms.journal.settled()
    await every_operation(Rig(desk.rooms.database, Recorder()))
    await pictures(desk)
    for user, _ in everybody:
        await desk.rooms.events.router.notify_user(END, user.key)
    await desk.rooms.events.router.broadcast_event(END)

    records = await whole_journal(desk.rooms.journal, before)
    for tab, rights in opened:
        wanted = expected(records, (0, rights))
        await tab.has_heard(len(wanted))
        assert without_time(tab.heard) == wanted
    assert raised >= CONTENT_ROWS.keys() | TYPE_ROWS.keys()
    numbers = [len(tab.heard) for tab, _ in opened]
    assert numbers[0] > numbers[2] > numbers[4] > 0
    assert any(record.branch_path for record in records)


def turning_point(records: Sequence[ChangeRecord], key: UUID) -> int:
    """Return where in the journal somebody's rights changed."""
    return next(each.position for each in records if each.audience is Audience.NODES and each.key == key)


@pytest.mark.rule("SE42", "SE43")
@pytest.mark.timeout(400)
async def test_withdrawn_rights_hold_from_that_instant(
    desk: Copydesk, address: str, people: People, tabs: Tabs
) -> None:
    """Five lose rights in the middle, each in another way; one goes on undisturbed."""
    identity = desk.rooms.identity
    everybody = {
        name: await people.user(name, {Section.CONTENT}, {-1})
        for name in ("stays", "confined", "disabled", "deleted", "leaves", "expelled")
    }
    tokens = {name: [await people.token(user) for _ in range(2)] for name, (user, _) in everybody.items()}
    opened = {
        (name, number): await tabs.tab(f"{name} {number}", address, token)
        for name in everybody
        for number, token in enumerate(tokens[name])
    }
    before = await desk.rooms.journal.settled()
    rig = Rig(desk.rooms.database, Recorder())
    await every_operation(rig, CASES[:6])

    middle = await desk.rooms.journal.settled()
    user = {name: found for name, (found, _) in everybody.items()}
    user["confined"].document_start_nodes = frozenset({BRANCH})
    assert (await identity.users.save(user["confined"])).success
    assert (await identity.users.disable(user["disabled"].key)).success
    assert (await identity.users.delete(user["deleted"].key)).success
    assert (await identity.users.set_password(user["expelled"].key, "another long password")).success
    leaving = (await identity.authenticator.authenticate(tokens["leaves"][0])).session
    assert leaving is not None
    await identity.sessions.end(leaving)
    await every_operation(rig, CASES[6:9])
    await desk.rooms.events.router.broadcast_event(END)

    records = await whole_journal(desk.rooms.journal, before)
    later = [record for record in records if record.position > middle]
    for (name, number), tab in opened.items():
        rights = everybody[name][1]
        after = {
            "stays": rights,
            "confined": replace(rights, documents=frozenset({BRANCH})),
            "leaves": rights if number else None,
        }.get(name)
        point = turning_point(later, rights.user) if name != "stays" else middle
        wanted = expected(records, (0, rights), (point, after))
        if after is None:
            await tab.until("closed")
        await tab.has_heard(len(wanted))
        assert without_time(tab.heard) == wanted, name
        assert (after is None) is ("closed" in [what for what, _ in tab.said])
