"""The keys that access tokens are signed with, as one node sees them."""

import asyncio
from datetime import datetime, timedelta

from copydesk.db import Databases
from copydesk.identity.ports import IDENTITY_LOCK, Now
from copydesk.identity.session_store import insert_signing_key, key_ring, prune_signing_keys
from copydesk.identity.tokens import KeyRing, new_signing_key

__all__ = ["SigningKeys"]


class SigningKeys:
    """Keeps the keys at hand. Another node may have made a new one: an unknown `kid` makes for a look, but not often.

    Args:
        databases: Where units of work begin: the tenant's database.
        now: The time.
        kept: How long a superseded key still verifies; at least as long as an access token lasts.
        look_at_most_every: How often an unknown `kid` makes for a look at the database.
    """

    def __init__(
        self,
        databases: Databases,
        now: Now,
        *,
        kept: timedelta = timedelta(hours=1),
        look_at_most_every: timedelta = timedelta(seconds=5),
    ) -> None:
        self._databases = databases
        self._now = now
        self._kept = kept
        self._look_at_most_every = look_at_most_every
        self._ring = KeyRing()
        self._looked: datetime | None = None
        self._looking = asyncio.Lock()

    async def for_signing(self) -> KeyRing:
        """Return the keys; the first one is made here if there is none."""
        if self._ring.newest is None:
            await self._look(make_first=True)
        return self._ring

    async def for_verifying(self, kid: object) -> KeyRing:
        """Return the keys, after a look at the database if `kid` is none of them and the last look is a while ago."""
        if not isinstance(kid, str) or self._ring.find(kid) is not None:
            return self._ring
        async with self._looking:
            due = self._looked is None or self._now() - self._looked >= self._look_at_most_every
            if self._ring.find(kid) is None and due:
                await self._look(make_first=False)
        return self._ring

    async def rotate_if_older(self, age: timedelta) -> bool:
        """Make a new key when the newest is as old as this; return whether it was."""
        newest = (await self.for_signing()).newest
        if newest is None or self._now() - newest.created < age:
            return False
        await self.rotate()
        return True

    async def rotate(self) -> None:
        """Make a new key, which signs from now on, and remove those that nothing good is signed with any more."""
        async with self._databases.write("SigningKeys.rotate") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            await insert_signing_key(scope, new_signing_key(self._now()))
            await prune_signing_keys(scope, self._now() - self._kept)
            ring = await key_ring(scope)
            scope.complete()
        self._ring = ring

    async def _look(self, *, make_first: bool) -> None:
        async with self._databases.read("SigningKeys") as scope:
            self._ring = await key_ring(scope)
        self._looked = self._now()
        if make_first and self._ring.newest is None:
            await self._make_first()

    async def _make_first(self) -> None:
        async with self._databases.write("SigningKeys.make_first") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            ring = await key_ring(scope)
            if ring.newest is None:
                await insert_signing_key(scope, new_signing_key(self._now()))
                ring = await key_ring(scope)
            scope.complete()
        self._ring = ring
