"""The wall from five statements to five hundred, on every usual screen: large enough, nothing cut, and calm."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.demo import statements
from app.workshop.people import GROUPS, StakeholderGroup
from tests.e2e.running import Run
from tests.e2e.screens import Screens, box
from tests.e2e.seed import Seeded, Theme, Words, workshop
from tests.e2e.server import Server

SCREENS = [(1280, 720), (1920, 1080), (3840, 2160)]
LEAST = 0.022
"""Of the screen's height: a letter that is read from ten metres."""

MEASURE = """() => {
    const board = document.querySelector(".wall-board");
    const seen = [...document.querySelectorAll(".wall-room *")].filter(one =>
        [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) &&
        !one.closest(".ds-sr-only") && one.checkVisibility({visibilityProperty: true}));
    const sizes = seen.map(one => [parseFloat(getComputedStyle(one).fontSize), one.className || one.tagName]);
    const inside = board.getBoundingClientRect();
    const kinds = ".card, .theme, .wall-top, .wall-join, .question, .words, .wall-presence";
    const out = [...document.querySelectorAll(kinds)]
        .filter(one => one.checkVisibility()).filter(one => {
            const box = one.getBoundingClientRect();
            return box.left < -1 || box.right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1;
        }).map(one => one.outerHTML.slice(0, 100));
    const place = element => element.getBoundingClientRect();
    const [question, join] = [place(document.querySelector(".question")), place(document.querySelector(".wall-join"))];
    return {
        smallest: sizes.reduce((a, b) => a[0] <= b[0] ? a : b), out,
        sideways: document.scrollingElement.scrollWidth - innerWidth + board.scrollWidth - board.clientWidth,
        down: document.scrollingElement.scrollHeight - innerHeight,
        rest: board.scrollHeight - board.clientHeight, top: board.scrollTop,
        apart: question.right <= join.left || question.bottom <= join.top || join.bottom <= question.top,
        card: parseFloat(getComputedStyle(document.querySelector(".card .words") ?? board).fontSize),
        room: inside.height / innerHeight,
    };
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> Iterator[Server]:
    """A server with an address as long as they are in life."""
    address = "https://fremtidsbilde.nettverk-nordmore.no"
    started = Server(tmp_path_factory.mktemp("wall"), new_address(), public_url=address)
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def filled(server: Server) -> dict[int, Seeded]:
    """Workshops with so many statements, shown, none of them grouped."""
    lines = [(_group(row["group"]), row["text"]) for row in statements()]
    return {count: workshop(server, list(islice(cycle(lines), count)), revealed=True) for count in (5, 50, 500)}


def _group(name: str) -> StakeholderGroup:
    return next(group for group in GROUPS if group == name)


def measured(wall: Page) -> dict[str, Any]:
    """What the wall looks like, once fonts are there and sizes have settled."""
    wall.evaluate("document.fonts.ready")
    frames(wall, 4)
    found: dict[str, Any] = wall.evaluate(MEASURE)
    return found


def until(wall: Page, true: str) -> None:
    """Wait, frame by frame, for an expression to be true."""
    look = f"const look = () => {true} ? done() : requestAnimationFrame(look); look();"
    wall.evaluate(f"new Promise(done => {{ {look} }})")


def frames(wall: Page, count: int) -> set[float]:
    """Let so many frames go by, and say where the board stood in them."""
    tops: list[float] = wall.evaluate(
        """count => new Promise(done => {
            const tops = [];
            const look = () => {
                tops.push(document.querySelector(".wall-board").scrollTop);
                if (tops.length < count) requestAnimationFrame(look);
                else done(tops);
            };
            requestAnimationFrame(look);
        })""",
        count,
    )
    return set(tops)


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("count", [5, 50, 500])
def test_statements_fill_the_wall(
    screens: Screens, filled: dict[int, Seeded], count: int, size: tuple[int, int]
) -> None:
    wall = screens.wall(filled[count], size=size)
    expect(wall.locator(".card")).to_have_count(count)
    found = measured(wall)
    screens.picture(wall, f"wall-{count}")
    assert found["smallest"][0] >= LEAST * size[1], found["smallest"]
    assert not found["out"], found["out"]
    assert found["sideways"] <= 0, found
    assert found["down"] <= 0, found
    assert found["apart"], "the question and the code lie over each other"
    if count == 5:
        assert found["rest"] <= 1, "five are posters, all in sight"
        assert found["card"] >= 0.04 * size[1], found["card"]
    if found["rest"] > 1:
        expect(wall.locator(".wall-pause")).to_be_visible()
    else:
        expect(wall.locator(".wall-pause")).not_to_be_visible()


def test_what_does_not_fit_pans_and_can_be_held(screens: Screens, filled: dict[int, Seeded]) -> None:
    wall = screens.wall(filled[500])
    top = "document.querySelector('.wall-board').scrollTop"
    until(wall, f"{top} > 3")
    wall.click(".wall-pause")
    expect(wall.locator(".wall-pause")).to_have_attribute("aria-pressed", "true")
    held = wall.evaluate(top)
    assert frames(wall, 20) == {held}
    wall.locator(".wall-board").focus()
    wall.keyboard.press("Space")
    until(wall, f"{top} > {held} + 2")
    wall.keyboard.press("Space")
    expect(wall.locator(".wall-pause")).to_have_attribute("aria-pressed", "true")


def test_it_stands_still_for_those_who_want_no_movement(screens: Screens, filled: dict[int, Seeded]) -> None:
    wall = screens.wall(filled[500], reduced_motion="reduce")
    measured(wall)
    assert len(frames(wall, 30)) <= 2, "a page at a time, not a glide"


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)], ids=["16:9", "4:3"])
def test_themes_and_long_words_stay_inside(screens: Screens, server: Server, size: tuple[int, int]) -> None:
    long = "Menneskerettighetsopplæringsplangruppemedlemmer"
    lines: Words = [("child", f"{long} {long.lower()}{long.lower()} nummer {n}") for n in range(12)]
    themes = [Theme(f"{long}{n}", tuple(range(n * 3, n * 3 + 3)), f"I 2040 {long}", "") for n in range(3)]
    there = workshop(server, lines, title=long, revealed=True, themes=themes)
    wall = screens.wall(there, size=size)
    expect(wall.locator(".card")).to_have_count(12)
    found = measured(wall)
    screens.picture(wall, "wall-long-words")
    assert found["smallest"][0] >= LEAST * size[1], found["smallest"]
    assert not found["out"], found["out"]
    assert found["sideways"] <= 0
    assert found["apart"]


def test_the_invitation_to_join_is_large(screens: Screens, server: Server) -> None:
    there = workshop(server, open_now=False)
    for size in (*SCREENS, (1024, 768)):
        wall = screens.wall(there, size=size)
        found = measured(wall)
        screens.picture(wall, "wall-join")
        assert box(wall.locator(".wall-code"))["height"] >= 0.12 * size[1], "digits as tall as a hand"
        assert box(wall.locator(".qr"))["height"] >= 0.3 * size[1], "a third of the height"
        assert found["smallest"][0] >= LEAST * size[1], found["smallest"]
        assert not found["out"], found["out"]
        assert found["down"] <= 0
        wall.context.close()


def test_every_step_begins_at_the_top(screens: Screens, server: Server) -> None:
    """Also where the board has been scrolled, and hidden, meanwhile; and so does the end."""
    lines = [(_group(row["group"]), row["text"]) for row in statements()]
    words: Words = list(islice(cycle(lines), 80))
    themes = [Theme(f"Tema {n}", tuple(range(n * 20, n * 20 + 20))) for n in range(4)]
    there = workshop(server, words, open_now=False, themes=themes, method="fremtidsbilde-60", step=2)
    run = Run(screens.facilitator(there), screens.wall(there, size=(1280, 720)), [])
    top = "document.querySelector('.wall-board').scrollTop"

    def pan() -> None:
        run.wall.locator(".wall-board").hover()
        run.wall.mouse.wheel(0, 900)
        until(run.wall, f"{top} > 300")

    for number in (3, 5):
        run.go(number)
    expect(run.wall.locator(".wall-board[data-moving]")).to_be_visible()
    pan()
    run.next()
    expect(run.wall.locator(".wall-vote")).to_be_visible()
    expect(run.wall.locator(".wall-board")).not_to_be_visible()
    run.next()
    expect(run.wall.locator(".wall-board[data-moving]")).to_be_visible()
    assert frames(run.wall, 60) == {0}, "the first themes are read first"
    pan()
    run.next()
    run.next()
    expect(run.wall.locator(".wall-board[data-moving]")).to_be_visible()
    assert frames(run.wall, 60) == {0}
    pan()
    run.desk.click("[data-key=close]")
    expect(run.wall.locator("#stage[data-ended=yes]")).to_be_visible()
    assert frames(run.wall, 60) == {0}


def test_what_has_no_theme_stands_under_a_title_of_its_own(screens: Screens, server: Server) -> None:
    """Once there are themes to tell it from; the title stays in sight like theirs."""
    lines: Words = [(_group(row["group"]), row["text"]) for row in islice(cycle(statements()), 80)]
    alone = workshop(server, lines[:5], revealed=True)
    expect(screens.wall(alone).locator(".card").first).to_be_visible()
    expect(screens.wall(alone).locator("#ungrouped")).to_be_hidden()
    there = workshop(server, lines, revealed=True, themes=[Theme("Venner", (0, 1))])
    wall = screens.wall(there)
    title = wall.locator("#ungrouped")
    expect(title).to_have_text("Uten tema")
    assert box(wall.locator(".theme"))["y"] < box(title)["y"] < box(wall.locator("#cards .card").first)["y"]
    wall.evaluate("const board = document.querySelector('.wall-board'); board.scrollTop = board.scrollHeight")
    frames(wall, 2)
    board = box(wall.locator(".wall-board"))
    assert abs(box(title)["y"] - board["y"]) < 2
    expect(wall.locator(".wall-board[data-end]")).to_be_attached()
    for theme in (wall, screens.wall(workshop(server, lines[:2], revealed=True, themes=[Theme("Venner", (0, 1))]))):
        expect(theme.locator(".theme .card")).to_have_count(2)
    expect(theme.locator("#ungrouped")).to_be_hidden()


@pytest.mark.parametrize("themed", [False, True], ids=["ungrouped", "in a theme"])
def test_a_long_statement_leaves_no_hole(screens: Screens, server: Server, themed: bool) -> None:
    lines: Words = [("child", "Mange timer ute. " * (16 if n == 4 else 1)) for n in range(24)]
    themes = [Theme("Venner", tuple(range(24)))] if themed else []
    wall = screens.wall(workshop(server, lines, revealed=True, themes=themes), size=(1280, 720))
    expect(wall.locator(".card")).to_have_count(24)
    measured(wall)
    screens.picture(wall, f"wall-long-card-{'themed' if themed else 'bare'}")
    gaps: list[float] = wall.evaluate("""() => {
        const boxes = [...document.querySelectorAll(".card")].map(one => one.getBoundingClientRect());
        return boxes.flatMap(box => {
            const below = boxes.filter(one => one.left === box.left && one.top > box.top).map(one => one.top);
            return below.length ? [Math.min(...below) - box.bottom] : [];
        });
    }""")
    size = float(wall.evaluate("parseFloat(getComputedStyle(document.querySelector('.card')).fontSize)"))
    assert 0 < min(gaps) <= max(gaps) < 1.2 * size, "cards lie as close to each other everywhere"
