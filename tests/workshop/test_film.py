"""What a film may tell: what the wall showed, and nothing that the wall of today may not show."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from app.workshop import film
from app.workshop.apply import replay
from app.workshop.card import Statement
from app.workshop.commands import (
    CastVote,
    ChooseMethod,
    CloseVote,
    Conceal,
    Delete,
    DeleteTheme,
    GoTo,
    JudgePlan,
    PauseWall,
    Promise,
    RenameTheme,
    ReopenVote,
    Spotlight,
    TakeBackPromise,
    Tell,
)
from app.workshop.method import shipped
from app.workshop.parts import Part, WallBallot, WallCard, WallStage, WallTheme
from app.workshop.room import Room
from app.workshop.transcript import transcript
from app.workshop.visible import visible
from tests.laws.stories import play, stories
from tests.laws.story import Story
from tests.workshop.rooms import Trial, person

DOCUMENT = (Path(__file__).parents[2] / "docs/guides/film.md").read_text(encoding="utf-8")

told_often = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def shown(then: Room, now: Room) -> dict[str, Part]:
    """The film of one moment."""
    return film.screen(then, now, visible(then, "wall"))


def cards(parts: Mapping[str, Part]) -> dict[str, WallCard]:
    return {part.statement: part for part in parts.values() if isinstance(part, WallCard)}


def stage(parts: Mapping[str, Part]) -> WallStage:
    (there,) = (part for part in parts.values() if isinstance(part, WallStage))
    return there


def lines(trial: Trial) -> str:
    """What leaves the house of a trial."""
    return repr(list(transcript(trial.log, trial.room)))


def rooms(story: Story) -> list[Room]:
    """A story's room after each of its turns."""
    return [turn.after for turn in play(story)]


def check_words(play_through: list[Room]) -> None:
    """Every word that a film shows is one that stands in the room today, fit to be shown."""
    now = play_through[-1]
    fit = {s.text for s in now.statements.values() if s.standing == "shown"}
    others = {t.title for t in now.themes.values()} | {t.vision for t in now.themes.values()}
    others |= {m.text for m in now.milestones.values()} | {c.what for c in now.commitments.values()}
    for then in play_through:
        parts = visible(then, "wall")
        left = film.screen(then, now, parts)
        assert left.keys() <= parts.keys(), "nothing is added"
        for part in left.values():
            words = {getattr(part, name, "") for name in ("text", "title", "vision", "what")} - {"", now.title}
            assert words <= fit | others
            if isinstance(part, WallBallot):
                assert {choice.label for choice in part.choices} <= fit | others
            assert getattr(part, "group", None) in {None, *now.named_groups}


@told_often
@given(stories)
def test_every_word_of_a_film_may_be_shown_today(story: Story) -> None:
    check_words(rooms(story))


@told_often
@given(stories)
def test_the_end_of_a_film_is_the_wall_of_today(story: Story) -> None:
    now = rooms(story)[-1]
    wall = visible(now, "wall")
    del wall["presence"]
    assert shown(now, now) == wall


