"""Password hashes, with cheap parameters."""

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from copydesk.identity.errors import InvalidPasswordError
from copydesk.identity.passwords import PasswordHashes, check_password, generated_password


class CountingHasher(Argon2Hasher):
    """Counts how much work is done."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.verified: list[str | bytes] = []

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 - the parameter's name in pwdlib
        self.verified.append(hash)
        return super().verify(password, hash)


@pytest.mark.rule("ID20")
async def test_only_the_right_password_is_right() -> None:
    hashes = PasswordHashes(CountingHasher())
    stored = await hashes.hash("correct horse")
    assert "correct horse" not in stored
    assert stored.startswith("$argon2id$")
    assert await hashes.verify("correct horse", stored) == (True, None)
    assert await hashes.verify("correct horsf", stored) == (False, None)
    assert await hashes.verify("correct horse", "rubbish") == (False, None)


@pytest.mark.rule("ID20")
async def test_composed_and_decomposed_are_the_same_password() -> None:
    hashes = PasswordHashes(CountingHasher())
    stored = await hashes.hash("caf\u00e9 au lait")
    assert (await hashes.verify("cafe\u0301 au lait", stored))[0]


@pytest.mark.rule("ID20")
async def test_length_limits() -> None:
    hashes = PasswordHashes(CountingHasher())
    stored = await hashes.hash("x" * 512)
    assert (await hashes.verify("x" * 512, stored))[0]
    assert not (await hashes.verify("x" * 513, stored))[0]
    for wrong in ("x" * 9, "x" * 513):
        with pytest.raises(InvalidPasswordError, match="characters"):
            await hashes.hash(wrong)


@pytest.mark.rule("ID20")
async def test_text_that_is_no_unicode_is_a_wrong_password() -> None:
    hashes = PasswordHashes(CountingHasher())
    stored = await hashes.hash("correct horse")
    assert not (await hashes.verify("correct horse\ud800", stored))[0]


@pytest.mark.rule("ID21")
async def test_nobody_costs_the_same_work_as_somebody() -> None:
    hasher = CountingHasher()
    hashes = PasswordHashes(hasher)
    stored = await hashes.hash("correct horse")
    await hashes.verify("wrong horse", stored)
    assert await hashes.verify("wrong horse", None) == (False, None)
    known, unknown = (str(each).rsplit("$", 2)[0] for each in hasher.verified)
    assert known == unknown


@pytest.mark.rule("ID22")
async def test_a_hash_of_other_parameters_is_replaced() -> None:
    old = await PasswordHashes(CountingHasher(time_cost=1)).hash("correct horse")
    hashes = PasswordHashes(CountingHasher(time_cost=2))
    right, better = await hashes.verify("correct horse", old)
    assert right
    assert better is not None
    assert await hashes.verify("correct horse", better) == (True, None)
    assert await hashes.verify("wrong horse", old) == (False, None)


def test_generated_passwords_are_good_and_never_the_same() -> None:
    made = {generated_password() for _ in range(100)}
    assert len(made) == 100
    for password in made:
        check_password(password)
