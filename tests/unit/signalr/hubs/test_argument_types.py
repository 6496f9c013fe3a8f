from collections.abc import AsyncIterator

import msgspec
import pytest

from copydesk.signalr import Hub, HubApp, HubDefinitionError


class One(msgspec.Struct):
    value: int


class Other(msgspec.Struct):
    value: int


class Undecidable(Hub):
    async def take(self, what: One | Other) -> None: ...


class UndecidableStream(Hub):
    async def take(self, items: AsyncIterator[One | Other]) -> None: ...


@pytest.mark.parametrize("hub", [Undecidable, UndecidableStream])
def test_a_type_that_no_message_can_become_is_refused_when_the_hub_is_defined(hub: type[Hub]) -> None:
    with pytest.raises(HubDefinitionError, match=r"Undecidable(Stream)?\.take: what clients send cannot be converted"):
        HubApp(hub)
