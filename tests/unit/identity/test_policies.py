"""The reference's policies, against whom they let in by section."""

import pytest

from copydesk.identity import NO_RIGHTS, PermissionProfile, Policies, Section, Tree
from copydesk.identity.errors import UnknownPolicyError
from copydesk.identity.permissions import granted_trees
from copydesk.identity.policies import REFERENCE_POLICIES

ALL = set(Section)
PICKERS = ALL - {Section.TRANSLATION}
WHO_PASSES = {
    "BackOfficeAccess": ALL,
    "RequireAdminAccess": set[Section](),
    "SectionAccessContent": {Section.CONTENT},
    "SectionAccessContentOrMedia": {Section.CONTENT, Section.MEDIA},
    "SectionAccessForContentTree": PICKERS,
    "SectionAccessForMediaTree": PICKERS,
    "SectionAccessForMemberTree": PICKERS,
    "SectionAccessMedia": {Section.MEDIA},
    "SectionAccessMembers": {Section.MEMBERS},
    "SectionAccessPackages": {Section.PACKAGES},
    "SectionAccessSettings": {Section.SETTINGS},
    "SectionAccessUsers": {Section.USERS},
    "TreeAccessDataTypes": {Section.SETTINGS},
    "TreeAccessDictionary": {Section.TRANSLATION},
    "TreeAccessDictionaryOrTemplates": {Section.TRANSLATION, Section.SETTINGS},
    "TreeAccessDocumentOrMediaOrContentTypes": {Section.CONTENT, Section.MEDIA, Section.SETTINGS},
    "TreeAccessDocumentTypes": {Section.SETTINGS},
    "TreeAccessDocuments": {Section.CONTENT},
    "TreeAccessDocumentsOrDocumentTypes": {Section.CONTENT, Section.SETTINGS},
    "TreeAccessDocumentsOrMediaOrMembersOrContentTypes": {
        Section.CONTENT,
        Section.MEDIA,
        Section.MEMBERS,
        Section.SETTINGS,
    },
    "TreeAccessLanguages": {Section.SETTINGS},
    "TreeAccessMediaOrMediaTypes": {Section.MEDIA, Section.SETTINGS},
    "TreeAccessMediaTypes": {Section.SETTINGS},
    "TreeAccessMemberGroups": {Section.MEMBERS},
    "TreeAccessMemberTypes": {Section.SETTINGS},
    "TreeAccessMembersOrMemberTypes": {Section.MEMBERS, Section.SETTINGS},
    "TreeAccessPartialViews": {Section.SETTINGS},
    "TreeAccessRelationTypes": {Section.SETTINGS},
    "TreeAccessScripts": {Section.SETTINGS},
    "TreeAccessStylesheets": {Section.SETTINGS},
    "TreeAccessTemplates": {Section.SETTINGS},
    "TreeAccessWebhooks": {Section.SETTINGS},
}


def with_section(section: Section) -> PermissionProfile:
    return PermissionProfile(back_office=True, sections=frozenset({section}), trees=granted_trees([section]))


@pytest.mark.rule("ID10")
@pytest.mark.parametrize("name", sorted(REFERENCE_POLICIES))
def test_a_policy_lets_in_the_sections_that_the_reference_lets_in(name: str) -> None:
    policies = Policies()
    assert {section for section in Section if policies.allows(name, with_section(section))} == WHO_PASSES[name]
    assert not policies.allows(name, NO_RIGHTS)
    assert not policies.allows(name, PermissionProfile(sections=frozenset(Section), trees=frozenset(Tree)))


@pytest.mark.rule("ID10")
def test_administrators_pass_what_asks_for_them() -> None:
    assert Policies().allows("RequireAdminAccess", PermissionProfile(back_office=True, administrator=True))


@pytest.mark.rule("ID7", "ID10")
def test_a_tree_given_alone_passes_the_wider_policy() -> None:
    typist = PermissionProfile(back_office=True, trees=frozenset({Tree.MEDIA_TYPES}))
    assert Policies().allows("TreeAccessMediaOrMediaTypes", typist)
    assert not Policies().allows("TreeAccessDocumentTypes", typist)


@pytest.mark.rule("ID11")
def test_an_unknown_policy_is_an_error() -> None:
    policies = Policies()
    with pytest.raises(UnknownPolicyError, match="TreeAccessProducts"):
        policies.allows("TreeAccessProducts", NO_RIGHTS)
    with pytest.raises(UnknownPolicyError):
        policies.require("BackOfficeAccess", "TreeAccessProducts")
    policies.add("TreeAccessProducts", lambda profile: "products" in profile.trees)
    policies.require("BackOfficeAccess", "TreeAccessProducts")
    assert policies.allows("TreeAccessProducts", PermissionProfile(trees=frozenset({"products"})))
