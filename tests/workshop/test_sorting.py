"""Everyone sorts: what phones are asked, what the desk counts, and what following the hands does."""

from dataclasses import replace

import pytest

from app.realtime.own_list import OwnList
from app.workshop.commands import CopyStatement, DropCopy, FollowHands, OpenSubmissions, RenameTheme, Show, Sort
from app.workshop.events import CopyDropped, StatementMoved
from app.workshop.method import Cluster, Method, Step, new_steps
from app.workshop.parts import DeskPile, DeskTheme, DeskTools, OwnSort, PhoneStage, WallStage
from app.workshop.people import LANGUAGES, Actor
from app.workshop.touched import all_own_touched
from app.workshop.visible import visible_part
from app.workshop.visible.phone import OWN_SORT, own_part
from tests.workshop.meetings import Meeting

PEOPLE = 8


class Sorting(Meeting):
    """Eight people have written three statements each, and are asked to sort them into two themes."""

    def __init__(self) -> None:
        super().__init__("affinity")
        self.people = self.come(PEOPLE)
        self.go("write")
        self.said = [self.say(f"utsagn {n}", by) for by in self.people for n in range(3)]
        self.go("cluster")
        self.out, self.inside = self.theme("Ute"), self.theme("Inne")

    def asked(self, by: Actor) -> OwnSort:
        """What stands on somebody's phone."""
        part = own_part(self.room, by.id, OWN_SORT)
        assert isinstance(part, OwnSort)
        return part

    def put(self, by: Actor, statement: str, to: str | None) -> None:
        self.ask(Sort(id=self.new_id(), statement=statement, to=to), by)

    def all_put(self, statement: str, to: str) -> None:
        for by in self.people[:3]:
            self.put(by, statement, to)

    def copy(self, statement: str, to: str) -> str:
        made = CopyStatement(id=self.new_id(), statement=statement, to=to)
        self.ask(made)
        return made.id

    def ready(self) -> int:
        part = visible_part(self.room, "desk", "tools")
        assert isinstance(part, DeskTools)
        return part.ready

    def in_theme(self, theme: str) -> int:
        part = visible_part(self.room, "desk", f"theme-{theme}")
        assert isinstance(part, DeskTheme)
        return part.count


@pytest.fixture
def sorting() -> Sorting:
    return Sorting()


def everything_asked(sorting: Sorting, by: Actor) -> list[str]:
    """What somebody is asked to place, one after the other."""
    asked = []
    while statement := sorting.asked(by).statement:
        asked.append(statement)
        sorting.put(by, statement, sorting.out if len(asked) % 2 else None)
    return asked


def test_everybody_is_asked_about_each_statement_once_and_not_all_begin_with_the_same(sorting: Sorting) -> None:
    asked = [everything_asked(sorting, by) for by in sorting.people]
    assert [sorted(statements) for statements in asked] == [sorted(sorting.said)] * PEOPLE
    assert len({statements[0] for statements in asked}) > 1


def test_a_phone_tells_how_many_of_its_own_are_left(sorting: Sorting) -> None:
    anna, bo, *_ = sorting.people
    of = len(sorting.said)
    for number in range(3):
        assert (sorting.asked(anna).left, sorting.asked(anna).of) == (of - number, of)
        sorting.put(anna, sorting.asked(anna).statement, sorting.out)
    assert sorting.asked(bo).left == of, "nobody's count is another's"
    sorting.hide(sorting.asked(anna).statement)
    assert (sorting.asked(anna).left, sorting.asked(anna).of) == (of - 4, of - 1)
    everything_asked(sorting, anna)
    assert sorting.asked(anna).left == 0


def test_what_was_placed_last_can_be_placed_anew(sorting: Sorting) -> None:
    anna, bo, *_ = sorting.people
    assert sorting.asked(anna).before == ""
    first = sorting.asked(anna).statement
    sorting.put(anna, first, sorting.out)
    second = sorting.asked(anna).statement
    sorting.put(anna, second, None)
    asked = sorting.asked(anna)
    assert (asked.before, asked.before_text, asked.to) == (second, sorting.the(second).text, "")
    sorting.put(anna, second, sorting.inside)
    again = sorting.asked(anna)
    assert (again.before, again.to) == (second, sorting.inside)
    assert (again.statement, again.left) == (asked.statement, asked.left)
    sorting.put(anna, first, sorting.inside)
    assert sorting.asked(anna).before == first
    assert sorting.asked(bo).before == ""
    sorting.hide(first)
    assert sorting.asked(anna).before == "", "words that are hidden come back on no phone"


