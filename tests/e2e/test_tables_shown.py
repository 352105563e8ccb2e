"""Where tables stand on big screens: once on the wall, and beside the seats that are changed at the desk."""

from playwright.sync_api import Locator, expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens
from tests.e2e.seed import workshop
from tests.e2e.server import Server
from tests.e2e.test_tables import begin
from tests.e2e.test_tables_told import share


def _box(there: Locator) -> tuple[float, float, float, float]:
    box = there.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def _meet(one: Locator, other: Locator) -> bool:
    left, top, right, bottom = _box(one)
    there_left, there_top, there_right, there_bottom = _box(other)
    return left < there_right and there_left < right and top < there_bottom and there_top < bottom


def test_the_desk_changes_tables_beside_their_seats_by_words_that_differ(screens: Screens, server: Server) -> None:
    _, run = begin(screens, server)
    run.desk.set_viewport_size({"width": 1366, "height": 768})
    run.desk.click("#tables-all summary")
    run.desk.click("[popovertarget=tables-more]")
    menu = run.desk.locator("#tables-more")
    words = menu.get_by_role("button").all_inner_texts()
    assert len(words) == len(set(words))
    assert not _meet(menu, run.desk.locator(".tables-list"))


def test_while_a_table_tells_its_number_stands_once_on_the_wall(screens: Screens, server: Server) -> None:
    _, run = begin(screens, server)
    run.next()
    for phone in run.phones:
        share(phone, "Vi lærer ute hver uke")
    run.next()
    expect(run.wall.locator(".card").first).to_be_visible()
    expect(run.wall.locator(".card .table-mark").locator("visible=true")).to_have_count(0)
    expect(run.wall.locator(".wall-tables h2 .table-mark")).to_be_visible()
    for _ in range(2):
        run.desk.click(".tables > header [value=pass_turn] ~ button")
    expect(run.wall.locator(".card .table-mark").first).to_be_visible()


def test_a_host_knows_it_before_anybody_moves(screens: Screens, server: Server) -> None:
    seeded = workshop(server, open_now=False, method="world-cafe")
    phones = [screens.phone(seeded, group=group) for group in ("parent", "staff", "youth", "leader", "child", "parent")]
    run = Run(screens.facilitator(seeded), screens.wall(seeded), phones)
    run.next()
    for phone in phones:
        expect(phone.locator(".seat")).to_have_count(0)
        expect(phone.locator(".step-task")).not_to_contain_text("Finn bordet")
    run.next()
    for phone in phones:
        expect(phone.locator(".seat-place")).to_be_visible()
    hosts = [phone for phone in phones if phone.locator(".seat-role", has_text="Du er vert").count()]
    tables = [host.locator(".seat-place .table-mark").inner_text() for host in hosts]
    assert len(set(tables)) == len(tables)
    assert {phone.locator(".seat-place .table-mark").inner_text() for phone in phones} == set(tables)
    run.desk.click("#tables-all summary")
    expect(run.desk.locator(".chairs .badge", has_text="Vert")).to_have_count(len(hosts))
    run.next()
    for host, table in zip(hosts, tables, strict=True):
        expect(host.locator(".seat-role")).to_contain_text("Du er vert")
        expect(host.locator(".seat-place .table-mark")).to_have_text(table)


def test_all_of_what_undo_takes_back_can_be_read_on_a_laptop(screens: Screens, server: Server) -> None:
    _, run = begin(screens, server)
    run.desk.set_viewport_size({"width": 1366, "height": 768})
    run.desk.click("#tables-all summary")
    run.desk.click(".seat-move [value=move_seat] ~ button")
    label = run.desk.locator(".undo .done")
    expect(label).to_contain_text("et annet bord")
    longest = "Angre: holdt det som ikke var vist, utenfor filene"
    label.evaluate("(there, words) => { there.textContent = words }", longest)
    assert label.evaluate("there => there.scrollHeight <= there.clientHeight && there.scrollWidth <= there.clientWidth")
    assert _box(run.desk.locator(".undo button"))[3] <= 768, "the foot has room for both lines"
