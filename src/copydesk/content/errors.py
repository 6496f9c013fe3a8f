"""What the content room raises: for wrong calls and wrong values. A refused operation is an outcome instead."""

import inspect

from copydesk.content.sentences import Sentences
from copydesk.sentences import Said

__all__ = [
    "ContentError",
    "CultureError",
    "CyclicMoveError",
    "DocumentNotFoundError",
    "FolderNameTakenError",
    "ForeignDocumentError",
    "IdentityError",
    "InvalidNameError",
    "ParentError",
    "PublishedStateError",
    "ScheduleError",
    "SiblingsChangedError",
    "TypeDefinitionError",
    "UnknownEventError",
    "UnknownPropertyError",
    "UnknownTypeError",
    "ValueTypeError",
    "VariationError",
]


class ContentError(Exception):
    """The content room refused this call.

    Attributes:
        said: why, with its code; a text that comes from no table of sentences is a refused call.
        field: the argument, property alias or attribute that was wrong, or None when no single one is to blame.
    """

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        text = message or (inspect.getdoc(type(self)) or "").partition("\n")[0]
        super().__init__(text)
        self.said = text if isinstance(text, Said) else Sentences.CALL_REFUSED(message=text)
        self.field = field


class CultureError(ContentError):
    """A culture code was blank, malformed, unknown or given twice."""


class VariationError(ContentError):
    """A culture or segment was given to something that does not vary by it, or was missing where it varies."""


class UnknownEventError(ContentError):
    """The content service had no event of this name, or the event has no successor."""


class UnknownPropertyError(ContentError):
    """The document type has no property with this alias."""


class UnknownTypeError(ContentError):
    """No document type has this alias or id."""


class ValueTypeError(ContentError):
    """A value does not have the type that its property stores."""


class InvalidNameError(ContentError):
    """A name was missing, or holds characters that no name can hold."""


class FolderNameTakenError(ContentError):
    """A folder of blueprints at the same place has this name."""


class ScheduleError(ContentError):
    """A scheduled date has no time zone, or a document would expire before it is released."""


class TypeDefinitionError(ContentError):
    """A document type, property type or language is defined in a way that cannot work."""


class PublishedStateError(ContentError):
    """Only PUBLISHING and UNPUBLISHING may be set from outside; persisting sets the others."""


class IdentityError(ContentError):
    """The id and key of a persisted document, and its place in the tree, cannot be set; move or copy it instead."""


class DocumentNotFoundError(ContentError):
    """No document has this id or key."""


class ForeignDocumentError(ContentError):
    """The document was loaded from another tenant's database; its id means something else here."""


class ParentError(ContentError):
    """The parent does not exist, or is in the recycle bin, or does not take this child."""


class SiblingsChangedError(ContentError):
    """What was to be put in order does not stand there, or not any more: read the list again."""


class CyclicMoveError(ContentError):
    """A document cannot be moved below itself."""
