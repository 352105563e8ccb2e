"""Statements as those who write them see it: sent, changed, hidden, taken back."""

from dataclasses import replace

import pytest

from app.workshop import statements
from app.workshop.apply import replay
from app.workshop.commands import Close, CloseSubmissions, Edit, Hide, Say, Show, Withdraw
from app.workshop.parts import OwnCard
from app.workshop.people import Actor
from app.workshop.visible import own
from tests.workshop.rooms import ANNA, BO, Trial, person


def test_what_is_sent_is_there_cleaned_with_its_author_and_time() -> None:
    trial = Trial()
    statement = trial.the(trial.say("  alle   barn kan sv\u200bømme "))
    assert (statement.text, statement.author, statement.standing) == ("alle barn kan svømme", "person-000", "shown")
    assert statement.at == trial.log[-1].at
    assert statement.theme is None


def test_statements_stand_on_the_pile_in_the_order_they_came() -> None:
    trial = Trial()
    trial.say_all("først", "så", "sist")
    assert trial.order() == ["først", "så", "sist"]


def test_the_limit_is_counted_after_cleaning() -> None:
    trial = Trial(limit=20)
    trial.say("   " + "x" * 20 + "\u200b" * 30)
    refusal = trial.refused(Say(id=trial.new_id(), text="x" * 21), person(0))
    assert (refusal.reason, refusal.facts) == ("too_long", {"limit": 20, "length": 21})


def test_a_family_of_emoji_and_a_ring_typed_apart_count_as_they_are_kept() -> None:
    trial = Trial(limit=20)
    assert trial.the(trial.say("a\u030a" * 20)).text == "å" * 20


def test_a_whole_book_is_refused_without_being_read() -> None:
    trial = Trial(limit=20)
    trial.say("klar")
    assert trial.reason(Say(id=trial.new_id(), text="\u200b" * 100_000), person(0)) == "too_long"


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u202e"])
def test_nothing_cannot_be_sent(nothing: str) -> None:
    trial = Trial()
    trial.say("klar")
    assert trial.reason(Say(id=trial.new_id(), text=nothing), person(0)) == "empty"


def test_nobody_writes_before_choosing_a_group() -> None:
    trial = Trial()
    trial.open()
    assert trial.reason(Say(id=trial.new_id(), text="hei"), person(7)) == "not_joined"


def test_nobody_writes_before_it_is_opened_or_after_it_is_closed() -> None:
    trial = Trial()
    trial.join(0)
    say = Say(id=trial.new_id(), text="hei")
    assert trial.reason(say, person(0)) == "submissions_closed"
    trial.open()
    trial.ask(CloseSubmissions(id=trial.new_id()))
    assert trial.reason(say, person(0)) == "submissions_closed"
    trial.ask(Close(id=trial.new_id()))
    assert trial.reason(say, person(0)) == "workshop_closed"


def test_a_room_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_STATEMENTS", 2)
    trial = Trial()
    trial.say_all("en", "to")
    refusal = trial.refused(Say(id=trial.new_id(), text="tre"), person(0))
    assert (refusal.reason, refusal.facts) == ("too_many", {"limit": 2})


def test_i_change_my_own_words_and_the_earlier_ones_stay_as_trace() -> None:
    trial = Trial()
    mine = trial.say("vi lærer ute")
    trial.edit(mine, "vi lærer mest ute", person(0))
    (edition,) = trial.the(mine).editions
    assert trial.the(mine).text == "vi lærer mest ute"
    assert (edition.text, edition.by, edition.at) == ("vi lærer ute", person(0), trial.log[-1].at)


def test_of_many_earlier_wordings_the_first_and_the_latest_stay() -> None:
    trial = Trial()
    mine = trial.say("ord 0")
    for n in range(1, 51):
        trial.edit(mine, f"ord {n}", (person(0), ANNA)[n % 2])
    kept = trial.the(mine).editions
    assert [edition.text for edition in kept] == ["ord 0", *(f"ord {n}" for n in range(31, 50))]
    assert [edition.by for edition in kept] == [ANNA, *((ANNA, person(0))[n % 2] for n in range(31, 50))]
    assert len(kept) == statements.MOST_EDITIONS
    assert replay(trial.log) == trial.room


@pytest.mark.parametrize("theirs", [(ANNA, 0), (person(0), 0), (ANNA, 1), (person(0), 19)], ids=str)
def test_my_own_words_are_told_to_me_however_often_a_facilitator_rewords_them(theirs: tuple[Actor, int]) -> None:
    """Also where the trace of the statement has become too long to hold them."""
    first, earlier = theirs
    trial = Trial()
    mine = trial.say("mine første ord")
    for n in range(earlier):
        trial.edit(mine, f"tidligere {n}", first)
    trial.edit(mine, "mine siste ord", person(0))
    for n in range(2 * statements.MOST_EDITIONS):
        trial.edit(mine, f"fasilitatorens {n}")
        card = own(trial.room, person(0).id)[f"own-{mine}"]
        assert isinstance(card, OwnCard)
        assert card.wrote == "mine siste ord"
    trial.withdraw(mine)
    assert "mine siste ord" not in repr(trial.room)


