"""The migrations stand in one line, so that every database has one history."""

import pytest

from copydesk.db.upgrade import migration_scripts


@pytest.mark.rule("DB35")
def test_each_migration_follows_one_other_and_is_named_by_its_number() -> None:
    scripts = list(migration_scripts().walk_revisions())
    assert len(migration_scripts().get_heads()) == 1
    numbers = [f"{number:04}" for number in range(1, len(scripts) + 1)]
    assert [script.revision for script in reversed(scripts)] == numbers
