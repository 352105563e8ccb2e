"""One participant's own list: what changes it, and that nothing else is looked at."""

from collections.abc import Callable

import pytest

from app.realtime.own_list import OwnList
from app.workshop import visible
from app.workshop.card import Statement
from app.workshop.commands import Archive, Blank, Close, CloseSubmissions, Conceal, PauseWall
from app.workshop.parts import Part
from app.workshop.room import Room
from app.workshop.touched import all_own_touched
from tests.workshop.rooms import Trial, person


class Listener:
    """A phone that shows the frames it is sent."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.own = OwnList(person(0).id)
        self.shown: dict[str, Part] = {}
        self._heard = len(trial.log)
        self.take()

    def take(self) -> list[Part]:
        """Hear what has happened since the last time; the parts that were put anew."""
        new, self._heard = self.trial.log[self._heard :], len(self.trial.log)
        self.own.mark(all_own_touched((entry.event for entry in new), self.trial.room))
        put: list[Part] = []
        for frame in self.own.take(self.trial.room):
            put += frame.put
            self.shown = {} if frame.whole else self.shown
            self.shown |= {part.id: part for part in frame.put}
            self.shown = {i: part for i, part in self.shown.items() if i not in frame.drop}
        return put


def _hidden(trial: Trial) -> None:
    trial.hide(*trial.room.written[person(0).id][:2])


def _hidden_and_back(trial: Trial) -> None:
    _hidden(trial)
    trial.undo()


CHANGES: dict[str, Callable[[Trial], object]] = {
    "hidden": _hidden,
    "hidden, and that taken back": _hidden_and_back,
    "withdrawn": lambda trial: trial.withdraw(trial.room.written[person(0).id][1]),
    "edited": lambda trial: trial.edit(trial.room.written[person(0).id][1], "Andre ord"),
    "blank": lambda trial: trial.ask(Blank(id=trial.new_id())),
    "concealed": lambda trial: trial.ask(Conceal(id=trial.new_id())),
    "paused": lambda trial: (trial.ask(PauseWall(id=trial.new_id())), trial.say("Etterpå")),
    "writing closed": lambda trial: trial.ask(CloseSubmissions(id=trial.new_id())),
    "ended": lambda trial: trial.ask(Close(id=trial.new_id())),
    "ended and archived": lambda trial: (trial.ask(Close(id=trial.new_id())), trial.ask(Archive(id=trial.new_id()))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_list_that_was_told_of_a_change_is_the_list_of_one_who_comes_then(change: str) -> None:
    trial = Trial()
    trial.say_all("En", "To", "Tre")
    trial.reveal()
    phone = Listener(trial)
    before = dict(phone.shown)
    CHANGES[change](trial)
    phone.take()
    assert phone.shown == visible.own(trial.room, person(0).id)
    if "back" not in change:
        assert phone.shown != before


def test_one_more_statement_is_all_that_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = Trial()
    trial.say_all(*(f"Utsagn {number}" for number in range(40)))
    phone = Listener(trial)
    looked_at: list[str] = []
    card = visible.phone._own_card

    def noting(room: Room, statement: Statement) -> Part:
        looked_at.append(statement.text)
        return card(room, statement)

    monkeypatch.setattr("app.workshop.visible.phone._own_card", noting)
    trial.say("Ett til")
    trial.say("Av en annen", trial.join(7))
    assert [part.order for part in phone.take()] == [-41]
    assert looked_at == ["Ett til"]
