"""Links between documents in rich text: kept by key, handed out as the addresses that the documents have now.

The kept form is that of the reference, `<a href="/{localLink:<key>}">`, also with `umb://document/` before the key.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

__all__ = ["linked_keys", "with_addresses"]

# What is no whole tag is matched, too, so that no character is looked at twice.
_ANCHOR: Final = re.compile(r"""<a(?=\s)(?:[^>"']|"[^"]*"|'[^']*')*+>?""", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""\s(?P<name>[^\s=>"'/]++)\s*+=\s*+(?P<value>"[^"]*"|'[^']*'|[^\s"'>]++)""")
_LINK: Final = re.compile(
    r"/\{localLink:(?:umb://document/)?(?P<key>[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12})\}(?P<rest>[?#].*)?",
    re.IGNORECASE | re.DOTALL,
)


def linked_keys(html: str) -> Iterator[UUID]:
    """Yield the keys of the documents that rich text links to."""
    for anchor in _ANCHOR.finditer(html):
        for attribute in _ATTRIBUTE.finditer(anchor[0]):
            if link := _link(attribute):
                yield UUID(link["key"])


def with_addresses(html: str, addresses: Mapping[UUID, str]) -> str:
    """Return rich text whose links lead to the documents' addresses; a link to what readers do not see has no `href`.

    Args:
        html: rich text as it is kept.
        addresses: the addresses, such as `/news/summer-party`, of those documents that readers see, by key.
    """

    def resolved(attribute: re.Match[str]) -> str:
        link = _link(attribute)
        if link is None:
            return attribute[0]
        address, rest = addresses.get(UUID(link["key"])), (link["rest"] or "").replace('"', "&quot;")
        return f' href="{address}{rest}"' if address is not None else ""

    return _ANCHOR.sub(lambda anchor: _ATTRIBUTE.sub(resolved, anchor[0]), html)


def _link(attribute: re.Match[str]) -> re.Match[str] | None:
    return _LINK.fullmatch(attribute["value"].strip("\"'")) if attribute["name"].lower() == "href" else None
