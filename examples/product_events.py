"""A kind of entity of one's own that is live like a document: notifications, a service, rights, routes, events.

`python examples/product_events.py` prints:

    refused: Chair costs -20 EUR; nobody pays us to take it
    Sam, who may open the shop, hears:
      Created Umbraco:Custom:Product
      Updated Umbraco:Custom:Product
    Wanda, who may not, hears:
      nothing
    Wanda asks for the list: 403
    Sam asks for the list: Chair for 30 EUR
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import aiohttp
import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import get, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.params import JSONBody
from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid, insert, select, update
from sqlalchemy.schema import CreateTable

from copydesk.bootstrap import Copydesk
from copydesk.client import EventFeed, ServerEvent
from copydesk.composition import Builder
from copydesk.db import Databases
from copydesk.identity import Principal
from copydesk.identity.http_access import allow
from copydesk.identity.sessions import SignedIn
from copydesk.journal import acting
from copydesk.notifications import EventMessage, EventMessages, EventMessageType, SavedNotification, SavingNotification
from copydesk.server_events import NO_KEY, EventType, ServerEventRouter
from copydesk.serving import served
from copydesk.settings import load_settings
from copydesk.system import random_key

PRODUCTS = "Umbraco:Custom:Product"
CLOSING_TIME = ServerEvent(event_type="ClosingTime", event_source="Shop", key=NO_KEY)
PASSWORD = "the quick brown fox"  # noqa: S105 - an invention for the example


# --- the entity, its notifications, its service


class Product(msgspec.Struct):
    name: str
    price: int
    key: UUID | None = None


class ProductSavingNotification(SavingNotification[Product]):
    pass


class ProductSavedNotification(SavedNotification[Product]):
    pass


products = Table(
    "products",
    MetaData(),
    Column("key", Uuid, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("price", Integer, nullable=False),
)


class ProductService:
    def __init__(self, databases: Databases) -> None:
        self.databases = databases

    async def save(self, product: Product, actor: UUID) -> EventMessages | None:
        """Save a product; what vetoing handlers say comes back, and then nothing is saved."""
        async with acting(actor), self.databases.write("ProductService.save") as scope:
            saving = ProductSavingNotification([product])
            refused = await scope.notifications.publish_cancelable(saving)
            if not refused:
                known = await scope.scalar(select(products.c.key).where(products.c.name == product.name))
                product.key, is_new = known or random_key(), known is None
                row = msgspec.structs.asdict(product)
                change = insert(products) if is_new else update(products).where(products.c.key == known)
                await scope.execute(change.values(row))
                saved = ProductSavedNotification([product]).with_state_from(saving)
                saved.state["is new"] = is_new
                scope.notifications.publish(saved)
            scope.complete()
        return saving.messages if refused else None

    async def all(self) -> list[Product]:
        async with self.databases.read("ProductService.all") as scope:
            rows = await scope.execute(select(products.c.name, products.c.price, products.c.key))
            return [Product(row.name, row.price, row.key) for row in rows]


# --- handlers


def price_must_make_sense(notification: ProductSavingNotification) -> None:
    for product in notification.saved_entities:
        if product.price < 0:
            text = f"{product.name} costs {product.price} EUR; nobody pays us to take it"
            notification.cancel_operation(EventMessage("Price", text, EventMessageType.ERROR))


class TellOfProducts:
    def __init__(self, router: ServerEventRouter) -> None:
        self.router = router

    async def handle(self, notification: ProductSavedNotification) -> None:
        what = EventType.CREATED if notification.state["is new"] else EventType.UPDATED
        for product in notification.saved_entities:
            if product.key is not None:
                await self.router.route_event(ServerEvent(event_type=what, event_source=PRODUCTS, key=product.key))


# --- routes


@get("/products", opt=allow("ProductAccess"))
@inject
async def list_products(service: FromDishka[ProductService]) -> list[Product]:
    return await service.all()


@post("/products", opt=allow("ProductAccess"))
@inject
async def save_product(
    data: JSONBody[Product], principal: NamedDependency[Principal], service: FromDishka[ProductService]
) -> Product:
    if principal.key and (refused := await service.save(data, principal.key)):
        raise ClientException("; ".join(message.message for message in refused))
    return data


# --- the composer: what a package names in the entry point group `copydesk.composers`


async def create_table(databases: Databases) -> None:
    async with databases.write("create products") as scope:
        await scope.execute(CreateTable(products, if_not_exists=True))
        scope.complete()


def compose(builder: Builder) -> None:
    builder.provide(ProductService)
    builder.handlers.add(ProductSavingNotification, price_must_make_sense)
    builder.handlers.add(ProductSavedNotification, TellOfProducts)
    builder.policies.add("ProductAccess", lambda profile: "shop" in profile.sections)
    builder.authorizers.map(PRODUCTS, "ProductAccess")
    builder.routes += [list_products, save_product]
    builder.on_start.append(create_table)


# --- a day in the shop


async def main(folder: Path) -> None:
    settings = load_settings(database=f"sqlite:///{folder}/desk.db", composers=())
    async with Copydesk(settings, compose) as desk, served(desk) as address:
        sam, wanda = await token_of(desk, "Sam", "shop"), await token_of(desk, "Wanda", "content")
        listening = [asyncio.Event(), asyncio.Event()]
        hears = [
            asyncio.create_task(heard(address, token, ready))
            for token, ready in zip((sam, wanda), listening, strict=True)
        ]
        await asyncio.gather(*(ready.wait() for ready in listening))
        await trade(address, sam)
        await desk.rooms.events.router.broadcast_event(CLOSING_TIME)
        for name, task in zip(("Sam, who may open the shop", "Wanda, who may not"), hears, strict=True):
            print(f"{name}, hears:", *(await task or ["nothing"]), sep="\n  ")
        print("Wanda asks for the list:", (await asked(address, wanda))[0])
        print("Sam asks for the list:", "{name} for {price} EUR".format(**(await asked(address, sam))[1][0]))


async def trade(address: str, token: str) -> None:
    async with visitor(address, token) as http:
        for price in (20, -20, 30):
            answer = await http.post("/products", json={"name": "Chair", "price": price})
            if not answer.ok:
                print("refused:", (await answer.json())["detail"])


async def heard(address: str, token: str, ready: asyncio.Event) -> list[str]:
    lines: list[str] = []
    async with EventFeed(address, token, on_live=ready.set) as feed:
        async for told in feed.follow():
            match told:
                case ServerEvent(event_type="ClosingTime"):
                    break
                case ServerEvent():
                    lines.append(f"{told.event_type} {told.event_source}")
    return lines


async def asked(address: str, token: str) -> tuple[int, Any]:
    async with visitor(address, token) as http, http.get("/products") as answer:
        return answer.status, await answer.json()


def visitor(address: str, token: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(address, headers={"Authorization": f"Bearer {token}"})


async def token_of(desk: Copydesk, name: str, section: str) -> str:
    """Make a user who may open one section of the back office, and sign them in."""
    identity = desk.rooms.identity
    group = identity.groups.new_group(section, section)
    group.sections = frozenset({section})
    await identity.groups.save(group)
    user = identity.users.new_user(f"{name}@example.org", name, [group.key])
    await identity.users.save(user)
    await identity.users.set_password(user.key, PASSWORD)
    signed_in = await identity.sign_in.sign_in(user.email, PASSWORD)
    assert isinstance(signed_in, SignedIn)  # noqa: S101 - an example that goes wrong should say so
    return signed_in.access_token


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        asyncio.run(main(Path(temporary)))
