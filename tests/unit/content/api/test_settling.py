"""Every way in which an operation can fail has an answer."""

import pytest

from copydesk.content import OperationOutcome, OperationResult, PublishOutcome, PublishResult
from copydesk.content.api.errors import CONTENT_STATUSES
from copydesk.content.api.settling import refusal_of
from copydesk.content.model import Document
from tests.unit.content.model.samples import PAGE, numbered_keys

FAILURES = [OperationOutcome(result, field="parent_id") for result in OperationResult if not result.success] + [
    PublishOutcome(result, Document(PAGE, keys=numbered_keys()), field="parent_id")
    for result in PublishResult
    if not result.success
]


@pytest.mark.parametrize("outcome", FAILURES, ids=lambda outcome: outcome.result.name)
def test_each_failure_has_a_status_a_reason_and_its_field(outcome: OperationOutcome | PublishOutcome) -> None:
    refusal = refusal_of(outcome)
    assert 400 <= CONTENT_STATUSES[type(refusal)] < 500
    assert str(refusal)
    assert [error.field for error in refusal.errors] == ["parentKey"]
