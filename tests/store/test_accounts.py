"""Accounts and one-time links: passwords, sessions that end, links that work once and run out."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from app.region.rights import Grant
from app.store import accounts, facilitators, grants, invitations, sessions, workshops
from app.store.accounts import EmailTaken, PasswordUnfit
from app.store.database import Database
from app.store.invitations import Invitation
from app.workshop.commands import Create
from app.workshop.people import GROUPS
from tests.realtime.stations import new_id
from tests.server import PASSWORD, Clock

FACILITATOR = Invitation(Grant("facilitator"))


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kari(connection: Connection, clock: Clock) -> accounts.Account:
    return accounts.add_account(
        connection,
        email=" Kari@Example.no ",
        name=" Kari ",
        grants=[Grant("facilitator")],
        password=accounts.hashed(PASSWORD),
        now=clock(),
    )


def test_who_has_the_password_is_let_in_however_the_address_is_written(
    connection: Connection, kari: accounts.Account
) -> None:
    assert (kari.email, kari.name) == ("kari@example.no", "Kari")
    assert accounts.signed_in(connection, "KARI@example.no ", PASSWORD) == kari
    assert accounts.signed_in(connection, "kari@example.no", PASSWORD.upper()) is None
    assert accounts.signed_in(connection, "ola@example.no", PASSWORD) is None


def test_the_password_itself_is_kept_nowhere(connection: Connection, kari: accounts.Account) -> None:
    row = connection.exec_driver_sql("SELECT * FROM account").mappings().one()
    assert PASSWORD not in str(row)
    assert row["password"].startswith("$argon2")
    assert kari.id == row["id"]


@pytest.mark.parametrize("password", ["", "elleve tegn", "x" * 11, "x" * 201])
def test_a_password_that_is_too_short_or_too_long_is_refused(connection: Connection, password: str) -> None:
    with pytest.raises(PasswordUnfit):
        accounts.add_account(
            connection,
            email="a@b.no",
            name="",
            grants=[Grant("facilitator")],
            password=accounts.hashed(password),
            now=Clock().time,
        )
    assert accounts.accounts(connection) == []


@pytest.mark.parametrize("password", ["x" * 12, "æ" * 200, " tolv blanke "])
def test_any_password_of_a_fit_length_works(connection: Connection, password: str) -> None:
    made = accounts.add_account(
        connection,
        email="a@b.no",
        name="",
        grants=[Grant("facilitator")],
        password=accounts.hashed(password),
        now=Clock().time,
    )
    assert accounts.signed_in(connection, "a@b.no", password) == made


def test_two_accounts_cannot_have_the_same_address(connection: Connection, kari: accounts.Account) -> None:
    with pytest.raises(EmailTaken):
        accounts.add_account(
            connection,
            email="KARI@EXAMPLE.NO",
            name="",
            grants=[Grant("facilitator")],
            password=accounts.hashed(PASSWORD),
            now=Clock().time,
        )
    assert accounts.accounts(connection) == [kari]


def test_a_new_password_ends_every_session(connection: Connection, kari: accounts.Account) -> None:
    begun = sessions.begin(connection, kari.id, device="Firefox, Windows", now=Clock().time)
    accounts.set_password(connection, kari.id, accounts.hashed("et helt nytt passord"))
    now = accounts.by_id(connection, kari.id)
    assert now is not None
    assert sessions.by_id(connection, begun) is None
    assert accounts.signed_in(connection, kari.email, PASSWORD) is None
    assert accounts.signed_in(connection, kari.email, "et helt nytt passord") == now


def test_who_is_kept_out_cannot_sign_in_and_old_sessions_stay_ended(
    connection: Connection, kari: accounts.Account
) -> None:
    begun = sessions.begin(connection, kari.id, device="Firefox, Windows", now=Clock().time)
    accounts.set_active(connection, kari.id, active=False)
    assert accounts.signed_in(connection, kari.email, PASSWORD) is None
    accounts.set_active(connection, kari.id, active=True)
    back = accounts.signed_in(connection, kari.email, PASSWORD)
    assert back is not None
    assert sessions.by_id(connection, begun) is None


def test_an_administrator_who_is_kept_out_does_not_count_as_one(connection: Connection, clock: Clock) -> None:
    assert not grants.has_administrator(connection)
    boss = accounts.add_account(
        connection,
        email="b@b.no",
        name="",
        grants=[Grant("administrator")],
        password=accounts.hashed(PASSWORD),
        now=clock(),
    )
    assert grants.has_administrator(connection)
    accounts.set_active(connection, boss.id, active=False)
    assert not grants.has_administrator(connection)


def test_a_link_works_once(connection: Connection, clock: Clock) -> None:
    secret = invitations.invite(connection, FACILITATOR, now=clock(), days=1)
    assert invitations.invitation(connection, secret, now=clock()) == FACILITATOR
    assert invitations.use_invitation(connection, secret, now=clock()) == FACILITATOR
    assert invitations.invitation(connection, secret, now=clock()) is None
    assert invitations.use_invitation(connection, secret, now=clock()) is None


def test_a_link_runs_out(connection: Connection, clock: Clock) -> None:
    secret = invitations.invite(connection, FACILITATOR, now=clock(), days=14)
    clock.forward(days=14, seconds=-1)
    assert invitations.invitation(connection, secret, now=clock()) == FACILITATOR
    clock.forward(seconds=1)
    assert invitations.use_invitation(connection, secret, now=clock()) is None


def test_the_links_secret_is_kept_nowhere(connection: Connection, clock: Clock) -> None:
    secret = invitations.invite(connection, FACILITATOR, now=clock(), days=1)
    assert secret not in str(connection.exec_driver_sql("SELECT * FROM invitation").all())
    assert invitations.invitation(connection, secret[:-1], now=clock()) is None


def test_a_link_that_was_followed_with_an_unfit_password_still_works(database: Database, clock: Clock) -> None:
    with database.writing() as connection:
        secret = invitations.invite(connection, FACILITATOR, now=clock(), days=1)
    with pytest.raises(PasswordUnfit), database.writing() as connection:
        invitations.accept(connection, secret, None, email="a@b.no", name="", password=None, now=clock())
    with database.writing() as connection:
        made = invitations.accept(
            connection, secret, None, email="a@b.no", name="", password=accounts.hashed(PASSWORD), now=clock()
        )
    assert made is not None
    assert made.grants == {FACILITATOR.grant}


def test_a_link_for_one_account_gives_that_one_a_new_password(
    connection: Connection, kari: accounts.Account, clock: Clock
) -> None:
    invitation = Invitation(Grant("administrator"), None, kari.id)
    secret = invitations.invite(connection, invitation, now=clock(), days=1)
    clock.forward(hours=1)
    taken = invitations.accept(
        connection, secret, None, email="x@y.no", name="X", password=accounts.hashed("nytt passord her"), now=clock()
    )
    assert taken is not None
    assert (taken.id, taken.grants) == (kari.id, kari.grants)
    assert accounts.signed_in(connection, kari.email, "nytt passord her") == taken


def test_a_link_to_a_workshop_lets_in_who_takes_it_and_nobody_else(
    connection: Connection, kari: accounts.Account, clock: Clock
) -> None:
    create = Create(id=new_id(), title="2040", question={"nb": "?"}, language="nb", groups=GROUPS)
    workshop = workshops.create(connection, create, owner=None, now=clock())
    secret = invitations.invite(connection, Invitation(Grant("facilitator"), workshop.id), now=clock(), days=1)
    assert not facilitators.may_facilitate(connection, workshop.id, kari.id)
    taken = invitations.accept(connection, secret, kari, email="", name="", password=None, now=clock())
    assert taken == kari
    assert facilitators.may_facilitate(connection, workshop.id, kari.id)
    assert workshops.run_by(connection, kari.id) == [workshop]
    ola = accounts.add_account(
        connection,
        email="ola@b.no",
        name="",
        grants=[Grant("administrator")],
        password=accounts.hashed(PASSWORD),
        now=clock(),
    )
    assert not facilitators.may_facilitate(connection, workshop.id, ola.id)
    assert timedelta(0) == clock() - workshop.created_at
