"""The ledger: whatever is shown less or more often than it was acknowledged is found, and nothing else is."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.simulate.ledger import Balance, Entry, Ledger

ACK, REFUSED = {"type": "ack"}, {"type": "refused", "reason": "too_fast"}
PEOPLE, BALLOT = 8, "a-ballot"
OPTIONS, SORTED = ("one", "two", "three"), ("s1", "s2")

Part = dict[str, Any]


class World:
    """What a room without faults would show of what it has acknowledged."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.there: dict[tuple[str, int, str], Entry] = {}

    def give(self, entry: Entry, answer: Mapping[str, Any] | None = ACK, *, done: bool = True) -> None:
        self.ledger.note(entry, answer)
        if done:
            self.there[entry.kind, entry.owner, entry.name] = entry

    def own(self) -> dict[int, list[Part]]:
        return {n: [_own(e) for e in self.there.values() if e.owner == n and e.kind != "hand"] for n in range(PEOPLE)}

    def desk(self) -> list[Part]:
        papers = [entry.words for entry in self.there.values() if entry.kind == "vote"]
        bars = [{"option": o, "votes": sum(paper.count(o) for paper in papers)} for o in OPTIONS]
        told = bars if sum(1 for paper in papers if paper) >= 5 else []
        cards = [_at_desk(entry) for entry in self.there.values() if entry.kind not in ("vote", "hand")]
        return [*cards, {"kind": "desk_ballot", "id": "ballot", "ballot": BALLOT, "bars": told}]

    def hands(self) -> list[Part]:
        cards: dict[str, Part] = {name: {"kind": "desk_card", "statement": name, "hands": []} for name in SORTED}
        for entry in self.there.values():
            if entry.kind == "hand":
                cards[entry.name]["hands"].append((entry.words[0], 1))
        return list(cards.values())

    def held(self) -> Balance:
        return self.ledger.desk(self.desk()) + self.ledger.own_lists(self.own()) + self.ledger.hands(self.hands())


def _own(entry: Entry) -> Part:
    match entry.kind:
        case "statement":
            return {"kind": "own_card", "statement": entry.name, "text": entry.words[0]}
        case "milestone":
            text, place = entry.words
            return {"kind": "own_milestone", "milestone": entry.name, "text": text, "place": place}
        case "commitment":
            return {"kind": "own_promise", "commitment": entry.name, "what": entry.words[0]}
        case _:
            return {"kind": "own_ballot", "ballot": entry.name, "chosen": entry.words[::-1]}


def _at_desk(entry: Entry) -> Part:
    part = _own(entry)
    kind = {"own_card": "desk_card", "own_milestone": "desk_milestone", "own_promise": "desk_promise"}[part["kind"]]
    return {**part, "kind": kind, "id": f"{kind}-{entry.name}"}


owners = st.integers(0, PEOPLE - 1)
names = st.uuids().map(str)
entries = st.one_of(
    st.builds(Entry, st.just("statement"), owners, names, st.tuples(st.text(min_size=1))),
    st.builds(Entry, st.just("commitment"), owners, names, st.tuples(st.text(min_size=1))),
    st.builds(Entry, st.just("milestone"), owners, names, st.tuples(st.text(min_size=1), st.just("2030"))),
    st.builds(Entry, st.just("hand"), owners, st.sampled_from(SORTED), st.tuples(st.sampled_from(OPTIONS))),
    st.builds(
        Entry,
        st.just("vote"),
        owners,
        st.just(BALLOT),
        st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3).map(lambda paper: tuple(sorted(paper))),
    ),
)


@given(st.lists(st.tuples(entries, st.sampled_from(["ack", "refused", "lost on the way", "answer lost"]))))
def test_a_room_that_keeps_what_it_acknowledges_is_well(given_: list[tuple[Entry, str]]) -> None:
    world, unsure = World(), False
    for entry, outcome in given_:
        answer = {"ack": ACK, "refused": REFUSED}.get(outcome)
        unsure |= answer is None and entry.kind == "vote"  # then the bars may count this paper or the one before
        world.give(entry, answer, done=outcome in ("ack", "answer lost"))
    held = world.held()
    if not unsure:
        assert held == Balance()
    assert not [line for line in (*held.lost, *held.doubled) if "own lists" in line]


@given(st.lists(entries, min_size=1), st.randoms())
def test_one_thing_lost_is_found(given_: list[Entry], chance: Any) -> None:
    world = World()
    for entry in given_:
        world.give(entry)
    gone = world.there.pop(chance.choice(sorted(world.there)))
    held = world.held()
    assert any(gone.name in line for line in held.lost)
    assert gone.kind == "vote" or not held.doubled


@given(st.lists(entries, min_size=1), st.randoms())
def test_one_acknowledgement_forgotten_is_found_as_too_much(given_: list[Entry], chance: Any) -> None:
    world = World()
    for entry in given_:
        world.give(entry)
    forgotten = world.ledger.acknowledged.pop(chance.choice(sorted(world.ledger.acknowledged)))
    held = world.held()
    assert any(forgotten.name in line for line in held.doubled)
    assert not held.lost


@pytest.mark.parametrize("twice", [False, True])
def test_words_on_two_own_lists_are_doubled(twice: bool) -> None:
    world = World()
    world.give(Entry("statement", 0, "a-statement", ("Ute hver dag",)))
    shown = world.own()
    if twice:
        shown[1] += shown[0]
    assert bool(world.ledger.own_lists(shown).doubled) == twice


def test_other_words_under_the_same_id_are_both_lost_and_too_much() -> None:
    world = World()
    world.give(Entry("statement", 0, "a-statement", ("Ute hver dag",)))
    (card, ballot) = world.desk()
    held = world.ledger.desk([{**card, "text": "Inne hver dag"}, ballot])
    assert (len(held.lost), len(held.doubled)) == (1, 1)
