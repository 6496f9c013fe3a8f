"""`copydesk events tail`: the live events of a server in the terminal."""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from copydesk.client.cursor_file import CursorFile
from copydesk.client.feed import EventFeed, FeedRefusedError, Told, Trouble
from copydesk.server_events.model import EventType, ServerEvent

__all__ = ["event_commands", "is_wanted", "line_of"]

_COLOURS: Final = {
    EventType.CREATED: "green",
    EventType.PUBLISHED: "bold green",
    EventType.DELETED: "red",
    EventType.TRASHED: "red",
    EventType.UNPUBLISHED: "yellow",
}
_NO_TOKEN: Final = "Give --token or COPYDESK_TOKEN: an API key, or the access token of a sign-in."  # noqa: S105 - advice


def event_commands() -> typer.Typer:
    """Return the `events` commands."""
    commands = typer.Typer(name="events", no_args_is_help=True, help="Follow the live events of a server.")
    commands.callback()(lambda: None)
    commands.command("tail")(_tail)
    return commands


def _tail(
    url: Annotated[str, typer.Option(envvar="COPYDESK_URL", help="Address of the server.")] = "http://127.0.0.1:8000",
    token: Annotated[str, typer.Option(envvar="COPYDESK_TOKEN", help="An API key or access token.")] = "",
    source: Annotated[
        list[str] | None, typer.Option(help="Show only this source, such as Document; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    cursor: Annotated[str | None, typer.Option(help="Go on after this place.")] = None,
    state_file: Annotated[
        Path | None, typer.Option(help="Keep the place in this file, and go on from there the next time.")
    ] = None,
) -> None:
    """Follow what the owner of the token may see, until interrupted. Lost connections are made again."""
    if not token:
        raise typer.BadParameter(_NO_TOKEN, param_hint="--token")
    place = CursorFile(state_file) if state_file else None
    screen = _Screen(frozenset(source or ()), as_json=as_json)
    begin = cursor or (place.read() if place else None)
    feed = EventFeed(url, token, cursor=begin, on_live=screen.live, on_trouble=screen.trouble)
    try:
        asyncio.run(_follow(feed, screen, place))
    except FeedRefusedError as error:
        typer.secho(f"Error: {error}", err=True, fg="red")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        if feed.cursor:
            typer.secho(f"Stopped at {feed.cursor}; go on with --cursor {feed.cursor}", err=True, dim=True)


async def _follow(feed: EventFeed, screen: "_Screen", place: CursorFile | None) -> None:
    async with feed:
        async for told in feed.follow():
            screen.show(told)
            if place is not None:
                place.write(feed.cursor)


class _Screen:
    """What is told on standard output, and how the connection is on standard error."""

    def __init__(self, sources: Collection[str], *, as_json: bool) -> None:
        self._sources = sources
        self._as_json = as_json
        self._out = Console(highlight=False, soft_wrap=True)
        self._err = Console(stderr=True, highlight=False, soft_wrap=True)

    def live(self) -> None:
        self._err.print("listening", style="dim")

    def trouble(self, trouble: Trouble) -> None:
        self._err.print(f"{trouble.reason}; again in {trouble.pause:g} s", style="yellow", markup=False)

    def show(self, told: Told) -> None:
        if isinstance(told, ServerEvent) and not is_wanted(told, self._sources):
            return
        if self._as_json:
            shown = told if isinstance(told, ServerEvent) else {"reset": told}
            typer.echo(msgspec.json.encode(shown))
        else:
            self._out.print(line_of(told))


def is_wanted(event: ServerEvent, sources: Collection[str]) -> bool:
    """Tell whether an event is of one of these sources, named in full or by the last part; without any, all are."""
    return not sources or event.event_source in sources or event.event_source.rpartition(":")[2] in sources


def line_of(told: Told) -> Text:
    """Return the line that shows an event, or that what was known is to be read again."""
    if not isinstance(told, ServerEvent):
        return Text(f"reset ({told.reason}): some events are lost; read everything again", style="bold red")
    line = Text()
    if told.at is not None:
        line.append(f"{told.at:%H:%M:%S} ", style="dim")
    line.append(f"{told.event_type:<13} ", style=_COLOURS.get(told.event_type, "cyan"))
    line.append(f"{told.event_source.rpartition(':')[2]} {told.key}")
    if told.cultures:
        line.append(f" {', '.join(told.cultures)}")
    if told.whole_branch:
        line.append(" and all below")
    if told.actor_key is not None:
        line.append(f" by {told.actor_key}", style="dim")
    return line
