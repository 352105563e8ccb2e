"""Counting a vote, and what of it may be shown. It knows no room: plain papers in, plain results out.

In all, everything is told once five people have voted. By group, a number stands where at least five of the group chose
the option and at least five did not, so that neither are few; groups under ten stand together with those who have no
group. Every other number is withheld (nobody and everybody are few, too), and with it:

1. all of an option that fewer than ten chose, or did not choose;
2. all of an option where a single group would be withheld, or where the withheld are so few or so many together that
   this says, or nearly says, how many each group has;
3. everything by group, where some withheld number could be no other one while all that is told stays the same, and with
   it how often each person voted, and what they gave several votes.

Rule 3 grants an attacker more than is shown. All that the rules look at is the same in every vote that they hold for
possible, so that knowing them helps nobody. (To withhold more, step by step, until rule 3 is content would not be so.)
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import NamedTuple

from app.workshop.people import GROUPS, StakeholderGroup
from app.workshop.suppression import LEAST, Link, Sum, all_can_change, name_labels

REST = ""
"""The row of all who are in no group that has numbers of its own."""

Numbers = tuple[tuple[StakeholderGroup, int | None], ...]
"""How many people of each group; None where that is withheld."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What one person chose; an option stands once for each vote. ``proxy``: a facilitator entered it for them."""

    options: tuple[str, ...]
    group: StakeholderGroup | None
    proxy: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One option, and the people behind its votes. Options with as many votes are ``tied`` and share a ``place``."""

    option: str
    place: int
    tied: bool
    votes: int
    voters: int
    by_group: Numbers


@dataclass(frozen=True, slots=True)
class Result:
    """What may be shown of a closed vote, most votes first. ``minority``: the options with exactly one vote.

    ``proxies``: for how many voters a facilitator voted; None where these or the others are one to four.
    """

    voters: int
    proxies: int | None
    bars: tuple[Bar, ...]
    minority: tuple[str, ...]

    @property
    def groups(self) -> tuple[StakeholderGroup, ...]:
        """The groups that have numbers: none, or the same at each option."""
        return tuple(group for group, _ in self.bars[0].by_group) if self.bars else ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A result that has been shown, and the papers that it counted."""

    result: Result
    papers: Mapping[str, Paper]


