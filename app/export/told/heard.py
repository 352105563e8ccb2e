"""Who has been heard in a region, as a table: the numbers of its page, and by how many workshops each is told."""

from collections.abc import Iterator

from app.export.vision.tables import Cell, Table
from app.export.words import Words
from app.region.coverage import Row
from app.region.heard import Number
from app.workshop.people import GROUPS


def table(whole: Row, words: Words) -> Table:
    """Return the table: a row for each unit, for what several had together, for each municipality, and for all."""
    _ = words.gettext
    of_group = [
        head % {"group": words.group(group, plural=True)}
        for group in GROUPS
        for head in (
            _("%(group)s: at least"),
            _("%(group)s: workshops that tell it"),
            _("%(group)s: workshops that do not tell it"),
        )
    ]
    heads = (
        *(_("Municipality"), _("Unit"), _("Workshops held"), _("Workshops going on"), _("Workshops to come")),
        *(_("Units"), _("Units heard"), *of_group),
    )
    return Table("heard", _("Who has been heard"), heads, tuple(_rows(whole, words)))


def _rows(whole: Row, words: Words) -> Iterator[tuple[Cell, ...]]:
    _ = words.gettext
    for municipality in whole.parts:
        for unit in municipality.parts:
            yield _row(unit, municipality.name, unit.name or _("Several units together"), words)
        several = municipality.several
        yield _row(
            municipality, municipality.name, _("Several municipalities together") if several else _("All"), words
        )
    yield _row(whole, whole.name, _("All"), words)


def _row(row: Row, municipality: str, unit: str, words: Words) -> tuple[Cell, ...]:
    stages = (row.stages.get(stage, 0) for stage in ("run", "running", "planned"))
    numbers = (cell for group in GROUPS for cell in _number(row.groups.get(group), words))
    return (municipality, unit, *stages, row.units, row.heard, *numbers)


def _number(number: Number | None, words: Words) -> tuple[Cell, ...]:
    """A number that no workshop tells is withheld, not nought; a group that none offered has no number at all."""
    if number is None:
        return None, None, None
    told: Cell = number.people if number.workshops else words.gettext("not told")
    return told, number.workshops, number.withheld
