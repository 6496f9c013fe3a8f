"""Every operation, what it tells in which order, and what becomes of it when it is cancelled at each point.

A case is prepared for documents without cultures (`page`) and with them (`article`). Names are `A`, `B`...; ids begin
at 1001.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from copydesk.content import BranchOutcome, Document, OperationOutcome, OperationResult, PublishOutcome, PublishResult
from copydesk.content.model import CultureImpact, Language
from copydesk.content.service.types import LanguageService
from tests.integration.content.rig import EDITOR, Rig, Told

Outcome = OperationOutcome | PublishOutcome | BranchOutcome
Run = Callable[[], Awaitable[Outcome]]
CANCELLED = OperationResult.FAILED_CANCELLED_BY_EVENT
NOT_PUBLISHED = PublishResult.FAILED_PUBLISH_CANCELLED_BY_EVENT
NOT_UNPUBLISHED = PublishResult.FAILED_UNPUBLISH_CANCELLED_BY_EVENT


@dataclass(frozen=True)
class Case:
    """One operation on one kind of document.

    Attributes:
        name: what it is called in the test's id.
        prepare: sets the scene and returns the call.
        told: everything that is told when nobody cancels.
        result: what becomes of it then.
        cancelled: what becomes of it when the notification of this name is cancelled.
        shares: pairs of notifications that share their state; those that do not are in `apart`.
        apart: pairs of notifications that do not share their state.
    """

    name: str
    prepare: Callable[[Rig], Awaitable[Run]]
    told: list[Told]
    result: OperationResult | PublishResult
    cancelled: dict[str, OperationResult | PublishResult] = field(default_factory=dict)
    shares: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.name


ALL = {"page": ("*",), "article": ("de-DE", "en-US")}
GERMAN = {"page": ("*",), "article": ("de-DE",)}


async def new(rig: Rig, kind: str, name: str = "A", parent: Document | None = None) -> Document:
    document = await rig.content.create(kind, parent_id=parent.id if parent else -1)
    if kind == "page":
        document.name = name
        document.set_value("title", f"{name}!")
    else:
        for culture in ALL["article"]:
            document.set_name(name, culture)
            document.set_value("heading", f"{name}!", culture)
    return document


async def saved(rig: Rig, kind: str, name: str = "A", parent: Document | None = None) -> Document:
    document = await new(rig, kind, name, parent)
    assert (await rig.content.save(document, actor=EDITOR)).success
    rig.recorder.forget()
    return document


async def shown(rig: Rig, kind: str, name: str = "A", parent: Document | None = None) -> Document:
    document = await saved(rig, kind, name, parent)
    assert (await rig.content.publish(document, actor=EDITOR)).success
    rig.recorder.forget()
    return document


def change(document: Document) -> None:
    """Change one value, of German when there are cultures."""
    if document.type.alias == "page":
        document.set_value("title", "changed")
    else:
        document.set_value("heading", "changed", "de-DE")


def cases_of(kind: str) -> list[Case]:  # noqa: C901, PLR0915 - a table, one entry after the other.
    every, german = ALL[kind], GERMAN[kind]
    explicit = () if kind == "page" else every
    node, branch, remove = "REFRESH_NODE", "REFRESH_BRANCH", "REMOVE"
    published = PublishResult.SUCCESS_PUBLISH if kind == "page" else PublishResult.SUCCESS_PUBLISH_CULTURE
    done = OperationResult.SUCCESS

    async def save_new(rig: Rig) -> Run:
        a = await new(rig, kind)
        return lambda: rig.content.save(a, actor=EDITOR)

    async def save_changed(rig: Rig) -> Run:
        a = await saved(rig, kind)
        change(a)
        return lambda: rig.content.save(a, actor=EDITOR)

    async def save_many(rig: Rig) -> Run:
        a, b = await new(rig, kind), await saved(rig, kind, "B")
        change(b)
        return lambda: rig.content.save_many([a, b], actor=EDITOR)

    async def publish(rig: Rig) -> Run:
        a = await saved(rig, kind)
        return lambda: rig.content.publish(a, actor=EDITOR)

    async def republish(rig: Rig) -> Run:
        a = await shown(rig, kind)
        change(a)
        await rig.content.save(a, actor=EDITOR)
        rig.recorder.forget()
        return lambda: rig.content.publish(a, german, actor=EDITOR)

    async def save_and_publish_new(rig: Rig) -> Run:
        a = await new(rig, kind)
        return lambda: rig.content.save_and_publish(a, explicit, actor=EDITOR)

    async def save_and_publish_changed(rig: Rig) -> Run:
        a = await saved(rig, kind)
        change(a)
        return lambda: rig.content.save_and_publish(a, explicit, actor=EDITOR)

    async def unpublish_all(rig: Rig) -> Run:
        a = await shown(rig, kind)
        return lambda: rig.content.unpublish(a, actor=EDITOR)

    async def send(rig: Rig) -> Run:
        a = await saved(rig, kind)
        change(a)
        return lambda: rig.content.send_to_publication(a, actor=EDITOR)

    async def rollback(rig: Rig) -> Run:
        a = await shown(rig, kind)
        change(a)
        await rig.content.save_and_publish(a, german if kind == "article" else (), actor=EDITOR)
        oldest = (await rig.content.versions(a.id))[-1]
        rig.recorder.forget()
        return lambda: rig.content.rollback(a.id, oldest.id, actor=EDITOR)

    async def copy(rig: Rig) -> Run:
        a, b = await shown(rig, kind), await saved(rig, kind, "B")
        return lambda: rig.content.copy(a, b.id, actor=EDITOR)

    async def move(rig: Rig) -> Run:
        a, b = await saved(rig, kind), await saved(rig, kind, "B")
        await saved(rig, kind, "C", a)
        return lambda: rig.content.move(a, b.id, actor=EDITOR)

    async def trash(rig: Rig) -> Run:
        a = await shown(rig, kind)
        await saved(rig, kind, "B", a)
        return lambda: rig.content.move_to_recycle_bin(a, actor=EDITOR)

    async def restore(rig: Rig) -> Run:
        a = await shown(rig, kind)
        await saved(rig, kind, "B", a)
        await rig.content.move_to_recycle_bin(a, actor=EDITOR)
        rig.recorder.forget()
        return lambda: rig.content.restore(a, -1, actor=EDITOR)

    async def delete(rig: Rig) -> Run:
        a = await shown(rig, kind)
        b = await saved(rig, kind, "B", a)
        await saved(rig, kind, "C", b)
        return lambda: rig.content.delete(a, actor=EDITOR)

    async def delete_of_type(rig: Rig) -> Run:
        a = await shown(rig, kind)
        other = "article" if kind == "page" else "page"
        await saved(rig, other, "B", a)
        return lambda: rig.content.delete_of_type(kind, actor=EDITOR)

    async def empty_bin(rig: Rig) -> Run:
        a, b = await saved(rig, kind), await saved(rig, kind, "B")
        await saved(rig, kind, "C", a)
        for document in (a, b):
            await rig.content.move_to_recycle_bin(document, actor=EDITOR)
        rig.recorder.forget()
        return lambda: rig.content.empty_recycle_bin(actor=EDITOR)

    async def sort(rig: Rig) -> Run:
        a, b, c = await saved(rig, kind), await shown(rig, kind, "B"), await saved(rig, kind, "C")
        return lambda: rig.content.sort([b, a, c], actor=EDITOR)

    async def delete_versions(rig: Rig) -> Run:
        a = await shown(rig, kind)
        return lambda: rig.content.delete_versions(a.id, rig.clock.now(), actor=EDITOR)

    async def delete_version(rig: Rig) -> Run:
        a = await shown(rig, kind)
        return lambda: rig.content.delete_version(a.id, a.version_id, actor=EDITOR)

    async def publish_branch(rig: Rig) -> Run:
        a = await saved(rig, kind)
        return lambda: rig.content.publish_branch(a, actor=EDITOR)

    async def move_blueprint(rig: Rig) -> Run:
        a = await new(rig, kind)
        await rig.content.save_blueprint(a, actor=EDITOR)
        folder = await rig.content.create_blueprint_folder("F")
        rig.recorder.forget()
        return lambda: rig.content.move_blueprint(a, folder.id, actor=EDITOR)

    async def scaffold(rig: Rig) -> Run:
        a = await new(rig, kind)
        await rig.content.save_blueprint(a, actor=EDITOR)
        rig.recorder.forget()
        return lambda: rig.content.scaffold(a, "B", actor=EDITOR)

    unpublished = [
        ("Unpublished", ["A"], [every]),
        ("TreeChange", [("A", branch, None, every)]),
    ]
    return [
        Case(
            "save new",
            save_new,
            [("Saving", ["A"]), ("Saved", ["A"], [every]), ("TreeChange", [("A", node)])],
            done,
            {"Saving": CANCELLED},
            (("Saving", "Saved"),),
        ),
        Case(
            "save changed",
            save_changed,
            [("Saving", ["A"]), ("Saved", ["A"], [german]), ("TreeChange", [("A", node)])],
            done,
            {"Saving": CANCELLED},
            (("Saving", "Saved"),),
        ),
        Case(
            "save many",
            save_many,
            [
                ("Saving", ["A", "B"]),
                ("Saved", ["A", "B"], [every, german]),
                ("TreeChange", [("A", node), ("B", node)]),
            ],
            done,
            {"Saving": CANCELLED},
            (("Saving", "Saved"),),
        ),
        Case(
            "publish",
            publish,
            [
                ("Publishing", ["A"]),
                ("TreeChange", [("A", branch, every, None)]),
                ("Published", ["A"], [every], None),
            ],
            published,
            {"Publishing": NOT_PUBLISHED},
            (("Publishing", "Published"),),
        ),
        Case(
            "republish",
            republish,
            [
                ("Publishing", ["A"]),
                ("TreeChange", [("A", node, german, None)]),
                ("Published", ["A"], [german], None),
            ],
            published,
            {"Publishing": NOT_PUBLISHED},
            (("Publishing", "Published"),),
        ),
        Case(
            "save and publish new",
            save_and_publish_new,
            [
                ("Saving", ["A"]),
                ("Publishing", ["A"]),
                ("Saved", ["A"], [every]),
                ("TreeChange", [("A", node, every, None)]),
                ("Published", ["A"], [every], None),
            ],
            published,
            {"Saving": NOT_PUBLISHED, "Publishing": NOT_PUBLISHED},
            (("Saving", "Publishing"), ("Saving", "Saved"), ("Saving", "Published")),
        ),
        Case(
            "save and publish changed",
            save_and_publish_changed,
            [
                ("Saving", ["A"]),
                ("Publishing", ["A"]),
                ("Saved", ["A"], [german]),
                ("TreeChange", [("A", branch, every, None)]),
                ("Published", ["A"], [every], None),
            ],
            published,
            {"Saving": NOT_PUBLISHED, "Publishing": NOT_PUBLISHED},
            (("Saving", "Publishing"), ("Saving", "Saved"), ("Saving", "Published")),
        ),
        Case(
            "unpublish all",
            unpublish_all,
            [("Saving", ["A"]), ("Unpublishing", ["A"]), *unpublished],
            PublishResult.SUCCESS_UNPUBLISH,
            {"Saving": NOT_PUBLISHED, "Unpublishing": NOT_UNPUBLISHED},
            (("Saving", "Unpublishing"), ("Saving", "Unpublished")),
        ),
        Case(
            "send to publication",
            send,
            [
                ("SendingToPublish", "A"),
                ("Saving", ["A"]),
                ("Saved", ["A"], [german]),
                ("TreeChange", [("A", node)]),
                ("SentToPublish", "A"),
            ],
            done,
            {"SendingToPublish": CANCELLED, "Saving": CANCELLED},
            (("SendingToPublish", "SentToPublish"), ("Saving", "Saved")),
            (("SendingToPublish", "Saving"),),
        ),
        Case(
            "rollback",
            rollback,
            [
                ("RollingBack", "A"),
                ("Saving", ["A"]),
                ("Saved", ["A"], [german]),
                ("TreeChange", [("A", node)]),
                ("RolledBack", "A"),
            ],
            done,
            {"RollingBack": CANCELLED, "Saving": CANCELLED},
            (("RollingBack", "RolledBack"), ("Saving", "Saved")),
        ),
        Case(
            "copy",
            copy,
            [("Copying", "A"), ("TreeChange", [("A", branch)]), ("Copied", "A")],
            done,
            {"Copying": CANCELLED},
            (),
            (("Copying", "Copied"),),
        ),
        Case(
            "move",
            move,
            [
                ("Moving", [("A", "-1,1001", 1002)]),
                ("TreeChange", [("A", branch)]),
                ("Moved", [("A", "-1,1001", 1002), ("C", "-1,1001,1003", None)]),
            ],
            done,
            {"Moving": CANCELLED},
            (("Moving", "Moved"),),
        ),
        Case(
            "move to recycle bin",
            trash,
            [
                ("MovingToRecycleBin", [("A", "-1,1001", None)]),
                ("TreeChange", [("A", branch)]),
                ("MovedToRecycleBin", [("A", "-1,1001", None), ("B", "-1,1001,1002", None)]),
            ],
            done,
            {"MovingToRecycleBin": CANCELLED},
            (("MovingToRecycleBin", "MovedToRecycleBin"),),
        ),
        Case(
            "restore",
            restore,
            [
                ("Moving", [("A", "-1,-20,1001", -1)]),
                ("TreeChange", [("A", branch)]),
                ("Moved", [("A", "-1,-20,1001", -1), ("B", "-1,-20,1001,1002", None)]),
            ],
            done,
            {"Moving": CANCELLED},
            (("Moving", "Moved"),),
        ),
        Case(
            "delete",
            delete,
            [
                ("Deleting", ["A"]),
                ("Unpublished", ["A"], [every]),
                ("Deleted", ["C"]),
                ("Deleted", ["B"]),
                ("Deleted", ["A"]),
                ("TreeChange", [("A", remove)]),
            ],
            done,
            {"Deleting": CANCELLED},
            (),
            (("Deleting", "Deleted"),),
        ),
        Case(
            "delete of type",
            delete_of_type,
            [
                ("Deleting", ["A"]),
                ("Unpublished", ["A"], [every]),
                ("Deleted", ["A"]),
                ("MovedToRecycleBin", [("B", "-1,1001,1002", None)]),
                ("TreeChange", [("B", branch), ("A", remove)]),
            ],
            done,
            {"Deleting": CANCELLED},
            (),
            (("Deleting", "Deleted"),),
        ),
        Case(
            "empty recycle bin",
            empty_bin,
            [
                ("EmptyingRecycleBin", ["A", "B"]),
                ("Deleting", ["A", "B"]),
                ("Deleted", ["C"]),
                ("Deleted", ["A"]),
                ("Deleted", ["B"]),
                ("EmptiedRecycleBin", ["A", "B"]),
                ("TreeChange", [("A", remove), ("B", remove)]),
            ],
            done,
            {"EmptyingRecycleBin": CANCELLED, "Deleting": CANCELLED},
            (("EmptyingRecycleBin", "EmptiedRecycleBin"),),
            (("EmptyingRecycleBin", "Deleting"),),
        ),
        Case(
            "sort",
            sort,
            [
                ("Sorting", ["B", "A", "C"]),
                ("Saving", ["B", "A", "C"]),
                ("Saved", ["B", "A", "C"], [("*",), ("*",)]),
                ("Sorted", ["B", "A", "C"]),
                ("TreeChange", [("B", node), ("A", node)]),
                ("Published", ["B"], [every], None),
            ],
            done,
            {"Sorting": CANCELLED, "Saving": CANCELLED},
            (("Sorting", "Sorted"), ("Saving", "Saved")),
            (("Sorting", "Saving"), ("Sorting", "Published"), ("Saving", "Published")),
        ),
        Case(
            "delete versions",
            delete_versions,
            [("DeletingVersions",), ("DeletedVersions",)],
            done,
            {"DeletingVersions": CANCELLED},
            (("DeletingVersions", "DeletedVersions"),),
        ),
        Case(
            "delete version",
            delete_version,
            [("DeletingVersions",), ("DeletedVersions",)],
            done,
            {"DeletingVersions": CANCELLED},
            (("DeletingVersions", "DeletedVersions"),),
        ),
        Case(
            "publish branch",
            publish_branch,
            [
                ("Saving", ["A"]),
                ("Publishing", ["A"]),
                ("TreeChange", [("A", branch, every, None)]),
                ("Published", ["A"], [every], None),
            ],
            published,
            {"Saving": NOT_PUBLISHED, "Publishing": NOT_PUBLISHED},
            (("Saving", "Publishing"), ("Saving", "Published")),
        ),
        Case(
            "move blueprint",
            move_blueprint,
            [
                ("MovingBlueprint", [("A", "-1,1001", 1002)]),
                ("TreeChange", [("A", node)]),
                ("MovedBlueprint", [("A", "-1,1001", 1002)]),
            ],
            done,
            {"MovingBlueprint": CANCELLED},
            (("MovingBlueprint", "MovedBlueprint"),),
        ),
        Case("scaffold", scaffold, [("Scaffolded", "A")], done, {"Scaffolded": CANCELLED}),
    ]


async def _unpublish_culture(rig: Rig) -> Run:
    a = await shown(rig, "article")
    return lambda: rig.content.unpublish(a, "de-DE", actor=EDITOR)


async def _unpublish_mandatory(rig: Rig) -> Run:
    a = await shown(rig, "article")
    await LanguageService(rig.database).save(Language("de-DE", "German", is_mandatory=True))
    return lambda: rig.content.unpublish(a, "de-DE", actor=EDITOR)


async def _unpublish_last(rig: Rig) -> Run:
    a = await shown(rig, "article")
    await rig.content.unpublish(a, "en-US", actor=EDITOR)
    rig.recorder.forget()
    return lambda: rig.content.unpublish(a, "de-DE", actor=EDITOR)


async def _commit_mixed(rig: Rig) -> Run:
    a = await saved(rig, "article")
    assert (await rig.content.publish(a, ["de-DE"], actor=EDITOR)).success
    rig.recorder.forget()
    a.publish_culture(CultureImpact("en-US"), rig.clock.now())
    a.unpublish_culture("de-DE")
    return lambda: rig.content.commit_document_changes(a, actor=EDITOR)


VARIANT_ONLY = [
    Case(
        "unpublish one culture",
        _unpublish_culture,
        [
            ("Saving", ["A"]),
            ("Publishing", ["A"]),
            ("TreeChange", [("A", "REFRESH_NODE", None, ("de-DE",))]),
            ("Published", ["A"], [], [("de-DE",)]),
        ],
        PublishResult.SUCCESS_UNPUBLISH_CULTURE,
        {"Saving": NOT_PUBLISHED, "Publishing": NOT_PUBLISHED},
        (("Saving", "Publishing"), ("Saving", "Published")),
    ),
    Case(
        "unpublish mandatory culture",
        _unpublish_mandatory,
        [
            ("Saving", ["A"]),
            ("Unpublishing", ["A"]),
            ("Unpublished", ["A"], [("de-DE", "en-US")]),
            ("TreeChange", [("A", "REFRESH_BRANCH", None, ("de-DE", "en-US"))]),
        ],
        PublishResult.SUCCESS_UNPUBLISH_MANDATORY_CULTURE,
        {"Saving": NOT_PUBLISHED, "Unpublishing": NOT_UNPUBLISHED},
        (("Saving", "Unpublishing"), ("Saving", "Unpublished")),
    ),
    Case(
        "unpublish last culture",
        _unpublish_last,
        [
            ("Saving", ["A"]),
            ("Publishing", ["A"]),
            ("Unpublishing", ["A"]),
            ("Unpublished", ["A"], [("de-DE",)]),
            ("TreeChange", [("A", "REFRESH_BRANCH", None, ("de-DE",))]),
        ],
        PublishResult.SUCCESS_UNPUBLISH_LAST_CULTURE,
        {"Saving": NOT_PUBLISHED, "Publishing": NOT_PUBLISHED, "Unpublishing": NOT_UNPUBLISHED},
        (("Saving", "Publishing"), ("Saving", "Unpublishing"), ("Saving", "Unpublished")),
    ),
    Case(
        "commit mixed cultures",
        _commit_mixed,
        [
            ("Saving", ["A"]),
            ("Publishing", ["A"]),
            ("TreeChange", [("A", "REFRESH_NODE", ("en-US",), ("de-DE",))]),
            ("Published", ["A"], [("en-US",)], [("de-DE",)]),
        ],
        PublishResult.SUCCESS_MIXED_CULTURE,
        {"Saving": NOT_PUBLISHED, "Publishing": NOT_PUBLISHED},
        (("Saving", "Publishing"), ("Saving", "Published")),
    ),
]
CASES: list[Any] = [
    *((kind, case) for kind in ("page", "article") for case in cases_of(kind)),
    *(("article", case) for case in VARIANT_ONLY),
]
POINTS = [(kind, case, point) for kind, case in CASES for point in case.cancelled]
