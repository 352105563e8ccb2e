"""A method in a form: what is typed comes back, steps move, and what is wrong is told where it stands."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.workshop.method import KINDS, Method, new_steps, shipped
from app.workshop.method_draft import Draft, Unfit
from app.workshop.method_languages import filled, in_one_language, left_behind
from app.workshop.method_wrong import Wrong
from app.workshop.people import LANGUAGES
from tests.workshop.made_methods import methods

IGP = shipped()["igp"]
SETTINGS = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def sent(draft: Draft) -> list[tuple[str, str]]:
    """What a browser sends of a form that shows this draft, as boxes and fields of text do it."""
    head = [(name, value.replace("\n", "\r\n")) for name, value in draft.head.items()]
    steps = [(f"step.{n}.{name}", value) for n, step in enumerate(draft.steps) for name, value in step.items()]
    return [*head, *steps, *((f"gone.{name}", value) for name, value in draft.gone.items())]


def put(draft: Draft, **typed: str) -> Draft:
    """Something typed; names with __ for a dot."""
    pairs = {**dict(sent(draft)), **{name.replace("__", "."): value for name, value in typed.items()}}
    return Draft.read(pairs.items())


def wrong(draft: Draft) -> dict[str, Wrong]:
    with pytest.raises(Unfit) as unfit:
        draft.method("mine")
    return unfit.value.wrong


@SETTINGS
@given(methods())
def test_a_form_that_is_sent_as_it_came_is_the_same_method(method: Method) -> None:
    assert Draft.read(sent(Draft.of(method))).method(method.id) == method


@SETTINGS
@given(methods(), st.data())
def test_moving_and_taking_out_can_be_taken_back(method: Method, data: st.DataObject) -> None:
    draft = Draft.of(method)
    number = data.draw(st.integers(0, len(draft.steps) - 1))
    assert draft.moved(number, 1).moved(min(number + 1, len(draft.steps) - 1), -1).steps in (
        draft.steps,
        draft.moved(number, -1).steps,
    )
    assert draft.without(number).back() == draft
    assert sorted(map(str, draft.moved(number, -1).steps)) == sorted(map(str, draft.steps))


def test_who_takes_out_a_step_and_types_on_can_still_have_it_back() -> None:
    draft = put(Draft.of(IGP).without(2), nb__title="Et annet navn")
    assert draft.back().steps == Draft.of(IGP).steps
    assert draft.back().gone == {}
    grown = draft.with_step(1, "vote").back()
    assert [step["kind"] for step in grown.steps] == ["brief", "vote", *(step.kind for step in IGP.steps[1:])]


def test_a_new_step_of_each_kind_works_on_what_was_written_before_it() -> None:
    assert [step.kind for step in new_steps().steps] == list(KINDS), "there is a proposal for each"
    draft = Draft.beginning()
    for kind in KINDS:
        draft = draft.with_step(len(draft.steps), kind)
    method = draft.method("mine")
    assert len(method.steps) == len(KINDS) + 4
    written = [step.into for step in method.steps if step.kind in ("write", "share")]
    assert len(set(written)) == len(written), "each under a name of its own"
    assert method.steps[6].kind == "round"
    assert method.steps[6].of == written[2] == "ideas-2"
    assert Draft.of(IGP).with_step(0, "round").steps[0]["of"] == "", "nothing has been written yet"
    assert Draft.of(IGP).with_step(0, "nonsense") == Draft.of(IGP)


@pytest.mark.parametrize(
    ("typed", "where", "reason", "facts"),
    [
        ({"step__1__minutes": ""}, "step.1.minutes", "no_number", {}),
        ({"step__1__minutes": "fem"}, "step.1.minutes", "no_number", {}),
        ({"step__1__minutes": "9" * 5_000}, "step.1.minutes", "no_number", {}),
        ({"step__1__minutes": "0"}, "step.1.minutes", "out_of_range", {"least": 1}),
        ({"step__1__minutes": "241"}, "step.1.minutes", "out_of_range", {"most": 240}),
        ({"step__1__writes": "all"}, "step.1.writes", "no_choice", {"may": "nobody, everyone, tables, facilitators"}),
        ({"step__2__of": "gone"}, "step.2.of", "no_source", {"step": 3, "of": "gone"}),
        (
            {"step__1__writes": "tables"},
            "step.1.writes",
            "no_writer",
            {"step": 2, "kind": "write", "writes": "tables", "may": "everyone"},
        ),
        ({"step__3__nb__say": "x" * 401}, "step.3.nb.say", "too_long", {"limit": 400, "length": 401}),
        ({"step__3__nb__say": " \u200b "}, "step.3.nb.say", "empty", {}),
        ({"nb__title": ""}, "nb.title", "empty", {}),
        ({"people__0": "500"}, "people", "nobody", {"least": 500, "most": 150}),
        ({"people__0": "-1"}, "people.0", "out_of_range", {"least": 1}),
        ({"from_age": "19"}, "from_age", "out_of_range", {"most": 18}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(typed: dict[str, str], where: str, reason: str, facts: object) -> None:
    found = wrong(put(Draft.of(IGP), **typed))
    assert set(found) == {where}
    assert (found[where].reason, found[where].facts) == (reason, facts)


def test_a_vote_on_milestones_waits_for_a_timeline() -> None:
    draft = put(Draft.of(shipped()["dot-voting"]), step__1__on="milestones")
    assert wrong(draft) == {"step.1.on": Wrong("step.1.on", "no_board", {"step": 2})}
    assert draft.with_step(1, "timeline").method("mine").steps[2].kind == "vote"


def test_all_that_is_wrong_is_told_at_once() -> None:
    draft = put(Draft.of(IGP).moved(1, 1), step__0__minutes="x", table__0="9", nn__title="")
    assert set(wrong(draft)) == {"step.1.of", "step.0.minutes", "table", "nn.title"}


def test_a_method_has_steps_and_not_too_many() -> None:
    assert wrong(replace(Draft.of(IGP), steps=()))["step"].reason == "empty"
    long = replace(Draft.of(IGP), steps=Draft.of(IGP).steps[:1] * 31)
    assert wrong(long)["step"] == Wrong("step", "too_many", {"limit": 30})


def test_one_language_is_enough() -> None:
    draft = Draft.beginning()
    only_nn = put(
        draft,
        **{name.replace(".", "__"): "" for name, _ in sent(draft) if ".nb." in f".{name}" or ".en." in f".{name}"},
    )
    assert "nb.title" in wrong(only_nn)
    whole, put_in = filled(only_nn, "nb")
    method = whole.method("mine")
    assert put_in == {"nb": 2 + 4 * 4, "en": 2 + 4 * 4}
    assert method.texts("en") == method.texts("nb") == method.texts("nn")
    assert [step.texts("nb") for step in method.steps] == [step.nn for step in method.steps]
    nothing = put(only_nn, nn__title="")
    assert set(wrong(filled(nothing, "nb")[0])) == {f"{language}.title" for language in LANGUAGES}


def test_a_proposal_makes_way_for_words_of_ones_own_and_a_translation_does_not() -> None:
    draft = put(
        Draft.beginning(), step__1__nb__say="Skriv tre ting.", step__2__nb__say="Snakk.", step__2__en__say="Talk."
    )
    whole, put_in = filled(draft, "nb")
    assert put_in == {"nn": 2, "en": 1}
    assert [whole.steps[1][f"{language}.say"] for language in LANGUAGES] == ["Skriv tre ting."] * 3
    assert whole.steps[2]["en.say"] == "Talk."
    copied = put(Draft.of(IGP), step__1__nb__say="Skriv tre ting.")
    assert filled(copied, "nb") == (copied, {}), "what IGP says in English is a translation that somebody made"


def test_a_translation_that_was_left_behind_is_told() -> None:
    draft = put(
        Draft.of(IGP).moved(1, -1), step__0__nb__say="Skriv tre ting.", step__1__nb__say="Hei.", step__1__en__say="Hi."
    )
    assert left_behind(draft, IGP, "nb") == {"step.0.nn.say", "step.0.en.say", "step.1.nn.say"}
    assert left_behind(Draft.of(IGP), IGP, "nb") == set()
    one = in_one_language(draft, "nb", "step.0.")
    assert one.steps[0]["en.say"] == "Skriv tre ting."
    assert left_behind(one, IGP, "nb") == {"step.1.nn.say"}
    assert left_behind(in_one_language(draft, "nb", None), IGP, "nb") == set()


def test_what_is_no_field_of_a_method_is_left_out() -> None:
    odd = [
        ("step.0.kind", "explode"),
        ("step.1.kind", "brief"),
        ("step.1.into", "x"),
        ("step.999.kind", "brief"),
        ("id", "igp"),
        ("gone.kind", "x"),
    ]
    assert Draft.read(odd) == Draft({}, ({"kind": "brief"},))
