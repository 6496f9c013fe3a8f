"""Sections, trees and permission verbs: open strings, with constants for those that Copydesk itself asks for.

Section aliases and verbs are the reference's own wire names, so that its back office understands them. A package may
invent more of each; nothing here is a closed list.
"""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = ["SECTION_OF_TREE", "Section", "Tree", "Verb", "granted_trees"]


class Section(StrEnum):
    """A part of the back office that a user group may open."""

    CONTENT = "content"
    MEDIA = "media"
    MEMBERS = "member"
    PACKAGES = "packages"
    SETTINGS = "settings"
    TRANSLATION = "translation"
    USERS = "users"


class Tree(StrEnum):
    """A tree of the back office. It comes with its section, or a user group is given it alone."""

    DATA_TYPES = "dataTypes"
    DICTIONARY = "dictionary"
    DOCUMENTS = "documents"
    DOCUMENT_TYPES = "documentTypes"
    LANGUAGES = "languages"
    MEDIA = "media"
    MEDIA_TYPES = "mediaTypes"
    MEMBERS = "members"
    MEMBER_GROUPS = "memberGroups"
    MEMBER_TYPES = "memberTypes"
    PARTIAL_VIEWS = "partialViews"
    RELATION_TYPES = "relationTypes"
    SCRIPTS = "scripts"
    STYLESHEETS = "stylesheets"
    TEMPLATES = "templates"
    WEBHOOKS = "webhooks"


class Verb(StrEnum):
    """What a user may do to a document, as named on the wire by the reference."""

    BROWSE = "Umb.Document.Read"
    COPY = "Umb.Document.Duplicate"
    CREATE = "Umb.Document.Create"
    CREATE_BLUEPRINT = "Umb.Document.CreateBlueprint"
    CULTURE_AND_HOSTNAMES = "Umb.Document.CultureAndHostnames"
    DELETE = "Umb.Document.Delete"
    MOVE = "Umb.Document.Move"
    NOTIFICATIONS = "Umb.Document.Notifications"
    PERMISSIONS = "Umb.Document.Permissions"
    PUBLIC_ACCESS = "Umb.Document.PublicAccess"
    PUBLISH = "Umb.Document.Publish"
    ROLLBACK = "Umb.Document.Rollback"
    SEND_TO_PUBLISH = "Umb.Document.SendForApproval"
    SORT = "Umb.Document.Sort"
    UNPUBLISH = "Umb.Document.Unpublish"
    UPDATE = "Umb.Document.Update"


SECTION_OF_TREE: Final = MappingProxyType(
    {
        Tree.DOCUMENTS: Section.CONTENT,
        Tree.MEDIA: Section.MEDIA,
        Tree.MEMBERS: Section.MEMBERS,
        Tree.MEMBER_GROUPS: Section.MEMBERS,
        Tree.DICTIONARY: Section.TRANSLATION,
        Tree.DATA_TYPES: Section.SETTINGS,
        Tree.DOCUMENT_TYPES: Section.SETTINGS,
        Tree.LANGUAGES: Section.SETTINGS,
        Tree.MEDIA_TYPES: Section.SETTINGS,
        Tree.MEMBER_TYPES: Section.SETTINGS,
        Tree.PARTIAL_VIEWS: Section.SETTINGS,
        Tree.RELATION_TYPES: Section.SETTINGS,
        Tree.SCRIPTS: Section.SETTINGS,
        Tree.STYLESHEETS: Section.SETTINGS,
        Tree.TEMPLATES: Section.SETTINGS,
        Tree.WEBHOOKS: Section.SETTINGS,
    }
)
"""The section that each tree lives in."""


def granted_trees(sections: Iterable[str], trees: Iterable[str] = ()) -> frozenset[str]:
    """Return the trees that come with `sections`, and those given alone in `trees`."""
    opened = set(sections)
    return frozenset(trees) | {tree.value for tree, section in SECTION_OF_TREE.items() if section in opened}
