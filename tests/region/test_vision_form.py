"""The form of a vision: filled, read and made a value again, and two people's changes put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.drafting import offered
from app.region.told_words import ToldWords, by_key
from app.region.vision_form import Fields, Unfit, fields_of, merged, moved, read, written_from
from app.region.written import WrittenStep, texts_told
from tests.region.test_drafting import draft
from tests.region.told_examples import tellings, told


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
    fields = fields_of(written, texts_told(there))
    assert read(sent(fields)) == fields
    assert written_from(read(sent(fields)), written, offered(there), by_key(there)) == written


def test_only_what_was_rewritten_is_kept_as_written() -> None:
    there = [told("w1", {"a": 2})]
    written = draft(there)
    fields = fields_of(written, texts_told(there)) | {"theme.w1/a.title": "Vårt eget", "theme.w1/a.vision": ""}
    (theme,) = written_from(fields, written, offered(there), by_key(there)).themes
    assert (theme.title, theme.vision, theme.signs) == ("Vårt eget", "", None)


def test_only_told_statements_can_be_quoted() -> None:
    there = [told("w1", {"a": 2})]
    fields = fields_of(draft(there), texts_told(there)) | {"minority": "w1/s0 w9/s9 nonsense"}
    made = written_from(fields, draft(there), offered(there), by_key(there))
    assert [one.key for one in made.minority] == ["w1/s0"]


def test_what_does_not_fit_is_named_by_its_field() -> None:
    there = [told("w1", {"a": 2})]
    fields = fields_of(draft(there), texts_told(there)) | {
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
