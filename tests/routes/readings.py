"""All that somebody can read of a world: pages, what programs are told, files, what webhooks are sent.

Pages are found as a visitor finds them, by the links on those before; whoever adds a page has it read here.
"""

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from html import unescape
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urldefrag

import httpx2
import pytest
from sqlalchemy import select

from app.cli.exporting import export
from app.export import FORMATS as OF_WORKSHOPS
from app.export.csv_file import TABLES as TABLES_OF_WORKSHOPS
from app.export.vision import FORMATS, TABLES
from app.i18n import UNIT_KINDS
from app.region.rights import Grant, Place
from app.region.tokens import SCOPES
from app.store import accounts, tokens, visions
from app.store.tables import WebhookDeliveryRow, table_of
from app.store.workshops import CODE_DIGITS, by_id
from app.working.making import make
from app.working.order import KINDS, Kind, Order
from app.workshop.people import GROUPS
from tests.routes.worlds import World, person

Read = dict[str, str]
"""What was read, by who and where."""

_TOLD: tuple[Kind, ...] = ("picture", "statements", "heard")
_deliveries = table_of(WebhookDeliveryRow)
_LINK = re.compile(r'\b(?:href|hx-get)="([^"]*)"')
_PDF = re.compile(rb"/(?:ID|CreationDate|ModDate)[^\n]*|<xmp:[^\n]*")


def grants_of(world: World) -> dict[str, Grant]:
    """Who reads: of the whole network, of a part of it, and those who only plan there."""
    top, here = Place(world.network.id or 0), world.network.municipalities[1]
    return {
        "coordinator": Grant("coordinator", top),
        "coordinator of a municipality": Grant("coordinator", Place(top.network, here.id)),
        "reader": Grant("reader", top),
        "facilitator": Grant("facilitator", top),
    }


