"""The desk as a piece of furniture: what is within reach, what stays still, what the words say, what a drop does."""

from itertools import cycle, islice

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.screens import Screens, box, end
from tests.e2e.seed import Seeded, Theme, Words, room, workshop
from tests.e2e.server import Server

pytestmark = pytest.mark.long

LINES: Words = [
    ("child", "I 2040 er det alltid noen å leke med"),
    ("child", "Vi er ute i fjæra hver fredag"),
    ("staff", "De voksne har tid til å lytte"),
    ("parent", "Ingen gruer seg til skolen"),
]
MANY: Words = list(islice(cycle(LINES), 141))
WITHIN = "one => { const b = one.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight + 0.5; }"


@pytest.fixture(scope="module")
def crowded(server: Server) -> Seeded:
    """A workshop with so many statements that no screen holds them."""
    themes = [Theme("Venner", tuple(range(40)), "I 2040 går ingen alene."), Theme("Ute", tuple(range(40, 60)))]
    return workshop(server, MANY, revealed=True, themes=themes)


def theme(page: Page, title: str) -> Locator:
    return page.locator(".theme", has=page.locator(".title", has_text=title))


def carry(page: Page, what: Locator, onto: Locator) -> None:
    """Take a card by its words, over something, and wait there with it in the hand."""
    what.hover()
    start, end = box(what), box(onto)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + start["height"] / 2 + 8, steps=3)
    lit = page.locator(".theme:has(.sortable-ghost)")
    for nudge in range(40):
        page.mouse.move(end["x"] + end["width"] / 2 + nudge % 2, end["y"] + end["height"] / 2, steps=3)
        if lit.count():
            break
    expect(lit).to_have_count(1)


@pytest.mark.parametrize("place", [".title", ".vision", ".signs", ".cards"])
def test_a_card_lands_wherever_on_a_theme_it_is_dropped(screens: Screens, server: Server, place: str) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner", (0,), "I 2040 går ingen alene.", "Det ler"), Theme("Ute")])
    desk = screens.facilitator(there)
    venner = theme(desk, "Venner")
    dark = venner.evaluate("one => getComputedStyle(one).backgroundColor")
    carry(desk, desk.locator(f"#card-{there.statements[2]} .words"), venner.locator(place).first)
    assert venner.evaluate("one => getComputedStyle(one).backgroundColor") != dark, "the theme lights up"
    assert venner.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    screens.picture(desk, "desk-dragging")
    desk.mouse.up()
    expect(venner.locator(".card")).to_have_count(2)
    expect(venner.locator(".count")).to_have_text("2")
    expect(desk.locator(".board[data-dragging]")).to_have_count(0)
    assert venner.evaluate("one => getComputedStyle(one).backgroundColor") == dark
    assert room(server, there.code).statements[there.statements[2]].theme is not None


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)], ids=["laptop", "tablet"])
def test_many_statements_scroll_while_the_room_bar_stays(
    screens: Screens, crowded: Seeded, size: tuple[int, int]
) -> None:
    desk = screens.facilitator(crowded, size=size)
    expect(desk.locator(".card")).to_have_count(141)
    assert desk.evaluate("document.scrollingElement.scrollHeight <= innerHeight"), "the page itself does not scroll"
    assert desk.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert box(desk.locator(".desk-top"))["height"] <= 112, "two slim rows"
    reach = ("[data-key=blank]", "[data-key=close]", ".undo button", ".tally", ".desk-code", ".presence button")
    for pile in ("#cards", "#themes"):
        desk.locator(pile).hover()
        desk.mouse.wheel(0, 3_000)
        desk.wait_for_function("pile => document.querySelector(pile).scrollTop > 1000", arg=pile)
        assert all(desk.locator(one).evaluate(WITHIN) for one in reach)
    assert desk.evaluate("document.querySelector('#cards').scrollTop") > 1000, "each scrolls by itself"
    for one in desk.locator(".desk-ways .ds-button:visible, .switches .ds-button").all():
        assert one.inner_text().strip(), "icons keep their words"


