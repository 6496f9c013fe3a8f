"""Who may do what: every route of the application, and every role. The table is written by hand, on purpose.

A route that stands here twice is tried in two ways. What a role may do is told here in its own words and not by asking
the code under test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from copydesk.identity import Section, Verb

__all__ = ["FILES", "ROLES", "ROUTES", "Kind", "Need", "Place", "Role", "Route"]


class Need(StrEnum):
    """What a route asks for before it looks at the object."""

    NOTHING = "nothing"
    LET_IN = "let in"
    TREE = "any section from which documents are picked"
    DOCUMENTS = "documents"
    TYPES_READ = "documents or document types"
    TYPES = "document types"
    LANGUAGES = "languages"
    USERS = "users"
    ADMINISTRATOR = "administrator"


class Place(StrEnum):
    """Where an object is."""

    OPEN = "below the start node of the confined editor"
    CLOSED = "elsewhere in the tree"
    BIN = "in the recycle bin"
    ROOT = "the root itself"


class Kind(StrEnum):
    """What a route is about."""

    NOTHING = "nothing"
    DOCUMENT = "document"
    TRASHED = "trashed"
    ROOT = "root"
    WHOLE_BIN = "whole bin"
    USER = "user"
    GROUP = "group"
    API_KEY = "api key"
    TYPE = "type"
    LANGUAGE = "language"
    BLUEPRINT = "blueprint"
    FOLDER = "folder of blueprints"
    IMPORT = "somebody else's import"


@dataclass(frozen=True)
class Role:
    """Somebody at the door.

    Attributes:
        name: who it is.
        has: which needs are met.
        verbs: what may be done to documents.
        places: which documents are open.
        group: fields of the user group.
        is_known: whether the token is good at all.
        is_user: whether it is a person.
    """

    name: str
    has: frozenset[Need] = frozenset()
    verbs: frozenset[Verb] = frozenset()
    places: frozenset[Place] = frozenset()
    group: Mapping[str, Any] = field(default_factory=dict)
    is_known: bool = True
    is_user: bool = True


@dataclass(frozen=True)
class Route:
    """A route, how it is tried, and who passes.

    Attributes:
        name: method and path; `~` stands for the path of the management API.
        need: what it asks for first.
        verbs: what it asks for at the document.
        kind: what it is about; `{key}` and other names in braces are filled in from a fresh one.
        query: of the request.
        body: of the request.
        ok: the status for those who pass.
        users_only: whether API keys are refused.
        spares_administrators: whether only administrators may do it to one.
    """

    name: str
    need: Need
    verbs: tuple[Verb, ...] = ()
    kind: Kind = Kind.NOTHING
    query: str = ""
    body: Any = None
    ok: int = 200
    users_only: bool = False
    spares_administrators: bool = False


_WRITING = frozenset({Verb.BROWSE, Verb.CREATE, Verb.UPDATE, Verb.SEND_TO_PUBLISH})
_EDITING = _WRITING | {
    Verb.COPY, Verb.CREATE_BLUEPRINT, Verb.DELETE, Verb.MOVE, Verb.PUBLISH, Verb.ROLLBACK, Verb.SORT, Verb.UNPUBLISH
}  # fmt: skip
_DOCUMENTS = frozenset({Need.LET_IN, Need.TREE, Need.DOCUMENTS, Need.TYPES_READ})
_CONTENT: dict[str, Any] = {"sections": {Section.CONTENT}}
_EVERYWHERE = frozenset(Place)

ROLES = (
    Role("nobody", is_known=False),
    Role("somebody with an expired token", is_known=False),
    Role("a disabled user", is_known=False),
    Role("a user without a group", frozenset({Need.LET_IN})),
    Role("a translator", frozenset({Need.LET_IN}), group={"sections": {Section.TRANSLATION}, "verbs": {Verb.BROWSE}}),
    Role("a writer", _DOCUMENTS, _WRITING, _EVERYWHERE, _CONTENT),
    Role("an editor", _DOCUMENTS, _EDITING, _EVERYWHERE, _CONTENT),
    Role("a confined editor", _DOCUMENTS, _EDITING, frozenset({Place.OPEN}), _CONTENT),
    Role("a media editor", frozenset({Need.LET_IN, Need.TREE}), group={"sections": {Section.MEDIA}}),
    Role("a keeper of users", frozenset({Need.LET_IN, Need.TREE, Need.USERS}), group={"sections": {Section.USERS}}),
    Role("an API key of the editors", _DOCUMENTS, _EDITING, _EVERYWHERE, _CONTENT, is_user=False),
    Role("an administrator", frozenset(Need), frozenset(Verb), _EVERYWHERE),
)

FILES = [("files", ("a.md", b"# A", "text/markdown"))]
"""The body of a request that sends files instead of JSON."""
_DRAFT = {"variants": [{"name": "Another name"}], "values": []}
_NEW_PAGE = {"typeAlias": "page", "variants": [{"name": "New"}], "values": []}
_NEW_IMPORT = {"typeAlias": "article"}
_NEW_USER = {"email": "{fresh}@example.org", "name": "New"}
_NEW_GROUP = {"alias": "g{fresh}", "name": "New"}


def _document(name: str, *verbs: Verb, body: Any = None, query: str = "", ok: int = 200) -> Route:
    return Route(name, Need.DOCUMENTS, verbs or (Verb.BROWSE,), Kind.DOCUMENT, query, body, ok)


def _trashed(name: str, *verbs: Verb, body: Any = None, query: str = "") -> Route:
    return Route(name, Need.DOCUMENTS, verbs or (Verb.BROWSE,), Kind.TRASHED, query, body)


def _blueprint(name: str, *, kind: Kind = Kind.BLUEPRINT, body: Any = None, ok: int = 200) -> Route:
    return Route(name, Need.DOCUMENTS, (Verb.CREATE_BLUEPRINT,), kind, body=body, ok=ok)


def _user(name: str, *, body: Any = None, ok: int = 200, spares: bool = True) -> Route:
    return Route(name, Need.USERS, kind=Kind.USER, body=body, ok=ok, spares_administrators=spares)


ROUTES: tuple[Route, ...] = (
    # Everybody.
    Route("GET /health/live", Need.NOTHING),
    Route("GET /health/ready", Need.NOTHING),
    Route("GET /metrics", Need.NOTHING),
    Route("GET /schema", Need.NOTHING),
    Route("GET /schema/openapi.json", Need.NOTHING),
    Route("GET /schema/{path}", Need.NOTHING, ok=404),
    Route("GET ~/server/status", Need.NOTHING),
    Route("GET ~/server/configuration", Need.NOTHING),
    Route("POST ~/security/sign-in", Need.NOTHING, body={"email": "nobody@x", "password": "wrong"}, ok=401),
    Route("POST ~/security/refresh", Need.NOTHING, body={"refreshToken": "invented"}, ok=401),
    Route("GET /umbraco/delivery/api/v1/content", Need.NOTHING),
    Route("GET /umbraco/delivery/api/v1/content/item/{key}", Need.NOTHING, kind=Kind.DOCUMENT),
    Route("GET /umbraco/delivery/api/v1/content/item/{key}", Need.NOTHING, kind=Kind.TRASHED, ok=404),
    Route("GET /umbraco/delivery/api/v1/content/item/by-path/{path}", Need.NOTHING, ok=404),
    # Whoever is let in.
    Route("GET ~/server/information", Need.LET_IN),
    Route("GET ~/user/current", Need.LET_IN),
    Route("PUT ~/user/current", Need.LET_IN, body={"language": "de-DE"}, users_only=True),
    Route(
        "POST ~/user/current/change-password",
        Need.LET_IN,
        body={"currentPassword": "wrong", "newPassword": "whatever it is"},
        ok=422,
        users_only=True,
    ),
    Route("GET ~/user/current/permissions/document", Need.LET_IN, query="key={fresh_key}"),
    Route("GET ~/item/user", Need.LET_IN, query="key={fresh_key}"),
    Route("GET ~/section", Need.LET_IN),
    Route("GET ~/tree", Need.LET_IN),
    Route("GET ~/permission/verbs", Need.LET_IN),
    # Users.
    Route("GET ~/user", Need.USERS),
    Route("POST ~/user", Need.USERS, body=_NEW_USER, ok=201),
    _user("GET ~/user/{key}", spares=False),
    _user("PUT ~/user/{key}", body={"name": "Another"}),
    _user("DELETE ~/user/{key}", ok=204),
    _user("POST ~/user/{key}/disable"),
    _user("POST ~/user/{key}/enable"),
    _user("POST ~/user/{key}/unlock"),
    _user("POST ~/user/{key}/reset-password", body={}),
    _user("POST ~/user/{key}/sign-out", ok=204),
    Route("GET ~/user-group", Need.USERS),
    Route("POST ~/user-group", Need.ADMINISTRATOR, body=_NEW_GROUP, ok=201),
    Route("GET ~/user-group/{key}", Need.USERS, kind=Kind.GROUP),
    Route("PUT ~/user-group/{key}", Need.ADMINISTRATOR, kind=Kind.GROUP, body={"name": "Another"}),
    Route("DELETE ~/user-group/{key}", Need.ADMINISTRATOR, kind=Kind.GROUP, ok=204),
    Route("GET ~/api-key", Need.ADMINISTRATOR),
    Route("POST ~/api-key", Need.ADMINISTRATOR, body={"name": "robot", "groups": []}, ok=201),
    Route("DELETE ~/api-key/{key}", Need.ADMINISTRATOR, kind=Kind.API_KEY, ok=204),
    # The tree of documents.
    Route("GET ~/tree/document/root", Need.TREE),
    Route("GET ~/tree/document/children", Need.TREE, (Verb.BROWSE,), Kind.DOCUMENT, "parentKey={key}"),
    Route("GET ~/tree/document/ancestors", Need.TREE, (Verb.BROWSE,), Kind.DOCUMENT, "key={key}"),
    Route("GET ~/tree/document/siblings", Need.TREE, (Verb.BROWSE,), Kind.DOCUMENT, "target={key}"),
    Route("GET ~/recycle-bin/document/root", Need.TREE, (Verb.BROWSE,), Kind.WHOLE_BIN),
    Route("GET ~/recycle-bin/document/children", Need.TREE, (Verb.BROWSE,), Kind.TRASHED, "parentKey={key}"),
    # Documents.
    Route("POST ~/document", Need.DOCUMENTS, (Verb.CREATE,), Kind.ROOT, body=_NEW_PAGE, ok=201),
    _document("POST ~/document", Verb.CREATE, body={**_NEW_PAGE, "parentKey": "{key}"}, ok=201),
    _document("GET ~/document/{key}"),
    _document("PUT ~/document/{key}", Verb.UPDATE, body=_DRAFT),
    _document("DELETE ~/document/{key}", Verb.DELETE, ok=409),
    _trashed("DELETE ~/document/{key}", Verb.DELETE),
    _document("PUT ~/document/{key}/publish", Verb.PUBLISH, body={}),
    _document("PUT ~/document/{key}/save-and-publish", Verb.UPDATE, Verb.PUBLISH, body=_DRAFT),
    _document("PUT ~/document/{key}/unpublish", Verb.UNPUBLISH, body={}),
    _document("PUT ~/document/{key}/publish-with-descendants", Verb.PUBLISH, body={}),
    _document("PUT ~/document/{key}/send-to-publication", Verb.SEND_TO_PUBLISH),
    _document("GET ~/document/{key}/schedule"),
    _document("PUT ~/document/{key}/schedule", Verb.PUBLISH, body={"schedule": []}),
    # Their structure and the recycle bin.
    _document("PUT ~/document/{key}/move", Verb.MOVE, body={"targetParentKey": "{home}"}),
    _document("POST ~/document/{key}/copy", Verb.COPY, body={"targetParentKey": "{home}"}, ok=201),
    _document("PUT ~/document/sort", Verb.SORT, body={"parentKey": "{home}", "order": ["{key}"]}),
    _document("PUT ~/document/{key}/move-to-recycle-bin", Verb.DELETE),
    _trashed("PUT ~/recycle-bin/document/{key}/restore", Verb.MOVE, body={}),
    _trashed("GET ~/recycle-bin/document/{key}/original-parent"),
    _trashed("DELETE ~/recycle-bin/document/{key}", Verb.DELETE),
    Route("DELETE ~/recycle-bin/document", Need.DOCUMENTS, (Verb.DELETE,), Kind.WHOLE_BIN),
    # Finding them, and their history.
    Route("GET ~/document/search", Need.TREE, query="query=page"),
    Route("GET ~/document/recent", Need.TREE),
    Route("GET ~/document/allowed-types", Need.DOCUMENTS),
    _document("GET ~/document/{key}/allowed-types"),
    _document("GET ~/document/{key}/audit-log"),
    _document("GET ~/document/{key}/relations"),
    _document("GET ~/document/{key}/versions"),
    _document("DELETE ~/document/{key}/versions", Verb.ROLLBACK, Verb.DELETE, query="before=2020-01-01T00:00:00Z"),
    _document("POST ~/document/{key}/rollback", Verb.ROLLBACK, body={"versionId": 0}, ok=409),
    _document("GET ~/document/version/{version_id}"),
    _document("PUT ~/document/version/{version_id}/prevent-cleanup", Verb.ROLLBACK, body={}),
    # Imports, which nobody reaches but whoever began them.
    Route("GET ~/import", Need.DOCUMENTS),
    Route("GET ~/import/types", Need.DOCUMENTS, (Verb.CREATE,), Kind.ROOT),
    _document("GET ~/import/types", Verb.CREATE, query="parentKey={key}"),
    Route("POST ~/import", Need.DOCUMENTS, (Verb.CREATE, Verb.UPDATE), Kind.ROOT, body=_NEW_IMPORT, ok=201),
    Route(
        "POST ~/import",
        Need.DOCUMENTS,
        (Verb.CREATE, Verb.UPDATE, Verb.PUBLISH),
        Kind.ROOT,
        body={**_NEW_IMPORT, "publish": True},
        ok=201,
    ),
    Route("GET ~/import/{key}", Need.DOCUMENTS, kind=Kind.IMPORT, ok=404),
    Route("GET ~/import/{key}/left-out", Need.DOCUMENTS, kind=Kind.IMPORT, ok=404),
    Route("PUT ~/import/{key}/files", Need.DOCUMENTS, kind=Kind.IMPORT, body=FILES, ok=404),
    Route("POST ~/import/{key}/start", Need.DOCUMENTS, kind=Kind.IMPORT, ok=404),
    Route("DELETE ~/import/{key}", Need.DOCUMENTS, kind=Kind.IMPORT, ok=404),
    # Blueprints, which stand outside the tree: the verb counts where no single document says otherwise.
    Route("GET ~/document-blueprint", Need.DOCUMENTS),
    _document("POST ~/document-blueprint", Verb.CREATE_BLUEPRINT, body={"documentKey": "{key}", "name": "B"}, ok=201),
    Route("GET ~/document-blueprint/{key}", Need.DOCUMENTS, kind=Kind.BLUEPRINT),
    _blueprint("PUT ~/document-blueprint/{key}", body=_DRAFT),
    _blueprint("PUT ~/document-blueprint/{key}/move", body={"folderKey": None}),
    _blueprint("DELETE ~/document-blueprint/{key}"),
    Route(
        "POST ~/document-blueprint/{key}/create-document",
        Need.DOCUMENTS,
        (Verb.CREATE,),
        Kind.BLUEPRINT,
        body={"name": "New", "parentKey": "{home}"},
        ok=201,
    ),
    Route("GET ~/document-blueprint/folder", Need.DOCUMENTS),
    _blueprint("POST ~/document-blueprint/folder", body={"name": "Folder"}, ok=201),
    _blueprint("PUT ~/document-blueprint/folder/{key}", kind=Kind.FOLDER, body={"name": "Other"}),
    _blueprint("DELETE ~/document-blueprint/folder/{key}", kind=Kind.FOLDER),
    # Document types and languages.
    Route("GET ~/document-type", Need.TYPES_READ),
    Route("POST ~/document-type", Need.TYPES, body={"alias": "t{fresh}"}, ok=201),
    Route("GET ~/document-type/{key}", Need.TYPES_READ, kind=Kind.TYPE),
    Route("GET ~/document-type/by-alias/{alias}", Need.TYPES_READ, kind=Kind.TYPE),
    Route("GET ~/document-type/{key}/allowed-children", Need.TYPES_READ, kind=Kind.TYPE),
    Route("GET ~/document-type/{key}/available-compositions", Need.TYPES, kind=Kind.TYPE),
    Route("PUT ~/document-type/{key}", Need.TYPES, kind=Kind.TYPE, body={"alias": "{alias}"}),
    Route("DELETE ~/document-type/{key}", Need.TYPES, kind=Kind.TYPE),
    Route("GET ~/property-editor", Need.TYPES_READ),
    Route("GET ~/segment", Need.DOCUMENTS),
    Route("GET ~/language", Need.LET_IN),
    Route("POST ~/language", Need.LANGUAGES, body={"code": "da-DK"}, ok=201),
    Route("GET ~/language/{code}", Need.LET_IN, kind=Kind.LANGUAGE),
    Route("PUT ~/language/{code}", Need.LANGUAGES, kind=Kind.LANGUAGE, body={"name": "Another"}),
    Route("DELETE ~/language/{code}", Need.LANGUAGES, kind=Kind.LANGUAGE),
    # Last, because the sign-in of the role ends with it.
    Route("POST ~/security/sign-out", Need.LET_IN, ok=204, users_only=True),
)
