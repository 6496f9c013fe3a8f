"""What simulated colleagues do: rewrite, publish, write, shout, throw away and fetch back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final, TypeAlias

from copydesk.demo.colleague import Colleague, DeskAnswer

__all__ = ["Activity"]

_Item: TypeAlias = dict[str, Any]
_Deed: TypeAlias = Callable[[Colleague, _Item], Awaitable[str]]

_ENDINGS: Final = {
    "en-US": (
        "More soon.",
        "We keep watching.",
        "Nobody was hurt.",
        "The mayor is pleased.",
        "Readers sent photographs.",
    ),
    "de-DE": (
        "Mehr in Kürze.",
        "Wir bleiben dran.",
        "Verletzt wurde niemand.",
        "Die Stadt freut sich.",
        "Es gibt Fotos.",
    ),
}
_NEW: Final = (
    ("A seal on the market square", "Ein Seehund auf dem Marktplatz"),
    ("Two boats and one mooring", "Zwei Boote und ein Liegeplatz"),
    ("The clock that ran ahead", "Die Uhr, die vorging"),
    ("An umbrella finds its owner", "Ein Schirm findet heim"),
    ("Fog until Thursday", "Nebel bis Donnerstag"),
)


@dataclass(slots=True)
class _Choice:
    weight: int
    deed: _Deed


class Activity:
    """Decides what a colleague does next, and does it.

    Args:
        random: decides; a seeded one repeats itself.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._choices = (
            _Choice(6, self._rewrite),
            _Choice(3, self._publish),
            _Choice(2, self._write),
            _Choice(1, self._shout),
            _Choice(1, self._throw_away_and_fetch_back),
        )

    async def step(self, colleague: Colleague) -> str:
        """Do one thing, and return what came of it, for people.

        Raises:
            DeskUnavailableError: the server cannot be reached.
        """
        section = await self._section(colleague)
        if section is None:
            return f"{colleague.person.name} sees no section"
        choices = [
            one for one in self._choices if one.deed != self._throw_away_and_fetch_back or _sees_the_bin(colleague)
        ]
        [choice] = self._random.choices(choices, [one.weight for one in choices])
        return f"{colleague.person.name} {await choice.deed(colleague, section)}"

    # ------------------------------------------------------------ deeds

    async def _rewrite(self, colleague: Colleague, section: _Item) -> str:
        document, tag = await self._some_article(colleague, section)
        if document is None:
            return f"finds nothing in {section['name']}"
        culture = self._random.choice([one["culture"] for one in document["variants"] if one["name"]])
        body = _teaser(document, culture, self._random.choice(_ENDINGS.get(culture, ("…",))))
        answer = await colleague.does("PUT", f"/document/{document['key']}", body, tag)
        return _told(f"rewrites the teaser of “{document['name']}” ({culture})", answer)

    async def _publish(self, colleague: Colleague, section: _Item) -> str:
        document, tag = await self._some_article(colleague, section)
        if document is None:
            return f"finds nothing in {section['name']}"
        cultures = [one["culture"] for one in document["variants"] if one["name"]]
        answer = await colleague.does("PUT", f"/document/{document['key']}/publish", {"cultures": cultures}, tag)
        return _told(f"publishes “{document['name']}”", answer)

    async def _write(self, colleague: Colleague, section: _Item) -> str:
        english, german = self._random.choice(_NEW)
        names = {"en-US": f"{english}, part {self._random.randrange(2, 99)}", "de-DE": german}
        body = {
            "typeAlias": "article",
            "parentKey": section["key"],
            "variants": [{"culture": culture, "name": name} for culture, name in names.items()],
            "values": [{"alias": "teaser", "culture": culture, "value": f"{name}."} for culture, name in names.items()],
        }
        answer = await colleague.does("POST", "/document", body)
        return _told(f"writes “{names['en-US']}” in {section['name']}", answer)

    async def _shout(self, colleague: Colleague, section: _Item) -> str:
        document, tag = await self._some_article(colleague, section)
        if document is None:
            return f"finds nothing in {section['name']}"
        path, name = f"/document/{document['key']}", document["name"]
        loud = {"variants": [{"culture": "en-US", "name": name.upper()}], "cultures": ["en-US"]}
        answer = await colleague.does("PUT", f"{path}/save-and-publish", loud, tag)
        quiet = {"variants": [{"culture": "en-US", "name": name}]}
        if answer.tag is not None:
            await colleague.does("PUT", path, quiet, answer.tag)
        return _told(f"tries to publish “{name.upper()}”", answer)

    async def _throw_away_and_fetch_back(self, colleague: Colleague, section: _Item) -> str:
        document, tag = await self._some_article(colleague, section)
        if document is None:
            return f"finds nothing in {section['name']}"
        answer = await colleague.does("PUT", f"/document/{document['key']}/move-to-recycle-bin", None, tag)
        if not answer.success:
            return _told(f"throws “{document['name']}” away", answer)
        target = {"targetParentKey": section["key"]}
        answer = await colleague.does("PUT", f"/recycle-bin/document/{document['key']}/restore", target)
        return _told(f"throws “{document['name']}” away and fetches it back", answer)

    # ------------------------------------------------------------ finding

    async def _section(self, colleague: Colleague) -> _Item | None:
        fronts = (await colleague.asks("/tree/document/root")).body.get("items", ())
        found: list[_Item] = []
        for front in fronts:
            below = await colleague.asks("/tree/document/children", parentKey=front["key"])
            found += [one for one in below.body.get("items", ()) if one["typeAlias"] == "section"]
        return self._any([one for one in found if one["access"] == "full"])

    async def _some_article(self, colleague: Colleague, section: _Item) -> tuple[_Item | None, str | None]:
        below = await colleague.asks("/tree/document/children", parentKey=section["key"], take=100)
        chosen = self._any([one for one in below.body.get("items", ()) if one["typeAlias"] == "article"])
        if chosen is None:
            return None, None
        answer = await colleague.asks(f"/document/{chosen['key']}")
        return (answer.body, answer.tag) if answer.success else (None, None)

    def _any(self, items: Sequence[_Item]) -> _Item | None:
        return self._random.choice(items) if items else None


def _sees_the_bin(colleague: Colleague) -> bool:
    return colleague.person.group == "editor" and not colleague.person.section


def _teaser(document: _Item, culture: str, ending: str) -> _Item:
    teasers = {one["culture"]: one["value"] for one in document["values"] if one["alias"] == "teaser"}
    first = str(teasers.get(culture) or document["name"]).partition(". ")[0].rstrip(".")
    return {"values": [{"alias": "teaser", "culture": culture, "value": f"{first}. {ending}"}]}


def _told(deed: str, answer: DeskAnswer) -> str:
    return deed if answer.success else f"{deed}, but: {answer.reason}"
