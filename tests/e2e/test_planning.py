"""Planning in a browser: read on a desk, a phone and in the dark; a reminder is copied; what was not saved is found."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from app.region.network import Municipality, Network, Unit
from app.region.pathway import PROPOSED
from app.region.rights import Grant, Place
from app.store import accounts, follow_ups, pathways, plans
from app.store.database import Database
from app.store.region import networks, save_network
from app.workshop.summary import CommitmentSummary
from tests.e2e.screens import REFUSED, Kind, Screens
from tests.e2e.seed import PASSWORD, session
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, schemes, sound
from tests.e2e.test_region import signed_in
from tests.routes.told_region import tells_in


@pytest.fixture
def planned(server: Server) -> tuple[str, int, str]:
    """The address of a region that plans, a unit of it, and the cookie of its coordinator."""
    name = f"Nordmøre {secrets.token_hex(3)}"
    units = tuple(Unit(name=f"Smølaskolen {n}", kind="school") for n in range(8))
    now = datetime.now(UTC)
    database = Database(server.database)
    with database.writing() as connection:
        save_network(
            connection, Network(name=name, municipalities=(Municipality(number="1573", name="Smøla", units=units),))
        )
        made = next(one for one in networks(connection) if one.name == name)
        network, unit = made.id or 0, made.municipalities[0].units[0].id or 0
        day = now.date() + timedelta(days=3)
        plans.save_gathering(
            connection, network, None, 0, title="Samling 1", day=day, place="Molde", note="Ta med funn"
        )
        plans.save_task(connection, network, None, 0, title="Prøv ett grep", what="I klassen", due=day, gathering=None)
        task = plans.plan_of(connection, network).tasks[0].id
        plans.say_progress(connection, task, unit, 0, state="under_way", note="Godt i gang", who=None, now=now)
        pathways.begin_pathways(connection, network, PROPOSED)
        first = pathways.pathways_of(connection, network)[0].id
        pathways.set_goal(connection, first, 1, 0, text="Ingen er alene\nAlle har en voksen", themes=(), known=())
        said = {"strengths": "Vi kjenner alle", "children": "«Mer ute»"}
        follow_ups.save_note(connection, unit, None, 0, day=now.date(), said=said, who=None, now=now)
        commitment = CommitmentSummary(
            id="c1", what="Uteskole hver torsdag", who="Trinn 3", when="Fra januar", theme="Ute"
        )
        tells_in(connection, [unit], {"child": 12}, now=now, commitments=[commitment])
        account = accounts.add_account(
            connection,
            email=f"{secrets.token_hex(4)}@example.no",
            name="Kari",
            grants=[Grant("coordinator", Place(network))],
            password=accounts.hashed(PASSWORD),
            now=now,
        )
        cookie = session(connection, server, account)
    database.close()
    return f"/region/{network}", unit, cookie


@schemes
@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_the_pages_of_planning_can_be_read_by_everybody(
    screens: Screens, server: Server, planned: tuple[str, int, str], kind: Kind, scheme: Scheme
) -> None:
    path, unit, cookie = planned
    page = signed_in(screens, server, cookie, f"{path}/plan", kind, color_scheme=scheme)
    for name, address in (
        ("plan", "/plan"),
        ("pathways", "/pathways"),
        ("unit", f"/unit/{unit}"),
        ("commitments", "/commitments"),
    ):
        page.goto(f"{server.base}{path}{address}")
        page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        sound(screens, page, f"planning-{name}-{kind}", scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{name} is no wider than the screen"
        )


def test_a_reminder_is_copied_and_what_was_not_saved_is_found(
    screens: Screens, server: Server, planned: tuple[str, int, str]
) -> None:
    screens.tolerate(REFUSED)
    path, unit, cookie = planned
    page = signed_in(screens, server, cookie, f"{path}/plan", "phone")
    page.click(".reminders details.no-print > summary")
    page.click("[data-copy=reminder-text]")
    expect(page.locator("[data-copy=reminder-text]")).to_contain_text("Kopiert")
    page.goto(f"{server.base}{path}/unit/{unit}")
    page.locator("#tasks summary").first.click()
    page.locator("#tasks textarea").first.fill("Det jeg skrev")
    page.locator("#tasks [name=version]").first.evaluate("field => { field.value = '0' }")
    page.locator("#tasks form button").first.click()
    page.click("a[href='#not-saved']")
    expect(page.locator("#not-saved")).to_be_in_viewport()
    expect(page.locator("#tasks textarea").first).to_have_value("Det jeg skrev")
    expect(page.locator("#tasks")).to_contain_text("Godt i gang")
