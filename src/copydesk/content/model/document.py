"""A document: a content node that is published culture by culture and knows how its draft differs from that."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from copydesk.content.errors import PublishedStateError
from copydesk.content.model.culture_infos import CultureChange, CultureInfo, CultureInfos
from copydesk.content.model.cultures import ALL_CULTURES, Languages, normalize_culture
from copydesk.content.model.document_types import DocumentType
from copydesk.content.model.node import ContentNode
from copydesk.content.model.paths import ROOT_ID
from copydesk.content.model.properties import Slots
from copydesk.content.sentences import Sentences

__all__ = ["CultureImpact", "Document", "PublishedSlot", "PublishedState"]

_PUBLISH_KEYS = (CultureChange.PUBLISHED.value, CultureChange.CHANGED.value, CultureChange.UNPUBLISHED.value)


class PublishedState(Enum):
    """What a document is, or is on the way to."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    PUBLISHING = "publishing"
    UNPUBLISHING = "unpublishing"


@dataclass(frozen=True, slots=True)
class CultureImpact:
    """What publishing a culture touches.

    Attributes:
        culture: the culture, `*` for all, None for a document that does not vary by culture.
        with_invariant: values without a culture are published along with it.
    """

    culture: str | None
    with_invariant: bool = True

    @classmethod
    def of(cls, culture: str, languages: Languages, *, invariant_from_any: bool) -> "CultureImpact":
        """Return what publishing `culture` touches; invariant values only with the default culture, or with any."""
        if culture == ALL_CULTURES:
            return cls(ALL_CULTURES)
        return cls(culture, invariant_from_any or culture == languages.default)

    def covers(self, culture: str | None) -> bool:
        """Tell whether a value of `culture`, or the invariant one for None, is touched."""
        if self.culture in (ALL_CULTURES, culture):
            return True
        return culture is None and self.with_invariant


class PublishedSlot(NamedTuple):
    """What is published of a document in memory, to be put back when publishing it fails."""

    state: PublishedState
    publish_name: str
    infos: dict[str, CultureInfo]
    values: dict[str, Slots]
    dirty: frozenset[str]


