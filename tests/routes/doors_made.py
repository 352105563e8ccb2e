"""What stands behind the doors that are knocked at: made beside a running server, by those who may."""

from sqlalchemy import Connection

from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.store import accounts, jobs, mapping_themes, pathways, plans, region, tokens, visions, webhooks
from app.working.order import Order
from app.workshop.summary import CommitmentSummary
from tests.routes.doors_table import SECRET
from tests.routes.told_region import tells
from tests.server import Server, cookies_of, new_id


async def region_made(server: Server) -> tuple[int, int, dict[str, str]]:
    """A network with two municipalities, another network, and the cookies of those who have a role in them."""
    here = Municipality(number="1573", name="Smøla", units=(Unit(name="Skole A", kind="school"),))
    other = Municipality(number="1576", name="Aure", units=(Unit(name="Skole C", kind="school"),))
    for name in ("Nordmøre", "Romsdal"):
        there = Network(name=name, municipalities=(here, other))
        await server.house.database.write(lambda c, there=there: region.save_network(c, there))  # type: ignore[misc]
    nordmore, romsdal = await server.house.database.read(region.networks)
    aure, smola = nordmore.municipalities
    assert nordmore.id is not None
    assert romsdal.id is not None
    assert smola.id is not None
    given = {
        "coordinator": Grant("coordinator", Place(nordmore.id)),
        "coordinator elsewhere": Grant("coordinator", Place(romsdal.id)),
        "coordinator of the municipality": Grant("coordinator", Place(nordmore.id, smola.id)),
        "coordinator of another municipality": Grant("coordinator", Place(nordmore.id, aure.id)),
        "reader": Grant("reader", Place(nordmore.id)),
        "facilitator of the network": Grant("facilitator", Place(nordmore.id)),
    }
    cookies = {
        who: cookies_of(await server.account(f"{number}@example.no", grant=grant))
        for number, (who, grant) in enumerate(given.items())
    }
    return nordmore.id, smola.id, cookies


async def person_made(server: Server, network: int) -> str:
    """Somebody with a role in the network, who knocks at no door."""
    await server.account("spare@example.no", grant=Grant("facilitator", Place(network)))
    there = await server.house.database.read(lambda c: accounts.by_email(c, "spare@example.no"))
    assert there is not None
    return there.id


async def plans_made(server: Server, network: int) -> dict[str, str]:
    """What the network has planned, and a commitment that a workshop of units in two municipalities tells."""

    def begin(connection: Connection) -> tuple[str, str]:
        facts = {"title": SECRET, "what": SECRET, "due": server.house.clock().date(), "gathering": None}
        plans.save_task(connection, network, None, 0, **facts)  # type: ignore[arg-type]
        pathways.begin_pathways(connection, network, [SECRET])
        task, *_ = plans.plan_of(connection, network).tasks
        pathway, *_ = pathways.pathways_of(connection, network)
        return str(task.id), str(pathway.id)

    task, pathway = await server.house.database.write(begin)
    there = next(one for one in await server.house.database.read(region.networks) if one.id == network)
    aure, smola = there.municipalities
    units = [aure.units[0].id or 0, smola.units[0].id or 0]
    made = CommitmentSummary(id="c1", what=SECRET, who="", when="", theme="")
    workshop = await tells(server, units, {"child": 9}, title=SECRET, commitments=[made])
    ids = {"task": task, "pathway": pathway, "stage": "1", "workshop": workshop, "commitment": "c1"}
    return {**ids, "unit": str(units[1])}


async def shared_made(server: Server, network: int) -> int:
    """A shared theme of the network."""
    return await server.house.database.write(
        lambda c: mapping_themes.make_shared(c, Place(network), SECRET, (), who=None, now=server.house.clock())
    )


async def vision_made(server: Server, network: int) -> str:
    """A vision of the network."""
    author = await server.account(f"{new_id()}@example.no", grant=Grant("coordinator", Place(network)))
    made = await author.post(f"/region/{network}/visions", data={"place": str(network), "language": "nb"})
    return made.headers["location"].rsplit("/", 1)[1]


async def public_made(server: Server, network: int) -> str:
    """The key of another one that is public."""
    vision = await vision_made(server, network)
    now = server.house.clock()
    await server.house.database.write(lambda c: visions.publish(c, vision, 1, {}, now=now))
    kept = await server.house.database.read(lambda c: visions.by_id(c, vision))
    assert kept is not None
    assert kept.key is not None
    return kept.key


async def job_made(server: Server, network: int) -> str:
    """A file that somebody else has asked for."""
    await server.account("asker@example.no", grant=Grant("coordinator", Place(network)))
    there = await server.house.database.read(lambda c: accounts.by_email(c, "asker@example.no"))
    assert there is not None
    order = Order(kind="heard", format="csv", network=network, places=((network,),)).model_dump_json()
    now = server.house.clock()
    return await server.house.database.write(lambda c: jobs.ask(c, there.id, network, order, now=now))


async def token_made(server: Server, network: int) -> str:
    """A token of the network's coordinator."""
    now = server.house.clock()

    def put(connection: Connection) -> str:
        account = accounts.by_email(connection, "0@example.no")
        assert account is not None
        tokens.make(connection, account.id, name=SECRET, place=Place(network), scopes=["export"], now=now, ends=now)
        return tokens.in_network(connection, network)[0].id

    return await server.house.database.write(put)


async def webhook_made(server: Server, network: int) -> str:
    """A webhook of the network, where nobody listens."""
    now = server.house.clock()

    def put(connection: Connection) -> str:
        account = accounts.by_email(connection, "0@example.no")
        assert account is not None
        url = f"https://localhost:1/{SECRET}"
        return webhooks.make(connection, account.id, Place(network), url, ["workshop.closed"], now=now)[0]

    return await server.house.database.write(put)
