"""Accessibility: axe on every page in light and dark, languages, focus, targets, motion and live regions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.screens import REFUSED, Screens, box, end
from tests.e2e.seed import Seeded, Theme, Words, workshop
from tests.e2e.server import Server

AXE = (Path(__file__).parents[1] / ".vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.map(v => `${v.id}: ${v.help}\\n` + v.nodes.map(n => `    ${n.html.slice(0, 160)}  ${
        n.any.concat(n.all, n.none).map(check => check.message).join("; ").slice(0, 200)}`).join("\\n"));
}"""
SMALL = """least => [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter(one => {
    const box = (one.labels?.length && one.type === "checkbox" ? one.closest(".ds-field, .card") ?? one : one)
        .getBoundingClientRect();
    const inText = one.matches("a") && one.closest("p, li, h1, h2, h3") && getComputedStyle(one).display === "inline";
    return box.width && box.height && one.checkVisibility({visibilityProperty: true}) && !inText &&
        !one.closest(".ds-skip-link, .ds-sr-only") && (box.width < least - 0.5 || box.height < least - 0.5);
}).map(one => `${one.outerHTML.slice(0, 120)} ${JSON.stringify(one.getBoundingClientRect())}`)"""
INSIDE = "dialog => document.activeElement === document.body || dialog.contains(document.activeElement)"

LINES: Words = [
    ("child", "I 2040 er det alltid noen å leke med"),
    ("staff", "Tid til å lytte"),
    ("parent", "Ingen gruer seg"),
]
THEMES = [Theme("Venner", (0,), "I 2040 går ingen alene.", "Ingen står alene"), Theme("Ute")]
Scheme = Literal["light", "dark"]
schemes = pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])


def sound(screens: Screens, page: Page, name: str, scheme: Scheme, *, least: int = 24) -> None:
    """No violation that axe knows, a language, a title, one first heading, and targets large enough to hit."""
    screens.picture(page, f"{name}-{scheme}", whole="wall" not in name and "dialog" not in name)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate(RUN)
    assert not found, f"{name} in {scheme}:\n" + "\n".join(found)
    assert page.get_attribute("html", "lang") in ("nb", "nn", "en")
    assert page.title()
    small = page.evaluate(SMALL, least)
    assert not small, f"{name}: targets under {least} px:\n" + "\n".join(small)


@schemes
def test_pages_before_a_workshop(screens: Screens, server: Server, scheme: Scheme) -> None:
    screens.tolerate(REFUSED)
    there = workshop(server, LINES, units=("Lia skole",))
    page = screens.open("phone", color_scheme=scheme)

    def at(path: str, name: str) -> None:
        page.goto(f"{server.base}{path}")
        sound(screens, page, name, scheme)

    at("/", "front")
    page.fill("#code", "000000")
    page.tap("button.wide")
    expect(page.get_by_role("alert")).to_be_visible()
    sound(screens, page, "front-wrong", scheme)
    at(f"{there.path}/", "choose")
    at("/signin", "signin")
    page.fill("#email", "a@b.no")
    page.fill("#password", "x")
    page.tap("button.wide")
    expect(page.get_by_role("alert")).to_be_visible()
    sound(screens, page, "signin-wrong", scheme)
    at("/nowhere", "problem")
    if scheme == "light":
        page.goto(server.first_link)
    else:
        page.goto(f"{server.base}/invitation/{_link(screens, server, there)}")
    sound(screens, page, "invitation", scheme)


def _link(screens: Screens, server: Server, there: Seeded) -> str:
    desk = screens.facilitator(there)
    desk.goto(f"{server.base}{there.path}/desk/share")
    desk.click("main form button")
    return desk.input_value("#invitation-link").rpartition("/")[2]


