"""Tables in browsers: six people of mixed groups sit at two, take turns, share ideas, and tell the others."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Run, by_table
from tests.e2e.screens import REFUSED, Screens
from tests.e2e.seed import Seeded, room, workshop
from tests.e2e.server import Server
from tests.e2e.test_access import Scheme, sound
from tests.e2e.test_next_person import pass_on

GROUPS = ("child", "child", "youth", "parent", "staff", "politician")
ALONE = [f"zq{number:04d}z skrevet alene" for number in range(len(GROUPS))]


def begin(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    """IGP: everyone has written alone, and the round at tables begins."""
    seeded = workshop(server, open_now=False, method="igp")
    phones = [screens.phone(seeded, group=group) for group in GROUPS]
    run = Run(screens.facilitator(seeded), screens.wall(seeded), phones)
    run.next()
    run.next()
    for phone, text in zip(phones, ALONE, strict=True):
        phone.fill("#text", text)
        phone.tap("#composer button.wide")
        expect(phone.locator(".own[data-standing=shown]")).to_be_visible()
    run.next()
    return seeded, run


@pytest.fixture
def begun(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    return begin(screens, server)


def speaker(phones: Sequence[Page]) -> Page:
    """The one phone at a table whose turn it is."""
    mine = [phone for phone in phones if phone.locator(".seat-turn[data-mine]").count()]
    assert len(mine) == 1
    return mine[0]


def heard(screens: Screens, page: Page) -> str:
    """All that a page has been sent: the page itself, and every frame as its bytes say it."""
    return "\n".join([page.content(), *screens.frames[page]])


def test_from_seats_to_shared_ideas_and_nothing_of_another_table(
    screens: Screens, server: Server, begun: tuple[Seeded, Run]
) -> None:
    seeded, run = begun
    tables = by_table(run.phones)
    assert sorted(map(len, tables.values())) == [3, 3]
    expect(run.wall.locator(".wall-tables li")).to_have_count(2)
    for phones in tables.values():
        young = [phone for phone in phones if phone in run.phones[:3]]
        assert len(young) > 1 or not set(young) & set(run.phones[:2]), "no child sits alone among adults"

    run.next()
    shared = {number: f"zq{5000 + number}z er vi enige om" for number in tables}
    for number, phones in tables.items():
        theirs = {ALONE[run.phones.index(phone)] for phone in phones}
        writer = phones[0]
        boxes = writer.locator("#own-sources label")
        expect(boxes).to_have_count(3)
        assert {text.strip() for text in boxes.all_inner_texts()} == theirs
        for at in range(2):
            writer.locator("#own-sources input").nth(at).check()
        writer.fill("#shared-text", shared[number])
        writer.tap("#sharer button.wide")
        for phone in phones:
            expect(phone.locator(".shared .words")).to_have_text([shared[number]])
            expect(phone.locator(".shared .hint").first).to_contain_text("2")
        expect(writer.locator("#own-sources input:checked")).to_have_count(0)
    expect(run.desk.locator("#cards .card")).to_have_count(2)

    for number, phones in tables.items():
        others = {ALONE[run.phones.index(phone)] for n, there in tables.items() if n != number for phone in there}
        others |= {text for n, text in shared.items() if n != number}
        for phone in phones:
            told = heard(screens, phone)
            assert not [text for text in others if text.split()[0] in told], "words of another table"
    assert not re.findall(r"zq\d{4}z", heard(screens, run.wall)), "nothing of it is on the wall"
    people = room(server, seeded.code).participants
    for page in run.screens:
        assert not [who for who in people if who in heard(screens, page)], "nobody is named on any screen"

    run.next()
    expect(run.wall.locator(".wall-tables[data-now='1']")).to_be_visible()
    for now in (1, 2):
        expect(run.wall.locator(".wall-board .card .words")).to_have_text([shared[now]])
        expect(run.wall.locator(".wall-board .card .table-mark")).to_contain_text(str(now))
        for number, phones in tables.items():
            mine = phones[0].locator(".seat-turn[data-mine]")
            expect(mine).to_have_count(1 if number == now else 0)
        expect(run.desk.locator(".tables > header input[name=since]")).to_have_value(str(now - 1))
        run.desk.click(".tables > header [value=pass_turn] ~ button")
    expect(run.wall.locator(".wall-board .card")).to_have_count(2)
    expect(run.wall.locator(".wall-tables")).to_have_count(0)
    idea = next(s for s in room(server, seeded.code).statements.values() if s.text == shared[1])
    assert (idea.table, len(idea.sources)) == (1, 2)


def test_turns_go_round_a_table_and_a_press_counts_once(begun: tuple[Seeded, Run]) -> None:
    _, run = begun
    phones = by_table(run.phones)[1]
    spoke: list[Page] = []
    for _ in range(3):
        now = speaker(phones)
        spoke.append(now)
        now.tap(".seat-turn button")
        expect(now.locator(".seat-turn[data-mine]")).to_have_count(0)
        for phone in phones:
            expect(phone.locator(".seat-turn input[name=since]")).to_have_value(str(len(spoke)))
    assert len(set(map(id, spoke))) == 3, "everyone has had a turn"
    assert spoke[2].locator(".seat-role", has_text="Ordstyrer").count(), "whoever chairs speaks last"
    listener = next(phone for phone in phones if not phone.locator(".seat-turn[data-mine]").count())
    listener.tap(".seat-turn button")
    for phone in phones:
        expect(phone.locator(".seat-turn input[name=since]")).to_have_value("4")


EVEN = """() => {
    const tables = [...document.querySelectorAll(".tables-list > li")];
    return tables.map((one) => one.querySelectorAll(".chairs li").length).sort().join() === "2,2,3";
}"""
"""Seven people sit at three tables."""


def test_people_change_tables_come_late_and_are_moved_at_the_desk(
    screens: Screens, server: Server, begun: tuple[Seeded, Run]
) -> None:
    seeded, run = begun
    mover = by_table(run.phones)[1][0]
    mover.tap(".seat-change")
    mover.tap("#seat-others button:has(.table-mark)")
    expect(mover.locator(".seat-place strong")).to_have_text("2")
    late = screens.open("phone")
    late.goto(f"{server.base}{seeded.path}/")
    late.click("button[value=leader]")
    expect(late.locator(".seat-place strong")).to_have_text("1")

    run.desk.click("#tables-all summary")
    places = run.desk.locator(".tables-list > li")
    expect(places.nth(0).locator(".chairs li")).to_have_count(3)
    expect(places.nth(1).locator(".chairs li")).to_have_count(4)
    expect(places.nth(0).locator(".group[data-group=leader]")).to_have_count(1)
    last = places.nth(1).locator(".chairs li").last.locator(".chair-seat").inner_text()
    run.desk.select_option("#move-table", "2")
    run.desk.fill("#move-seat", re.sub(r"\D", "", last))
    run.desk.select_option("#move-to-table", "3")
    run.desk.click(".seat-move button")
    expect(places).to_have_count(3)
    expect(run.desk.locator("#tables-all[open]")).to_be_visible()
    expect(mover.locator(".seat-place strong")).to_have_text("3")

    run.desk.click("[popovertarget=tables-more]")
    run.desk.fill("#tables-set_tables-number", "3")
    run.desk.click("form:has(#tables-set_tables-number) button")
    expect(places).to_have_count(3)
    run.desk.wait_for_function(EVEN)
    run.desk.click("#tables-more [value=clear_tables] ~ button")
    expect(mover.locator("#own-seat")).to_have_count(0)
    expect(run.desk.locator(".tables-list")).to_have_count(0)


def test_who_leaves_frees_the_seat_and_who_is_taken_from_it_can_come_back(
    screens: Screens, server: Server, begun: tuple[Seeded, Run]
) -> None:
    seeded, run = begun
    tables = by_table(run.phones)
    speaks = speaker(tables[1])
    others = [phone for phone in tables[1] if phone is not speaks]
    pass_on(speaks)
    expect(speaks.locator("button[value=parent]")).to_be_visible()

    run.desk.click("#tables-all summary")
    places = run.desk.locator(".tables-list > li")
    expect(places.nth(0).locator(".chairs li")).to_have_count(2)
    expect(places.nth(1).locator(".chairs li")).to_have_count(3)
    seat = re.sub(r"\D", "", places.nth(0).locator("[data-speaks] .chair-seat").inner_text())
    now = next(phone for phone in others if seat in phone.locator(".seat-number").inner_text())
    expect(now.locator(".seat-turn[data-mine]")).to_be_visible()
    run.desk.select_option("#empty-table", "1")
    run.desk.fill("#empty-seat", seat)
    screens.picture(run.desk, "tables-empty-desk")
    run.desk.click(".seat-move:has(#empty-seat) button")
    expect(places.nth(0).locator(".chairs li")).to_have_count(1)
    expect(now.locator("#own-away")).to_be_visible()
    expect(now.locator("#own-seat")).to_have_count(0)
    screens.picture(now, "tables-away-phone", whole=True)
    rest = next(phone for phone in others if phone is not now)
    expect(rest.locator(".seat-turn[data-mine]")).to_be_visible()
    assert len(room(server, seeded.code).statements) == len(ALONE), "what they wrote stays"

    now.tap("#own-away button")
    expect(now.locator(".seat-place strong")).to_have_text("1")
    expect(now.locator("#own-away")).to_have_count(0)
    expect(places.nth(0).locator(".chairs li")).to_have_count(2)
    run.desk.set_viewport_size({"width": 390, "height": 844})
    run.desk.locator("#empty-seat").scroll_into_view_if_needed()
    screens.picture(run.desk, "tables-empty-desk-narrow")
    assert run.desk.evaluate("document.body.scrollWidth <= innerWidth")


def test_what_is_typed_for_the_table_outlives_other_peoples_ideas_and_a_reload(begun: tuple[Seeded, Run]) -> None:
    _, run = begun
    run.next()
    one, two, _three = by_table(run.phones)[1]
    one.fill("#shared-text", "halvferdig tanke")
    one.locator("#own-sources input").first.check()
    two.fill("#shared-text", "en annens")
    two.tap("#sharer button.wide")
    expect(one.locator(".shared .words")).to_have_text(["en annens"])
    expect(one.locator("#shared-text")).to_have_value("halvferdig tanke")
    expect(one.locator("#own-sources input").first).to_be_checked()
    one.reload()
    expect(one.locator("#shared-text")).to_have_value("halvferdig tanke")


def test_without_scripts_people_take_turns_share_and_sit_elsewhere(
    screens: Screens, server: Server, begun: tuple[Seeded, Run]
) -> None:
    seeded, run = begun
    screens.tolerate(REFUSED)
    late = screens.open("phone", java_script_enabled=False)
    late.goto(f"{server.base}{seeded.path}/")
    late.click("button[value=leader]")
    table = late.locator(".seat-place strong").inner_text()
    turn = int(late.locator(".seat-turn input[name=since]").get_attribute("value") or -1)
    late.click(".seat-turn button")
    expect(late.locator(".seat-turn input[name=since]")).to_have_value(str(turn + 1))
    run.next()
    late.goto(f"{server.base}{seeded.path}/")
    late.fill("#shared-text", "delt uten skript")
    late.locator("#own-sources input").first.check()
    late.click("#sharer button.wide")
    expect(late.locator(".shared .words")).to_have_text(["delt uten skript"])
    run.next()
    late.fill("#shared-text", "for sent")
    late.click("#sharer button.wide")
    expect(late.get_by_role("alert").first).to_be_visible()
    expect(late.locator("#shared-text")).to_have_value("for sent")
    late.goto(f"{server.base}{seeded.path}/")
    late.click(".seat-change")
    late.click("#seat-others button:has(.table-mark)")
    expect(late.locator(".seat-place strong")).not_to_have_text(table)
    desk = screens.facilitator(seeded, java_script_enabled=False)
    desk.click(".tables [value=pass_turn] ~ button")
    expect(desk.locator(".tables > header .table-mark").first).to_contain_text("2")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_screens_of_tables_are_sound(screens: Screens, begun: tuple[Seeded, Run], scheme: Scheme) -> None:
    _, run = begun
    for page in run.screens:
        page.emulate_media(color_scheme=scheme)
    phone = run.phones[0]
    sound(screens, phone, "tables-round-phone", scheme)
    run.desk.click("#tables-all summary")
    sound(screens, run.desk, "tables-round-desk", scheme)
    run.desk.click("[popovertarget=tables-more]")
    sound(screens, run.desk, "tables-menu-desk-dialog", scheme)
    sound(screens, run.wall, "tables-round-wall", scheme)
    run.next()
    sound(screens, phone, "tables-share-phone", scheme)
    phone.fill("#shared-text", "Vi lærer ute hver uke, hele året, i all slags vær")
    phone.tap("#sharer button.wide")
    expect(phone.locator(".shared .words")).to_be_visible()
    run.next()
    sound(screens, phone, "tables-tell-phone", scheme)
    sound(screens, run.wall, "tables-tell-wall", scheme)
    assert run.wall.evaluate("document.body.scrollWidth <= innerWidth")