def test_on_a_phone_the_first_card_is_in_sight_and_the_bar_comes_along(screens: Screens, crowded: Seeded) -> None:
    desk = screens.facilitator(crowded, size=(390, 844))
    first = desk.locator("#cards .card").first
    assert box(first)["y"] + box(first)["height"] < 844 * 0.6
    assert desk.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    desk.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
    for one in ("[data-key=blank]", ".undo button", ".tally"):
        assert desk.locator(one).evaluate(WITHIN), f"{one} is out of reach"
    for target in desk.locator(".desk-top button:visible, .desk-top a:visible").all():
        assert box(target)["height"] >= 43.5, target.evaluate("one => one.outerHTML")
    desk.click("[popovertarget=menu]")
    expect(desk.locator("#menu").get_by_role("link", name="Del")).to_be_visible()
    assert desk.locator("#menu").evaluate(WITHIN)


def test_on_a_phone_next_is_where_the_thumb_is_wherever_one_has_scrolled_and_covers_nothing(
    screens: Screens, server: Server
) -> None:
    there = workshop(server, MANY[:16], method="fremtidsbilde-60", moderation=True)
    desk = screens.facilitator(there, size=(390, 844), has_touch=True, is_mobile=True)
    following, foot = desk.locator("[data-key=next]"), desk.locator(".desk-foot")
    for step in ("0", "1"):
        expect(desk.locator(f".run[data-step='{step}']")).to_be_visible()
        for down in (0, 500, 100_000):
            desk.evaluate("down => scrollTo(0, down)", down)
            assert following.evaluate(WITHIN)
            inner, bar = box(following), box(foot)
            assert bar["y"] <= inner["y"] >= 844 * 0.85, "it stands in the bar below"
            assert inner["height"] >= 43.5
            for other in foot.locator("button:visible").all():
                assert box(other)["x"] + box(other)["width"] <= inner["x"], "nothing is under it"
        following.tap()
    expect(desk.locator(".run[data-step='2']")).to_be_visible()


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_what_can_be_done_with_ticked_cards_is_one_line(
    screens: Screens, server: Server, width: int
) -> None:
    there = workshop(server, LINES, method="fremtidsbilde-60", themes=[Theme("Venner")], moderation=True)
    desk = screens.facilitator(there, size=(width, 844), has_touch=True, is_mobile=True)
    for card in desk.locator("#cards .pick").all()[:3]:
        card.check()
    places = [box(one) for one in desk.locator("#chosen > :is(strong, button)").all()]
    assert len(places) == 5
    assert max(place["y"] for place in places) < min(place["y"] + place["height"] for place in places)
    assert all(place["x"] + place["width"] <= width for place in places)
    assert box(desk.locator(".desk-foot"))["height"] <= 64
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(desk.locator("[data-key=next]")).to_be_hidden()
    desk.locator("#chosen [data-act=none]").tap()
    expect(desk.locator("[data-key=next]")).to_be_visible()


def test_under_a_finger_no_keyboard_rises_over_where_to_move_and_under_a_mouse_one_can_type(
    screens: Screens, server: Server
) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner")])
    finger = screens.facilitator(there, has_touch=True, is_mobile=True)
    for moved, ready in ((1, "#move-title"), (2, "#move-find")):
        desk = finger if moved == 1 else screens.facilitator(there)
        desk.locator("#cards .pick").first.check()
        desk.click("#chosen [data-act=move]")
        expect(desk.locator(ready)).to_be_focused()
        desk.locator("#move-list button", has_text="Venner").click()
        expect(desk.locator("#move-dialog")).to_be_hidden()
        expect(theme(finger, "Venner").locator(".card")).to_have_count(moved)


