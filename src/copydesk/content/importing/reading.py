"""Reading pages for an import: what their files say becomes values of properties."""

import logging
from pathlib import PurePosixPath
from typing import NamedTuple

from copydesk.content.importing.folder import Folder, PageFile, Rejection, SourcePage
from copydesk.content.importing.front_matter import UnreadablePage, fitted
from copydesk.content.importing.page import read_page
from copydesk.content.importing.sentences import Sentences
from copydesk.content.importing.target import ImportTarget
from copydesk.content.model.values import JsonValue

__all__ = ["PageValues", "ReadPage", "Reader"]

_log = logging.getLogger("copydesk.content")


class PageValues(NamedTuple):
    """What a file says: its title, and the value of every property that it has one for."""

    title: str | None
    values: dict[str, JsonValue]


class ReadPage(NamedTuple):
    """What was found, and what its files say by culture; `rejections` are what of them cannot be taken as it is."""

    found: SourcePage | Rejection
    texts: dict[str, PageValues]
    rejections: list[Rejection]


class Reader:
    """Reads the files of pages.

    Args:
        folder: the folder that they lie in.
        target: where they go.
    """

    def __init__(self, folder: Folder, target: ImportTarget) -> None:
        self._folder = folder
        self._target = target

    def read(self, found: SourcePage | Rejection) -> ReadPage:
        """Read the page's files; those that cannot be read are left out as long as one can be."""
        texts, rejections = dict[str, PageValues](), list[Rejection]()
        for file in found.files if isinstance(found, SourcePage) else ():
            try:
                culture = self._culture_of(file)
                texts[culture], remarks = self._text_of(file)
                rejections.extend(remarks)
            except UnreadablePage as error:
                rejections.append(Rejection(self._place_of(file), error.said))
            except OSError as error:
                rejections.append(Rejection(self._place_of(file), Sentences.NOT_OPENED(fault=str(error))))
            except Exception:  # noqa: BLE001 - whatever is wrong with one file, the others are taken
                _log.exception("a file could not be read for an import: %s", file.path)
                rejections.append(Rejection(self._place_of(file), Sentences.WENT_WRONG()))
        return ReadPage(found, texts, rejections)

    def _text_of(self, file: PageFile) -> tuple[PageValues, list[Rejection]]:
        """Read a file; of its front matter, what no property can store is left out."""
        page, place = read_page(file), self._place_of(file)
        values, unfit = fitted(page.fields, self._target.type)
        remarks = [
            Rejection(place, Sentences.ENTRY_LEFT_OUT(name=alias, reason=error.said), (error.said,), taken=True)
            for alias, error in unfit.items()
        ]
        if page.open_front_matter:
            remarks.append(Rejection(place, Sentences.FRONT_MATTER_OPEN(), taken=True))
        return PageValues(page.title, {**values, self._target.text_alias: page.body}), remarks

    def _place_of(self, file: PageFile) -> PurePosixPath:
        return PurePosixPath(file.path.relative_to(self._folder.path))

    def _culture_of(self, file: PageFile) -> str:
        default, allowed = self._target.default_culture, self._target.cultures
        if file.culture not in {None, default} and not self._target.type.varies_by_culture:
            raise UnreadablePage(Sentences.TYPE_WITHOUT_CULTURES(type=self._target.type.alias))
        if file.culture is not None and allowed is not None and file.culture not in allowed:
            raise UnreadablePage(Sentences.LANGUAGE_NOT_TO_ADD(code=file.culture))
        return file.culture or default
