"""Explain: trees of what happened, and how few of them a busy process pays for."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from copydesk.notifications import (
    CancelableNotification,
    EventAggregator,
    EventMessage,
    EventMessageType,
    Explain,
    HandlerRegistry,
    Notification,
    NoTransaction,
    SavedNotification,
    SavingNotification,
    ScopeProvider,
    StatefulNotification,
    Step,
    StepKind,
)
from copydesk.notifications.testing import CrashError, CrashPoint, FakeTransactions, ManualClock


@dataclass
class Page:
    name: str
    tags: list[str] = field(default_factory=list)


class PageSaving(SavingNotification[Page]):
    pass


class PageSaved(SavedNotification[Page]):
    pass


class Pinged(Notification):
    pass


class Ponged(Notification):
    pass


class Bus:
    """A bus that is explained with a manual clock. Handlers are added before the first use."""

    def __init__(self) -> None:
        self.handlers = HandlerRegistry()
        self.clock = ManualClock()
        self.transactions = FakeTransactions()

    def start(self, **options: Any) -> EventAggregator:
        self.explain = Explain(clock=self.clock.monotonic, **{"rate": None, **options})
        self.aggregator = EventAggregator(self.handlers, explain=self.explain)
        self.scopes = ScopeProvider(self.aggregator, self.transactions)
        return self.aggregator

    async def save(self, *pages: Page) -> bool:
        async with self.scopes.create_scope() as scope:
            saving = PageSaving(pages)
            if await scope.notifications.publish_cancelable(saving):
                return False
            scope.notifications.publish(PageSaved(pages).with_state_from(saving))
            scope.notifications.publish(Pinged())
            scope.complete()
        return True

    def taking(self, seconds: float) -> Callable[[Notification], None]:
        return lambda notification: self.clock.advance(seconds)


@pytest.fixture
def bus() -> Bus:
    return Bus()


def shape(step: Step) -> Any:
    """A tree without names of handlers, times and remarks."""
    name = step.kind.value if step.kind is not StepKind.PUBLICATION else step.name
    return (name, [shape(inner) for inner in step.steps]) if step.steps else name


@pytest.mark.rule("NT50", "NT51", "NT52")
async def test_an_operation_is_a_tree_with_nested_operations(bus: Bus) -> None:
    @bus.handlers.on(PageSaving)
    def trim(notification: PageSaving) -> None:
        bus.clock.advance(0.001)
        for page in notification.saved_entities:
            page.name = page.name.strip()
        notification.state["trimmed"] = True

    @bus.handlers.on(PageSaved)
    async def save_index(notification: PageSaved) -> None:
        if notification.saved_entities[0].name != "index":
            await bus.save(Page("index"))

    bus.start()
    await bus.save(Page(" home "))
    (tree,) = bus.explain.trees
    here = f"{__name__}.test_an_operation_is_a_tree_with_nested_operations.<locals>"
    assert str(tree).splitlines() == [
        "scope  2.000 ms; committed",
        "├─ PageSaving  1.000 ms",
        f"│  └─ {here}.trim  1.000 ms; changed target[0].name, state['trimmed']",
        "└─ PageSaved, Pinged  1.000 ms",
        "   ├─ PageSaved  1.000 ms",
        f"   │  └─ {here}.save_index  1.000 ms",
        "   │     └─ scope  1.000 ms; committed",
        "   │        ├─ PageSaving  1.000 ms",
        f"   │        │  └─ {here}.trim  1.000 ms; changed state['trimmed']",
        "   │        └─ PageSaved, Pinged  0.000 ms",
        "   │           ├─ PageSaved  0.000 ms",
        f"   │           │  └─ {here}.save_index  0.000 ms",
        "   │           └─ Pinged  0.000 ms",
        "   └─ Pinged  0.000 ms",
    ]


@pytest.mark.rule("NT51")
async def test_the_tree_says_who_cancelled_and_who_took_it_back(bus: Bus) -> None:
    @bus.handlers.on(PageSaving)
    def veto(notification: PageSaving) -> None:
        notification.cancel_operation(EventMessage("Pages", "not today", EventMessageType.ERROR))

    @bus.handlers.on(PageSaving)
    async def insist(notification: PageSaving) -> None:
        notification.cancel = False

    @bus.handlers.on(PageSaving)
    async def remark(notification: PageSaving) -> None:
        notification.messages.add(EventMessage("Pages", "as you like"))

    bus.start()
    assert await bus.save(Page("home"))
    handlers = bus.explain.trees[0].steps[0].steps
    assert [step.remarks for step in handlers] == [
        ["cancelled", "said Pages: not today"],
        ["took the cancellation back"],
        ["said Pages: as you like"],
    ]


@pytest.mark.rule("NT51")
@pytest.mark.logs_errors
async def test_the_tree_says_what_failed_and_how_scopes_ended(bus: Bus) -> None:
    def fail(notification: Notification) -> None:
        raise LookupError("gone")

    bus.handlers.add(PageSaved, fail)
    bus.start()
    await bus.save(Page("home"))
    bus.transactions.crash_at = {CrashPoint.BEFORE_COMMIT}
    with pytest.raises(CrashError):
        await bus.save(Page("home"))
    bus.transactions.crash_at = {CrashPoint.BEGIN}
    with pytest.raises(CrashError):
        await bus.save(Page("home"))
    bus.transactions.crash_at = set()
    async with bus.scopes.create_scope(), bus.scopes.create_scope() as inner:
        inner.complete()
    async with bus.scopes.create_scope() as outer:
        async with bus.scopes.create_scope():
            pass
        outer.complete()
    assert [tree.remarks for tree in bus.explain.trees] == [
        ["committed"],
        ["failed"],
        ["did not begin"],
        ["rolled back"],
        ["rolled back"],
    ]
    assert bus.explain.trees[0].steps[1].steps[0].steps[0].remarks == ["raised LookupError('gone')"]
    assert [tree.steps[0].remarks for tree in bus.explain.trees[3:]] == [["completed"], ["not completed"]]


class Struct(msgspec.Struct):
    title: str


@dataclass(slots=True)
class Slotted:
    title: str
    unset: str = field(init=False)


class Unequal:
    def __eq__(self, other: object) -> bool:
        raise TypeError("cannot be compared")

    __hash__ = None  # type: ignore[assignment] # it cannot be hashed either


@dataclass
class Edited(CancelableNotification, StatefulNotification):
    struct: Struct
    slotted: Slotted
    weights: dict[str, int]
    strange: Unequal
    many: list[Page]


@pytest.mark.rule("NT51")
async def test_changes_are_seen_on_structs_slots_dictionaries_and_lists(bus: Bus) -> None:
    edits: list[Callable[[Edited], object]] = [
        lambda edited: setattr(edited.struct, "title", "new"),
        lambda edited: setattr(edited.slotted, "title", "new"),
        lambda edited: edited.weights.update(home=2),
        lambda edited: setattr(edited, "strange", Unequal()),
        lambda edited: edited.many.append(Page("another")),
        lambda edited: edited.many[0].tags.append("news"),
        lambda edited: edited.state.update(seen=1),
        lambda edited: edited.state.clear(),
        lambda edited: setattr(edited.many[30], "name", "too far"),
        lambda edited: None,
    ]

    def handler(edit: Callable[[Edited], object]) -> None:
        def handle(notification: Edited) -> None:
            edit(notification)

        bus.handlers.add(Edited, handle)

    for edit in edits:
        handler(edit)
    notification = Edited(Struct("old"), Slotted("old"), {}, Unequal(), [Page(str(number)) for number in range(40)])
    await bus.start().publish(notification)
    assert [step.remarks for step in bus.explain.trees[0].steps] == [
        ["changed struct.title"],
        ["changed slotted.title"],
        ["changed weights"],
        ["changed strange"],
        ["changed many"],
        ["changed many[0].tags"],
        ["changed state['seen']"],
        ["changed state['seen'] (gone)"],
        [],
        [],
    ]


@pytest.mark.rule("NT50")
async def test_runs_batches_and_classes_are_shown(bus: Bus) -> None:
    def batch(run: list[Pinged]) -> None: ...

    class Handler:
        async def handle(self, notification: Pinged) -> None: ...

    bus.handlers.add_batch(Pinged, batch)
    bus.handlers.add(Pinged, Handler)
    await bus.start().publish_many([Pinged(), Pinged(), Ponged()])
    await bus.aggregator.publish_many([Pinged(), Pinged()])
    assert [shape(tree) for tree in bus.explain.trees] == [
        ("Pinged x2, Ponged", [("Pinged x2", ["handler"] * 3), "Ponged"]),
        ("Pinged x2", ["handler"] * 3),
    ]


@pytest.mark.rule("NT50")
async def test_a_publication_that_raises_is_recorded_too(bus: Bus) -> None:
    def fail(notification: Pinged) -> None:
        raise LookupError

    bus.handlers.add(Pinged, fail)
    with pytest.raises(LookupError):
        await bus.start().publish(Pinged())
    assert [shape(tree) for tree in bus.explain.trees] == [("Pinged", ["handler"])]


@pytest.mark.rule("NT50")
async def test_tasks_of_a_handler_belong_to_it_until_it_ends(bus: Bus) -> None:
    left: list[asyncio.Task[None]] = []
    ended = asyncio.Event()

    async def publish_later() -> None:
        await ended.wait()
        await bus.aggregator.publish(Ponged())

    @bus.handlers.on(Pinged)
    async def handle(notification: Pinged) -> None:
        left.append(asyncio.create_task(publish_later()))
        await asyncio.create_task(bus.aggregator.publish(Ponged()))

    await bus.start().publish(Pinged())
    ended.set()
    await left[0]
    assert [shape(tree) for tree in bus.explain.trees] == [("Pinged", [("handler", ["Ponged"])]), "Ponged"]


def test_an_unfinished_step_says_so() -> None:
    assert str(Step(StepKind.SCOPE, "scope", 0.0)) == "scope  unfinished"


@pytest.mark.rule("NT53")
async def test_operations_begin_to_be_recorded_at_no_more_than_the_given_rate(bus: Bus) -> None:
    async def handle(notification: Pinged) -> None: ...

    bus.handlers.add(Pinged, handle)
    bus.start(rate=10)
    scopes = ScopeProvider(bus.aggregator, NoTransaction)
    for _ in range(20):  # Each operation has three steps, so one in 0.3 seconds is recorded, of one in 0.1 seconds.
        async with scopes.create_scope() as scope:
            scope.notifications.publish(Pinged())
            scope.complete()
        bus.clock.advance(0.1)
    assert 6 <= len(bus.explain.trees) <= 8
    assert {str(shape(tree)) for tree in bus.explain.trees} == {"('scope', [('Pinged', ['handler'])])"}


@pytest.mark.rule("NT53")
async def test_a_busy_publisher_is_sampled_and_a_quiet_one_recorded_whole(bus: Bus) -> None:
    bus.start(rate=10, keep=1000)
    for _ in range(1000):
        await bus.aggregator.publish(Pinged())
        bus.clock.advance(0.001)
    assert 5 <= len(bus.explain.trees) <= 11
    for _ in range(100):  # What may be missed after a burst.
        await bus.aggregator.publish(Pinged())
    bus.clock.advance(10)
    before = len(bus.explain.trees)
    for _ in range(100):
        await bus.aggregator.publish(Pinged())
        bus.clock.advance(1)
    assert 100 - 64 < len(bus.explain.trees) - before <= 100


@pytest.mark.rule("NT53")
async def test_what_happens_inside_an_unrecorded_operation_is_not_recorded_either(bus: Bus) -> None:
    @bus.handlers.on(Pinged)
    async def handle(notification: Pinged) -> None:
        bus.clock.advance(100)
        await bus.aggregator.publish(Ponged())

    bus.start(rate=1)
    await bus.aggregator.publish(Ponged())
    await bus.aggregator.publish(Pinged())
    assert [shape(tree) for tree in bus.explain.trees] == ["Ponged"]
    async with bus.scopes.create_scope():
        await bus.aggregator.publish(Ponged())
    assert [shape(tree) for tree in bus.explain.trees] == ["Ponged", ("scope", ["Ponged"])]
    async with bus.scopes.create_scope():
        bus.clock.advance(100)
        await bus.aggregator.publish(Ponged())
    assert len(bus.explain.trees) == 2


@pytest.mark.rule("NT53")
async def test_only_the_newest_trees_of_bounded_size_are_kept(bus: Bus) -> None:
    bus.handlers.add(Pinged, bus.taking(1))
    bus.start(keep=2, steps=5)
    for count in (1, 2, 10):
        async with bus.scopes.create_scope() as scope:
            for _ in range(count):
                await bus.aggregator.publish(Pinged())
            scope.complete()
    small, full = bus.explain.trees
    assert shape(small) == ("scope", [("Pinged", ["handler"])] * 2)
    assert shape(full) == ("scope", [("Pinged", ["handler"])] * 2)
    assert full.remarks == ["only the first 5 steps are recorded", "committed"]
    assert full.duration == 10


@pytest.mark.rule("NT53")
@pytest.mark.parametrize("steps", [2, 3])
async def test_a_full_tree_leaves_out_runs_and_handlers(bus: Bus, steps: int) -> None:
    bus.handlers.add(Pinged, bus.taking(1))
    await bus.start(steps=steps).publish_many([Pinged(), Ponged(), Pinged()])
    assert [shape(tree) for tree in bus.explain.trees] == [
        ("Pinged, Ponged, Pinged", ["Pinged", "Ponged"][: steps - 1])
    ]


@pytest.mark.rule("NT54")
@pytest.mark.parametrize("explain", [None, Explain(rate=None), Explain(rate=0.001)])
async def test_handlers_see_the_same_with_and_without(explain: Explain | None) -> None:
    handlers, heard = HandlerRegistry(), list[str]()

    def listen(kind: type[Notification], label: str, *, awaited: bool) -> None:
        async def coroutine(notification: Notification) -> None:
            heard.append(label)

        handlers.add(kind, coroutine if awaited else lambda notification: heard.append(label))

    for kind in (Pinged, Ponged):
        for awaited in (True, False):
            listen(kind, f"{kind.__name__} {awaited}", awaited=awaited)
    aggregator = EventAggregator(handlers, explain=explain)
    for _ in range(2):
        await aggregator.publish_many([Pinged(), Ponged()])
        await aggregator.publish(Pinged())
    assert (
        heard
        == [
            "Pinged False",
            "Ponged False",
            "Pinged True",
            "Ponged True",
            "Pinged False",
            "Pinged True",
        ]
        * 2
    )
