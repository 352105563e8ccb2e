"""Shared ideas: written at a table, bounded, and linked to what they are made of."""

import pytest

from app.workshop import sharing
from app.workshop.commands import Close, MergeTables, MoveSeat, ShareIdea, Sit, Withdraw
from tests.workshop.at_tables import ROUND, SHARE, TELL, WRITE, Tables, person, step


@pytest.fixture
def trial() -> Tables:
    """Everyone has written one thing, and tables are about to share."""
    made = Tables(WRITE, ROUND, SHARE, TELL, begin=1)
    made.each_writes()
    made.go_to(1)
    made.go_to(2)
    return made


def test_an_idea_is_its_tables_and_what_it_is_made_of_stays_linked_to_it(trial: Tables) -> None:
    one, two = trial.at(1)[:2]
    sources = tuple(statement.id for statement in sharing.originals(trial.room, 1, ""))[:2]
    before = [trial.the(source) for source in sources]
    idea = trial.the(trial.idea(two, " vi  lærer ute ", *sources, sources[0]))
    assert (idea.author, idea.text, idea.table, idea.into, idea.sources) == (
        two.id,
        "vi lærer ute",
        1,
        "shared",
        sources,
    )
    assert [trial.the(source) for source in sources] == before
    assert [there.id for there in sharing.ideas(trial.room, 1, one.id)] == [idea.id]
    assert sharing.ideas(trial.room, 2, trial.at(2)[0].id) == ()


def test_originals_are_those_of_the_people_at_the_table(trial: Tables) -> None:
    for table in (1, 2):
        there = {statement.author for statement in sharing.originals(trial.room, table, "")}
        assert there == {by.id for by in trial.at(table)}
    theirs = sharing.originals(trial.room, 2, "")[0].id
    asked = ShareIdea(id=trial.new_id(), text="lånt", sources=(theirs,))
    assert trial.reason(asked, trial.at(1)[0]) == "unknown_statement"


def test_a_table_shares_no_more_than_it_may_and_one_taken_back_makes_room(trial: Tables) -> None:
    one, two, three, _ = trial.at(1)
    first = trial.idea(one, "en")
    trial.idea(two, "to")
    refusal = trial.refused(ShareIdea(id=trial.new_id(), text="tre"), three)
    assert (refusal.reason, refusal.facts) == ("enough_shared", {"limit": 2})
    trial.idea(trial.at(2)[0], "et annet bord")
    trial.withdraw(first, one)
    trial.idea(three, "tre")
    assert sharing.left(trial.room, 1) == 0


def test_its_words_are_bounded_like_a_statements(trial: Tables) -> None:
    by = trial.at(1)[0]
    assert trial.reason(ShareIdea(id=trial.new_id(), text=" "), by) == "empty"
    assert trial.reason(ShareIdea(id=trial.new_id(), text="x" * 281), by) == "too_long"


def test_only_those_who_sit_there_share_and_only_in_its_step(trial: Tables) -> None:
    asked = ShareIdea(id=trial.new_id(), text="hei")
    assert trial.reason(asked, person(30)) == "not_joined"
    trial.go_to(3)
    assert trial.reason(asked, person(0)) == "submissions_closed"
    trial.go_to(2)
    assert trial.reason(asked, person(0)) == "submissions_closed", "finished"
    trial.ask(Close(id=trial.new_id()))
    assert trial.reason(asked, person(0)) == "workshop_closed"
    seatless = Tables(SHARE, people=0, begin=1)
    seatless.join(0)
    assert seatless.reason(asked, person(0)) == "not_seated"
    assert Tables().reason(asked, person(0)) == "submissions_closed"


def test_whoever_changes_tables_shares_and_sees_what_is_at_the_new_one(trial: Tables) -> None:
    mover = trial.at(1)[0]
    trial.ask(Sit(id=trial.new_id(), table=2), mover)
    assert mover.id in {statement.author for statement in sharing.originals(trial.room, 2, "")}
    assert mover.id not in {statement.author for statement in sharing.originals(trial.room, 1, "")}
    assert trial.the(trial.idea(mover, "nytt sted")).table == 2


def test_whoever_comes_by_themselves_reads_ideas_but_not_what_others_wrote_alone_until_the_desk_seats_them(
    trial: Tables,
) -> None:
    mover, others = trial.at(1)[0], trial.at(2)
    trial.idea(others[0], "vår idé")
    trial.ask(Sit(id=trial.new_id(), table=2), mover)
    theirs = sharing.originals(trial.room, 2, others[0].id)
    assert {statement.author for statement in sharing.originals(trial.room, 2, mover.id)} == {mover.id}
    assert [there.text for there in sharing.ideas(trial.room, 2, mover.id)] == ["vår idé"]
    source = next(statement.id for statement in theirs if statement.author != mover.id)
    asked = ShareIdea(id=trial.new_id(), text="lest over skulderen", sources=(source,))
    assert trial.reason(asked, mover) == "unknown_statement"
    for table, to in ((2, 1), (1, 2)):
        seat = trial.room.seats[table].index(mover.id) + 1
        trial.ask(MoveSeat(id=trial.new_id(), table=table, seat=seat, to=to))
    assert sharing.originals(trial.room, 2, mover.id) == theirs


