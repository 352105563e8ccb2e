"""Presence: those who ask for news count as here for some seconds, and again when they ask again."""

import pytest

from app.realtime.presence import LATELY, Attendance
from app.workshop.room import Participant


def test_one_who_asks_again_after_long_is_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    people = {who: Participant(who, "child", "") for who in ("early", "late")}
    there: Attendance[str] = Attendance()
    assert there.met("early")
    assert there.count(people).groups == (("child", 1),)
    now[0] += LATELY + 0.2
    there.come("late", "a seat")
    assert there.count(people).groups == (("child", 1),)
    assert there.met("early"), "it is news"
    assert there.count(people).groups == (("child", 2),)
    assert not there.met("early")
