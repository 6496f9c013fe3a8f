"""How events look in the terminal."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from copydesk.client.commands import is_wanted, line_of
from copydesk.server_events.model import ServerEvent
from copydesk.server_events.outlets import Reset, ResetReason

EVENT = ServerEvent(
    event_type="Published",
    event_source="Umbraco:CMS:Document",
    key=UUID(int=1),
    cultures=("de-DE", "en-US"),
    actor_key=UUID(int=2),
    whole_branch=True,
    at=datetime(2030, 5, 17, 12, 0, tzinfo=UTC),
)


@pytest.mark.rule("SE73")
def test_a_line_says_when_what_and_who() -> None:
    said = str(line_of(EVENT))
    assert said == f"12:00:00 Published     Document {EVENT.key} de-DE, en-US and all below by {EVENT.actor_key}"
    assert "read everything again" in str(line_of(Reset(ResetReason.TOO_FAR_BACK, "c1")))


@pytest.mark.rule("SE73")
@pytest.mark.parametrize(
    ("sources", "wanted"),
    [((), True), (("Document",), True), (("Umbraco:CMS:Document",), True), (("Media",), False), (("ocument",), False)],
)
def test_sources_are_named_in_full_or_by_their_last_part(sources: tuple[str, ...], wanted: bool) -> None:
    assert is_wanted(EVENT, sources) is wanted
