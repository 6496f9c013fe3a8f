"""Document types: which properties their documents have, by what they vary, and what may stand below what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from uuid import UUID

from copydesk.content.errors import TypeDefinitionError, UnknownPropertyError
from copydesk.content.model.property_types import ALIAS, PropertyType
from copydesk.content.model.variation import ContentVariation
from copydesk.content.sentences import Sentences
from copydesk.sentences import Said

__all__ = ["DocumentType"]

_ICON = re.compile(r"[a-z0-9-]{0,64}\Z")


@dataclass(frozen=True, slots=True, eq=False)
class DocumentType:
    """What a document is: an article, a front page.

    Attributes:
        alias: its name in code, unique within the tenant.
        key: its stable key, which never changes.
        name: its label.
        variation: by what its documents vary; their names vary by culture when this does.
        own_properties: the properties it defines itself.
        compositions: the types whose properties its documents have as well. A composed property varies by no more than
            this type.
        allowed_children: aliases of the types that may be created below its documents.
        allowed_at_root: its documents may stand directly below the root.
        id: the number the database gave it; 0 before it is saved.
        version: counts its changes, and those of its compositions.
        icon: the name of the picture that its documents have in the tree.
        description: what its documents are for.
        properties: all its properties by alias: composed ones first, then its own.
    """

    alias: str
    key: UUID
    name: str = ""
    variation: ContentVariation = ContentVariation.NOTHING
    own_properties: tuple[PropertyType, ...] = ()
    compositions: tuple["DocumentType", ...] = ()
    allowed_children: frozenset[str] = frozenset()
    allowed_at_root: bool = True
    id: int = 0
    version: int = 0
    icon: str = ""
    description: str = ""
    properties: Mapping[str, PropertyType] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not ALIAS.match(self.alias):
            raise TypeDefinitionError(Sentences.INVALID_ALIAS(alias=self.alias), field="alias")
        if not _ICON.match(self.icon):
            raise TypeDefinitionError(Sentences.INVALID_ICON(icon=self.icon), field="icon")
        object.__setattr__(self, "name", self.name or self.alias)
        for own in self.own_properties:
            if own.variation & ~self.variation:
                raise TypeDefinitionError(_varies_too_much(own, self.alias), field=own.alias)
        object.__setattr__(self, "properties", MappingProxyType(self._gathered()))

    @property
    def varies_by_culture(self) -> bool:
        """Whether its documents have a name for each culture."""
        return self.variation.by_culture

    def property_type(self, alias: str) -> PropertyType:
        """Return the property with this alias.

        Raises:
            UnknownPropertyError: there is none.
        """
        found = self.properties.get(alias)
        if found is None:
            known = ", ".join(self.properties) or "none"
            raise UnknownPropertyError(
                Sentences.PROPERTY_TYPE_NOT_FOUND(type=self.alias, property=alias, known=known), field=alias
            )
        return found

    def _gathered(self) -> dict[str, PropertyType]:
        gathered: dict[str, PropertyType] = {}
        origin: dict[str, DocumentType] = {}
        for composition in self.compositions:
            for alias, composed in composition.properties.items():
                self._check_collision(alias, gathered, composed)
                origin[alias] = composition
                gathered[alias] = replace(composed, variation=composed.variation & self.variation)
        for own in self.own_properties:
            if own.alias in gathered:
                owner = origin[own.alias].alias if own.alias in origin else self.alias
                said = Sentences.DUPLICATE_PROPERTY_TYPE_ALIAS(owner=owner, property=own.alias, type=self.alias)
                raise TypeDefinitionError(said, field=own.alias)
            gathered[own.alias] = own
        return gathered

    def _check_collision(self, alias: str, gathered: dict[str, PropertyType], composed: PropertyType) -> None:
        masked = replace(composed, variation=composed.variation & self.variation)
        if alias in gathered and gathered[alias] != masked:
            said = Sentences.COMPOSITIONS_COLLIDE(type=self.alias, property=alias)
            raise TypeDefinitionError(said, field=alias)


def _varies_too_much(own: PropertyType, alias: str) -> Said:
    variation = own.variation.name or str(own.variation)
    return Sentences.INVALID_VARIATION(property=own.alias, variation=variation, type=alias)
