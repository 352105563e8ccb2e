"""A workshop that is run by one of the methods that come with the program, step by step."""

from collections.abc import Sequence
from datetime import timedelta

from app.workshop.apply import apply
from app.workshop.ballot import Ballot
from app.workshop.commands import AddMilestone, CastFor, CastVote, ChooseMethod, GoTo, Promise
from app.workshop.events import Recorded, StatementSaid
from app.workshop.method import shipped
from app.workshop.people import Actor, StakeholderGroup
from tests.workshop.rooms import START, Trial


class Meeting(Trial):
    """``method``: the id of one that is shipped."""

    def __init__(
        self,
        method: str,
        groups: Sequence[StakeholderGroup] = ("child", "parent", "staff"),
        *,
        moderation: bool = False,
    ) -> None:
        super().__init__(groups, moderation=moderation)
        self.method = shipped()[method]
        self.ask(ChooseMethod(id=self.new_id(), method=self.method))

    def go(self, kind: str, nth: int = 1) -> None:
        """Go to the ``nth`` step of a kind."""
        numbers = [number for number, step in enumerate(self.method.steps) if step.kind == kind]
        self.go_to(numbers[nth - 1])

    def go_to(self, step: int) -> None:
        self.ask(GoTo(id=self.new_id(), step=step))

    def come(self, people: int, group: StakeholderGroup = "child") -> list[Actor]:
        """Let so many more people of a group come."""
        first = len(self.room.participants)
        return [self.join(first + number, group) for number in range(people)]

    def share(self, table: int, text: str, *sources: str, into: str, by: Actor) -> str:
        """Let a table have an idea together; its id."""
        said = StatementSaid(
            statement=self.new_id(),
            author=by.id,
            text=text,
            standing="shown",
            rank=self.room.last_rank + 1,
            into=into,
            table=table,
            sources=sources,
        )
        at = START + timedelta(seconds=len(self.log))
        entry = Recorded(seq=self.room.seq + 1, command=self.new_id(), n=0, by=by, at=at, event=said)
        self.room = apply(self.room, entry)
        self.log.append(entry)
        return said.statement

    @property
    def ballot(self) -> Ballot:
        """The vote of the step that the room is at."""
        assert self.room.ballot is not None
        return self.room.ballot

    def vote(self, by: Actor, *options: str) -> None:
        self.ask(CastVote(id=self.new_id(), ballot=self.ballot.id, options=options), by)

    def vote_for(self, *options: str, group: StakeholderGroup | None = None) -> None:
        """Vote for somebody without a phone."""
        self.ask(CastFor(id=self.new_id(), ballot=self.ballot.id, options=options, group=group))

    def milestone(self, place: str, text: str = "", who: str = "", *, by: Actor, statement: str | None = None) -> str:
        made = AddMilestone(id=self.new_id(), text=text, place=place, who=who, statement=statement)
        self.ask(made, by)
        return made.id

    def promise(self, by: Actor, what: str, who: str = "", when: str = "", serves: str | None = None) -> str:
        made = Promise(id=self.new_id(), what=what, who=who, when=when, serves=serves)
        self.ask(made, by)
        return made.id
