"""The last gate before a file: hidden words and small numbers stay inside, whoever built the summary."""

from app.workshop.summary import GroupCount, UnitCount, VisionSummary
from app.workshop.suppression import at_least_five


def fit_to_leave(summary: VisionSummary) -> VisionSummary:
    """Return ``summary`` without words while these are not revealed, and with no group or unit under five."""
    words = {} if summary.revealed else {"themes": (), "ungrouped": ()}
    counts = {
        "groups": tuple(GroupCount(group=row.group, people=_large(row.people)) for row in summary.groups),
        "units": tuple(UnitCount(unit=row.unit, people=_large(row.people)) for row in summary.units),
    }
    return summary.model_copy(update={**words, **counts})


def _large(people: int | None) -> int | None:
    return None if people is None else at_least_five(people)
