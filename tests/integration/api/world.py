"""A whole server with somebody of each role, and fresh objects for them to try their rights on."""

import itertools
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

import httpx

from copydesk.bootstrap import Copydesk
from copydesk.content import DocumentType, Language, PropertyType
from copydesk.content.importing.imports import ImportOrder
from copydesk.content.model import Document
from copydesk.identity import Principal, PrincipalKind
from copydesk.identity.model import ADMINISTRATORS, User
from copydesk.identity.paths import ROOT
from copydesk.identity.profile import NO_RIGHTS
from copydesk.identity.sessions import SignedIn
from copydesk.identity.tokens import AccessTokens
from copydesk.system import random_key, utc_now
from tests.integration.api.matrix import Kind, Place, Role

__all__ = ["World"]

Objects: TypeAlias = dict[Place | str, dict[str, str]]
PASSWORD = "correct horse battery"


class World:
    """Makes whom and what the matrix needs."""

    def __init__(self, desk: Copydesk) -> None:
        self.desk = desk
        self.homes: dict[Place, Document] = {}
        self._numbers = itertools.count(1)

    @property
    def _content(self) -> Any:
        return self.desk.rooms.content

    async def prepare(self) -> None:
        await self.desk.rooms.languages.save(Language("en-US", "English", is_default=True))
        await self._type("page")
        await self._type("article", PropertyType("body"))
        for place in (Place.OPEN, Place.CLOSED):
            home = self.homes[place] = await self._page(place.name.title(), None)
            assert (await self._content.publish(home)).success

    async def client(self, role: Role) -> httpx.AsyncClient:
        """Return the client of somebody with this role."""
        token = await self._token(role)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.desk), base_url="http://copydesk", headers=headers)

    async def objects(self, kind: Kind) -> Objects:
        """Return fresh objects of a kind by where they are, each as the names that requests are filled in with."""
        fresh = {"fresh": str(next(self._numbers)), "fresh_key": str(random_key()), "path": "x"}
        making = {
            Kind.DOCUMENT: self._documents,
            Kind.TRASHED: self._trashed,
            Kind.USER: self._users,
            Kind.GROUP: self._groups,
            Kind.API_KEY: self._api_keys,
            Kind.TYPE: self._types,
            Kind.LANGUAGE: self._languages,
            Kind.BLUEPRINT: self._blueprints,
            Kind.FOLDER: self._folders,
            Kind.IMPORT: self._imports,
        }
        nowhere = {Kind.ROOT: Place.ROOT, Kind.WHOLE_BIN: Place.BIN}.get(kind, "")
        made = await making[kind]() if kind in making else {nowhere: {}}
        return {where: fresh | names for where, names in made.items()}

    async def _documents(self) -> Objects:
        return {place: await self._document(place) for place in self.homes}

    async def _trashed(self) -> Objects:
        names = await self._document(Place.OPEN)
        document = await self._content.get_by_key(UUID(names["key"]))
        assert (await self._content.move_to_recycle_bin(document)).success
        return {Place.BIN: names}

    async def _users(self) -> Objects:
        administrators = await self.desk.rooms.identity.groups.find(ADMINISTRATORS)
        return {
            "ordinary": {"key": str((await self._user()).key)},
            "administrator": {"key": str((await self._user(administrators[0].key)).key)},
        }

    async def _groups(self) -> Objects:
        return {"group": {"key": str(await self._group({}))}}

    async def _api_keys(self) -> Objects:
        created = await self.desk.rooms.identity.api_keys.create("robot", [])
        assert created.api_key is not None
        return {"key": {"key": str(created.api_key.key)}}

    async def _types(self) -> Objects:
        return {"type": await self._type(f"type{next(self._numbers)}")}

    async def _languages(self) -> Objects:
        await self.desk.rooms.languages.save(Language("nl-NL", "Dutch"))
        return {"language": {"code": "nl-NL"}}

    async def _blueprints(self) -> Objects:
        blueprint = await self._content.create_blueprint(self.homes[Place.OPEN], f"B{next(self._numbers)}")
        assert (await self._content.save_blueprint(blueprint)).success
        return {"blueprint": {"key": str(blueprint.key), "home": str(self.homes[Place.OPEN].key)}}

    async def _folders(self) -> Objects:
        folder = await self._content.create_blueprint_folder(f"F{next(self._numbers)}")
        return {"folder": {"key": str(folder.key)}}

    async def _imports(self) -> Objects:
        stranger = Principal(PrincipalKind.USER, NO_RIGHTS, random_key())
        order = ImportOrder("article", "body", None, -1, publish=False)
        made = await self.desk.rooms.imports.begin(stranger, order)
        return {"import": {"key": str(made.key)}}

    async def _type(self, alias: str, *properties: PropertyType) -> dict[str, str]:
        made = DocumentType(alias, random_key(), own_properties=properties, allowed_children=frozenset({alias}))
        outcome, _ = await self.desk.rooms.document_types.save(made)
        assert outcome.success
        return {"key": str(made.key), "alias": alias}

    async def _document(self, place: Place) -> dict[str, str]:
        home = self.homes[place]
        document = await self._page("Page", home)
        assert (await self._content.publish(document)).success
        [version, *_] = await self._content.versions(document.id)
        return {"key": str(document.key), "home": str(home.key), "version_id": str(version.id)}

    async def _page(self, name: str, parent: Document | None) -> Document:
        document: Document = await self._content.create("page", name, parent.id if parent else -1)
        assert (await self._content.save(document)).success
        return document

    async def _group(self, fields: dict[str, Any]) -> Any:
        groups = self.desk.rooms.identity.groups
        group = groups.new_group(f"group{next(self._numbers)}", "Group")
        for name, value in fields.items():
            setattr(group, name, frozenset(value))
        assert (await groups.save(group)).success
        return group.key

    async def _user(self, *groups: Any) -> User:
        users = self.desk.rooms.identity.users
        user = users.new_user(f"user{next(self._numbers)}@example.org", "User", groups)
        assert (await users.save(user)).success
        return user

    async def _groups_of(self, role: Role) -> list[Any]:
        if role.name == "an administrator":
            return [group.key for group in await self.desk.rooms.identity.groups.find(ADMINISTRATORS)]
        if not role.group:
            return []
        start = {ROOT} if Place.ROOT in role.places else {self.homes[place].id for place in role.places}
        return [await self._group({"verbs": role.verbs, **role.group, "document_start_nodes": start})]

    async def _token(self, role: Role) -> str | None:
        identity = self.desk.rooms.identity
        if role.name == "nobody":
            return None
        groups = await self._groups_of(role)
        if not role.is_user:
            return str((await identity.api_keys.create("service", groups)).shown)
        user = await self._user(*groups)
        assert (await identity.users.set_password(user.key, PASSWORD)).success
        signed_in = await identity.sign_in.sign_in(user.email, PASSWORD)
        assert isinstance(signed_in, SignedIn)
        if role.name == "a disabled user":
            assert (await identity.users.disable(user.key)).success
        if role.name == "somebody with an expired token":
            ring, before = await identity.signing_keys.for_signing(), utc_now() - timedelta(hours=1)
            return AccessTokens().issue(ring, user=user.key, session=signed_in.session, token=random_key(), now=before)
        return signed_in.access_token
