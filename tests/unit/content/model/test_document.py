from uuid import UUID

import pytest

from copydesk.content.errors import IdentityError, PublishedStateError
from copydesk.content.model import CultureChange, CultureImpact, Document, PublishedState
from copydesk.content.model.node import Place
from tests.unit.content.model.samples import LANGUAGES, NOW, PAGE, article, numbered_keys, page, persisted

ALL = CultureImpact("*")
INVARIANT = CultureImpact(None)


def state_of(document: Document) -> PublishedState:
    return document.published_state


def published(document: Document, impact: CultureImpact = ALL) -> Document:
    """Publish the document in memory and settle it, as a save does."""
    if not document.has_identity:
        persisted(document)
    assert document.publish_culture(impact, NOW)
    document.publish_name = document.name
    document.refresh_edited("en-US", will_be_published=True, publishing=True)
    document.settle_published(True)
    document.reset_dirty()
    return document


@pytest.mark.rule("CM1")
def test_the_key_is_made_once_and_stays() -> None:
    document = page()
    key = document.key
    assert persisted(document).key == key
    document.key = key
    with pytest.raises(IdentityError) as refused:
        document.key = UUID(int=99)
    assert refused.value.field == "key"


@pytest.mark.rule("CM1")
def test_a_key_of_zeros_names_no_document() -> None:
    document = page()
    with pytest.raises(IdentityError) as refused:
        document.key = UUID(int=0)
    assert refused.value.field == "key"
    assert document.key.int


@pytest.mark.rule("CM2")
def test_a_document_has_an_identity_from_its_first_save_on() -> None:
    document = page()
    assert (document.id, document.has_identity) == (0, False)
    persisted(document, 12)
    assert (document.id, document.has_identity) == (12, True)
    assert document.was_property_dirty("id")


@pytest.mark.rule("CM4")
def test_only_a_new_document_takes_another_parent() -> None:
    document = Document(PAGE, keys=numbered_keys(), name="Home")
    document.parent_id = 5
    persisted(document)
    document.parent_id = 5
    with pytest.raises(IdentityError) as refused:
        document.parent_id = 6
    assert refused.value.field == "parent_id"
    document.put_at(Place(6, "-1,6,7", 2, 0))
    assert (document.parent_id, document.path, document.is_property_dirty("parent_id")) == (6, "-1,6,7", True)


@pytest.mark.rule("CM11")
def test_a_culture_is_available_when_it_has_a_name() -> None:
    document = article(en_US="Home", de_DE="Start")
    assert document.is_culture_available("DE-de")
    document.set_name("  ", "de-DE")
    assert document.available_cultures == ("en-US",)
    assert document.get_name("de-DE") is None
    assert document.get_name("en-us") == "Home"


@pytest.mark.rule("CM12")
def test_a_culture_is_edited_unless_it_is_published_as_it_is() -> None:
    document = published(article(en_US="Home", de_DE="Start"), CultureImpact("en-US"))
    assert [document.is_culture_edited(one) for one in ("en-US", "de-DE", "fr-FR")] == [False, True, False]
    assert [document.is_culture_published(one) for one in ("en-US", "de-DE", "fr-FR")] == [True, False, False]
    document.set_value("heading", "Hello", "en-US")
    assert not document.is_culture_edited("en-US")
    document.refresh_edited("en-US", will_be_published=True, publishing=False)
    assert document.is_culture_edited("en-US")


@pytest.mark.rule("CM13")
def test_a_value_touches_its_culture_and_one_without_culture_touches_none() -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    assert document.changed_cultures() == ()
    document.set_value("section", "news")
    assert document.changed_cultures() == ("*",)
    document.set_value("heading", "Hallo", "de-de")
    document.set_value("heading", "Salut", "fr-FR")
    assert document.changed_cultures() == ("de-DE",)
    document.set_name("Home!", "en-US")
    assert document.changed_cultures() == ("de-DE", "en-US")
    document.reset_dirty()
    document.set_name("Home!", "en-US")
    document.set_value("heading", "Hallo", "de-DE")
    assert document.changed_cultures() == ()


@pytest.mark.rule("CM14")
def test_the_marks_of_a_culture_cancel_each_other() -> None:
    document = persisted(article(en_US="Home"))
    added, updated, removed = (
        change.key("de-DE") for change in (CultureChange.ADDED, CultureChange.UPDATED, CultureChange.REMOVED)
    )
    document.set_name("Start", "de-DE")
    assert document.dirty_properties() == {added, updated} == {"_addedCulture_de-DE", "_updatedCulture_de-DE"}
    document.set_name(None, "de-DE")
    assert document.dirty_properties() == {removed} == {"_removedCulture_de-DE"}
    document.set_name("Start", "de-DE")
    assert document.dirty_properties() == {added, updated}


