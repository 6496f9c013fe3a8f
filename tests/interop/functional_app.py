"""The fixture application that the public TypeScript functional suite of ASP.NET Core SignalR talks to.

    python -m tests.interop.functional_app --http 5000 --https 5001

Two listeners of one process: http, and https with a certificate made at start.
"""

import argparse
import asyncio
import logging
import signal
from pathlib import Path
from typing import Any

from copydesk.signalr import (
    ConnectionEndpoint,
    ConnectionOptions,
    FactoryServices,
    HubApp,
    HubContext,
    HubOptions,
    InMemoryHubLifetimeManager,
    JsonHubProtocol,
    MessagePackHubProtocol,
    PayloadNames,
    Transport,
)
from copydesk.signalr.clock import Clock, SystemClock
from tests.interop.fixture import hubs
from tests.interop.fixture.asgi import Application, Request, Response
from tests.interop.fixture.listeners import listening
from tests.interop.fixture.outer_layer import with_outer_layer
from tests.interop.fixture.routes import Endpoint, Page, Router, serve_file
from tests.interop.fixture.tokens import TokenIssuer

__all__ = ["EVERYWHERE", "NODE_PACKAGES", "PROTOCOLS", "create_application", "endpoints", "pages"]

NODE_PACKAGES = Path(__file__).parent / "js" / "node_modules"
EVERYWHERE = frozenset({"*"})
PROTOCOLS = (JsonHubProtocol(payload_names=PayloadNames.DECLARED), MessagePackHubProtocol())
_HUB_OPTIONS = HubOptions(enable_detailed_errors=True)


def create_application(clock: Clock) -> Application:
    """Build the fixture application and nothing else."""
    tokens = TokenIssuer(clock)
    parts = endpoints(tokens)
    return with_outer_layer(Router(parts, pages(parts, tokens)))


def endpoints(tokens: TokenIssuer) -> dict[str, Endpoint]:
    """Make the hubs and the raw connection, by path. The three test hubs know each other's connections."""
    manager = InMemoryHubLifetimeManager()
    found: dict[str, Endpoint] = {}
    services = FactoryServices({HubContext: lambda: found["/testhub"].hub_context})  # type: ignore[attr-defined]

    def hub(cls: type, **options: Any) -> HubApp:
        connection_options = ConnectionOptions(allowed_origins=EVERYWHERE, **options)
        return HubApp(
            cls,
            options=_HUB_OPTIONS,
            connection_options=connection_options,
            protocols=PROTOCOLS,
            services=services,
            lifetime_manager=manager if cls is hubs.TestHub else None,
            authenticate=tokens.authenticate,
        )

    polling = frozenset({Transport.SERVER_SENT_EVENTS, Transport.LONG_POLLING})
    found |= {
        "/testhub": hub(hubs.TestHub),
        "/testhub-nowebsockets": hub(hubs.TestHub, transports=polling),
        "/testhub-min1": hub(hubs.TestHub, minimum_protocol_version=1),
        "/uncreatable": hub(hubs.UncreatableHub),
        "/authorizedhub": hub(hubs.HubWithAuthorization),
        "/throwonconnect": hub(hubs.ThrowOnConnectHub),
        "/echo": ConnectionEndpoint(hubs.echo_connection, options=ConnectionOptions(allowed_origins=EVERYWHERE)),
    }
    return found


def pages(parts: dict[str, Endpoint], tokens: TokenIssuer) -> dict[str, Page]:
    """Make the plain pages, by path."""

    async def generate_token(request: Request, rest: str) -> Response:
        return Response(tokens.issue())

    async def client_result(request: Request, rest: str) -> Response:
        test_hub = parts["/testhub"]
        assert isinstance(test_hub, HubApp)
        try:
            result = await test_hub.hub_context.clients.client(rest).invoke("Result", result_type=int)
        except Exception as error:  # noqa: BLE001 - the page shows whatever went wrong
            return Response(str(error))
        return Response(str(result))

    return {
        "/generateJwtToken": generate_token,
        "/clientresult": client_result,
        "/lib/signalr-webworker": serve_file(NODE_PACKAGES / "@microsoft/signalr/dist/webworker"),
    }


async def _serve(http: int, https: int, host: str) -> None:
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    clock = SystemClock()
    async with listening(create_application(clock), clock, http=http, https=https, host=host) as addresses:
        print(f"Now listening on: {addresses.http}", flush=True)
        print(f"Now listening on: {addresses.https}", flush=True)
        await stopped.wait()


def main() -> None:
    """Run the fixture application until it is interrupted."""
    parser = argparse.ArgumentParser(description="The fixture application of the SignalR functional suite.")
    parser.add_argument("--http", type=int, default=0, help="port of the http listener; 0 takes a free one")
    parser.add_argument("--https", type=int, default=0, help="port of the https listener; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address of both listeners")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(_serve(arguments.http, arguments.https, arguments.host))


if __name__ == "__main__":
    main()
