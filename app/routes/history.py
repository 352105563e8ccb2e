"""The history's door, and its wordings: what each line of it says in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from app.i18n import N_, Words, words
from app.realtime.film import today
from app.routes.visit import Problem, Visiting
from app.store import accounts, log
from app.workshop.deeds import Kind
from app.workshop.history import Line, history
from app.workshop.room import Room

router = APIRouter()

PAGE = 100
"""Lines on a page."""

TITLES = 6
"""Titles that one line names."""


@router.get("/w/{code}/desk/history")
async def show_history(visit: Visiting, code: str, page: str = "1") -> Response:
    """Who has done what and when, the latest first."""
    workshop, _ = await visit.need("run_desk", code)
    room, house = (await visit.live(workshop)).room, visit.house
    recorded = await house.database.slowly(lambda c: log.load(c, workshop.id))
    lines = await house.database.aside(lambda: history(recorded, today(recorded, room)))
    pages = max(1, -(-len(lines) // PAGE))
    number = int(page) if page.isdecimal() and len(page) < 6 else 0
    if not 1 <= number <= pages:
        raise Problem("unknown_page", 404)
    shown = lines[(number - 1) * PAGE : number * PAGE]
    who = await house.database.read(lambda c: accounts.names(c, _people(shown)))
    spoken = words(visit.language)
    told = [(line, who.get(line.by, ""), sentence(line, spoken, room, who), also(line, spoken)) for line in shown]
    days = [(day, list(there)) for day, there in groupby(told, key=lambda one: spoken.date(one[0].at))]
    return visit.page("history", workshop=workshop, days=days, number=number, pages=pages)


def _people(lines: Sequence[Line]) -> list[str]:
    """The accounts that lines name: who did something, or what somebody else has taken back."""
    return sorted({by for line in lines for by in (line.by, line.undone.by if line.undone else "")} - {""})


def sentence(line: Line, spoken: Words, room: Room, who: Mapping[str, str]) -> str:
    """What a line says. Of a facilitator it is what comes after their name: "moved 3 statements"."""
    count = line.count
    if line.undone is not None:
        what, whose = _undone(line.undone, spoken, room, who), who.get(line.undone.by)
        if whose and line.undone.by != line.by:
            return spoken.gettext("took back what %(who)s did: %(what)s", who=whose, what=what)
        return spoken.gettext("took back: %(what)s", what=what)
    if line.kind == "undone":
        return spoken.gettext("took something back")
    if line.step is not None:
        steps = room.method.steps if room.method else ()
        title = steps[line.step].texts(spoken.language).title if line.step < len(steps) else ""
        return spoken.gettext(_STEPS[line.kind], number=line.step + 1, title=title)
    if line.kind in _COUNTED:
        return _COUNTED[line.kind](spoken, count)
    titles = ", ".join(f"«{title}»" for title in line.titles[:TITLES]) + (" …" if len(line.titles) > TITLES else "")
    if line.kind in _TITLED:
        one, many = _TITLED[line.kind]
        if count == 1:
            return spoken.gettext(one, title=line.titles[0] if line.titles else "")
        return spoken.gettext(many, num=count, titles=titles)
    if line.kind == "method_chosen" and not line.titles:
        return spoken.gettext("put the method away")
    if line.kind == "made" and not line.by:
        return spoken.gettext("The workshop was made")
    if line.kind == "made" and titles:
        return spoken.gettext("made the workshop, with the method %(titles)s", titles=titles)
    return spoken.gettext(_PLAIN[line.kind], titles=titles)


def _undone(line: Line, spoken: Words, room: Room, who: Mapping[str, str]) -> str:
    """What was taken back, all of it."""
    what = sentence(line, spoken, room, who)
    for kind in (kind for kind in line.also if kind in _PLAIN and kind not in _ALSO):
        what = spoken.gettext("%(what)s, and %(also)s", what=what, also=spoken.gettext(_PLAIN[kind], titles=""))
    return what


def also(line: Line, spoken: Words) -> list[str]:
    """What came with it, each as a few words by itself."""
    return [spoken.gettext(_ALSO[kind]) for kind in line.also if kind in _ALSO]


_STEPS: Mapping[Kind, str] = {
    "step_begun": N_("began step %(number)s: %(title)s"),
    "step_seen": N_("looked back at step %(number)s: %(title)s"),
    "step_resumed": N_("went on with step %(number)s: %(title)s"),
    "step_reopened": N_("opened step %(number)s again: %(title)s"),
}

_PLAIN: Mapping[Kind, str] = {
    "made": N_("made the workshop"),
    "configured": N_("changed the settings"),
    "method_chosen": N_("chose the method %(titles)s"),
    "writing_opened": N_("opened for writing"),
    "writing_closed": N_("closed for writing"),
    "revealed": N_("showed the statements on the wall"),
    "concealed": N_("took the statements off the wall"),
    "unshown_left": N_("left what had not been shown out of the files"),
    "unshown_filed": N_("put what had not been shown into the files"),
    "unshown_shown": N_("showed on the wall what had not been shown"),
    "hidden_left": N_("left what had been hidden out of the files"),
    "hidden_filed": N_("put what had been hidden into the files again"),
    "hidden_shown": N_("showed again what had been hidden"),
    "blanked": N_("made the wall dark"),
    "unblanked": N_("lit the wall again"),
    "frozen": N_("froze the wall"),
    "unfrozen": N_("let the wall go on"),
    "themes_locked": N_("locked the themes"),
    "themes_unlocked": N_("unlocked the themes"),
    "tables_set": N_("sat people at tables"),
    "tables_mixed": N_("sat people at tables anew"),
    "tables_merged": N_("put tables together"),
    "people_moved_on": N_("let people move on to other tables"),
    "tables_dropped": N_("put the tables away"),
    "roles_drawn": N_("drew roles at the tables"),
    "turns_passed": N_("passed the turn on"),
    "sheets_passed": N_("passed the sheets on"),
    "clock_set": N_("set the clock of the step"),
    "message_told": N_("sent a message to everyone"),
    "gathered": N_("asked everyone to look at the wall"),
    "ended": N_("ended the workshop"),
    "opened_again": N_("opened the workshop again"),
    "archived": N_("archived the workshop"),
    "deleted": N_("deleted the workshop"),
    "restored": N_("brought the workshop back"),
    "vote_opened": N_("opened the vote"),
    "vote_closed": N_("closed the vote"),
    "vote_reopened": N_("opened the vote again"),
}

_ALSO: Mapping[Kind, str] = {
    "writing_opened": N_("writing opened"),
    "writing_closed": N_("writing closed"),
    "revealed": N_("statements on the wall"),
    "concealed": N_("statements off the wall"),
    "tables_set": N_("people at tables"),
    "tables_mixed": N_("people at tables anew"),
    "tables_merged": N_("tables put together"),
    "people_moved_on": N_("people moved on"),
    "tables_dropped": N_("tables put away"),
    "vote_opened": N_("the vote opened"),
    "vote_closed": N_("the vote closed"),
    "vote_reopened": N_("the vote opened again"),
}

_COUNTED: Mapping[Kind, Callable[[Words, int], str]] = {
    "revealed_more": lambda w, n: w.ngettext(
        "showed %(num)s more statement on the wall", "showed %(num)s more statements on the wall", n
    ),
    "spotlit": lambda w, n: w.ngettext("showed %(num)s thing alone, large", "showed %(num)s things alone, large", n),
    "mended": lambda w, n: w.ngettext("mended %(num)s statement", "mended %(num)s statements", n),
    "hidden": lambda w, n: w.ngettext("hid %(num)s statement", "hid %(num)s statements", n),
    "shown": lambda w, n: w.ngettext("showed %(num)s statement", "showed %(num)s statements", n),
    "moved": lambda w, n: w.ngettext("moved %(num)s statement", "moved %(num)s statements", n),
    "copied": lambda w, n: w.ngettext(
        "put %(num)s statement into a second theme", "put %(num)s statements into a second theme", n
    ),
    "copies_dropped": lambda w, n: w.ngettext("took %(num)s copy away", "took %(num)s copies away", n),
    "milestones_put": lambda w, n: w.ngettext("put up %(num)s milestone", "put up %(num)s milestones", n),
    "milestones_changed": lambda w, n: w.ngettext("changed %(num)s milestone", "changed %(num)s milestones", n),
    "milestones_hidden": lambda w, n: w.ngettext("hid %(num)s milestone", "hid %(num)s milestones", n),
    "milestones_shown": lambda w, n: w.ngettext("showed %(num)s milestone", "showed %(num)s milestones", n),
    "milestones_dropped": lambda w, n: w.ngettext("took down %(num)s milestone", "took down %(num)s milestones", n),
    "commitments_hidden": lambda w, n: w.ngettext("hid %(num)s commitment", "hid %(num)s commitments", n),
    "commitments_shown": lambda w, n: w.ngettext("showed %(num)s commitment", "showed %(num)s commitments", n),
    "people_seated": lambda w, n: w.ngettext(
        "moved %(num)s person to another table", "moved %(num)s people to other tables", n
    ),
    "seats_emptied": lambda w, n: w.ngettext("emptied %(num)s seat", "emptied %(num)s seats", n),
    "votes_entered": lambda w, n: w.ngettext(
        "voted for %(num)s person without a phone", "voted for %(num)s people without a phone", n
    ),
    "votes_dropped": lambda w, n: w.ngettext(
        "took back the vote of %(num)s person without a phone",
        "took back the votes of %(num)s people without a phone",
        n,
    ),
    "people_came": lambda w, n: w.ngettext("%(num)s person came in", "At least %(num)s people came in", n),
    "people_left": lambda w, n: w.ngettext("%(num)s person left", "At least %(num)s people left", n),
    "people_voted": lambda w, n: w.ngettext("%(num)s person voted", "At least %(num)s people voted", n),
    "people_sorted": lambda w, n: w.ngettext("%(num)s person sorted", "At least %(num)s people sorted", n),
    "statements_sent": lambda w, n: w.ngettext("%(num)s statement was sent", "%(num)s statements were sent", n),
    "statements_changed": lambda w, n: w.ngettext(
        "%(num)s statement was changed by the one who wrote it",
        "%(num)s statements were changed by those who wrote them",
        n,
    ),
    "statements_taken_back": lambda w, n: w.ngettext(
        "%(num)s statement was taken back", "%(num)s statements were taken back", n
    ),
    "milestones_sent": lambda w, n: w.ngettext(
        "%(num)s milestone was put up from a phone", "%(num)s milestones were put up from phones", n
    ),
    "tables_changed": lambda w, n: w.ngettext(
        "%(num)s change of table from a phone", "%(num)s changes of table from phones", n
    ),
    "commitments_sent": lambda w, n: w.ngettext("%(num)s commitment was made", "%(num)s commitments were made", n),
}

_TITLED: Mapping[Kind, tuple[str, str]] = {
    "theme_made": (N_("made the theme «%(title)s»"), N_("made %(num)s themes: %(titles)s")),
    "theme_renamed": (N_("named the theme «%(title)s»"), N_("named %(num)s themes: %(titles)s")),
    "theme_described": (N_("described the theme «%(title)s»"), N_("described %(num)s themes: %(titles)s")),
    "theme_placed": (N_("moved the theme «%(title)s»"), N_("moved %(num)s themes: %(titles)s")),
    "themes_merged": (
        N_("merged the theme «%(title)s» into another"),
        N_("merged %(num)s themes into others: %(titles)s"),
    ),
    "theme_deleted": (N_("deleted the theme «%(title)s»"), N_("deleted %(num)s themes: %(titles)s")),
}
"""Of one theme, and of several."""
