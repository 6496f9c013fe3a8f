"""Who answers to a request."""

import pytest

from copydesk.tenancy import DuplicateAliasError, HostAlias, Site, UnknownHostError
from copydesk.tenancy.resolution import AliasTable


def site(number: int, *aliases: str) -> Site:
    return Site(number, 1, f"site {number}", tuple(HostAlias.parse(alias) for alias in aliases))


TABLE = AliasTable(
    [
        site(1, "example.com", "www.example.com"),
        site(2, "example.com/de"),
        site(3, "example.com/de/at"),
        site(4, "example.com:8080"),
        site(5, "*.example.com"),
        site(6, "*.shop.example.com"),
        site(7, "xn--bcher-kva.example"),
        site(8, "[::1]"),
    ]
)


@pytest.mark.rule("DB52")
@pytest.mark.parametrize(
    ("address", "path", "number"),
    [
        ("example.com", "/", 1),
        ("EXAMPLE.com", "", 1),
        ("example.com:443", "/fr", 1),
        ("www.example.com", "/de", 1),
        ("example.com", "/de", 2),
        ("example.com", "/DE/", 2),
        ("example.com", "/de/x", 2),
        ("example.com", "/delta", 1),
        ("example.com", "/de/at/wien", 3),
        ("example.com", "/de/atlas", 2),
        ("example.com:8080", "/de", 4),
        ("a.example.com", "/", 5),
        ("a.b.example.com", "/", 5),
        ("red.shop.example.com", "/", 6),
        ("shop.example.com", "/", 5),
        ("bücher.example", "/", 7),
        ("[0:0::1]:5000", "/", 8),
    ],
)
def test_the_most_exact_site_answers(address: str, path: str, number: int) -> None:
    found, alias = TABLE.resolve(address, path)
    assert found.id == number
    assert alias in found.aliases


@pytest.mark.rule("DB53")
@pytest.mark.parametrize("address", ["other.com", "example.org", "notexample.com", "com", "", "a b", "[::2]"])
def test_nobody_answers_to_an_unknown_host(address: str) -> None:
    with pytest.raises(UnknownHostError):
        TABLE.resolve(address)


@pytest.mark.rule("DB52")
def test_a_star_takes_the_rest() -> None:
    table = AliasTable([site(1, "example.com/de"), site(2, "*"), site(3, "*/de"), site(4, "*:81")])
    found = [
        table.resolve(address, path)[0].id
        for address, path in [
            ("example.com", "/de"),
            ("example.com", "/"),
            ("x", "/de"),
            ("x:81", "/de"),
            ("[::1]", "/"),
        ]
    ]
    assert found == [1, 2, 3, 4, 2]


@pytest.mark.rule("DB54")
@pytest.mark.parametrize("spelling", ["example.com", "EXAMPLE.com.", "example.com/"])
def test_one_alias_has_one_site(spelling: str) -> None:
    with pytest.raises(DuplicateAliasError, match=r"example\.com belongs to the site 'site 1' already") as caught:
        AliasTable([site(1, "example.com"), site(2, "other.com", spelling)])
    assert (caught.value.alias, caught.value.site) == ("example.com", "site 1")
