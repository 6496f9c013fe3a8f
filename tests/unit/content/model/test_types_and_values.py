from typing import Any
from uuid import UUID

import pytest

from copydesk.content.errors import TypeDefinitionError, UnknownPropertyError, ValueTypeError, VariationError
from copydesk.content.model import (
    ContentVariation,
    CultureImpact,
    DocumentType,
    InvalidProperty,
    PropertyType,
    ValueType,
    invalid_properties,
)
from copydesk.content.model.document import Document
from copydesk.content.model.values import clean_value
from copydesk.content.sentences import Sentences
from tests.unit.content.model.samples import article, numbered_keys, page

TEXT_SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


@pytest.mark.rule("CM15")
@pytest.mark.parametrize(
    ("alias", "culture", "segment"),
    [("section", "en-US", None), ("section", None, "vip"), ("heading", None, None), ("heading", "en-US", "vip")],
)
def test_a_culture_or_segment_that_does_not_fit_is_refused(
    alias: str, culture: str | None, segment: str | None
) -> None:
    with pytest.raises(VariationError) as refused:
        article().set_value(alias, "x", culture, segment)
    assert refused.value.field == alias


@pytest.mark.rule("CM15")
@pytest.mark.parametrize("segment", ["", "  ", "a|b", "a\nb"])
def test_a_malformed_segment_is_refused(segment: str) -> None:
    with pytest.raises(VariationError):
        article().set_value("teaser", "x", "en-US", segment)


@pytest.mark.rule("CM15")
def test_names_follow_the_variation_of_the_type() -> None:
    with pytest.raises(VariationError):
        article().set_name("Home")
    with pytest.raises(VariationError):
        page().set_name("Home", "en-US")


@pytest.mark.rule("CM16")
def test_a_property_may_not_vary_by_more_than_its_type() -> None:
    with pytest.raises(TypeDefinitionError) as refused:
        DocumentType("page", UUID(int=1), own_properties=(PropertyType("title", variation=ContentVariation.CULTURE),))
    assert refused.value.field == "title"


@pytest.mark.rule("CM16", "CM17")
def test_a_composed_property_varies_by_what_both_types_allow() -> None:
    meta = DocumentType(
        "meta",
        UUID(int=1),
        variation=ContentVariation.CULTURE,
        own_properties=(PropertyType("description", variation=ContentVariation.CULTURE),),
    )
    plain = DocumentType("plain", UUID(int=2), compositions=(meta,), own_properties=(PropertyType("title"),))
    variant = DocumentType("variant", UUID(int=3), variation=ContentVariation.CULTURE, compositions=(meta,))
    assert list(plain.properties) == ["description", "title"]
    assert plain.properties["description"].variation is ContentVariation.NOTHING
    assert variant.properties["description"].variation is ContentVariation.CULTURE


@pytest.mark.rule("CM17")
def test_one_alias_may_come_by_two_ways_but_not_mean_two_things() -> None:
    base = DocumentType("base", UUID(int=1), own_properties=(PropertyType("title"),))
    other = DocumentType("other", UUID(int=2), own_properties=(PropertyType("title", mandatory=True),))
    left = DocumentType("left", UUID(int=3), compositions=(base,))
    right = DocumentType("right", UUID(int=4), compositions=(base,))
    assert list(DocumentType("both", UUID(int=5), compositions=(left, right)).properties) == ["title"]
    with pytest.raises(TypeDefinitionError) as refused:
        DocumentType("clash", UUID(int=6), compositions=(left, other))
    assert refused.value.field == "title"
    with pytest.raises(TypeDefinitionError, match="'base' already gives 'title'"):
        DocumentType("clash", UUID(int=7), compositions=(base,), own_properties=(PropertyType("title"),))
    with pytest.raises(TypeDefinitionError):
        DocumentType("clash", UUID(int=8), own_properties=(PropertyType("title"), PropertyType("title")))


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.rule("CM18")
@pytest.mark.parametrize(
    ("value_type", "value"),
    [
        (ValueType.TEXT, 1),
        (ValueType.TEXT, b"bytes"),
        (ValueType.TEXT, "nul \0"),
        (ValueType.TEXT, "half \udc00"),
        (ValueType.INTEGER, True),
        (ValueType.INTEGER, 1.0),
        (ValueType.INTEGER, 2**63),
        (ValueType.NUMBER, float("nan")),
        (ValueType.NUMBER, float("inf")),
        (ValueType.BOOLEAN, 1),
        (ValueType.DATE_TIME, "2030-01-01T00:00:00"),
        (ValueType.DATE_TIME, "yesterday"),
        (ValueType.JSON, {1: "key"}),
        (ValueType.JSON, {"set": {1}}),
        (ValueType.JSON, [object()]),
        (ValueType.JSON, {"k\0": 1}),
        (ValueType.JSON, nested(65)),
    ],
)
def test_a_value_of_another_type_is_refused_by_field(value_type: ValueType, value: Any) -> None:
    with pytest.raises(ValueTypeError) as refused:
        clean_value(value, value_type, "price")
    assert refused.value.field == "price"


