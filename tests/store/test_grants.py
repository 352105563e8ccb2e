"""Roles by providers and by people: each renews its own, and nobody another's."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from app.region.network import Network
from app.region.rights import Grant, Place
from app.store import accounts, grants, region
from app.store.database import Database

ISSUERS = ("", "https://feide.example", "https://other.example")
ROLES = ("administrator", "coordinator", "facilitator", "reader")


@given(told=st.lists(st.tuples(st.sampled_from(ISSUERS), st.frozensets(st.sampled_from(ROLES))), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_an_account_has_what_each_has_said_last(database: Database, told: list[tuple[str, frozenset[str]]]) -> None:
    with database.writing() as connection:
        if not region.networks(connection):
            region.save_network(connection, Network(name="Nordmøre"))
        there = region.networks(connection)[0].id or 0
        every = {role: Grant(role, None if role == "administrator" else Place(there)) for role in ROLES}  # type: ignore[arg-type]
        email = f"{len(accounts.accounts(connection))}@example.no"
        account = accounts.add_account(
            connection, email=email, name="", grants=(), password=None, now=datetime.now(UTC)
        )
        last: dict[str, frozenset[str]] = {}
        for issuer, roles in told:
            grants.renew(connection, account.id, [every[role] for role in roles], issuer=issuer)
            last[issuer] = roles
            wanted = {every[role] for roles in last.values() for role in roles}
            assert grants.of(connection, [account.id])[account.id] == wanted


@pytest.mark.parametrize("how", ["role taken", "kept out"])
def test_of_two_who_end_each_others_administration_at_once_the_second_sees_it(
    database: Database, address: str, how: str
) -> None:
    """Two processes: while one has not yet committed, the other waits, and then knows whom the first one left."""
    with database.writing() as connection:
        one, two = (
            accounts.add_account(
                connection,
                email=f"{name}@example.no",
                name="",
                grants=[Grant("administrator")],
                password=None,
                now=datetime.now(UTC),
            ).id
            for name in ("one", "two")
        )

    def end(connection: Connection, account: str) -> bool:
        if how == "role taken":
            grants.take(connection, account, Grant("administrator"))
        else:
            accounts.set_active(connection, account, active=False)
        return grants.has_administrator(connection)

    def in_another_process() -> bool:
        elsewhere = Database(address)
        try:
            with elsewhere.writing() as connection:
                return end(connection, one)
        finally:
            elsewhere.close()

    with ThreadPoolExecutor(1) as thread:
        with database.writing() as connection:
            assert end(connection, two)
            second = thread.submit(in_another_process)
            wait([second], timeout=0.5)
        assert not second.result(), "nobody is left, and whoever asked is to be refused"
