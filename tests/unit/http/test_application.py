"""The application through the ASGI interface, with small parts."""

from datetime import UTC, datetime
from http import HTTPStatus
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import get, post
from litestar.params import JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.exc import DBAPIError

from copydesk.db import DatabaseUnavailableError, LockTimeoutError
from copydesk.http import Parts, correlation_id, create_application
from copydesk.notifications import EventMessage, EventMessageType
from copydesk.problems import EditConflict, FieldError, RequestRefusedError, problem_responses
from copydesk.sentences import SentenceTable


class RefusedError(Exception):
    """Something was refused."""

    def __init__(self, field: str | None = None, messages: tuple[EventMessage, ...] = ()) -> None:
        super().__init__("the title is missing")
        self.field = field
        self.messages = messages


class StaleError(RequestRefusedError):
    """Somebody else was faster."""


class Words(SentenceTable):
    READ_AGAIN = "read it again"
    WRONG = "b{number}"


class Order(msgspec.Struct):
    amount: int


@get("/refused", opt={"public": True})
async def refused() -> None:
    raise RefusedError("title", (EventMessage("Style", "do not shout", EventMessageType.ERROR),))


@get("/broken", opt={"public": True})
async def broken() -> None:
    raise ZeroDivisionError("secret text")


@get("/id", opt={"public": True})
async def own_id() -> str:
    return correlation_id() or ""


@post("/orders", opt={"public": True})
async def orders(data: JSONBody[Order]) -> int:
    return data.amount


async def hub(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode(), "more_body": False})


@get("/stale", opt={"public": True}, responses=problem_responses(HTTPStatus.PRECONDITION_FAILED))
async def stale() -> None:
    conflict = EditConflict(3, 5, UUID(int=7), datetime(2030, 1, 2, tzinfo=UTC))
    headers = {"ETag": '"5"'}
    error = FieldError.of("a", Words.WRONG(number=1))
    raise StaleError(Words.READ_AGAIN(), errors=[error], conflict=conflict, headers=headers)


ROUTES = (refused, broken, stale, own_id, orders)


