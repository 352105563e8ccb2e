"""Who takes part: stakeholder groups, and the actor behind a command."""

from dataclasses import dataclass
from typing import Literal, get_args

StakeholderGroup = Literal[
    "child", "youth", "parent", "staff", "leader", "politician", "business", "voluntary", "other"
]
GROUPS: tuple[StakeholderGroup, ...] = get_args(StakeholderGroup)

Role = Literal["participant", "facilitator", "system"]
Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``id`` is the participant's random id or the account's id, never a name."""

    role: Role
    id: str


SYSTEM = Actor(role="system", id="system")
