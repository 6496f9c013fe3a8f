"""Routes that tell which sections, trees and verbs there are, for whoever gives rights."""

from typing import Any, Final

import msgspec
from litestar import get

from copydesk.identity.api.refusals import may_answer
from copydesk.identity.http_access import allow
from copydesk.identity.permissions import SECTION_OF_TREE, Section, Tree, Verb

__all__ = ["SectionAnswer", "TreeAnswer", "VerbAnswer", "list_sections", "list_trees", "list_verbs", "reference_routes"]

_ROUTE: Final[dict[str, Any]] = {
    "opt": allow(),
    "tags": ["Permissions"],
    "sync_to_thread": False,
    "responses": may_answer(),
}


class SectionAnswer(msgspec.Struct, rename="camel", frozen=True):
    """A section of the back office."""

    alias: str


class TreeAnswer(msgspec.Struct, rename="camel", frozen=True):
    """A tree, and the section with which it comes."""

    alias: str
    section: str


class VerbAnswer(msgspec.Struct, rename="camel", frozen=True):
    """What may be done to a document."""

    alias: str


@get("/section", **_ROUTE, summary="List sections")
def list_sections() -> list[SectionAnswer]:
    """List the sections that Copydesk itself knows; packages may use more."""
    return [SectionAnswer(section) for section in Section]


@get("/tree", **_ROUTE, summary="List trees")
def list_trees() -> list[TreeAnswer]:
    """List the trees that Copydesk itself knows, each with its section; packages may use more."""
    return [TreeAnswer(tree, SECTION_OF_TREE[tree]) for tree in Tree]


@get("/permission/verbs", **_ROUTE, summary="List verbs")
def list_verbs() -> list[VerbAnswer]:
    """List the verbs that Copydesk itself asks for; packages may use more."""
    return [VerbAnswer(verb) for verb in Verb]


reference_routes = (list_sections, list_trees, list_verbs)
"""What rights are made of."""
