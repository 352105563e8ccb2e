"""Screens of a room with tables: kept up to date they are as if opened now, and tell each table its own and no more."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from app.realtime.own_list import OwnList
from app.realtime.stream import Frame, Stream
from app.workshop import touched, turns, visible
from app.workshop.commands import EmptySeat, Join, Leave, PassTurn
from app.workshop.parts import Audience, DeskTables, OwnSeat, OwnShare, OwnSources, WallTables
from app.workshop.room import Room, changed
from app.workshop.visible import tables as seen
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables
from tests.workshop.table_walk import Case, Check, Walk, faulty, hold

AUDIENCES: tuple[Audience, ...] = ("desk", "wall", "phone")
PEOPLE = [f"person-{number:03d}" for number in range(14)]


def tokens(text: str) -> set[str]:
    return set(re.findall(r"zq\d{4}z", text))


def bytes_of(parts: Any) -> str:
    return json.dumps([part.as_json() for part in parts], default=str)


def kept(held: dict[str, Any], frames: list[Frame]) -> dict[str, Any]:
    for frame in frames:
        held = {} if frame.whole else held
        held = {i: p for i, p in {**held, **{part.id: part for part in frame.put}}.items() if i not in frame.drop}
    return held


def check_up_to_date(case: Case) -> None:
    """What screens are told as it happens, two acts at a time, adds up to what a page opened now shows."""
    walk = Walk(case)
    streams = {audience: Stream(audience, 5) for audience in AUDIENCES}
    lists = {who: OwnList(who) for who in PEOPLE}
    held: dict[str, dict[str, Any]] = {who: kept({}, own.take(walk.room)) for who, own in lists.items()}
    for stream in streams.values():
        stream.publish(walk.room, visible.NOBODY)
    for at in range(0, len(case), 2):
        before, seq = walk.room, len(walk.log)
        for act in case[at : at + 2]:
            walk.act(act)
        events = [entry.event for entry in walk.log[seq:]]
        parts = touched.all_touched(before, events, walk.room)
        theirs = touched.all_own_touched(events, walk.room)
        for audience, stream in streams.items():
            stream.mark(parts)
            stream.publish(walk.room, visible.NOBODY)
            assert stream.parts == visible.visible(walk.room, audience), audience
        for who, own in lists.items():
            own.mark(theirs)
            held[who] = kept(held[who], own.take(walk.room))
            assert held[who] == visible.own(walk.room, who)


def check_secret(case: Case) -> None:
    """A phone is told its owner's words, what its table shares and builds on, and nobody is named on any screen."""
    walk = Walk(case)
    for act in case:
        walk.act(act)
        room = walk.room
        for who in room.participants:
            mine = [s for s in room.statements.values() if s.author == who]
            may = {s.id for s in mine} | _of_the_table(room, who)
            before = {token for s in mine for edition in s.editions for token in tokens(edition.text)}
            told = bytes_of(visible.own(room, who).values())
            assert tokens(told) - before <= {token for s in may for token in tokens(room.statements[s].text)}
            assert not re.findall(r"person-\d", told)
        wall = bytes_of(visible.visible(room, "wall").values())
        telling = turns.telling(room)
        for statement in room.statements.values():
            if tokens(statement.text) & tokens(wall):
                assert room.revealed
                lies = room.laid.get(statement.id, statement.table)
                assert telling is None or (lies or {**room.gone, **room.tables}.get(statement.author)) == telling
        assert not tokens(bytes_of(visible.visible(room, "phone").values()))
        assert not re.findall(r"person-\d", wall + bytes_of(visible.visible(room, "desk").values()))


def _of_the_table(room: Room, who: str) -> set[str]:
    """What somebody may see of what others have written, told once more in plain words."""
    table, step = room.tables.get(who), room.at
    if table is None or step is None or step.sees != "table":
        return set()
    lie = room.laid  # that cloths go with their people is checked by ``check_ideas``
    shared = {s.id for s in room.statements.values() if lie.get(s.id, s.table) == table and s.into == "shared"}
    if step.kind != "share":
        return shared
    mates = {mate for mate, there in (*room.tables.items(), *room.gone.items()) if there == table}
    alone = {s.id for s in room.statements.values() if s.author in mates and s.table is None and s.into == "ideas"}
    return shared | alone


