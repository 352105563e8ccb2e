"""The stories themselves: they tell of everything that can happen, and mostly of what is allowed."""

from collections import Counter
from contextlib import suppress
from typing import get_args

from hypothesis import Phase, given, settings

from app.workshop.events import EVENT
from app.workshop.refusals import Reason
from tests.laws.marks import tokens
from tests.laws.stories import TYPES, lawful, log_of, play, stories
from tests.laws.story import Story

_EVENTS = {name.removeprefix("#/$defs/") for name in EVENT.json_schema()["discriminator"]["mapping"].values()}

_NEVER_TOLD = {"someone_else", "malformed", "too_fast", "not_saved", "nobody_yet", "not_seated"}
"""Why a door refuses, before a room is asked; and two that no story comes to, as all who are there have a seat."""

_HARDLY_EVER = {"blank", "unblank", "pause_wall", "resume_wall", "gather", "set_tables"}
"""What only those are refused who may not do it at all."""


class _AllTold(Exception):
    """The rarest has been told as well: no more stories are needed."""


def test_every_command_is_carried_out_and_refused_in_some_story() -> None:
    done, refused, kinds, reasons = Counter[str](), Counter[str](), Counter[str](), Counter[str]()

    def missing() -> set[str]:
        never_refused = set(TYPES) - set(refused) - _HARDLY_EVER
        untold = set(get_args(Reason)) - _NEVER_TOLD - set(reasons)
        return (set(TYPES) - set(done)) | (_EVENTS - set(kinds)) | never_refused | untold

    @settings(lawful, max_examples=30 * lawful.max_examples, phases=[Phase.generate])
    @given(stories)
    def read(story: Story) -> None:
        if not missing():
            raise _AllTold
        turns = play(story)
        for turn in turns:
            if turn.refusal is not None:
                refused[turn.command.type] += 1
                reasons[turn.refusal.reason] += 1
            elif turn.recorded:
                done[turn.command.type] += 1
            kinds.update(type(entry.event).__name__ for entry in turn.recorded)
        log = log_of(turns)
        assert [entry.seq for entry in log] == list(range(1, len(log) + 1)), "a log without holes"
        assert len({(entry.command, entry.n) for entry in log}) == len(log), "each command once"
        marks = [token for turn in turns for token in tokens(getattr(turn.command, "text", ""))]
        assert len(marks) == len(set(marks)), "no two texts share a token"

    with suppress(_AllTold):
        read()
    assert not missing()
    assert set(kinds) == _EVENTS
    assert done.total() > 2 * refused.total()
