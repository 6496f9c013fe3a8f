"""Named policies: a table of predicates over the permission profile.

The names and what they ask for are the reference's. Several are wider than one editor needs: whoever picks media in a
media type must hear of media, for instance. Authorizers and routes refer to policies by name.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from copydesk.identity.errors import UnknownPolicyError
from copydesk.identity.permissions import Section, Tree
from copydesk.identity.profile import PermissionProfile

__all__ = ["REFERENCE_POLICIES", "Policies", "Predicate", "any_section", "any_tree"]

Predicate = Callable[[PermissionProfile], bool]
"""Decides from the profile alone, so that one decision serves everybody who shares it."""


def any_section(*sections: str) -> Predicate:
    """Allow those let in who may open at least one of `sections`."""
    wanted = frozenset(str(section) for section in sections)
    return lambda profile: profile.back_office and not wanted.isdisjoint(profile.sections)


def any_tree(*trees: str) -> Predicate:
    """Allow those let in who may open at least one of `trees`."""
    wanted = frozenset(str(tree) for tree in trees)
    return lambda profile: profile.back_office and not wanted.isdisjoint(profile.trees)


_CONTENT_TYPES = (Tree.DOCUMENT_TYPES, Tree.MEDIA_TYPES, Tree.MEMBER_TYPES)
_PICKERS = (Section.CONTENT, Section.MEDIA, Section.MEMBERS, Section.PACKAGES, Section.SETTINGS, Section.USERS)

REFERENCE_POLICIES: Final[Mapping[str, Predicate]] = MappingProxyType(
    {
        "BackOfficeAccess": lambda profile: profile.back_office,
        "RequireAdminAccess": lambda profile: profile.back_office and profile.administrator,
        "SectionAccessContent": any_section(Section.CONTENT),
        "SectionAccessContentOrMedia": any_section(Section.CONTENT, Section.MEDIA),
        "SectionAccessForContentTree": any_section(*_PICKERS),
        "SectionAccessForMediaTree": any_section(*_PICKERS),
        "SectionAccessForMemberTree": any_section(*_PICKERS),
        "SectionAccessMedia": any_section(Section.MEDIA),
        "SectionAccessMembers": any_section(Section.MEMBERS),
        "SectionAccessPackages": any_section(Section.PACKAGES),
        "SectionAccessSettings": any_section(Section.SETTINGS),
        "SectionAccessUsers": any_section(Section.USERS),
        "TreeAccessDataTypes": any_tree(Tree.DATA_TYPES),
        "TreeAccessDictionary": any_tree(Tree.DICTIONARY),
        "TreeAccessDictionaryOrTemplates": any_tree(Tree.DICTIONARY, Tree.TEMPLATES),
        "TreeAccessDocumentOrMediaOrContentTypes": any_tree(Tree.DOCUMENTS, Tree.MEDIA, *_CONTENT_TYPES),
        "TreeAccessDocumentTypes": any_tree(Tree.DOCUMENT_TYPES),
        "TreeAccessDocuments": any_tree(Tree.DOCUMENTS),
        "TreeAccessDocumentsOrDocumentTypes": any_tree(Tree.DOCUMENTS, Tree.DOCUMENT_TYPES),
        "TreeAccessDocumentsOrMediaOrMembersOrContentTypes": any_tree(
            Tree.DOCUMENTS, Tree.MEDIA, Tree.MEMBERS, *_CONTENT_TYPES
        ),
        "TreeAccessLanguages": any_tree(Tree.LANGUAGES),
        "TreeAccessMediaOrMediaTypes": any_tree(Tree.MEDIA, Tree.MEDIA_TYPES),
        "TreeAccessMediaTypes": any_tree(Tree.MEDIA_TYPES),
        "TreeAccessMemberGroups": any_tree(Tree.MEMBER_GROUPS),
        "TreeAccessMemberTypes": any_tree(Tree.MEMBER_TYPES),
        "TreeAccessMembersOrMemberTypes": any_tree(Tree.MEMBERS, Tree.MEMBER_TYPES),
        "TreeAccessPartialViews": any_tree(Tree.PARTIAL_VIEWS),
        "TreeAccessRelationTypes": any_tree(Tree.RELATION_TYPES),
        "TreeAccessScripts": any_tree(Tree.SCRIPTS),
        "TreeAccessStylesheets": any_tree(Tree.STYLESHEETS),
        "TreeAccessTemplates": any_tree(Tree.TEMPLATES),
        "TreeAccessWebhooks": any_tree(Tree.WEBHOOKS),
    }
)
"""Policy by name, as the reference names them."""


class Policies:
    """The policies of one server: the reference's, and those that packages add."""

    def __init__(self, predicates: Mapping[str, Predicate] = REFERENCE_POLICIES) -> None:
        self._predicates = dict(predicates)

    def add(self, name: str, predicate: Predicate) -> None:
        """Register the policy `name`; a later registration of the same name replaces the earlier one."""
        self._predicates[name] = predicate

    def allows(self, name: str, profile: PermissionProfile) -> bool:
        """Tell whether the policy `name` allows somebody with `profile`.

        Raises:
            UnknownPolicyError: No policy has this name.
        """
        predicate = self._predicates.get(name)
        if predicate is None:
            raise UnknownPolicyError(name)
        return predicate(profile)

    def require(self, *names: str) -> None:
        """Check at start-up that every one of `names` is a policy, so that a misspelt one never decides anything.

        Raises:
            UnknownPolicyError: One of them is not.
        """
        for name in names:
            if name not in self._predicates:
                raise UnknownPolicyError(name)