LAWS: list[Check] = [check_up_to_date, check_secret]


def _nobody(*_: Any) -> tuple[()]:
    return ()


def _everybody_shares(room: Room, _table: int, _reader: str) -> Any:
    return tuple(s for s in room.statements.values() if s.table is not None and s.standing == "shown")


def _everybody_wrote(room: Room, _table: int, _reader: str) -> Any:
    return tuple(s for s in room.statements.values() if s.table is None and s.standing == "shown")


FAULTS: dict[str, tuple[Check, Any, str, Callable[..., Any]]] = {
    "a shared idea reaches only the one who wrote it": (check_up_to_date, touched, "_at_table", _nobody),
    "a turn reaches nobody at the table": (check_up_to_date, touched, "people_at", _nobody),
    "the wall keeps its cards when a table's turn is over": (check_up_to_date, touched, "telling", lambda _room: None),
    "every table sees what any table shares": (check_secret, seen, "ideas", _everybody_shares),
    "every table sees what anybody wrote alone": (check_secret, seen, "originals", _everybody_wrote),
    "the wall shows all tables at once": (check_secret, visible.shown, "telling", lambda _room: None),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_it_holds(law: Check) -> None:
    hold(law)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check, module, name, wrong = FAULTS[fault]
    monkeypatch.setattr(module, name, wrong)
    with pytest.raises(AssertionError):
        hold(check, faulty)


def test_words_of_who_comes_back_to_another_table_leave_the_phones_of_the_one_they_left() -> None:
    trial = Tables(WRITE, SHARE, people=8, begin=1)
    for by in trial.people:
        trial.write_at(by, f"alene {by.id}")
    trial.go_to(1)
    gone, mate = trial.at(1)[0], trial.at(1)[1]
    trial.ask(Leave(id=trial.new_id()), gone)
    while "" in trial.room.seats[1]:
        came = trial.late()
        if trial.table_of(came) != 1:
            trial.ask(Leave(id=trial.new_id()), came)
    for by in trial.at(2)[1:]:
        trial.ask(Leave(id=trial.new_id()), by)
    phone = OwnList(mate.id)
    phone.take(trial.room)
    back = trial.ask(Join(id=trial.new_id(), group=trial.room.participants[gone.id].group), gone)
    assert trial.table_of(gone) == 2
    phone.mark(touched.all_own_touched([entry.event for entry in back], trial.room))
    (frame,) = phone.take(trial.room)
    (sources,) = (part for part in frame.put if isinstance(part, OwnSources))
    assert f"alene {gone.id}" not in {choice.label for choice in sources.sources}


def test_the_desk_does_not_offer_to_take_back_what_somebody_who_comes_back_has_made_past() -> None:
    trial = Tables(ROUND, people=1, begin=1)
    (only,) = trial.people
    trial.ask(EmptySeat(id=trial.new_id(), table=1, seat=1))
    stream = Stream("desk", 5)
    stream.publish(trial.room, visible.NOBODY)
    before = trial.room
    back = trial.ask(Join(id=trial.new_id(), group=before.participants[only.id].group), only)
    assert trial.room.acts != before.acts
    stream.mark(touched.all_touched(before, [entry.event for entry in back], trial.room))
    stream.publish(trial.room, visible.NOBODY)
    assert stream.parts == visible.visible(trial.room, "desk")


def desk(trial: Tables) -> DeskTables:
    part = visible.visible(trial.room, "desk")["tables"]
    assert isinstance(part, DeskTables)
    return part


def seat(trial: Tables, who: str) -> OwnSeat:
    part = visible.own(trial.room, who)["own-seat"]
    assert isinstance(part, OwnSeat)
    return part


def test_the_desk_sees_groups_by_seat_while_the_workshop_is_open() -> None:
    trial = Tables(ROUND, begin=1)
    for line in desk(trial).tables:
        groups = [trial.room.participants[by.id].group for by in trial.at(line.table)]
        assert [(chair.seat, chair.group) for chair in line.chairs] == list(enumerate(groups, 1))
        assert sum(chair.speaks for chair in line.chairs) == 1


def test_a_room_without_tables_or_steps_of_them_has_no_panel_and_people_who_wait_are_told_of() -> None:
    assert "tables" not in visible.visible(Tables(WRITE).room, "desk")
    waiting = desk(Tables(WRITE, ROUND))
    assert (waiting.tables, waiting.waiting, waiting.size) == ((), 8, 4)


def test_a_phone_says_seat_role_and_whose_turn_it_is() -> None:
    trial = Tables(ROUND, begin=1)
    turn = {by.id: seat(trial, by.id) for by in trial.at(1)}
    assert sorted(there.seat for there in turn.values()) == [1, 2, 3, 4]
    assert [who for who, there in turn.items() if there.mine] == [turns.speaking(trial.room, 1)]
    assert {there.now for there in turn.values()} == {next(t.seat for t in turn.values() if t.mine)}
    assert all(there.roles == trial.room.roles[who] for who, there in turn.items())
    assert all(there.others == (2,) for there in turn.values())


def test_a_phone_has_what_its_table_shares_and_builds_on_in_that_step_only() -> None:
    trial = Tables(WRITE, SHARE, TELL, begin=1)
    for by in trial.people:
        trial.write_at(by, f"alene {by.id}")
    assert "own-share" not in visible.own(trial.room, trial.people[0].id)
    trial.go_to(1)
    one = trial.at(1)[0].id
    sources, share = (visible.own(trial.room, one)[part] for part in ("own-sources", "own-share"))
    assert isinstance(sources, OwnSources)
    assert len(sources.sources) == len(trial.at(1))
    assert isinstance(share, OwnShare)
    assert (share.ideas, share.left, share.most) == ((), 2, 2)
    trial.go_to(2)
    assert not {"own-sources", "own-share"} & visible.own(trial.room, one).keys()


def _wall(trial: Tables) -> tuple[int | None, list[str]]:
    parts = visible.visible(trial.room, "wall")
    told = parts.get("tables")
    now = told.now if isinstance(told, WallTables) else None
    return now, sorted(part.as_json()["text"] for i, part in parts.items() if i.startswith("card-"))


def test_the_wall_shows_where_to_sit_and_then_one_table_after_the_other() -> None:
    trial = Tables(WRITE, SHARE, TELL, begin=2)
    for table in (1, 2):
        trial.idea(trial.at(table)[0], f"fra {table}")
    finding = visible.visible(trial.room, "wall")["tables"]
    assert isinstance(finding, WallTables)
    assert (finding.into, finding.tables, finding.now) == ("work", (1, 2), None)
    trial.go_to(2)
    walls = [_wall(trial)]
    for _ in range(2):
        trial.ask(PassTurn(id=trial.new_id(), table=0, since=trial.room.turns.get(0, 0)))
        walls.append(_wall(trial))
    assert walls == [(1, ["fra 1"]), (2, ["fra 2"]), (None, ["fra 1", "fra 2"])]


def test_what_a_table_shares_bears_its_number_and_nobodys_group() -> None:
    trial = Tables(WRITE, SHARE, TELL, begin=2)
    idea = trial.idea(trial.at(2)[0], "felles")
    card = visible.visible(trial.room, "desk")[f"card-{idea}"].as_json()
    assert (card["table"], card["group"]) == (2, None)


def test_nothing_of_tables_is_left_on_phones_when_the_workshop_has_ended_or_been_deleted() -> None:
    trial = Tables(WRITE, SHARE, begin=2)
    closed = changed(trial.room, stage="deleted")
    assert not any(part.startswith("own-s") for part in visible.own(closed, trial.people[0].id))
    assert "tables" not in visible.visible(closed, "desk")
