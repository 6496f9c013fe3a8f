"""What the back office asks about the server itself: before anybody has signed in, and after."""

import platform
from importlib.metadata import version
from typing import Final

import msgspec
from litestar import Router, get

from copydesk.identity.http_access import MANAGEMENT_API, PUBLIC, allow
from copydesk.identity.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD

__all__ = ["ServerConfiguration", "ServerInformation", "ServerStatus", "SignalRClient", "server_routes"]

_TAGS: Final = ["Server"]


class ServerStatus(msgspec.Struct, rename="camel", frozen=True):
    """How far the server is; `Run` once it serves, as in the reference."""

    server_status: str


class SignalRClient(msgspec.Struct, rename="camel", frozen=True):
    """How a client connects to the hubs: with `skipNegotiation`, by WebSockets at once."""

    skip_negotiation: bool = False
    transports: tuple[str, ...] = ("WebSockets", "ServerSentEvents", "LongPolling")


class ServerConfiguration(msgspec.Struct, rename="camel", frozen=True):
    """What a client must know before anybody has signed in. The first three fields are the reference's."""

    allow_password_reset: bool = False
    allow_local_login: bool = True
    version_check_period: int = 0
    minimum_password_length: int = SHORTEST_PASSWORD
    maximum_password_length: int = LONGEST_PASSWORD
    server_event_hub: str = "/umbraco/serverEventHub"
    signal_r: SignalRClient = SignalRClient()


class ServerInformation(msgspec.Struct, rename="camel", frozen=True):
    """What runs here. `database` is the engine."""

    database: str
    version: str = version("copydesk")
    python: str = platform.python_version()


def server_routes(configuration: ServerConfiguration, information: ServerInformation) -> list[Router]:
    """Build the routes below `server/`.

    Args:
        configuration: What everybody may know.
        information: What those let in may know.
    """

    @get("/server/status", opt=PUBLIC, tags=_TAGS, summary="Whether the server runs", sync_to_thread=False)
    def status() -> ServerStatus:
        """Answer how far the server is. While it cannot serve, nobody answers here."""
        return ServerStatus("Run")

    @get("/server/configuration", opt=PUBLIC, tags=_TAGS, summary="What a client must know first", sync_to_thread=False)
    def shown_configuration() -> ServerConfiguration:
        """Answer what a client must know before anybody has signed in; nothing that helps an attacker."""
        return configuration

    @get("/server/information", opt=allow(), tags=_TAGS, summary="What runs here", sync_to_thread=False)
    def shown_information() -> ServerInformation:
        """Answer versions and the database engine."""
        return information

    return [Router(MANAGEMENT_API, route_handlers=[status, shown_configuration, shown_information])]
