"""Two editors, one confined to a branch: `python examples/who_may_see_what.py`.

Makes a database in a temporary folder, signs both in, and asks what each may see and do.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from copydesk.db import Database
from copydesk.identity import Policies, Principal, Verb
from copydesk.identity.first_start import prepare_first_start
from copydesk.identity.principal_cache import PrincipalCache
from copydesk.identity.room import Identity, create_identity, register_handlers
from copydesk.identity.sessions import SignedIn
from copydesk.notifications import EventAggregator, HandlerRegistry
from copydesk.system import random_key, utc_now

PASSWORD = "the quick brown fox"  # noqa: S105 - an invention for the example
NEWS, SPORT = "-1,10", "-1,20"


async def main(folder: Path) -> None:
    handlers, cache = HandlerRegistry(), PrincipalCache()
    register_handlers(handlers, cache)
    async with await Database.open(f"sqlite:///{folder}/copydesk.db", EventAggregator(handlers)) as database:
        identity = create_identity(database, cache, utc_now, random_key)
        await prepare_first_start(database, identity)
        ada = await come_in(identity, "ada@example.org")
        grace = await come_in(identity, "grace@example.org", start_node=10)
        for principal in (await who(identity, ada), await who(identity, grace)):
            tell(principal)
        print("equal rights, one profile:", (await who(identity, ada)).profile == (await who(identity, grace)).profile)
        await identity.users.disable(grace.user_key)
        answer = await identity.principals.of_session(grace.session)
        print("disabled, and gone at once:", answer is None)


async def come_in(identity: Identity, email: str, start_node: int | None = None) -> SignedIn:
    editors = await identity.groups.find("editor")
    user = identity.users.new_user(email, email.partition("@")[0].title(), (group.key for group in editors))
    user.document_start_nodes = frozenset({start_node} if start_node else ())
    await identity.users.save(user)
    await identity.users.set_password(user.key, PASSWORD)
    answer = await identity.sign_in.sign_in(email, PASSWORD)
    assert isinstance(answer, SignedIn), answer  # noqa: S101 - an example that goes wrong should say so
    return answer


async def who(identity: Identity, signed_in: SignedIn) -> Principal:
    return await identity.authenticator.authenticate(signed_in.access_token)


def tell(principal: Principal) -> None:
    profile = principal.profile
    print(f"{principal.name}:")
    print("  hears of documents:", Policies().allows("TreeAccessDocuments", profile))
    print("  may publish news:", profile.may(Verb.PUBLISH, NEWS))
    print("  may publish sport:", profile.may(Verb.PUBLISH, SPORT))


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        asyncio.run(main(Path(temporary)))
