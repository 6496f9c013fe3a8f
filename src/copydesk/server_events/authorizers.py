"""Authorizers: who may hear of an event source at all.

Several authorizers of one source must all agree. A source without an authorizer is heard by nobody. The table is the
reference's, but for document types and languages.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from copydesk.identity import PermissionProfile, Policies
from copydesk.server_events.errors import UnknownSourceError
from copydesk.server_events.model import EventSource

__all__ = [
    "REFERENCE_AUTHORIZERS",
    "EventSourceAuthorizer",
    "EventSourceAuthorizers",
    "PolicyAuthorizer",
]


class EventSourceAuthorizer(Protocol):
    """Decides for some sources who may hear of them.

    The decision rests on the permission profile alone, so that it is made once for all who share it.
    """

    @property
    def authorizable_event_sources(self) -> Sequence[str]:
        """The sources that this authorizer decides about."""
        ...

    def authorize(self, profile: PermissionProfile, source: str) -> bool:
        """Tell whether somebody with `profile` may hear of `source`."""
        ...


@dataclass(frozen=True, slots=True)
class PolicyAuthorizer:
    """Lets a named policy decide about some sources.

    Args:
        policies: where the policy is looked up.
        policy: its name, such as `TreeAccessDocuments`.
        authorizable_event_sources: the sources it decides about.
    """

    policies: Policies
    policy: str
    authorizable_event_sources: tuple[str, ...]

    def authorize(self, profile: PermissionProfile, source: str) -> bool:
        """Ask the policy."""
        del source
        return self.policies.allows(self.policy, profile)


REFERENCE_AUTHORIZERS: Final[tuple[tuple[str, str], ...]] = (
    (EventSource.DOCUMENT, "TreeAccessDocuments"),
    (EventSource.DOMAIN, "TreeAccessDocuments"),
    (EventSource.PUBLIC_ACCESS_ENTRY, "TreeAccessDocuments"),
    (EventSource.DOCUMENT_BLUEPRINT, "TreeAccessDocumentsOrDocumentTypes"),
    (EventSource.DOCUMENT_TYPE, "TreeAccessDocumentsOrDocumentTypes"),
    (EventSource.ELEMENT, "TreeAccessDocuments"),
    (EventSource.ELEMENT_FOLDER, "TreeAccessDocuments"),
    (EventSource.MEDIA, "TreeAccessMediaOrMediaTypes"),
    (EventSource.MEDIA_TYPE, "TreeAccessMediaTypes"),
    (EventSource.MEMBER, "TreeAccessMembersOrMemberTypes"),
    (EventSource.MEMBER_TYPE, "TreeAccessMemberTypes"),
    (EventSource.MEMBER_GROUP, "TreeAccessMemberGroups"),
    (EventSource.DATA_TYPE, "TreeAccessDataTypes"),
    (EventSource.LANGUAGE, "BackOfficeAccess"),
    (EventSource.SCRIPT, "TreeAccessScripts"),
    (EventSource.STYLESHEET, "TreeAccessStylesheets"),
    (EventSource.TEMPLATE, "TreeAccessTemplates"),
    (EventSource.PARTIAL_VIEW, "TreeAccessPartialViews"),
    (EventSource.DICTIONARY_ITEM, "TreeAccessDictionary"),
    (EventSource.RELATION, "TreeAccessDocumentsOrMediaOrMembersOrContentTypes"),
    (EventSource.RELATION_TYPE, "TreeAccessRelationTypes"),
    (EventSource.USER_GROUP, "SectionAccessUsers"),
    (EventSource.USER, "SectionAccessUsers"),
    (EventSource.WEBHOOK, "TreeAccessWebhooks"),
)
"""Source and policy. `CurrentUser` stands nowhere: it is only ever told to one user.

Two sources are told to whoever may read what they tell of over HTTP, since editors show it: document types also to who
opens documents, and languages to everybody in the back office.
"""


class EventSourceAuthorizers:
    """The authorizers of one server, in the order they were appended.

    Args:
        policies: where policies are looked up by name.
        table: source and policy of the first authorizers.
    """

    def __init__(self, policies: Policies, table: Iterable[tuple[str, str]] = REFERENCE_AUTHORIZERS) -> None:
        self._policies = policies
        self._by_source: defaultdict[str, list[EventSourceAuthorizer]] = defaultdict(list)
        for source, policy in table:
            self.map(source, policy)

    @property
    def sources(self) -> frozenset[str]:
        """Every source that somebody may hear of."""
        return frozenset(self._by_source)

    def append(self, authorizer: EventSourceAuthorizer) -> None:
        """Add an authorizer; it is asked once per source, also when it names the source twice.

        Raises:
            UnknownSourceError: A source is blank.
        """
        for source in dict.fromkeys(authorizer.authorizable_event_sources):
            if not source.strip():
                raise UnknownSourceError(
                    "an authorizer names a blank event source; name it, as in 'Umbraco:Custom:Product'"
                )
            self._by_source[source].append(authorizer)

    def map(self, source: str, policy: str) -> None:
        """Let the named `policy` decide about `source`, beside the authorizers it has already.

        Raises:
            UnknownSourceError: The source is blank.
            UnknownPolicyError: No policy has this name.
        """
        self._policies.require(policy)
        self.append(PolicyAuthorizer(self._policies, policy, (source,)))

    def authorize(self, profile: PermissionProfile, source: str) -> bool:
        """Tell whether somebody with `profile` may hear of `source`."""
        authorizers = self._by_source.get(source, ())
        return bool(authorizers) and all(authorizer.authorize(profile, source) for authorizer in authorizers)
