import pytest

from copydesk.signalr.protocol.naming import PayloadNames, fold_name, wire_name


@pytest.mark.rule("SP21", "SP23")
@pytest.mark.parametrize(
    ("declared", "camel", "pascal"),
    [
        ("name", "name", "Name"),
        ("user_name", "userName", "UserName"),
        ("UserName", "userName", "UserName"),
        ("userName", "userName", "UserName"),
        ("user_id_2", "userId2", "UserId2"),
        ("ID", "id", "ID"),
        ("IOPort", "ioPort", "IOPort"),
        ("URLValue", "urlValue", "URLValue"),
        ("A", "a", "A"),
        ("from_", "from", "From"),
        ("_", "_", "_"),
    ],
)
def test_names_on_the_wire(declared: str, camel: str, pascal: str) -> None:
    assert wire_name(declared, declared, PayloadNames.CAMEL) == camel
    assert wire_name(declared, declared, PayloadNames.PASCAL) == pascal
    assert wire_name(declared, declared, PayloadNames.DECLARED) == declared


@pytest.mark.rule("SP21")
@pytest.mark.parametrize("names", PayloadNames)
def test_a_name_that_was_given_stays(names: PayloadNames) -> None:
    assert wire_name("user_name", "Who-Is", names) == "Who-Is"


@pytest.mark.rule("SP22")
def test_names_that_differ_in_case_and_underscores_are_the_same() -> None:
    assert len({fold_name(name) for name in ("user_name", "userName", "UserName", "USERNAME", "_user__name")}) == 1
