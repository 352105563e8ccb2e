"""What an export asks of a language: translations of English sources, names of groups, dates."""

from datetime import date
from typing import Protocol

from app.workshop.people import Language, StakeholderGroup


class Words(Protocol):
    """One language, as the reader chose it.

    Sources are marked for Babel by calling ``gettext`` under its own name or as ``_``.
    """

    @property
    def language(self) -> Language:
        """The language's code: nb, nn or en."""

    def gettext(self, message: str, /) -> str:
        """The translation of an English source."""

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        """The translation for this ``number``, which stands where the source has ``%(num)s``."""

    def group(self, group: StakeholderGroup, /, *, plural: bool) -> str:
        """What people of a group are called; in plural, as a crowd: "Parents"."""

    def place(self, place: str, /) -> str:
        """What a place on the way back from 2040 is called: a year as it is, a horizon by name."""

    def date(self, value: date, /) -> str:
        """A day written out, such as "14 November 2026". A datetime means its day where the reader is."""
