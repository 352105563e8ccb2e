"""A room in a vote on themes, and what its screens say of it."""

from app.workshop import visible
from app.workshop.commands import (
    CastFor,
    ChooseMethod,
    CloseVote,
    ReopenVote,
)
from app.workshop.method import Method, Vote
from app.workshop.parts import DeskBallot, OwnBallot, WallBallot
from app.workshop.people import Actor
from app.workshop.summary import VoteSummary, summarise
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import ANNA, START


class Voting(Meeting):
    """A vote on themes that has been opened, with people who may vote."""

    def __init__(self, titles: str = "ABC", people: int = 5, *, several: bool = False, votes: int | None = 1) -> None:
        super().__init__("dot-voting")
        self.method = self.other(several=several, votes=votes)
        self.ask(ChooseMethod(id=self.new_id(), method=self.method))
        self.people = self.come(people)
        self.themes = {title: self.theme(title) for title in titles}
        self.go("vote")

    def other(self, **fields: object) -> Method:
        """The same method with another vote."""
        steps = [step.model_copy(update=fields) if isinstance(step, Vote) else step for step in self.method.steps]
        return self.method.model_copy(update={"steps": tuple(steps)})

    def choose(self, by: Actor, titles: str) -> None:
        self.vote(by, *(self.themes[title] for title in titles))

    def enter(self, titles: str, by: Actor = ANNA) -> str:
        """Vote for somebody without a phone; the paper's id."""
        options = tuple(self.themes[title] for title in titles)
        entered = CastFor(id=self.new_id(), ballot=self.ballot.id, options=options)
        self.ask(entered, by)
        return entered.id

    def close(self) -> None:
        self.ask(CloseVote(id=self.new_id(), ballot=self.ballot.id))

    def open_again(self) -> None:
        self.ask(ReopenVote(id=self.new_id(), ballot=self.ballot.id))

    def back_and_forth(self, *titles: str) -> None:
        """Leave the vote, make themes, and come back; where it was closed, open it again."""
        self.go("brief")
        self.themes |= {title: self.theme(title) for title in titles}
        self.go("vote")
        if not self.ballot.open:
            self.open_again()

    @property
    def bars(self) -> dict[str, int]:
        """What the wall says."""
        return {bar.label: bar.votes for bar in self.wall.bars}

    @property
    def wall(self) -> WallBallot:
        part = visible.visible_part(self.room, "wall", "ballot")
        assert isinstance(part, WallBallot)
        return part

    @property
    def desk(self) -> DeskBallot:
        part = visible.visible_part(self.room, "desk", "ballot")
        assert isinstance(part, DeskBallot)
        return part

    def phone(self, by: Actor) -> OwnBallot:
        part = visible.own(self.room, by.id)["own-vote"]
        assert isinstance(part, OwnBallot)
        return part

    def chosen(self, by: Actor) -> str:
        """What somebody's phone says that they have chosen."""
        titles = {option: title for title, option in self.themes.items()}
        return "".join(titles[option] for option in self.phone(by).chosen)

    @property
    def told(self) -> VoteSummary:
        """What files are written from."""
        (vote,) = summarise(self.room, START).votes
        return vote


def closed_by_mistake() -> Voting:
    """Five have voted, the vote is closed and opened again, and four more vote."""
    voting = Voting(people=9)
    for by in voting.people[:5]:
        voting.choose(by, "A" if by in voting.people[:3] else "B")
    voting.close()
    assert not voting.desk.uncounted
    voting.open_again()
    for by in voting.people[5:]:
        voting.choose(by, "B")
    voting.close()
    return voting