def test_ticking_moves_nothing(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk = screens.facilitator(there)
    before = [box(one) for one in desk.locator(".card, .desk-foot, #new-theme").all()]
    desk.locator(".card .pick").first.check()
    expect(desk.locator("#chosen")).to_be_visible()
    assert [box(one) for one in desk.locator(".card, .desk-foot, #new-theme").all()] == before


def test_the_bar_says_in_words_how_things_stand(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk = screens.facilitator(there)
    writing, wall = (desk.locator(f".switches[data-of={of}] .state") for of in ("writing", "wall"))

    def says(writes: str, shows: str) -> None:
        expect(writing).to_have_text(writes, use_inner_text=True)
        expect(wall).to_have_text(shows, use_inner_text=True)

    says("Skrivingen\ner i gang", "Veggen\nskjuler utsagn")
    for key, shows in (
        ("reveal", "Veggen\nviser utsagn"),
        ("pause_wall", "Veggen\ner fryst"),
        ("blank", "Veggen\ner mørk"),
    ):
        desk.click(f"[data-key={key}]")
        says("Skrivingen\ner i gang", shows)
    desk.click("[data-key=close_submissions]")
    says("Skrivingen\ner stoppet", "Veggen\ner mørk")


def test_ending_by_mistake_is_taken_back_by_anyone_with_writing_open_as_before(
    screens: Screens, server: Server
) -> None:
    there = workshop(server, LINES)
    desk, other, phone = screens.facilitator(there), screens.facilitator(there), screens.phone(there)
    last, blank = box(desk.locator("[data-key=close]")), box(desk.locator("[data-key=blank]"))
    assert last["x"] > blank["x"] + blank["width"] + 60, "the end is not next to the dark"
    end(desk)
    expect(other.locator(".switches[data-of=writing] .state")).to_contain_text("er avsluttet")
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "closed")
    other.click("[data-key=reopen]")
    expect(desk.locator("[data-key=close_submissions]")).to_be_visible()
    expect(phone.locator("#stage")).to_have_attribute("data-open", "yes")
    assert room(server, there.code).submissions


def test_who_is_here_is_told_once_and_closes_with_escape(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk = screens.facilitator(there, size=(1024, 480))
    here = desk.locator("#who-is-here")
    desk.click("[popovertarget=who-is-here]")
    expect(here).to_contain_text("Ingen ennå")
    phones = [screens.phone(there, group="child") for _ in range(1)]
    expect(here).not_to_contain_text("Ingen ennå")
    expect(here).to_be_visible()  # what changes meanwhile does not close it
    expect(here.locator("li")).to_have_count(9)
    assert here.inner_text().count("fem") == 1, "one explanation"
    for row in here.locator("li").all():
        assert box(row.locator(".number"))["x"] >= box(row.locator(".group"))["x"] + box(row.locator(".group"))["width"]
    assert here.evaluate(WITHIN), "never taller than the screen"
    screens.picture(desk, "desk-presence")
    desk.keyboard.press("Escape")
    expect(here).not_to_be_visible()
    expect(desk.locator("[popovertarget=who-is-here]")).to_be_focused()
    assert phones


def test_files_say_what_they_are_for(screens: Screens, server: Server) -> None:
    desk = screens.facilitator(workshop(server, LINES))
    desk.click("[popovertarget=files]")
    for told in ("til utskrift og sak", "norsk Excel", "Google Regneark", "andre programmer"):
        expect(desk.locator("#files")).to_contain_text(told)
    desk.keyboard.press("Escape")
    expect(desk.locator("#files")).not_to_be_visible()


def test_undo_says_what_it_takes_back(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=[Theme("Venner")])
    desk = screens.facilitator(there)
    undo = desk.locator(".undo .done")

    def tick(*numbers: int) -> None:
        for number in numbers:
            desk.check(f"#pick-{there.statements[number]}")

    expect(undo).to_have_text("Angre: laget temaet «Venner»")
    tick(0, 1, 2)
    desk.click("#chosen [data-act=move]")
    desk.click("#move-list button:has-text('Venner')")
    expect(undo).to_have_text("Angre: flyttet 3 utsagn")
    tick(3)
    desk.click("#chosen [data-act=hide]")
    expect(undo).to_have_text("Angre: skjulte 1 utsagn")
    tick(3)
    desk.click("#chosen [data-act=show]")
    expect(undo).to_have_text("Angre: viste 1 utsagn")
    for language, text in (("nn", "Angre: viste 1 utsegn"), ("en", "Undo: showed 1 statement")):
        desk.click("[popovertarget=menu]")
        desk.click(f".languages button[value={language}]")
        expect(undo).to_have_text(text)
