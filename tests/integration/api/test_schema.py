"""The whole API against its own OpenAPI schema: generated requests, sound and unsound ones, with an API key."""

import asyncio
import itertools
import os
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from copydesk.bootstrap import Copydesk
from copydesk.identity.http_access import MANAGEMENT_API
from copydesk.identity.model import ADMINISTRATORS
from copydesk.problems import MEDIA_TYPE
from copydesk.settings import load_settings
from tests.integration.api.matrix import ROUTES, Route
from tests.integration.api.world import World

T = TypeVar("T")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
NOT_IN_SCHEMA = {"GET /metrics"}
TRIED = list({route.name: route for route in ROUTES if not route.name.startswith("GET /schema")}.values())
EXAMPLES = int(os.environ.get("COPYDESK_API_EXAMPLES", "5"))


class Server:
    """A whole server in a loop of its own, since generated cases are tried by code that does not await."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.desk = Copydesk(load_settings(database=url))
        self.run(self.desk.__aenter__())
        self.world = World(self.desk)
        self.run(self.world.prepare())
        self.client = self.run(self._client())
        self.schema = schemathesis.openapi.from_dict(self.run(self.client.get("/schema/openapi.json")).json())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(50)

    def close(self) -> None:
        self.run(self.desk.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _client(self) -> httpx.AsyncClient:
        identity = self.desk.rooms.identity
        groups = [group.key for group in await identity.groups.find(ADMINISTRATORS)]
        secret = (await identity.api_keys.create("schema", groups)).shown
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.desk, raise_app_exceptions=False),
            base_url="http://copydesk",
            headers={"Authorization": f"Bearer {secret}"},
        )

    def answer(self, case: Case[Any]) -> httpx.Response:
        """Send a generated request, as it is."""
        parts = case.as_transport_kwargs(base_url="http://copydesk")
        content = {"content": parts["data"]} if parts.get("data") is not None else {}
        content |= {"json": parts["json"]} if "json" in parts else {}
        content |= {"files": [as_part(*part) for part in parts["files"]]} if "files" in parts else {}
        sent = self.client.request(
            parts["method"],
            parts["url"],
            params=parts.get("params") or None,
            headers=dict(parts["headers"]),
            cookies=parts.get("cookies") or None,
            **content,
        )
        answer = self.run(sent)
        answer.request.read()  # What was sent as a stream of parts is looked at by the checks.
        return answer


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that all tests of this module share; each makes its own objects."""
    database = tmp_path_factory.mktemp("schema") / "copydesk.db"
    shutil.copy(sqlite_template, database)
    opened = Server(f"sqlite:///{database}")
    yield opened
    opened.close()


def uncoded(answer: httpx.Response) -> list[str]:
    """Return what a refusal says without a code."""
    if answer.headers.get("content-type") != MEDIA_TYPE:
        return []
    body = answer.json()
    bare = [one["field"] for one in body.get("errors", ()) if not one.get("code")]
    return bare if body.get("operationStatus") else ["detail", *bare]


def as_part(name: str, value: Any) -> tuple[str, Any]:
    """Return a generated part in a form that can be sent: what is neither text nor bytes goes as text."""
    file_name, content, *rest = value if isinstance(value, tuple) else (None, value)
    return name, (file_name, content if isinstance(content, bytes | str) else str(content), *rest)


def can_be_wrong(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    """Tell whether anything but a text is asked for: any text in a path or a header has the right form."""
    asked = (one for one in operation.iter_parameters() if one.location != "header")
    return bool(operation.body) or any(one.definition.get("schema") != {"type": "string"} for one in asked)


def try_out(server: Server, name: str, mode: GenerationMode, prepare: Callable[[Case[Any]], None]) -> None:
    method, path = name.replace("~", MANAGEMENT_API).split(" ")
    operation = server.schema[path][method]
    if mode is GenerationMode.NEGATIVE and not can_be_wrong(operation):
        return

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Case[Any]) -> None:
        prepare(case)
        answer = server.answer(case)
        assert uncoded(answer) == []
        case.validate_response(answer, checks=CHECKS)

    check()


@pytest.mark.rule("MA282")
@pytest.mark.parametrize("route", TRIED, ids=lambda route: route.name)
def test_answers_are_as_the_schema_says(server: Server, route: Route) -> None:
    """Sound requests, half of them about objects that exist."""
    if route.name in NOT_IN_SCHEMA:
        return
    turns = itertools.count()

    def prepare(case: Case[Any]) -> None:
        if next(turns) % 2:
            return
        objects = server.run(server.world.objects(route.kind))
        names = next(iter(objects.values()))
        case.path_parameters.update({name: names[name] for name in case.path_parameters if name in names})

    try_out(server, route.name, GenerationMode.POSITIVE, prepare)


@pytest.mark.rule("MA282", "HT9", "HT12")
@pytest.mark.parametrize("route", TRIED, ids=lambda route: route.name)
def test_unsound_requests_are_refused_as_the_schema_says(server: Server, route: Route) -> None:
    if route.name in NOT_IN_SCHEMA:
        return
    try_out(server, route.name, GenerationMode.NEGATIVE, lambda case: None)
