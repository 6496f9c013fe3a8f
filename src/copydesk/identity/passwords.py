"""Passwords: argon2 through pwdlib, off the event loop, and the same work for a user who does not exist."""

import asyncio
import secrets
import unicodedata
from typing import Final

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from copydesk.identity.errors import InvalidPasswordError
from copydesk.identity.sentences import Sentences

__all__ = ["LONGEST_PASSWORD", "SHORTEST_PASSWORD", "PasswordHashes", "check_password", "generated_password"]

SHORTEST_PASSWORD: Final = 10
"""Characters a new password needs at least, as in the reference."""
LONGEST_PASSWORD: Final = 512
"""Characters a password may have at most, so that nobody can make the server hash a book."""


class PasswordHashes:
    """Makes and checks password hashes.

    Each hash takes tens of megabytes and milliseconds by intent, so they are worked out on worker threads and at most
    `at_once` at the same time; further ones wait.

    Args:
        hasher: The argon2 hasher; left out, with the parameters that pwdlib recommends.
        at_once: How many hashes are worked out at the same time at most.
    """

    def __init__(self, hasher: Argon2Hasher | None = None, *, at_once: int = 4) -> None:
        self._hash = PasswordHash((hasher or Argon2Hasher(),))
        self._turns = asyncio.Semaphore(at_once)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """Return the hash of a new password.

        Raises:
            InvalidPasswordError: It is too short or too long.
        """
        check_password(password)
        async with self._turns:
            return await asyncio.to_thread(self._hash.hash, _octets(password))

    async def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Tell whether `password` belongs to the hash `stored`, and give a better hash if the parameters have changed.

        `stored` is None for a user who does not exist or has no password: then the answer is no, after the same work.
        """
        async with self._turns:
            return await asyncio.to_thread(self._verify, password, stored)

    def _verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        if self._nobody is None:
            self._nobody = self._hash.hash(secrets.token_urlsafe())
        try:
            octets = _octets(password[:LONGEST_PASSWORD])
            right, better = self._hash.verify_and_update(octets, stored or self._nobody)
        except PwdlibError:
            return False, None
        acceptable = right and stored is not None and len(password) <= LONGEST_PASSWORD
        return (True, better) if acceptable else (False, None)


def check_password(password: str) -> None:
    """Check that `password` is neither too short nor too long.

    Raises:
        InvalidPasswordError: It is.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidPasswordError(Sentences.PASSWORD_TOO_SHORT(limit=SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        raise InvalidPasswordError(Sentences.PASSWORD_TOO_LONG(limit=LONGEST_PASSWORD))


def generated_password() -> str:
    """Return a new password that nobody can guess: 20 characters, 120 random bits."""
    return secrets.token_urlsafe(15)


def _octets(password: str) -> bytes:
    # The same password typed on two systems may arrive composed or decomposed.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