@pytest.mark.rule("CM14")
def test_the_marks_of_published_cultures_tell_publish_republish_and_unpublish_apart() -> None:
    document = published(article(en_US="Home", de_DE="Start"), CultureImpact("en-US"))
    document.publish_culture(CultureImpact("en-US"), NOW)
    document.publish_culture(CultureImpact("de-DE"), NOW)
    assert document.dirty_properties() == {
        "_changedCulture_en-US",
        "_publishedCulture_de-DE",
        "_changedCulture_de-DE",
    }
    document.unpublish_culture("en-US")
    assert document.publish_infos.removed() == ("en-US",)
    assert document.publish_infos.changed() == ("de-DE",)


@pytest.mark.rule("CM23")
def test_only_a_real_difference_is_marked() -> None:
    document = persisted(page())
    document.name = "Home"
    document.sort_order = document.sort_order
    document.set_value("views", None)
    assert not document.is_dirty()
    document.set_value("blocks", [1])
    document.reset_dirty()
    document.set_value("blocks", [1])
    assert not document.is_dirty()
    document.set_value("blocks", [True])
    assert document.dirty_aliases() == ("blocks",)
    document.sort_order = 3
    assert document.dirty_properties() == {"sort_order"}


@pytest.mark.rule("CM24", "CM25")
def test_a_reset_remembers_what_the_last_one_found_and_only_that() -> None:
    document = persisted(page())
    document.set_value("title", "Hello")
    document.name = "Start"
    document.reset_dirty()
    assert document.was_property_dirty("name")
    assert document.were_dirty_properties() == {"name"}
    assert document.properties["title"].was_dirty()
    assert not document.is_dirty()
    document.reset_dirty()
    assert not document.was_dirty()
    document.name = "Home"
    document.reset_dirty(remember=False)
    assert not document.was_dirty()
    document.name = "Start"
    document.reset_dirty()
    document.reset_were_dirty()
    assert not document.was_property_dirty("name")


@pytest.mark.rule("CM25")
def test_nothing_is_marked_while_tracking_pauses() -> None:
    document = persisted(article())
    with document.tracking_paused():
        document.set_name("Start", "de-DE")
        document.set_value("heading", "Hallo", "de-DE")
        document.sort_order = 9
    assert not document.is_dirty()
    assert document.get_value("heading", "de-DE") == "Hallo"


@pytest.mark.rule("CM25")
def test_dirt_is_known_by_property_and_culture() -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    document.set_value("heading", "Hello", "en-US")
    heading = document.properties["heading"]
    assert (heading.is_dirty("en-US"), heading.is_dirty("de-DE"), heading.is_dirty()) == (True, False, True)
    document.reset_dirty()
    assert (heading.was_dirty("en-US"), heading.was_dirty("de-DE"), heading.is_dirty()) == (True, False, False)


@pytest.mark.rule("CM26")
def test_a_clone_is_clean_and_shares_nothing() -> None:
    document = published(article(en_US="Home"))
    document.set_value("heading", "Hello", "en-US")
    twin = document.clone()
    assert (twin.id, twin.key, twin.version_id, twin.published) == (
        document.id,
        document.key,
        document.version_id,
        True,
    )
    assert not twin.is_dirty()
    twin.set_value("heading", "Changed", "en-US")
    twin.set_name("Start", "de-DE")
    assert document.get_value("heading", "en-US") == "Hello"
    assert document.available_cultures == ("en-US",)


@pytest.mark.rule("CM26")
def test_a_clone_as_new_is_another_document_that_still_shows_as_published() -> None:
    document = published(article(en_US="Home"))
    twin = document.clone_as_new(lambda: UUID(int=99))
    assert (twin.id, twin.version_id, twin.published) == (0, 0, True)
    assert twin.key != document.key
    assert twin.get_name("en-US") == "Home"
    twin.forget_published()
    assert (twin.published, twin.published_cultures, twin.edited) == (False, (), True)


@pytest.mark.rule("CM27")
@pytest.mark.parametrize("state", [PublishedState.PUBLISHED, PublishedState.UNPUBLISHED])
def test_only_the_way_can_be_set(state: PublishedState) -> None:
    document = page()
    with pytest.raises(PublishedStateError):
        document.published_state = state
    document.published_state = PublishedState.UNPUBLISHING
    assert document.in_transition
    document.reset_dirty()
    assert (document.published_state, document.in_transition) == (PublishedState.UNPUBLISHED, False)


@pytest.mark.rule("CM28")
def test_publishing_one_culture_leaves_the_others() -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    for culture, text in (("en-US", "Hello"), ("de-DE", "Hallo")):
        document.set_value("heading", text, culture)
    document.set_value("teaser", "for members", "de-DE", "members")
    assert document.publish_culture(CultureImpact("de-DE"), NOW)
    assert state_of(document) is PublishedState.PUBLISHING
    assert document.get_value("heading", "de-DE", published=True) == "Hallo"
    assert document.get_value("teaser", "de-DE", "members", published=True) == "for members"
    assert document.get_value("heading", "en-US", published=True) is None
    assert document.published_cultures == ("de-DE",)
    assert document.get_publish_name("de-DE") == "Start"
    assert document.publish_culture(ALL, NOW)
    assert set(document.published_cultures) == {"en-US", "de-DE"}


