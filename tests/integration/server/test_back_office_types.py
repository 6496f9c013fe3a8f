"""What the back office believes of the management API is what the server says about it."""

import re
from pathlib import Path

import httpx
import pytest

from copydesk.content.store.history import AuditAction

API = Path(__file__).parents[3] / "backoffice/src/api"
_INTERFACE = re.compile(r"^(?:export )?interface (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
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
    },
    "security.ts": {"CurrentUser": "CurrentUser"},
    "session.ts": {"SignedIn": "SignInAnswer"},
    "history.ts": {"VersionItem": "VersionItem", "VersionAnswer": "VersionAnswer", "AuditItem": "AuditItem"},
    "structure.ts": {"Done": "Done", "BlueprintItem": "BlueprintItem"},
    "documents.ts": {"BranchAnswer": "BranchAnswer"},
    "problem.ts": {"FieldError": "FieldError", "HandlerMessage": "ProblemMessage"},
}
"""File → interface of the back office → schema of the server."""


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