def test_saving_the_same_words_changes_nothing() -> None:
    trial = Trial()
    mine = trial.say("vi lærer ute")
    assert trial.edit(mine, " vi lærer  ute ", person(0)) == []


def test_i_cannot_change_or_take_back_what_somebody_else_wrote() -> None:
    trial = Trial()
    theirs = trial.say("deres")
    trial.join(1)
    assert trial.reason(Edit(id=trial.new_id(), statement=theirs, text="mitt"), person(1)) == "not_yours"
    assert trial.reason(Withdraw(id=trial.new_id(), statement=theirs), person(1)) == "not_yours"


def test_facilitators_mend_a_typing_error_with_trace() -> None:
    trial = Trial()
    statement = trial.say("alle barn kan svøme")
    trial.edit(statement, "alle barn kan svømme", BO)
    assert [(e.text, e.by) for e in trial.the(statement).editions] == [("alle barn kan svøme", BO)]
    assert trial.the(statement).author == "person-000"


def test_facilitators_mend_also_after_writing_has_closed() -> None:
    trial = Trial()
    statement = trial.say("svøme")
    trial.ask(CloseSubmissions(id=trial.new_id()))
    trial.edit(statement, "svømme")
    assert trial.the(statement).text == "svømme"
    assert trial.reason(Edit(id=trial.new_id(), statement=statement, text="x"), person(0)) == "submissions_closed"


def test_what_is_taken_back_leaves_no_words_anywhere_in_the_room() -> None:
    trial = Trial()
    statement = trial.say("hemmelig først")
    trial.edit(statement, "hemmelig så", person(0))
    trial.edit(statement, "hemmelig rettet", ANNA)
    trial.withdraw(statement)
    assert "hemmelig" not in repr(trial.room)
    assert trial.the(statement).standing == "withdrawn"
    assert trial.order() == []


def test_taking_back_twice_is_taking_back_once() -> None:
    trial = Trial()
    statement = trial.say("angrer")
    trial.withdraw(statement)
    assert trial.withdraw(statement) == []


def test_what_is_taken_back_can_be_neither_changed_nor_hidden_nor_shown() -> None:
    trial = Trial()
    statement = trial.say("angrer")
    trial.withdraw(statement)
    assert trial.reason(Edit(id=trial.new_id(), statement=statement, text="igjen"), person(0)) == "unknown_statement"
    assert trial.reason(Hide(id=trial.new_id(), statements=(statement,))) == "unknown_statement"
    assert trial.reason(Show(id=trial.new_id(), statements=(statement,))) == "unknown_statement"


def test_i_may_take_back_also_when_writing_has_closed_and_the_workshop_has_ended() -> None:
    trial = Trial()
    first, second = trial.say_all("en", "to")
    trial.ask(CloseSubmissions(id=trial.new_id()))
    trial.withdraw(first)
    trial.ask(Close(id=trial.new_id()))
    trial.withdraw(second)
    assert trial.order() == []


def test_with_approval_on_a_statement_waits_until_it_is_shown() -> None:
    trial = Trial(moderation=True)
    statement = trial.say("må leses først")
    assert trial.the(statement).standing == "pending"
    trial.ask(Show(id=trial.new_id(), statements=(statement,)))
    assert trial.the(statement).standing == "shown"


def test_with_approval_on_new_words_wait_again() -> None:
    trial = Trial(moderation=True)
    statement = trial.say("pent")
    trial.ask(Show(id=trial.new_id(), statements=(statement,)))
    trial.edit(statement, "stygt", person(0))
    assert trial.the(statement).standing == "pending"


def test_with_approval_on_a_facilitators_correction_does_not_wait() -> None:
    trial = Trial(moderation=True)
    statement = trial.say("pennt")
    trial.ask(Show(id=trial.new_id(), statements=(statement,)))
    trial.edit(statement, "pent", ANNA)
    assert trial.the(statement).standing == "shown"


def test_a_hidden_statement_that_is_changed_stays_hidden() -> None:
    trial = Trial()
    statement = trial.say("stygt")
    trial.hide(statement)
    trial.edit(statement, "pent", person(0))
    assert trial.the(statement).standing == "hidden"


def test_several_are_hidden_at_once_and_those_that_are_so_already_are_passed_over() -> None:
    trial = Trial()
    first, second, third = trial.say_all("en", "to", "tre")
    trial.hide(second)
    assert [e.event.statement for e in trial.hide(first, second, third, first)] == [first, third]  # type: ignore[union-attr]


def test_one_that_is_gone_among_several_leaves_all_as_they_were() -> None:
    trial = Trial()
    there = trial.say("her")
    assert trial.reason(Hide(id=trial.new_id(), statements=(there, "not-there-1"))) == "unknown_statement"
    assert trial.the(there).standing == "shown"


def test_what_was_said_before_stays_when_the_limit_gets_lower() -> None:
    trial = Trial(limit=40)
    long = trial.say("x" * 40)
    trial.room = replace(trial.room, limit=20)
    assert trial.the(long).text == "x" * 40
    assert trial.reason(Edit(id=trial.new_id(), statement=long, text="y" * 40), person(0)) == "too_long"
