"""All that was said in a region: a row for each statement, with the themes it stands in and where it was said."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.export.vision.tables import SEPARATOR, Table
from app.export.words import Words
from app.region.rights import Place
from app.region.shared_theme import Local
from app.region.told_words import ToldLine, ToldWords

FORMAT = "fremtidsbilde.statements.v2"

Shared = Mapping[Local, tuple[str, ...]]
"""The titles of the shared themes that local themes stand in."""


def table(told: Iterable[ToldWords], names: Mapping[Place, str], shared: Shared, words: Words) -> Table:
    """Return the table. ``names``: of the places that are seen; those of others are left out."""
    _ = words.gettext
    heads = (
        *(_("Statement"), _("Language"), _("Group"), _("Theme"), _("Workshop"), _("Held")),
        *(_("Municipalities"), _("Units"), _("Id"), _("Shared theme")),
    )
    rows = tuple(
        (
            *(line.text, line.language, words.group(line.group, plural=False) if line.group else "", theme),
            *(one.workshop.title, one.workshop.held, SEPARATOR.join(municipalities), SEPARATOR.join(units), line.key),
            SEPARATOR.join(_shared(line, shared)),
        )
        for one, line, theme, municipalities, units in _lines(told, names)
    )
    return Table("statements", _("Statements"), heads, rows)


def value(told: Iterable[ToldWords], names: Mapping[Place, str], shared: Shared, network: str) -> dict[str, Any]:
    """Return the same for programs: groups by their codes, None where they are not named."""
    return {
        "format": FORMAT,
        "network": network,
        "statements": [
            {
                "id": line.key,
                "text": line.text,
                "language": line.language,
                "group": line.group,
                "theme": theme,
                "shared_themes": list(_shared(line, shared)),
                "workshop": one.workshop.title,
                "held": one.workshop.held,
                "municipalities": municipalities,
                "units": units,
            }
            for one, line, theme, municipalities, units in _lines(told, names)
        ],
    }


def _shared(line: ToldLine, shared: Shared) -> tuple[str, ...]:
    return shared.get(Local(line.workshop, line.theme), ()) if line.theme else ()


def _lines(
    told: Iterable[ToldWords], names: Mapping[Place, str]
) -> Iterator[tuple[ToldWords, ToldLine, str, list[str], list[str]]]:
    for one in told:
        titles = {theme.id: theme.title for theme in one.themes}
        places = one.workshop.units
        municipalities = sorted({names.get(Place(place.network, place.municipality), "") for place in places} - {""})
        units = sorted(names[place] for place in places if place in names)
        for line in one.lines:
            yield one, line, titles.get(line.theme or "", ""), municipalities, units
