"""Why an operation of an import failed, in words."""

import pytest

from copydesk.content import OperationOutcome, OperationResult, PublishOutcome, PublishResult
from copydesk.content.importing.refusals import reasons_of
from copydesk.content.model import Document
from copydesk.sentences import told
from tests.unit.content.model.samples import PAGE, numbered_keys

FAILURES = [OperationOutcome(result) for result in OperationResult if not result.success] + [
    PublishOutcome(result, Document(PAGE, keys=numbered_keys())) for result in PublishResult if not result.success
]


@pytest.mark.rule("IM15")
@pytest.mark.parametrize("outcome", FAILURES, ids=lambda outcome: outcome.result.name)
def test_each_failure_is_told_in_a_sentence(outcome: OperationOutcome | PublishOutcome) -> None:
    [reason] = reasons_of(outcome)
    assert told(reason)[0]
    assert outcome.result.name.replace("_", " ").lower() not in reason.lower()
