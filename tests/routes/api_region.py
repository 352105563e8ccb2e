"""A region whose workshops have told, and tokens of everybody who may have one, in a running server."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
from sqlalchemy import Connection

from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.region.tokens import SCOPES
from app.store import accounts, jobs, mapping_themes, region, tokens, visions, webhooks
from app.working.order import Order
from tests.routes.told_places import summary, tell
from tests.server import Server

SECRET = "Hemmelige ord fra Smøla"
MUNICIPALITIES = (
    Municipality(number="1573", name="Smøla", units=(Unit(name="Skole A", kind="school"),)),
    Municipality(number="1576", name="Aure", units=(Unit(name="Barnehage C", kind="kindergarten"),)),
)
ROLES = (
    "coordinator",
    "coordinator of the municipality",
    "coordinator of another municipality",
    "coordinator elsewhere",
    "reader",
    "facilitator of the network",
    "administrator",
)


@dataclass
class There:
    """A region by its ids, and the secret of a token of each role, whoever may make one or not."""

    server: Server
    network: int
    other: int
    smola: int
    aure: int
    school: int
    workshop: str
    shared: int
    summary: str
    webhook: str
    export: str
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> dict[str, Any]:
        """The ids as addresses name them."""
        return {
            "network": self.network,
            "workshop": self.workshop,
            "theme": self.shared,
            "summary": self.summary,
            "webhook": self.webhook,
            "export": self.export,
        }

    def program(self, who: str = "coordinator") -> httpx2.AsyncClient:
        """A program that has the token of this role."""
        return self.server.visitor(authorization=f"Bearer {self.secrets[who]}")


async def token_for(server: Server, email: str, place: Place, *scopes: str, days: int = 30) -> str:
    """A token of an account, put straight into the table: also where nobody could make one."""
    now = server.house.clock()
    wanted = [one for one in SCOPES if not scopes or one in scopes]

    def put(connection: Any) -> str:
        account = accounts.by_email(connection, email)
        assert account is not None
        return tokens.make(
            connection, account.id, name="Prøve", place=place, scopes=wanted, now=now, ends=now + timedelta(days=days)
        )

    return await server.house.database.write(put)


async def export_made(server: Server, account: str, network: int) -> str:
    """An export of somebody's that is ready, by whatever process."""
    now = server.house.clock()

    def make(connection: Connection) -> str:
        order = Order(kind="heard", format="csv", network=network, places=((network,),))
        job = jobs.ask(connection, account, network, order.model_dump_json(), now=now)
        jobs.claim(connection, "far", now=now)
        jobs.keep(connection, job, "far", 0, b"a;b", now=now, progress=80)
        jobs.finish(connection, job, "far", name="a.csv", media_type="text/csv", size=3, made_of="", now=now)
        return job

    return await server.house.database.write(make)


async def api_region(server: Server) -> There:
    """The region: in Nordmøre, a workshop of Smøla with words in it, a shared theme, a published vision, a webhook."""
    for name in ("Nordmøre", "Romsdal"):
        network = Network(name=name, municipalities=MUNICIPALITIES)
        await server.house.database.write(lambda c, network=network: region.save_network(c, network))  # type: ignore[misc]
    nordmore, romsdal = await server.house.database.read(region.networks)
    aure, smola = nordmore.municipalities
    top = nordmore.id or 0
    places = {
        "coordinator": Grant("coordinator", Place(top)),
        "coordinator of the municipality": Grant("coordinator", Place(top, smola.id)),
        "coordinator of another municipality": Grant("coordinator", Place(top, aure.id)),
        "coordinator elsewhere": Grant("coordinator", Place(romsdal.id or 0)),
        "reader": Grant("reader", Place(top)),
        "facilitator of the network": Grant("facilitator", Place(top)),
        "administrator": Grant("administrator"),
    }
    author = None
    for number, grant in enumerate(places.values()):
        browser = await server.account(f"a{number}@example.no", grant=grant)
        author = author or browser
    assert author is not None
    now = server.house.clock()
    said = summary(
        {"Ute": [(SECRET, "child"), ("Mer hav", None)], "Inne": [("Varme rom", None)]}, title="Skolen i 2040"
    )
    workshop = await tell(server, [smola.units[0].id or 0], said)
    shared = await server.house.database.write(
        lambda c: mapping_themes.make_shared(c, Place(top), "Nær naturen", (), who=None, now=now)
    )
    made = await author.post(f"/region/{top}/visions", data={"place": str(top), "language": "nb"})
    vision = made.headers["location"].rsplit("/", 1)[1]
    await server.house.database.write(lambda c: visions.publish(c, vision, 1, {}, now=now))
    account = await server.house.database.read(lambda c: accounts.by_email(c, "a0@example.no"))
    assert account is not None
    webhook, _ = await server.house.database.write(
        lambda c: webhooks.make(c, account.id, Place(top), "https://example.no/", ["summary.published"], now=now)
    )
    there = There(
        server,
        top,
        romsdal.id or 0,
        smola.id or 0,
        aure.id or 0,
        smola.units[0].id or 0,
        workshop,
        shared,
        vision,
        webhook,
        await export_made(server, account.id, top),
    )
    for number, (who, grant) in enumerate(places.items()):
        there.secrets[who] = await token_for(server, f"a{number}@example.no", grant.place or Place(top))
    return there
