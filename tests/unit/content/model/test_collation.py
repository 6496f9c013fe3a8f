"""The order of names."""

import pytest

from copydesk.content.model.collation import name_order


@pytest.mark.rule("CS163")
@pytest.mark.parametrize(
    ("culture", "names"),
    [
        (None, ["", "2 boats", "10 boats", "Item 9", "item 10", "Item 010b", "Zebra"]),
        ("en-US", ["Eclair", "éclair", "Ecoute", "naïve", "Œuvre", "Zoo"]),
        ("de-DE", ["Anker", "Ärger", "Arzt", "Österreich", "Otter", "Strasse", "Straßen", "Zebra"]),
        ("sv-SE", ["Arg", "Orm", "Zebra", "Ål", "Ärende", "Öl"]),
        ("da", ["Zebra", "Æble", "Øl", "Ål"]),
        ("en-US", ["٣ tides", "4 tides", "x²", "x3"]),
        ("en-US", ["1", "9" * 5000]),
    ],
)
def test_names_stand_where_people_look_for_them(culture: str | None, names: list[str]) -> None:
    names_turned = names[::-1]
    assert sorted(names_turned, key=lambda name: name_order(name, culture)) == names
