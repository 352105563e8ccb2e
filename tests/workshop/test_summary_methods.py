"""What a method led to, in the vision summary: collections, shared ideas, votes, the way back, what people will do."""

from app.workshop import visible
from app.workshop.commands import CloseVote, Conceal, Hide, JudgePlan, ReopenStep, ReopenVote, Reveal, SettleUnshown
from app.workshop.method import Vote
from app.workshop.summary import VisionSummary, VoteSummary, summarise
from tests.workshop.meetings import Meeting
from tests.workshop.rooms import ANNA, START, Trial


def summary(trial: Trial) -> VisionSummary:
    return summarise(trial.room, START)


def voted(people: int = 6) -> tuple[Meeting, list[str]]:
    """A workshop in whose open vote each person chose the first of three themes."""
    meeting = Meeting("affinity")
    children = meeting.come(people)
    meeting.go("write")
    said = [meeting.say(f"utsagn {number}", child) for number, child in enumerate(children)]
    meeting.go("cluster")
    themes = [meeting.theme(title, said[number]) for number, title in enumerate(("Ute", "Inne", "Borte"))]
    meeting.go("vote")
    for child in children:
        meeting.vote(child, themes[0])
    return meeting, themes


def the_vote(meeting: Meeting) -> VoteSummary:
    (vote,) = summary(meeting).votes
    return vote


def test_it_names_the_method_once_a_step_of_it_has_been_taken() -> None:
    meeting = Meeting("affinity")
    assert (summary(meeting).method, summary(meeting).method_title) == ("open", "")
    meeting.go("brief")
    assert (summary(meeting).method, summary(meeting).method_title) == ("affinity", meeting.method.nb.title)
    assert summary(Trial()).method == "open"


def test_only_collections_that_have_been_opened_leave_whatever_the_step_is_about() -> None:
    meeting = Meeting("future-workshop")
    child = meeting.join(0)
    meeting.go("write")
    criticism = meeting.say("for lite ro", child)
    meeting.theme("Bråk", criticism)
    assert summary(meeting).statements == 0
    meeting.go("cluster")
    assert [theme.title for theme in summary(meeting).themes] == ["Bråk"]
    meeting.go("write", 2)
    meeting.say("det beste vi har", child)
    meeting.theme("Fellesskap")
    assert [line.text for line in summary(meeting).lines] == ["for lite ro"], "also while others write in secret"
    meeting.go("cluster")
    told = summary(meeting)
    assert [line.text for line in told.lines] == ["for lite ro"], "what was written since has not been opened"
    assert [theme.title for theme in told.themes] == ["Bråk"]
    meeting.go("brief", 2)
    meeting.ask(SettleUnshown(id=meeting.new_id(), rest="wall"))
    meeting.go("cluster")
    told = summary(meeting)
    assert [line.text for line in told.lines] == ["for lite ro", "det beste vi har"], "also what the step is not about"
    assert [(theme.title, theme.collection) for theme in told.themes] == [("Bråk", "criticism"), ("Fellesskap", "keep")]
    assert [(each.id, each.title, each.shared) for each in told.collections] == [
        ("criticism", "Kritikk: skriv alene", False),
        ("keep", "Det vi vil ta vare på", False),
    ]


def test_a_theme_that_is_not_opened_lets_go_of_statements_that_are() -> None:
    meeting = Meeting("future-workshop")
    child = meeting.join(0)
    meeting.go("write")
    opened = meeting.say("for lite ro", child)
    meeting.go("write", 2)
    hidden = meeting.say("det beste", child)
    meeting.theme("Hemmelig tema", opened, hidden)
    meeting.go("cluster")
    told = summary(meeting)
    assert ([line.id for line in told.ungrouped], told.themes) == ([opened], ())


