"""`copydesk demo`: simulated colleagues at a server that was started with `copydesk serve --demo`."""

import asyncio
from contextlib import AsyncExitStack
from itertools import count
from random import Random
from typing import Annotated, Final

import typer

from copydesk.demo.activity import Activity
from copydesk.demo.colleague import Colleague, DeskUnavailableError
from copydesk.demo.people import PEOPLE, demo_sign_ins

__all__ = ["add_demo_command"]

_WRITERS: Final = PEOPLE[1:4]


def add_demo_command(app: typer.Typer) -> None:
    """Add the `demo` command to a command line."""

    @app.command("demo")
    def demo(
        activity: Annotated[bool, typer.Option("--activity", help="Let colleagues edit and publish.")] = False,
        url: Annotated[str, typer.Option(envvar="COPYDESK_URL", help="Where the server is.")] = "http://127.0.0.1:8000",
        every: Annotated[float, typer.Option(min=0, help="Seconds between two things that somebody does.")] = 3.0,
        steps: Annotated[int, typer.Option(min=0, help="How many things they do; 0: until you stop them.")] = 0,
        seed: Annotated[int | None, typer.Option(help="The same number makes the same choices.")] = None,
    ) -> None:
        """Tell how one signs in at the demo, or let simulated colleagues work there."""
        if not activity:
            typer.echo("\n".join([*demo_sign_ins(), "Start it with `copydesk serve --demo`."]))
            return
        try:
            asyncio.run(_work(url, every, steps, Random(seed)))  # noqa: S311 - nothing secret is drawn
        except DeskUnavailableError as error:
            typer.secho(f"Error: {error}", err=True, fg="red")
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            typer.echo("They go home.")


async def _work(url: str, every: float, steps: int, random: Random) -> None:
    activity = Activity(random)
    never = asyncio.Event()
    async with AsyncExitStack() as stack:
        colleagues = [await stack.enter_async_context(Colleague(person, url)) for person in _WRITERS]
        for number in count(1):
            typer.echo(await activity.step(random.choice(colleagues)))
            if number == steps:
                return
            try:
                async with asyncio.timeout(every):
                    await never.wait()
            except TimeoutError:
                continue
