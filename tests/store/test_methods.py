"""Methods in the database: the same value comes back, the newest wins only knowingly, and what is private stays so."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection, text

from app.region.network import Network
from app.region.rights import Grant
from app.store import accounts, methods, region
from app.store.database import Database
from app.store.methods import Kept, NameTaken, Newer, Sharing
from app.workshop.method import Method, shipped
from tests.server import PASSWORD, Clock
from tests.workshop import made_methods

SHARED = Sharing(shared=True)
CLOCK = Clock()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


def account(connection: Connection, name: str) -> str:
    password = accounts.hashed(PASSWORD)
    made = accounts.add_account(
        connection, email=f"{name}@b.no", name=name, grants=[Grant("facilitator")], password=password, now=CLOCK()
    )
    return made.id


def called(name: str, title: str = "Min egen", shorter: int = 0) -> Method:
    """IGP by another name, without its last steps."""
    igp = shipped()["igp"]
    texts = igp.nb.model_copy(update={"title": title})
    return igp.model_copy(update={"id": name, "nb": texts, "steps": igp.steps[: len(igp.steps) - shorter]})


def keep(connection: Connection, name: str, owner: str, sharing: Sharing = Sharing()) -> Kept:  # noqa: B008 - it is frozen
    return methods.keep(connection, called(name), owner=owner, sharing=sharing, now=CLOCK())


def test_what_is_kept_comes_back_as_it_was(connection: Connection) -> None:
    kari = account(connection, "Kari")
    taken: set[str] = set()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(made_methods.methods())
    def law(method: Method) -> None:
        method = method.model_copy(update={"id": f"m-{len(taken)}"})
        taken.add(method.id)
        kept = methods.keep(connection, method, owner=kari, sharing=SHARED, now=CLOCK())
        assert kept == methods.by_id(connection, method.id)
        assert (kept.method, kept.owner, kept.by, kept.version) == (method, kari, "Kari", 1)
        assert (kept.sharing, kept.network, kept.changed_at) == (SHARED, None, CLOCK())

    law()
    assert taken


def test_each_may_use_their_own_and_what_others_share_the_shortest_first(connection: Connection) -> None:
    kari, ola = account(connection, "Kari"), account(connection, "Ola")
    keep(connection, "karis", kari)
    keep(connection, "karis-shared", kari, SHARED)
    short = called("olas", shorter=3)
    methods.keep(connection, short, owner=ola, sharing=Sharing(), now=CLOCK())
    assert [kept.method.id for kept in methods.usable_by(connection, kari)] == ["karis", "karis-shared"]
    assert [kept.method.id for kept in methods.usable_by(connection, ola)] == ["olas", "karis-shared"]
    assert methods.usable_by(connection, "nobody")[0].by == "Kari"


@pytest.mark.parametrize("name", ["", "unknown", "a\0b", "' OR 1=1 --"])
def test_what_is_no_id_finds_nothing(connection: Connection, name: str) -> None:
    keep(connection, "karis", account(connection, "Kari"))
    assert methods.by_id(connection, name) is None


def test_an_id_is_given_once(connection: Connection) -> None:
    kari, ola = account(connection, "Kari"), account(connection, "Ola")
    first = keep(connection, "mine", kari)
    with pytest.raises(NameTaken):
        keep(connection, "mine", ola)
    assert methods.by_id(connection, "mine") == first


@pytest.mark.parametrize("name", ["igp", "import", "new"])
def test_an_id_that_the_program_has_itself_is_nobodys(connection: Connection, name: str) -> None:
    with pytest.raises(NameTaken):
        keep(connection, name, account(connection, "Kari"))
    assert methods.by_id(connection, name) is None


def test_saving_over_a_newer_version_is_refused(connection: Connection) -> None:
    kept = keep(connection, "mine", account(connection, "Kari"))
    clock = Clock()
    clock.forward(hours=1)
    second = methods.change(connection, called("mine", "Andre"), sharing=SHARED, version=kept.version, now=clock())
    assert (second.version, second.method.nb.title, second.sharing, second.changed_at) == (2, "Andre", SHARED, clock())
    with pytest.raises(Newer) as newer:
        methods.change(connection, called("mine", "Sen"), sharing=SHARED, version=kept.version, now=clock())
    assert newer.value.version == 2
    assert methods.by_id(connection, "mine") == second
    methods.remove(connection, "mine")
    with pytest.raises(Newer) as newer:
        methods.change(connection, called("mine", "Sen"), sharing=SHARED, version=2, now=clock())
    assert newer.value.version is None


def test_of_those_who_save_at_once_one_is_first(database: Database) -> None:
    with database.writing() as connection:
        keep(connection, "mine", account(connection, "Kari"))
    together = threading.Barrier(3)

    def save(title: str) -> str | None:
        together.wait()
        try:
            with database.writing() as connection:
                changed = methods.change(connection, called("mine", title), sharing=SHARED, version=1, now=CLOCK())
        except Newer:
            return None
        return changed.method.nb.title

    with ThreadPoolExecutor(3) as threads:
        saved = [title for title in threads.map(save, ["En", "To", "Tre"]) if title]
    assert len(saved) == 1
    with database.reading() as connection:
        kept = methods.by_id(connection, "mine")
    assert kept is not None
    assert (kept.method.nb.title, kept.version) == (saved[0], 2)


def test_a_method_is_kept_for_a_network_and_outlives_it(connection: Connection) -> None:
    region.save_network(connection, Network(name="Nordmøre"))
    region.save_network(connection, Network(name="Romsdal"))
    names = region.network_names(connection)
    assert list(names.values()) == ["Nordmøre", "Romsdal"]
    nordmore = next(iter(names))
    kari = account(connection, "Kari")
    kept = keep(connection, "mine", kari, Sharing(shared=True, network=nordmore))
    assert (kept.network, kept.sharing) == ("Nordmøre", Sharing(shared=True, network=nordmore))
    assert keep(connection, "private", kari, Sharing(shared=False, network=nordmore)).network is None
    connection.execute(text("DELETE FROM network"))
    without = methods.by_id(connection, "mine")
    assert without is not None
    assert (without.network, without.sharing) == (None, SHARED)


def test_methods_go_with_their_owner_and_no_one_elses(connection: Connection) -> None:
    kari, ola = account(connection, "Kari"), account(connection, "Ola")
    keep(connection, "karis", kari, SHARED)
    keep(connection, "olas", ola, SHARED)
    connection.execute(text("DELETE FROM account WHERE id = :id"), {"id": kari})
    assert [kept.method.id for kept in methods.usable_by(connection, ola)] == ["olas"]
    methods.remove(connection, "unknown")
    methods.remove(connection, "olas")
    assert methods.usable_by(connection, ola) == []
