"""What a server needs around it: no misspelt settings, a free port, reachable issuers, a built back office."""

import socket
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib.resources import files
from typing import Final

from pydantic import BaseModel

from copydesk.doctor.findings import Finding
from copydesk.identity.errors import KeysUnavailableError
from copydesk.identity.external import KeyFetcher
from copydesk.settings import Settings

__all__ = ["look_at_back_office", "look_at_environment", "look_at_issuers", "look_at_port"]

_PREFIX: Final = "COPYDESK_"
_OF_COMMANDS: Final = frozenset({"COPYDESK_URL", "COPYDESK_TOKEN"})
"""Variables that commands read, and the server does not."""


def look_at_environment(environment: Iterable[str]) -> Iterator[Finding]:
    """Look for variables that mean nothing, since their names are misspelt.

    Args:
        environment: the names of all variables.
    """
    known = {*_names(Settings), *_OF_COMMANDS}
    unknown = sorted(name for name in environment if name.upper().startswith(_PREFIX) and name.upper() not in known)
    for name in unknown:
        close = get_close_matches(name.upper(), known, n=1)
        do = f"Did you mean {close[0]}?" if close else "Remove it; docs/reference/settings.md has those that there are."
        yield Finding.warning("environment", f"{name} is not a setting and changes nothing.", do)
    if not unknown:
        yield Finding.well("environment", "Every COPYDESK_ variable is a setting.")


def _names(model: type[BaseModel], prefix: str = _PREFIX) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"{prefix}{name.upper()}"
        if isinstance(field.default, BaseModel):
            yield from _names(type(field.default), f"{prefix}{name.upper()}__")


def look_at_port(settings: Settings) -> Finding:
    """Look whether somebody can listen where the server would."""
    place = f"{settings.host}:{settings.port}"
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        do = "If that is the running server, all is well. Otherwise choose another with `--port` or `--host`."
        return Finding.warning("port", f"Nobody can listen at {place}: {error.strerror or error}.", do)
    return Finding.well("port", f"{place} is free.")


async def look_at_issuers(settings: Settings, fetcher: KeyFetcher) -> list[Finding]:
    """Look whether the keys of external issuers can be fetched."""
    found = []
    for issuer in settings.issuers:
        url = issuer.keys_url or f"{issuer.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            await fetcher.fetch(url)
        except KeysUnavailableError as error:
            do = "Check its address, and whether this machine may reach it. Until then nobody comes in from there."
            found.append(Finding.ill("issuer", f"{error}.", do))
        else:
            found.append(Finding.well("issuer", f"{issuer.issuer} answers."))
    return found


def look_at_back_office() -> Finding:
    """Look whether the back office was built into the package."""
    if files("copydesk").joinpath("back_office", "index.html").is_file():
        return Finding.well("back office", "It is built.")
    return Finding.warning("back office", "It is not built; only the API answers.", "Run `make setup` in the checkout.")
