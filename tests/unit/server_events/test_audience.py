"""Who hears of which event."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from copydesk.identity import NO_RIGHTS, PermissionProfile, Policies, Section, Tree, Verb
from copydesk.identity.errors import UnknownPolicyError
from copydesk.identity.profile import VerbGrant
from copydesk.journal import ChangeRecord
from copydesk.server_events import (
    Audience,
    EventSource,
    EventSourceAuthorizers,
    EventType,
    RoutingContext,
    ServerEvent,
    ServerEventAccessFilters,
)
from copydesk.server_events.admission import Admission
from copydesk.server_events.authorizers import REFERENCE_AUTHORIZERS
from copydesk.server_events.errors import UnknownSourceError

NOW = datetime(2026, 1, 2, tzinfo=UTC)
PRODUCT = "Umbraco:Custom:Product"
INSIDE = RoutingContext("-1,555,999")


def profile(*trees: str, start: int = -1, sections: Sequence[str] = ()) -> PermissionProfile:
    return PermissionProfile(
        back_office=True,
        trees=frozenset(trees),
        sections=frozenset(sections),
        grants=frozenset({VerbGrant(frozenset({Verb.BROWSE}))}),
        document_start_nodes=frozenset({start}),
        media_start_nodes=frozenset({start}),
    )


@dataclass
class Asked:
    """An authorizer and access filter that answers what it was told and remembers what it was asked."""

    answer: bool
    sources: tuple[str, ...] = (PRODUCT,)
    seen: list[object] = field(default_factory=list)

    @property
    def authorizable_event_sources(self) -> Sequence[str]:
        return self.sources

    @property
    def filtered_event_sources(self) -> Sequence[str]:
        return self.sources

    def authorize(self, profile: PermissionProfile, source: str) -> bool:
        self.seen.append(source)
        return self.answer

    def allows(self, profile: PermissionProfile, context: RoutingContext) -> bool:
        self.seen.append(context)
        return self.answer


@pytest.fixture
def authorizers() -> EventSourceAuthorizers:
    return EventSourceAuthorizers(Policies())


@pytest.fixture
def filters() -> ServerEventAccessFilters:
    return ServerEventAccessFilters()


@pytest.fixture
def audience(authorizers: EventSourceAuthorizers, filters: ServerEventAccessFilters) -> Audience:
    return Audience(authorizers, filters)


@pytest.mark.rule("SE1")
def test_the_constants_have_the_reference_spelling() -> None:
    assert (EventType.CREATED, EventType.UPDATED, EventType.DELETED, EventType.TRASHED) == (
        "Created",
        "Updated",
        "Deleted",
        "Trashed",
    )
    assert EventSource.DOCUMENT_BLUEPRINT == "Umbraco:CMS:DocumentBlueprint"
    names = [value for name, value in vars(EventSource).items() if name.isupper()]
    assert len(names) == 25
    assert all(name.startswith("Umbraco:CMS:") for name in names)


@pytest.mark.rule("SE2")
def test_a_source_without_authorizer_is_heard_by_nobody(audience: Audience) -> None:
    everything = PermissionProfile(
        back_office=True,
        administrator=True,
        trees=frozenset(map(str, Tree)),
        sections=frozenset(map(str, Section)),
        grants=frozenset({VerbGrant(frozenset({Verb.BROWSE}))}),
        document_start_nodes=frozenset({-1}),
    )
    assert not audience.hears(everything, PRODUCT)
    assert not audience.hears(everything, EventSource.CURRENT_USER)
    assert audience.hears(everything, EventSource.DOCUMENT, INSIDE)


@pytest.mark.rule("SE3")
@pytest.mark.parametrize(("first", "second", "heard"), [(True, True, True), (True, False, False), (False, True, False)])
def test_all_authorizers_of_a_source_must_agree(
    authorizers: EventSourceAuthorizers, audience: Audience, first: bool, second: bool, heard: bool
) -> None:
    last = Asked(second)
    authorizers.append(Asked(first))
    authorizers.append(last)
    assert audience.hears(profile(), PRODUCT) is heard
    assert bool(last.seen) is first


@pytest.mark.rule("SE4")
def test_an_authorizer_is_asked_once(authorizers: EventSourceAuthorizers) -> None:
    twice = Asked(True, (PRODUCT, PRODUCT))
    authorizers.append(twice)
    assert authorizers.authorize(profile(), PRODUCT)
    assert twice.seen == [PRODUCT]


@pytest.mark.rule("SE5")
@pytest.mark.parametrize(
    ("source", "tree", "other"),
    [
        (EventSource.DOMAIN, Tree.DOCUMENTS, Tree.MEDIA),
        (EventSource.PUBLIC_ACCESS_ENTRY, Tree.DOCUMENTS, Tree.MEDIA),
        (EventSource.DOCUMENT_BLUEPRINT, Tree.DOCUMENT_TYPES, Tree.MEDIA),
        (EventSource.DOCUMENT_TYPE, Tree.DOCUMENT_TYPES, Tree.MEDIA),
        (EventSource.DOCUMENT_TYPE, Tree.DOCUMENTS, Tree.MEDIA_TYPES),
        (EventSource.MEDIA_TYPE, Tree.MEDIA_TYPES, Tree.MEDIA),
        (EventSource.RELATION, Tree.MEMBERS, Tree.SCRIPTS),
        (EventSource.WEBHOOK, Tree.WEBHOOKS, Tree.DOCUMENTS),
    ],
)
def test_reference_sources_ask_for_their_trees(audience: Audience, source: str, tree: str, other: str) -> None:
    assert audience.hears(profile(tree), source)
    assert not audience.hears(profile(other), source)


@pytest.mark.rule("SE5")
def test_languages_are_heard_of_by_everybody_in_the_back_office(audience: Audience) -> None:
    assert audience.hears(profile(), EventSource.LANGUAGE)
    assert not audience.hears(NO_RIGHTS, EventSource.LANGUAGE)


@pytest.mark.rule("SE5")
def test_users_are_heard_of_in_their_section_and_current_user_by_no_group(audience: Audience) -> None:
    assert audience.hears(profile(sections=(Section.USERS,)), EventSource.USER)
    assert not audience.hears(profile(Tree.DOCUMENTS), EventSource.USER)
    assert EventSource.CURRENT_USER not in {source for source, _ in REFERENCE_AUTHORIZERS}


@pytest.mark.rule("SE6")
def test_a_source_is_mapped_to_a_policy_by_one_line(authorizers: EventSourceAuthorizers, audience: Audience) -> None:
    authorizers.map(PRODUCT, "TreeAccessDocuments")
    assert audience.hears(profile(Tree.DOCUMENTS), PRODUCT)
    assert not audience.hears(profile(Tree.MEDIA), PRODUCT)
    assert PRODUCT in authorizers.sources


@pytest.mark.rule("SE6")
def test_misspelt_policies_and_blank_sources_are_errors_at_once(authorizers: EventSourceAuthorizers) -> None:
    with pytest.raises(UnknownPolicyError, match="TreeAccesDocuments"):
        authorizers.map(PRODUCT, "TreeAccesDocuments")
    with pytest.raises(UnknownSourceError, match="blank event source"):
        authorizers.map(" ", "TreeAccessDocuments")


@pytest.mark.rule("SE7", "SE10")
@pytest.mark.parametrize(
    ("start", "path", "heard"),
    [(-1, "-1,555,999", True), (555, "-1,555,999", True), (777, "-1,555,999", False), (999, "-1,555", False)],
)
def test_documents_are_filtered_by_start_node(audience: Audience, start: int, path: str, heard: bool) -> None:
    someone = profile(Tree.DOCUMENTS, Tree.MEDIA, start=start)
    assert audience.hears(someone, EventSource.DOCUMENT, RoutingContext(path)) is heard
    assert audience.hears(someone, EventSource.MEDIA, RoutingContext(path)) is heard
    assert not audience.hears(profile(Tree.SCRIPTS, start=start), EventSource.DOCUMENT, RoutingContext(path))


@pytest.mark.rule("SE7")
@pytest.mark.parametrize(
    ("everywhere", "at_555", "heard"),
    [({Verb.BROWSE}, set(), False), (set(), {Verb.BROWSE}, True), ({Verb.UPDATE}, {Verb.UPDATE}, False)],
)
def test_documents_are_filtered_by_browse(
    audience: Audience, everywhere: set[str], at_555: set[str], heard: bool
) -> None:
    grant = VerbGrant(frozenset(everywhere), frozenset({(555, frozenset(at_555))}))
    someone = replace(profile(Tree.DOCUMENTS, Tree.MEDIA), grants=frozenset({grant}))
    assert audience.hears(someone, EventSource.DOCUMENT, INSIDE) is heard
    assert audience.hears(someone, EventSource.MEDIA, INSIDE)


@pytest.mark.rule("SE7")
def test_other_sources_are_not_filtered(audience: Audience) -> None:
    assert audience.hears(profile(Tree.DOCUMENT_TYPES, start=1), EventSource.DOCUMENT_TYPE)


@pytest.mark.rule("SE8")
@pytest.mark.parametrize(
    "context", [None, RoutingContext(), RoutingContext(""), RoutingContext("555"), RoutingContext("x")]
)
def test_a_filtered_event_without_a_path_is_heard_by_nobody(audience: Audience, context: RoutingContext | None) -> None:
    assert not audience.hears(profile(Tree.DOCUMENTS), EventSource.DOCUMENT, context)


@pytest.mark.rule("SE9")
@pytest.mark.parametrize("answer", [True, False])
def test_all_filters_of_a_source_must_agree(
    audience: Audience, authorizers: EventSourceAuthorizers, filters: ServerEventAccessFilters, answer: bool
) -> None:
    authorizers.map(PRODUCT, "BackOfficeAccess")
    own = Asked(answer)
    filters.append(Asked(True))
    filters.append(own)
    assert audience.hears(profile(), PRODUCT, INSIDE) is answer
    assert own.seen == [INSIDE]


@pytest.mark.rule("SE11")
def test_equal_profiles_share_one_decision(authorizers: EventSourceAuthorizers, audience: Audience) -> None:
    asked = Asked(True)
    authorizers.append(asked)
    assert audience.hears_of(profile(Tree.DOCUMENTS), PRODUCT)
    assert audience.hears_of(profile(Tree.DOCUMENTS), PRODUCT)
    assert asked.seen == [PRODUCT]
    assert audience.hears_of(NO_RIGHTS, PRODUCT)
    assert asked.seen == [PRODUCT, PRODUCT]


def a_record(source: str) -> ChangeRecord:
    return ChangeRecord(
        source=source, type="Updated", key=UUID(int=1), path="-1,555", position=1, id=UUID(int=2), tenant="t", at=NOW
    )


class Failing(Asked):
    """One that fails, until it is told not to."""

    def authorize(self, profile: PermissionProfile, source: str) -> bool:
        return super().authorize(profile, source) or bool(1 / 0)

    def allows(self, profile: PermissionProfile, context: RoutingContext) -> bool:
        return super().allows(profile, context) or bool(1 / 0)


@pytest.mark.rule("SE13")
@pytest.mark.logs_errors
def test_an_authorizer_that_fails_refuses_its_source_alone_and_is_asked_again(
    authorizers: EventSourceAuthorizers, audience: Audience
) -> None:
    failing = Failing(False)
    authorizers.append(failing)
    admission, editor = Admission(audience), profile(Tree.DOCUMENTS)
    assert not admission.admits(editor, a_record(PRODUCT))
    assert admission.admits(editor, a_record(EventSource.DOCUMENT))
    failing.answer = True
    assert admission.admits(editor, a_record(PRODUCT))


@pytest.mark.rule("SE13")
@pytest.mark.logs_errors
def test_a_filter_that_fails_refuses(filters: ServerEventAccessFilters, audience: Audience) -> None:
    filters.append(Failing(False, (EventSource.DOCUMENT,)))
    admission, editor = Admission(audience), profile(Tree.DOCUMENTS, Tree.MEDIA)
    assert not admission.admits(editor, a_record(EventSource.DOCUMENT))
    assert admission.admits(editor, a_record(EventSource.MEDIA))


@pytest.mark.rule("SE12")
def test_an_event_on_the_wire_leaves_out_what_is_not_known() -> None:
    bare = ServerEvent(event_type="Updated", event_source=EventSource.DOCUMENT, key=UUID(int=7))
    assert msgspec.to_builtins(bare) == {
        "eventType": "Updated",
        "eventSource": "Umbraco:CMS:Document",
        "key": "00000000-0000-0000-0000-000000000007",
    }
    full = msgspec.structs.replace(
        bare, position="9", parent_key=UUID(int=1), cultures=("de",), at=datetime(2026, 1, 2, tzinfo=UTC)
    )
    assert msgspec.json.decode(msgspec.json.encode(full)) == {
        "eventType": "Updated",
        "eventSource": "Umbraco:CMS:Document",
        "key": "00000000-0000-0000-0000-000000000007",
        "position": "9",
        "parentKey": "00000000-0000-0000-0000-000000000001",
        "cultures": ["de"],
        "at": "2026-01-02T00:00:00Z",
    }
