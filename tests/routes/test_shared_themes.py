"""Shared themes over HTTP, with forms alone: mapping, undoing, words that two people change, suggestions, readers."""

import re
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from app.region.rights import Grant, Place
from app.region.shared_theme import Local
from tests.routes.pages import read
from tests.server import Server, running
from tests.told_region import There, ToldTheme, region_in, stage, tell_in

LINES = [("child", "Alle har noen å leke med"), (None, "Ingen er alene i friminuttet"), ("staff", "Trygge venner")]


@dataclass
class Board:
    """A network in which workshops have told, and who looks at it."""

    server: Server
    there: There
    path: str
    kari: httpx2.AsyncClient

    def tick(self, title: str) -> str:
        return " ".join(self.there.locals[title])

    async def make(self, title: str, *ticked: str) -> str:
        """Make a shared theme by the form, and return its address."""
        form = {"into": "new", "title": title, "local": [self.tick(one) for one in ticked]}
        made = await self.kari.post(f"{self.path}/map", data=form)
        assert made.status_code == 303, made.text
        page = (await self.kari.get(self.path)).text
        found = re.search(rf'href="({self.path}/\d+)">{title}<', page)
        assert found, page
        return found.group(1)

    async def act(self) -> str:
        found = re.search(r'name="act" value="(\d+)"', (await self.kari.get(self.path)).text)
        assert found
        return found.group(1)


@pytest.fixture
async def board(server: Server) -> Board:
    return await board_of(server)


async def board_of(server: Server) -> Board:
    def fill(connection: object) -> There:
        there = region_in(connection)  # type: ignore[arg-type]
        venner = ToldTheme("Venner", LINES, "I 2040 har alle en venn.", "Ingen går alene", 7)
        ute = ToldTheme("Ute", [("child", "Vi klatrer i trærne i skogen")])
        tell_in(connection, there, "Kveld på Smøla", ["Nordsmøla skole"], [venner, ute])  # type: ignore[arg-type]
        aleine = ToldTheme("Åleine", [("youth", "Alle har nokon å leike med"), ("youth", "Ingen er åleine")])
        tell_in(connection, there, "Kveld i Aure", ["Aure skole"], [aleine], language="nn")  # type: ignore[arg-type]
        return there

    there = await server.house.database.write(fill)
    kari = await server.account(grant=Grant("coordinator", Place(there.network)))
    return Board(server, there, f"/region/{there.network}/themes", kari)


