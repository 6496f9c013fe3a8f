"""The whole examination, in the order in which a server starts."""

from collections.abc import Iterable, Mapping

from copydesk.bootstrap import composed
from copydesk.composition import Builder, ComposerError
from copydesk.db import DatabaseError, DatabaseUrlError, SchemaOutdatedError
from copydesk.doctor.desk import look_at_desk, will_be_made
from copydesk.doctor.findings import Finding
from copydesk.doctor.surroundings import (
    look_at_back_office,
    look_at_environment,
    look_at_issuers,
    look_at_port,
)
from copydesk.identity.errors import SettingsError
from copydesk.identity.external_http import HttpKeyFetcher
from copydesk.notifications import NotificationsError
from copydesk.rooms import open_rooms
from copydesk.settings import Settings, SettingsFileError, load_settings

__all__ = ["examine"]


async def examine(given: Mapping[str, object], environment: Iterable[str]) -> list[Finding]:
    """Look at everything that a server with these settings needs. Nothing is changed.

    Args:
        given: settings that win over the environment and the file.
        environment: the names of all environment variables.
    """
    found = list(look_at_environment(environment))
    try:
        settings = load_settings(**given)
    except SettingsFileError as error:
        return [
            *found,
            Finding.ill("settings", f"{error}.", "Mend it; docs/reference/settings.md says what may stand."),
        ]
    found += [Finding.well("settings", "Every setting can be used."), look_at_back_office(), look_at_port(settings)]
    async with HttpKeyFetcher() as fetcher:
        found += await look_at_issuers(settings, fetcher)
    try:
        builder = composed(settings)
    except ComposerError as error:
        return [*found, Finding.ill("composers", f"{error}.", "Mend it, or take it out of the setting `composers`.")]
    return [*found, *await _rooms(settings, builder)]


async def _rooms(settings: Settings, builder: Builder) -> list[Finding]:
    try:
        if will_be_made(settings.database_url):
            return [Finding.well("database", "It is not there yet; the first start makes it.")]
        async with open_rooms(builder, migrate=False) as rooms:
            return [finding async for finding in look_at_desk(rooms)]
    except DatabaseUrlError as error:
        return [Finding.ill("database", f"{error}.", "Mend the setting `database`.")]
    except SchemaOutdatedError as error:
        return [Finding.ill("database", f"{error}.", "Run `copydesk db upgrade`.")]
    except DatabaseError as error:
        return [
            Finding.ill("database", f"{error}.", "See whether it runs, and whether the setting `database` is right.")
        ]
    except (ComposerError, NotificationsError, SettingsError) as error:
        return [Finding.ill("composers", f"{error}.", "Provide the service, or take the handler out.")]