def test_ideas_of_pairs_come_with_them_to_the_four() -> None:
    pairs = step("share", writes="tables", sees="table", most=1, into="pairs")
    fours = step("share", writes="tables", sees="table", most=1, of="pairs", into="fours")
    trial = Tables(WRITE, step("merge", size=2), pairs, step("merge", size=4), fours, begin=3)
    said = {table: trial.idea(trial.at(table)[0], f"par {table}") for table in list(trial.room.seats)}
    assert list(said) == [1, 2, 3, 4]
    trial.go_to(3)
    trial.go_to(4)
    assert list(trial.room.seats) == [1, 3], "a table keeps the lowest of its numbers"
    read = {t: {s.text for s in sharing.originals(trial.room, t, trial.at(t)[0].id)} for t in (1, 3)}
    assert read == {1: {"par 1", "par 2"}, 3: {"par 3", "par 4"}}
    assert trial.the(trial.idea(trial.at(3)[0], "fire", said[3], said[4])).table == 3


def test_joined_tables_are_taken_apart_again_with_what_lay_there(trial: Tables) -> None:
    for table in (1, 2):
        trial.idea(trial.at(table)[0], f"fra {table}")
    trial.ask(MergeTables(id=trial.new_id(), size=8))
    assert [there.text for there in sharing.ideas(trial.room, 1, "")] == ["fra 1", "fra 2"]
    trial.undo()
    assert [[there.text for there in sharing.ideas(trial.room, table, "")] for table in (1, 2)] == [
        ["fra 1"],
        ["fra 2"],
    ]


def test_mixed_anew_people_see_no_ideas_of_others_and_may_write_their_own(trial: Tables) -> None:
    trial.idea(trial.at(1)[0], "fra forrige bord")
    trial.set(number=3)
    assert not any(sharing.ideas(trial.room, table, "") for table in trial.room.seats)
    assert sharing.left(trial.room, 1) == 2
    trial.undo()
    assert [there.text for there in sharing.ideas(trial.room, 1, "")] == ["fra forrige bord"]


def test_what_is_not_fit_to_be_shown_is_nobodys_to_build_on(trial: Tables) -> None:
    mine, other = (statement for statement in sharing.originals(trial.room, 1, "")[:2])
    trial.hide(mine.id)
    trial.ask(Withdraw(id=trial.new_id(), statement=other.id), person(int(other.author[-3:])))
    assert not {mine.id, other.id} & {statement.id for statement in sharing.originals(trial.room, 1, "")}


def test_where_statements_are_read_first_others_at_the_table_see_an_idea_after_that() -> None:
    trial = Tables(SHARE, moderation=True, begin=1)
    one, two = trial.at(1)[:2]
    idea = trial.idea(one, "venter")
    assert [there.id for there in sharing.ideas(trial.room, 1, one.id)] == [idea]
    assert sharing.ideas(trial.room, 1, two.id) == ()
    assert sharing.left(trial.room, 1) == 1


def test_a_method_in_which_nobody_sees_gives_nobody_what_others_wrote() -> None:
    trial = Tables(WRITE, {**SHARE, "sees": "nobody"}, begin=1)
    trial.write_at(trial.people[0], "mitt")
    trial.go_to(1)
    assert sharing.originals(trial.room, trial.table_of(trial.people[0]), "") == ()


def test_fours_that_have_joined_write_one_idea_into_what_was_written() -> None:
    fours = step("merge", size=4, writes="tables", sees="table")
    trial = Tables(WRITE, step("merge", size=2), fours, begin=3)
    idea = trial.the(trial.idea(trial.at(1)[0], "enige"))
    assert (idea.into, idea.table) == ("ideas", 1)
    assert trial.reason(ShareIdea(id=trial.new_id(), text="én til"), trial.at(1)[1]) == "enough_shared"
    assert sharing.originals(trial.room, 1, "") == ()


def test_the_cloth_stays_at_its_table_when_people_move_on_and_there_is_room_on_it_again() -> None:
    cloth = step("share", writes="tables", sees="table", most=2, into="cloth")
    trial = Tables(cloth, step("rotate", moves="people", of="cloth", writes="tables", sees="table"), begin=1)
    for text in ("en", "to"):
        trial.idea(trial.at(1)[0], text)
    trial.go_to(1)
    guest = next(by for by in trial.at(1) if by.id not in trial.room.roles)
    assert [there.text for there in sharing.ideas(trial.room, 1, guest.id)] == ["en", "to"]
    assert sharing.left(trial.room, 1) == 2
    trial.idea(guest, "tre")