def test_what_is_written_meanwhile_is_one_more_on_every_phone(sorting: Sorting) -> None:
    anna, bo, *_ = sorting.people
    everything_asked(sorting, bo)
    sorting.ask(OpenSubmissions(id=sorting.new_id()))
    seats = [OwnList(by.id) for by in (anna, bo)]
    for seat in seats:
        seat.take(sorting.room)
    said = sorting.say("ett til", anna)
    told = all_own_touched([sorting.log[-1].event], sorting.room)
    for seat in seats:
        seat.mark(told)
    (frame,) = seats[1].take(sorting.room)
    assert [part.statement for part in frame.put if isinstance(part, OwnSort)] == [said]
    assert any(isinstance(part, OwnSort) for frame in seats[0].take(sorting.room) for part in frame.put)


def test_what_is_hidden_is_asked_about_when_it_is_shown_again_and_changes_nothing_before(sorting: Sorting) -> None:
    """Nobody's phone shows whether something is hidden, by what it asks first."""
    first = {by: sorting.asked(by).statement for by in sorting.people}
    unasked = next(statement for statement in sorting.said if statement not in first.values())
    sorting.hide(unasked)
    assert {by: sorting.asked(by).statement for by in sorting.people} == first
    anna, *others = sorting.people
    assert unasked not in everything_asked(sorting, anna)
    sorting.ask(Show(id=sorting.new_id(), statements=(unasked,)))
    assert sorting.asked(anna).statement == unasked
    sorting.hide(*(statement for statement in sorting.said if statement == first[others[0]]))
    assert sorting.asked(others[0]).statement != first[others[0]]


def test_only_what_is_to_be_sorted_can_be_placed(sorting: Sorting) -> None:
    hidden, withdrawn = sorting.said[:2]
    sorting.hide(hidden)
    sorting.withdraw(withdrawn, sorting.people[0])
    for statement in (hidden, withdrawn, "no-such-statement"):
        refused = Sort(id=sorting.new_id(), statement=statement, to=sorting.out)
        assert sorting.reason(refused, sorting.people[1]) == "unknown_statement"


def test_a_new_word_stands_on_all_phones_at_once(sorting: Sorting) -> None:
    anna = sorting.people[0]
    assert [choice.label for choice in sorting.asked(anna).themes] == ["Ute", "Inne"]
    sorting.ask(RenameTheme(id=sorting.new_id(), theme=sorting.out, title="Ute hele året"))
    assert [choice.label for choice in sorting.asked(anna).themes] == ["Ute hele året", "Inne"]
    statement = sorting.asked(anna).statement
    sorting.edit(statement, "andre ord")
    assert sorting.asked(anna).text == "andre ord"


def test_phones_have_the_themes_in_common(sorting: Sorting) -> None:
    anna, bo, *_ = sorting.people
    themes = sorting.asked(anna).themes
    sorting.put(anna, sorting.asked(anna).statement, sorting.out)
    assert sorting.asked(bo).themes is themes


def test_following_puts_statements_last_in_their_themes_in_the_order_in_which_they_came(sorting: Sorting) -> None:
    first, second, third, fourth = sorting.said[:4]
    sorting.move(fourth, to=sorting.out)
    for statement, to in ((third, sorting.out), (first, sorting.inside), (second, sorting.out), (fourth, sorting.out)):
        sorting.all_put(statement, to)
    assert sorting.ready() == 3
    last = sorting.the(fourth).rank
    moved = [entry.event for entry in sorting.ask(FollowHands(id=sorting.new_id()))]
    assert moved == [
        StatementMoved(statement=first, theme=sorting.inside, rank=1.0),
        StatementMoved(statement=second, theme=sorting.out, rank=last + 2),
        StatementMoved(statement=third, theme=sorting.out, rank=last + 3),
    ]
    assert sorting.ready() == 0
    assert sorting.reason(FollowHands(id=sorting.new_id())) == "nothing_waits"


