"""Languages: gettext catalogues, the wording of groups and refusals, dates.

The msgids are English. ``babel.cfg`` and ``docs/guides/translating.md`` say how the catalogues are kept.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.support import Translations

from app.region.coverage import Stage
from app.region.network import UnitKind
from app.region.rights import Role as RegionRole
from app.workshop.events import Role
from app.workshop.people import LANGUAGES, Language, StakeholderGroup
from app.workshop.refusals import Reason

LOCALES = Path(__file__).parent / "locales"
ZONE = ZoneInfo("Europe/Oslo")
GROUPED = 10_000
"""From here on thousands stand apart: four digits are read as one."""
NAMES: Mapping[Language, str] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a text for the catalogues; it is translated where it is shown."""
    return message


GROUPS_ONE: Mapping[StakeholderGroup, str] = {
    "child": N_("Child"),
    "youth": N_("Young person"),
    "parent": N_("Parent"),
    "staff": N_("Staff"),
    "leader": N_("Leader"),
    "politician": N_("Politician"),
    "business": N_("Business"),
    "voluntary": N_("Volunteer"),
    "other": N_("Other"),
}
GROUPS_MANY: Mapping[StakeholderGroup, str] = {
    "child": N_("Children"),
    "youth": N_("Young people"),
    "parent": N_("Parents"),
    "staff": N_("Staff members"),
    "leader": N_("Leaders"),
    "politician": N_("Politicians"),
    "business": N_("Businesses"),
    "voluntary": N_("Volunteers"),
    "other": N_("Others"),
}

REGION_ROLES: Mapping[RegionRole, tuple[str, str]] = {
    "administrator": (N_("Administrator"), N_("accounts, networks and the installation")),
    "coordinator": (N_("Coordinator"), N_("brings workshops together and writes what comes of them")),
    "facilitator": (N_("Facilitator"), N_("makes and runs workshops")),
    "reader": (N_("Reader"), N_("reads what has come of workshops")),
}
"""What people do in a network: what it is called, and what it is."""

UNIT_KINDS: Mapping[UnitKind, str] = {
    "school": N_("School"),
    "kindergarten": N_("Kindergarten"),
    "other": N_("Another place"),
}

STAGES: Mapping[Stage, str] = {
    "run": N_("Held"),
    "running": N_("Going on"),
    "planned": N_("To come"),
    "silent": N_("Ended without telling anything"),
}
"""How far workshops have come, as the region knows it."""

HORIZONS: Mapping[str, str] = {
    "h1": N_("1st horizon: what is losing its fit"),
    "h2": N_("2nd horizon: what carries the new"),
    "h3": N_("3rd horizon: what we want"),
}

ROLES: Mapping[Role, tuple[str, str]] = {
    "chair": (N_("Chair"), N_("You let the others speak one after the other, and speak last yourself.")),
    "timekeeper": (N_("Timekeeper"), N_("You mind the time, and say so when one minute is left.")),
    "secretary": (N_("Secretary"), N_("One of you writes what your table agrees on, preferably you.")),
    "scout": (N_("Scout"), N_("You see to it that the talk is about 2040, and not about today’s obstacles.")),
}
"""What people do at a table: what it is called, and what it is."""

