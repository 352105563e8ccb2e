"""How long a search of a region takes on the server, in SQLite and PostgreSQL: ``python -m bench.searching FILE.csv``.

250 workshops tell 120 statements each, made of the texts in the files (columns text, text_nb, text_en). Every question
goes through the whole server but the network: the session, the rights, the database, the page. Prints the
median and the 95th percentile of each in milliseconds, and the median of the processor's time: other programs do not
count in that.
"""

import argparse
import asyncio
import csv
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx2
from sqlalchemy import Connection

from app.main import create_app
from app.region.network import Municipality, Network, Unit
from app.region.rights import Grant, Place
from app.settings import Settings
from app.store import accounts, mapping_themes, region, sessions, told, workshops
from app.store.local_themes import local_themes
from app.store.told_workshops import give_units
from app.workshop.commands import Create
from app.workshop.people import GROUPS
from app.workshop.summary import Line, ThemeSummary, VisionSummary
from bench.machine import folder
from bench.postgres import database

WORKSHOPS, EACH, THEMES = 250, 120, 8
TIMES = 12
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SHARED, TAGGED, TAG = 25, 10, "oecd.agency"
"""Shared themes that all local ones stand in, and how many of them wear this tag."""
QUESTIONS = (
    "",
    "s",
    "sk",
    "barn",
    "barnehage",
    "skule",
    "alle barn i skolen",
    "trygg sko",
    '"i barnehagen"',
    "norge -olje",
    "-regjeringen",
    "musikk spill",
    "utdann*",
    "play music",
    "finnesikkeher",
    "barn&group=child",
    f"barn&tag={TAG}",
    f"&tag={TAG}",
    "barn&kind=school&municipality=1",
    "e&from=2026-03-01&to=2026-06-30&method=igp",
    "barn&show=themes",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of one question; ``busy``: of the server's own processor time, without PostgreSQL's."""

    whole: float
    busy: float


def main() -> None:
    """Fill one database of each kind, and ask."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("texts", nargs="+", type=Path)
    texts = [text for file in options.parse_args().texts for text in _texts(file)]
    with folder() as data:
        asyncio.run(_measure("SQLite", Settings(data=data), texts))
    with folder() as data, database() as address:
        asyncio.run(_measure("PostgreSQL", Settings(data=data, database_url=address), texts))


def _texts(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield from (row[column] for column in ("text", "text_nb", "text_en") if row.get(column))


async def _measure(kind: str, settings: Settings, texts: Sequence[str]) -> None:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        house, begun = app.state.house, time.perf_counter()
        network = await _fill(house.database, texts)
        print(f"{kind}: {WORKSHOPS * EACH} statements told in {time.perf_counter() - begun:.1f} s")
        reader = Grant("reader", Place(network))
        account = await house.database.write(
            lambda c: accounts.add_account(c, email="a@b.no", name="A", grants={reader}, password=None, now=NOW)
        )
        session = await house.database.write(lambda c: sessions.begin(c, account.id, device="", now=house.clock()))
        cookies = {"cookie": f"fb_session={house.cookies.session(session)}"}
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://bench", headers=cookies) as browser:
            every: list[Taken] = []
            for asked in QUESTIONS:
                taken = [await _ask(browser, f"/region/{network}/search?q={asked}") for _ in range(TIMES + 1)][1:]
                every += taken
                print(f"  {asked or '(nothing)':45} {_figures(taken)}")
            print(f"  {'all':45} {_figures(every)}")


async def _ask(browser: httpx2.AsyncClient, address: str) -> Taken:
    begun, busy = time.perf_counter(), time.process_time()
    answer = await browser.get(address)
    answer.raise_for_status()
    return Taken((time.perf_counter() - begun) * 1_000, (time.process_time() - busy) * 1_000)


def _figures(taken: Sequence[Taken]) -> str:
    whole = [one.whole for one in taken]
    last = statistics.quantiles(whole, n=20)[-1]
    busy = statistics.median(one.busy for one in taken)
    return f"median {statistics.median(whole):6.1f} ms   p95 {last:6.1f} ms   processor {busy:6.1f} ms"


async def _fill(there, texts: Sequence[str]) -> int:  # type: ignore[no-untyped-def]
    by_chance = random.Random(2040)
    await there.write(lambda c: region.save_network(c, _network()))
    (network,) = await there.read(region.networks)
    units = [unit.id for municipality in network.municipalities for unit in municipality.units]
    for number in range(WORKSHOPS):
        summary = _summary(number, texts, by_chance)

        def put(connection, summary=summary, number=number) -> None:  # type: ignore[no-untyped-def]
            create = Create(
                id=f"create-{number:06}", title=summary.title, question={"nb": "?"}, language="nb", groups=GROUPS
            )
            workshop = workshops.create(connection, create, owner=None, now=NOW).id
            give_units(connection, workshop, [units[number % len(units)]])
            told.tell(connection, workshop, 1_000, summary, ended=True, now=NOW)

        await there.write(put)
    await there.write(lambda c: _share(c, Place(int(network.id))))
    return int(network.id)


def _share(connection: Connection, place: Place) -> None:
    """Put all local themes into shared ones, some of which wear the tag."""
    local = list(local_themes(connection, place))
    for number in range(SHARED):
        title, some = f"Felles {number}", local[number::SHARED]
        made = mapping_themes.make_shared(connection, place, title, some, who=None, now=NOW)
        if number < TAGGED:
            mapping_themes.tag_shared(connection, place, made, {TAG}, who=None, now=NOW)


def _network() -> Network:
    municipalities = tuple(
        Municipality(
            number=str(1500 + number),
            name=f"Kommune {number}",
            units=tuple(Unit(name=f"Enhet {n}", kind="school" if n % 2 else "kindergarten") for n in range(10)),
        )
        for number in range(8)
    )
    return Network(name="Nettverk", municipalities=municipalities)


def _summary(number: int, texts: Sequence[str], by_chance: random.Random) -> VisionSummary:
    lines = [
        Line(id=f"s{n}", text=by_chance.choice(texts)[:280], group=by_chance.choice([*GROUPS, None]))
        for n in range(EACH)
    ]
    each = EACH // THEMES
    themes = tuple(
        ThemeSummary(
            id=f"t{n}",
            title=by_chance.choice(texts)[:60],
            vision=by_chance.choice(texts),
            signs=(by_chance.choice(texts),),
            quotes=1,
            statements=tuple(lines[n * each : n * each + each]),
        )
        for n in range(THEMES)
    )
    held = date(2026, 1, 7) + timedelta(days=number)
    return VisionSummary(
        title=f"Verksted {number}",
        question="?",
        language="nb",
        method="igp" if number % 3 else "open",
        held=held,
        written=NOW,
        revealed=True,
        people=30,
        groups=(),
        units=(),
        themes=themes,
        ungrouped=(),
    )


if __name__ == "__main__":
    main()