class Document(ContentNode):
    """A document. Its draft is what editors change; publishing copies it, culture by culture, to what readers see.

    Args:
        document_type: what it is.
        parent_id: the id of the document it is to stand below; the root without it.
        keys: makes the stable key, the first time it is asked for.
        key: the stable key, when it is already known.
        name: its name, in `culture` when its type varies by culture.
        culture: the culture of `name`.
    """

    __slots__ = (
        "_published",
        "_published_state",
        "blueprint",
        "edited",
        "edited_cultures",
        "publish_infos",
        "publish_name",
        "published_version_id",
    )

    def __init__(
        self,
        document_type: DocumentType,
        parent_id: int = ROOT_ID,
        *,
        keys: Callable[[], UUID],
        key: UUID | None = None,
        name: str | None = None,
        culture: str | None = None,
    ) -> None:
        super().__init__(document_type, parent_id, keys=keys, key=key)
        self._published = False
        self._published_state = PublishedState.UNPUBLISHED
        self.blueprint = False
        self.edited = True
        self.edited_cultures: frozenset[str] = frozenset()
        self.publish_infos = CultureInfos.of_published(self, {})
        self.publish_name = ""
        self.published_version_id = 0
        if name is not None:
            self.set_name(name, culture)

    # ------------------------------------------------------------ what is published

    @property
    def published(self) -> bool:
        """Whether readers can see it, if nothing above hides it. Ask this before asking for a culture."""
        return self._published

    def settle_published(self, published: bool) -> None:
        """Note whether the document is published now, which ends any way to it."""
        self._published = published
        self._published_state = PublishedState.PUBLISHED if published else PublishedState.UNPUBLISHED

    @property
    def published_state(self) -> PublishedState:
        """What it is, or is on the way to."""
        return self._published_state

    @published_state.setter
    def published_state(self, state: PublishedState) -> None:
        if state not in {PublishedState.PUBLISHING, PublishedState.UNPUBLISHING}:
            raise PublishedStateError(Sentences.PUBLISHED_STATE_FIXED(), field="published_state")
        self._published_state = state

    @property
    def in_transition(self) -> bool:
        """Whether it is on the way to being published or unpublished, so that a plain save would be wrong."""
        return self._published_state in {PublishedState.PUBLISHING, PublishedState.UNPUBLISHING}

    @property
    def published_cultures(self) -> tuple[str, ...]:
        """The cultures that are published."""
        return tuple(self.publish_infos)

    def is_culture_published(self, culture: str) -> bool:
        """Tell whether `culture` is among the published ones."""
        return normalize_culture(culture) in self.publish_infos

    def is_culture_edited(self, culture: str) -> bool:
        """Tell whether `culture` is available and differs from what is published of it, as of the last save."""
        culture = normalize_culture(culture)
        return culture in self.culture_infos and (culture not in self.publish_infos or culture in self.edited_cultures)

    def get_publish_name(self, culture: str | None = None) -> str | None:
        """Return the name it was published with, or the one in `culture`; None when it is not published there."""
        if culture is None:
            return self.publish_name or None
        entry = self.publish_infos.get(normalize_culture(culture))
        return entry.name if entry else None

    # ------------------------------------------------------------ publishing in memory

    def publish_culture(self, impact: CultureImpact, at: datetime) -> bool:
        """Copy the draft of what `impact` covers to what is published, and go on the way to being published.

        Returns:
            False, with nothing changed, when a name is missing.
        """
        cultures = self._cultures_of(impact)
        if not all(cultures.values()) or (impact.culture is None and not self._name):
            return False
        if not self._published:
            self._drop_stale_values()
        for culture, name in cultures.items():
            self.publish_infos.put(culture, name, at)
        for found in self._properties.values():
            found.publish(impact.culture)
            if impact.with_invariant:
                found.publish(None)
        self._published_state = PublishedState.PUBLISHING
        return True

    def unpublish_culture(self, culture: str) -> bool:
        """Take a culture, or all for `*`, off what is published, and go on the way to publishing the rest.

        Returns:
            False, with nothing changed, when that culture is not published.
        """
        taken = self.published_cultures if culture == ALL_CULTURES else (normalize_culture(culture),)
        removed = [self.publish_infos.remove(one) for one in taken]
        if not any(removed):
            return False
        for found in self._properties.values():
            for one in taken:
                found.unpublish(one)
        self._published_state = PublishedState.PUBLISHING
        return True

    def published_slot(self) -> PublishedSlot:
        """Return what is published in memory, to be put back by `restore_published`."""
        values = {alias: dict(found.published) for alias, found in self._properties.items()}
        dirty = frozenset(key for key in self.dirty_properties() if key.startswith(_PUBLISH_KEYS))
        return PublishedSlot(self._published_state, self.publish_name, dict(self.publish_infos), values, dirty)

    def restore_published(self, slot: PublishedSlot) -> None:
        """Put back what `published_slot` returned; the draft keeps its changes."""
        self._published_state, self.publish_name = slot.state, slot.publish_name
        self.publish_infos.restore(slot.infos)
        for alias, found in self._properties.items():
            found.published = slot.values.get(alias, {})
        for key in [key for key in self.dirty_properties() if key.startswith(_PUBLISH_KEYS)]:
            self.unmark(key)
        for key in slot.dirty:
            self.mark(key)

    # ------------------------------------------------------------ edited

    def refresh_edited(self, default_culture: str | None, *, will_be_published: bool, publishing: bool) -> None:
        """Work out anew, for a save, whether the draft differs from what is published.

        What is not published is always edited. Once edited stays edited until it is published, even when the change is
        undone. A changed value without a culture marks only the default culture.
        """
        differing = frozenset(self._differing_cultures(default_culture))
        self.edited_cultures = frozenset(culture for culture in differing if culture in self.culture_infos)
        sticky = self.edited and self._published and not publishing
        self.edited = not will_be_published or sticky or bool(differing) or self._name_differs(publishing)

    def _differing_cultures(self, default_culture: str | None) -> Iterator[str]:
        for culture, info in self.culture_infos.items():
            published = self.publish_infos.get(culture)
            if published is None or published.name != info.name:
                yield culture
        for found in self._properties.values():
            for variant in found.differing():
                yield variant.culture or default_culture or ALL_CULTURES

    def _name_differs(self, publishing: bool) -> bool:
        return not self.type.varies_by_culture and not publishing and self._name != self.publish_name

    # ------------------------------------------------------------ dirty tracking and copies

    def reset_dirty(self, *, remember: bool = True) -> None:
        """Forget what changed, and end any way to being published or unpublished."""
        super().reset_dirty(remember=remember)
        self.settle_published(self._published)

    def clone(self) -> "Document":
        """Return a clean copy of the same document that shares nothing that can change."""
        twin = Document(self.type, self.parent_id, keys=self._keys, key=self.key)
        twin.take_over(self)
        twin.identify_as(self)
        return twin

    def clone_as_new(self, keys: Callable[[], UUID]) -> "Document":
        """Return a copy without id, key and version ids: a new document with the same draft, showing as published."""
        twin = Document(self.type, self.parent_id, keys=keys)
        twin.take_over(self)
        return twin

    def forget_published(self) -> None:
        """Become like a document that was never published, marking nothing."""
        self.settle_published(published=False)
        self.publish_infos.restore({})
        self.publish_name, self.edited, self.edited_cultures = "", True, frozenset()
        for found in self._properties.values():
            found.published = {}

    def take_over(self, other: "Document") -> None:
        """Become like `other` in everything but identity, marking nothing."""
        super().take_over(other)
        self.blueprint, self.publish_name = other.blueprint, other.publish_name
        self.edited, self.edited_cultures = other.edited, other.edited_cultures
        self.publish_infos.restore(other.publish_infos)
        self.settle_published(other.published)

    def identify_as(self, other: "Document") -> None:
        """Take over the ids of `other`, marking nothing."""
        super().identify_as(other)
        self.published_version_id = other.published_version_id

    def _cultures_of(self, impact: CultureImpact) -> Mapping[str, str]:
        if impact.culture is None or not self.type.varies_by_culture:
            return {}
        if impact.culture == ALL_CULTURES:
            return {culture: info.name for culture, info in self.culture_infos.items()} or {"": ""}
        return {impact.culture: self.get_name(impact.culture) or ""}

    def _drop_stale_values(self) -> None:
        live = {*self.publish_infos, *([None] if self.publish_infos else [])}
        for found in self._properties.values():
            found.published = {v: value for v, value in found.published.items() if v.culture in live}