REASONS: Mapping[Reason, str] = {
    "not_allowed": N_("You cannot do this here."),
    "someone_else": N_("Somebody else uses this device now. See at the bottom who you are, then send again."),
    "not_joined": N_("Choose who you are first. Your text is kept here."),
    "not_yours": N_("This statement belongs to somebody else."),
    "id_taken": N_("Something got mixed up on the way. Send it once more."),
    "empty": N_("There were no words in it. Write a little first."),
    "too_long": N_("This is %(length)s characters; there is room for %(limit)s. Shorten it a little and send again."),
    "submissions_closed": N_("It is not open for writing right now. Your text is kept here until it opens."),
    "workshop_closed": N_("This workshop has ended. Your text is kept here, but it can no longer be sent."),
    "workshop_gone": N_("This workshop is no longer here. Ask the one who runs it."),
    "unknown_statement": N_("This statement is not there any more."),
    "unknown_theme": N_("This theme is not there any more."),
    "unknown_group": N_("This group is not part of the workshop. Choose another one."),
    "group_fixed": N_("You have written already, so your group stays as it is."),
    "unknown_unit": N_("This place is not on the list. Choose one from it."),
    "same_theme": N_("A theme cannot be merged with itself."),
    "nothing_to_undo": N_("There is nothing to undo."),
    "undo_stale": N_("Somebody has done something since. Look once more before you undo."),
    "malformed": N_("The server did not understand this. Reload the page and try again."),
    "too_fast": N_("That was fast! Wait %(retry_after)s s; it is sent again by itself."),
    "not_saved": N_("It could not be saved just now. It is tried again by itself."),
    "too_many": N_("There is no room for more than %(limit)s."),
    "unknown_step": N_("This step is not there any more. Look once more at the list of steps."),
    "step_begun": N_("Steps that have been begun stay as they are. Change those that are still to come."),
    "step_finished": N_("This step is finished. Open it again first."),
    "step_left": N_("The room is at another step by now. Look once more before you press."),
    "no_clock": N_("There is no time running here. Begin a step first."),
    "nothing_waits": N_("Everything is on the wall already."),
    "promised": N_(
        "People were told that only those who run the workshop, and perhaps their table, see this. "
        "Show it to everyone nevertheless?"
    ),
    "statement_hidden": N_("This is hidden, or waits for approval. Show it first."),
    "hidden_again": N_("Something that has been shown is hidden now. Say what becomes of that too."),
    "unknown_vote": N_("This vote is not there any more."),
    "vote_closed": N_("The vote is closed, so it is as it is."),
    "nothing_chosen": N_("Tick at least one choice."),
    "votes_used": N_("There are no more votes to give. Take one back first."),
    "one_each": N_("Only one vote for each here. Choose something else as well."),
    "unknown_option": N_("This can no longer be voted for. Choose something else."),
    "no_options": N_("There is nothing to vote on yet. Make themes first, or let people write."),
    "unknown_plan": N_("This is not there any more."),
    "themes_locked": N_("The themes are locked. Unlock them first."),
    "too_deep": N_("A theme can stand within another one, but no deeper."),
    "unknown_place": N_("This place is not on the board. Choose another one."),
    "no_tables": N_("There are no tables yet."),
    "nobody_yet": N_("Nobody has joined yet. Make the tables when they are here."),
    "unknown_table": N_("There is no such table or seat any more. Look once more."),
    "seat_changed": N_("Somebody else sits there by now. Look once more."),
    "not_seated": N_("You have no seat at a table yet. Sit down at one first."),
    "no_turns": N_("Nobody speaks in turn just now."),
    "sheets_went_round": N_(
        "The sheets have been passed on %(rounds)s times, and that was the last. Go on to the next step."
    ),
    "enough_shared": N_("A table may share %(limit)s, so there is no room for more. Take one back to share another."),
}

REASONS_AT_DESK: Mapping[Reason, str] = {
    "workshop_closed": N_("This workshop has ended, so this was not done. Open it again first."),
}
"""What is said otherwise to whoever runs the workshop than to whoever writes on a phone."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "unknown_code": (N_("No workshop has this code"), N_("Look at the wall once more and type the six digits again.")),
    "unknown_link": (N_("This link does not work"), N_("It may have been used or run out. Ask for a new one.")),
    "withdrawn": (
        N_("This is not public any more"),
        N_("Those who wrote it have withdrawn it. Ask them, or look for a newer one."),
    ),
    "unknown_page": (N_("There is no such page"), N_("Go on from the front page.")),
    "workshop_gone": (N_("This workshop is no longer here"), N_("Ask the one who runs it.")),
    "not_allowed": (
        N_("This page is not for you"),
        N_("Ask whoever runs the workshop, or coordinates the network, to let you in."),
    ),
    "someone_else": (N_("Somebody else uses this device now"), N_("Reload the page.")),
    "no_wall": (
        N_("The wall has a link of its own"),
        N_("It stands at the desk, under Share, for the wall. Or sign in on this machine."),
    ),
    "no_such_role": (
        N_("There is no such role there"),
        N_("A coordinator or a reader has a place, an administrator has none. Go back and choose again."),
    ),
    "sign_in": (N_("Sign in first"), N_("This page is for those who run workshops.")),
    "too_many_requests": (N_("That was a lot at once"), N_("Wait a minute and try again.")),
    "file_gone": (N_("This file is not there any more"), N_("Go back to Files, and make it anew.")),
    "no_file": (
        N_("The file could not be made"),
        N_("Try again in a moment; if it fails again, tell whoever runs the server."),
    ),
    "full": (N_("It is full just now"), N_("Nothing is lost. Wait half a minute, then load the page again.")),
    "too_large": (N_("That was too much text at once"), N_("Send less at a time.")),
    "malformed": (N_("The server did not understand this"), N_("Go back, reload the page and try again.")),
    "unforeseen": (N_("Something went wrong here"), N_("It is noted. Go back and try again in a moment.")),
    "not_saved": (N_("It could not be saved just now"), N_("Nothing is lost. Go back and try again in a moment.")),
}
"""Problems by name: what happened, and what to do next."""

QUESTIONS: Mapping[Language, str] = {
    "nb": "Hvordan ønsker vi at det skal være i våre barnehager og skoler i 2040?",
    "nn": "Korleis ønskjer vi at det skal vere i barnehagane og skulane våre i 2040?",
    "en": "How do we want it to be in our kindergartens and schools in 2040?",
}
"""The region's own question, as a new workshop proposes it."""