@schemes
def test_the_phone(screens: Screens, server: Server, scheme: Scheme) -> None:
    there = workshop(server, open_now=False)
    desk = screens.facilitator(there)
    phone = screens.phone(there, color_scheme=scheme)
    sound(screens, phone, "phone-closed", scheme)
    desk.click("[data-key=open_submissions]")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "yes")
    for text in ("Kort", "x" * 281):
        phone.fill("#text", text)
        phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=shown]")).to_be_visible()
    expect(phone.locator("#problem")).to_be_visible()
    phone.tap(".own summary")
    sound(screens, phone, "phone-open", scheme)
    phone.tap(".own .change > [popovertarget]")
    sound(screens, phone, "phone-take-back", scheme)
    phone.keyboard.press("Escape")
    phone.fill("#text", "")
    desk.click("[data-key=close_submissions]")
    expect(phone.locator("#stage")).to_have_attribute("data-open", "no")
    phone.fill("#text", "For sent")
    phone.tap("#composer button.wide")
    expect(phone.locator(".own[data-standing=waiting]")).to_be_visible()
    sound(screens, phone, "phone-waiting", scheme)
    end(desk)
    expect(phone.locator("#stage")).to_have_attribute("data-stage", "closed")
    sound(screens, phone, "phone-ended", scheme)
    late = screens.open("phone", color_scheme=scheme)
    late.goto(phone.url)
    sound(screens, late, "choose-ended", scheme)


@schemes
def test_the_wall(screens: Screens, server: Server, scheme: Scheme) -> None:
    there = workshop(server, LINES, open_now=False, themes=THEMES)
    desk, wall = screens.facilitator(there), screens.wall(there, color_scheme=scheme)

    def mode(key: str, name: str) -> None:
        desk.click(f"[data-key={key}]")
        expect(wall.locator(f"#stage[data-mode={name}]")).to_be_attached()
        sound(screens, wall, f"wall-{name}", scheme)

    sound(screens, wall, "wall-join", scheme)
    mode("open_submissions", "write")
    mode("reveal", "show")
    mode("blank", "blank")
    desk.click("[data-key=unblank]")
    desk.click("[data-key=conceal]")
    expect(desk.locator("[data-key=reveal]")).to_be_visible()
    end(desk)
    expect(wall.locator("#stage[data-mode=over]")).to_be_attached()
    sound(screens, wall, "wall-over", scheme)


@schemes
def test_the_desk(screens: Screens, server: Server, scheme: Scheme) -> None:
    there = workshop(server, LINES, themes=THEMES, moderation=False)
    desk = screens.facilitator(there, color_scheme=scheme)
    sound(screens, desk, "desk", scheme)
    desk.check(f"#pick-{there.statements[1]}")
    desk.click("#chosen [data-act=hide]")
    expect(desk.locator("[data-standing=hidden]")).to_be_visible()
    desk.check(f"#pick-{there.statements[2]}")
    for name in ("who-is-here", "about-groups", "files", "menu"):
        desk.click(f"[popovertarget={name}]")
        sound(screens, desk, f"desk-{name}", scheme)
        desk.keyboard.press("Escape")
        expect(desk.locator(f"#{name}")).not_to_be_visible()
    dialogs: list[tuple[str, Callable[[], None]]] = [
        ("move-dialog", lambda: desk.click("#chosen [data-act=move]")),
        ("card-dialog", lambda: desk.click(f"[data-card='{there.statements[2]}']")),
        ("theme-dialog", lambda: desk.click("header .more >> nth=0")),
    ]
    for name, opened in dialogs:
        opened()
        dialog = desk.locator(f"#{name}")
        expect(dialog).to_be_visible()
        assert _focus_stays(desk, dialog), f"focus leaves {name}"
        sound(screens, desk, f"desk-{name}", scheme)
        desk.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()


