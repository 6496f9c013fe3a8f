"""Imports on the wire."""

from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from copydesk.content.api.limits import Line
from copydesk.content.importing.folder import Rejection
from copydesk.content.importing.imports import Import, ImportState
from copydesk.content.importing.prerequisites import text_properties
from copydesk.content.importing.run import Fate
from copydesk.content.importing.staging import ImportLimits
from copydesk.content.model import DocumentType
from copydesk.sentences import Code, told

__all__ = [
    "ImportAnswer",
    "ImportCreation",
    "ImportLimitsAnswer",
    "ImportList",
    "ImportType",
    "LeftOut",
    "QuotedReason",
    "SentFiles",
    "TextProperty",
    "import_type",
    "shown_import",
    "shown_limits",
]

_SHOWN: Final = 100


class ImportCreation(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A new import: of which type its pages are, and below what they are to stand (null: the root).

    `textAlias` is the property that takes their text; without it that is `body`, or the type's first rich text.
    """

    type_alias: Annotated[Line, msgspec.Meta(min_length=1)]
    parent_key: UUID | None = None
    text_alias: Line | None = None
    publish: bool = False


class SentFiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files of an import: the file name of each part is its place in the folder, such as `news/today.de.md`."""

    files: Annotated[list[UploadFile], msgspec.Meta(min_length=1)]


class QuotedReason(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A text that a reason quotes; `code` and `parameters` are as those of a field's error."""

    message: str
    code: Code | None = None
    parameters: dict[str, str | int] = {}

    @classmethod
    def of(cls, text: str) -> "QuotedReason":
        """Show a text that may be a sentence with a code."""
        code, parameters = told(text)
        return cls(str(text), code, dict(parameters))


class LeftOut(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A file or page that was not taken, or not as it is, and why.

    `code` says for programs which sentence `reason` is, and `parameters` what it names; a handler's own words have
    none. `because` are the texts that it quotes as its parameter `reason`, one by one. `taken`: its page is a document
    all the same, without an entry, with its front matter as text, or not published.
    """

    path: str
    reason: str
    code: Code | None = None
    parameters: dict[str, str | int] = {}
    because: tuple[QuotedReason, ...] = ()
    taken: bool = False

    @classmethod
    def of(cls, one: Rejection) -> "LeftOut":
        """Show what was left out."""
        code, parameters = told(one.reason)
        because = tuple(map(QuotedReason.of, one.because))
        return cls(str(one.path), str(one.reason), code, dict(parameters), because, one.taken)


class ImportAnswer(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """An import.

    Attributes:
        key: its key.
        state: `collecting` files, `waiting` for its turn, `running`, `stopping` after the present batch; `done`,
            `stopped` or `failed`; `discarded` in the answer that says so.
        type_alias: the document type of its pages.
        text_alias: the property that takes their text.
        parent_key: what they stand below; null for the root.
        publish: whether they are published as well.
        files: how many files came so far.
        bytes: how large they are together.
        pages: how many pages they make; null until the work begins.
        created: how many pages are new documents.
        updated: how many pages changed one.
        unchanged: how many pages were there already.
        rejected: how many pages could not be taken.
        left_out: the first hundred lines about files and pages that were not taken, or not as they are; all of them are
            at `left-out`.
        left_out_total: how many those are.
        withheld: whether the caller's rights kept something out.
        problem: why it failed; empty when it did not.
        problem_code: for programs, which sentence that is.
        problem_parameters: what it names, by name.
    """

    key: UUID
    state: ImportState
    type_alias: str
    text_alias: str
    parent_key: UUID | None
    publish: bool
    files: int
    bytes: int
    pages: int | None
    created: int
    updated: int
    unchanged: int
    rejected: int
    left_out: tuple[LeftOut, ...]
    left_out_total: int
    withheld: bool
    problem: str
    problem_code: Code | None = None
    problem_parameters: dict[str, str | int] = {}


class ImportLimitsAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """How many files an import may have, and how large they may be, one by one and together, bytes."""

    files: int
    file_bytes: int
    total_bytes: int


class ImportList(msgspec.Struct, frozen=True, rename="camel"):
    """The caller's imports, oldest first, and how large one may be."""

    items: tuple[ImportAnswer, ...]
    limits: ImportLimitsAnswer


class TextProperty(msgspec.Struct, frozen=True, rename="camel"):
    """A property that can take the pages' text."""

    alias: str
    label: str


class ImportType(msgspec.Struct, frozen=True, rename="camel"):
    """A type that pages can have here. `nests`: documents of it may stand below one another, as folders do."""

    alias: str
    name: str
    icon: str
    description: str
    varies_by_culture: bool
    nests: bool
    text_properties: tuple[TextProperty, ...]


def import_type(one: DocumentType) -> ImportType:
    """Show a type in the list of those that can be chosen; the property that is taken without a choice is first."""
    texts = tuple(TextProperty(each.alias, each.name) for each in text_properties(one))
    nests = one.alias in one.allowed_children
    return ImportType(one.alias, one.name, one.icon, one.description, one.varies_by_culture, nests, texts)


def shown_import(one: Import) -> ImportAnswer:
    """Show an import."""
    order, report = one.order, one.report
    problem_code, problem_parameters = told(one.problem or "")
    return ImportAnswer(
        key=one.key,
        state=one.state,
        type_alias=order.type_alias,
        text_alias=order.text_alias,
        parent_key=order.parent_key,
        publish=order.publish,
        files=one.folder.files,
        bytes=one.folder.size,
        pages=one.pages,
        created=report.fates[Fate.CREATED],
        updated=report.fates[Fate.UPDATED],
        unchanged=report.fates[Fate.UNCHANGED],
        rejected=report.fates[Fate.REJECTED],
        left_out=tuple(map(LeftOut.of, report.rejections[:_SHOWN])),
        left_out_total=len(report.rejections),
        withheld=one.withheld,
        problem=str(one.problem or ""),
        problem_code=problem_code,
        problem_parameters=dict(problem_parameters),
    )


def shown_limits(limits: ImportLimits) -> ImportLimitsAnswer:
    """Show how large an import may be."""
    return ImportLimitsAnswer(limits.files, limits.file_bytes, limits.total_bytes)
