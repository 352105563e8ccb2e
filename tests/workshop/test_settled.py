"""What becomes of what is in no file is taken back whole, and is never told because of what somebody hid meanwhile."""

import pytest

from app.painter import Painter
from app.workshop import visible
from app.workshop.commands import Close, Conceal, Reopen, Reveal, SettleUnshown
from app.workshop.method import Rest
from app.workshop.room import Room
from app.workshop.summary import summarise
from tests.workshop.at_tables import Tables, step
from tests.workshop.rooms import BO, START

SEEN = step("write", writes="everyone", sees="everyone", into="ideas")
ALONE = step("write", writes="everyone", into="more")
END = step("brief", sees="everyone")
WAYS: tuple[Rest, ...] = ("left", "files", "wall")


@pytest.fixture
def trial() -> Tables:
    """At its last step: everybody has written something that all have seen, and something alone."""
    made = Tables(SEEN, ALONE, END, people=6)
    for number, text in enumerate(("sett av alle", "skrevet alene")):
        made.go_to(number)
        for by in made.people:
            made.write_at(by, f"{text} {by.id}")
    made.go_to(2)
    return made


def hide(trial: Tables) -> None:
    trial.ask(Conceal(id=trial.new_id()))


def settle(trial: Tables, *, rest: Rest | None = None, hidden: Rest | None = None) -> None:
    trial.ask(SettleUnshown(id=trial.new_id(), rest=rest, hidden=hidden))


def told(trial: Tables) -> dict[str, tuple[bool, bool]]:
    """What was seen, and what was written alone: whether files tell it, and whether the wall does."""
    files, wall = repr(summarise(trial.room, START)), repr(visible.visible(trial.room, "wall"))
    return {text: (text in files, text in wall) for text in ("sett av alle", "skrevet alene")}


def stands(room: Room) -> tuple[object, ...]:
    return (room.revealed, room.rests, room.opened, room.singled, room.settled, room.withheld)


@pytest.mark.parametrize("rest", [None, *WAYS])
@pytest.mark.parametrize("hidden", WAYS)
@pytest.mark.parametrize("withheld", [False, True])
@pytest.mark.parametrize("ends", [False, True])
def test_what_was_settled_is_taken_back_whole(
    trial: Tables, rest: Rest | None, hidden: Rest, withheld: bool, ends: bool
) -> None:
    hide(trial)
    if withheld:
        settle(trial, hidden="left")
    before = stands(trial.room)
    asked = (Close if ends else SettleUnshown)(id=trial.new_id(), rest=rest, hidden=hidden)
    trial.ask(asked)
    if stands(trial.room) == before:
        return
    assert trial.room.acts[-1].command == asked.id
    trial.undo()
    assert stands(trial.room) == before
    assert told(trial) == {"sett av alle": (False, False), "skrevet alene": (False, False)}
    assert trial.replayed() == trial.room


def test_one_settling_after_the_other_is_taken_back_the_latest_first(trial: Tables) -> None:
    hide(trial)
    settle(trial, rest="left", hidden="left")
    before = stands(trial.room)
    settle(trial, hidden="files")
    assert told(trial)["sett av alle"] == (True, False)
    trial.undo()
    assert stands(trial.room) == before
    assert told(trial)["sett av alle"] == (False, False)


@pytest.mark.parametrize(
    ("hidden", "done"),
    [("files", "put what had been hidden into the files again"), ("wall", "showed again what had been hidden")],
)
def test_the_desk_is_told_what_would_be_taken_back(trial: Tables, hidden: Rest, done: str) -> None:
    hide(trial)
    settle(trial, hidden=hidden, rest="left")
    both = f"Undo: left what had not been shown out of the files and {done}"
    assert both in " ".join(Painter().parts([visible.visible(trial.room, "desk")["acts"]], "en").split())


def test_what_is_shown_or_hidden_since_stays_so_when_older_acts_are_taken_back(trial: Tables) -> None:
    theme = trial.theme("Tema")
    hide(trial)
    settle(trial, hidden="files", rest="left")
    trial.ask(Reveal(id=trial.new_id()), BO)
    assert told(trial)["sett av alle"] == (True, True)
    trial.undo()
    assert theme not in trial.room.themes, "the latest act that is left was before"
    assert told(trial)["sett av alle"] == (True, True)


def test_what_is_written_in_secret_again_comes_into_files_by_no_undo() -> None:
    trial = Tables(SEEN, ALONE, people=6, begin=2)
    trial.write_at(trial.people[0], "skrevet alene")
    settle(trial, rest="files")
    trial.ask(Close(id=trial.new_id(), rest="left"))
    trial.ask(Reopen(id=trial.new_id()))
    assert trial.room.submissions
    while trial.room.acts:
        trial.undo()
    assert told(trial)["skrevet alene"] == (False, False)


def test_what_was_shown_in_the_end_and_hidden_again_is_shown_by_no_other_settling() -> None:
    trial = Tables(SEEN, ALONE, END, people=6, begin=2)
    trial.write_at(trial.people[0], "skrevet alene")
    settle(trial, rest="wall")
    assert told(trial)["skrevet alene"] == (True, True)
    hide(trial)
    assert told(trial)["skrevet alene"] == (False, False)
    settle(trial, rest="left")
    trial.undo()
    assert told(trial)["skrevet alene"] == (False, False)


@pytest.mark.parametrize("rest", ["files", "wall"])
@pytest.mark.parametrize("withheld", [False, True])
def test_whoever_says_nothing_of_what_is_hidden_tells_none_of_it(trial: Tables, rest: Rest, withheld: bool) -> None:
    """Somebody has hidden it a moment ago, and the panel still asks about what was never shown."""
    trial.ask(Conceal(id=trial.new_id()), BO)
    if withheld:
        settle(trial, hidden="left")
    for asked in (SettleUnshown(id=trial.new_id(), rest=rest), Close(id=trial.new_id(), rest=rest)):
        assert trial.reason(asked) == "hidden_again"
    assert trial.room.stage == "open"
    trial.ask(Close(id=trial.new_id(), rest="left"))
    assert told(trial) == {"sett av alle": (False, False), "skrevet alene": (False, False)}


def test_the_desk_offers_to_put_the_rest_into_files_only_where_nothing_is_left_out_hidden(trial: Tables) -> None:
    def offers() -> bool:
        painted = Painter().parts([visible.visible(trial.room, "desk")["unshown"]], "en")
        assert "End, and leave them out" in painted
        return "End, and put them into the files" in painted

    assert offers()
    hide(trial)
    settle(trial, hidden="left")
    assert not offers()


def test_an_end_that_was_asked_for_at_another_step_puts_nothing_into_files(trial: Tables) -> None:
    trial.go_to(1)
    trial.reopen_step(1)
    assert trial.reason(Close(id=trial.new_id(), rest="files", since=2)) == "step_left"
    trial.ask(Close(id=trial.new_id(), rest="left", since=1))
    assert trial.room.stage == "closed"
