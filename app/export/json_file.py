"""The vision summary for other programs: the value itself as JSON, and the published schema that it keeps to.

The schema stands in docs/schema/. This writes it anew::

    python -c 'from app.export.json_file import *; print(schema_text(), end="")' > docs/schema/vision-summary.v1.json
"""

import json
from typing import Any

from app.export.fit import fit_to_leave
from app.export.words import Words
from app.workshop.summary import VisionSummary
from app.workshop.suppression import LEAST


def write(summary: VisionSummary, _words: Words) -> bytes:
    """Return ``summary`` as JSON in UTF-8, the same in every language: groups by their codes, times by ISO 8601."""
    return (fit_to_leave(summary).model_dump_json(indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``write`` writes."""
    value = VisionSummary.model_json_schema(mode="serialization")
    for count in ("GroupCount", "UnitCount", "GroupVoters"):
        value["$defs"][count]["properties"]["people"]["anyOf"][0]["minimum"] = LEAST
    value["$defs"]["VoteSummary"]["properties"]["voters"]["minimum"] = LEAST
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:fremtidsbilde:vision-summary:v1",
        **value,
        "title": "Vision summary",
        "description": (
            "What a workshop has arrived at: themes with their vision and signs, votes, the way back from 2040, what "
            "people will do, and all statements. It holds only what has been revealed, and of votes only closed ones. "
            "Where fewer than five people of a group or unit took part, their number is null, and so is the group of "
            "their statements."
        ),
        "required": list(value["properties"]),
    }


def schema_text() -> str:
    """Return the schema as it stands in docs/schema/."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
