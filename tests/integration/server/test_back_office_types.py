"""What the back office believes of the management API is what the server says about it."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from copydesk.content.api.publishing import BranchChoice
from copydesk.content.model.schedule import ScheduleAction
from copydesk.content.service import SortBy, VariantState
from copydesk.content.store.audit import AuditAction
from copydesk.identity.model import UserState
from copydesk.identity.paths import PathAccess
from copydesk.identity.permissions import Verb
from copydesk.notifications import EventMessageType
from copydesk.server_events.model import IMPORT, EventSource, EventType

SOURCES = Path(__file__).parents[3] / "backoffice/src"
API = Path(__file__).parents[3] / "backoffice/src/api"
_INTERFACE = re.compile(r"^(?:export )?interface (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^  readonly (\w+)(\??): (.+);$", re.MULTILINE)
_EVENT_TYPE = re.compile(r'eventType === "(\w+)"|case "([A-Z]\w+)":')
_WORD = re.compile(r'"([^"]*)"')
_FIELD = re.compile(r"^  readonly (\w+)\??:", re.MULTILINE)

SAME = {
    "model.ts": {
        "TreeVariant": "TreeVariant",
        "TreeItem": "TreeItem",
        "TreePage": "TreePage",
        "DocumentVariant": "DocumentVariant",
        "DocumentValue": "DocumentValue",
        "ScheduleLine": "ScheduleLine",
        "DocumentAnswer": "DocumentAnswer",
        "PropertyType": "PropertyBody",
        "DocumentType": "DocumentTypeAnswer",
        "DocumentTypeItem": "DocumentTypeItem",
        "Language": "LanguageAnswer",
        "SegmentItem": "SegmentItem",
    },
    "security.ts": {"CurrentUser": "CurrentUser"},
    "session.ts": {"SignedIn": "SignInAnswer"},
    "history.ts": {"VersionItem": "VersionItem", "VersionAnswer": "VersionAnswer", "AuditItem": "AuditItem"},
    "blueprints.ts": {"FolderItem": "FolderItem"},
    "structure.ts": {"Done": "Done", "BlueprintItem": "BlueprintItem"},
    "documents.ts": {"BranchAnswer": "BranchAnswer"},
    "imports.ts": {
        "QuotedReason": "QuotedReason",
        "LeftOut": "LeftOut",
        "ImportAnswer": "ImportAnswer",
        "ImportLimits": "ImportLimitsAnswer",
        "ImportList": "ImportList",
        "ImportType": "ImportType",
        "TextProperty": "TextProperty",
        "ImportOrder": "ImportCreation",
    },
    "problem.ts": {"FieldError": "FieldError", "HandlerMessage": "ProblemMessage", "ProblemBody": "Problem"},
}
"""File → interface of the back office → schema of the server."""
READ_LENIENTLY = {"ProblemBody.title"}
"""What the server always writes; but something between may answer in its place."""


@pytest.mark.rule("OF70")
async def test_the_back_office_reads_only_fields_that_the_server_writes(visitor: httpx.AsyncClient) -> None:
    schemas = (await visitor.get("/schema/openapi.json")).json()["components"]["schemas"]
    unknown = [
        f"{file}: {interface}.{field}"
        for file, pairs in SAME.items()
        for interface, schema in pairs.items()
        for field in _fields_of(file, interface)
        if field not in schemas[schema]["properties"]
    ]
    assert unknown == []


@pytest.mark.rule("OF74")
def test_the_back_office_has_words_for_every_deed() -> None:
    words = (API.parent / "i18n/en.ts").read_text()
    assert [action for action in AuditAction if f'"audit.{action}":' not in words] == []


def _fields_of(file: str, interface: str) -> list[str]:
    bodies = dict(_INTERFACE.findall((API / file).read_text()))
    fields = _FIELD.findall(bodies[interface])
    assert fields, f"{interface} has no fields"
    return list(fields)


def _constants(table: type) -> tuple[str, ...]:
    return tuple(str(value) for name, value in vars(table).items() if name.isupper())


WORDS: Mapping[tuple[str, str], Collection[str]] = {
    ("api/model.ts", r"export type VariantState = (.*?);"): tuple(VariantState),
    ("api/model.ts", r"readonly access: (.*?);"): tuple(PathAccess),
    ("api/model.ts", r"readonly action: (.*?);"): tuple(ScheduleAction),
    ("api/documents.ts", r"export type BranchFilter = (.*?);"): tuple(BranchChoice),
    ("api/admin.ts", r"export type UserStateName = (.*?);"): tuple(UserState),
    ("api/structure.ts", r"export type SortBy = (.*?);"): tuple(SortBy),
}
"""Where the back office spells the values of an enumeration → the server's own."""

