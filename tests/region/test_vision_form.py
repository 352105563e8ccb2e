"""The form of a vision: filled, read and made a value again, and two people's changes put together."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.drafting import offered
from app.region.told_words import InCommon, ToldTheme, ToldWords, by_key
from app.region.vision_form import Fields, Unfit, fields_of, merged, moved, read, written_from
from app.region.written import Written, WrittenStep, texts_told
from tests.region.test_drafting import draft
from tests.region.told_examples import shared_of, tellings, told


def filled(written: Written, there: list[ToldWords], shared: Sequence[InCommon] = ()) -> Fields:
    """The form, where these workshops tell this."""
    return fields_of(written, texts_told(there, shared), {one.workshop.id for one in there})


def sent(fields: Fields) -> list[tuple[str, str]]:
    """As a browser sends it: each ticked box by itself, each cell by itself, lines ended with two characters."""
    said: list[tuple[str, str]] = []
    for name, value in fields.items():
        if name == "next":
            rows = [row.split("\t") for row in value.split("\n") if row]
            cells = ("what", "who", "when")
            said += [(f"next.{n}.{cells[m]}", cell) for n, row in enumerate(rows) for m, cell in enumerate(row)]
        elif name in ("order", "minority") or name.endswith(".quotes"):
            said += [(name, key) for key in value.split()]
        else:
            said.append((name, value.replace("\n", "\r\n")))
    return said


@given(tellings())
def test_what_is_not_touched_is_the_same_version(there: list[ToldWords]) -> None:
    written = draft(there).model_copy(
        update={"done": "Først det.\n\nSå det.", "next_steps": (WrittenStep(what="Lese", when="Jul"),)}
    )
    fields = filled(written, there)
    assert read(sent(fields)) == fields
    assert written_from(read(sent(fields)), written, offered(there), by_key(there)) == written


def test_only_what_was_rewritten_is_kept_as_written() -> None:
    there = [told("w1", {"a": 2})]
    written = draft(there)
    fields = filled(written, there) | {"theme.w1/a.title": "Vårt eget", "theme.w1/a.vision": ""}
    (theme,) = written_from(fields, written, offered(there), by_key(there)).themes
    assert (theme.title, theme.vision, theme.signs) == ("Vårt eget", "", None)


def later(there: list[ToldWords], now: list[str]) -> list[ToldWords]:
    """The same workshops after a while: each of their themes as it was, with another text, or gone."""
    fate = iter(now)

    def become(theme: ToldTheme) -> list[ToldTheme]:
        is_now = next(fate, "same")
        fresh = replace(theme, title=f"ny {theme.title}", vision="", signs=(f"nytt {theme.title}",))
        return {"same": [theme], "renamed": [fresh], "gone": []}[is_now]

    return [replace(one, themes=tuple(left for theme in one.themes for left in become(theme))) for one in there]


FATES = st.lists(st.sampled_from(["same", "renamed", "gone"]), max_size=9)
OWN = {"title": "Vårt", "vision": "Vårt\n\nog mer", "signs": "Vårt\nOg mer"}


@given(tellings(), shared_of(), FATES, st.data())
def test_only_what_somebody_changes_is_their_own_whatever_is_told_by_then(
    there: list[ToldWords], shared: list[InCommon], fates: list[str], data: st.DataObject
) -> None:
    written = draft(there, shared)
    shown = filled(written, there, shared)
    texts = [name for name in shown if name.startswith("theme.") and name.rpartition(".")[2] in OWN]
    touched = set(data.draw(st.lists(st.sampled_from(texts), unique=True) if texts else st.just([])))
    edits = {name: OWN[name.rpartition(".")[2]] for name in touched}
    now = later(there, fates)
    form = read(sent(shown | edits))
    if data.draw(st.booleans()):  # somebody else has saved meanwhile
        theirs = filled(written, now, shared)
        form, both = merged(theirs, form, theirs | {"done": "Deres"})
        assert both == {}
        form = read(sent(form))
    made = written_from(form, written, offered(now, shared), by_key(now))
    assert {
        f"theme.{theme.id}.{part}" for theme in made.themes for part in OWN if getattr(theme, part) is not None
    } == touched
    kept = made.model_dump_json()
    assert not any(word in kept for word in ("tittel", "visjon", "tegn", "felles", "sammen", "merke", "nytt"))


@given(tellings())
def test_own_words_are_own_when_they_are_shown_and_saved_again(there: list[ToldWords]) -> None:
    written = draft(there)
    own = {"title": "Vårt", "vision": "", "signs": ()}
    themes = tuple(theme.model_copy(update=own) for theme in written.themes)
    before = written.model_copy(update={"themes": themes})
    fields = read(sent(filled(before, there)))
    assert written_from(fields, before, offered(later(there, ["gone"] * 9)), by_key(there)) == before


def test_what_is_told_with_odd_spaces_is_told_when_it_comes_back() -> None:
    there = [told("w1", {"a": 2})]
    odd = replace(there[0].themes[0], title=" To  ord ", vision="  Først. \r\n\r\n Så.\n", signs=(" a  b ", " ", "c"))
    there = [replace(there[0], themes=(odd,))]
    written = draft(there)
    fields = read(sent(filled(written, there)))
    assert written_from(fields, written, [], by_key(there)) == written


def test_only_told_statements_can_be_quoted() -> None:
    there = [told("w1", {"a": 2})]
    fields = filled(draft(there), there) | {"minority": "w1/s0 w9/s9 nonsense"}
    made = written_from(fields, draft(there), offered(there), by_key(there))
    assert [one.key for one in made.minority] == ["w1/s0"]


def test_what_is_written_of_a_theme_that_is_covered_just_now_keeps_its_place() -> None:
    there = [told("w1", {"a": 3, "b": 2})]
    written = draft(there)
    first, second = written.themes
    before = written.model_copy(update={"themes": (first.model_copy(update={"answer": "Vi kjøper lavvo"}), second)})
    covered = [replace(there[0], themes=there[0].themes[1:])]
    fields = filled(before, covered)
    assert fields["order"] == "w1/a w1/b"
    assert fields["theme.w1/a.title"] == ""
    assert written_from(read(sent(fields)), before, offered(covered), by_key(covered)) == before


def test_a_question_is_its_workshops_until_somebody_rewrites_it() -> None:
    there = [told("w1", {"a": 3}), told("w2", {"b": 2})]
    written = draft(there)
    kept = written_from(read(sent(filled(written, there))), written, offered(there), by_key(there))
    assert (kept.question, kept.asked_by) == ("spørsmål w1", ("w1",))
    assert filled(kept, there[1:])["question"] == ""
    own = filled(kept, there) | {"question": "Hva vil vi?"}
    mine = written_from(read(sent(own)), kept, offered(there), by_key(there))
    assert filled(mine, there[1:])["question"] == "Hva vil vi?"


def test_what_does_not_fit_is_named_by_its_field() -> None:
    there = [told("w1", {"a": 2})]
    fields = filled(draft(there), there) | {
        "title": "",
        "theme.w1/a.signs": "x" * 300,
        "answers": "y" * 300,
        "next": "z" * 600,
    }
    with pytest.raises(Unfit) as unfit:
        written_from(fields, draft(there), offered(there), by_key(there))
    assert unfit.value.wrong == {
        "title": "empty",
        "theme.w1/a.signs": "too_long",
        "answers": "too_long",
        "next": "too_long",
    }


def test_themes_go_up_and_down_and_no_further() -> None:
    fields = {"order": "a b c"}
    assert moved(fields, "b", -1)["order"] == "b a c"
    assert moved(fields, "c", 1)["order"] == "a b c"
    assert moved(fields, "nobody", 1)["order"] == "a b c"


def test_two_peoples_changes_are_put_together_and_what_both_changed_is_told() -> None:
    base = {"title": "T", "done": "D", "answers": "A", "order": "a b c", "minority": "x y"}
    mine = base | {"title": "Mine", "done": "Done", "order": "c a b", "minority": "x y z"}
    theirs = base | {"title": "Theirs", "answers": "Kari", "order": "a b c d", "minority": "y"}
    fields, both = merged(base, mine, theirs)
    assert fields == {"title": "Mine", "done": "Done", "answers": "Kari", "order": "c a b d", "minority": "y z"}
    assert both == {"title": "Theirs"}


_TEXTS = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in ("title", "done", "next")})


@given(_TEXTS, _TEXTS, _TEXTS)
def test_nothing_that_anybody_typed_is_lost(base: Fields, mine: Fields, theirs: Fields) -> None:
    fields, both = merged(base, mine, theirs)
    for name in base:
        stands = {fields[name], both.get(name, fields[name])}
        assert mine[name] == base[name] or mine[name] in stands
        assert theirs[name] == base[name] or theirs[name] in stands