@pytest.mark.parametrize("plant", ["hidden words", "old words"])
def test_a_planted_fault_is_caught(plant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def any_statement(now: Room, name: str) -> Statement | None:
        return now.statements.get(name)

    def unchanged(part: WallCard, now: Room) -> WallCard | None:
        return part if film.statement_told(now, part.statement) else None

    if plant == "hidden words":
        monkeypatch.setattr(film, "statement_told", any_statement)
    else:
        monkeypatch.setattr(film, "_card", unchanged)
    quick = settings(told_often, max_examples=400, phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        quick(given(stories)(lambda story: check_words(rooms(story))))()


def test_what_is_hidden_withdrawn_or_edited_since_is_not_in_the_film() -> None:
    trial = Trial()
    said = trial.say_all("Ola er slem", "Skjules", "Trekkes", "Blir")
    trial.reveal()
    then = trial.room
    trial.edit(said[0], "Noen er slem")
    trial.hide(said[1])
    trial.withdraw(said[2])
    assert {card.text for card in cards(shown(then, trial.room)).values()} == {"Noen er slem", "Blir"}
    assert "Noen er slem" in lines(trial)
    for word in ("Ola", "Skjules", "Trekkes", said[1], said[2], "person-"):
        assert word not in lines(trial)


@pytest.mark.parametrize("command", [Conceal, Delete])
def test_nothing_is_told_of_what_may_not_be_shown_at_the_end(command: type[Conceal | Delete]) -> None:
    trial = Trial()
    (said,) = trial.say_all("Vises nå")
    theme = trial.theme("Tema", said)
    trial.reveal()
    then = trial.room
    trial.ask(command(id=trial.new_id()))
    assert shown(then, trial.room).keys() == {"stage"}
    assert said not in lines(trial)
    assert theme not in lines(trial)
    assert "Tema" not in lines(trial)


def test_what_waits_behind_a_held_wall_is_not_told() -> None:
    trial = Trial()
    (said,) = trial.say_all("Før")
    trial.reveal()
    then = trial.room
    trial.ask(PauseWall(id=trial.new_id()))
    trial.edit(said, "Etter", person(0))
    assert not cards(shown(then, trial.room))
    assert "Etter" not in lines(trial)


def test_cards_of_a_theme_that_is_gone_stand_by_themselves_and_places_tell_of_no_gap() -> None:
    trial = Trial()
    one, two, three = trial.say_all("En", "To", "Tre")
    theme, kept = trial.theme("Borte", one), trial.theme("Blir", two, three)
    trial.reveal()
    then = trial.room
    trial.hide(two)
    trial.ask(DeleteTheme(id=trial.new_id(), theme=theme))
    trial.ask(RenameTheme(id=trial.new_id(), theme=kept, title="Bedre"))
    film_then = shown(then, trial.room)
    (left,) = (part for part in film_then.values() if isinstance(part, WallTheme))
    assert (left.title, left.count) == ("Bedre", 1)
    there = cards(film_then)
    assert (there[one].into, there[one].theme) == ("cards", None)
    assert (there[three].into, there[three].order) == (f"cards-{kept}", 1.0)
    assert "Borte" not in lines(trial)


def test_a_group_stands_where_it_stood_and_is_still_named() -> None:
    trial = Trial()
    trial.open()
    trial.reveal()
    said = trial.write("child", range(5))
    named = trial.room
    assert {card.group for card in cards(shown(named, named)).values()} == {"child"}
    trial.write("parent", range(5, 6))
    assert not trial.room.named_groups, "one parent beside five children takes their name away"
    assert {cards(shown(named, trial.room))[s].group for s in said} == {None}
    assert "'group': 'child'" not in lines(trial)


def test_who_has_taken_all_back_is_not_counted_among_those_who_had_written() -> None:
    trial = Trial()
    trial.open()
    said = trial.write("child", range(6))
    then = trial.room
    assert stage(shown(then, then)).writers == 6
    trial.withdraw(said[0], person(0))
    assert stage(shown(then, trial.room)).writers == 5
    trial.withdraw(said[1], person(1))
    assert stage(shown(then, trial.room)).writers is None


def test_a_message_and_the_spotlight_last_as_long_as_they_may() -> None:
    trial = Trial()
    said = trial.say("Alene på veggen")
    trial.ask(Spotlight(id=trial.new_id(), subject=said, anyway=True))
    trial.ask(Tell(id=trial.new_id(), text="Se hit, Ola"))
    then = trial.room
    assert "light" in shown(then, then)
    assert stage(shown(then, then)).told == "Se hit, Ola"
    trial.ask(Spotlight(id=trial.new_id(), subject=None))
    trial.ask(Tell(id=trial.new_id(), text=""))
    assert "light" not in shown(then, trial.room), "it has never been revealed but by that"
    assert stage(shown(then, trial.room)).told == ""
    trial.reveal()
    assert "light" in shown(then, trial.room)
    assert "Ola" not in lines(trial)


def voted() -> tuple[Trial, str, str]:
    """A vote on two themes in which six people have voted, and the theme that four chose."""
    trial = Trial()
    trial.ask(ChooseMethod(id=trial.new_id(), method=shipped()["fremtidsbilde-60"]))
    trial.ask(GoTo(id=trial.new_id(), step=1))
    trial.write("child", range(6))
    trial.ask(GoTo(id=trial.new_id(), step=3))
    one, two = trial.theme("Det ene"), trial.theme("Det andre")
    opened = GoTo(id=trial.new_id(), step=5)
    trial.ask(opened)
    for number in range(6):
        chosen = (one,) if number < 4 else (two,)
        trial.ask(CastVote(id=trial.new_id(), ballot=opened.id, options=chosen), person(number))
    return trial, opened.id, one


def test_results_are_told_where_the_vote_is_closed_and_never_by_person() -> None:
    trial, ballot, one = voted()
    open_now = trial.room
    trial.ask(CloseVote(id=trial.new_id(), ballot=ballot))
    closed = trial.room
    told = shown(closed, closed)["ballot"]
    assert isinstance(told, WallBallot)
    assert (told.bars[0].option, told.bars[0].votes) == (one, 4)
    assert "'votes': 4" in lines(trial)
    assert "vote_cast" not in lines(trial)
    trial.ask(ReopenVote(id=trial.new_id(), ballot=ballot))
    told = shown(closed, trial.room)["ballot"]
    assert isinstance(told, WallBallot)
    assert (told.open, told.bars, told.voted, told.minority) == (True, (), None, ())
    assert "'votes': 4" not in lines(trial)
    before = shown(open_now, trial.room)["ballot"]
    assert isinstance(before, WallBallot)
    assert (before.bars, before.voted) == ((), 6)


def test_a_commitment_that_is_taken_back_or_hidden_is_gone() -> None:
    trial, _, _ = voted()
    trial.ask(GoTo(id=trial.new_id(), step=7))
    for number in range(3):
        trial.ask(Promise(id=f"promise-{number}-of-mine", what=f"Lover {number}", who="", when=""), person(number))
    then = trial.room
    trial.ask(JudgePlan(id=trial.new_id(), plan="promise-0-of-mine", shown=False))
    trial.ask(TakeBackPromise(id=trial.new_id(), commitment="promise-1-of-mine"), person(1))
    left = [name for name in shown(then, trial.room) if name.startswith("promise-")]
    assert left == ["promise-promise-2-of-mine"]
    assert "Lover 2" in lines(trial)
    assert "Lover 0" not in lines(trial)
    assert "Lover 1" not in lines(trial)


def test_lines_are_numbered_by_themselves_and_name_nobody() -> None:
    trial = Trial()
    trial.open()
    trial.write("child", range(6))
    trial.reveal()
    told = list(transcript(trial.log, trial.room))
    assert [line["seq"] for line in told] == list(range(1, len(told) + 1))
    assert not {"participant_joined", "command_noted"} & {line["type"] for line in told}
    assert {line["by"] for line in told} == {"system", "facilitator", "participant"}
    assert all("author" not in line for line in told)
    assert replay(trial.log) == trial.room


@told_often
@given(stories)
def test_the_document_knows_every_line_and_its_fields(story: Story) -> None:
    log = [entry for turn in play(story) for entry in turn.recorded]
    rows = [row for row in DOCUMENT.splitlines() if row.startswith("| `")]
    for line in transcript(log, replay(log)):
        row = next(row for row in rows if f"`{line['type']}`" in row.split("|")[1])
        assert all(f"`{name}`" in row for name in line.keys() - {"seq", "at", "type", "by"}), line
        assert "person-" not in json.dumps(line)
