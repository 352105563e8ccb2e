"""The ledger: what was acknowledged, held against what screens show. Nothing may be lost, and nothing doubled."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.simulate.follower import Part
from app.workshop.suppression import LEAST

Kind = Literal["statement", "hand", "vote", "milestone", "commitment"]

OWN, DESK = "on own lists", "at the desk"

Seen = tuple[str, ...]
"""What stands somewhere: its kind, its id and its words; on an own list with its owner before them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that participant number ``owner`` gave, with its id.

    Of a vote it is the ballot's, with the options as words; of a hand the statement's, with the title of the theme.
    """

    kind: Kind
    owner: int
    name: str
    words: Seen


@dataclass(frozen=True, slots=True)
class Balance:
    """Where something stands less or more often than it was acknowledged, one line each."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()

    def __add__(self, other: "Balance") -> "Balance":
        return Balance((*self.lost, *other.lost), (*self.doubled, *other.doubled))


@dataclass(slots=True)
class Ledger:
    """What was acknowledged last of each thing, and ``unknown``: what may have been carried out or not."""

    acknowledged: dict[tuple[Kind, int, str], Entry] = field(default_factory=dict)
    unknown: list[Entry] = field(default_factory=list)

    def note(self, entry: Entry, answer: Mapping[str, Any] | None) -> None:
        """Write down how a command went; what was refused leaves no trace."""
        key = entry.kind, entry.owner, entry.name
        if answer is None:
            before = self.acknowledged.pop(key, None)
            self.unknown += [entry] if before is None else [before, entry]
        elif answer["type"] == "ack":
            self.acknowledged[key] = entry

    def own_lists(self, shown: Mapping[int, Iterable[Part]]) -> Balance:
        """Compare with what each participant is shown alone, by their number."""
        seen = Counter((str(owner), *there) for owner, parts in shown.items() for part in parts for there in _own(part))
        return self._held(lambda entry: [] if entry.kind == "hand" else [(str(entry.owner), *_alone(entry))], seen, OWN)

    def desk(self, shown: Iterable[Part]) -> Balance:
        """Compare with the cards, milestones and commitments that the desk shows, and with the bars of closed votes.

        The desk may have been looked at several times: a part with the same id is the same one, a ballot of each vote.
        """
        there = {(part["id"], part.get("ballot")): part for part in shown}
        seen = Counter(one for part in there.values() for one in _at_desk(part))
        voters = Counter(entry.name for entry in self.acknowledged.values() if entry.kind == "vote" and entry.words)

        def counted(entry: Entry) -> list[Seen]:
            match entry.kind:
                case "hand":
                    return []
                case "vote":  # of fewer than five people nothing is told
                    told = voters[entry.name] >= LEAST
                    return [("votes", entry.name, option) for option in entry.words if told]
                case _:
                    return [_alone(entry)]

        return self._held(counted, seen, DESK)

    def hands(self, cards: Iterable[Part]) -> Balance:
        """Compare with how many hands stand on the desk's cards while everyone sorts."""
        there = [card for card in cards if card["kind"] == "desk_card"]
        of = {card["statement"] for card in there}
        seen: Counter[Seen] = Counter(
            ("hands", card["statement"], title)
            for card in there
            for title, number in card["hands"]
            for _ in range(number)
        )

        def counted(entry: Entry) -> list[Seen]:
            return [("hands", entry.name, *entry.words)] if entry.kind == "hand" and entry.name in of else []

        return self._held(counted, seen, DESK)

    def _held(self, counted: Callable[[Entry], list[Seen]], seen: Counter[Seen], where: str) -> Balance:
        told = Counter(one for entry in self.acknowledged.values() for one in counted(entry))
        unsure = Counter(one for entry in self.unknown for one in counted(entry))
        return balance(told, unsure, seen, where)


def balance(told: Counter[Seen], unsure: Counter[Seen], seen: Counter[Seen], where: str) -> Balance:
    """What of ``told`` is not ``seen``, and what is seen beyond ``told`` and ``unsure``, as often as it is so."""
    less, more = told - seen, seen - told - unsure
    return Balance(
        tuple(f"lost {where}: {' '.join(one[:3])}" for one in less.elements()),
        tuple(f"too much {where}: {' '.join(one[:3])}" for one in more.elements()),
    )


def _alone(entry: Entry) -> Seen:
    return (entry.kind, entry.name, *entry.words)


def _own(part: Part) -> list[Seen]:
    match part["kind"]:
        case "own_card":
            return [("statement", part["statement"], part["text"])]
        case "own_milestone":
            return [("milestone", part["milestone"], part["text"], part["place"])]
        case "own_promise":
            return [("commitment", part["commitment"], part["what"])]
        case "own_ballot" if part["chosen"]:
            return [("vote", part["ballot"], *sorted(part["chosen"]))]
        case _:
            return []


def _at_desk(part: Part) -> list[Seen]:
    match part["kind"]:
        case "desk_card":
            return [("statement", part["statement"], part["text"])]
        case "desk_milestone":
            return [("milestone", part["milestone"], part["text"], part["place"])]
        case "desk_promise":
            return [("commitment", part["commitment"], part["what"])]
        case "desk_ballot":
            return [("votes", part["ballot"], bar["option"]) for bar in part["bars"] for _ in range(bar["votes"])]
        case _:
            return []
