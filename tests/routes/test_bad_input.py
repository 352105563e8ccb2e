"""Bad input, over the socket and as a form: a clear answer in the reader's language, and calm in the server's log."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import httpx2
import pytest

from app.i18n import words
from tests.routes.line import Line, Message
from tests.routes.pages import read
from tests.server import Room, Server, cookies_of, new_id, running

FAMILY = "👨\u200d👩\u200d👧"
KEPT = {
    "emoji only": ("🫐🌈", "🫐🌈"),
    "a family of emoji": (FAMILY, FAMILY),
    "right to left": ("מה אנחנו רוצים?", "מה אנחנו רוצים?"),
    "a script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "an entity": ("&lt;b&gt; & &amp;", "&lt;b&gt; & &amp;"),
    "zero width": ("a\u200bl\ufeffle", "alle"),
    "bidi override": ("\u202etxet\u202c \u2066x\u2069", "txet x"),
    "decomposed å": ("pa\u030a skolen", "på skolen"),
    "lines and tabs": ("  én\r\nto\t tre\u2028fire ", "én to tre fire"),
    "a tower of marks": ("z" + "\u0300" * 50, "z" + "\u0300" * 3),
    "a null": ("a\x00b", "ab"),
    "quotes": ("'; DROP TABLE event; --", "'; DROP TABLE event; --"),
    "a template": ("{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} {% raw %}"),
    "a format": ("%s %(limit)s {0}", "%s %(limit)s {0}"),
    "exactly as long as may be": ("å" * 280, "å" * 280),
}
REFUSED = {
    "nothing": ("", "empty", {}),
    "spaces": (" \t\n\u00a0\u3000", "empty", {}),
    "only what is invisible": ("\u200b\u2060\ufeff\u202e", "empty", {}),
    "only joiners": ("\u200d\u200c", "empty", {}),
    "only towers of marks": ("\u0300\u0301", "empty", {}),
    "one too long": ("x" * 281, "too_long", {"limit": 280, "length": 281}),
}

MALFORMED: dict[str, object] = {
    "no JSON": "{nonsense",
    "nothing": "",
    "half": '{"type":"say"',
    "a number": 7,
    "null": None,
    "a list": ["say"],
    "a text": '"say"',
    "bytes": b"\x00\x01\x02",
    "nested deeply": "[" * 30_000,
    "a long number": "9" * 10_000,
    "an unknown command": {"type": "explode", "id": "{id}"},
    "no command": {"id": "{id}", "text": "Hei"},
    "a command that is no text": {"type": ["say"], "id": "{id}", "text": "Hei"},
    "no id": {"type": "say", "text": "Hei"},
    "a short id": {"type": "say", "id": "kort", "text": "Hei"},
    "an id of other letters": {"type": "say", "id": "æøåæøåæøå", "text": "Hei"},
    "an id that is no text": {"type": "say", "id": 12345678, "text": "Hei"},
    "an id that is a list": {"type": "say", "id": ["{id}"], "text": "Hei"},
    "no text": {"type": "say", "id": "{id}"},
    "a text that is a number": {"type": "say", "id": "{id}", "text": 7},
    "a text that is null": {"type": "say", "id": "{id}", "text": None},
    "an unknown field": {"type": "say", "id": "{id}", "text": "Hei", "author": "somebody"},
    "a forged participant": {"type": "say", "id": "{id}", "text": "Hei", "by": {"role": "participant", "id": "x"}},
    "an unknown version": {"type": "say", "id": "{id}", "text": "Hei", "v": 2},
    "half a character as id": '{"type":"say","id":"\\ud83d","text":"Hei"}',
    "half a character as a field": '{"type":"say","id":"abcdefgh1234","text":"Hei","\\ud83d":1}',
    "half a character as a type": '{"type":"\\ud83d","id":"abcdefgh1234"}',
    "infinity": '{"type":"say","id":"abcdefgh1234","text":Infinity}',
    "a field twice as long as a name may be": {"type": "say", "id": "{id}", "text": "Hei", "x" * 2_000: 1},
}


@dataclass
class Scene:
    """A room that is open for writing, and one who writes in it."""

    server: Server
    room: Room
    phone: httpx2.AsyncClient
    line: Line
    desk: Line

    async def form(self, **fields: str) -> Message:
        """Send a form as a program does."""
        asks = {"accept": "application/json", "accept-language": "nb"}
        answer = await self.phone.post(f"/w/{self.room.code}/send", data=fields, headers=asks)
        assert answer.status_code in (200, 409), answer.text
        told: Message = answer.json()
        return told


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> AsyncIterator[Scene]:
    async with running(
        tmp_path_factory.mktemp("bad"),
        database_url=new_address(),
        messages_per_minute=10_000,
        commands_per_minute=10_000,
        sockets_per_participant=100,
    ) as server:
        room, desk = await server.open_room()
        phone = await server.participant(room.code)
        yield Scene(server, room, phone, await server.line(phone, room.code), desk)


@pytest.fixture(autouse=True)
def _calm(scene: Scene) -> object:
    scene.server.log.told.clear()
    yield
    scene.server.assert_calm()
    scene.server.log.told.clear()


@pytest.mark.parametrize(("typed", "kept"), KEPT.values(), ids=KEPT)
async def test_unusual_words_arrive_and_show_as_words(scene: Scene, typed: str, kept: str) -> None:
    by_socket, by_form = new_id(), new_id()
    assert (await scene.line.say(typed, by_socket))["type"] == "ack"
    if "\ud83d" not in typed:
        assert (await scene.form(type="say", id=by_form, text=typed))["type"] == "ack"
    await scene.line.until(lambda: {f"own-{by_socket}", f"own-{by_form}"} <= scene.line.own.keys())
    assert {scene.line.own[f"own-{i}"]["text"] for i in (by_socket, by_form)} == {kept}
    page = read(await scene.phone.get(f"/w/{scene.room.code}/"))
    card = page.by_id(f"own-{by_socket}")
    assert " ".join(kept.split()) in card.text
    assert card.all("script") == []


@pytest.mark.parametrize(("typed", "reason", "facts"), REFUSED.values(), ids=REFUSED)
async def test_what_has_no_words_or_too_many_is_refused_with_a_reason(
    scene: Scene, typed: str, reason: str, facts: dict[str, int]
) -> None:
    answers = [await scene.line.say(typed), await scene.form(type="say", id=new_id(), text=typed)]
    for answer in answers:
        assert (answer["type"], answer["reason"], answer["facts"]) == ("refused", reason, facts)
    assert answers[1]["message"] == words("nb").reason(reason, facts)  # type: ignore[arg-type]  # a reason of the table


async def test_a_hundred_thousand_characters_are_refused_and_what_was_typed_is_not_lost(scene: Scene) -> None:
    typed = "x" * 100_000
    told = await scene.form(type="say", id=new_id(), text=typed)
    assert (told["reason"], told["facts"]) == ("too_long", {"limit": 280, "length": 100_000})
    page = read(await scene.phone.post(f"/w/{scene.room.code}/send", data={"type": "say", "text": typed}))
    assert page.by_id("text").text == typed


@pytest.mark.parametrize("message", MALFORMED.values(), ids=MALFORMED)
async def test_a_message_that_is_no_command_is_refused_and_the_line_stays_open(scene: Scene, message: object) -> None:
    there = json.loads(json.dumps(message).replace("{id}", new_id())) if isinstance(message, dict) else message
    if isinstance(there, list | int) or there is None:
        there = json.dumps(there)
    line = await scene.server.line(scene.phone, scene.room.code)
    answer = await line.answer_to(there)
    assert (answer["type"], answer["reason"]) == ("refused", "malformed")
    assert answer["message"] == words("nb").reason("malformed", {})
    assert set(answer["facts"]) == {"where", "what"}
    if isinstance(there, dict) and isinstance(there.get("id"), str):
        assert answer["id"] == there["id"]
    assert (await line.say("Linja lever"))["type"] == "ack"
    await line.close()


FORMS = [
    {"type": "explode"},
    {},
    {"type": "say"},
    {"type": "say", "id": "kort", "text": "Hei"},
    {"type": "say", "text": "Hei", "author": "somebody"},
    {"type": "say", "text": "Hei", "by": "somebody"},
    {"type": "say", "text": "Hei", "text.nb": "Hei"},
    {"type": "say", "text.nb": "Hei"},
    {"type": "say", "text": "Hei", ".": "x"},
    {"type": "withdraw", "statement": "abcdefgh12", "statement.x": "y"},
    {"type": "hide", "statements": "abcdefgh12", "statements.x": "y"},
    {"type": "say", "text": "Hei", "groups": "child"},
]


@pytest.mark.parametrize("form", FORMS, ids=str)
async def test_a_form_that_is_no_command_is_refused(scene: Scene, form: dict[str, str]) -> None:
    told = await scene.form(**form)
    assert (told["type"], told["reason"]) == ("refused", "malformed")
    assert told["message"] == words("nb").reason("malformed", {})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"type=say&text=%ff%fe", "application/x-www-form-urlencoded"),
        (b'{"type":"say"}', "application/json"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"\x00" * 100, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(5_000)), "application/x-www-form-urlencoded"),
        (b"type=say", "text/plain; charset=nonsense"),
    ],
)
async def test_a_body_that_is_no_form_gets_an_answer(scene: Scene, content: bytes, kind: str) -> None:
    answer = await scene.phone.post(
        f"/w/{scene.room.code}/send", content=content, headers={"content-type": kind, "accept": "application/json"}
    )
    assert answer.status_code in (200, 400, 409, 413, 422)
    assert answer.json()["message"] if answer.status_code != 200 else answer.json()["type"] == "ack"


async def test_a_file_in_place_of_words_gets_an_answer(scene: Scene) -> None:
    browser = scene.server.visitor(cookie=cookies_of(scene.phone))
    for path, fields in [
        (f"/w/{scene.room.code}/send", {"type": "say"}),
        (f"/w/{scene.room.code}/join", {"id": new_id()}),
        ("/join", {}),
        ("/signin", {}),
    ]:
        name = "group" if path.endswith("join") else "text"
        files = {name: ("x.txt", b"Hei"), "code": ("x.txt", b"1"), "email": ("x.txt", b"1"), "id": ("x", b"1")}
        answer = await browser.post(path, data=fields, files=files, headers={"accept": "application/json"})
        assert 400 <= answer.status_code < 500, path
    await browser.aclose()
    await asyncio.sleep(0.05)  # until the server has let go of the connection and of what came over it
    gc.collect()  # a file that nobody closed says so here


async def test_another_participants_statement_is_theirs(scene: Scene) -> None:
    theirs = await scene.server.writer(scene.room)
    statement = new_id()
    await theirs.say("Mitt eget", statement)
    for type_ in ("edit", "withdraw"):
        fields = {"statement": statement, **({"text": "Endret"} if type_ == "edit" else {})}
        assert (await scene.line.command(type_, **fields))["reason"] == "not_yours"
        assert (await scene.form(type=type_, id=new_id(), **fields))["reason"] == "not_yours"
    assert (await scene.line.say("Samme id", statement))["reason"] == "id_taken"
    assert (await scene.line.command("edit", statement=new_id(), text="x"))["reason"] == "unknown_statement"


async def test_an_unknown_code_is_answered_with_the_code_still_in_the_field(scene: Scene) -> None:
    browser = scene.server.visitor()
    for code in ("000000", "12", "æøå", "<b>", "1" * 10_000, "٣٤٥٦٧٨"):
        answer = await browser.post("/join", data={"code": code})
        assert answer.status_code == 404
        field = read(answer).by_id("code")
        assert field.attributes["value"] == code[:40]
        assert field.attributes["aria-invalid"] == "true"


async def test_a_group_or_place_that_is_not_offered_is_refused(scene: Scene) -> None:
    browser = scene.server.visitor()
    for form in ({"group": "king"}, {}, {"group": "child", "unit": "Månen"}, {"group": "child", "id": "x"}):
        answer = await browser.post(f"/w/{scene.room.code}/join", data=form)
        assert answer.status_code == 409
        assert read(answer).by_id("refusal").text
        assert "set-cookie" not in answer.headers


async def test_a_program_whose_joining_is_refused_is_told_so_as_json(scene: Scene) -> None:
    answer = await scene.server.visitor(accept="application/json").post(f"/w/{scene.room.code}/join", data={})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["reason"] == "malformed"


async def test_a_closed_room_keeps_what_was_typed_in_the_box(scene: Scene) -> None:
    assert (await scene.desk.command("close_submissions"))["type"] == "ack"
    try:
        assert (await scene.line.say("For sent"))["reason"] == "submissions_closed"
        answer = await scene.phone.post(f"/w/{scene.room.code}/send", data={"type": "say", "text": "For sent <ute>"})
        assert answer.status_code == 409
        page = read(answer)
        assert page.by_id("text").text == "For sent <ute>"
        assert page.by_id("refusal").text
    finally:
        assert (await scene.desk.command("open_submissions"))["type"] == "ack"


async def test_one_who_has_not_joined_is_asked_to_and_keeps_what_was_typed(scene: Scene) -> None:
    browser = scene.server.visitor()
    answer = await browser.post(f"/w/{scene.room.code}/send", data={"type": "say", "text": "Skrevet før jeg kom inn"})
    assert answer.status_code == 409
    assert read(answer).by_id("refusal").text
    assert "Skrevet før jeg kom inn" in answer.text


async def test_words_stay_words_also_where_a_page_keeps_them_in_an_attribute(scene: Scene) -> None:
    """An earlier wording stands in an attribute of the desk's card."""
    statement = new_id()
    await scene.line.say('"><script> \'x\' " hx-get="/signout" onclick="alert(1)', statement)
    assert (await scene.line.command("edit", statement=statement, text="Uskyldig"))["type"] == "ack"
    await scene.desk.until(lambda: scene.desk.screen[f"card-{statement}"]["text"] == "Uskyldig")
    browser = scene.server.visitor(cookie=str(scene.desk.socket.request.headers["cookie"]))  # type: ignore[union-attr]
    page = read(await browser.get(f"/w/{scene.room.code}/desk"))
    card = page.by_id(f"card-{statement}")
    expected = {"id", "class"}
    assert {name for name in card.attributes if not name.startswith("data-")} == expected
    assert [name for element in card for name in element.attributes if name.startswith(("hx-", "on"))] == []
    assert card.all("script") == []
