"""What a reader has before they begin, and what the placeholders of the pages are here."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from copydesk.signalr.clock import SystemClock
from copydesk.system import utc_now
from tests.docs.pages import ROOT
from tests.interop.fixture.certificate import write_certificate
from tests.interop.fixture.stage import SCRIPTS
from tests.servers import PostgresServer, free_port, installed

__all__ = ["NEEDS", "WORDS", "Place", "nginx_running"]

NEEDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "docs/tutorial.md": ("curl",),
        "docs/live-events.md": ("curl", "node"),
        "docs/signalr-hosting.md": ("curl",),
        "docs/how-to/behind-a-proxy.md": ("curl", "nginx", "node"),
        "docs/how-to/embed.md": ("curl",),
        "docs/how-to/postgresql.md": ("initdb", "psql"),
        "docs/how-to/programs.md": ("curl",),
    }
)
"""By page, the programs that must be installed to walk it."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "docs/signalr-hosting.md": {"port=8000": "port={port}"},
        "docs/how-to/postgresql.md": {"db.example.org": "127.0.0.1:{postgres}"},
        "docs/how-to/behind-a-proxy.md": {
            'host = "10.0.0.5"': 'host = "127.0.0.1"',
            "10.0.0.5:8000": "127.0.0.1:{port}",
            "10.0.0.1": "127.0.0.1",
            "listen 443": "listen 127.0.0.1:{proxy}",
            "https://desk.example.org": "https://localhost:{proxy}",
            "/etc/ssl/desk.example.org.pem": "{folder}/certificate.pem",
            "/etc/ssl/desk.example.org.key": "{folder}/key.pem",
        },
    }
)
"""By page, what every reader writes in their own way, and how it is written here."""

EVERYWHERE: Final[Mapping[str, str]] = MappingProxyType({"127.0.0.1:8000": "127.0.0.1:{port}"})


@dataclass(frozen=True)
class Place:
    """Where a page is walked.

    Attributes:
        folder: holds the reader's own folder `desk`, which is empty, and what stands for `/etc`.
        port: where the server listens of which the page says that it listens at 8000.
        proxy: a free port for a proxy.
        postgres: the port of a PostgreSQL server; 0 without one.
    """

    folder: Path
    port: int
    proxy: int
    postgres: int = 0

    @classmethod
    def new(cls, folder: Path, page: str, request: pytest.FixtureRequest) -> "Place":
        """Make a place for a page, with the servers that it needs."""
        for program in NEEDS.get(page, ()):
            installed(program)
        wants_postgres = "psql" in NEEDS.get(page, ())
        server: PostgresServer | None = request.getfixturevalue("postgres_server") if wants_postgres else None
        return cls(folder, free_port(), free_port(), server.port if server else 0)

    @property
    def environment(self) -> dict[str, str]:
        """What a terminal starts with: nothing of the developer's own, and the free port in the place of 8000."""
        foreign = ("COPYDESK_", "UVICORN_", "PYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        stand_ins = Path(__file__).parent / "stand_ins"
        return kept | {
            "PATH": os.pathsep.join([str(stand_ins), str(Path(sys.executable).parent), kept["PATH"], "/usr/sbin"]),
            "PYTHONUNBUFFERED": "1",
            "COPYDESK_PORT": str(self.port),
            "COPYDESK_URL": f"http://127.0.0.1:{self.port}",
            "UVICORN_PORT": str(self.port),
            "PROJECT": str(ROOT),
            "NODE_PACKAGES": str(SCRIPTS / "node_modules"),
            "NGINX_FOLDER": str(self.folder / "etc" / "nginx"),
            "CURL_CA_BUNDLE": str(self.folder / "certificate.pem"),
            "SSL_CERT_FILE": str(self.folder / "certificate.pem"),
            "NODE_EXTRA_CA_CERTS": str(self.folder / "certificate.pem"),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.postgres),
            "PGUSER": "copydesk",
            "PGDATABASE": "postgres",
        }

    def words(self, page: str) -> dict[str, str]:
        """Return the placeholders of a page with what they are here."""
        values = {"folder": self.folder, "port": self.port, "proxy": self.proxy, "postgres": self.postgres}
        return {word: meaning.format(**values) for word, meaning in {**EVERYWHERE, **WORDS.get(page, {})}.items()}


_NGINX: Final = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include conf.d/*.conf;
}}
"""


@asynccontextmanager
async def nginx_running(place: Place) -> AsyncIterator[None]:
    """Run nginx as a system does before anybody tells it of a site, with a certificate for localhost at hand."""
    folder = place.folder / "etc" / "nginx"
    (folder / "conf.d").mkdir(parents=True)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, user=user))
    write_certificate(place.folder, utc_now())
    process = await asyncio.create_subprocess_exec("nginx", env=place.environment)
    try:
        while not (folder / "pid").exists():
            assert process.returncode is None, (folder / "error.log").read_text()
            await SystemClock().sleep(0.01)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