class Readers:
    """Everybody who reads a world, on as many days as they like."""

    def __init__(self, world: World, folder: Path, *, thorough: bool = False) -> None:
        self.world = world
        self.folder = folder
        self.thorough = thorough
        self.groups = GROUPS if thorough else ("child", "politician")
        self.municipalities = [str(one.id) for one in world.network.municipalities] if thorough else []
        self.browsers: dict[str, httpx2.AsyncClient] = {}
        self.vision = ""
        self.public = ""

    async def come(self) -> None:
        """Each has an account; the coordinator drafts the network's vision and publishes it."""
        for who, grant in grants_of(self.world).items():
            if who == "reader" and not self.thorough:
                continue  # who sees what a coordinator sees
            self.browsers[who] = await self.world.server.account(f"{who.replace(' ', '-')}@example.no", grant=grant)
        kari, top = self.browsers["coordinator"], self.world.network.id
        made = await kari.post(f"/region/{top}/visions", data={"place": str(top), "language": "nb"})
        self.vision = made.headers["location"]
        assert (await kari.post(f"{self.vision}/publish", data={"version": "1"})).status_code == 303
        with self.world.database.reading() as connection:
            kept = visions.by_id(connection, self.vision.rpartition("/")[2])
        assert kept is not None
        self.public = f"/fremtidsbilde/{kept.key}"

    async def come_again(self) -> None:
        """Another day, the coordinator counts anew, and publishes that."""
        kari = self.browsers["coordinator"]
        assert (await kari.post(f"{self.vision}/refresh")).status_code == 303
        assert (await kari.post(f"{self.vision}/publish", data={"version": "2"})).status_code == 303

    async def everything(self) -> Read:
        """All that all of them read."""
        read: Read = {}
        for who in self.browsers:
            read |= {f"{who}: {at}": text async for at, text in self._pages(who)}
        read |= {f"anybody: {at}": text async for at, text in self._public()}
        read |= {f"program: {at}": text async for at, text in self._told_to_programs()}
        read |= dict(self._files())
        read |= dict(self._exported())
        read |= dict(self._sent())
        return read

    async def numbers(self) -> Read:
        """Where the numbers of people stand that are added up, and what webhooks are sent: little, and soon read."""
        at = f"/region/{self.world.network.id}?open=all"
        read = {f"coordinator: {at}": self._plain((await self.browsers["coordinator"].get(at)).text)}
        read |= {f"program: {at}": text async for at, text in self._told_to_programs()}
        read |= dict(self._files(("picture of network", "heard of network"), ("json", "csv")))
        return read | dict(self._exported(("json",))) | dict(self._sent())

    async def _pages(self, who: str) -> AsyncIterator[tuple[str, str]]:
        """Every page of the region that leads from its first ones, and every search."""
        top, browser = self.world.network.id, self.browsers[who]
        searches = self._searches() if self.thorough or who == "coordinator" else ()
        ahead = [
            f"/region/{top}",
            f"/region/{top}?open=all",
            f"/region/{top}/plan",
            f"{self.vision}/versions/1/2",
            *searches,
        ]
        known = set(ahead)
        while ahead:
            at = ahead.pop()
            answer = await browser.get(at)
            text = self._plain(answer.text)
            yield at, f"{answer.status_code}\n{text}"
            if answer.status_code != 200:
                continue
            for link in map(unescape, _LINK.findall(text)):
                there = urldefrag(link)[0]
                if there not in known and self._is_page(there, who, of=at):
                    known.add(there)
                    ahead.append(there)

    def _is_page(self, link: str, who: str, of: str) -> bool:
        """Whether it is one more page of the region: not the same in another order, no file."""
        path, _, query = link.partition("?")
        if not path.startswith(f"/region/{self.world.network.id}") or "/file/" in path:
            return False
        asked = parse_qs(query)
        if path.endswith("/search"):
            return "after" in asked or "workshop" in asked or "/search" not in of
        if path.endswith("/workshops") and query and who != "coordinator" and not self.thorough:
            return False
        return asked.get("open", ["all"]) == ["all"] and asked.get("group", self.groups[:1])[0] in self.groups

    def _searches(self) -> Iterator[str]:
        here, groups, places = f"/region/{self.world.network.id}/search", ("", *self.groups), ("", *self.municipalities)
        for group, place, show in product(groups, places, ("", "themes")):
            yield f"{here}?q=ute&group={group}&municipality={place}&show={show}"
        yield from (f"{here}?q=alle+-ute&group={group}&from=2026-11-30" for group in groups)
        yield from (f"{here}?group={group}&kind={kind}" for group, kind in product(groups, tuple(UNIT_KINDS)[:2]))

    async def _public(self) -> AsyncIterator[tuple[str, str]]:
        """What everybody reads by the vision's link; and what some read by the receipt that their phone gave them."""
        nobody = self.world.server.visitor()
        for at in (self.public, f"{self.public}?language=nn"):
            yield at, self._plain((await nobody.get(at)).text)
        for name, called in (("A", "few"), ("B", "child"), ("C", "few"), ("C", "youth"), ("A and C", "child")):
            workshop = self.world.workshops[name]
            with self.world.database.reading() as connection:
                there = by_id(connection, workshop)
            assert there is not None
            assert len(there.code) == CODE_DIGITS
            signs = self.world.server.house.receipts.signs(workshop, person(name, called, 0).id)
            answer = await nobody.post("/receipt", data={"code": there.code + signs})
            yield f"receipt of {called} in {name}", f"{answer.status_code}\n{self._own(answer.text)}"

    def _own(self, page: str) -> str:
        """A receipt's page with the first of its owner's statements: how many they wrote, they know."""
        return self._plain(
            re.sub(r'(<li class="card">.*?)\s*(<li class="card">.*)?</ol>', r"\1</ol>", page, flags=re.DOTALL)
        )

    async def _told_to_programs(self) -> AsyncIterator[tuple[str, str]]:
        """Every resource that a token reads, page by page, as the API's own description lists them."""
        server, now = self.world.server, self.world.clock()
        with self.world.database.writing() as connection:
            kari = accounts.by_email(connection, "coordinator@example.no")
            assert kari is not None
            where = Place(self.world.network.id or 0)
            ends = now.replace(year=now.year + 1)
            secret = tokens.make(connection, kari.id, name="T", place=where, scopes=SCOPES, now=now, ends=ends)
        program = server.visitor(authorization=f"Bearer {secret}")
        paths = (await program.get("/api/v1/openapi.json")).json()["paths"]
        ids = await self._ids(program)
        for path, ways in paths.items():
            names = re.findall(r"{(\w+)}", path)
            if "get" not in ways or path.endswith(("/token", "/openapi.json", "/{format}")):
                continue
            for chosen in product(*(ids[name] for name in names)):
                at = path.format(**dict(zip(names, chosen, strict=True)))
                takes = {one["name"] for one in ways["get"].get("parameters", [])}
                queries = ["limit=50"]
                if "group" in takes:
                    queries += [f"limit=50&group={group}" for group in self.groups]
                if "municipality" in takes:
                    queries += [f"limit=50&municipality={one}" for one in self.municipalities]
                for query in queries:
                    async for page, text in _pages_of(program, at, query):
                        yield page, self._plain(text)

    async def _ids(self, program: httpx2.AsyncClient) -> Mapping[str, list[str]]:
        top = str(self.world.network.id)
        # Exports hold what ``_files`` reads, and none has been asked for.
        found: dict[str, list[str]] = {"network": [top], "vision": [], "export": []}
        lists = {"workshop": "workshops", "theme": "shared-themes", "summary": "summaries", "webhook": "webhooks"}
        for name, where in lists.items():
            answer = await program.get(f"/api/v1/networks/{top}/{where}")
            found[name] = [str(one["id"]) for one in answer.json()["items"]]
            assert found[name], where
        return found

    def _files(self, wanted: Sequence[str] = (), formats: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
        """The files that a region gives out, made as the press makes them; only ``wanted`` ones, where that is said."""
        with self.world.database.reading() as connection:
            for what, order in self._orders():
                if not wanted or (what in wanted and order.format in formats):
                    made = make(connection, order, self.world.clock(), lambda *_: None)
                    table = order.table if order.format == "csv" else ""
                    yield f"file: {what} {made.name} {table}", self._plain(text_in(made.content))

    def _orders(self) -> Iterator[tuple[str, Order]]:
        """All formats of the vision, with all tables; of the network and a municipality, all that is told there."""
        network, here = self.world.network.id or 0, self.world.network.municipalities[1].id or 0
        vision = self.vision.rpartition("/")[2]
        with self.world.database.reading() as connection:
            kept = visions.by_id(connection, vision)
        assert kept is not None
        for name in FORMATS:
            for table in TABLES if name == "csv" else TABLES[:1]:
                whole = Order(kind="vision", format=name, network=network, places=((network,),), table=table)
                yield "vision", whole.model_copy(update={"vision": vision, "version": kept.latest})
        kinds: dict[Kind, Sequence[str]] = {**KINDS, "picture": ("md", "json")}
        for kind, (where, ids) in product(_TOLD, {"network": (network,), "municipality": (network, here)}.items()):
            for name in kinds[kind]:
                yield f"{kind} of {where}", Order(kind=kind, format=name, network=network, places=(ids,))

    def _exported(self, formats: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
        """What the command line writes of the network, and of each workshop: what its facilitators take, too."""
        data, top = self.world.server.settings.data, self.world.network.name
        with pytest.MonkeyPatch.context() as patch, self.world.database.reading() as connection:
            patch.setattr("app.main.now", self.world.clock)
            for name in formats or ("json", "md"):
                out = self.folder / f"network.{name}"
                export(out=out, network=top, municipality="", unit="", code="", form=None, table="", data=data)
                yield f"export: network {name} ", self._plain(text_in(out.read_bytes()))
            for title, workshop in self.world.workshops.items():
                there = by_id(connection, workshop)
                if there is None or there.stage == "deleted":
                    continue
                for name in formats or (OF_WORKSHOPS if self.thorough or title == "C" else ("json",)):
                    for table in TABLES_OF_WORKSHOPS if name == "csv" else ("",):
                        out = self.folder / f"workshop.{name}"
                        export(out=out, network="", code=there.code, form=None, delimiter=";", table=table, data=data)
                        yield f"export: {title} {name} {table}", self._plain(text_in(out.read_bytes()))

    def _sent(self) -> Iterator[tuple[str, str]]:
        """What webhooks are sent."""
        with self.world.database.reading() as connection:
            rows = connection.execute(select(_deliveries.c.body, _deliveries.c.event_id)).all()
        yield "webhooks", "\n".join(sorted(f"{event} {body}" for body, event in rows))

    def _plain(self, text: str) -> str:
        """A text without what is the server's own: its address."""
        return text.replace(self.world.server.base, "http://server").replace("\r\n", "\n")


def text_in(content: bytes) -> str:
    """What stands in a file, so that two can be compared: of zipped ones all their parts, of a PDF all but its ids."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as there:
            return "\n".join(f"{name}\n{text_in(there.read(name))}" for name in sorted(there.namelist()))
    return (_PDF.sub(b"", content) if content[:4] == b"%PDF" else content).decode("utf-8", "backslashreplace")


async def _pages_of(program: httpx2.AsyncClient, at: str, query: str) -> AsyncIterator[tuple[str, str]]:
    number, cursor = 0, ""
    while number == 0 or cursor:
        answer = await program.get(f"{at}?{query}&cursor={cursor}" if cursor else f"{at}?{query}")
        assert answer.status_code in (200, 404), (at, answer.text)
        told = answer.json()
        cursor, number = told.get("next") or "", number + 1
        yield f"{at}?{query} {number}", json.dumps({**told, "next": bool(cursor)}, ensure_ascii=False)
