"""Drafts of a place's vision: the biggest themes first, quotes of each group, few's voices, and told numbers only."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.region.drafting import counted, drafted, offered, recounted, voices
from app.region.rights import Place
from app.region.told_words import InCommon, ToldWords
from app.region.vision import Vision
from app.region.written import Standing, Written, frozen_at, resolved, texts_told
from app.workshop.people import Language
from tests.region.told_examples import NAMES, NOW, SCHOOL, SMOLA, shared_of, tellings, told

STANDING = Standing(id="v", version=1, language="nb", place="Smøla", written=NOW)


def draft(there: list[ToldWords], shared: list[InCommon] | None = None, language: Language = "nb") -> Written:
    title = "Fremtidsbilde for Smøla"
    return drafted(there, shared or [], title=title, language=language, place=SMOLA, names=NAMES, now=NOW)


def seen(written: Written, there: list[ToldWords], shared: list[InCommon] | None = None) -> Vision:
    return resolved(written, there, shared or [], standing=STANDING)


def test_without_shared_themes_a_draft_has_the_workshops_own_biggest_first() -> None:
    there = [told("w1", {"a": 2, "b": 5, "pile": 9}, alone=("pile",)), told("w2", {"c": 3, "none": 0})]
    vision = seen(draft(there), there)
    assert [one.title for one in vision.themes] == ["tittel w1 b", "tittel w2 c", "tittel w1 a"]
    (first, *_) = vision.themes
    assert (first.statements, first.votes, first.workshops, first.municipalities) == (5, 3, 1, ("Smøla",))
    assert first.groups == ("child", "youth", "parent")
    assert {quote.group for quote in first.quotes} == {"child", "youth", "parent"}, "one of each group"
    assert vision.question == "spørsmål w1"


def test_the_question_is_one_that_was_asked_in_the_visions_language() -> None:
    asked: list[tuple[Language, str]] = [
        *(("nb", "Hvordan vil vi ha det?"), ("nb", "Hvordan vil vi ha det?"), ("nn", "Kva vil vi?")),
        *(("nn", "Korleis vil vi ha det?"), ("nn", "Korleis vil vi ha det?")),
    ]
    there = [
        replace(one, question=question, workshop=replace(one.workshop, language=language))
        for one, (language, question) in zip((told(f"w{n}", {"a": 1}) for n in range(5)), asked, strict=True)
    ]
    assert draft(there, language="nn").question == "Korleis vil vi ha det?"
    assert draft(there, language="nb").question == "Hvordan vil vi ha det?"
    assert draft(there[:3], language="en").question == "Hvordan vil vi ha det?", "else what was asked most"


def test_with_shared_themes_it_has_those_and_the_others_are_offered() -> None:
    there = [told("w1", {"a": 2, "b": 5}), told("w2", {"c": 3})]
    shared = [InCommon("7", "Sammen", local=(("w1", "a"), ("w2", "c"), ("elsewhere", "x")))]
    vision = seen(draft(there, shared), there, shared)
    assert [(one.id, one.title, one.statements, one.votes, one.workshops) for one in vision.themes] == [
        ("7", "Sammen", 5, 6, 2)
    ]
    assert [one.id for one in offered(there, shared)] == ["7", "w1/b"]


def test_the_numbers_are_sums_of_what_is_told_and_say_who_withholds() -> None:
    there = [told("w1", {"a": 2}), told("w2", {"c": 3})]
    vision = seen(draft(there), there)
    assert [(one.group, one.people, one.workshops, one.withheld) for one in vision.heard] == [
        ("child", 14, 2, 0),
        ("politician", 0, 0, 2),
    ]
    assert vision.statements == 5
    assert all(not held.exact for held in vision.workshops)


def test_groups_of_a_workshop_with_another_place_are_numbers_of_both_together() -> None:
    alone, both = told("w1", {"a": 2}), told("w2", {"b": 2})
    units = (*both.workshop.units, Place(1, 2, 2))
    there = [alone, replace(both, workshop=replace(both.workshop, units=units))]
    vision = seen(draft(there), there)
    assert [(one.people, one.workshops) for one in vision.heard if one.group == "child"] == [(7, 1)]
    assert [held.workshop for held in vision.workshops] == ["w1", "w2"], "its words are the place's, too"


def test_a_group_that_is_named_no_more_is_named_at_no_theme() -> None:
    there = [told("w1", {"a": 3})]
    written = draft(there)
    lines = tuple(replace(line, group=None if line.group == "child" else line.group) for line in there[0].lines)
    (theme,) = seen(written, [replace(there[0], lines=lines)]).themes
    assert theme.groups == ("youth", "parent")


def test_voices_that_few_had_come_from_single_votes_piles_and_small_themes() -> None:
    (one,) = there = [told("w1", {"big": 6, "small": 1, "pile": 2}, alone=("pile",), few=("s0",))]
    assert [line.id for line in voices(there)] == ["s0", "s7", "s8", "s6"]
    quoted = {quote.statement for theme in seen(draft(there), there).themes for quote in theme.quotes}
    assert not quoted & {quote.statement for quote in seen(draft(there), there).minority}, "nothing twice in a draft"
    assert one.themes[2].alone


def test_new_numbers_change_no_word() -> None:
    before = [told("w1", {"a": 2})]
    written = draft(before)
    after = [told("w1", {"a": 4}), told("w2", {"b": 1})]
    fresh = recounted(written, after, place=SMOLA, names=NAMES, now=NOW)
    assert [one.statements for one in seen(written, after).themes] == [2], "not before it is asked for"
    assert [one.statements for one in seen(fresh, after).themes] == [4]
    assert len(seen(fresh, after).workshops) == 2
    untouched = {"themes", "counted", "counted_at"}
    assert fresh.model_dump(exclude=untouched) == written.model_dump(exclude=untouched)


@given(tellings(), shared_of(), st.data())
def test_no_word_is_read_that_is_not_told_now(
    there: list[ToldWords], shared: list[InCommon], data: st.DataObject
) -> None:
    written = draft(there, shared)
    left = data.draw(st.lists(st.sampled_from(there), unique_by=id) if there else st.just([]))
    frozen = data.draw(st.sampled_from([None, frozen_at(written, texts_told(there, shared))]))
    vision = resolved(written, left, shared, standing=STANDING, frozen=frozen)
    told_now = {line.text for one in left for line in one.lines}
    quotes = [*vision.minority, *(quote for theme in vision.themes for quote in theme.quotes)]
    assert {quote.text for quote in quotes} <= told_now
    titles = {theme.title for one in left for theme in one.themes} | {one.title for one in shared}
    assert {theme.title for theme in vision.themes} <= titles
    assert {held.workshop for held in vision.workshops} <= {one.workshop.id for one in left}
    assert vision.statements == sum(one.workshop.statements for one in left)


@given(tellings(), shared_of(), st.data())
def test_a_theme_goes_with_the_last_of_its_workshops_whatever_it_was_made_into(
    there: list[ToldWords], shared: list[InCommon], data: st.DataObject
) -> None:
    written = draft(there, shared)
    own = tuple(theme.model_copy(update={"title": "Vårt eget"}) for theme in written.themes)
    written = written.model_copy(update={"themes": own})
    left = data.draw(st.lists(st.sampled_from(there), unique_by=id) if there else st.just([]))
    names = {one.workshop.id for one in left}
    stand = [theme.id for theme in own if {source.workshop for source in theme.sources} & names]
    if data.draw(st.booleans()):
        left = [replace(one, themes=()) for one in left]
    if data.draw(st.booleans()):
        written = recounted(written, left, shared, place=SMOLA, names=NAMES, now=NOW)
    assert [theme.id for theme in seen(written, left, shared).themes] == stand


@given(tellings(), shared_of())
def test_nothing_that_was_said_stands_in_what_is_kept_and_it_reads_back_the_same(
    there: list[ToldWords], shared: list[InCommon]
) -> None:
    written = draft(there, shared)
    kept = written.model_dump_json()
    assert not any(word in kept for word in ("utsagn", "tittel", "visjon", "tegn", "felles", "sammen", "merke"))
    assert Written.model_validate_json(kept) == written


def test_where_a_workshop_was_held_with_another_place_that_is_not_named() -> None:
    (alone,) = [told("w1", {"a": 2})]
    elsewhere, names = Place(1, 2, 2), {**NAMES, Place(1, 2): "Aure", Place(1, 2, 2): "Skole C"}
    both = replace(alone, workshop=replace(alone.workshop, units=(*alone.workshop.units, elsewhere)))
    (here,) = counted([both], SMOLA, names)
    assert (here.municipalities, here.units) == (("Smøla",), ("Skole A",))
    (there,) = counted([both], SCHOOL, names)
    assert (there.municipalities, there.units) == (("Smøla",), ("Skole A",)), "of a unit its municipality is told"
    (region,) = counted([both], Place(1), names)
    assert (region.municipalities, region.units) == (("Aure", "Smøla"), ("Skole A", "Skole C"))


def test_how_much_of_what_was_said_stands_in_its_themes_is_told() -> None:
    there = [told("w1", {"a": 2, "b": 5}), told("w2", {"c": 3})]
    shared = [InCommon("7", "Sammen", local=(("w1", "a"),))]
    vision = seen(draft(there, shared), there, shared)
    assert (vision.in_themes, vision.statements) == (2, 10)