def test_a_theme_made_outside_of_a_step_leaves_with_what_is_in_it() -> None:
    meeting = Meeting("future-workshop")
    child = meeting.join(0)
    before = meeting.say("sagt først", child)
    meeting.reveal()
    meeting.go("write")
    hidden = meeting.say("for lite ro", child)
    meeting.go("brief")
    meeting.theme("Ute", before)
    meeting.theme("Hemmelig", hidden)
    meeting.theme("Tomt")
    meeting.go("timeline")
    assert [theme.title for theme in summary(meeting).themes] == ["Ute", "Tomt"]


def test_shared_ideas_have_a_table_no_group_and_the_originals_that_are_revealed() -> None:
    meeting = Meeting("fremtidsbilde-120")
    children = meeting.come(6)
    meeting.go("write")
    said = [meeting.say(f"utsagn {number}", child) for number, child in enumerate(children)]
    meeting.go("share")
    shared = meeting.share(3, "vi møtes ute", *said[:3], "never-said-here", into="shared", by=children[0])
    meeting.go("cluster")
    (line,) = summary(meeting).lines
    assert (line.id, line.table, line.group, line.sources) == (shared, 3, None, ()), "only shared ideas are open yet"
    meeting.ask(SettleUnshown(id=meeting.new_id(), rest="files"))
    meeting.hide(said[1])
    told = {line.id: line for line in summary(meeting).lines}
    assert told[shared].sources == (said[0], said[2])
    assert told[said[3]].group == "child"
    assert told[said[0]].group is None, "beside the number of its table it would point at somebody there"
    assert [(each.id, each.shared) for each in summary(meeting).collections] == [("ideas", False), ("shared", True)]


def test_a_vote_is_told_once_it_is_closed_and_not_while_it_is_open_again() -> None:
    meeting, themes = voted()
    ballot = meeting.ballot.id
    assert summary(meeting).votes == ()
    meeting.go("brief", 2)
    vote, step = the_vote(meeting), meeting.method.steps[4]
    assert isinstance(step, Vote)
    assert (vote.title, vote.criterion) == (step.nb.title, step.nb.criterion)
    assert (vote.id, vote.on, vote.voters, vote.proxies, vote.minority) == (ballot, "themes", 6, 0, ())
    assert [(bar.id, bar.label, bar.votes, bar.place, bar.tied) for bar in vote.bars] == [
        (themes[0], "Ute", 6, 1, False),
        (themes[1], "Inne", 0, 2, True),
        (themes[2], "Borte", 0, 2, True),
    ]
    meeting.go("vote")
    meeting.ask(ReopenStep(id=meeting.new_id(), step=4))
    meeting.ask(ReopenVote(id=meeting.new_id(), ballot=ballot))
    assert summary(meeting).votes == ()


def test_a_vote_of_four_is_not_told() -> None:
    meeting, _ = voted(people=4)
    meeting.go("brief", 2)
    assert summary(meeting).votes == ()


def test_a_single_vote_is_told_as_such() -> None:
    meeting, themes = voted()
    meeting.vote(meeting.join(20), themes[2])
    meeting.go("brief", 2)
    assert the_vote(meeting).minority == ("Borte",)


def test_numbers_by_group_are_those_of_the_result_and_votes_for_others_are_counted() -> None:
    meeting, themes = voted(people=15)
    meeting.go("vote")
    for parent in meeting.come(15, "parent"):
        meeting.vote(parent, themes[1])
    for _ in range(5):
        meeting.vote_for(themes[0], group="parent")
    meeting.go("brief", 2)
    vote = the_vote(meeting)
    result = meeting.room.ballots[vote.id].result
    assert result is not None
    assert (vote.voters, vote.proxies) == (35, 5)
    assert [[(row.group, row.people) for row in bar.by_group] for bar in vote.bars] == [
        list(bar.by_group) for bar in result.bars
    ]


