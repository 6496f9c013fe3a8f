"""What a browser notices while thousands of pages are imported into the running server it looks at.

    python bench/live_import.py FOLDER [--routes]

FOLDER is a corpus for `copydesk import` (see `manpages_corpus.py`). The server and the import are processes of their
own on one SQLite file, as in real life; with `--routes` the folder is sent to the server by its routes, as the browser
does it, and the server itself imports it. A browser shows the tree meanwhile: once a second it opens a branch and shuts
it again, and all the time it notes the longest moment in which the page drew no frame.
"""

import argparse
import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page, expect

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser import chromium

PASSWORD = "a bench needs no secret"  # noqa: S105 - for a server that lives for a minute
FRAMES = """
() => {
  let last = performance.now();
  window.longestPause = 0;
  const frame = (now) => {
    window.longestPause = Math.max(window.longestPause, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
"""


async def copydesk(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    """Start the command line in a folder of its own."""
    environment = {
        **os.environ,
        "COPYDESK_DATABASE": f"sqlite:///{folder}/desk.db",
        "COPYDESK_ADMINISTRATOR_PASSWORD": PASSWORD,
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "copydesk", *arguments]
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stdout=pipe, stderr=nowhere)


async def address_of(server: asyncio.subprocess.Process) -> str:
    """Wait until the server says where it is."""
    async for line in server.stdout or ():
        if found := re.search(r"ready at (http://\S+)", line.decode()):
            return found[1]
    raise RuntimeError("the server ended")


def peak_memory(process: asyncio.subprocess.Process) -> float:
    """Return the largest resident size of a running process, in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


async def sign_in(page: Page, address: str) -> None:
    """Open the tree as the administrator."""
    await page.goto(address)
    await page.get_by_label("E-mail").fill("admin@localhost")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("cd-header")).to_be_visible(timeout=60_000)
    await page.evaluate(FRAMES)


async def open_and_shut(page: Page, took: list[float]) -> None:
    """Open the first branch of the tree, note how long that took, and shut it, until cancelled."""
    branch = page.locator("[role=treeitem][aria-expanded]").filter(has_not_text="Recycle bin").first
    await branch.wait_for(timeout=120_000)
    while True:
        if await branch.get_attribute("aria-expanded") == "true":  # The tree opens the first one by itself.
            await branch.locator(".twist").click()
            await expect(branch).to_have_attribute("aria-expanded", "false")
        began = time.perf_counter()
        await branch.locator(".twist").click()
        await page.locator("[role=treeitem][aria-level='2']").first.wait_for()
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(1)


async def import_by_command(folder: Path, corpus: Path) -> int:
    """Import by the command line, print how much memory that took, and return how many pages there were."""
    importing = await copydesk(folder, "import", str(corpus))
    memory = 0.0
    while importing.returncode is None:
        memory = max(memory, peak_memory(importing))
        await asyncio.wait([asyncio.create_task(importing.wait())], timeout=0.2)
    print(f"  the import peaks at {memory:,.0f} MiB")
    said = (await importing.stdout.read()).decode() if importing.stdout else ""
    return int(re.findall(r"([\d,]+)", said)[0].replace(",", ""))


def requests_of(corpus: Path) -> Iterator[list[tuple[str, tuple[str, bytes]]]]:
    """Divide the folder into requests of a hundred files, as the browser does."""
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    for begin in range(0, len(files), 100):
        some = files[begin : begin + 100]
        yield [("files", (str(path.relative_to(corpus)), path.read_bytes())) for path in some]


async def import_by_routes(address: str, corpus: Path) -> int:
    """Send the folder to the server, print how long that took, and return how many pages it imported."""
    async with httpx.AsyncClient(base_url=f"{address}/umbraco/management/api/v1", timeout=60) as client:
        user = {"email": "admin@localhost", "password": PASSWORD}
        token = (await client.post("/security/sign-in", json=user)).json()["accessToken"]
        client.headers["Authorization"] = f"Bearer {token}"
        await client.post("/language", json={"code": "en-US", "isDefault": True})
        body = {"alias": "body", "editor": "richText", "variesByCulture": True}
        page = {"alias": "page", "variesByCulture": True, "allowedChildren": ["page"], "properties": [body]}
        await client.post("/document-type", json=page)
        key = (await client.post("/import", json={"typeAlias": "page"})).json()["key"]
        began = time.perf_counter()
        for parts in requests_of(corpus):
            (await client.put(f"/import/{key}/files", files=parts)).raise_for_status()
        print(f"  sent in {time.perf_counter() - began:,.1f} s")
        return await _imported(client, key)


async def _imported(client: httpx.AsyncClient, key: str) -> int:
    began = time.perf_counter()
    shown: dict[str, Any] = (await client.post(f"/import/{key}/start")).json()
    while shown["state"] in {"waiting", "running"}:
        await asyncio.sleep(0.5)
        shown = (await client.get(f"/import/{key}")).json()
    print(f"  {shown['state']}: {shown['created'] / (time.perf_counter() - began):,.0f} pages/s once sent")
    pages: int = shown["pages"]
    return pages


async def watch(address: str, folder: Path, corpus: Path, *, routes: bool) -> None:
    """Import while a browser watches, and print what it noticed."""
    async with chromium() as browser:
        page = await browser.new_page()
        await sign_in(page, address)
        took: list[float] = []
        began = time.perf_counter()
        looking = asyncio.create_task(open_and_shut(page, took))
        pages = await (import_by_routes(address, corpus) if routes else import_by_command(folder, corpus))
        seconds = time.perf_counter() - began
        if looking.done():
            looking.result()  # It only ends by failing, and then there is nothing to tell.
        looking.cancel()
        await asyncio.wait([looking])
        shown = await page.locator("[role=treeitem][aria-level='1']").first.get_attribute("aria-setsize")
        took.sort()
        print(f"  {pages:,} pages in {seconds:,.0f} s: {pages / seconds:,.0f} pages/s")
        print(f"  a branch opens in {took[len(took) // 2]:,.0f} ms (slowest of {len(took)}: {took[-1]:,.0f} ms)")
        print(f"  longest moment without a frame: {await page.evaluate('window.longestPause'):,.0f} ms")
        print(f"  {shown} rows at the root without a reload")


async def main(corpus: Path, *, routes: bool) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        server = await copydesk(Path(name), "serve", "--port", "0")
        try:
            await watch(await address_of(server), Path(name), corpus, routes=routes)
            print(f"  the server peaks at {peak_memory(server):,.0f} MiB")
        finally:
            server.terminate()
            await server.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--routes", action="store_true", help="import by the server's routes, as the browser does it")
    given = parser.parse_args()
    asyncio.run(main(given.corpus.resolve(), routes=given.routes))
