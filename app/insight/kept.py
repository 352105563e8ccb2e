"""What was suggested last in some places, for as long as the words that it was found by read the same.

Working it out takes a second or so of the processor for a large network, and most of those who look again have changed
none of those words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from app.insight.matching import Proposal, Said, Suggestion, propose, suggest
from app.region.rights import Place
from app.region.shared_theme import Local

MOST = 32
"""Places that are kept in mind."""


@dataclass(frozen=True, slots=True)
class Words:
    """What suggestions in a place are found by.

    ``local``: the local themes without a shared one; ``shared``: by id, the words of each and of what stands in it;
    ``apart``: the local themes that are to be proposed for no new one.
    """

    local: Mapping[Local, Said[Local]]
    shared: Mapping[int, Sequence[Said[Local]]]
    apart: frozenset[Local]

    def mark(self) -> bytes:
        """The same for the same words alone."""
        return blake2b(repr((self.local, self.shared, sorted(self.apart))).encode(errors="replace")).digest()


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What the words suggest. ``fits``: for each local theme, where it may belong; ``drafts``: new ones."""

    fits: Mapping[Local, Sequence[Suggestion[int]]]
    drafts: Sequence[Proposal[Local]]


def work_out(words: Words) -> WorkedOut:
    """Find what the words suggest."""
    fits = suggest(words.local.values(), words.shared)
    return WorkedOut(fits, propose(one for key, one in words.local.items() if key not in words.apart))


class Suggestions:
    """What has been worked out in this process."""

    def __init__(self) -> None:
        self._kept: dict[Place, tuple[bytes, WorkedOut]] = {}

    def of(self, place: Place, mark: bytes) -> WorkedOut | None:
        """What the words with this mark suggest; None where that is to be worked out."""
        kept = self._kept.get(place)
        if kept is None or kept[0] == mark:
            return kept[1] if kept else None
        del self._kept[place]  # it holds words that may be gone
        return None

    def keep(self, place: Place, mark: bytes, found: WorkedOut) -> None:
        """Keep in mind what was worked out; what has been kept longest goes where there is too much."""
        self._kept.pop(place, None)
        while len(self._kept) >= MOST:
            self._kept.pop(next(iter(self._kept)))
        self._kept[place] = (mark, found)
