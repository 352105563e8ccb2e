"""Why a command was not carried out: named facts. ``i18n`` says them in the reader's language."""

from typing import Literal

Reason = Literal[
    "not_allowed",  # the role may not do this at all
    "someone_else",  # the page was painted for another participant or account than the cookie says now
    "not_joined",  # the participant has not chosen a group in this room yet
    "not_yours",  # somebody else's statement
    "id_taken",  # another actor has used this command id in this room
    "empty",  # nothing left after cleaning
    "too_long",  # facts: limit, length
    "submissions_closed",
    "workshop_closed",
    "workshop_gone",  # deleted
    "unknown_statement",
    "unknown_theme",
    "unknown_group",
    "unknown_unit",
    "group_fixed",  # one who has written keeps group and unit: counts of people must only ever grow
    "same_theme",  # a theme cannot be merged into itself
    "nothing_to_undo",
    "undo_stale",  # something else has happened since
    "malformed",  # not a command of this version; facts: where, what
    "too_fast",  # facts: retry_after (seconds)
    "not_saved",  # the log could not be written; trying again is safe
    "too_many",  # a bound of the room is reached; facts: limit
    "unknown_step",
    "step_begun",  # another method would do away with steps that have been begun
    "step_finished",  # it can be seen, and is worked on again when it is reopened
    "step_left",  # the room is at another step by now
    "no_clock",
    "nothing_waits",  # all that could be revealed is revealed
    "promised",  # people were told that not all would see this; it is shown if that is asked for ``anyway``
    "statement_hidden",  # it is hidden, or waits to be read, and stands on no wall
    "hidden_again",  # nothing is said of what has been shown and is hidden now
    "unknown_vote",
    "vote_closed",
    "nothing_chosen",  # a vote for somebody else in which nothing is ticked
    "votes_used",  # nobody has so many votes; facts: limit
    "one_each",  # no more than one vote for the same
    "unknown_option",
    "no_options",  # there is nothing to vote on yet
    "unknown_plan",  # no such milestone or commitment
    "unknown_place",
    "themes_locked",
    "too_deep",  # themes stand within themes one level deep
    "no_tables",  # nobody sits at a table yet
    "nobody_yet",  # nobody has joined whom tables could be made for
    "unknown_table",  # no such table, or nobody on this seat
    "seat_changed",  # somebody else has sat down there since
    "not_seated",  # one has no seat at a table
    "no_turns",  # nobody speaks in turn now
    "sheets_went_round",  # as often as the step lets them; facts: rounds
    "enough_shared",  # a table has shared as many ideas as it may; facts: limit
]


class Refusal(Exception):
    """A command that is not carried out, as a value: ``reason`` and the ``facts`` that its wording needs."""

    def __init__(self, reason: Reason, **facts: str | int | float) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and (self.reason, self.facts) == (other.reason, other.facts)

    def __hash__(self) -> int:
        return hash(self.reason)
