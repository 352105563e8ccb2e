"""What planning says: names of states, and the text and the table of a reminder, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.export.vision.tables import SEPARATOR
from app.i18n import N_, ZONE, Words
from app.region.follow_up import State as FollowUpState
from app.region.follow_up import ToldCommitment
from app.region.plan import PlacedUnit, Plan, Reminder, State

STATES: Mapping[State, str] = {
    "not_begun": N_("Not begun"),
    "under_way": N_("Under way"),
    "done": N_("Done"),
}
"""How far a unit has come with a task."""

FOLLOW_UP_STATES: Mapping[FollowUpState, str] = {
    "not_begun": N_("Not begun"),
    "under_way": N_("Under way"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
}
"""How it stands with a commitment."""

NOTE_FIELDS: Mapping[str, tuple[str, str]] = {
    "strengths": (N_("What we do well"), N_("What is good here, and what shows it?")),
    "challenges": (N_("What we struggle with"), N_("What is not as we want it to be, and for whom?")),
    "children": (N_("What the children say"), N_("In their own words, without names.")),
    "ahead": (N_("Where we go from here"), N_("What do we want to try first?")),
}
"""What a unit's note says: what it is called, and what to write."""


def reminder_texts(words: Words, reminders: Sequence[Reminder], address: str) -> list[tuple[str, str]]:
    """A reminder to send to all units, by no name, and one for the units of each municipality where there are more."""
    names = {unit.place.municipality: unit.municipality for one in reminders for unit in one.units}
    theirs = [(name, list(_within(reminders, one))) for one, name in names.items()] if len(names) > 1 else []
    return [(name, _reminder(words, of, address)) for name, of in [("", reminders), *theirs]]


def _within(reminders: Iterable[Reminder], municipality: int | None) -> Iterator[Reminder]:
    for one in reminders:
        units = tuple(unit for unit in one.units if unit.place.municipality == municipality)
        if units:
            yield replace(one, units=units)


def _reminder(words: Words, reminders: Iterable[Reminder], address: str) -> str:
    """Each task, when it is due, and who is not done with it."""
    _ = words.gettext
    lines = [_("Hello!"), "", _("This is work between our gatherings that some are not done with yet.")]
    for one in reminders:
        due = words.date(one.task.due)
        lines += ["", one.task.title, _("Was due %(date)s.", date=due) if one.late else _("Due %(date)s.", date=due)]
        lines += [f"– {unit.unit.name}, {unit.municipality}" for unit in one.units]
    return "\n".join([*lines, "", _("Say how far you have come here: %(address)s", address=address)])


def reminder_rows(words: Words, reminders: Iterable[Reminder], plan: Plan) -> Iterator[list[str]]:
    """The same as a table, a row for each unit and task."""
    _ = words.gettext
    yield [_("Task"), _("Due"), _("Late"), _("Municipality"), _("Unit"), _("State"), _("Note")]
    for one in reminders:
        for unit in one.units:
            said = plan.of(one.task.id, unit.id)
            late = _("yes") if one.late else _("no")
            row = [one.task.title, one.task.due.isoformat(), late, unit.municipality, unit.unit.name]
            yield [*row, _(STATES[said.state]), said.note]


def commitment_rows(
    words: Words, commitments: Iterable[ToldCommitment], units: Iterable[PlacedUnit]
) -> Iterator[list[str]]:
    """Commitments as a table, a row for each. ``units``: those that are seen; others are left out."""
    _ = words.gettext
    yield [
        *(_("What"), _("Who"), _("When"), _("Theme"), _("Workshop"), _("Held"), _("Units"), _("Municipalities")),
        *(_("State"), _("Note"), _("Followed up")),
    ]
    seen = {one.id: one for one in units}
    for one in commitments:
        there = [seen[unit.unit] for unit in one.workshop.units if unit.unit in seen]
        held, said = one.workshop.held, one.follow_up
        yield [
            *(one.what, one.who, one.when, one.theme, one.workshop.title, held.isoformat() if held else ""),
            SEPARATOR.join(unit.unit.name for unit in there),
            SEPARATOR.join(dict.fromkeys(unit.municipality for unit in there)),
            *(_(FOLLOW_UP_STATES[said.state]), said.note),
            said.at.astimezone(ZONE).date().isoformat() if said.at else "",
        ]