SOME_WORDS: Mapping[tuple[str, str], Collection[str]] = {
    ("api/model.ts", r"export const Verb = \{(.*?)\}"): tuple(Verb),
    ("live/events.ts", r"export const Source = \{(.*?)\}"): (*_constants(EventSource), IMPORT),
}
"""Likewise where it needs only some of them."""


def _words(file: str, pattern: str) -> list[str]:
    found = re.search(pattern, (SOURCES / file).read_text(), re.DOTALL)
    assert found, f"{file} has no {pattern}"
    words = _WORD.findall(found[1])
    assert words, f"{file} has no words in {pattern}"
    return list(words)


@pytest.mark.rule("OF71")
@pytest.mark.parametrize(("file", "pattern"), WORDS)
def test_the_back_office_knows_each_value_of_an_enumeration(file: str, pattern: str) -> None:
    assert sorted(_words(file, pattern)) == sorted(str(word) for word in WORDS[file, pattern])


@pytest.mark.rule("OF71")
@pytest.mark.parametrize(("file", "pattern"), SOME_WORDS)
def test_the_back_office_names_nothing_that_the_server_does_not(file: str, pattern: str) -> None:
    assert sorted(set(_words(file, pattern)) - {str(word) for word in SOME_WORDS[file, pattern]}) == []


@pytest.mark.rule("OF71")
def test_the_kinds_of_messages_are_those_of_handlers() -> None:
    table = re.search(r"KIND_OF_TYPE.*?\{(.*?)\}", (SOURCES / "shell/messages.ts").read_text(), re.DOTALL)
    assert table
    kinds = re.findall(r"^  (\w+):", table[1], re.MULTILINE)
    assert len(kinds) > 1
    assert set(kinds) <= {kind.name.title() for kind in EventMessageType}


@pytest.mark.rule("OF71")
def test_reducers_wait_for_no_event_that_never_comes() -> None:
    names = [found for file in (SOURCES / "store").glob("*.ts") for found in _EVENT_TYPE.findall(file.read_text())]
    assert len(names) > 10
    assert sorted({one or other for one, other in names} - set(_constants(EventType))) == []


@pytest.mark.rule("OF71")
async def test_the_back_office_expects_what_may_be_null_or_missing(visitor: httpx.AsyncClient) -> None:
    schemas = (await visitor.get("/schema/openapi.json")).json()["components"]["schemas"]
    wrong = [
        f"{file}: {interface}.{name}"
        for file, pairs in SAME.items()
        for interface, schema in pairs.items()
        for name, optional, type_ in _typed_fields(file, interface)
        if _misread(schemas[schema], name, optional=bool(optional), nullable="null" in type_.split(" | "))
        and f"{interface}.{name}" not in READ_LENIENTLY
    ]
    assert wrong == []


def _misread(schema: Mapping[str, Any], name: str, *, optional: bool, nullable: bool) -> bool:
    """Tell whether a field can be missing or null where the back office does not expect it, or never where it does."""
    may_be_null, required = _may_be_null(schema["properties"][name]), name in schema.get("required", ())
    if schema["title"] in _omitting() and not required:
        return nullable or not optional
    return nullable != may_be_null or (optional and required)


def _omitting(above: type[msgspec.Struct] = msgspec.Struct) -> set[str]:
    """Return the names of all shapes that leave out what has its default, so that it is never null."""
    below = set().union(*(_omitting(one) for one in above.__subclasses__()))
    return below | ({above.__name__} if above.__struct_config__.omit_defaults else set())


def _typed_fields(file: str, interface: str) -> list[tuple[str, str, str]]:
    bodies = dict(_INTERFACE.findall((API / file).read_text()))
    fields = _TYPED.findall(bodies[interface])
    assert fields, f"{interface} has no fields"
    return [(name, optional, type_) for name, optional, type_ in fields if type_ != "JsonValue"]


def _may_be_null(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type", ())
    return "null" in ([kinds] if isinstance(kinds, str) else kinds) or any(
        _may_be_null(one) for one in (*schema.get("oneOf", ()), *schema.get("anyOf", ()))
    )
