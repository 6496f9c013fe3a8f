"""Doing an import on the server: the same importer as the command line's, as somebody, with what they may do now."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from copydesk.content.errors import ContentError
from copydesk.content.importing.admission import Admission
from copydesk.content.importing.folder import Folder
from copydesk.content.importing.imports import Import, ImportState, TellOwner
from copydesk.content.importing.prerequisites import ImportRefusedError, prepared_languages, text_property
from copydesk.content.importing.run import Importer, ImportReport, ImportTarget, survey
from copydesk.content.importing.sentences import Sentences
from copydesk.content.service import SYSTEM_USER, ContentService
from copydesk.content.service.types import DocumentTypeService, LanguageService
from copydesk.db import Databases
from copydesk.identity.principal import Principal

__all__ = ["CallerAdmission", "ImportDesk", "do_import"]

_BATCH_SIZE: Final = 25
"""Pages in one transaction: few enough that an editor who saves meanwhile does not notice the wait."""
_BATCH_BYTES: Final = 256 * 1024

_log = logging.getLogger("copydesk.content")


class CallerAdmission(Admission, Protocol):
    """What one caller may do, as it is now."""

    @property
    def withheld(self) -> bool:
        """Whether something was not allowed."""
        ...

    def may_add_languages(self) -> bool:
        """Tell whether they may administer languages."""
        ...


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """What imports work with.

    Attributes:
        content: saves documents.
        databases: where transactions come from.
        document_types: knows the types.
        languages: knows the languages.
        admission: tells what a principal may do.
    """

    content: ContentService
    databases: Databases
    document_types: DocumentTypeService
    languages: LanguageService
    admission: Callable[[Principal], CallerAdmission]

    async def work(self, one: Import, tell: TellOwner) -> ImportState:
        """Do an import, and return its end state, whatever happens."""
        try:
            await do_import(self, one, tell)
        except ContentError as error:
            one.problem = error.said
        except Exception:  # noqa: BLE001 - whatever it was, its owner hears that it ended
            _log.exception("an import failed")
            one.problem = Sentences.IMPORT_BROKE_OFF()
        else:
            return ImportState.STOPPED if one.state is ImportState.STOPPING else ImportState.DONE
        return ImportState.FAILED


async def do_import(desk: ImportDesk, one: Import, tell: TellOwner) -> None:
    """Import the staged files, and note in the import how far that is.

    Raises:
        ContentError: it cannot begin.
    """
    folder = Folder(one.folder.path, one.folder.limits.file_bytes)
    admission = desk.admission(one.principal)
    await admission.renew()
    found = await asyncio.to_thread(survey, folder)
    one.pages = found.pages
    target = await _target(desk, one, found.cultures, admission)

    async def goes_on(report: ImportReport) -> bool:
        one.report, one.withheld = report, admission.withheld
        await tell(one)
        return one.state is ImportState.RUNNING

    await Importer(desk.content, desk.databases, target, admission).run(folder, goes_on=goes_on)


async def _target(desk: ImportDesk, one: Import, found: tuple[str, ...], admission: CallerAdmission) -> ImportTarget:
    order, actor = one.order, one.principal.key or SYSTEM_USER
    document_type = await desk.document_types.get(order.type_alias)
    languages = await desk.languages.all()
    if languages is None:
        raise ImportRefusedError(Sentences.NO_LANGUAGES())
    if document_type.varies_by_culture and admission.may_add_languages():
        await prepared_languages(desk.languages, found, languages.default, actor=actor)
        languages = await desk.languages.all() or languages
    return ImportTarget(
        document_type,
        languages.default,
        order.parent_id,
        order.publish,
        actor,
        _BATCH_SIZE,
        _BATCH_BYTES,
        text_property(document_type, order.text_alias),
        frozenset(language.code for language in languages),
    )
