"""Methods as files: down and up again, and what is wrong in one told with its line, without losing it."""

import re

import pytest

from app.routes.method_import import FILE_MOST
from app.workshop.method import shipped
from tests.routes.method_pages import IGP, cards, copied, facilitator, file_of, name_of, nb, typed_in
from tests.routes.pages import read
from tests.server import Server

NO_SOURCE = "No step before this one writes that. Choose another one, or move the step."


def upload(text: str | bytes, name: str = "min.toml") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, text.encode() if isinstance(text, str) else text)}


async def test_a_file_that_was_downloaded_can_be_imported_elsewhere_and_is_kept_once(server: Server) -> None:
    desk = await facilitator(server)
    text = (await desk.get(f"/methods/{name_of(await copied(desk))}.toml")).text.replace("\n", "\r\n")
    other = await facilitator(server)
    first = await other.post("/methods/import", files=upload(b"\xef\xbb\xbf" + text.encode()), follow_redirects=True)
    assert first.status_code == 200
    name = name_of(first)
    assert (await file_of(other, name)).steps == IGP.steps
    second = await other.post(
        "/methods/import", files=upload((await other.get(f"/methods/{name}.toml")).text), follow_redirects=True
    )
    assert name_of(second) == name
    assert len(cards(await other.get("/methods"))) == len(shipped()) + 1
    shipped_one = await other.post(
        "/methods/import", files=upload((await other.get("/methods/igp.toml")).text), follow_redirects=True
    )
    assert name_of(shipped_one) not in shipped()


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("minutes = 5\n", "minutes = 500\n", "minutes = 500", nb("At most %(most)s.", most=240)),
        ("minutes = 5\n", "minutes = = 5\n", "minutes = = 5", nb("This is not TOML as it should be.")),
        ('of = "ideas"', 'of = "thoughts"', 'of = "thoughts"', nb(NO_SOURCE)),
        ('writes = "tables"', 'writes = "facilitators"', 'writes = "facilitators"', "«Én ved hvert bord»"),
        ('kind = "brief"', 'kind = "break"', 'kind = "break"', "– Skriv"),
        ('sees = "nobody"', 'sees = "all"', 'sees = "all"', "– Ingen"),
        ("people = [6, 150]", "people = [6, 150]\nhumans = 3", "humans = 3", nb("There is no such field.")),
        ("people = [6, 150]", "poeple = [6, 150]", "poeple = [6, 150]", "from_age"),
        ("minutes = 5\n", "minuts = 5\n", "minuts = 5", "– Minutter"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_used_comes_back_with_its_line(
    server: Server, before: str, after: str, line: str, said: str
) -> None:
    desk = await facilitator(server)
    text = (await desk.get("/methods/igp.toml")).text.replace(before, after, 1)
    answer = await desk.post("/methods/import", files=upload(text))
    assert answer.status_code == 409
    problem = read(answer).by_id("problem").text
    number = text.split("\n").index(line) + 1
    assert "min.toml" in problem
    assert f"linje {number}:" in problem
    assert said in problem
    assert line in problem
    came_back = typed_in(answer)["text"]
    assert came_back == text
    mended = await desk.post("/methods/import", data={"text": came_back.replace(after, before)}, follow_redirects=True)
    assert mended.status_code == 200, "mended where it came back"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", nb("Choose a file, or put its text in below.")),
        (b"\xff\xfe\x00i", nb("The file is not text in UTF-8. Save it as UTF-8, and send it again.")),
        (b"#" * (FILE_MOST + 1), nb("The file is too large for a method: there is room for %(most)s kB.", most=150)),
        (b"a = " + b"[" * 100_000, nb("This is not TOML as it should be.")),
        (b"id = 1\n" + b"\x00", nb("This is not TOML as it should be.")),
    ],
    ids=["nothing", "UTF-16", "too large", "too deep", "a null"],
)
async def test_what_is_no_method_at_all_is_told(server: Server, content: bytes, said: str) -> None:
    desk = await facilitator(server)
    answer = await desk.post("/methods/import", files=upload(content))
    assert answer.status_code == 409
    assert said in read(answer).by_id("problem").text


async def test_a_method_is_used_from_its_own_page(server: Server) -> None:
    desk = await facilitator(server)
    page = await desk.get("/methods/world-cafe")
    assert 'href="/workshops/new?method=world-cafe"' in page.text
    form = await desk.get("/workshops/new?method=world-cafe")
    assert re.findall(r'name="method" [^>]*value="([^"]*)" checked', form.text) == ["world-cafe"]
    other = await desk.get("/workshops/new?method=nobody-has-it")
    assert re.findall(r'name="method" [^>]*value="([^"]*)" checked', other.text) == ["igp"]
