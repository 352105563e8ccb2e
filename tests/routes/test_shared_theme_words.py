"""The words and tags of a shared theme: what two people change at once, what is too long, what is gone meanwhile."""

import pytest

from tests.routes.pages import fields_of, form_of, read
from tests.routes.test_shared_themes import Board, board_of
from tests.server import Server


@pytest.fixture
async def board(server: Server) -> Board:
    return await board_of(server)


async def test_of_two_who_change_the_words_the_second_sees_both_and_nothing_is_lost(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner")
    mine = {"version": "1", "title": "Ingen alene", "vision": "I 2040 …", "signs": "Ett\n\n  T\0o  "}
    assert (await board.kari.post(theme, data=mine)).status_code == 303
    late = await board.kari.post(theme, data={**mine, "vision": "Noe helt annet", "title": "Alle med"})
    assert late.status_code == 409
    assert "kari har endret teksten mens du skrev" in late.text
    for text in (
        "I 2040 …",
        "Noe helt annet",
        'value="Alle med"',
        'name="version" value="2"',
        '<li dir="auto">To</li>',
    ):
        assert text in late.text
    assert (await board.kari.post(theme, data={**mine, "version": "2", "title": "Alle med"})).status_code == 303
    assert (await board.kari.post(theme, data={**mine, "version": "3", "title": " "})).status_code == 409
    assert "Alle med" in (await board.kari.get(theme)).text


async def test_words_are_kept_whole_however_a_browser_ends_its_lines(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner")
    signs = ["Vi ser at alle har det trygt"] * 68
    assert 1_900 < len("\n".join(signs)) <= 2_000, "as much as the box takes"
    form = {"version": "1", "title": "Ingen alene", "vision": "", "signs": "\r\n".join(signs)}
    assert (await board.kari.post(theme, data=form)).status_code == 303
    assert (await board.kari.get(theme)).text.count('<li dir="auto">Vi ser at alle har det trygt</li>') == 68


@pytest.mark.parametrize(("field", "text"), [("title", "T" * 121), ("vision", "V" * 2_001), ("signs", "S\n" * 1_001)])
async def test_words_that_are_too_long_are_told_and_not_cut(board: Board, field: str, text: str) -> None:
    theme = await board.make("Ingen alene", "Venner")
    form = {"version": "1", "title": "Nytt navn", "vision": "", "signs": "", field: text}
    refused = await board.kari.post(theme, data=form)
    assert refused.status_code == 409
    assert "Dette er for langt." in refused.text
    assert text in refused.text
    assert "Nytt navn" not in (await board.kari.get(theme)).text
    refused = await board.kari.post(f"{board.path}/map", data={**form, "into": "new", "local": board.tick("Ute")})
    assert refused.status_code == 409
    assert text in refused.text


async def test_words_of_a_theme_that_is_removed_meanwhile_stand_in_the_form_of_a_new_one(board: Board) -> None:
    theme = await board.make("Ingen alene", "Venner")
    await board.kari.post(f"{board.path}/remove", data={"shared": theme.rpartition("/")[2]})
    words = {"title": "Ingen alene", "vision": "Lenge tenkt ut", "signs": "Alle blir spurt"}
    answer = await board.kari.post(theme, data={**words, "version": "1"})
    assert answer.status_code == 409
    assert "Noen har fjernet dette imens." in answer.text
    form = read(answer).all("form", class_="theme-words")[0]
    sent = fields_of(form)
    assert {name: sent[name] for name in words} == {name: [text] for name, text in words.items()}
    assert (await board.kari.post(form.attributes["action"], data=sent)).status_code == 303
    page = (await board.kari.get(board.path)).text
    assert "Lenge tenkt ut" in page


async def worn(board: Board, theme: str) -> list[str]:
    """The tags that the form shows as worn."""
    form = form_of(read(await board.kari.get(theme)), action=f"{theme}/tags")
    sent = fields_of(form)
    assert sorted(sent.get("shown", [])) == sorted(sent.get("tags", []))
    return sent.get("shown", [])


async def test_tags_of_two_people_stand_together(board: Board) -> None:
    theme = await board.make("Ingen alene")
    first, second, third = "oecd.well", "oecd.agency", "loyper.sprak"
    await board.kari.post(f"{theme}/tags", data={"tags": [third]})
    opened = await worn(board, theme)
    assert opened == [third]
    await board.kari.post(f"{theme}/tags", data={"shown": opened, "tags": [third, first]})
    await board.kari.post(f"{theme}/tags", data={"shown": opened, "tags": [second]})
    assert set(await worn(board, theme)) == {first, second}, "the second one took only their own off"


async def test_tags_are_shown_by_name_in_the_readers_language(board: Board) -> None:
    theme = await board.make("Ingen alene")
    await board.kari.post(f"{theme}/tags", data={"tags": ["overordnet.folkehelse", "no.such"]})
    badge = 'tag=overordnet.folkehelse" title="{}">{}</a>'
    assert badge.format("Overordnet del", "Folkehelse og livsmestring") in (await board.kari.get(theme)).text
    await board.kari.post("/language", data={"language": "nn"})
    assert badge.format("Overordna del", "Folkehelse og livsmeistring") in (await board.kari.get(theme)).text
