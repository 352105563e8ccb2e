"""Group by table: of nobody's words can both the group and the table be told, from all that was ever shown."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.workshop.commands import (
    ChooseMethod,
    Command,
    Conceal,
    CopyStatement,
    PassTurn,
    RevealSome,
    ShareIdea,
    Spotlight,
)
from app.workshop.commands import Reveal as Show
from app.workshop.film import screen
from app.workshop.method import Method
from app.workshop.parts import DeskCard, Part, WallCard, WallCopy, WallLight
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from app.workshop.sharing import originals
from app.workshop.summary import summarise
from app.workshop.transcript import transcript
from app.workshop.turns import telling
from app.workshop.visible import visible
from tests.workshop.at_tables import SHARE, TELL, WRITE, Tables, method, step
from tests.workshop.rooms import ANNA, START

Act = tuple[str, int, int]
Case = tuple[int, list[Act]]

_OWN = {**TELL, "of": "ideas"}
_ALL = {**TELL, "of": None}
_LOOK = step("round", turns="people", of="ideas", sees="everyone")
_METHODS: tuple[Method, ...] = (
    method(WRITE, SHARE, _OWN, TELL),
    method(WRITE, _LOOK, SHARE, TELL),
    method(WRITE, SHARE, TELL, _LOOK),
    method(WRITE, _LOOK, SHARE, _ALL),
)
_KINDS = (
    "step",
    "step",
    "share",
    "share",
    "reveal",
    "conceal",
    "table",
    "one",
    "light",
    "copy",
    "turn",
    "turn",
    "method",
)
cases = st.tuples(
    st.integers(0, len(_METHODS) - 1),
    st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 11), st.integers(0, 11)), max_size=14),
)
tried = settings(max_examples=150, deadline=None, derandomize=True, database=None)
faulty = settings(tried, max_examples=3000, phases=[Phase.generate], report_multiple_bugs=False)


class Watcher:
    """One who keeps all that is shown and handed out: which group and which tables each statement was told with."""

    def __init__(self) -> None:
        self.groups: dict[str, set[str]] = {}
        self.tables: dict[str, set[int]] = {}

    def looks(self, room: Room, parts: dict[str, Part]) -> None:
        """At a wall, or a film of one."""
        now = telling(room)
        for part in parts.values():
            match part:
                case WallCard():
                    self._told(part.statement, part.group, part.table or now)
                case WallCopy():
                    self._told(room.copies[part.id.removeprefix("copy-")].statement, part.group, now)
                case WallLight():
                    self._told(room.spotlight or "", part.group, None)
                case DeskCard():
                    self._told(part.statement, part.group, None)
                case _:
                    pass

    def reads(self, room: Room) -> None:
        """In a file, from which all formats are written."""
        summary = summarise(room, START)
        for line in (*summary.ungrouped, *(line for theme in summary.themes for line in theme.statements)):
            self._told(line.id, line.group, line.table)
            for source in line.sources:
                self._told(source, None, line.table)

    def hears(self, shown: set[str], table: int) -> None:
        """What is shown on the wall is said to be from a table."""
        for statement in shown:
            self._told(statement, None, table)

    def both(self) -> Iterator[tuple[str, set[str], set[int]]]:
        for statement in self.groups.keys() & self.tables.keys():
            yield statement, self.groups[statement], self.tables[statement]

    def _told(self, statement: str, group: str | None, table: int | None) -> None:
        if group is not None:
            self.groups.setdefault(statement, set()).add(group)
        if table is not None:
            self.tables.setdefault(statement, set()).add(table)


class Walk(Tables):
    """Six children and six parents, who have all written alone and sit at three tables."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.people = [self.join(one, "child" if one % 2 else "parent") for one in range(12)]
        self.ask(ChooseMethod(id=self.new_id(), method=_METHODS[number]))
        self.go_to(0)
        for one, by in enumerate(self.people):
            self.write_at(by, f"alene {one}")
        self.watcher = Watcher()

    def asked(self, kind: str, one: int, two: int) -> tuple[Command, Actor]:
        name, by = self.new_id(), self.people[one]
        words = list(self.room.statements)
        there = [statement.id for statement in originals(self.room, self.room.tables.get(by.id, 0), by.id)]
        told: dict[str, Command] = {
            "reveal": Show(id=name, anyway=True),
            "conceal": Conceal(id=name),
            "table": RevealSome(id=name, table=1 + one % 3, anyway=True),
            "one": RevealSome(id=name, anyway=True),
            "light": Spotlight(id=name, subject=None if one == two else words[one], anyway=True),
            "turn": PassTurn(id=name, table=0, since=self.room.turns.get(0, 0)),
            "method": ChooseMethod(id=name, method=_METHODS[one % len(_METHODS)]),
        }
        if kind == "share":
            return ShareIdea(id=name, text="sammen", sources=tuple(there[: 1 + two % 3])), by
        if kind == "copy":
            theme = self.theme("Tema", words[one])
            return CopyStatement(id=name, statement=words[two], to=theme), ANNA
        return told[kind], ANNA

    def act(self, kind: str, one: int, two: int) -> None:
        """Do one thing and look at everything; what is refused changes nothing."""
        before = self.room.singled
        try:
            if kind == "step":
                self.go_to(min(len(self.room.method.steps) - 1, 1 + one % 3) if self.room.method else 0)
                self.reopen_step(self.room.step or 0)
            else:
                command, by = self.asked(kind, one, two)
                self.ask(command, by)
                if isinstance(command, RevealSome) and command.table:
                    fresh = {s for s in self.room.singled - before if self.room.statements[s].table is None}
                    self.watcher.hears(fresh, command.table)
        except Refusal:
            return
        self.watcher.looks(self.room, visible(self.room, "wall"))
        self.watcher.reads(self.room)


def check(case: Case) -> None:
    number, acts = case
    walk, walls = Walk(number), []
    for act in acts:
        walk.act(*act)
        walls.append((walk.room, visible(walk.room, "wall")))
    for then, parts in walls:
        walk.watcher.looks(then, screen(then, walk.room, parts))
    for line in transcript(walk.log, walk.room):
        if line.get("group"):
            walk.watcher.groups.setdefault(line["statement"], set()).add(line["group"])
    assert not list(walk.watcher.both())


def hold(how: settings) -> None:
    """Try the law, in a function of its own, as hypothesis remembers what it has marked."""

    def law(case: Any) -> None:
        check(case)

    tried_law: Callable[[], None] = how(given(cases)(law))
    tried_law()


def test_of_nobodys_words_are_both_group_and_table_told() -> None:
    hold(tried)


FAULTS: dict[str, tuple[str, Any]] = {
    "files name the group of what a table's idea builds on": (
        "app.workshop.visible.shown.bears_group",
        lambda room, statement: statement.into not in room.by_table,
    ),
    "what tables have told of gets groups once all is shown": (
        "app.workshop.visible.shown.bears_group",
        lambda room, statement: statement.id not in room.of_tables,
    ),
    "files tell what an idea builds on though groups have stood on it": (
        "app.workshop.summary.tells_table",
        lambda room, statement: True,
    ),
    "a table is shown alone though groups have stood on its words": (
        "app.workshop.labels.tells_table",
        lambda room, statement: True,
    ),
    "what one table was shown alone with is forgotten": (
        "app.workshop.labels.by_reveal",
        lambda before, after, event: after,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(AssertionError):
        hold(faulty)
