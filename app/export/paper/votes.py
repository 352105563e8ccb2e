"""Votes as they stand on paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.export.words import Words
from app.workshop.summary import BarSummary, VisionSummary, VoteSummary
from app.workshop.words import clean

Numbers = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class BarPart:
    """An option: its place, ``tied`` where it shares that with others, and its part of the most votes, from 0 to 1.

    ``groups``: names of groups with how many of each chose it; None stands for a number that is withheld.
    """

    label: str
    place: int
    tied: bool
    votes: int
    share: float
    groups: Numbers


@dataclass(frozen=True)
class VotePart:
    """A vote: by what was chosen, who voted, and what came of it. ``head`` names what was voted on."""

    title: str
    criterion: str
    told: str
    head: str
    bars: tuple[BarPart, ...]
    groups: tuple[str, ...]
    withheld: bool
    minority: tuple[str, ...]


def votes(summary: VisionSummary, words: Words) -> Iterator[VotePart]:
    """The votes in the order in which they were held."""
    heads = {
        "themes": words.gettext("Theme"),
        "statements": words.gettext("Statement"),
        "milestones": words.gettext("Milestone"),
    }
    for vote in summary.votes:
        most = max((bar.votes for bar in vote.bars), default=0) or 1
        bars = tuple(_bar(bar, most, words) for bar in vote.bars)
        yield VotePart(
            title=clean(vote.title) or words.gettext("Vote"),
            criterion=clean(vote.criterion),
            told=" ".join(_told(vote, words)),
            head=heads[vote.on],
            bars=bars,
            groups=tuple(name for name, _ in bars[0].groups) if bars else (),
            withheld=any(people is None for bar in bars for _, people in bar.groups),
            minority=tuple(clean(label) for label in vote.minority),
        )


def _bar(bar: BarSummary, most: int, words: Words) -> BarPart:
    nobody = 0 if bar.votes == 0 else None  # what nobody chose says that of each group
    groups = tuple(
        (words.group(row.group, plural=True), nobody if row.people is None else row.people) for row in bar.by_group
    )
    return BarPart(clean(bar.label), bar.place, bar.tied, bar.votes, bar.votes / most, groups)


def _told(vote: VoteSummary, words: Words) -> Iterator[str]:
    _ = words.gettext
    each = words.ngettext("%(num)s vote", "%(num)s votes", vote.votes)
    yield _("%(people)s people voted, with %(votes)s each.") % {"people": vote.voters, "votes": each}
    if vote.several:
        yield _("Several votes could go to the same.")
    if vote.uncounted:
        yield _("The vote was opened again later; some votes from then are not in this result.")
    if vote.proxies:
        yield _("%(people)s of them had no phone, and had their votes entered.") % {"people": vote.proxies}
    if any(bar.by_group for bar in vote.bars):
        yield _("By group it says how many people chose it, for groups of at least ten.")
