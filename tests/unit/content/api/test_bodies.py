"""Bodies of documents as editors might send them: taken as they are, or refused at their fields."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.content.api.bodies import DocumentDraft, write_draft
from copydesk.content.api.errors import WrongCallError
from copydesk.content.model import Document, DocumentType
from tests.unit.content.model.samples import ARTICLE, LANGUAGES, PAGE, numbered_keys

CULTURES = st.sampled_from([None, "en-US", "de-de", "xx-XX", "", "no culture", "*"])
TEXTS = st.sampled_from(["A", " padded ", "", "a\x00b", "\ud800", "x" * 300]) | st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
VARIANTS = st.fixed_dictionaries({"name": st.none() | TEXTS}, optional={"culture": CULTURES})
VALUES = st.fixed_dictionaries(
    {"alias": st.sampled_from(["title", "views", "blocks", "heading", "teaser", "section", "nothing"]), "value": JSON},
    optional={"culture": CULTURES, "segment": st.sampled_from([None, "vip", "", "a|b"])},
)
BODIES = st.fixed_dictionaries({"variants": st.lists(VARIANTS, max_size=3), "values": st.lists(VALUES, max_size=4)})


def fields_of(body: dict[str, Any]) -> set[str]:
    """The fields that a refusal of a body may name."""
    names = {f"name[{one['culture']}]" if one.get("culture") is not None else "name" for one in body["variants"]}
    values = set()
    for one in body["values"]:
        variant = ",".join(filter(None, (one.get("culture"), one.get("segment"))))
        values.add(f"values.{one['alias']}[{variant}]" if variant else f"values.{one['alias']}")
    return names | values


def refused_fields(document: Document, draft: DocumentDraft) -> set[str]:
    try:
        write_draft(document, draft, LANGUAGES)
    except WrongCallError as refused:
        return {error.field for error in refused.errors} or {"none is named"}
    return set()


@pytest.mark.rule("MA11")
@given(st.sampled_from([PAGE, ARTICLE]), BODIES)
def test_a_body_is_taken_as_it_is_or_refused_at_its_fields(document_type: DocumentType, body: dict[str, Any]) -> None:
    document = Document(document_type, keys=numbered_keys())
    draft = msgspec.convert(body, DocumentDraft)
    if refused := refused_fields(document, draft):
        assert refused <= fields_of(body)
        return
    for one in draft.variants:
        assert (document.get_name(one.culture) or "") == (one.name or "").strip()
    for value in draft.values:
        assert document.get_value(value.alias, value.culture, value.segment) == value.value
