"""How others add to a server: composers, which are handed a builder before anything is opened.

    def compose(builder: Builder) -> None:
        builder.handlers.add(ContentPublishingNotification, no_shouting)
        builder.authorizers.map("Umbraco:Custom:Product", "SectionAccessContent")

A composer is named by the entry point group `copydesk.composers` of a package, by the setting `composers`, or given to
`Copydesk` in code. They run in that order; within the group, by name.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import entry_points
from pkgutil import resolve_name
from typing import Any, Final, TypeAlias

from dishka import Provider, Scope
from litestar.types import ControllerRouterHandler

from copydesk.http import Asgi
from copydesk.identity import Policies
from copydesk.notifications import HandlerRegistry
from copydesk.sentences import SentenceTable
from copydesk.server_events import ChangeTable, EventSourceAuthorizers, ServerEventAccessFilters
from copydesk.server_events.rows import reference_table
from copydesk.settings import Settings

__all__ = ["COMPOSERS", "Builder", "Composer", "ComposerError", "StartHook", "composers_of"]

COMPOSERS: Final = "copydesk.composers"
"""The entry point group in which packages name their composers."""


class ComposerError(Exception):
    """A composer cannot be loaded, or failed."""


StartHook: TypeAlias = Callable[..., Awaitable[object]]
"""What is called with the services that its parameters' annotations name."""


@dataclass(eq=False)
class Builder:
    """What a server is going to be made of.

    Attributes:
        settings: the settings of the server.
        handlers: who hears notifications. Class handlers are built anew for each run, with the services that their
            constructors name.
        providers: dishka providers of further services; those of Copydesk itself are known already, and `provide`
            adds simple ones.
        policies: named decisions about permission profiles.
        authorizers: who may hear of an event source at all.
        access_filters: who may hear of a single entity.
        changes: which notification stands for which live events.
        routes: further HTTP routes; each says who may use it, by `opt=PUBLIC` or `opt=allow(...)`.
        hubs: path → ASGI application.
        statuses: exception class → HTTP status.
        sentences: what these routes and handlers say, if that is to have codes.
        on_start: awaited in this order once everything is open, before the first request.
        background: name → what runs as long as the server does; begun again when it fails.
    """

    settings: Settings
    handlers: HandlerRegistry = field(default_factory=HandlerRegistry)
    providers: list[Provider] = field(default_factory=list)
    policies: Policies = field(default_factory=Policies)
    authorizers: EventSourceAuthorizers = field(init=False)
    access_filters: ServerEventAccessFilters = field(default_factory=ServerEventAccessFilters)
    changes: ChangeTable = field(default_factory=reference_table)
    routes: list[ControllerRouterHandler] = field(default_factory=list)
    hubs: dict[str, Asgi] = field(default_factory=dict)
    statuses: dict[type[Exception], HTTPStatus] = field(default_factory=dict)
    sentences: list[type[SentenceTable]] = field(default_factory=list)
    on_start: list[StartHook] = field(default_factory=list)
    background: dict[str, StartHook] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the authorizers ask the policies of this builder."""
        self.authorizers = EventSourceAuthorizers(self.policies)

    def provide(self, *services: Callable[..., object]) -> None:
        """Let handlers, routes and jobs ask for services that live as long as the server.

        Args:
            services: classes, or functions that say what they return; both get the services that they name.
        """
        provider = Provider(scope=Scope.APP)
        for service in services:
            provider.provide(service)
        self.providers.append(provider)


Composer: TypeAlias = Callable[[Builder], object]
"""Adds something to a server that is being built."""


def composers_of(settings: Settings, given: Iterable[Composer] = ()) -> list[Composer]:
    """Return all composers of a server, in the order in which they run.

    Raises:
        ComposerError: one cannot be loaded.
    """
    of_packages = [_loaded(entry.value) for entry in sorted(entry_points(group=COMPOSERS), key=lambda one: one.name)]
    return [*of_packages, *map(_loaded, settings.composers), *given]


def _loaded(name: str) -> Composer:
    try:
        found: Any = resolve_name(name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ComposerError(f"the composer {name!r} cannot be loaded: {error}; write module:function") from error
    if not callable(found):
        raise ComposerError(f"the composer {name!r} is {type(found).__name__}, not something that can be called")
    composer: Composer = found
    return composer
