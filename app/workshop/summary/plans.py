"""The way back from 2040 in a vision summary: milestones and commitments; and which tables there are to take."""

from app.workshop.method import Commit, Timeline, Vote
from app.workshop.plans import HORIZONS, YEARS
from app.workshop.room import Room
from app.workshop.shuffle import shuffled
from app.workshop.summary.opened import milestone_opened, themes_opened
from app.workshop.summary.values import CommitmentSummary, MilestoneSummary
from app.workshop.summary.votes import votes as votes_told

_FILLED_IN = {"votes": Vote, "milestones": Timeline, "commitments": Commit}
_PLACES = {place: number for number, place in enumerate((*YEARS, *HORIZONS))}


def milestones(room: Room) -> tuple[MilestoneSummary, ...]:
    """What stands on the board, from 2040 back to today, and then by horizon."""
    there = sorted(room.milestones.values(), key=lambda m: (_PLACES.get(m.place, len(_PLACES)), m.rank, m.id))
    told = ((milestone, milestone_opened(room, milestone.id)) for milestone in there)
    return tuple(
        MilestoneSummary(id=m.id, place=m.place, text=text, who=m.who, statement=m.source)
        for m, text in told
        if text is not None
    )


def commitments(room: Room) -> tuple[CommitmentSummary, ...]:
    """What people commit themselves to, by the theme that it serves; in it, no order tells who was first."""
    themes = {theme.id: (n, theme.title) for n, theme in enumerate(themes_opened(room))}
    told = [
        (*themes.get(there.serves or "", (len(themes), "")), there)
        for there in room.commitments.values()
        if room.revealed and there.shown and there.what
    ]
    told.sort(key=lambda entry: (entry[0], shuffled(entry[2].id)))
    return tuple(
        CommitmentSummary(id=there.id, what=there.what, who=there.who, when=there.when, theme=title)
        for _, title, there in told
    )


def tables_of(room: Room) -> tuple[str, ...]:
    """What a method fills beside statements: what has something in it, and while steps are to come, what they fill."""
    there = {"votes": votes_told(room), "milestones": milestones(room), "commitments": commitments(room)}
    steps = room.method.steps if room.method and room.stage == "open" else ()
    return tuple(
        name for name, kind in _FILLED_IN.items() if there[name] or any(isinstance(step, kind) for step in steps)
    )
