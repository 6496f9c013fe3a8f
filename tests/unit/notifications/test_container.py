"""Class handlers: made anew for every run in a fresh container scope, by the plain container and by dishka alike."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated, Any

import pytest
from dishka import FromComponent, Provider, Scope, make_async_container

from copydesk.notifications import (
    Container,
    EventAggregator,
    HandlerRegistry,
    HandlerScope,
    Notification,
    PlainContainer,
    RegistrationError,
    ScopeProvider,
    UnknownDependencyError,
)
from copydesk.notifications.dishka_container import DishkaContainer
from copydesk.notifications.testing import FakeTransactions


class Happened(Notification):
    pass


class Other(Notification):
    pass


class Service:
    """Shared by all."""

    def __init__(self) -> None:
        self.events: list[str] = []


class Session:
    """Made for each scope."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.service.events.append("session opened")

    async def aclose(self) -> None:
        self.service.events.append("session closed")


class Handler:
    def __init__(self, service: Service, session: Session, note: str = "default") -> None:
        self.seen: list[Notification] = []
        self.service, self.session = service, session

    async def handle(self, notification: Happened | Other) -> None:
        self.seen.append(notification)
        self.service.events.append(f"handled, seen {len(self.seen)}")

    def close(self) -> None:
        self.service.events.append("handler closed")


class PlainHandler:
    def __init__(self, session: Session) -> None:
        self.session = session

    def handle(self, notification: Happened) -> None:
        self.session.service.events.append("handled plainly")


def plain_container(service: Service) -> Container:
    container = PlainContainer(service)
    container.add_scoped(Session)
    return container


def dishka_container(service: Service) -> Container:
    provider = Provider()
    provider.provide(lambda: service, provides=Service, scope=Scope.APP)

    async def session(service: Service) -> AsyncIterator[Session]:
        made = Session(service)
        yield made
        await made.aclose()

    provider.provide(session, scope=Scope.REQUEST)
    return DishkaContainer(make_async_container(provider))


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture(params=[plain_container, dishka_container])
def container(request: pytest.FixtureRequest, service: Service) -> Container:
    make: Callable[[Service], Container] = request.param
    return make(service)


@pytest.fixture
def handlers() -> HandlerRegistry:
    return HandlerRegistry()


@pytest.mark.rule("NT16", "NT18")
async def test_a_class_handler_is_made_anew_for_every_run_and_disposed_after_it(
    handlers: HandlerRegistry, service: Service, container: Container
) -> None:
    handlers.on(Happened, Other)(Handler)
    await EventAggregator(handlers, container).publish_many([Happened(), Happened(), Other()])
    one_run = ["session opened", "handled, seen 1", "handler closed", "session closed"]
    assert service.events == [*one_run[:2], "handled, seen 2", *one_run[2:], *one_run]


@pytest.mark.rule("NT16")
async def test_handlers_of_one_run_share_the_scope_and_the_two_passes_do_not(
    handlers: HandlerRegistry, service: Service, container: Container
) -> None:
    class Second(PlainHandler):
        pass

    for handler in (Handler, PlainHandler, Second):
        handlers.add(Happened, handler)
    await EventAggregator(handlers, container).publish(Happened())
    assert service.events == [
        "session opened",
        "handled plainly",
        "handled plainly",
        "session closed",
        "session opened",
        "handled, seen 1",
        "handler closed",
        "session closed",
    ]


@pytest.mark.rule("NT16")
async def test_what_was_made_is_disposed_when_a_handler_fails(
    handlers: HandlerRegistry, service: Service, container: Container
) -> None:
    class Fails(Handler):
        async def handle(self, notification: Notification) -> None:
            raise LookupError

    handlers.add(Happened, Fails)
    with pytest.raises(LookupError):
        await EventAggregator(handlers, container).publish(Happened())
    assert service.events == ["session opened", "handler closed", "session closed"]


@pytest.mark.rule("NT17", "NT18")
def test_an_unknown_need_is_an_error_before_anything_is_published(
    handlers: HandlerRegistry, container: Container
) -> None:
    class Needy:
        def __init__(self, service: Service, mailer: dict[str, int]) -> None: ...

        def handle(self, notification: Happened) -> None: ...

    handlers.add(Happened, Needy)
    with pytest.raises(UnknownDependencyError, match=r"Needy needs .*dict.* for its parameter 'mailer'") as raised:
        EventAggregator(handlers, container)
    assert (raised.value.handler, raised.value.parameter) == (Needy, "mailer")


@pytest.mark.rule("NT17")
def test_a_need_without_a_usable_annotation_is_an_error(handlers: HandlerRegistry, container: Container) -> None:
    class Silent:
        def __init__(self, service) -> None: ...  # type: ignore[no-untyped-def] # that is the mistake

        def handle(self, notification: Happened) -> None: ...

    handlers.add(Happened, Silent)
    with pytest.raises(RegistrationError, match="Silent has no annotation for its parameter 'service'"):
        EventAggregator(handlers, container)