class Words:
    """What the program says in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.catalogue: NullTranslations = Translations.load(LOCALES, [language])

    def gettext(self, message: str, **facts: object) -> str:
        """Translate, then fill in ``%(name)s`` facts."""
        text = self.catalogue.gettext(message)
        return text % facts if facts else text

    def ngettext(self, one: str, many: str, number: int, **facts: object) -> str:
        """Translate by number; ``%(num)s`` is the number."""
        return self.counted(one, many, number) % {"num": number, **facts}

    def counted(self, one: str, many: str, number: int) -> str:
        """The text for a number, with a large one already in it; all else is still to be filled in."""
        text = self.catalogue.ngettext(one, many, number)
        return text if number < GROUPED else text.replace("%(num)s", self.number(number))

    def number(self, value: int) -> str:
        """A number, with its thousands apart where it is large."""
        return str(value) if value < GROUPED else format_decimal(value, locale=self.language)

    def group(self, group: StakeholderGroup, *, plural: bool = False) -> str:
        """The name of a stakeholder group."""
        return self.gettext((GROUPS_MANY if plural else GROUPS_ONE)[group])

    def reason(self, reason: Reason, facts: Mapping[str, object], *, desk: bool = False) -> str:
        """What a refusal says to the one who was refused, at a ``desk`` or a phone, and what to do next."""
        return self.gettext((desk and REASONS_AT_DESK.get(reason)) or REASONS[reason], **facts)

    def role(self, role: Role) -> str:
        """What a role at a table is called."""
        return self.gettext(ROLES[role][0])

    def duty(self, role: Role) -> str:
        """What whoever has a role at a table does."""
        return self.gettext(ROLES[role][1])

    def place(self, place: str) -> str:
        """What a place on the way back from 2040 is called: a year, or a horizon."""
        return self.gettext(HORIZONS[place]) if place in HORIZONS else place

    def month(self, value: date) -> str:
        """A month and its year, in short."""
        return format_date(value, "MMM y", locale=self.language)

    def date(self, value: date | datetime) -> str:
        """A day, written out."""
        day = value.astimezone(ZONE) if isinstance(value, datetime) else value
        return format_date(day, "long", locale=self.language)

    def clock(self, value: datetime) -> str:
        """A time of day, in hours and minutes."""
        return format_time(value.astimezone(ZONE), "HH:mm", locale=self.language)


@cache
def words(language: Language) -> Words:
    """The words of one language; catalogues are read once."""
    return Words(language)


def preferred(chosen: str | None, accepted: str, default: Language = "nb") -> Language:
    """The reader's language: the one they chose, else the first of the browser's that there is, else ``default``."""
    for tag in (chosen or "", *(part.split(";")[0].strip() for part in accepted.split(","))):
        primary = "nb" if tag.lower().split("-")[0] == "no" else tag.lower().split("-")[0]
        for language in LANGUAGES:
            if primary == language:
                return language
    return default