@pytest.mark.rule("CM18")
@pytest.mark.parametrize(
    ("value_type", "value"),
    [
        (ValueType.TEXT, ""),
        (ValueType.INTEGER, -(2**63)),
        (ValueType.NUMBER, 1),
        (ValueType.DATE_TIME, "2030-01-01T00:00:00Z"),
        (ValueType.JSON, {"a": [None, True, 1.5, "\U0001f600"]}),
        (ValueType.JSON, nested(60)),
        (ValueType.BOOLEAN, None),
    ],
)
def test_a_value_of_the_type_is_kept_as_it_is(value_type: ValueType, value: Any) -> None:
    assert clean_value(value, value_type, "price") == value


@pytest.mark.rule("CM18")
def test_an_unknown_property_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownPropertyError, match="title, views, blocks"):
        page().set_value("tilte", "x")
    with pytest.raises(UnknownPropertyError):
        page().get_value("tilte")


@pytest.mark.rule("CM19")
def test_lists_and_dicts_are_not_shared_with_callers() -> None:
    document = page()
    given = {"rows": [1]}
    document.set_value("blocks", given)
    given["rows"].append(2)
    document.get_value("blocks")["rows"].append(3)
    assert document.get_value("blocks") == {"rows": [1]}


RULED = DocumentType(
    "ruled",
    UUID(int=1),
    variation=ContentVariation.CULTURE_AND_SEGMENT,
    own_properties=(
        PropertyType("sku", "SKU", mandatory=True, pattern=r"^[A-Z]{3}-\d+$"),
        PropertyType("body", value_type=ValueType.JSON, variation=ContentVariation.CULTURE, schema=TEXT_SCHEMA),
        PropertyType("lead", "Lead", variation=ContentVariation.CULTURE_AND_SEGMENT, mandatory=True, message="Lead!"),
    ),
)


def ruled() -> Document:
    document = Document(RULED, keys=numbered_keys(), name="Product", culture="en-US")
    document.set_name("Produkt", "de-DE")
    return document


@pytest.mark.rule("CM20")
def test_every_problem_is_reported_with_its_place() -> None:
    document = ruled()
    document.set_value("sku", "abc-1")
    document.set_value("body", {"text": 1}, "de-DE")
    document.set_value("lead", "fine", "en-US")
    document.set_value("lead", "  ", "en-US", "vip")
    not_text = Sentences.VALUE_SCHEMA(name="body", path=".text", fault="1 is not of type 'string'")
    own_words = Sentences.VALUE_REFUSED(message="Lead!")
    assert invalid_properties(document, CultureImpact("*")) == (
        InvalidProperty("sku", None, None, "pattern", Sentences.VALUE_PATTERN(name="SKU", pattern=r"^[A-Z]{3}-\d+$")),
        InvalidProperty("body", "de-DE", None, "schema", not_text),
        InvalidProperty("lead", "en-US", "vip", "mandatory", own_words),
        InvalidProperty("lead", "de-DE", None, "mandatory", own_words),
    )
    assert str(not_text) == "body.text: 1 is not of type 'string'"
    assert str(own_words) == "Lead!"


@pytest.mark.rule("CM20")
def test_a_schema_with_a_reference_outside_fetches_nothing() -> None:
    remote = PropertyType("body", value_type=ValueType.JSON, schema={"$ref": "http://127.0.0.1:9/schema.json"})
    assert remote.problem_with({"a": 1}) == ("schema", "body: the schema refers to http://127.0.0.1:9/schema.json")


@pytest.mark.rule("CM21")
def test_only_what_is_about_to_be_published_is_validated() -> None:
    document = ruled()
    document.set_value("lead", "gut", "de-DE")
    assert invalid_properties(document, CultureImpact("de-DE", with_invariant=False)) == ()
    assert [found.alias for found in invalid_properties(document, CultureImpact("de-DE"))] == ["sku"]
    assert [found.alias for found in invalid_properties(document, CultureImpact("en-US"))] == ["sku", "lead"]


@pytest.mark.rule("CM22")
@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"alias": "1st"}, "alias"),
        ({"alias": ""}, "alias"),
        ({"alias": "a-b"}, "alias"),
        ({"alias": "x", "pattern": "("}, "pattern"),
        ({"alias": "x", "schema": {"type": "nothing"}}, "schema"),
        ({"alias": "x", "editor": "boolean"}, "editor"),
    ],
)
def test_a_property_type_that_cannot_work_is_refused(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(TypeDefinitionError) as refused:
        PropertyType(**arguments)
    assert refused.value.field == field


@pytest.mark.rule("CM22")
@pytest.mark.parametrize(
    ("arguments", "field"),
    [({"alias": "news article"}, "alias"), ({"alias": "news", "icon": "<svg>"}, "icon")],
)
def test_a_document_type_that_cannot_work_is_refused(arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(TypeDefinitionError) as refused:
        DocumentType(key=UUID(int=1), **arguments)
    assert refused.value.field == field
