"""Headings and standing phrases of the document."""

from dataclasses import dataclass

from app.export.words import Words


@dataclass(frozen=True)
class Labels:
    """Headings and standing phrases."""

    head: str
    contents: str
    took_part: str
    withheld: str
    why_withheld: str
    signs: str
    quotes: str
    ballots: str
    votes: str
    place: str
    shared_place: str
    no_votes: str
    minority: str
    few_chose: str
    why_few_chose: str
    promises: str
    what: str
    who: str
    when: str
    serves: str
    all: str
    ungrouped: str
    other: str
    builds_on: str


def labels(words: Words) -> Labels:
    """Return them in one language."""
    _ = words.gettext
    return Labels(
        head=_("Vision summary"),
        contents=_("Contents"),
        took_part=_("Who took part"),
        withheld=_("fewer than five, or withheld"),
        why_withheld=_(
            "Numbers under five are not shown, and neither are numbers from which they could be worked out. "
            "Where fewer than five of a group took part, its statements stand without the name of the group. "
            "This is so that nobody can be recognised."
        ),
        signs=_("Signs to look for"),
        quotes=_("In their own words"),
        ballots=_("The votes"),
        votes=_("Votes"),
        place=_("Place"),
        shared_place=_("shared"),
        no_votes=_("No votes:"),
        minority=_("One vote, and perhaps important:"),
        few_chose=_("withheld"),
        why_few_chose=_(
            "A number of a group is withheld where it, alone or with others, could tell what a few people chose."
        ),
        promises=_("What we will do"),
        what=_("What"),
        who=_("Together with"),
        when=_("When"),
        serves=_("Theme"),
        all=_("All statements"),
        ungrouped=_("Not in any theme"),
        other=_("Other statements"),
        builds_on=_("Builds on:"),
    )
