import pytest

from copydesk.content.errors import CultureError, TypeDefinitionError
from copydesk.content.model import Language, Languages, normalize_culture, value_with_fallback
from tests.unit.content.model.samples import LANGUAGES, article


@pytest.mark.rule("CM8")
@pytest.mark.parametrize(
    ("code", "normal"),
    [
        ("en-us", "en-US"),
        ("EN", "en"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("DE-de-1996", "de-DE-1996"),
    ],
)
def test_a_culture_code_has_one_spelling(code: str, normal: str) -> None:
    assert normalize_culture(code) == normal


@pytest.mark.rule("CM8")
@pytest.mark.parametrize("code", ["", " ", "e", "en_US", "*", "en-", "en US", "en-US\n"])
def test_what_is_no_language_tag_is_refused(code: str) -> None:
    with pytest.raises(CultureError) as refused:
        normalize_culture(code)
    assert refused.value.field == "culture"


@pytest.mark.rule("CM8")
def test_languages_are_found_in_any_spelling_and_others_are_refused_with_those_there_are() -> None:
    assert "DE-de" in LANGUAGES
    assert "it" not in LANGUAGES
    assert LANGUAGES["de-de"].name == "German"
    with pytest.raises(CultureError, match="de-DE, en-US, fr-FR"):
        LANGUAGES.require("it")


@pytest.mark.rule("CM9")
@pytest.mark.parametrize(
    ("languages", "field"),
    [
        ([], "is_default"),
        ([Language("en")], "is_default"),
        ([Language("en", is_default=True), Language("de", is_default=True)], "is_default"),
        ([Language("en", is_default=True), Language("EN")], "code"),
        ([Language("en", is_default=True, fallback="de")], "fallback"),
        ([Language("en", is_default=True, fallback="en")], "fallback"),
        ([Language("en", is_default=True, fallback="de"), Language("de", fallback="en")], "fallback"),
    ],
)
def test_languages_that_cannot_work_are_refused(languages: list[Language], field: str) -> None:
    with pytest.raises(TypeDefinitionError) as refused:
        Languages(languages)
    assert refused.value.field == field


@pytest.mark.rule("CM10")
def test_a_missing_value_is_read_in_the_nearest_language() -> None:
    document = article(en_US="Home", fr_FR="Accueil")
    document.set_value("heading", "Hello", "en-US")
    document.set_value("section", "news")
    assert value_with_fallback(document, "heading", "fr-fr", LANGUAGES) == "Hello"
    assert value_with_fallback(document, "section", "fr-FR", LANGUAGES) == "news"
    document.set_value("heading", "Hallo", "de-DE")
    assert value_with_fallback(document, "heading", "fr-FR", LANGUAGES) == "Hallo"
    assert value_with_fallback(document, "heading", "en-US", LANGUAGES) == "Hello"
    assert value_with_fallback(document, "heading", "fr-FR", LANGUAGES, published=True) is None


@pytest.mark.rule("CM10")
def test_a_segment_is_read_before_the_default_one_in_each_language() -> None:
    document = article(en_US="Home", de_DE="Start")
    document.set_value("teaser", "for all", "de-DE")
    document.set_value("teaser", "for members", "en-US", "members")
    assert value_with_fallback(document, "teaser", "de-DE", LANGUAGES, "members") == "for all"
    assert value_with_fallback(document, "teaser", "en-US", LANGUAGES, "members") == "for members"
    assert value_with_fallback(document, "teaser", "en-US", LANGUAGES) is None