def client_of(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://copydesk")  # type: ignore[arg-type]


@pytest.fixture
def client() -> httpx.AsyncClient:
    parts = Parts(
        routes=ROUTES,
        hubs={"/umbraco/serverEventHub": hub},
        statuses={RefusedError: HTTPStatus.UNPROCESSABLE_ENTITY, StaleError: HTTPStatus.PRECONDITION_FAILED},
        sentences=[Words],
        new_id=lambda: "made-here",
    )
    return client_of(create_application(parts))


async def test_an_error_of_the_table_is_a_problem_with_field_and_messages(client: httpx.AsyncClient) -> None:
    answer = await client.get("/refused")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json() == {
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "the title is missing",
        "operationStatus": "InvalidRequest",
        "instance": "/refused",
        "correlationId": "made-here",
        "errors": [{"field": "title", "message": "the title is missing"}],
        "messages": [{"category": "Style", "message": "do not shout", "type": "Error"}],
    }


@pytest.mark.rule("HT7")
async def test_a_stale_write_is_told_both_versions_and_who_was_faster(client: httpx.AsyncClient) -> None:
    answer = await client.get("/stale")
    assert answer.status_code == 412
    assert answer.headers["etag"] == '"5"'
    expected = {
        "detail": "read it again",
        "operationStatus": "ReadAgain",
        "errors": [{"field": "a", "message": "b1", "code": "Wrong", "parameters": {"number": 1}}],
        "expectedVersion": 3,
        "actualVersion": 5,
        "changedBy": str(UUID(int=7)),
        "changedAt": "2030-01-02T00:00:00Z",
    }
    assert expected.items() <= answer.json().items()


@pytest.mark.rule("HT13")
@pytest.mark.parametrize(
    "error",
    [
        LockTimeoutError("the content tree was not free; held by: ContentService.save"),
        DatabaseUnavailableError("postgresql://host/desk cannot be reached: no route"),
        DBAPIError("SELECT secret", None, OSError("server closed"), connection_invalidated=True),
    ],
    ids=["busy", "unreachable", "lost"],
)
async def test_a_database_that_is_busy_or_away_says_when_to_try_again(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    @get("/", opt={"public": True})
    async def busy() -> None:
        raise error

    answer = await client_of(create_application(Parts(routes=[busy]))).get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json() | {"correlationId": ""} == {
        "title": "Service Unavailable",
        "status": 503,
        "detail": "The server cannot do this now; try again later",
        "operationStatus": "Unavailable",
        "instance": "/",
        "correlationId": "",
    }
    [record] = [one for one in caplog.records if one.name == "copydesk.http"]
    assert (record.levelname, str(error) in record.getMessage()) == ("WARNING", True)


async def test_routes_can_say_in_the_schema_that_they_answer_with_problems(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/schema/openapi.json")).json()
    described = schema["paths"]["/stale"]["get"]["responses"]["412"]["content"]
    assert described["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


@pytest.mark.rule("HT8")
async def test_a_body_that_is_nested_too_deeply_is_refused(client: httpx.AsyncClient) -> None:
    body = b'{"amount":' + b"[" * 5000 + b"]" * 5000 + b"}"
    answer = await client.post("/orders", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "The body is nested too deeply to be read")


@pytest.mark.logs_errors
async def test_an_unexpected_error_keeps_its_text_to_itself(client: httpx.AsyncClient) -> None:
    answer = await client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.logs_errors
async def test_details_are_shown_when_asked_for() -> None:
    client = client_of(create_application(Parts(routes=ROUTES, show_details=True)))
    assert (await client.get("/broken")).json()["detail"] == "secret text"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/orders", 405), ("GET", "/metrics/x", 404)]
)
async def test_unknown_routes_are_problems_too(client: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == status


@pytest.mark.parametrize("body", [b"{}", b"{", b'{"amount": "x"}', b"\xff"])
async def test_a_bad_body_is_a_problem_of_the_caller(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/orders", content=body)
    assert answer.status_code == 400
    assert answer.json()["title"] == "Bad Request"


@pytest.mark.parametrize(
    ("brought", "used"),
    [("trace-1.a:b", "trace-1.a:b"), ("", "made-here"), ("a b", "made-here"), ("x" * 129, "made-here")],
)
async def test_correlation_id_is_kept_when_it_is_sound(client: httpx.AsyncClient, brought: str, used: str) -> None:
    answer = await client.get("/id", headers={"X-Correlation-Id": brought})
    assert answer.text == used
    assert answer.headers["x-correlation-id"] == used
    assert correlation_id() is None


@pytest.mark.parametrize(
    "path", ["/umbraco/serverEventHub", "/umbraco/SERVEREVENTHUB/negotiate", "/umbraco/serverEventHub/"]
)
async def test_hubs_answer_their_path_and_what_lies_below(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(path)).text == path


async def test_a_hub_does_not_answer_a_longer_name(client: httpx.AsyncClient) -> None:
    assert (await client.post("/umbraco/serverEventHubs")).status_code == 404


async def test_health_and_figures() -> None:
    async def well() -> str | None:
        return None

    async def ill() -> str | None:
        return "the disk is full"

    good = client_of(create_application(Parts(checks={"database": well})))
    bad = client_of(create_application(Parts(checks={"database": well, "disk": ill})))
    assert (await good.get("/health/live")).json() == {"status": "ok", "problems": {}}
    assert (await good.get("/health/ready")).status_code == 200
    answer = await bad.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "problems": {"disk": "the disk is full"}}
    assert (await good.get("/metrics")).headers["content-type"].startswith("text/plain")


async def test_openapi_describes_the_routes(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/schema/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    assert "/orders" in schema["paths"]
