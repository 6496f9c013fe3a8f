"""The identity room put together: everything about users of one tenant, on one node."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from copydesk.db import Databases
from copydesk.identity.api_keys import ApiKeyService
from copydesk.identity.authenticator import Authenticator
from copydesk.identity.external import ExternalIssuer, ExternalTokens, KeyFetcher
from copydesk.identity.external_users import ExternalUsers
from copydesk.identity.group_service import UserGroupService
from copydesk.identity.notifications import RightsChangedNotification
from copydesk.identity.outcome import Outcome, decided
from copydesk.identity.passwords import PasswordHashes
from copydesk.identity.places import Places
from copydesk.identity.ports import NewId, NodePaths, NoPaths, Now
from copydesk.identity.principal import Caller
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.principals import Principals
from copydesk.identity.rate_limit import ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, Rate, SignInRateLimit
from copydesk.identity.service import UserService
from copydesk.identity.sessions import Sessions
from copydesk.identity.sign_in import LockoutOptions, SignInService
from copydesk.identity.signing_keys import SigningKeys
from copydesk.identity.tokens import AccessTokens
from copydesk.identity.user_editing import UserEditing
from copydesk.notifications import DistributedCacheHandler, HandlerRegistry

__all__ = ["Identity", "IdentityOptions", "create_identity", "register_handlers"]

_BEFORE_ALL_OTHERS = -1000


@dataclass(frozen=True, slots=True)
class IdentityOptions:
    """How users come in."""

    issuer: str = "copydesk"
    """Who signs the access tokens."""
    audience: str = "copydesk"
    """For whom they are; give each tenant its own, so that a token of one opens nothing in another."""
    access_token_lifetime: timedelta = timedelta(minutes=10)
    session_lifetime: timedelta = timedelta(days=14)
    """After this the password is asked for again."""
    lockout: LockoutOptions = field(default_factory=LockoutOptions)
    attempts_per_account: Rate = ATTEMPTS_PER_ACCOUNT
    attempts_per_address: Rate = ATTEMPTS_PER_ADDRESS
    external_issuers: tuple[ExternalIssuer, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What other rooms and doors use."""

    databases: Databases
    users: UserService
    editing: UserEditing
    groups: UserGroupService
    api_keys: ApiKeyService
    sign_in: SignInService
    sessions: Sessions
    signing_keys: SigningKeys
    principals: Principals
    authenticator: Authenticator
    places: Places

    async def decide(self, caller: Caller, work: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Let `caller` make a change that any caller may make whom the door lets in, if it lets them in by then.

        Args:
            caller: Who wants it.
            work: Makes the change, while nobody else changes users, user groups or API keys.
        """
        return await decided(self.databases, "Identity.decide", caller, lambda *_: work())


def register_handlers(handlers: HandlerRegistry, cache: PrincipalCache) -> None:
    """Let `cache` forget, before any other handler runs, whoever's rights have changed."""
    handlers.add(
        RightsChangedNotification, cache.rights_changed, order=_BEFORE_ALL_OTHERS, marker=DistributedCacheHandler
    )


def create_identity(
    databases: Databases,
    cache: PrincipalCache,
    now: Now,
    new_id: NewId,
    *,
    options: IdentityOptions | None = None,
    hashes: PasswordHashes | None = None,
    paths: NodePaths | None = None,
    fetcher: KeyFetcher | None = None,
) -> Identity:
    """Put the room together.

    Args:
        databases: The tenant's database.
        cache: The cache that `register_handlers` was given for this tenant.
        now: The time.
        new_id: Makes keys.
        options: How users come in.
        hashes: Makes and checks password hashes; left out, with the parameters that pwdlib recommends.
        paths: Knows where start nodes stand in their trees.
        fetcher: Fetches the keys of external issuers; without it, none are accepted.
    """
    chosen = options or IdentityOptions()
    passwords = hashes or PasswordHashes()
    tokens = AccessTokens(chosen.issuer, chosen.audience, chosen.access_token_lifetime)
    keys = SigningKeys(databases, now)
    users = UserService(databases, passwords, now, new_id)
    sessions = Sessions(databases, tokens, keys, now, new_id, lifetime=chosen.session_lifetime)
    nodes = paths or NoPaths()
    principals = Principals(databases, cache, now, nodes)
    limit = SignInRateLimit(chosen.attempts_per_account, chosen.attempts_per_address)
    external = _external(chosen.external_issuers, fetcher)
    return Identity(
        databases=databases,
        users=users,
        editing=UserEditing(databases, users, sessions, nodes),
        groups=UserGroupService(databases, now, new_id),
        api_keys=ApiKeyService(databases, now, new_id),
        sign_in=SignInService(databases, passwords, sessions, limit, now, new_id, chosen.lockout),
        sessions=sessions,
        signing_keys=keys,
        principals=principals,
        authenticator=Authenticator(tokens, keys, principals, now, external, ExternalUsers(databases, users)),
        places=Places(databases, nodes),
    )


def _external(issuers: Iterable[ExternalIssuer], fetcher: KeyFetcher | None) -> list[ExternalTokens]:
    return [ExternalTokens(issuer, fetcher) for issuer in issuers] if fetcher is not None else []
