"""The library of methods over HTTP: who sees what, copying, changing without scripts, and nothing typed lost."""

import asyncio
import re

import pytest

from app.region.network import Network
from app.store import region
from app.workshop.method import parse, shipped
from app.workshop.method_draft import BEGINNING
from tests.routes.method_pages import IGP, cards, copied, facilitator, file_of, name_of, nb, press, told, typed_in
from tests.routes.pages import Element, fields_of, form_of, read
from tests.server import Server

LAST = len(IGP.steps)
"""The place after the last step of IGP."""


async def test_the_library_has_igp_first_and_then_the_shortest(server: Server) -> None:
    desk = await facilitator(server)
    assert 'href="/methods"' in (await desk.get("/home")).text
    there = cards(await desk.get("/methods"))
    assert there[0] == "igp"
    assert set(there) == set(shipped())
    minutes = [shipped()[name].minutes for name in there[1:]]
    assert minutes == sorted(minutes)


@pytest.mark.parametrize("name", shipped())
async def test_each_method_shows_its_steps_and_can_be_downloaded(server: Server, name: str) -> None:
    desk = await facilitator(server)
    page = (await desk.get(f"/methods/{name}")).text
    shown = read(await desk.get(f"/methods/{name}")).text
    for step in shipped()[name].steps:
        assert step.nb.say in shown
        assert f"{step.minutes} min" in shown
    assert f'href="/methods/{name}/edit"' not in page
    answer = await desk.get(f"/methods/{name}.toml")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.toml"'
    assert answer.headers["content-type"].startswith("application/toml")
    assert parse(answer.text, name) == shipped()[name]


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        *(("GET", path) for path in ("", "/igp", "/igp.toml", "/igp/edit", "/import")),
        *(("POST", path) for path in ("/new", "/igp/copy", "/igp/edit", "/igp/delete", "/import")),
    ],
)
async def test_only_who_is_signed_in_comes_in(server: Server, verb: str, path: str) -> None:
    answer = await server.visitor().request(verb, f"/methods{path}")
    assert (answer.status_code, verb) in {(303, "GET"), (403, "POST")}
    if verb == "GET":
        assert answer.headers["location"].startswith("/signin")


async def test_a_copy_is_changed_and_saved(server: Server) -> None:
    desk = await facilitator(server)
    form = await copied(desk)
    assert typed_in(form)["nb.title"] == f"{IGP.nb.title} (kopi)"
    answer = await press(
        desk, form, nb__title="Vår IGP", step__1__minutes="7", step__1__nb__say="Skriv tre ting.\r\nKort."
    )
    name = name_of(answer)
    assert answer.url.path == f"/methods/{name}"
    assert "Vår IGP" in read(answer).text
    assert read(answer).by_id("left").text.startswith("4 tekster"), "title and line are still the old ones elsewhere"
    saved = await file_of(desk, name)
    assert (saved.nb.title, saved.steps[1].minutes, saved.steps[1].nb.say) == ("Vår IGP", 7, "Skriv tre ting.\nKort.")
    assert saved.steps[1].nn == IGP.steps[1].nn
    assert name in cards(await desk.get("/methods"))


async def test_one_form_sent_twice_makes_one_copy(server: Server) -> None:
    desk = await facilitator(server)
    fields = fields_of(form_of(read(await desk.get("/methods/igp")), action="/methods/igp/copy"))
    answers = await asyncio.gather(*(desk.post("/methods/igp/copy", data=fields) for _ in range(3)))
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(cards(await desk.get("/methods"))) == len(shipped()) + 1


async def test_steps_are_moved_taken_out_put_back_and_added_without_losing_what_was_typed(server: Server) -> None:
    desk = await facilitator(server)
    page = await press(desk, await copied(desk), "down:0", step__0__nb__title="Før alt", step__4__minutes="tolv")
    assert page.status_code == 200
    assert typed_in(page)["step.1.nb.title"] == "Før alt"
    assert typed_in(page)["step.4.minutes"] == "tolv", "what is wrong is told when it is saved"
    page = await press(desk, page, "up:1")
    page = await press(desk, page, "remove:4", nb__purpose="Alt annet")
    assert len([name for name in typed_in(page) if re.fullmatch(r"step\.\d+\.kind", name)]) == len(IGP.steps) - 1
    page = await press(desk, page, "back")
    assert typed_in(page)["step.4.minutes"] == "tolv"
    page = await press(desk, page, f"add:{LAST}", **{f"add.{LAST}": "vote"})
    assert typed_in(page)[f"step.{LAST}.nb.criterion"]
    assert "open" in read(page).by_id(f"step-{LAST}").all("details")[0].attributes
    saved = await press(desk, page, step__4__minutes="12")
    method = await file_of(desk, name_of(saved))
    assert method.steps[0].nb.title == "Før alt"
    assert [step.kind for step in method.steps] == [*(step.kind for step in IGP.steps), "vote"]
    assert (method.nb.purpose, method.steps[4].minutes) == ("Alt annet", 12)


