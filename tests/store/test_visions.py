"""Visions of places: kept in versions, never over one another, and without the words of those who take them back."""

import threading
from collections.abc import Collection
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from app.realtime.telling import tell_all
from app.region.drafting import drafted
from app.region.rights import Place
from app.region.told_words import InCommon, ToldWords
from app.region.written import Standing, ThemeText, Written, WrittenStep, frozen_at, quoted, resolved, texts_told
from app.store import told, visions
from app.store.database import Database
from app.store.region import networks, save_network
from app.store.told_words import told_words
from app.store.told_workshops import give_units, told_workshops
from app.store.visions import IsPublic, Newer
from app.workshop.commands import Hide, MakeTheme, Move, Reveal, Withdraw
from tests.databases import postgresql_only
from tests.realtime.stations import DESK, NOW, new_id, person, say, workshop_in
from tests.region.test_drafting import draft
from tests.region.told_examples import shared_of, tellings
from tests.routes.told_places import THEMES, places_in, summary, tell_in
from tests.store.test_log import append
from tests.store.test_told_workshops import NETWORK

AUTHOR = "a" * 32


@pytest.fixture
def place(database: Database) -> Place:
    """A network, and somebody who writes for it."""
    with database.writing() as connection:
        save_network(connection, NETWORK)
        (network,) = networks(connection)
        connection.execute(
            text(
                "INSERT INTO account (id, email, name, password, active, created_at)"
                " VALUES (:id, 'kari@example.no', 'Kari', '', true, :now)"
            ),
            {"id": AUTHOR, "now": NOW},
        )
    return Place(network.id or 0)


def begun(database: Database, place: Place, written: Written) -> str:
    with database.writing() as connection:
        return visions.begin(connection, place, written, language="nb", by=AUTHOR, now=NOW)


def test_a_page_of_many_visions_asks_the_database_as_often_as_one_of_few(database: Database, place: Place) -> None:
    asked: list[str] = []
    for number in range(12):
        vision = begun(database, place, Written(title=f"Vision {number}", counted_at=NOW))
        with database.writing() as connection:
            visions.save(
                connection, vision, Written(title=f"Second {number}", counted_at=NOW), after=1, by=AUTHOR, now=NOW
            )
    with database.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        found = visions.in_network(connection, place.network)
    assert {one.written.title for _, one in found} == {f"Second {number}" for number in range(12)}
    assert {(kept.latest, one.version, one.by) for kept, one in found} == {(2, 2, "Kari")}
    assert len(asked) == 2


def written(title: str = "2040") -> Written:
    return Written(title=title, counted_at=NOW)


def test_each_save_is_a_version_of_its_own_by_somebody(database: Database, place: Place) -> None:
    vision = begun(database, place, written())
    with database.writing() as connection:
        assert visions.save(connection, vision, written("Ny"), after=1, by=AUTHOR, now=NOW) == 2
        there = visions.versions(connection, vision)
        assert [(one.version, one.by, one.written.title) for one in there] == [(2, "Kari", "Ny"), (1, "Kari", "2040")]
        connection.execute(text("DELETE FROM account"))
        assert [one.by for one in visions.versions(connection, vision)] == ["", ""], "it stays without them"


def test_whoever_is_second_is_told_and_changes_nothing(database: Database, place: Place) -> None:
    vision = begun(database, place, written())
    with database.writing() as connection:
        visions.save(connection, vision, written("Først"), after=1, by=AUTHOR, now=NOW)
        with pytest.raises(Newer) as newer:
            visions.save(connection, vision, written("Sist"), after=1, by=AUTHOR, now=NOW)
        assert newer.value.version == 2
        with pytest.raises(Newer):
            visions.save(connection, vision, written("Fra fremtiden"), after=7, by=AUTHOR, now=NOW)
        with pytest.raises(Newer):
            visions.publish(connection, vision, 1, {}, now=NOW)
    with database.reading() as connection:
        assert [one.written.title for one in visions.versions(connection, vision)] == ["Først", "2040"]


def test_only_the_latest_version_of_what_is_not_public_is_taken_away_and_all_of_it(
    database: Database, place: Place
) -> None:
    vision, other = begun(database, place, written()), begun(database, place, written("Annet"))
    with database.writing() as connection:
        visions.publish(connection, vision, 1, {}, now=NOW)
        with pytest.raises(IsPublic):
            visions.remove(connection, vision, 1)
        visions.withdraw(connection, vision)
        visions.save(connection, vision, written("Ny"), after=1, by=AUTHOR, now=NOW)
        with pytest.raises(Newer):
            visions.remove(connection, vision, 1)
        visions.remove(connection, vision, 2)
        visions.remove(connection, vision, 2)
    with database.reading() as connection:
        assert visions.versions(connection, vision) == []
        assert [kept.id for kept, _ in visions.in_network(connection, place.network)] == [other]


def test_a_link_is_the_visions_own_for_good(database: Database, place: Place) -> None:
    vision = begun(database, place, written())
    with database.writing() as connection:
        visions.publish(connection, vision, 1, {"7": ThemeText(title="Ute")}, now=NOW)
        kept = visions.by_id(connection, vision)
        assert kept is not None
        assert kept.key is not None
        assert len(kept.key) >= 32
        assert (kept.published, kept.published_at) == (1, NOW)
        there = visions.version(connection, vision, 1)
        assert there is not None
        assert there.frozen == {"7": ThemeText(title="Ute")}
        visions.withdraw(connection, vision)
        withdrawn = visions.by_key(connection, kept.key)
        assert withdrawn is not None
        assert withdrawn.published is None
        visions.publish(connection, vision, 1, {}, now=NOW)
        again = visions.by_id(connection, vision)
    assert again is not None
    assert again.key == kept.key


