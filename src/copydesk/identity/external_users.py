"""Which user the holder of an external issuer's token is."""

from uuid import UUID

from sqlalchemy import insert, select

from copydesk.db import Databases, ReadScope, WriteScope
from copydesk.identity import store
from copydesk.identity.external import ExternalIdentity, ExternalIssuer
from copydesk.identity.ports import IDENTITY_LOCK
from copydesk.identity.service import UserService
from copydesk.identity.tables import external_logins

__all__ = ["ExternalUsers", "external_login"]


class ExternalUsers:
    """Links identities of external issuers with users, once: by verified e-mail address. Later the address may change.

    Args:
        databases: The tenant's database.
        users: Makes users, for issuers that may.
    """

    def __init__(self, databases: Databases, users: UserService) -> None:
        self._databases = databases
        self._users = users

    async def link(self, identity: ExternalIdentity, issuer: ExternalIssuer) -> bool:
        """Link an identity with the user who has its address, or whom `issuer` may make.

        Return whether it is linked.
        """
        if identity.email is None:
            return False
        name = (identity.issuer, identity.subject)
        async with self._databases.write("ExternalUsers.link") as scope:
            await scope.write_lock(IDENTITY_LOCK)
            linked = await external_login(scope, name) is not None or await self._link(scope, identity, issuer)
            scope.complete()
        return linked

    async def _link(self, scope: WriteScope, identity: ExternalIdentity, issuer: ExternalIssuer) -> bool:
        key = await self._found_or_made(scope, identity, issuer)
        if key is None:
            return False
        row = {"issuer": identity.issuer, "subject": identity.subject, "user_key": key}
        await scope.execute(insert(external_logins).values(row))
        return True

    async def _found_or_made(
        self, scope: WriteScope, identity: ExternalIdentity, issuer: ExternalIssuer
    ) -> UUID | None:
        email = identity.email or ""
        user = await store.user_by_email(scope, email)
        if user is not None or not issuer.create_users:
            return user.key if user is not None else None
        groups = await store.groups_by_alias(scope, issuer.groups_of_new_users)
        made = self._users.new_user(email, identity.name[:255], (group.key for group in groups))
        return made.key if (await self._users.save(made)).success else None


async def external_login(scope: ReadScope, name: tuple[str, str]) -> UUID | None:
    """Return the key of the user who is linked to an issuer and subject, or None."""
    issuer, subject = name
    named = (external_logins.c.issuer == issuer) & (external_logins.c.subject == subject)
    key: UUID | None = await scope.scalar(select(external_logins.c.user_key).where(named))
    return key