def test_what_has_been_hidden_since_is_not_told_of_a_vote() -> None:
    meeting = Meeting("brainwriting")
    children = meeting.come(6)
    meeting.go("write")
    said = [meeting.say(f"utsagn {number}", child) for number, child in enumerate(children)]
    meeting.go("vote")
    for child in children:
        meeting.vote(child, said[0])
    meeting.vote(children[0], said[1])
    meeting.ask(CloseVote(id=meeting.new_id(), ballot=meeting.ballot.id))
    meeting.go("rotate")
    meeting.ask(Reveal(id=meeting.new_id()))
    assert the_vote(meeting).minority == ("utsagn 1",)
    meeting.ask(Hide(id=meeting.new_id(), statements=(said[1],)))
    assert said[1] not in [bar.id for bar in the_vote(meeting).bars]
    assert the_vote(meeting).minority == ()
    meeting.ask(Conceal(id=meeting.new_id()))
    assert summary(meeting).votes == ()


def test_milestones_stand_from_2040_back_to_today_in_the_order_of_the_board() -> None:
    meeting = Meeting("backcasting")
    child = meeting.join(0)
    meeting.go("write")
    said = meeting.say("alle går til skolen", child)
    meeting.go("timeline")
    now = meeting.milestone("2026", "spørre barna", by=child)
    later = meeting.milestone("2040", "skogsskole", "kommunen", by=ANNA)
    also = meeting.milestone("2040", statement=said, by=ANNA)
    told = summary(meeting).milestones
    assert [(m.id, m.place, m.text, m.who, m.statement) for m in told] == [
        (later, "2040", "skogsskole", "kommunen", None),
        (also, "2040", "alle går til skolen", "", said),
        (now, "2026", "spørre barna", "", None),
    ]
    meeting.go("commit")
    assert summary(meeting).milestones == told, "also where the board is not what the step is about"
    meeting.hide(said)
    meeting.ask(JudgePlan(id=meeting.new_id(), plan=now, shown=False))
    assert [m.id for m in summary(meeting).milestones] == [later]
    meeting.ask(Conceal(id=meeting.new_id()))
    assert summary(meeting).milestones == ()


def test_horizons_stand_from_the_third_to_the_first() -> None:
    meeting = Meeting("three-horizons")
    meeting.go("timeline")
    for place in ("h1", "h3", "h2"):
        meeting.milestone(place, f"noe i {place}", by=ANNA)
    assert [milestone.place for milestone in summary(meeting).milestones] == ["h3", "h2", "h1"]


def test_commitments_stand_by_the_theme_that_they_serve() -> None:
    meeting = Meeting("future-we-want")
    child = meeting.join(0)
    meeting.go("write")
    meeting.say("ute", child)
    meeting.go("cluster")
    outside, inside = meeting.theme("Ute"), meeting.theme("Inne")
    meeting.go("commit")
    meeting.promise(child, "lage mat")
    meeting.promise(child, "lese mer", "alle", "i vår", inside)
    hidden = meeting.promise(child, "noe ufint", serves=outside)
    meeting.promise(child, "gå tur", serves=outside)
    meeting.ask(JudgePlan(id=meeting.new_id(), plan=hidden, shown=False))
    assert [(c.what, c.who, c.when, c.theme) for c in summary(meeting).commitments] == [
        ("gå tur", "", "", "Ute"),
        ("lese mer", "alle", "i vår", "Inne"),
        ("lage mat", "", "", ""),
    ]
    meeting.ask(Conceal(id=meeting.new_id()))
    assert summary(meeting).commitments == ()


def test_a_collection_is_named_after_all_steps_that_have_written_it() -> None:
    meeting = Meeting("brainwriting")
    child, *_ = meeting.come(6)
    meeting.go("write")
    meeting.say("Den første", child)
    steps = {step.kind: step.nb.title for step in meeting.method.steps}
    part = visible.visible(meeting.room, "desk")["unshown"]
    assert [dict(line.title)["nb"] for line in getattr(part, "collections", ())] == [steps["write"]]
    meeting.go("rotate")
    meeting.go("vote")
    meeting.ask(Reveal(id=meeting.new_id()))
    (ideas,) = summary(meeting).collections
    assert ideas.title == f"{steps['write']} · {steps['rotate']}"