@postgresql_only
def test_two_processes_that_publish_at_once_give_one_link(database: Database, place: Place) -> None:
    vision, elsewhere = begun(database, place, written()), Database(database.address)

    def publish() -> None:
        with elsewhere.writing() as connection:
            visions.publish(connection, vision, 1, {}, now=NOW)

    second = threading.Thread(target=publish)
    with database.writing() as connection:
        visions.publish(connection, vision, 1, {}, now=NOW)
        given_out = visions.by_id(connection, vision)
        second.start()
        second.join(0.3)
        assert second.is_alive(), "it waits for the first"
    second.join(10)
    elsewhere.close()
    assert given_out is not None
    assert given_out.key is not None
    with database.reading() as connection:
        assert visions.by_key(connection, given_out.key) is not None


def test_what_was_kept_of_a_covered_theme_goes_from_every_version_and_comes_back_by_none(
    database: Database, place: Place
) -> None:
    with database.writing() as connection:
        there = places_in(connection, "Romsdal")
        workshop = tell_in(connection, [there.school], summary(THEMES))
        other = tell_in(connection, [there.school], summary(THEMES))
        vision = visions.begin(connection, there.unit, written(), language="nb", by=AUTHOR, now=NOW)
        covered, left = f"{workshop}/t0", {f"{workshop}/t1", f"{other}/t0", "7"}
        texts = {key: ThemeText(title=f"Kari {key}") for key in (covered, *left)}
        visions.publish(connection, vision, 1, texts, now=NOW)
        visions.save(connection, vision, written("Ny"), texts, after=1, by=AUTHOR, now=NOW)
        assert [set(one.frozen) for one in visions.versions(connection, vision)] == [{covered, *left}] * 2
        told.forget(connection, workshop, {"s0", "t0"})
        assert [set(one.frozen) for one in visions.versions(connection, vision)] == [left] * 2
        visions.save(connection, vision, written("Nyere"), texts, after=2, by=AUTHOR, now=NOW)  # as read before
        visions.publish(connection, vision, 3, texts, now=NOW)
        assert [set(one.frozen) for one in visions.versions(connection, vision)] == [left] * 3
        rows = str(connection.execute(text("SELECT * FROM vision_version")).all())
    assert f"Kari {covered}" not in rows


@given(tellings(), shared_of(), st.lists(st.text(max_size=20).filter(lambda one: "\0" not in one), max_size=3))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_read_as_the_same_value(
    database: Database, place: Place, there: list[ToldWords], shared: list[InCommon], steps: list[str]
) -> None:
    value = draft(there, shared).model_copy(update={"next_steps": tuple(WrittenStep(what=one) for one in steps)})
    vision = begun(database, place, value)
    with database.reading() as connection:
        found = visions.version(connection, vision, 1)
    assert found is not None
    assert found.written == value


def told_in(database: Database, place: Place, only: Collection[str] | None = None) -> list[ToldWords]:
    with database.reading() as connection:
        return told_words(connection, told_workshops(connection, place.network), only=only)


async def test_words_that_are_taken_back_are_in_no_version_of_any_vision(
    database: Database, place: Place, workshop: str
) -> None:
    with database.writing() as connection:
        (network,) = networks(connection)
        give_units(connection, workshop, [network.municipalities[0].units[0].id or 0])
    mine, hidden, other = say("Dette angrer jeg"), say("Dette er skjult"), say("Dette står")
    for number, one in enumerate((mine, hidden, other)):
        append(database, workshop, one, person(number))
    append(database, workshop, Reveal(id=new_id()), DESK)
    theme = MakeTheme(id=new_id(), title="Uteskole")
    append(database, workshop, theme, DESK)
    append(database, workshop, Move(id=new_id(), statements=(mine.id, hidden.id, other.id), to=theme.id), DESK)
    await tell_all(database, NOW)
    said = told_in(database, place)
    value = drafted(said, title="2040", language="nb", place=place, names={}, now=NOW)
    vision = begun(database, place, value)
    with database.writing() as connection:
        visions.publish(connection, vision, 1, frozen_at(value, texts_told(said)), now=NOW)
    standing = Standing(id=vision, version=1, language="nb", place="Nordmøre", written=NOW)

    def quotes() -> set[str]:
        now_read = resolved(value, told_in(database, place), standing=standing)
        few = told_in(database, place, quoted(value))
        assert resolved(value, few, standing=standing) == now_read, "no other words are needed"
        return {quote.text for one in now_read.themes for quote in one.quotes}

    assert quotes() == {"Dette angrer jeg", "Dette er skjult", "Dette står"}
    append(database, workshop, Withdraw(id=new_id(), statement=mine.id), person(0))
    assert quotes() == {"Dette er skjult", "Dette står"}, "at once, before anything is told anew"
    append(database, workshop, Hide(id=new_id(), statements=(hidden.id,)), DESK)
    await tell_all(database, datetime(2027, 1, 1, tzinfo=UTC))
    assert quotes() == {"Dette står"}
    with database.reading() as connection:
        rows = str(connection.execute(text("SELECT * FROM vision_version")).all())
        rows += str(connection.execute(text("SELECT * FROM vision")).all())
    assert not any(words in rows for words in ("angrer", "skjult", "Dette")), (
        "no statement's words, not even those told"
    )
    with database.writing() as connection:
        connection.execute(text("UPDATE workshop SET stage = 'deleted'"))
    gone = resolved(value, told_in(database, place), standing=standing)
    assert (gone.themes, gone.minority, gone.workshops, gone.heard) == ((), (), (), ())


@pytest.fixture
def workshop(database: Database) -> str:
    return workshop_in(database)