@pytest.mark.rule("CM28")
def test_publishing_takes_away_values_that_the_draft_lost() -> None:
    document = page()
    document.set_value("title", "Hello")
    published(document, INVARIANT)
    document.set_value("title", None)
    assert document.publish_culture(INVARIANT, NOW)
    assert document.get_value("title", published=True) is None


@pytest.mark.rule("CM29")
@pytest.mark.parametrize("order", [("en-US", "de-DE"), ("de-DE", "en-US")])
def test_values_without_culture_stay_published_when_further_cultures_follow(order: tuple[str, str]) -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    document.set_value("section", "news")
    for culture in order:
        impact = CultureImpact.of(culture, LANGUAGES, invariant_from_any=False)
        assert document.publish_culture(impact, NOW)
    assert document.get_value("section", published=True) == "news"


@pytest.mark.rule("CM29")
@pytest.mark.parametrize(
    ("culture", "from_any", "expected"),
    [("en-US", False, "news"), ("de-DE", False, None), ("de-DE", True, "news"), ("*", False, "news")],
)
def test_values_without_culture_go_along_with_the_right_ones(
    culture: str, from_any: bool, expected: str | None
) -> None:
    document = persisted(article(en_US="Home", de_DE="Start"))
    document.set_value("section", "news")
    document.publish_culture(CultureImpact.of(culture, LANGUAGES, invariant_from_any=from_any), NOW)
    assert document.get_value("section", published=True) == expected


@pytest.mark.rule("CM30")
@pytest.mark.parametrize("impact", [CultureImpact("de-DE"), INVARIANT, ALL])
def test_nothing_is_published_without_a_name(impact: CultureImpact) -> None:
    document = persisted(page("") if impact.culture is None else article(en_US="Home"))
    if impact is ALL:
        document.set_name(None, "en-US")
        document.reset_dirty()
    assert not document.publish_culture(impact, NOW)
    assert not document.is_dirty()
    assert state_of(document) is PublishedState.UNPUBLISHED


@pytest.mark.rule("CM31")
def test_unpublishing_a_culture_empties_its_slot_only() -> None:
    document = article(en_US="Home", de_DE="Start")
    document.set_value("heading", "Hello", "en-US")
    document.set_value("heading", "Hallo", "de-DE")
    published(document)
    assert not document.unpublish_culture("fr-FR")
    assert state_of(document) is PublishedState.PUBLISHED
    assert document.unpublish_culture("de-de")
    assert state_of(document) is PublishedState.PUBLISHING
    assert document.published_cultures == ("en-US",)
    assert document.get_value("heading", "de-DE", published=True) is None
    assert document.get_value("heading", "en-US", published=True) == "Hello"
    assert document.unpublish_culture("*")
    assert not document.publish_infos


@pytest.mark.rule("CM32")
def test_edited_stays_until_the_next_publication() -> None:
    document = page()
    document.set_value("title", "Hello")
    published(document, INVARIANT)
    states = [document.edited]
    for title, publishing in [("Hello", False), ("Hallo", False), ("Hello", False), ("Hello", True)]:
        document.set_value("title", title)
        document.refresh_edited(None, will_be_published=True, publishing=publishing)
        states.append(document.edited)
    assert states == [False, False, True, True, False]


@pytest.mark.rule("CM32")
def test_what_is_not_published_is_edited() -> None:
    document = published(page(), INVARIANT)
    document.refresh_edited(None, will_be_published=False, publishing=False)
    assert document.edited


@pytest.mark.rule("CM32")
def test_another_name_makes_it_edited() -> None:
    document = published(page(), INVARIANT)
    document.name = "Start"
    document.refresh_edited(None, will_be_published=True, publishing=False)
    assert document.edited


@pytest.mark.rule("CM33")
def test_a_value_without_culture_marks_the_default_culture_only() -> None:
    document = published(article(en_US="Home", de_DE="Start"))
    document.set_value("section", "news")
    document.refresh_edited("en-US", will_be_published=True, publishing=False)
    assert document.edited_cultures == {"en-US"}


@pytest.mark.rule("CM34")
def test_what_is_published_in_memory_can_be_put_back() -> None:
    document = article(en_US="Home", de_DE="Start")
    document.set_value("heading", "Hello", "en-US")
    published(document, CultureImpact("en-US"))
    document.set_value("heading", "Changed", "en-US")
    slot, marks = document.published_slot(), document.dirty_properties()
    document.publish_culture(ALL, NOW)
    document.unpublish_culture("en-US")
    document.restore_published(slot)
    assert state_of(document) is PublishedState.PUBLISHED
    assert document.published_cultures == ("en-US",)
    assert document.get_value("heading", "en-US", published=True) == "Hello"
    assert document.get_value("heading", "en-US") == "Changed"
    assert document.dirty_properties() == marks


@pytest.mark.rule("CM35")
def test_publishing_one_culture_does_not_bring_back_what_was_taken_down() -> None:
    document = article(en_US="Home", de_DE="Start")
    document.set_value("heading", "Hallo", "de-DE")
    published(document)
    document.publish_infos.clear()
    document.settle_published(False)
    document.reset_dirty()
    document.publish_culture(CultureImpact("en-US"), NOW)
    assert document.get_value("heading", "de-DE", published=True) is None
