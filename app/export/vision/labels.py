"""Headings and standing phrases of a place's vision summary."""

from dataclasses import dataclass

from app.export.words import Words


@dataclass(frozen=True)
class Labels:
    """Headings, heads of columns, and standing phrases."""

    head: str
    about: str
    overview: str
    contents: str
    numbers: str
    themes: str
    theme: str
    sentence: str
    signs: str
    answer: str
    quotes: str
    quote: str
    statements: str
    votes: str
    workshops: str
    workshop: str
    municipalities: str
    municipality: str
    each_workshop: str
    units: str
    groups: str
    group: str
    language: str
    identity: str
    minority: str
    heard: str
    people: str
    told_by: str
    withheld_by: str
    withheld: str
    exactness: str
    at_least: str
    exact: str
    why_withheld: str
    steps: str
    what: str
    who: str
    when: str
    answers: str
    done: str
    held: str
    method: str
    title: str
    applies_to: str
    question: str
    introduction: str
    version: str
    written: str
    made_of: str
    in_themes: str
    name: str
    content: str
    kind: str
    not_voted: str


def labels(words: Words) -> Labels:
    """Return them in one language."""
    _ = words.gettext
    return Labels(
        head=_("Vision summary"),
        about=_("What it is about"),
        overview=_("Overview"),
        contents=_("Contents"),
        numbers=_("The themes in numbers"),
        themes=_("Themes"),
        theme=_("Theme"),
        sentence=_("Vision"),
        signs=_("Signs to look for"),
        answer=_("What happens with it"),
        quotes=_("In their own words"),
        quote=_("Statement"),
        statements=_("Statements"),
        votes=_("Votes"),
        workshops=_("Workshops"),
        workshop=_("Workshop"),
        municipalities=_("Municipalities"),
        municipality=_("Municipality"),
        each_workshop=_("Each workshop stands in the tables that belong to this document."),
        units=_("Units"),
        groups=_("Groups"),
        group=_("Group"),
        language=_("Language"),
        identity=_("Id"),
        minority=_("What only a few said"),
        heard=_("Who has been heard"),
        people=_("Number of people"),
        told_by=_("Workshops that tell it"),
        withheld_by=_("Workshops that do not tell it"),
        withheld=_("not told"),
        exactness=_("The number is"),
        at_least=_("at least"),
        exact=_("exact"),
        why_withheld=_(
            "A number is the sum of what workshops tell: at least so many have been heard. Where fewer than five of a "
            "group took part in a workshop, or their number could be worked out, the workshop does not tell it; it "
            "may also have had nobody of the group. This is so that nobody can be recognised."
        ),
        steps=_("Next steps"),
        what=_("What"),
        who=_("Who"),
        when=_("When"),
        answers=_("Followed up by"),
        done=_("How it came to be"),
        held=_("Held"),
        method=_("Method"),
        title=_("Title"),
        applies_to=_("Applies to"),
        question=_("Question"),
        introduction=_("Introduction"),
        version=_("Version"),
        written=_("Saved on"),
        made_of=_("Made of"),
        in_themes=_("Of this, in the themes here"),
        name=_("Name"),
        content=_("Content"),
        kind=_("Stands under"),
        not_voted=_("no vote"),
    )
