"""What the oracle remembers of a milestone, a commitment and a vote."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Milestone:
    """What has been said of a milestone last, and in which event. ``dropped``: it is off the board."""

    text: str
    who: str
    place: str
    author: str | None
    source: str | None
    shown: bool
    cleared: int
    dropped: bool = False


@dataclass(frozen=True)
class Commitment:
    """What has been said of a commitment last, and in which event."""

    text: str
    author: str
    serves: str | None
    shown: bool
    cleared: int
    dropped: bool = False


Papers = dict[str, tuple[str | None, tuple[str, ...]]]
"""The group that somebody voted in, and what for."""


@dataclass
class Ballot:
    """A vote, and who has chosen what in it; ``went``: what gone themes were merged into.

    ``told``: the papers behind each result there was, by who and group; ``stands``: those behind the one that is told,
    and ``on_result`` what could be chosen then; ``behind``: it was closed with papers that are not in that.
    """

    options: tuple[str, ...]
    step: int | None
    each: int
    several: bool
    open: bool = True
    went: dict[str, str] = field(default_factory=dict)
    told: list["Papers"] = field(default_factory=list)
    stands: "Papers | None" = None
    on_result: tuple[str, ...] = ()
    behind: bool = False
    papers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    group: dict[str, str | None] = field(default_factory=dict)

    @property
    def voters(self) -> int:
        """How many have voted."""
        return sum(bool(paper) for paper in self.papers.values())

    def says(self, person: str) -> list[str]:
        """What somebody's paper counts for."""
        counts: list[str] = []
        for option in self.papers.get(person, ()):
            end = option
            while end in self.went:
                end = self.went[end]
            counts.append(end if end in self.options else option)
        return counts if self.several else list(dict.fromkeys(counts))

    def close(self) -> None:
        """What was told stands until five people's papers differ from all that was ever told of."""
        self.open = False
        now = {who: (self.group[who], tuple(sorted(self.says(who)))) for who, paper in self.papers.items() if paper}
        differ = [sum(old.get(who) != now.get(who) for who in {*old, *now}) for old in self.told]
        if 0 in differ or (len(now) >= 5 and all(number >= 5 for number in differ)):
            self.stands, self.on_result = now, self.options
            self.told.append(now)
        self.behind = self.stands is not None and self.stands != now
