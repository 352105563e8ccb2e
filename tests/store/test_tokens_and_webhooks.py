"""Tokens and webhooks as they are kept: worth what their maker may now, and told once to each at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.region.rights import Grant, Place
from app.region.webhooks import EVENTS, PAUSES
from app.region.written import Written
from app.store import accounts, grants, happenings, tokens, told, visions, webhooks
from app.store.database import Database
from app.store.webhooks import KEPT, LEASE
from tests.databases import postgresql_only
from tests.routes.told_places import LATE, Places, places_in, summary, tell_in

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
URL = "https://example.no/"


@pytest.fixture
def there(database: Database) -> Places:
    with database.writing() as connection:
        return places_in(connection)


@pytest.fixture
def kari(database: Database, there: Places) -> str:
    """The coordinator of the network."""
    grant = Grant("coordinator", Place(there.network))
    with database.writing() as connection:
        return accounts.add_account(
            connection, email="kari@example.no", name="Kari", grants=[grant], password=None, now=NOW
        ).id


def webhook(database: Database, kari: str, place: Place, *events: str) -> str:
    wanted = [one for one in ("workshop.closed", "summary.published") if not events or one in events]
    with database.writing() as connection:
        return webhooks.make(connection, kari, place, URL, wanted, now=NOW)[0]  # type: ignore[arg-type]


def told_to(database: Database, one: str) -> list[str]:
    with database.reading() as connection:
        return [delivery.kind for delivery in webhooks.deliveries(connection, one)]


class TestToken:
    def made(self, database: Database, kari: str, place: Place) -> str:
        with database.writing() as connection:
            return tokens.make(
                connection, kari, name="S", place=place, scopes=["export"], now=NOW, ends=NOW + timedelta(days=1)
            )

    def found(self, database: Database, secret: str, now: datetime = NOW) -> tokens.Bearer | None:
        with database.reading() as connection:
            return tokens.bearer(connection, secret, now=now)

    def test_only_the_hash_of_its_secret_is_kept(self, database: Database, kari: str, there: Places) -> None:
        secret = self.made(database, kari, Place(there.network))
        assert secret.startswith("fb_")
        with database.reading() as connection:
            (kept,) = connection.execute(text("SELECT * FROM api_token")).mappings()
            assert not [value for value in kept.values() if secret.removeprefix("fb_") in str(value)]
        assert self.found(database, secret) is not None
        for wrong in (secret[:-1], secret + "x", "", "fb_", "\0", "\ud800"):
            assert self.found(database, wrong) is None

    def test_it_ends_and_is_revoked(self, database: Database, kari: str, there: Places) -> None:
        secret = self.made(database, kari, Place(there.network))
        assert self.found(database, secret, NOW + timedelta(days=1)) is None
        with database.writing() as connection:
            (one,) = tokens.in_network(connection, there.network)
            tokens.revoke(connection, one.id, now=NOW)
        assert self.found(database, secret) is None

    def test_a_webhook_that_comes_after_it_is_revoked_is_paused(
        self, database: Database, kari: str, there: Places
    ) -> None:
        self.made(database, kari, Place(there.network))
        made: list[str] = []
        with database.writing() as connection:
            (one,) = tokens.in_network(connection, there.network)
            for _ in range(2):
                place = Place(there.network)
                webhook, _secret = webhooks.make(connection, kari, place, URL, EVENTS, now=NOW, token=one.id)
                made.append(webhook)
                kept = {hook.id: hook.active for hook in webhooks.in_network(connection, there.network)}
                assert [kept[one] for one in made] == ([True] if len(made) == 1 else [False, False])
                tokens.revoke(connection, one.id, now=NOW)

    def test_it_follows_its_maker(self, database: Database, kari: str, there: Places) -> None:
        network, smola = Place(there.network), Place(there.network, there.smola)
        secret = self.made(database, kari, network)
        with database.writing() as connection:
            grants.take(connection, kari, Grant("coordinator", network))
            grants.give(connection, kari, [Grant("coordinator", smola), Grant("reader", network)])
        found = self.found(database, secret)
        assert found is not None
        assert found.account.grants == {Grant("coordinator", smola)}, "and a reader makes none"
        with database.writing() as connection:
            accounts.set_active(connection, kari, active=False)
        assert self.found(database, secret) is None, "whoever is kept out reads by no token, either"


class TestHappening:
    def test_a_workshop_that_ends_is_told_once_to_those_of_its_places(
        self, database: Database, kari: str, there: Places
    ) -> None:
        whole = webhook(database, kari, Place(there.network))
        smola = webhook(database, kari, Place(there.network, there.smola))
        aure = webhook(database, kari, Place(there.network, there.smola + 1))
        other = webhook(database, kari, Place(there.network), "summary.published")
        with database.writing() as connection:
            workshop = tell_in(connection, [there.school], summary({"Ute": [("Hemmelig", None)]}))
            told.tell(connection, workshop, LATE, summary({}), ended=True, now=NOW)
        assert [told_to(database, one) for one in (whole, smola, aure, other)] == [
            ["workshop.closed"],
            ["workshop.closed"],
            [],
            [],
        ]
        with database.reading() as connection:
            bodies = " ".join(connection.execute(text("SELECT body FROM webhook_delivery")).scalars())
        assert "Hemmelig" not in bodies
        assert "Skolen i 2040" in bodies
        assert workshop in bodies

    def test_it_is_told_again_only_where_it_has_gone_on(self, database: Database, kari: str, there: Places) -> None:
        one = webhook(database, kari, Place(there.network))
        with database.writing() as connection:
            workshop = tell_in(connection, [there.school], summary({}))
            told.tell(connection, workshop, LATE + 1, summary({}), ended=False, now=NOW)
            later = NOW + timedelta(minutes=1)
            told.tell(connection, workshop, LATE + 2, summary({}), ended=True, now=later)
            told.tell(connection, workshop, LATE + 3, summary({}), ended=True, now=later)
        assert told_to(database, one) == ["workshop.closed"] * 2

    def test_what_is_rolled_back_is_not_told(self, database: Database, kari: str, there: Places) -> None:
        one = webhook(database, kari, Place(there.network))
        with database.engine.connect() as connection:
            tell_in(connection, [there.school], summary({}))
            connection.rollback()
        assert told_to(database, one) == []

    def test_a_vision_that_is_published_is_told_once(self, database: Database, kari: str, there: Places) -> None:
        one = webhook(database, kari, Place(there.network))
        smola = webhook(database, kari, Place(there.network, there.smola))
        with database.writing() as connection:
            written = Written(title="2040", counted_at=NOW)
            made = visions.begin(connection, Place(there.network), written, language="nb", by=kari, now=NOW)
            for seconds in range(2):
                visions.publish(connection, made, 1, {}, now=NOW + timedelta(seconds=seconds))
        assert (told_to(database, one), told_to(database, smola)) == (["summary.published"], [])

    def test_a_paused_one_is_told_nothing(self, database: Database, kari: str, there: Places) -> None:
        one = webhook(database, kari, Place(there.network))
        with database.writing() as connection:
            webhooks.set_active(connection, one, active=False)
            tell_in(connection, [there.school], summary({}))
        assert told_to(database, one) == []


class TestDelivery:
    @pytest.fixture
    def due(self, database: Database, kari: str, there: Places) -> str:
        """A webhook that is to be told something."""
        one = webhook(database, kari, Place(there.network))
        with database.writing() as connection:
            tell_in(connection, [there.school], summary({}))
        return one

    def claim(self, database: Database, now: datetime) -> list[webhooks.Due]:
        with database.writing() as connection:
            return webhooks.claim(connection, now=now)

    def state(self, database: Database, one: str) -> webhooks.Delivery:
        with database.reading() as connection:
            return webhooks.deliveries(connection, one)[0]

    def test_one_process_has_it_until_its_time_is_up(self, database: Database, due: str) -> None:
        assert len(self.claim(database, NOW)) == 1
        assert self.claim(database, NOW + LEASE / 2) == []
        (again,) = self.claim(database, NOW + LEASE)
        assert again.attempts == 2, "the first one may have died"

    @postgresql_only  # the other lets one write at a time
    def test_two_at_once_do_not_both_have_it(self, database: Database, due: str) -> None:
        def second() -> list[webhooks.Due]:
            return self.claim(database, NOW)

        with ThreadPoolExecutor(1) as other, database.engine.connect() as watching:
            with database.writing() as connection:
                assert len(webhooks.claim(connection, now=NOW)) == 1
                claiming = other.submit(second)
                waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid IS NOT NULL")
                while not watching.execute(waits).scalar():  # it has read, and waits to write
                    assert not claiming.done()
            assert claiming.result(20) == []

    def test_it_is_tried_again_with_growing_pauses_and_given_up(self, database: Database, due: str) -> None:
        now, waited = NOW, []
        while self.state(database, due).next_at is not None:
            (one,) = self.claim(database, now)
            with database.writing() as connection:
                webhooks.failed(connection, one, "500", now=now)
            again = self.state(database, due).next_at
            if again is not None:
                assert self.claim(database, again - timedelta(seconds=1)) == []
                waited.append(again - now)
                now = again
        assert waited == list(PAUSES)
        assert self.state(database, due).given_up
        assert self.state(database, due).status == "500"

    def test_what_another_process_has_told_meanwhile_stays_told(self, database: Database, due: str) -> None:
        (slow,) = self.claim(database, NOW)
        (quick,) = self.claim(database, NOW + LEASE)
        with database.writing() as connection:
            webhooks.arrived(connection, quick, "200", now=NOW + LEASE)
            webhooks.failed(connection, slow, "timeout", now=NOW + LEASE)
        assert self.state(database, due).done_at is not None
        assert self.claim(database, NOW + timedelta(days=2)) == []

    def test_a_receiver_that_is_gone_is_paused(self, database: Database, due: str, there: Places) -> None:
        (one,) = self.claim(database, NOW)
        with database.writing() as connection:
            webhooks.failed(connection, one, "410", now=NOW, for_good=True)
            assert not webhooks.in_network(connection, there.network)[0].active
        assert self.state(database, due).given_up

    @pytest.mark.parametrize("why", ["no_right", "deleted"])
    def test_nobody_is_told_what_they_may_not_hear_any_more(
        self, database: Database, due: str, kari: str, there: Places, why: str
    ) -> None:
        with database.writing() as connection:
            if why == "no_right":
                grants.take(connection, kari, Grant("coordinator", Place(there.network)))
            else:
                connection.execute(text("UPDATE workshop SET stage = 'deleted'"))
        assert self.claim(database, NOW) == []
        assert (self.state(database, due).given_up, self.state(database, due).status) == (True, why)

    def test_what_is_long_past_is_forgotten(self, database: Database, due: str) -> None:
        (one,) = self.claim(database, NOW)
        with database.writing() as connection:
            webhooks.arrived(connection, one, "200", now=NOW)
            webhooks.forget_old(connection, now=NOW + KEPT)
            assert told_to(database, due)
        with database.writing() as connection:
            webhooks.forget_old(connection, now=NOW + KEPT + timedelta(days=1))
        assert told_to(database, due) == []

    def test_the_same_happening_is_told_once(self, database: Database, due: str) -> None:
        with database.writing() as connection:
            row = connection.execute(text("SELECT workshop_id FROM webhook_delivery")).scalar()
            happenings.workshop_closed(connection, str(row), "Skolen i 2040", now=NOW)
        assert told_to(database, due) == ["workshop.closed"]
