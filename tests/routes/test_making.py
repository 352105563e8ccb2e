"""Making a workshop: one form, one workshop, and the question that it asks."""

import asyncio
import re

import pytest

from app.i18n import QUESTIONS
from tests.routes.pages import form_of, read
from tests.server import Server, new_id


async def test_each_form_has_an_id_of_its_own_so_that_sending_it_twice_is_once(server: Server) -> None:
    desk = await server.account()
    forms = [form_of(read(await desk.get("/workshops/new")), "create") for _ in range(2)]
    ids = {form.all("input", name="id")[0].attributes["value"] for form in forms}
    assert len(ids) == 2


async def test_one_form_sent_twice_makes_one_workshop(server: Server) -> None:
    desk = await server.account(f"{new_id()}@example.no")
    form = {
        "type": "create",
        "id": new_id(),
        "title": "Bare ett",
        "question.nb": "Hva?",
        "language": "nb",
        "groups": "child",
    }
    answers = await asyncio.gather(*(desk.post("/workshops/new", data=form) for _ in range(3)))
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(set(re.findall(r"/w/(\d{6})/desk", (await desk.get("/home")).text))) == 1
    other = await server.account(f"{new_id()}@example.no")
    elsewhere = await other.post("/workshops/new", data=form)
    assert elsewhere.headers["location"] != answers[0].headers["location"], "an id is nobody's key to what is others'"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({}, {"nb": QUESTIONS["nb"], "nn": QUESTIONS["nn"], "en": QUESTIONS["en"]}),
        ({"nb": "Hva nå?"}, {"nb": "Hva nå?"}),
        ({"nb": "Hva nå?", "en": "What now?"}, {"nb": "Hva nå?", "en": "What now?"}),
        ({"en": "How will it be?"}, {"nb": QUESTIONS["nb"], "nn": QUESTIONS["nn"], "en": "How will it be?"}),
    ],
    ids=["proposed", "own", "own in two", "one translation mended"],
)
async def test_nobody_is_asked_the_proposed_question_where_the_workshop_asks_its_own(
    server: Server, typed: dict[str, str], asked: dict[str, str]
) -> None:
    desk = await server.account(f"{new_id()}@example.no")
    fields = {f"question.{language}": typed.get(language, text) for language, text in QUESTIONS.items()}
    room = await server.workshop(desk, **fields)
    assert (await server.live(room)).room.question == asked