async def test_a_coordinator_maps_by_form_and_follows_each_sentence_down_to_the_statements(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner", "Åleine")
    page = (await board.kari.get(theme)).text
    for text in (
        "Alle har noen å leke med",
        "Alle har nokon å leike med",
        "Kveld på Smøla",
        "Aure, Smøla",
        "23. november 2026",
    ):
        assert text in page
    assert 'lang="nn" dir="auto">Alle har nokon å leike med' in page
    assert 'data-group="youth"' in page
    card = page[page.index("Ingen er alene i friminuttet") :]
    assert card.index("</li>") < card.index("data-group"), "no mark where the group may not be named"
    loose = (
        await board.kari.get(
            f"{board.path}/local?workshop={board.there.locals['Ute'].workshop}&theme={board.there.locals['Ute'].theme}"
        )
    ).text
    assert "Vi klatrer i trærne i skogen" in loose


async def test_the_last_act_is_told_with_who_did_it_and_undone(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner")
    form = {"into": theme.rpartition("/")[2], "local": board.tick("Åleine"), "title": ""}
    assert (await board.kari.post(f"{board.path}/map", data=form)).status_code == 303
    assert "kari flyttet 1 lokalt tema til «Ingen alene»." in (await board.kari.get(board.path)).text
    early = await board.act()
    await board.make("Ute i lag", "Ute")
    late = await board.kari.post(f"{board.path}/undo", data={"act": early})
    assert late.status_code == 409
    assert "Noen har gjort noe annet siden" in late.text
    for _ in range(3):
        assert (await board.kari.post(f"{board.path}/undo", data={"act": await board.act()})).status_code == 303
    page = (await board.kari.get(board.path)).text
    assert "data-last-act" not in page
    assert "Ingen alene" not in page


async def test_what_was_ticked_is_still_ticked_when_the_title_is_missing_or_the_theme_is_gone(board: Board) -> None:
    theme = await board.make("Ingen alene")
    await board.kari.post(f"{board.path}/remove", data={"shared": theme.rpartition("/")[2]})
    assert (await board.kari.get(theme)).status_code == 404
    for into in ("new", theme.rpartition("/")[2]):
        form = {"into": into, "title": "  ", "local": board.tick("Ute")}
        answer = await board.kari.post(f"{board.path}/map", data=form)
        assert answer.status_code == 409
        assert re.search(rf'value="{board.tick("Ute")}"[^>]* checked', answer.text)
    assert (await board.kari.post(f"{board.path}/map", data={"into": ""})).status_code == 409
    for local in ("nonsense", "a\0 b"):
        assert (await board.kari.post(f"{board.path}/map", data={"into": "1", "local": local})).status_code == 422


async def test_suggestions_say_their_words_and_are_taken_or_declined(board: Board) -> None:
    await board.make("Ingen alene", "Venner")
    way = f"{board.path}/suggestions"
    page = (await board.kari.get(way)).text
    assert re.search(r"felles ord: [^<]*(leike|åleine)", page)
    offered = {"local": board.tick("Åleine"), "into": re.findall(r'name="into" value="(\d+)"', page)[0]}
    assert (await board.kari.post(f"{board.path}/decline", data=offered)).headers["location"] == way
    assert "kari sa nei til et forslag" in (await board.kari.get(way)).text
    assert "felles ord" not in (await board.kari.get(way)).text
    await board.kari.post(f"{board.path}/undo", data={"act": await board.act(), "then": "suggestions"})
    assert "felles ord" in (await board.kari.get(way)).text
    taken = await board.kari.post(f"{board.path}/map", data={**offered, "then": "suggestions"})
    assert taken.headers["location"] == way
    assert "felles ord" not in (await board.kari.get(way)).text


async def test_suggestions_are_worked_out_anew_only_when_words_have_changed_and_not_without_bound(
    tmp_path: Path, address: str
) -> None:
    async with running(tmp_path, database_url=address, suggestions_per_minute=2) as server:
        board = await board_of(server)
        way = f"{board.path}/suggestions"
        for _ in range(4):
            assert "kan bli ett felles tema" in (await board.kari.get(way)).text
        await board.make("Ingen alene", "Venner")
        for _ in range(4):
            page = (await board.kari.get(way)).text
            assert "felles ord" in page
            assert "kan bli ett felles tema" not in page, "what has been mapped is proposed no more"
        await board.make("Ute", "Ute")
        answer = await board.kari.get(way)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        ola = await server.account("ola@example.no", grant=Grant("coordinator", Place(board.there.network)))
        assert (await ola.get(way)).status_code == 200, "each account has its own"
        assert (await board.kari.get(way)).status_code == 200, "and what is worked out is for all"


async def test_local_themes_that_are_alike_are_proposed_as_a_new_shared_theme(board: Board) -> None:
    page = (await board.kari.get(f"{board.path}/suggestions")).text
    assert "Lokale temaer som kan bli ett felles tema" in page
    both = [board.tick("Venner"), board.tick("Åleine")]
    assert all(f'value="{one}"' in page for one in both)
    await board.kari.post(f"{board.path}/decline", data={"local": both, "into": "new", "title": "x"})
    assert both[0] not in (await board.kari.get(f"{board.path}/suggestions")).text


async def test_no_form_says_no_to_more_than_is_suggested_nor_to_what_is_not_there(board: Board) -> None:
    theme = (await board.make("Ingen alene", "Venner")).rsplit("/", 1)[1]
    way, alone = f"{board.path}/decline", board.tick("Åleine")
    many = {"local": [alone] * 50, "into": [theme] * 50}
    answer = await board.kari.post(way, data=many)
    assert answer.status_code == 413
    assert "for mye tekst på én gang" in read(answer).text
    for nothing in ({"local": "nowhere t1", "into": theme}, {"local": alone, "into": "999999"}):
        assert (await board.kari.post(way, data=nothing)).status_code == 303
    assert "sa nei til et forslag" not in (await board.kari.get(f"{board.path}/suggestions")).text
    for _ in range(3):
        await board.kari.post(way, data={"local": [alone, alone], "into": theme})
    await board.kari.post(f"{board.path}/undo", data={"act": await board.act(), "then": "suggestions"})
    assert "felles ord" in (await board.kari.get(f"{board.path}/suggestions")).text, "it was noted once"


async def test_a_reader_sees_all_of_it_and_changes_nothing(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner")
    ola = await board.server.account("ola@example.no", grant=Grant("reader", Place(board.there.network)))
    for path in (board.path, theme):
        page = await ola.get(path)
        assert page.status_code == 200
        main = page.text[page.text.index("<main") :]
        assert 'method="post"' not in main
        assert "checkbox" not in main
    assert "Alle har noen å leke med" in (await ola.get(theme)).text
    assert (await ola.get(f"{board.path}/suggestions")).status_code == 403


async def test_a_municipalitys_coordinator_has_the_municipalitys_themes_and_sees_no_other(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner")
    smola = board.there.municipalities["Smøla"]
    mia = await board.server.account("mia@example.no", grant=Grant("coordinator", Place(board.there.network, smola)))
    page = await mia.get(board.path)
    assert page.status_code == 200
    assert "Venner" in page.text
    assert "Åleine" not in page.text
    assert (await mia.get(theme)).status_code == 403
    assert (await mia.get(f"{board.path}?municipality={board.there.municipalities['Aure']}")).status_code == 403
    assert (await mia.post(f"{board.path}/map", data={"into": "new", "title": "x"})).status_code == 403
    form = {"into": "new", "title": "Vårt", "local": [board.tick("Venner"), board.tick("Åleine")]}
    made = await mia.post(f"{board.path}/map?municipality={smola}", data=form)
    assert made.headers["location"] == f"{board.path}?municipality={smola}"
    page = await mia.get(made.headers["location"])
    assert "Vårt" in page.text
    assert "Åleine" not in page.text
    assert "Vårt" not in (await board.kari.get(board.path)).text
    assert "Vårt" in (await board.kari.get(made.headers["location"])).text


async def test_one_who_sees_a_unit_has_no_shared_themes(board: Board) -> None:
    there = board.there
    place = Place(there.network, there.municipalities["Smøla"], there.units["Nordsmøla skole"])
    una = await board.server.account("una@example.no", grant=Grant("reader", place))
    assert (await una.get(board.path)).status_code == 403


async def test_a_deleted_workshop_is_nowhere_and_a_strangers_theme_opens_nothing(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner", "Åleine")
    deleted = board.there.workshops["Kveld på Smøla"]
    await board.server.house.database.write(lambda c: stage(c, deleted, "deleted"))
    gone: Local = board.there.locals["Venner"]
    assert "Alle har noen å leke med" not in (await board.kari.get(theme)).text
    assert (await board.kari.get(f"{board.path}/local?workshop={gone.workshop}&theme={gone.theme}")).status_code == 404
    assert (await board.kari.get(f"{board.path}/99999")).status_code == 404
    assert (await board.kari.get(f"{board.path}?municipality=99999")).status_code == 403


async def test_many_local_themes_come_page_by_page_and_are_found_by_their_words(board: Board) -> None:
    many = [ToldTheme(f"Tema nummer {n}") for n in range(70)]
    await board.server.house.database.write(lambda c: tell_in(c, board.there, "En lang dag", ["Aure skole"], many))
    first, second = (await board.kari.get(board.path)).text, (await board.kari.get(f"{board.path}?page=2")).text
    assert first.count('name="local"') == 60
    assert second.count('name="local"') == 13
    found = (await board.kari.get(f"{board.path}?find=nummer+17")).text
    assert found.count('name="local"') == 1
    assert "1 lokalt tema passer." in found
    found = (await board.kari.get(f"{board.path}?find=nummer")).text
    assert "Velg de 60 som vises" in found, "and not all 70 that fit"
    assert "Velg alle" not in found
