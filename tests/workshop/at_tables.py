"""A room whose people sit at tables: a small method of all that is done there, and a walk through it."""

from collections import Counter

from app.workshop.commands import ChooseMethod, GoTo, PassTurn, ReopenStep, Say, SetTables, ShareIdea
from app.workshop.events import Recorded
from app.workshop.method import Method
from app.workshop.people import Actor, StakeholderGroup
from tests.workshop.rooms import ANNA, Trial, person

GROUPS: tuple[StakeholderGroup, ...] = ("child", "child", "youth", "parent", "parent", "staff", "staff", "leader")

_TEXTS = {"title": "T", "say": "S", "phones": "P", "paper": "L"}
_SAID = {"nb": _TEXTS, "nn": _TEXTS, "en": _TEXTS}


def step(kind: str, *, writes: str = "nobody", sees: str = "nobody", **fields: object) -> dict[str, object]:
    return {"kind": kind, "minutes": 5, "writes": writes, "sees": sees, **_SAID, **fields}


WRITE = step("write", writes="everyone", into="ideas")
ROUND = step("round", turns="people", of="ideas", roles=True)
SHARE = step("share", writes="tables", sees="table", most=2, of="ideas", into="shared")
TELL = step("round", turns="tables", of="shared", sees="everyone")


def method(*steps: dict[str, object], table: tuple[int, int] = (3, 5)) -> Method:
    """A method of these steps; where nothing before a step writes what it is of, it is of nothing."""
    written = [{there.get("into") for there in steps[:number]} for number in range(len(steps))]
    kept = [{k: v for k, v in one.items() if k != "of" or v in w} for one, w in zip(steps, written, strict=True)]
    words = {"title": "T", "purpose": "P"}
    head = {"id": "at-tables", "people": (2, 300), "table": table, "from_age": 6, "nb": words, "nn": words, "en": words}
    return Method.model_validate({**head, "step": kept})


class Tables(Trial):
    """People of mixed groups, and a method of these steps that has not been begun."""

    def __init__(self, *steps: dict[str, object], people: int = 8, moderation: bool = False, begin: int = 0) -> None:
        super().__init__(("child", "youth", "parent", "staff", "leader"), moderation=moderation)
        self.people = [self.join(number, GROUPS[number % len(GROUPS)]) for number in range(people)]
        if steps:
            self.ask(ChooseMethod(id=self.new_id(), method=method(*steps)))
        for number in range(begin):
            self.go_to(number)

    def go_to(self, number: int) -> list[Recorded]:
        return self.ask(GoTo(id=self.new_id(), step=number))

    def reopen_step(self, number: int) -> list[Recorded]:
        return self.ask(ReopenStep(id=self.new_id(), step=number))

    def set(self, number: int | None = None, size: int | None = None) -> list[Recorded]:
        return self.ask(SetTables(id=self.new_id(), number=number, size=size))

    def write_at(self, by: Actor, text: str) -> str:
        said = Say(id=self.new_id(), text=text)
        self.ask(said, by)
        return said.id

    def each_writes(self) -> None:
        """Everyone writes one thing alone, which says how many came before them."""
        for number, by in enumerate(self.people):
            self.write_at(by, f"utsagn {number}")

    def idea(self, by: Actor, text: str, *sources: str) -> str:
        """Let somebody share an idea at their table; its id."""
        shared = ShareIdea(id=self.new_id(), text=text, sources=sources)
        self.ask(shared, by)
        return shared.id

    def turn(self, table: int, by: Actor = ANNA, since: int | None = None) -> None:
        """Pass a table's turn on, by default from whoever has it."""
        at = self.room.turns.get(table, 0) if since is None else since
        self.ask(PassTurn(id=self.new_id(), table=table, since=at), by)

    def at(self, table: int) -> list[Actor]:
        """Who sits at a table, in the order of the seats."""
        return [Actor(role="participant", id=who) for who in self.room.seats.get(table, ()) if who]

    def table_of(self, by: Actor) -> int:
        return self.room.tables[by.id]

    def sizes(self) -> Counter[int]:
        return Counter(self.room.tables.values())

    def late(self, group: StakeholderGroup = "parent") -> Actor:
        return self.join(len(self.room.participants), group)


__all__ = ["GROUPS", "ROUND", "SHARE", "TELL", "WRITE", "Tables", "method", "person", "step"]
