"""The whole order of every operation: uncancelled and cancelled at each point, alone and inside an ambient scope."""

from typing import Any

import pytest
from sqlalchemy import select

from copydesk.content import BranchOutcome
from copydesk.content.sentences import AuditComments
from copydesk.content.tables import audit, blueprint_folders, document_names, documents, schedules, versions
from copydesk.notifications import CancelableNotification
from copydesk.sentences import recognised
from tests.integration.content.operations import CASES, POINTS, Case, Outcome
from tests.integration.content.rig import EDITOR, Rig

EACH = pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{case} of {kind}" for kind, case in CASES])
EACH_POINT = pytest.mark.parametrize(
    ("kind", "case", "point"), POINTS, ids=[f"{case} of {kind} at {point}" for kind, case, point in POINTS]
)


def result_of(outcome: Outcome) -> Any:
    return outcome.items[0].result if isinstance(outcome, BranchOutcome) else outcome.result


async def stored(rig: Rig) -> list[Any]:
    """Return every row of the content tables."""
    async with rig.database.read() as scope:
        return [
            (await scope.execute(select(table).order_by(*table.primary_key.columns))).all()
            for table in (documents, versions, document_names, schedules, blueprint_folders, audit)
        ]


def asked(case: Case) -> list[Any]:
    return [told for told in case.told if told[0].endswith("ing") or "ing" in told[0] or told[0] == "Scaffolded"]


@pytest.mark.rule("CS4")
@EACH
async def test_everything_is_told_in_order(rig: Rig, kind: str, case: Case) -> None:
    outcome = await (await case.prepare(rig))()
    assert rig.recorder.trace() == case.told
    assert result_of(outcome) == case.result
    assert outcome.success
    for first, second in case.shares:
        assert rig.recorder.shares_state(first, second), (first, second)
    for first, second in case.apart:
        assert not rig.recorder.shares_state(first, second), (first, second)


@pytest.mark.rule("CS5")
@EACH
async def test_in_an_ambient_scope_only_questions_come_before_its_commit(rig: Rig, kind: str, case: Case) -> None:
    run = await case.prepare(rig)
    async with rig.database.write("ambient") as scope:
        await run()
        assert rig.recorder.trace() == asked(case)
        scope.complete()
    assert rig.recorder.trace() == case.told


@pytest.mark.rule("CS6")
@EACH
async def test_what_an_ambient_scope_undoes_is_not_told(rig: Rig, kind: str, case: Case) -> None:
    run = await case.prepare(rig)
    before = await stored(rig)
    async with rig.database.write("ambient"):
        await run()
    assert rig.recorder.trace() == asked(case)
    assert await stored(rig) == before


@pytest.mark.rule("CS29")
@EACH
async def test_what_changes_anything_is_in_the_audit_trail_in_words_that_have_a_code(
    rig: Rig, kind: str, case: Case
) -> None:
    run = await case.prepare(rig)
    before = await stored(rig)
    await run()
    after = await stored(rig)
    lines = after[-1][len(before[-1]) :]
    assert bool(lines) is (after != before)
    assert {line.actor for line in lines} <= {EDITOR}
    assert [recognised(AuditComments, line.comment) for line in lines if line.comment] == [
        line.comment for line in lines if line.comment
    ]


@pytest.mark.rule("CS7", "CS9")
@EACH_POINT
async def test_a_cancelled_operation_says_why_and_writes_and_tells_nothing(
    rig: Rig, kind: str, case: Case, point: str
) -> None:
    run = await case.prepare(rig)
    before = await stored(rig)
    rig.recorder.cancel_on(point)
    outcome = await run()
    assert result_of(outcome) == case.cancelled[point]
    assert not outcome.success
    until = [told[0] for told in asked(case)].index(point) + 1
    assert rig.recorder.trace() == asked(case)[:until]
    assert await stored(rig) == before
    messages = outcome.items[0].messages if isinstance(outcome, BranchOutcome) else outcome.messages
    assert [message.message for message in messages] == [f"no {point}"]


@pytest.mark.rule("CS8")
@EACH_POINT
async def test_a_cancelled_operation_leaves_an_ambient_scope_able_to_commit(
    rig: Rig, kind: str, case: Case, point: str
) -> None:
    run = await case.prepare(rig)
    async with rig.database.write("ambient") as scope:
        first = await rig.content.create("page", "First")
        await rig.content.save(first, actor=EDITOR)
        rig.recorder.cancel_on(point)
        outcome = await run()
        rig.recorder.cancel_nothing()
        last = await rig.content.create("page", "Last")
        await rig.content.save(last, actor=EDITOR)
        scope.complete()
    assert result_of(outcome) == case.cancelled[point]
    told = [one for one in rig.recorder.told if not isinstance(one, CancelableNotification)]
    rig.recorder.told[:] = told
    assert rig.recorder.trace() == [
        ("Saved", ["First"], [("*",)]),
        ("TreeChange", [("First", "REFRESH_NODE")]),
        ("Saved", ["Last"], [("*",)]),
        ("TreeChange", [("Last", "REFRESH_NODE")]),
    ]
    assert not await rig.gone(first)
    assert not await rig.gone(last)