@pytest.mark.parametrize(
    "kind", ["brief", "write", "round", "share", "merge", "rotate", "cluster", "label", "vote", "timeline", "commit"]
)
async def test_a_step_of_each_kind_can_be_added_and_saved_as_it_comes(server: Server, kind: str) -> None:
    desk = await facilitator(server)
    page = await press(desk, await copied(desk), f"add:{LAST}", **{f"add.{LAST}": kind})
    method = await file_of(desk, name_of(await press(desk, page)))
    assert method.steps[LAST].kind == kind
    assert all(method.steps[LAST].texts(language).say for language in ("nb", "nn", "en"))


@pytest.mark.parametrize("name", shipped())
async def test_a_copy_that_is_saved_as_it_came_does_all_that_the_method_does(server: Server, name: str) -> None:
    desk = await facilitator(server)
    saved = await press(desk, await copied(desk, name))
    assert (await file_of(desk, name_of(saved))).steps == shipped()[name].steps


async def test_a_copy_offers_only_writers_who_can(server: Server) -> None:
    desk = await facilitator(server)
    form = await copied(desk, "backcasting")
    writing = read(form).by_id("f-step-2-writes")
    assert [option.attributes["value"] for option in writing.all("option")] == ["everyone"]


async def test_what_is_wrong_is_told_at_its_field_and_everything_stays(server: Server) -> None:
    desk = await facilitator(server)
    form = await copied(desk)
    long = "x" * 401
    answer = await press(
        desk,
        form,
        step__1__minutes="999",
        step__3__nb__say=long,
        step__2__of="gone",
        people__0="200",
        nb__purpose="<b>",
    )
    assert answer.status_code == 409
    assert told(answer, "step.1.minutes") == nb("At most %(most)s.", most=240)
    assert told(answer, "step.3.nb.say") == nb(
        "This is %(length)s characters; there is room for %(limit)s.", length=401, limit=400
    )
    assert told(answer, "step.2.of") == nb("No step before this one writes that. Choose another one, or move the step.")
    assert told(answer, "people.0").endswith(
        nb("From %(least)s to %(most)s is nobody. The smaller number goes first.", least=200, most=150)
    )
    assert typed_in(answer) == typed_in(form) | {
        "step.1.minutes": "999", "step.3.nb.say": long, "step.2.of": "gone", "people.0": "200", "nb.purpose": "<b>",
    }  # fmt: skip
    opened = [
        e.attributes["id"] for e in read(answer).all("li", class_="step") if "open" in e.all("details")[0].attributes
    ]
    assert opened == ["step-2", "step-3"]
    assert (await file_of(desk, name_of(answer))).steps == IGP.steps, "nothing is saved"
    mended = await press(
        desk, answer, step__1__minutes="9", step__3__nb__say="Kort.", step__2__of="ideas", people__0="20"
    )
    assert (await file_of(desk, name_of(mended))).nb.purpose == "<b>"


async def test_who_writes_one_language_can_save_and_is_told_what_the_others_say(server: Server) -> None:
    desk = await facilitator(server)
    library = await desk.get("/methods")
    fields = fields_of(form_of(read(library), action="/methods/new"))
    form = await desk.post("/methods/new", data=fields, follow_redirects=True)
    assert [typed_in(form)[f"step.{n}.kind"] for n in range(4)] == list(BEGINNING)
    answer = await press(desk, form, nb__title="Stille start", step__0__nb__say="God morgen.", step__0__en__say="")
    assert read(answer).by_id("filled").text.startswith("4 tekster")
    method = await file_of(desk, name_of(answer))
    assert method.texts("en").title == method.texts("nn").title == "Stille start"
    assert method.steps[0].en.say == method.steps[0].nn.say == "God morgen."
    assert method.steps[1].en.say != method.steps[1].nb.say, "proposals that nobody changed are translated"


async def test_ones_own_words_are_put_into_all_languages_by_a_button(server: Server) -> None:
    desk = await facilitator(server)
    page = await press(desk, await copied(desk), "one:1", step__1__nb__say="Skriv tre ting.", step__0__nb__say="Hei.")
    assert typed_in(page)["step.1.en.say"] == typed_in(page)["step.1.nn.say"] == "Skriv tre ting."
    assert typed_in(page)["step.0.en.say"] == IGP.steps[0].en.say
    marks = [e for e in read(page) if "left-behind" in e.attributes.get("class", "")]
    assert len(marks) == 2, "of the first step, in two languages"


async def test_saving_over_a_newer_version_is_refused_and_what_was_typed_is_kept(server: Server) -> None:
    desk = await facilitator(server)
    first = await copied(desk)
    second = await desk.get(first.url.path)
    await press(desk, second, nb__title="Den andre")
    late = await press(desk, first, nb__title="Den første", step__0__minutes="8")
    assert late.status_code == 409
    assert read(late).by_id("problem").text.startswith("Noen har lagret en nyere versjon")
    assert (typed_in(late)["nb.title"], typed_in(late)["step.0.minutes"]) == ("Den første", "8")
    again = await press(desk, late)
    assert again.status_code == 409, "pressing Save once more is no answer to that"
    copy = await press(desk, late, "copy")
    assert name_of(copy) != name_of(first)
    assert (await file_of(desk, name_of(copy))).nb.title == "Den første"
    assert (await file_of(desk, name_of(first))).nb.title == "Den andre"
    over = next(
        e.attributes["value"] for e in read(late).all("button", name="act") if e.attributes["value"].startswith("over:")
    )
    assert (await press(desk, late, over)).status_code == 200
    assert (await file_of(desk, name_of(first))).nb.title == "Den første"


