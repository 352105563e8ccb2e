"""A stream: its ring of frames, its cursors, and the two renderings of a frame."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.painter import Painter
from app.realtime.stream import Frame, Stream
from app.workshop.card import Statement, Theme
from app.workshop.parts import Part, Presence
from app.workshop.room import Participant, Room, changed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROOM = Room(seq=1, title="2040", question={"nb": "Hvordan?"}, groups=("child", "youth"), revealed=True, opened=("",))


def room_with(*texts: str) -> Room:
    """A revealed room with these statements by one person."""
    room = changed(ROOM, participants={"anna": Participant("anna", "child", "")})
    for n, text in enumerate(texts):
        room = room.with_statement(Statement(f"statement{n}", "anna", text, NOW, "shown", float(n), n))
    return room


def published(stream: Stream, room: Room) -> bool:
    stream.mark(None)
    return stream.publish(room, Presence())


def followed(screen: dict[str, Part], frames: list[Frame]) -> dict[str, Part]:
    """What a screen becomes by these frames."""
    for frame in frames:
        if frame.whole:
            screen = {}
        screen = {**screen, **{part.id: part for part in frame.put}}
        for part in frame.drop:
            screen.pop(part, None)
    return screen


@pytest.fixture
def stream() -> Stream:
    stream = Stream("wall", ring=4)
    published(stream, ROOM)
    return stream


def test_who_is_up_to_date_is_sent_nothing(stream: Stream) -> None:
    assert stream.after(stream.cursor) == []


def test_who_was_away_for_a_moment_is_sent_what_they_missed(stream: Stream) -> None:
    cursor, screen = stream.cursor, dict(stream.parts)
    published(stream, room_with("Én"))
    published(stream, room_with("Én", "To"))
    published(stream, room_with("Én igjen", "To"))
    (missed,) = stream.after(cursor)
    assert not missed.whole
    assert [part.id for part in missed.put] == ["card-statement0", "card-statement1"]
    assert missed.cursor == stream.cursor
    assert followed(screen, [missed]) == stream.parts
    assert stream.after(cursor)[0] is missed, "made once for all who were away as long"


def test_what_came_and_went_while_somebody_was_away_is_never_sent(stream: Stream) -> None:
    cursor = stream.cursor
    published(stream, room_with("Én", "tattTilbake"))
    published(stream, room_with("Én"))
    (missed,) = stream.after(cursor)
    assert "tattTilbake" not in missed.text("json", "nb", Painter())


def test_who_was_away_for_long_is_sent_one_fresh_screen(stream: Stream) -> None:
    cursor = stream.cursor
    for n in range(5):
        published(stream, room_with(*"abcde"[: n + 1]))
    (snapshot,) = stream.after(cursor)
    assert snapshot.whole
    assert snapshot.cursor == stream.cursor
    assert followed({"gone": snapshot.put[0]}, [snapshot]) == stream.parts


@pytest.mark.parametrize(
    "cursor",
    ["", ".", "nonsense", "other.1", "{epoch}.", "{epoch}.-1", "{epoch}.99", "{epoch}.1.5", "{epoch}.²", "{epoch}. 1"],
)
def test_a_cursor_that_is_not_this_streams_gives_a_fresh_screen(stream: Stream, cursor: str) -> None:
    epoch = stream.cursor.rpartition(".")[0]
    (snapshot,) = stream.after(cursor.format(epoch=epoch))
    assert snapshot.whole


def test_a_cursor_of_thousands_of_digits_gives_a_fresh_screen(stream: Stream) -> None:
    epoch = stream.cursor.rpartition(".")[0]
    (snapshot,) = stream.after(f"{epoch}.{'9' * 5_000}")
    assert snapshot.whole


def test_a_snapshot_is_made_once_for_all_who_need_it(stream: Stream) -> None:
    assert stream.after("")[0] is stream.after("another")[0]
    before = stream.snapshot()
    published(stream, room_with("Ny"))
    assert stream.snapshot() is not before


def test_nothing_visible_changed_so_nothing_is_sent(stream: Stream) -> None:
    cursor = stream.cursor
    assert not published(stream, ROOM)
    stream.mark({"stage", "card-unknown"})
    assert not stream.publish(ROOM, Presence())
    assert stream.cursor == cursor


def test_what_leaves_the_screen_is_dropped(stream: Stream) -> None:
    published(stream, room_with("Én", "To"))
    cursor = stream.cursor
    stream.mark({"card-statement1"})
    assert stream.publish(room_with("Én"), Presence())
    (frame,) = stream.after(cursor)
    assert (frame.put, frame.drop) == ([], ["card-statement1"])


def test_a_theme_comes_before_the_cards_that_stand_in_it() -> None:
    stream = Stream("desk", ring=4)
    published(stream, ROOM)
    themed = changed(room_with("Én"), themes={"theme-x": Theme("theme-x", "Tilhørighet", 1.0)})
    stream.mark({"card-statement0", "theme-theme-x", "bar"})
    stream.publish(themed, Presence())
    (frame,) = stream.after(f"{stream.cursor.rpartition('.')[0]}.1")
    assert [part.id for part in frame.put] == ["bar", "theme-theme-x", "card-statement0"]


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4, unique=True), max_size=9), st.integers(0, 9))
def test_an_old_screen_and_the_frames_since_then_are_the_screen_of_now(rooms: list[list[str]], away_from: int) -> None:
    stream = Stream("desk", ring=3)
    published(stream, ROOM)
    screen, cursor = dict(stream.parts), stream.cursor
    for n, texts in enumerate(rooms):
        published(stream, room_with(*texts))
        if n < away_from:
            screen, cursor = followed(screen, stream.after(cursor)), stream.cursor
    assert followed(screen, stream.after(cursor)) == stream.parts


def test_programs_get_the_same_in_every_language_and_browsers_html_in_theirs(stream: Stream) -> None:
    painter = Painter()
    published(stream, room_with("<b>Én</b>"))
    (frame,) = stream.after("")
    as_json = frame.text("json", "nb", painter)
    assert frame.text("json", "en", painter) is as_json
    told = json.loads(as_json)
    assert (told["type"], told["scope"], told["whole"], told["drop"]) == ("frame", "room", True, [])
    assert told["cursor"] == stream.cursor
    assert [part["kind"] for part in told["put"]] == ["wall_stage", "wall_presence", "wall_card"]
    html = json.loads(frame.text("html", "nb", painter))["html"]
    assert 'id="card-statement0"' in html
    assert "&lt;b&gt;Én&lt;/b&gt;" in html
    assert frame.text("html", "nb", painter) is frame.text("html", "nb", painter), "painted once for all of a language"
