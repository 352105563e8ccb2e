"""Walks of a room with tables: what people and facilitators do there, told by small numbers."""

from collections.abc import Callable
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.workshop.commands import (
    ClearTables,
    Command,
    DrawRoles,
    Edit,
    EmptySeat,
    Hide,
    Join,
    Leave,
    MergeTables,
    MoveSeat,
    PassTurn,
    RotateTables,
    Say,
    SetTables,
    ShareIdea,
    Show,
    Sit,
    Undo,
    Withdraw,
)
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from tests.workshop.at_tables import GROUPS, ROUND, SHARE, TELL, WRITE, Tables, step
from tests.workshop.rooms import ANNA

Act = tuple[str, int, int, int]
Case = list[Act]
Check = Callable[[Case], None]

_OFTEN = ("sit",) * 6 + ("pass",) * 6 + ("move",) * 3 + ("late",) * 2 + ("share",) * 4 + ("step",) * 4 + ("say",) * 3
_COMING = (*("leave", "empty", "back") * 2, "next")
_KINDS = (*_OFTEN, *_COMING, "set", "merge", "rotate", "roles", "clear", "edit", "withdraw", "hide", "show", "undo")
_small = st.integers(0, 11)
acts = st.lists(st.tuples(st.sampled_from(_KINDS), _small, _small, _small), max_size=25)
tried = settings(max_examples=150, deadline=None, derandomize=True, database=None)
faulty = settings(tried, max_examples=1000, phases=[Phase.generate], report_multiple_bugs=False)

CLOTH = step("rotate", moves="people", rounds=2, of="shared", writes="tables", sees="table")


class Walk(Tables):
    """Nine people who have all written something, at two tables; the first act says how far the method has come."""

    def __init__(self, case: Case) -> None:
        super().__init__(WRITE, ROUND, SHARE, CLOTH, TELL, people=9, begin=1)
        for number, by in enumerate(self.people):
            self.write_at(by, f"zq{number:04d}z alene")
        for number in range(1, 2 + (case[0][1] % 4 if case else 0)):
            self.go_to(number)
            if number == 2:
                people = list(self.room.participants)
                for table in self.room.seats:
                    self.act(("share", people.index(self.at(table)[0].id), 0, 0))

    def act(self, act: Act) -> None:
        """Do one thing; what is refused changes nothing."""
        kind, one, *_ = act
        before = self.room
        try:
            if kind == "late":
                self.late()
            elif kind == "step":
                self.go_to(one % 5)
                self.reopen_step(one % 5)
            else:
                self.ask(*self.asked(act))
        except Refusal:
            assert self.room == before

    def next(self, name: str, act: Act) -> tuple[Command, Actor]:
        """Somebody takes over a device from one of a table: of now, or of before people were mixed."""
        _, one, two, three = act
        since = max(0, self.room.mixings - (three % 4 == 0))
        group = GROUPS[one % len(GROUPS)]
        new = Actor(role="participant", id=f"next-{len(self.log):03d}")
        return Join(id=name, group=group, table=1 + two % 4, since=since), new

    def back(self, name: str, chosen: int) -> tuple[Command, Actor]:
        """Somebody who has left comes back, or whoever is there comes once more."""
        who = [*(self.room.gone or self.room.participants)]
        by = Actor(role="participant", id=who[chosen % len(who)])
        return Join(id=name, group=self.room.participants[by.id].group), by

    def asked(self, act: Act) -> tuple[Command, Actor]:
        kind, one, two, three = act
        people, words = list(self.room.participants), list(self.room.statements.values())
        who, table, name = Actor(role="participant", id=people[one % len(people)]), 1 + two % 4, self.new_id()
        there = words[-1 - three % min(6, len(words))]
        text = f"zq{len(self.log) + 100:04d}z sammen"
        turns = self.room.turns
        at = 0 if three == 5 else table
        commands: dict[str, tuple[Command, Actor]] = {
            "sit": (Sit(id=name, table=table), who),
            "pass": (PassTurn(id=name, table=at, since=turns.get(at, 0)), ANNA if three % 2 else who),
            "move": (MoveSeat(id=name, table=table, seat=1 + one % 5, to=1 + three % 5), ANNA),
            "leave": (Leave(id=name), who),
            "empty": (EmptySeat(id=name, table=table, seat=1 + one % 5), ANNA),
            "back": self.back(name, one),
            "next": self.next(name, act),
            "share": (ShareIdea(id=name, text=text), who),
            "say": (Say(id=name, text=text), who),
            "edit": (Edit(id=name, statement=there.id, text=text), ANNA),
            "withdraw": (Withdraw(id=name, statement=there.id), Actor(role="participant", id=there.author)),
            "hide": (Hide(id=name, statements=(there.id,)), ANNA),
            "show": (Show(id=name, statements=(there.id,)), ANNA),
            "set": (SetTables(id=name, number=1 + one % 5), ANNA),
            "merge": (MergeTables(id=name, size=2 + one % 5), ANNA),
            "rotate": (RotateTables(id=name), ANNA),
            "roles": (DrawRoles(id=name), ANNA),
            "clear": (ClearTables(id=name), ANNA),
            "undo": (Undo(id=name, act=self.room.acts[-1].command if self.room.acts else name), ANNA),
        }
        return commands[kind]


def walked(case: Case) -> list[tuple[Act, Room, Room]]:
    """Each act with the room before and after it."""
    walk, turns = Walk(case), []
    for act in case:
        before = walk.room
        walk.act(act)
        turns.append((act, before, walk.room))
    assert walk.replayed() == walk.room
    return turns


def hold(check: Check, how: settings = tried) -> None:
    """Try a law, in a function of its own, as hypothesis remembers what it has marked."""

    def law(case: Any) -> None:
        check(case)

    tried_law: Callable[[], None] = how(given(acts)(law))
    tried_law()