def test_following_leaves_no_statement_twice_in_a_theme(sorting: Sorting) -> None:
    statement, other = sorting.said[:2]
    doubled, elsewhere = sorting.copy(statement, sorting.out), sorting.copy(other, sorting.out)
    sorting.all_put(statement, sorting.out)
    events = [entry.event for entry in sorting.ask(FollowHands(id=sorting.new_id()))]
    assert CopyDropped(copy_id=doubled) in events
    assert list(sorting.room.copies) == [elsewhere]
    assert sorting.in_theme(sorting.out) == 2
    sorting.undo()
    assert set(sorting.room.copies) == {doubled, elsewhere}
    assert sorting.the(statement).theme is None


def test_the_desk_counts_only_copies_that_it_shows(sorting: Sorting) -> None:
    statement, other = sorting.said[:2]
    copies = [sorting.copy(s, sorting.out) for s in (statement, other)]
    assert sorting.in_theme(sorting.out) == 2
    sorting.withdraw(statement, sorting.people[0])
    shown = [copy for copy in copies if visible_part(sorting.room, "desk", f"copy-{copy}")]
    assert sorting.in_theme(sorting.out) == len(shown) == 1
    sorting.ask(DropCopy(id=sorting.new_id(), copy_id=copies[1]))
    assert sorting.in_theme(sorting.out) == 0


def test_hands_are_counted_by_the_themes_that_are_there(sorting: Sorting) -> None:
    statement, *_ = sorting.said
    sorting.all_put(statement, sorting.out)
    assert sorting.ready() == 1
    sorting.hide(statement)
    assert sorting.ready() == 0
    sorting.ask(Show(id=sorting.new_id(), statements=(statement,)))
    made = sorting.theme("Mellom")
    for by in sorting.people[3:6]:
        sorting.put(by, statement, made)
    assert sorting.ready() == 0, "three against three"
    sorting.undo()
    assert sorting.ready() == 1, "the other three's theme is gone"


def test_desk_and_wall_count_what_has_been_written_for_the_step() -> None:
    meeting = Meeting("affinity")
    people = meeting.come(5)
    for by in people:
        meeting.say("før vi begynte", by)
    meeting.go("write")

    def counted() -> tuple[int, int | None]:
        pile, stage = visible_part(meeting.room, "desk", "pile"), visible_part(meeting.room, "wall", "stage")
        assert isinstance(pile, DeskPile)
        assert isinstance(stage, WallStage)
        return pile.count, stage.writers

    nobody = counted()
    *_, last = [meeting.say("i steget", by) for by in people]
    meeting.say("ett til", people[0])
    assert (nobody, counted()) == ((0, None), (6, 5))
    meeting.withdraw(last, people[-1])
    meeting.theme("Ute", meeting.room.written[people[0].id][-1])
    assert counted() == (4, None)


def test_words_that_are_taken_back_are_not_kept_for_phones(sorting: Sorting) -> None:
    asked = [sorting.asked(by) for by in sorting.people]
    assert sorting.room.kept
    sorting.withdraw(
        asked[0].statement, next(by for by in sorting.people if sorting.the(asked[0].statement).author == by.id)
    )
    assert not sorting.room.kept


def test_who_is_let_sort_is_not_told_to_look_on(sorting: Sorting) -> None:
    """A step in which everyone sorts instead of those who run it often keeps the words that phones had there."""
    looked_on = next(step for step in new_steps().steps if isinstance(step, Cluster))
    before, mine = sorting.room.at, "Mine ord til telefonene"
    assert isinstance(before, Cluster)

    def told(step: Cluster) -> dict[str, str]:
        room = replace(sorting.room, method=_with(sorting.room.method, before, step))
        stage = visible_part(room, "phone", "stage")
        assert isinstance(stage, PhoneStage)
        assert stage.step is not None
        return dict(stage.step.line)

    assert told(before)["nb"] == before.texts("nb").phones
    assert "veggen" in looked_on.texts("nb").phones
    assert told(looked_on.model_copy(update={"by": "everyone", "of": before.of})) == {}
    half = {"by": "everyone", "of": before.of, "nb": looked_on.nb.model_copy(update={"phones": mine})}
    assert told(looked_on.model_copy(update=half)) == {"nb": mine}
    assert told(looked_on.model_copy(update={"of": before.of})) == {
        language: looked_on.texts(language).phones for language in LANGUAGES
    }


def _with(method: Method | None, old: Step, new: Step) -> Method:
    assert method is not None
    return method.model_copy(update={"steps": tuple(new if step is old else step for step in method.steps)})
