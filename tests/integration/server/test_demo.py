"""The newsroom that `copydesk serve --demo` begins with."""

from collections import Counter

import pytest

from copydesk.bootstrap import Copydesk
from copydesk.composition import Builder, Composer, ComposerError
from copydesk.content import DocumentType
from copydesk.content.notifications import ContentMovingToRecycleBinNotification
from copydesk.content.type_notifications import DocumentTypeSavingNotification, LanguageSavingNotification
from copydesk.demo import PASSWORD, PEOPLE, Newsroom, demo_settings, demo_sign_ins, newsroom
from copydesk.identity.principal import Principal
from copydesk.identity.sessions import SignedIn
from copydesk.notifications import CancelableNotification, EventMessage
from copydesk.settings import Settings, SettingsFileError, load_settings
from copydesk.system import random_key


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The demo is for one machine: on an embedded database."""
    return sqlite_url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return load_settings(database=settings.database_url, **demo_settings("127.0.0.1"))


@pytest.fixture
def composers() -> tuple[Composer, ...]:
    return (newsroom,)


async def principal_of(desk: Copydesk, email: str) -> Principal:
    signed_in = await desk.rooms.identity.sign_in.sign_in(email, PASSWORD)
    assert isinstance(signed_in, SignedIn)
    return await desk.rooms.identity.authenticator.authenticate(signed_in.access_token)


@pytest.mark.rule("BO9")
async def test_the_newsroom_has_documents_in_every_state(desk: Copydesk) -> None:
    content = desk.rooms.content
    documents = (await content.descendants(take=100)).items
    states = Counter((one.published, one.edited) for one in documents)
    assert 38 <= len(documents) <= 45
    assert set(states) == {(True, False), (True, True), (False, True)}
    assert {one.published_cultures for one in documents} >= {(), ("en-US",), ("en-US", "de-DE")}
    assert (await content.recycle_bin()).total == 1


@pytest.mark.rule("BO9")
async def test_its_people_have_different_rights(desk: Copydesk) -> None:
    [front] = (await desk.rooms.content.children()).items
    sections = {one.name: one for one in (await desk.rooms.content.children(front.id)).items}
    news, sport = sections["News"].path, sections["Sport"].path
    rights = {person.name: (await principal_of(desk, person.email)).profile for person in PEOPLE}
    assert [name for name, profile in rights.items() if profile.administrator] == ["Ada Lindqvist"]
    opened = {name: (profile.opens_document(news), profile.opens_document(sport)) for name, profile in rights.items()}
    assert opened["Ben Okafor"] == (True, True)
    assert opened["Clara Weiss"] == (False, True)
    assert opened["Mei Tanaka"] == (False, False)
    assert not rights["Dario Rossi"].may("Umb.Document.Publish", news)
    assert rights["Dario Rossi"].may("Umb.Document.Update", news)


@pytest.mark.rule("BO9")
async def test_its_house_style_vetoes_and_reminds(desk: Copydesk) -> None:
    content = desk.rooms.content
    [front] = (await content.children()).items
    page = await content.create("page", "STOP THE PRESS.", front.id, culture="en-US")
    outcome = await content.save_and_publish(page, ["en-US"])
    assert not outcome.success
    assert [message.type.name for message in outcome.messages] == ["WARNING", "ERROR"]


@pytest.mark.rule("BO9")
async def test_it_is_made_once_and_only_in_an_empty_database(desk: Copydesk, settings: Settings) -> None:
    before = await desk.rooms.content.count()
    async with Copydesk(settings, newsroom) as again:
        assert await again.rooms.content.count() == before


@pytest.mark.rule("BO9")
async def test_a_database_with_types_is_left_as_it_is(settings: Settings) -> None:
    async with Copydesk(settings) as plain:
        await plain.rooms.document_types.save(DocumentType("note", random_key()))
    async with Copydesk(settings, newsroom) as desk:
        assert [one.alias for one in await desk.rooms.document_types.all()] == ["note"]
        assert await desk.rooms.content.count() == 0


@pytest.mark.rule("BO16")
async def test_it_announces_those_who_can_sign_in(settings: Settings) -> None:
    for _ in range(2):
        announced = Newsroom()
        async with Copydesk(settings, announced) as desk:
            assert announced.announcements() == demo_sign_ins()
            ben, clara = [await desk.rooms.identity.users.find(person.email) for person in PEOPLE[1:3]]
    assert ben is not None
    assert clara is not None
    async with Copydesk(settings) as plain:
        assert (await plain.rooms.identity.users.set_password(ben.key, "my own, not the demo's")).success
        assert (await plain.rooms.identity.users.disable(clara.key)).success
    announced = Newsroom()
    async with Copydesk(settings, announced):
        lines = announced.announcements()
    assert [line.split()[0] for line in lines] == ["The", *(PEOPLE[number].email for number in (0, 3, 4))]


@pytest.mark.rule("BO16")
async def test_it_announces_that_a_database_was_left_as_it_is(settings: Settings) -> None:
    async with Copydesk(settings) as plain:
        await plain.rooms.document_types.save(DocumentType("note", random_key()))
        ada = await plain.rooms.identity.users.find(PEOPLE[0].email)
    announced = Newsroom()
    async with Copydesk(settings, announced) as desk:
        first, *people = announced.announcements()
        assert first.startswith("This database was in use, so no demo newsroom was made in it. Sign in")
        assert [line.split()[0] for line in people] == [PEOPLE[0].email]
        assert ada is not None
        assert (await desk.rooms.identity.users.set_password(ada.key, "my own, not the demo's")).success
    announced = Newsroom()
    async with Copydesk(settings, announced):
        assert announced.announcements()[0].endswith("Nobody has the password of the demo.")


@pytest.mark.rule("BO9")
@pytest.mark.parametrize(
    "vetoed", [LanguageSavingNotification, DocumentTypeSavingNotification, ContentMovingToRecycleBinNotification]
)
async def test_a_veto_leaves_nothing_of_it_and_is_told(
    settings: Settings, vetoed: type[CancelableNotification]
) -> None:
    def compose(builder: Builder) -> None:
        @builder.handlers.on(vetoed)
        def refuse(notification: CancelableNotification) -> None:
            notification.cancel_operation(EventMessage("House rules", "not here"))

    with pytest.raises(ComposerError, match="not here"):
        async with Copydesk(settings, newsroom, compose):
            pytest.fail("it started")
    async with Copydesk(settings) as plain:
        assert await plain.rooms.document_types.all() == []


@pytest.mark.rule("BO10")
@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "desk.example.org"])  # noqa: S104 - refused here
def test_it_is_not_served_where_others_can_reach_it(host: str) -> None:
    with pytest.raises(SettingsFileError, match=host):
        demo_settings(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_it_is_served_on_this_machine(host: str) -> None:
    assert demo_settings(host)["administrator"] == "ada@example.org"
