"""A chat: run `python examples/chat.py` and open http://127.0.0.1:8000 in two windows."""

import argparse
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from copydesk.signalr import Hub, HubApp, HubMiddleware

HERE = Path(__file__).parent
CLIENT = HERE.parent / "tests/interop/js/node_modules/@microsoft/signalr/dist/browser/signalr.min.js"


class ChatHub(Hub):
    async def send_message(self, user: str, text: str) -> None:
        await self.clients.all.send("ReceiveMessage", user, text)


def chat(client_script: Path = CLIENT) -> Starlette:
    async def file(request: Request) -> FileResponse:
        return FileResponse(client_script if request.url.path.endswith(".js") else HERE / "chat.html")

    hubs = Middleware(HubMiddleware, hubs={"/chat": HubApp(ChatHub)})
    return Starlette(routes=[Route("/", file), Route("/signalr.js", file)], middleware=[hubs])


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--client-script", type=Path, default=CLIENT, help="signalr.min.js of @microsoft/signalr")
    arguments = options.parse_args()
    uvicorn.run(chat(arguments.client_script), port=arguments.port)
