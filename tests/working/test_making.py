"""Every file that can be asked for is made, of told rows, and tells how far it has come."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from app.region.rights import Place
from app.region.shared_theme import Local
from app.region.written import Written
from app.store import visions
from app.store.accounts import add_account
from app.store.database import Database
from app.store.mapping_themes import make_shared
from app.working.making import Nothing, make
from app.working.order import KINDS, Kind, Order, ids_of
from tests.routes.told_places import Places, places_in, summary, tell_in

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BEGINS = {"pdf": b"%PDF", "csv": b"\xef\xbb\xbf", "json": b"{", "md": b"#"}


@pytest.fixture
def there(database: Database) -> Places:
    with database.writing() as connection:
        there = places_in(connection)
        said = summary({"Trygge venner": [("Ingen går alene hjem", "child"), ("=SUM(1)", None)]})
        tell_in(connection, [there.school], said)
    return there


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in KINDS.items() if kind != "vision" for name in names]
)
def test_every_kind_comes_in_every_format(database: Database, there: Places, kind: Kind, name: str) -> None:
    order = Order(kind=kind, format=name, network=there.network, places=((there.network, there.smola),))
    heard: list[int] = []
    with database.reading() as connection:
        made = make(connection, order, NOW, lambda _, percent: heard.append(percent))
    assert made.content.startswith(BEGINS.get(name, b"PK"))
    assert made.name.startswith("fremtidsbilde-")
    assert made.name.endswith(f".{name}")
    assert heard == sorted(heard)
    assert (made.made_of == "draft") == (kind == "picture")


def test_a_spreadsheet_of_statements_runs_nothing(database: Database, there: Places) -> None:
    order = Order(kind="statements", format="xlsx", network=there.network, places=((there.network,),))
    with database.reading() as connection:
        made = make(connection, order, NOW, lambda *_: None)
    sheet = load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [
        ("Ingen går alene hjem", "s"),
        ("=SUM(1)", "s"),
    ]


def test_who_sees_a_part_gets_that_part(database: Database, there: Places) -> None:
    with database.reading() as connection:
        names = make(connection, _of(there, there.unit), NOW, lambda *_: None)
        elsewhere = make(connection, _of(there, Place(there.network, there.smola + 1)), NOW, lambda *_: None)
    (first, _) = json.loads(names.content)["statements"]
    assert (first["units"], first["municipalities"]) == (["Skole A"], ["Smøla"])
    assert json.loads(elsewhere.content)["statements"] == []


def test_statements_say_which_shared_themes_they_were_put_into(database: Database, there: Places) -> None:
    with database.writing() as connection:
        said = summary({"Ute": [("Ute hver dag", None)]}, alone=[("Kortere dager", None)])
        ute = Local(tell_in(connection, [there.school], said), "t0")
        for place, title in ((Place(there.network), "Natur"), (Place(there.network, there.smola), "Fjæra")):
            make_shared(connection, place, title, [ute], who=None, now=NOW)
        make_shared(connection, Place(there.network), "Tomt", [], who=None, now=NOW)

    def told(order: Order) -> bytes:
        with database.reading() as connection:
            return make(connection, order, NOW, lambda *_: None).content

    def stands(place: Place) -> dict[str, list[str]]:
        return {one["text"]: one["shared_themes"] for one in json.loads(told(_of(there, place)))["statements"]}

    smola = stands(Place(there.network, there.smola))
    assert (smola["Ute hver dag"], smola["Ingen går alene hjem"]) == (["Fjæra", "Natur"], [])
    assert stands(Place(there.network))["Ute hver dag"] == stands(there.unit)["Ute hver dag"] == ["Natur"]
    order = _of(there, Place(there.network, there.smola)).model_copy(update={"format": "csv"})
    rows = csv.DictReader(io.StringIO(told(order).decode("utf-8-sig")), delimiter=";")
    assert {row["Utsagn"]: row["Felles tema"] for row in rows} == {
        "Ute hver dag": "Fjæra; Natur",
        "Kortere dager": "",
        "Ingen går alene hjem": "",
        "'=SUM(1)": "",
    }


def test_of_what_is_not_there_nothing_is_made(database: Database, there: Places) -> None:
    gone = Order(kind="picture", format="md", network=there.network, places=((there.network, 10_000),))
    with database.reading() as connection, pytest.raises(Nothing):
        make(connection, gone, NOW, lambda *_: None)


def test_of_a_vision_that_has_been_deleted_nothing_is_made(database: Database, there: Places) -> None:
    place = Place(there.network, there.smola)
    written = Written(title="Feil", counted_at=NOW)
    with database.writing() as connection:
        kari = add_account(connection, email="kari@example.no", name="Kari", grants=(), password=None, now=NOW)
        vision = visions.begin(connection, place, written, language="nb", by=kari.id, now=NOW)
    order = Order(kind="vision", format="md", network=there.network, places=(ids_of(place),), vision=vision, version=1)
    with database.reading() as connection:
        assert b"Feil" in make(connection, order, NOW, lambda *_: None).content
    with database.writing() as connection:
        visions.remove(connection, vision, 1)
    with database.reading() as connection, pytest.raises(Nothing):
        make(connection, order, NOW, lambda *_: None)


def _of(there: Places, place: Place) -> Order:
    return Order(kind="statements", format="json", network=there.network, places=(ids_of(place),))
