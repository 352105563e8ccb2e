"""Themes on the wall: few of them stand whole; their signs are shown; what was written for several stands apart."""

import pytest
from playwright.sync_api import Page, expect

from app.workshop.commands import DescribeTheme, MakeTheme, SetTables
from tests.e2e.screens import Screens, box
from tests.e2e.seed import Seeded, going_on, workshop
from tests.e2e.server import Server
from tests.server import new_id

SAID = (
    "Mer uteskole", "Uteskole hver uke, hele året", "Vi leker ute hver dag", "Alle har en voksen å snakke med",
    "Lærerne har tid til hvert barn", "Politikerne spør barna først", "Ingen er alene i friminuttet",
    "Foreldrene kjenner hverandre", "Gratis frokost på skolen", "Skolen er åpen om kvelden for bygda",
)  # fmt: skip
SHARES = {4: "En felles idé", 8: "Men hva med skyssen"}
"""What tables write in the steps of IGP in which they share ideas."""

THEMES = {
    "Ute hver dag": ((0, 1, 2), "I 2040 er alle barn ute hver dag", "Alle klasser har uteskole\nTrær å klatre i"),
    "Voksne som har tid": ((3, 4), "I 2040 har de voksne tid", "To voksne i hver gruppe\nNoen å gå til"),
    "Alle er med": ((5, 6, 7), "I 2040 er alle med", "Ingen sitter alene"),
    "Mat til alle": ((8,), "", ""),
}


def sorted_out(server: Server, *, step: int, many: int = 1) -> Seeded:
    """The house's method with ten statements, most of them in four themes, at this step; or ``many`` times as much."""
    seeded = workshop(server, open_now=False, method="fremtidsbilde-60")
    with going_on(server, seeded) as story:
        story.go_to(1, 2)
        said = [story.say("child", f"{text}{'.' * turn}") for turn in range(many) for text in SAID]
        story.go_to(3, 4)
        for title, (holds, vision, signs) in THEMES.items():
            held = tuple(said[place + turn * len(SAID)] for turn in range(many) for place in holds)
            make = MakeTheme(id=new_id(), title=title, statements=held)
            story.give(make)
            story.give(DescribeTheme(id=new_id(), theme=make.id, vision=vision, signs=signs))
        story.go_to(*range(5, step + 1))
    return seeded


def whole(wall: Page, kind: str) -> bool:
    """Whether all of a kind that are shown stand within the board, and nothing pans."""
    return bool(
        wall.evaluate(
            """kind => {
                const board = document.querySelector(".wall-board"), inside = board.getBoundingClientRect();
                const boxes = [...board.querySelectorAll(kind)].filter(one => one.checkVisibility())
                    .map(one => one.getBoundingClientRect());
                return boxes.length && !board.hasAttribute("data-moving") &&
                    boxes.every(box => box.top >= inside.top - 1 && box.bottom <= inside.bottom + 1);
            }""",
            kind,
        )
    )


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
def test_few_themes_stand_whole_on_the_wall(screens: Screens, server: Server, size: tuple[int, int]) -> None:
    wall = screens.wall(sorted_out(server, step=5), size=size)
    expect(wall.locator(".card")).to_have_count(10)
    wall.evaluate("document.fonts.ready")
    screens.picture(wall, "wall-few-themes")
    expect(wall.locator(".wall-board:not([data-moving])")).to_be_visible()
    assert whole(wall, ".theme, .card")
    expect(wall.locator(".signs")).to_have_count(0)
    lowest = max(box(one)["y"] + box(one)["height"] for one in wall.locator(".card").all())
    assert lowest > 0.7 * size[1], "they fill it"


@pytest.mark.parametrize("many", [1, 6])
def test_signs_are_on_the_wall_where_they_are_asked_for_and_at_the_end(
    screens: Screens, server: Server, many: int
) -> None:
    wall = screens.wall(sorted_out(server, step=7, many=many))
    expect(wall.locator(".signs li")).to_have_text(
        [
            "Alle klasser har uteskole",
            "Trær å klatre i",
            "To voksne i hver gruppe",
            "Noen å gå til",
            "Ingen sitter alene",
        ],
        use_inner_text=True,
    )
    wall.evaluate("document.fonts.ready")
    screens.picture(wall, f"wall-signs-{many}")
    expect(wall.locator(".wall-board:not([data-moving])")).to_be_visible()
    assert whole(wall, ".theme, .signs li, .vision")
    expect(wall.locator(".card").first).to_be_hidden()  # they leave no room for the signs


def test_what_was_written_for_several_stands_under_a_title_each(screens: Screens, server: Server) -> None:
    seeded = workshop(server, open_now=False, method="igp")
    with going_on(server, seeded) as story:
        story.go_to(1, 2)
        people = [story.person("child") for _ in range(8)]
        for number, who in enumerate(people):
            story.writes(who, f"Bare for meg selv {number}")
        story.give(SetTables(id=new_id(), number=2))
        for step in range(3, 11):
            story.go_to(step)
            if step in SHARES:
                for number, who in enumerate(people[:3]):
                    story.shares(who, f"{SHARES[step]} {number}")
    wall, desk = screens.wall(seeded), screens.facilitator(seeded)
    expect(wall.locator(".wall-heap h2")).to_have_count(2)
    screens.picture(wall, "wall-heaps")
    ideas, doubts = wall.locator(".wall-heap").all()
    expect(ideas.locator(".card", has_text="En felles idé")).to_have_count(3)
    expect(doubts.locator(".card", has_text="Men hva med skyssen")).to_have_count(3)
    expect(desk.locator(".card:has-text('Bare for meg selv')").first).to_contain_text("ikke på veggen")
    expect(desk.locator(".card:has-text('En felles idé')").first).to_contain_text("på veggen")
    expect(desk.locator(".card:has-text('En felles idé'):has-text('ikke på veggen')")).to_have_count(0)
    screens.picture(desk, "desk-heaps")