@pytest.mark.rule("NT17")
def test_a_need_whose_annotation_cannot_be_resolved_is_an_error(
    handlers: HandlerRegistry, container: Container
) -> None:
    class Lost:
        def __init__(self, service: "NoSuchClass") -> None: ...  # type: ignore[name-defined] # noqa: F821

        def handle(self, notification: Happened) -> None: ...

    handlers.add(Happened, Lost)
    with pytest.raises(RegistrationError, match=r"an annotation of .*Lost cannot be resolved"):
        EventAggregator(handlers, container)


@pytest.mark.rule("NT17")
def test_scoped_services_are_checked_too(handlers: HandlerRegistry) -> None:
    class Circular:
        def __init__(self, other: "Session") -> None: ...

    def session(circular: Circular) -> Session: ...  # type: ignore[empty-body] # never called

    handlers.add(Happened, PlainHandler)
    without = PlainContainer()
    without.add_scoped(Session)
    with pytest.raises(UnknownDependencyError, match="Session needs Service for its parameter 'service'"):
        EventAggregator(handlers, without)
    around = PlainContainer()
    around.add_scoped(Session, session)
    around.add_scoped(Circular)
    with pytest.raises(RegistrationError, match=r"services need each other in a circle: .*session -> .*Circular"):
        EventAggregator(handlers, around)


@pytest.mark.rule("NT18")
async def test_a_shared_service_may_be_known_by_its_base_class(handlers: HandlerRegistry) -> None:
    class LoudService(Service):
        pass

    handlers.add(Happened, PlainHandler)
    container = PlainContainer()
    container.add(LoudService(), Service)
    container.add_scoped(Session)
    await EventAggregator(handlers, container).publish(Happened())


@pytest.mark.rule("NT18")
async def test_without_a_container_a_class_that_needs_nothing_still_works(handlers: HandlerRegistry) -> None:
    made: list[object] = []

    @handlers.on(Happened)
    class Needless:
        def handle(self, notification: Happened) -> None:
            made.append(self)

    aggregator = EventAggregator(handlers)
    await aggregator.publish(Happened())
    await aggregator.publish(Happened())
    assert made[0] is not made[1]


@pytest.mark.rule("NT18")
async def test_dishka_may_provide_the_handler_itself_and_services_of_components(
    handlers: HandlerRegistry, service: Service
) -> None:
    class FromDishka:
        def __init__(self, service: Service) -> None:
            self.service = service

        def handle(self, notification: Happened) -> None:
            self.service.events.append("provided")

    class FromAComponent:
        def __init__(self, service: Annotated[Service, FromComponent("archive")]) -> None:
            self.service = service

        def handle(self, notification: Happened) -> None:
            self.service.events.append("archived")

    provider, archive = Provider(scope=Scope.REQUEST), Provider(component="archive", scope=Scope.REQUEST)
    provider.provide(lambda: service, provides=Service)
    provider.provide(FromDishka)
    archive.provide(lambda: service, provides=Service)
    handlers.add(Happened, FromDishka)
    handlers.add(Happened, FromAComponent)
    await EventAggregator(handlers, DishkaContainer(make_async_container(provider, archive))).publish(Happened())
    assert service.events == ["provided", "archived"]


class Broken:
    """A container that fails while it builds, or when its scope ends."""

    def __init__(self, *, builds: bool) -> None:
        self._builds = builds

    def check(self, handler: type) -> None: ...

    @asynccontextmanager
    async def _scope(self) -> AsyncIterator[HandlerScope]:
        yield self
        raise ConnectionError("the scope could not be closed")

    def open_scope(self) -> AbstractAsyncContextManager[HandlerScope]:
        return self._scope()

    async def build(self, handler: type[Any]) -> Any:
        if not self._builds:
            raise LookupError("no connection left")
        return handler()


class Needless:
    def handle(self, notification: Happened) -> None: ...


@pytest.mark.rule("NT39")
@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("builds", "failed"),
    [
        (False, [(f"{__name__}.Needless", "no connection left"), ("(the container scope)", "could not be closed")]),
        (True, [("(the container scope)", "could not be closed")]),
    ],
)
async def test_after_the_commit_a_failing_container_does_not_stop_the_other_handlers(
    handlers: HandlerRegistry, builds: bool, failed: list[tuple[str, str]]
) -> None:
    heard: list[Notification] = []
    handlers.add(Happened, Needless)
    handlers.add(Happened, heard.append)
    handlers.add(Other, heard.append)
    scopes = ScopeProvider(EventAggregator(handlers, Broken(builds=builds)), FakeTransactions())
    async with scopes.create_scope() as scope:
        scope.notifications.publish(Happened())
        scope.notifications.publish(Other())
        scope.complete()
    assert [type(notification) for notification in heard] == [Happened, Other]
    assert scope.outcome is not None
    assert [failure.handler for failure in scope.outcome.failures] == [handler for handler, _ in failed]
    for failure, (_, text) in zip(scope.outcome.failures, failed, strict=True):
        assert text in str(failure.error)


@pytest.mark.rule("NT25")
async def test_a_publication_now_passes_a_failing_container_on(handlers: HandlerRegistry) -> None:
    handlers.add(Happened, Needless)
    with pytest.raises(ConnectionError, match="could not be closed"):
        await EventAggregator(handlers, Broken(builds=True)).publish(Happened())
    with pytest.raises(LookupError, match="no connection left"):
        await EventAggregator(handlers, Broken(builds=False)).publish(Happened())
