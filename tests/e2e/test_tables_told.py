"""What screens tell of tables in browsers: what is put away, who is at home, counts, rounds and what is hidden."""

import pytest
from playwright.sync_api import Page, expect

from app.workshop.method import shipped
from tests.e2e.running import Run, by_table
from tests.e2e.screens import Screens
from tests.e2e.seed import Seeded, workshop
from tests.e2e.server import Server
from tests.e2e.test_tables import GROUPS, begin


@pytest.fixture
def begun(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    return begin(screens, server)


def share(phone: Page, text: str) -> None:
    phone.fill("#shared-text", text)
    phone.tap("#sharer button.wide")
    expect(phone.locator("#own .own .words", has_text=text)).to_be_visible()


def test_mixing_people_while_they_share_asks_first_keeps_ideas_and_the_wall_says_what_is_so(
    begun: tuple[Seeded, Run],
) -> None:
    _, run = begun
    run.next()
    writers = [phones[0] for _, phones in sorted(by_table(run.phones).items())]
    for writer in writers:
        share(writer, "fra før")
    expect(run.desk.locator("#cards .card")).to_have_count(2)
    sure = run.desk.locator("#tables-sure-number")
    run.desk.click("[popovertarget=tables-more]")
    run.desk.click("[popovertarget=tables-sure-number]:not([popovertargetaction])")
    expect(sure).to_contain_text("2 felles ideer")
    sure.get_by_role("button", name="Avbryt").click()
    expect(sure).to_be_hidden()
    expect(writers[0].locator(".shared .words")).to_have_text(["fra før"])
    run.desk.click("[popovertarget=tables-sure-number]:not([popovertargetaction])")
    sure.locator("button:not([popovertarget])").click()
    for writer in writers:
        expect(writer.locator(".shared .words")).to_have_count(0)
        expect(writer.locator(".shared .count")).to_have_text("0 / 5")
        expect(writer.locator("#own .own .words", has_text="fra før")).to_be_visible()
    expect(run.desk.locator("#cards .card")).to_have_count(2)
    expect(run.desk.locator(".tables > header")).to_contain_text("2 ideer lagt bort")
    run.next()
    expect(run.wall.locator(".wall-tables")).to_contain_text("før folk ble blandet på nytt, kommer når")
    run.go(4)
    run.desk.locator("[data-undo] button").click()
    expect(run.desk.locator(".tables > header")).not_to_contain_text("lagt bort")
    for writer in writers:
        expect(writer.locator(".shared .words")).to_have_text(["fra før"])


def test_who_goes_away_and_comes_home_is_no_guest_there(begun: tuple[Seeded, Run]) -> None:
    _, run = begun
    run.next()
    one = by_table(run.phones)[1][0]
    roles = one.locator(".seat-role").all_inner_texts()
    for table in ("2", "1"):
        one.tap(".seat-change")
        one.tap("#seat-others button:has(.table-mark)")
        expect(one.locator(".seat-place strong")).to_have_text(table)
        expect(one.locator(".seat .hint")).to_have_count(1 if table == "2" else 0)
        expect(one.locator("#own-sources label")).to_have_count(1 if table == "2" else 3)
    assert one.locator(".seat-role").all_inner_texts() == roles


def test_what_phones_count_is_so_when_tables_join_and_when_all_look_back(begun: tuple[Seeded, Run]) -> None:
    _, run = begun
    run.next()
    tables = by_table(run.phones)
    for number in range(5):
        share(tables[1][0], f"bord 1 nummer {number}")
    for number in range(2):
        share(tables[2][0], f"bord 2 nummer {number}")
    expect(tables[1][0].locator(".shared .count")).to_have_text("5 / 5")
    expect(tables[1][0].locator("#sharer")).to_be_hidden()
    run.desk.click("[popovertarget=tables-more]")
    run.desk.fill("#tables-merge_tables-size", "6")
    run.desk.click("form:has(#tables-merge_tables-size) button")
    for phone in run.phones:
        expect(phone.locator(".shared .count")).to_have_text("7")
        expect(phone.locator(".shared")).to_contain_text("slått seg sammen")
    run.next()
    run.go(4)
    for phone in run.phones:
        expect(phone.locator(".shared .count")).to_have_text("7")
        expect(phone.locator(".shared")).not_to_contain_text("plass")
        expect(phone.locator(".shared")).to_contain_text("åpnet for alle")


def test_sheets_go_round_as_often_as_they_are_to_and_the_last_time_can_be_undone(
    screens: Screens, server: Server
) -> None:
    seeded = workshop(server, open_now=False, method="brainwriting")
    phones = [screens.phone(seeded, group=group) for group in GROUPS[:4]]
    run = Run(screens.facilitator(seeded), screens.wall(seeded), phones)
    for _ in range(3):
        run.next()
    pass_on = run.desk.locator(".tables > header [value=rotate_tables] ~ button")
    for number in range(1, 6):
        expect(run.wall.locator(".wall-round")).to_contain_text(f"{number} av 5")
        expect(phones[0].locator("#own-sheet .count")).to_contain_text(f"{number} av 5")
        if number < 5:
            pass_on.click()
    expect(run.wall.locator(".wall-round")).to_contain_text("den siste")
    expect(run.desk.locator(".tables > header")).to_contain_text("dette er den siste runden")
    expect(pass_on).to_have_count(0)
    run.desk.locator("[data-undo] button").click()
    expect(run.wall.locator(".wall-round")).to_contain_text("4 av 5")
    expect(pass_on).to_be_visible()


def test_people_move_on_as_often_as_the_step_says_and_once_more_by_a_press_that_says_so(
    screens: Screens, server: Server
) -> None:
    seeded = workshop(server, open_now=False, method="world-cafe")
    phones = [screens.phone(seeded, group=group) for group in GROUPS[:4]]
    run = Run(screens.facilitator(seeded), screens.wall(seeded), phones)
    kinds = [step.kind for step in shipped()["world-cafe"].steps]
    for _ in range(1 + kinds.index("rotate")):
        run.next()
    header, once_more = run.desk.locator(".tables > header"), run.desk.get_by_role("button", name="Én runde til")
    expect(header).to_contain_text("1 av 2")
    run.desk.click("[popovertarget=tables-more]")
    expect(run.desk.locator("#tables-more")).to_be_visible()
    expect(run.desk.locator("[value=rotate_tables]")).to_have_count(1)
    run.desk.keyboard.press("Escape")
    header.get_by_role("button", name="Gå videre").click()
    expect(header).to_contain_text("2 av 2 ganger · dette er den siste runden")
    expect(header.locator("[value=rotate_tables]")).to_have_count(0)
    run.desk.click("[popovertarget=tables-more]")
    screens.picture(run.desk, "desk-one-more-round")
    once_more.click()
    expect(header).to_contain_text("gått videre 3 ganger; steget sier 2")
    phones[0].tap(".pass-on > button")
    expect(phones[0].locator("#pass-on-seat")).to_contain_text("blir plassen din der ledig.")
    screens.picture(phones[0], "phone-pass-on-at-table")


def test_hidden_words_of_tables_send_nobody_looking_and_who_is_asked_to_look_up_keeps_what_was_typed(
    begun: tuple[Seeded, Run],
) -> None:
    _, run = begun
    run.next()
    phone = run.phones[0]
    phone.fill("#shared-text", "halvskrevet")
    run.desk.click("[popovertarget=run-more]")
    run.desk.click("#run-more [value=gather] ~ button")
    expect(phone.locator(".look-up")).to_contain_text("Det du har begynt å skrive")
    expect(phone.locator("#shared-text")).not_to_be_focused()
    assert phone.evaluate("document.getElementById('sharer').inert")
    expect(phone.locator("#shared-text")).to_have_value("halvskrevet")
    run.desk.click(".run-eyes [value=gather] ~ button")
    expect(phone.locator(".look-up")).to_have_count(0)
    phone.locator("#shared-text").press_sequentially("!")
    expect(phone.locator("#shared-text")).to_have_value("halvskrevet!")
    run.next()
    run.desk.click("[value=conceal] ~ button")
    expect(run.wall.locator(".wall-tables")).to_contain_text("er skjult akkurat nå")
    expect(run.wall.locator(".wall-tables li")).to_have_count(0)