def suggested_votes(options: int) -> int:
    """Return how many votes each person should have: one for every four options or part of four, from one to five."""
    return min(max(-(-options // 4), 1), 5)


def order_for(options: Sequence[str], voter: str) -> tuple[str, ...]:
    """Return the options in an order of this voter's own, always the same, so that none is first for everybody."""
    return tuple(sorted(options, key=lambda option: blake2b(f"{voter}\0{option}".encode()).digest()))


def counted(papers: Mapping[str, Paper], options: Sequence[str], named_groups: Collection[str]) -> Result | None:
    """Return what may be shown of the papers, which are by voter; None where fewer than five people voted.

    Votes for what is no option (any more) do not count, nor do people who gave no others.
    """
    valid = list(that_count(papers, options).values())
    if len(valid) < LEAST:
        return None
    votes = Counter(option for paper in valid for option in paper.options)
    voters = Counter(option for paper in valid for option in set(paper.options))
    alike = Counter(votes[option] for option in options)
    by_group = _by_group(valid, options, named_groups)
    bars = tuple(
        Bar(
            option=option,
            place=1 + sum(number for more, number in alike.items() if more > votes[option]),
            tied=alike[votes[option]] > 1,
            votes=votes[option],
            voters=voters[option],
            by_group=by_group.get(option, ()),
        )
        for option in sorted(options, key=lambda option: -votes[option])
    )
    proxies = sum(paper.proxy for paper in valid)
    hidden = _few(proxies) or _few(len(valid) - proxies)
    return Result(len(valid), None if hidden else proxies, bars, tuple(o for o in options if votes[o] == 1))


def next_shown(
    earlier: Sequence[Shown], papers: Mapping[str, Paper], options: Sequence[str], named_groups: Collection[str]
) -> Shown | None:
    """Return what to show when a vote is closed (again). ``earlier`` is all that was ever shown of it, latest last.

    The latest stays while the papers of one to four people differ from those behind anything shown. Where they do in a
    group that has or had numbers, or among all others, the new result is told in all only. None: there are fewer than
    five voters. Not covered: one who knows that a whole group changed nothing can put two tables together.
    """
    valid = that_count(papers, options)
    if same := [old for old in earlier if old.papers == valid]:
        return _widened(same[-1], options)
    if any(_few(_changed(old.papers, valid)) for old in earlier):
        return earlier[-1]  # as it was, also without what can be chosen since: nobody had, and some may have now
    result = counted(valid, options, named_groups)
    if result is None:
        return None
    for old in earlier:
        groups = {*old.result.groups, *result.groups}
        if old.result.groups and any(_few(_changed(old.papers, valid, groups, row)) for row in (*groups, REST)):
            result = replace(result, bars=tuple(replace(bar, by_group=()) for bar in result.bars))
    return Shown(result, valid)


def _widened(shown: Shown, options: Sequence[str]) -> Shown:
    """The same with what has become an option since, which nobody has chosen."""
    there = {bar.option for bar in shown.result.bars}
    new = [option for option in options if option not in there]
    if not new:
        return shown
    chosen = [bar for bar in shown.result.bars if bar.votes]
    nobodys = [bar.option for bar in shown.result.bars if not bar.votes] + new
    withheld = tuple((group, None) for group in shown.result.groups)
    bars = (Bar(option, 1 + len(chosen), len(nobodys) > 1, 0, 0, withheld) for option in nobodys)
    return replace(shown, result=replace(shown.result, bars=(*chosen, *bars)))


def _few(people: int) -> bool:
    return 0 < people < LEAST


def that_count(papers: Mapping[str, Paper], options: Collection[str]) -> dict[str, Paper]:
    """Return the papers that count, with what counts on them, in an order that means nothing."""
    kept = {voter: tuple(sorted(o for o in paper.options if o in options)) for voter, paper in papers.items()}
    return {voter: replace(papers[voter], options=chosen) for voter, chosen in kept.items() if chosen}


def _row(paper: Paper, groups: Collection[str]) -> str:
    return paper.group if paper.group is not None and paper.group in groups else REST


def _changed(
    before: Mapping[str, Paper], now: Mapping[str, Paper], groups: Collection[str] = (), row: str = REST
) -> int:
    """How many people's papers of this row differ."""
    old, new = ({v: p for v, p in papers.items() if _row(p, groups) == row} for papers in (before, now))
    return sum(old.get(voter) != new.get(voter) for voter in {*old, *new})


class _Cell(NamedTuple):
    """How many ``people`` of a row, in which ``size`` people voted, chose an option."""

    row: str
    option: str
    size: int
    people: int

    @property
    def many(self) -> bool:
        return LEAST <= self.people <= self.size - LEAST

    @property
    def bounds(self) -> tuple[int, int]:
        """The numbers that are few, or many, just as this one is."""
        if self.many or self.size < 2 * LEAST:
            return (LEAST, self.size - LEAST) if self.many else (0, self.size)
        return (0, LEAST - 1) if self.people < LEAST else (self.size - LEAST + 1, self.size)

    def within(self, total: str, bounds: tuple[int, int]) -> Link:
        return Link((self.row, self.option), (total, self.option), self.people, *bounds, secret=not self.many)


def _by_group(papers: Sequence[Paper], options: Sequence[str], named: Collection[str]) -> dict[str, Numbers]:
    """Each option's numbers; empty where there are none, or a single one."""
    voters = Counter(paper.group for paper in papers)
    large = [group for group in GROUPS if group in named and voters[group] >= 2 * LEAST]
    sizes = Counter(_row(paper, large) for paper in papers)
    rows = name_labels(sizes, large) - {REST}
    sizes = Counter(_row(paper, rows) for paper in papers)
    told: dict[tuple[str, str], int] = {}
    links: list[Link] = []
    for option in options:
        people = Counter(_row(paper, rows) for paper in papers if option in paper.options)
        cells = [_Cell(row, option, size, people[row]) for row, size in sizes.items()]
        shown, uncertain = _weighed(cells)
        told |= {(cell.row, option): cell.people for cell in cells if shown and cell.many and cell.row != REST}
        links += uncertain
    if len(told) < 2 or not all_can_change([*links, *_choices(papers, rows, [link.tail for link in links])]):
        return {}
    groups = [group for group in large if any((group, option) in told for option in options)]
    return {option: tuple((group, told.get((group, option))) for group in groups) for option in options}


def _weighed(cells: Sequence[_Cell]) -> tuple[bool, list[Link]]:
    """Whether an option's numbers are told, and how far what is withheld may vary without changing that.

    Of what nobody or everybody chose, the number in all tells each group's: there is nothing to keep.
    """
    everybody, chose = sum(cell.size for cell in cells), sum(cell.people for cell in cells)
    if chose in (0, everybody):
        return False, []
    if not 2 * LEAST <= chose <= everybody - 2 * LEAST:
        return False, [cell.within("all", (0, cell.size)) for cell in cells]
    withheld = [cell for cell in cells if not cell.many or cell.row == REST]
    if all(cell.many for cell in withheld):
        return True, []
    people = sum(cell.people for cell in withheld)
    fewest, most = (sum(cell.bounds[end] for cell in withheld) for end in (0, 1))
    bounds = fewest, most
    links = [cell.within("withheld", cell.bounds) for cell in withheld]
    if len(withheld) > 1:
        if fewest + 1 < people < most - 1:
            return True, links
        bounds = (fewest, fewest + 1) if people <= fewest + 1 else (max(most - 1, fewest + 2), most)
    links += [cell.within("all", cell.bounds) for cell in cells if cell not in withheld]
    return False, [*links, Link(("withheld", cells[0].option), ("all", cells[0].option), people, *bounds)]


def _choices(papers: Iterable[Paper], rows: Collection[str], cells: Collection[Sum]) -> Iterator[Link]:
    """Who may stand behind the numbers: people of a row who voted as often, and for the same with several votes."""
    alike = defaultdict(list)
    for paper in papers:
        number = Counter(paper.options)
        once = {option for option in number if number[option] == 1}
        more = tuple(option for option in paper.options if option not in once)
        alike[_row(paper, rows), len(once), more].append(once)
    for (row, votes, more), chosen in alike.items():
        for cell in cells:
            if cell[0] == row and cell[1] not in more:
                yield Link((row, votes, more), cell, sum(cell[1] in once for once in chosen), 0, len(chosen))
