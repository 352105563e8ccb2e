"""A place's vision summary for other programs: the value itself as JSON, and the published schema that it keeps to.

The schema stands in docs/schema/. This writes it anew::

    python -c 'from app.export.vision.json_file import *; print(schema_text(), end="")' > docs/schema/vision.v1.json
"""

import json
from typing import Any

from app.export.vision.fit import fit_to_leave
from app.export.words import Words
from app.region.vision import Vision
from app.workshop.suppression import LEAST


def write(vision: Vision, _words: Words) -> bytes:
    """Return ``vision`` as JSON in UTF-8, the same in every language: groups by their codes, times by ISO 8601."""
    return (fit_to_leave(vision).model_dump_json(indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``write`` writes."""
    value = Vision.model_json_schema(mode="serialization")
    value["$defs"]["Held"]["properties"]["people"]["anyOf"][0]["minimum"] = LEAST
    heard = value["$defs"]["HeardGroup"]["properties"]["people"]
    heard["anyOf"] = [{"const": 0}, {"minimum": LEAST}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:fremtidsbilde:vision:v1",
        **value,
        "title": "Vision summary of a place",
        "description": (
            "What a unit, a municipality or a network has arrived at, made of what its workshops have told: themes "
            "with their vision, signs and quotes, who has been heard, what few said, and what happens now. Each number "
            "of people is one that a workshop tells or a sum of such; none is under five. Of a group that no workshop "
            "tells it is 0."
        ),
        "required": list(value["properties"]),
    }


def schema_text() -> str:
    """Return the schema as it stands in docs/schema/."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