async def test_what_was_typed_outlives_a_deleted_method(server: Server) -> None:
    desk = await facilitator(server)
    form = await copied(desk)
    name = name_of(form)
    gone = await desk.post(f"/methods/{name}/delete", follow_redirects=True)
    assert name not in cards(gone)
    assert (await desk.get(f"/methods/{name}")).status_code == 404
    late = await press(desk, form, nb__title="Fortsatt her")
    assert late.status_code == 409
    moved = await press(desk, late, "down:0")
    kept = await press(desk, moved, "copy")
    assert (await file_of(desk, name_of(kept))).nb.title == "Fortsatt her"


async def test_what_is_private_stays_so_and_what_is_shared_can_be_used_but_not_changed(server: Server) -> None:
    kari, ola = await facilitator(server, "kari"), await facilitator(server, "ola")
    form = await copied(kari)
    name = name_of(form)
    for path in (name, f"{name}.toml", f"{name}/edit"):
        assert (await ola.get(f"/methods/{path}")).status_code == 404, path
    assert (await ola.post(f"/methods/{name}/copy")).status_code == 404
    assert name not in cards(await ola.get("/methods"))
    await press(kari, form, share="all")
    page = await ola.get(f"/methods/{name}")
    assert "Delt av kari" in read(page).text
    assert name in cards(await ola.get("/methods"))
    assert (await ola.get(f"/methods/{name}/edit")).status_code == 403
    assert (await ola.post(f"/methods/{name}/delete")).status_code == 403
    stolen = await ola.post(f"/methods/{name}/edit", data=typed_in(form) | {"nb.title": "Olas"})
    assert stolen.status_code == 409
    assert (await file_of(kari, name)).nb.title == f"{IGP.nb.title} (kopi)"
    own = await press(ola, await copied(ola, name), nb__title="Olas")
    assert name_of(own) != name
    boss = await server.account("boss@example.no", "administrator")
    changed = await press(boss, await boss.get(f"/methods/{name}/edit"), nb__title="Rettet")
    assert changed.status_code == 200
    assert (await file_of(kari, name)).nb.title == "Rettet"
    assert "Delt av kari" in read(changed).text, "it is still hers"


async def test_a_method_is_shared_for_a_network_where_there_is_one(server: Server) -> None:
    await server.house.database.write(lambda c: region.save_network(c, Network(name="Oppvekstnettverk Nordmøre")))
    desk = await facilitator(server)
    form = await copied(desk)
    options = [o for o in read(form).by_id("share").all("option") if "Nordmøre" in o.text]
    assert len(options) == 1
    await press(desk, form, share=options[0].attributes["value"])
    other = await facilitator(server)
    assert "Oppvekstnettverk Nordmøre" in read(await other.get(f"/methods/{name_of(form)}")).text
    again = await desk.get(form.url.path)
    assert typed_in(again)["share"] == options[0].attributes["value"]


@pytest.mark.parametrize("name", ["unknown", "IGP", "igp.txt", "a%00b", "x" * 500, "..%2f..%2fetc"])
async def test_there_is_no_such_method(server: Server, name: str) -> None:
    desk = await facilitator(server)
    for path in (name, f"{name}.toml", f"{name}/edit"):
        assert (await desk.get(f"/methods/{path}")).status_code == 404, path


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_the_form_has_the_readers_own_language_in_the_open(server: Server, language: str) -> None:
    desk = await facilitator(server)
    desk.headers["accept-language"] = language
    page = read(await copied(desk))

    def folded(element: Element, name: str, inside: bool = False) -> bool | None:
        inside = inside or "others" in element.attributes.get("class", "")
        if element.attributes.get("name") == name:
            return inside
        return next((found for child in element.children if (found := folded(child, name, inside)) is not None), None)

    for other in ("nb", "nn", "en"):
        assert folded(page, f"step.1.{other}.say") is (other != language)


async def test_a_copy_that_is_not_saved_is_not_kept(server: Server) -> None:
    desk = await facilitator(server)
    page = await press(desk, await copied(desk), "down:0")
    name = str(page.url.path).split("/")[2]
    assert (await desk.post(f"/methods/{name}/delete", data=typed_in(page))).headers["location"] == "/methods"
    assert len(cards(await desk.get("/methods"))) == len(shipped())
    saved = await press(desk, await copied(desk), nb__title="Vår")
    again = await desk.get(f"/methods/{name_of(saved)}/edit?made=1")
    assert f'formaction="/methods/{name_of(saved)}/delete"' not in again.text, "what has been saved is not taken away"
