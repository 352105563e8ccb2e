"""Steps of a story about votes."""

from app.workshop.method import Vote
from app.workshop.room import Room
from app.workshop.votes import option_there
from tests.laws.steps_statements import group
from tests.laws.story import Activity, Step, Story, chosen, nobody, nothing


def _ballot(room: Room, step: Step) -> str:
    if step.slip == "unknown" or room.ballot is None:
        return "no-such-vote"
    others = [ballot for ballot in room.ballots if ballot != room.ballot.id]
    return others[0] if step.slip == "stale" and others else room.ballot.id


def _options(room: Room, step: Step) -> list[str]:
    """As many as there may be, mostly; some twice, some that nobody can choose, too many where the step slips."""
    if room.ballot is None:
        return ["an-option"]
    there = [option for option in room.ballot.options if step.three % 16 == 1 or option_there(room, option)]
    number = room.ballot.votes + (step.slip == "too long")
    twice = step.three % 8 == 3 or (room.ballot.several and step.three % 2 == 0)
    places = range(number) if number <= len(there) and not twice else [0] * number
    if step.slip == "empty" or step.three % 16 == 9:
        return []
    most = number if step.slip == "too long" else 1 + step.two % 8
    return [chosen(step, step.one + place, there, "no-such-option") for place in places][:most]


def _cast(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"ballot": _ballot(room, step), "options": _options(room, step)}


def _cast_for(story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    theirs = {"group": "business" if step.two % 16 == 0 else group(story, step.one)} if step.two % 4 else {}
    return {"ballot": _ballot(room, step), "options": _options(room, step), **theirs}


def _take_back(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    papers = room.ballot.papers if room.ballot is not None else {}
    entered = [voter for voter in papers if papers[voter].proxy or step.three % 16 == 1]
    return {"ballot": _ballot(room, step), "paper": chosen(step, step.one, entered, "no-such-paper")}


def _turn(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"ballot": _ballot(room, step)}


def _first(room: Room, step: Step) -> str:
    if step.kind not in ("cast_vote", "cast_for", "take_back_paper", "take_back_paper", "close_vote"):
        return step.kind
    if room.ballot is None:
        return "open_vote" if isinstance(room.at, Vote) and step.one % 2 else "go_to"
    if not any(option_there(room, option) for option in room.ballot.options):
        return "go_to"
    if step.kind == "take_back_paper" and not any(paper.proxy for paper in room.ballot.papers.values()):
        return "cast_for"
    if not room.ballot.open:
        return "reopen_vote" if not room.locked else "reopen_step"
    few = sum(bool(paper.options) for paper in room.ballot.papers.values()) < 5
    return "cast_vote" if step.kind == "close_vote" and few and step.one % 4 else step.kind


VOTES = Activity(
    often={"cast_vote": 4},
    fields={
        "open_vote": nothing,
        "cast_vote": _cast,
        "cast_for": _cast_for,
        "take_back_paper": _take_back,
        "close_vote": _turn,
        "reopen_vote": _turn,
    },
    own={"cast_vote": nobody},
    first=_first,
    at={"vote": (*["cast_vote"] * 6, "cast_for", "take_back_paper", "take_back_paper", "close_vote")},
)