def _focus_stays(page: Page, dialog: Locator) -> bool:
    """Whether Tab goes round inside (or to the browser's own controls), never to what lies behind."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if not dialog.evaluate(INSIDE):
            return False
    return True


@schemes
def test_pages_round_the_desk(screens: Screens, server: Server, scheme: Scheme) -> None:
    screens.tolerate(REFUSED)
    there = workshop(server, LINES, themes=THEMES)
    desk = screens.facilitator(there, color_scheme=scheme)
    theme = desk.get_attribute(".theme", "data-theme")
    paths = {
        "home": "/home",
        "new": "/workshops/new",
        "settings": f"{there.path}/desk/settings",
        "share": f"{there.path}/desk/share",
        "history": f"{there.path}/desk/history",
        "film": f"{there.path}/desk/film",
        "card": f"{there.path}/desk/card/{there.statements[0]}",
        "theme": f"{there.path}/desk/theme/{theme}",
    }
    for name, path in paths.items():
        desk.goto(f"{server.base}{path}")
        sound(screens, desk, name, scheme)
    desk.goto(f"{server.base}{there.path}/desk/share")
    desk.click("main form button")
    expect(desk.locator("#invitation-link")).to_be_visible()
    sound(screens, desk, "share-link", scheme)
    desk.goto(f"{server.base}{there.path}/desk/card/{there.statements[0]}")
    desk.fill("#text", " ")
    desk.click("form:has([value=edit]) button")
    expect(desk.get_by_role("alert")).to_be_visible()
    sound(screens, desk, "refused", scheme)


def test_every_page_speaks_the_chosen_language(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    desk = screens.facilitator(there)
    heard: dict[str, Any] = {}
    for language in ("nn", "en", "nb"):
        desk.click("[popovertarget=menu]")
        desk.click(f".languages button[value={language}]")
        expect(desk.locator("html")).to_have_attribute("lang", language)
        expect(desk.locator(f".languages button[value={language}]")).to_have_attribute("aria-current", "true")
        assert desk.get_attribute("#bar .question span", "lang") == language
        heard[language] = desk.inner_text(".board")
        for other in desk.locator(".languages button").all():
            assert other.get_attribute("lang") == other.get_attribute("value")
    assert len(set(heard.values())) == 3, heard


def test_focus_is_seen_and_the_way_to_the_content_is_short(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, themes=THEMES)
    desk = screens.facilitator(there)
    desk.keyboard.press("Tab")
    skip = desk.locator(".ds-skip-link")
    expect(skip).to_be_focused()
    assert box(skip)["y"] >= 0, "the skip link shows itself"
    assert box(skip)["width"] > 40
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()
    seen = """() => {
        const one = document.activeElement, host = one.matches(".pick") ? one.closest(".card") : one;
        return one.matches("body, .ds-skip-link") || [one, host].some(element => {
            const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(element);
            return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow.split("px").length > 8;
        }) || one.outerHTML.slice(0, 120);
    }"""
    for page in (desk, screens.phone(there)):
        for _ in range(35):
            page.keyboard.press("Tab")
            visible = page.evaluate(seen)
            assert visible is True, f"no focus to be seen on {visible}"


def test_main_buttons_are_as_large_as_a_thumb(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES)
    phone = screens.phone(there)
    for one in phone.locator("#composer button:visible, .me button:visible, .languages button").all():
        assert box(one)["height"] >= 43.5, one.evaluate("one => one.outerHTML")
    desk = screens.facilitator(there, size=(390, 844))
    screens.picture(desk, "desk", whole=True)
    for one in desk.locator(".switches button, .undo button, .new-theme button, .card .more").all():
        assert box(one)["height"] >= 43.5, one.evaluate("one => one.outerHTML")


def test_who_wants_no_movement_gets_none(screens: Screens, server: Server) -> None:
    there = workshop(server, LINES, revealed=True, themes=THEMES)
    moving = """() => [...document.querySelectorAll(".card, .theme, .ds-button")].filter(one => {
        const s = getComputedStyle(one);
        const durations = [...s.transitionDuration.split(","), ...s.animationDuration.split(",")];
        return durations.some(duration => parseFloat(duration) > 0.01) &&
            /translate|transform|all|opacity/.test(s.transitionProperty + s.animationName);
    }).map(one => one.outerHTML.slice(0, 80) + getComputedStyle(one).transition)"""
    for page in (screens.wall(there, reduced_motion="reduce"), screens.facilitator(there, reduced_motion="reduce")):
        expect(page.locator(".card").first).to_be_visible()
        assert page.evaluate(moving) == []


def test_what_changes_by_itself_is_told(screens: Screens, server: Server) -> None:
    """Status messages stand in live regions that are there from the start (WCAG 4.1.3)."""
    there = workshop(server, LINES)
    phone, desk, wall = screens.phone(there), screens.facilitator(there), screens.wall(there)
    inside = "one => Boolean(one.closest('[aria-live=polite], [role=status], [role=alert]'))"
    for page, places in (
        (phone, ("#stage", "#problem", ".sent-news", "#connection")),
        (desk, ("#tally-news", "#problem", ".chosen-count", "#connection")),
        (wall, (".wall-news",)),
    ):
        for place in places:
            assert page.eval_on_selector(place, inside), place
    phone.fill("#text", "Nytt")
    phone.tap("#composer button.wide")
    expect(phone.locator(".sent-news")).to_contain_text("Nytt")
