"""Workshops: made, found by code and key, and listed for those who run them."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from app.region.rights import Grant
from app.store import accounts, workshops
from app.store.database import Database
from app.store.workshops import Workshop
from app.workshop.commands import Create
from app.workshop.people import GROUPS
from app.workshop.refusals import Refusal
from tests.realtime.stations import new_id
from tests.server import PASSWORD, Clock


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


def make(connection: Connection, title: str = "2040", owner: str | None = None, clock: Clock | None = None) -> Workshop:
    create = Create(id=new_id(), title=title, question={"nb": "Hvordan?"}, language="nb", groups=GROUPS)
    return workshops.create(connection, create, owner=owner, now=(clock or Clock())())


def test_codes_are_six_digits_and_each_its_own(connection: Connection) -> None:
    codes = [make(connection).code for _ in range(40)]
    assert len(set(codes)) == 40
    assert all(len(code) == 6 and code.isdecimal() and code[0] != "0" for code in codes)


def test_a_code_that_is_taken_is_not_given_again(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))
    assert [make(connection).code, make(connection).code] == ["100007", "100008"]


@pytest.mark.parametrize("typed", ["{code}", " {first} {last} ", "{first}-{last}", "kode: {code}"])
def test_a_code_is_found_however_it_is_typed(connection: Connection, typed: str) -> None:
    workshop = make(connection)
    code = workshop.code
    assert workshops.by_code(connection, typed.format(code=code, first=code[:3], last=code[3:])) == workshop


@pytest.mark.parametrize("typed", ["", "abc", "12345", "٣٤٥٦٧٨", "' OR 1=1 --", "1" * 1_000])
def test_what_is_no_code_finds_nothing(connection: Connection, typed: str) -> None:
    make(connection)
    assert workshops.by_code(connection, typed) is None


def test_the_walls_key_is_long_and_finds_its_workshop_only(connection: Connection) -> None:
    one, other = make(connection), make(connection)
    assert one.wall_key != other.wall_key
    assert len(one.wall_key) >= 32
    assert workshops.by_wall_key(connection, one.wall_key) == one
    assert workshops.by_wall_key(connection, one.wall_key[:-1]) is None
    assert workshops.by_wall_key(connection, "") is None


def test_each_sees_the_workshops_that_they_run_the_newest_first(connection: Connection) -> None:
    clock = Clock()
    kari, ola = (
        accounts.add_account(
            connection,
            email=f"{name}@b.no",
            name=name,
            grants=[Grant("facilitator")],
            password=accounts.hashed(PASSWORD),
            now=clock(),
        )
        for name in ("kari", "ola")
    )
    old = make(connection, "Gammelt", kari.id, clock)
    clock.forward(days=1)
    new = make(connection, "Nytt", kari.id, clock)
    theirs = make(connection, "Olas", ola.id, clock)
    assert workshops.run_by(connection, kari.id) == [new, old]
    assert workshops.run_by(connection, ola.id) == [theirs]
    assert {w.id for w in workshops.everything(connection)} == {old.id, new.id, theirs.id}


def test_a_workshop_without_a_title_is_not_made(connection: Connection) -> None:
    with pytest.raises(Refusal, match="empty"):
        make(connection, "  \u200b ")
    assert workshops.everything(connection) == []
