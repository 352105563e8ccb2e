"""What all values of the API have in common."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Value(BaseModel):
    """A frozen value that tells no more than it says."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class Page(Value, Generic[T]):
    """Some items of a list. ``next``: the cursor of those that follow; null where there are none."""

    items: tuple[T, ...]
    next: str | None = Field(
        default=None, examples=["WyIxYjk3NzIzOTU3ZGMiLDEyXQ", None], description="Give it as `cursor`, as it is."
    )


class Problem(Value):
    """What went wrong (RFC 9457). ``problem``: its name, for programs; ``detail``: the same for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:fremtidsbilde:problem:missing_scope",
                    "title": "The token lacks a scope",
                    "status": 403,
                    "detail": "Make a token that has the scope which is named, or leave this out.",
                    "problem": "missing_scope",
                    "facts": {"scope": "read:statements"},
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    problem: str
    facts: dict[str, str | int | list[str]] = Field(default_factory=dict)
