"""What a publish costs, next to a bare loop over the handlers and to other libraries' signals.

Every contestant calls the same number of handlers that do nothing, so that only the dispatch is measured. They take
turns in slices of equal length, and the best slice of each counts: whatever else the machine does then hits all alike.
Figures are nanoseconds per publish and ratios to the bare loop of the same run.

    python bench/notifications.py [--rounds 100] [--slice 5]
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import blinker
from dishka import Provider, Scope, make_async_container
from django.dispatch import Signal  # type: ignore[import-untyped] # it has no types
from pyee.asyncio import AsyncIOEventEmitter
from pyee.base import EventEmitter

from copydesk.notifications import EventAggregator, Explain, HandlerRegistry, Notification
from copydesk.notifications.dishka_container import DishkaContainer

CHUNK = 100
Slice = Callable[[float], Awaitable[float]]


@dataclass(frozen=True)
class Saved(Notification):
    key: int


NOTIFICATION = Saved(1)


def plain_handlers(count: int) -> list[Callable[..., Any]]:
    def make() -> Callable[..., Any]:
        def handle(notification: Saved) -> None: ...

        return handle

    return [make() for _ in range(count)]


def coroutine_handlers(count: int) -> list[Callable[..., Any]]:
    def make() -> Callable[..., Any]:
        async def handle(notification: Saved) -> None: ...

        return handle

    return [make() for _ in range(count)]


def class_handlers(count: int) -> list[type[Any]]:
    class Handler:
        def handle(self, notification: Saved) -> None: ...

    return [type(f"Handler{index}", (Handler,), {}) for index in range(count)]


def repeated(publish: Callable[[Saved], Awaitable[object]]) -> Slice:
    """Time a coroutine function: publish for so many seconds, and return the seconds that one publish took."""

    async def run(seconds: float) -> float:
        began, chunks, took = time.process_time(), 0, 0.0
        while took < seconds:
            for _ in range(CHUNK):
                await publish(NOTIFICATION)
            chunks, took = chunks + 1, time.process_time() - began
        return took / (chunks * CHUNK)

    return run


def repeated_plainly(send: Callable[[Saved], object]) -> Slice:
    """Time a plain function in the same way."""

    async def run(seconds: float) -> float:
        began, chunks, took = time.process_time(), 0, 0.0
        while took < seconds:
            for _ in range(CHUNK):
                send(NOTIFICATION)
            chunks, took = chunks + 1, time.process_time() - began
        return took / (chunks * CHUNK)

    return run


def copydesk(handlers: Sequence[Any], explain: Explain | None = None, *, dishka: bool = False) -> Slice:
    registry = HandlerRegistry()
    for handler in handlers:
        registry.add(Saved, handler)
    container = DishkaContainer(make_async_container(Provider(scope=Scope.REQUEST))) if dishka else None
    return repeated(EventAggregator(registry, container, explain=explain).publish)


def bare_loop(handlers: Sequence[Any]) -> Slice:
    def send(notification: Saved) -> None:
        for handler in handlers:
            handler(notification)

    return repeated_plainly(send)


def bare_awaiting_loop(handlers: Sequence[Any]) -> Slice:
    async def send(notification: Saved) -> None:
        for handler in handlers:
            await handler(notification)

    return repeated(send)


def adapted(handlers: Sequence[Any]) -> list[Callable[..., Any]]:
    """Give handlers the signature that blinker and Django call: a sender and keyword arguments."""

    def plain() -> Callable[..., Any]:
        def handle(sender: object, notification: Saved, **_: object) -> None: ...

        return handle

    def coroutine() -> Callable[..., Any]:
        async def handle(sender: object, notification: Saved, **_: object) -> None: ...

        return handle

    return [coroutine() if asyncio.iscoroutinefunction(handler) else plain() for handler in handlers]


def blinker_send(handlers: Sequence[Any], *, awaited: bool = False) -> Slice:
    signal = blinker.Signal()
    receivers = adapted(handlers)
    for receiver in receivers:
        signal.connect(receiver, weak=False)
    if awaited:
        return repeated(lambda notification: signal.send_async(None, notification=notification))
    return repeated_plainly(lambda notification: signal.send(None, notification=notification))


def django_send(handlers: Sequence[Any], *, awaited: bool = False) -> Slice:
    signal = Signal()
    for receiver in adapted(handlers):
        signal.connect(receiver, weak=False)
    if awaited:
        return repeated(lambda notification: signal.asend(Saved, notification=notification))
    return repeated_plainly(lambda notification: signal.send(Saved, notification=notification))


def pyee_emit(handlers: Sequence[Any], *, awaited: bool = False) -> Slice:
    emitter = AsyncIOEventEmitter() if awaited else EventEmitter()
    for handler in handlers:
        emitter.add_listener("saved", handler)

    async def emit_and_wait(notification: Saved) -> None:
        emitter.emit("saved", notification)
        await emitter.wait_for_complete()  # type: ignore[attr-defined] # the asyncio emitter has it

    if awaited:
        return repeated(emit_and_wait)
    return repeated_plainly(lambda notification: emitter.emit("saved", notification))


async def measure(contestants: dict[str, Slice], rounds: int, seconds: float) -> dict[str, float]:
    """Return the nanoseconds per publish of each contestant: its best slice, all taking turns."""
    best = dict.fromkeys(contestants, float("inf"))
    for _ in range(rounds):
        for name, run in contestants.items():
            best[name] = min(best[name], await run(seconds))
    return {name: cost * 1e9 for name, cost in best.items()}


def plain_functions(count: int) -> dict[str, Slice]:
    handlers = plain_handlers(count)
    return {
        "bare loop": bare_loop(handlers),
        "copydesk": copydesk(handlers),
        "copydesk, explain on": copydesk(handlers, Explain()),
        "copydesk, explain every publish": copydesk(handlers, Explain(rate=None)),
        "pyee emit": pyee_emit(handlers),
        "blinker send": blinker_send(handlers),
        "django Signal.send": django_send(handlers),
    }


def coroutine_functions(count: int) -> dict[str, Slice]:
    handlers = coroutine_handlers(count)
    return {
        "bare loop": bare_awaiting_loop(handlers),
        "copydesk": copydesk(handlers),
        "copydesk, explain on": copydesk(handlers, Explain()),
        "copydesk, explain every publish": copydesk(handlers, Explain(rate=None)),
        "pyee emit, awaited": pyee_emit(handlers, awaited=True),
        "blinker send_async": blinker_send(handlers, awaited=True),
        "django Signal.asend": django_send(handlers, awaited=True),
    }


def classes(count: int) -> dict[str, Slice]:
    handlers = class_handlers(count)
    return {
        "bare loop": bare_loop([lambda notification, made=made: made().handle(notification) for made in handlers]),
        "copydesk, plain container": copydesk(handlers),
        "copydesk, dishka": copydesk(handlers, dishka=True),
    }


def goals(figures: dict[str, float], limit: float) -> list[str]:
    """Say for each goal of the specification whether this run met it."""
    own = figures["copydesk"]
    others = {name: cost for name, cost in figures.items() if not name.startswith(("bare", "copydesk"))}
    ratio, explained = own / figures["bare loop"], figures["copydesk, explain on"] / own
    nearest = min(others, key=lambda name: others[name])
    return [
        f"{_verdict(ratio <= limit)}: {ratio:.2f} times the bare loop (goal: {limit})",
        f"{_verdict(own < others[nearest])}: {others[nearest] / own:.1f} times faster than the nearest, {nearest}",
        f"{_verdict(explained <= 1.3)}: explain on costs {(explained - 1) * 100:+.0f} % (goal: 30)",  # noqa: PLR2004
    ]


def _verdict(met: bool) -> str:
    return "met" if met else "MISSED"


async def main() -> None:
    parser = argparse.ArgumentParser(description="What a publish costs.")
    parser.add_argument("--rounds", type=int, default=100, help="slices of each contestant (default 100)")
    parser.add_argument("--slice", type=float, default=5, help="milliseconds of one slice (default 5)")
    options = parser.parse_args()
    for title, contestants, limits in (
        ("plain functions", plain_functions, {1: 3.0, 10: 1.5}),
        ("coroutine functions", coroutine_functions, {1: 3.0, 10: 1.5}),
        ("classes, made anew for each publish", classes, {1: None, 10: None}),
    ):
        for count, limit in limits.items():
            figures = await measure(contestants(count), options.rounds, options.slice / 1000)
            print(f"\n{title}, {count}:")
            for name, cost in figures.items():
                print(f"  {name:34}{cost:10,.0f} ns{cost / figures['bare loop']:9.2f}")
            for line in goals(figures, limit) if limit else ():
                print(f"  {line}")


if __name__ == "__main__":
    asyncio.run(main())
