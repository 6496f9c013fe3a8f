"""Sentences: a text, its code, and what it names."""

from uuid import UUID

import msgspec
import pytest

from copydesk.notifications import EventMessage, EventMessageType
from copydesk.problems import FieldError, ProblemMessage, RequestRefusedError, all_wrong
from copydesk.sentences import Said, SentenceTable, codes_of, recognised


class Words(SentenceTable):
    TOO_LONG = "{name!r} has more than {limit} characters"
    TOO_LONG_BY_FAR = "{name!r} is a book", "TooLong"
    NOT_THERE = "There is no {key} (any more)"
    ANYTHING = "{text}"


def test_a_sentence_is_a_text_with_its_code_and_what_it_names() -> None:
    said = Words.TOO_LONG(name="Tom's", limit=255)
    assert said == '"Tom\'s" has more than 255 characters'
    assert (said.code, said.parameters) == ("TooLong", {"name": "Tom's", "limit": 255})
    assert Words.NOT_THERE(key=UUID(int=1)).parameters == {"key": str(UUID(int=1))}


def test_what_a_sentence_names_must_be_given() -> None:
    with pytest.raises(KeyError, match="limit"):
        Words.TOO_LONG(name="Tom")
    assert Words.TOO_LONG.names == {"name", "limit"}


def test_braces_in_what_is_named_are_no_names() -> None:
    assert Words.NOT_THERE(key="{limit}") == "There is no {limit} (any more)"


def test_several_texts_can_stand_for_one_case() -> None:
    assert codes_of([Words]) == ["Anything", "NotThere", "TooLong"]


def test_texts_of_others_are_recognised_in_the_order_of_the_table() -> None:
    found = recognised(Words, "There is no key (any more)")
    assert (found.code, found.parameters) == ("NotThere", {"key": "key"})
    assert recognised(Words, "There is no (more)\nkey").code == "Anything"


def test_what_nobody_knows_is_not_recognised() -> None:
    class Few(SentenceTable):
        ONE = "one"

    with pytest.raises(LookupError, match="'two' is no sentence"):
        recognised(Few, "two")


@pytest.mark.rule("HT9")
def test_a_field_error_goes_over_the_wire_with_its_code() -> None:
    error = FieldError.of("title", Words.TOO_LONG(name="a", limit=3))
    assert msgspec.json.decode(msgspec.json.encode(error)) == {
        "field": "title",
        "message": "'a' has more than 3 characters",
        "code": "TooLong",
        "parameters": {"name": "a", "limit": 3},
    }
    assert msgspec.json.encode(FieldError("title", "no")) == b'{"field":"title","message":"no"}'


@pytest.mark.rule("HT9")
def test_several_wrong_fields_are_one_sentence_of_their_own() -> None:
    one = FieldError.of("a", Words.NOT_THERE(key="x"))
    other = FieldError.of("b", Words.NOT_THERE(key="y"))
    assert all_wrong([one]).code == "NotThere"
    both = all_wrong([one, other])
    assert (both, both.code) == ("There is no x (any more); There is no y (any more)", "FieldsInvalid")
    assert str(RequestRefusedError(both)) == both


@pytest.mark.rule("HT11")
def test_a_handlers_message_has_a_code_only_from_a_table() -> None:
    own = ProblemMessage.of(EventMessage("Style", "do not shout", EventMessageType.ERROR))
    assert msgspec.to_builtins(own) == {"category": "Style", "message": "do not shout", "type": "Error"}
    coded = ProblemMessage.of(EventMessage("Style", Words.NOT_THERE(key="x"), EventMessageType.ERROR))
    assert (coded.code, coded.parameters, type(coded.message)) == ("NotThere", {"key": "x"}, str)


def test_a_text_keeps_its_code_when_it_is_passed_on() -> None:
    said = Said("text", "Code", {"a": 1})
    assert (said.code, said.parameters) == ("Code", {"a": 1})
    assert str(said) == said
