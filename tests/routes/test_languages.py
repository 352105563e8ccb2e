"""Languages: by choice, by the browser, by the workshop; in pages, problems and refusals alike."""

import pytest

from app.i18n import LOCALES, PROBLEMS, REASONS, words
from app.workshop.people import LANGUAGES, Language
from tests.routes.pages import read
from tests.server import Server, cookies_of, new_id


def language_of(text: str) -> str:
    return text.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "nb"),
        ("nb-NO,nb;q=0.9,en;q=0.8", "nb"),
        ("no", "nb"),
        ("nn-NO", "nn"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,nn;q=0.5", "nn"),
        ("de-DE,fr", "nb"),
        ("*", "nb"),
        (";;,,q=1", "nb"),
    ],
)
async def test_the_page_is_in_the_browsers_language(server: Server, accepted: str, spoken: str) -> None:
    answer = await server.visitor().get("/", headers={"accept-language": accepted})
    assert language_of(answer.text) == spoken


async def test_a_chosen_language_wins_on_every_page_and_stays(server: Server) -> None:
    browser = server.visitor()
    browser.headers["accept-language"] = "en"
    chosen = await browser.post("/language", data={"language": "nn", "then": "/signin"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/signin")
    assert "Max-Age=31536000" in chosen.headers["set-cookie"]
    for page in ("/", "/signin", "/nowhere", "/w/000000/"):
        assert language_of((await browser.get(page)).text) == "nn"


@pytest.mark.parametrize("language", ["", "de", "NN", "../nb", "nb\r\nset-cookie: x=y", "x" * 10_000])
async def test_a_language_that_there_is_not_is_not_kept(server: Server, language: str) -> None:
    answer = await server.visitor().post("/language", data={"language": language})
    assert answer.status_code in (303, 422)
    assert "set-cookie" not in answer.headers


async def test_who_names_no_language_reads_the_workshops(server: Server) -> None:
    room = await server.workshop(await server.account(), language="nn")
    browser = server.visitor()
    assert language_of((await browser.get(f"/w/{room.code}/")).text) == "nn"
    answer = await browser.get(f"/w/{room.code}/", headers={"accept-language": "en"})
    assert language_of(answer.text) == "en"
    assert "How do we want it to be?" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_problems_and_refusals_are_in_the_readers_language(server: Server, language: Language) -> None:
    spoken = words(language)
    room, _ = await server.open_room()
    asks = {"accept-language": language, "accept": "application/json"}
    problem = (await server.visitor().get("/nowhere", headers=asks)).json()
    assert problem == {"problem": "unknown_page", "message": spoken.gettext(PROBLEMS["unknown_page"][1])}

    phone = await server.participant(room.code)
    form = await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": " "}, headers=asks)
    assert form.json()["message"] == spoken.reason("empty", {})
    page = read(
        await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": " "}, headers={**asks, "accept": ""})
    )
    assert spoken.reason("empty", {}) in page.by_id("refusal").text

    line = await server.line(phone, room.code)
    assert line.heard == []
    spoken_line = await type(line).open(
        server.base, room.code, "phone", f"{cookies_of(phone)}; fb_language={language}", accept_language="de"
    )
    answer = await spoken_line.command("say", new_id(), text="x" * 281)
    assert answer["message"] == spoken.reason("too_long", {"limit": 280, "length": 281})
    await spoken_line.close()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_refusal_and_problem_is_translated(language: Language) -> None:
    if not (LOCALES / language).exists():
        return  # until the catalogues are there, the sources are what is shown
    spoken = words(language)
    sources = [*REASONS.values(), *(text for pair in PROBLEMS.values() for text in pair)]
    assert [text for text in sources if spoken.gettext(text) == text] == []
