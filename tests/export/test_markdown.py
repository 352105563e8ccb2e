"""Markdown, read the way a reader sees it: rendered, with markup nowhere but where the document means it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.export import markdown
from app.workshop.summary import VisionSummary
from app.workshop.words import clean
from tests.export.examples import (
    MISCHIEF,
    WITHHELD,
    WORDS,
    after_a_method,
    all_lines,
    by,
    by_group,
    folded,
    hidden,
    nested,
    outers,
    printed,
    printed_themes,
    sources,
    told_votes,
    workshop,
)
from tests.export.strategies import latin_texts, summaries, unhurried

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(summary: VisionSummary) -> list[Token]:
    return COMMONMARK.parse(markdown.write(summary, WORDS).decode())


def section(tokens: Sequence[Token], title: str) -> list[Token]:
    """What stands between the last heading of the second level with this title and the next one."""
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    start = [i for i in starts if tokens[i + 1].content == title][-1]
    end = next((i for i in starts if i > start), len(tokens))
    return list(tokens[start + 3 : end])


def items(tokens: Sequence[Token]) -> Iterator[tuple[str, str | None]]:
    """Each list item as its text, and what stands in italics after a dash at its end."""
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open" and before.hidden:
            yield said(token.children or [])


def said(pieces: Sequence[Token]) -> tuple[str, str | None]:
    by = None
    if [piece.type for piece in pieces[-3:]] == ["em_open", "text", "em_close"]:
        by = pieces[-2].content
        pieces = pieces[:-3]
    assert {piece.type for piece in pieces} <= {"text"}, "what people write is never markup"
    text = "".join(piece.content for piece in pieces)
    return (text, None) if by is None else (text.removesuffix(" — "), by)


def as_read(summary: VisionSummary) -> Iterator[tuple[str, str | None]]:
    """The statements with who they are from, and after each what it builds on."""
    for line in printed(summary):
        yield line.text, by(line)
        yield from ((f"Builds on: {source.text}", by(source)) for source in sources(summary, line))


def cells(tokens: Sequence[Token]) -> list[list[str]]:
    """The rows of tables, without their heads."""
    found: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open" and token.type == "td_open":
            found.append([])
        if before.type == "td_open":
            found[-1].append("".join(piece.content for piece in token.children or []))
    return found


@unhurried
@given(summaries())
def test_all_statements_stand_once_at_the_end_word_for_word(summary: VisionSummary) -> None:
    expected = list(as_read(summary))
    shown = list(items(section(rendered(summary), "All statements"))) if expected else []
    assert shown == expected


@unhurried
@given(summaries())
def test_a_vote_is_a_table_with_all_numbers_that_may_be_told(summary: VisionSummary) -> None:
    votes = told_votes(summary)
    if not votes:
        assert "## The votes" not in markdown.write(summary, WORDS).decode()
        return
    tokens = section(rendered(summary), "The votes")
    assert cells(tokens) == [
        [bar.label, f"{bar.place} (shared)" if bar.tied else str(bar.place), str(bar.votes)]
        + [("withheld" if bar.votes else "0") if people is None else str(people) for people in by_group(bar)]
        for vote in votes
        for bar in vote.bars
    ]
    withheld = [vote for vote in votes if any(None in by_group(bar) and bar.votes for bar in vote.bars)]
    notes = [token for token in tokens if token.content.startswith("A number of a group is withheld where")]
    assert len(notes) == len(withheld), "it is explained only where something is withheld"


@unhurried
@given(summaries())
def test_the_way_back_stands_by_place_and_commitments_in_a_table(summary: VisionSummary) -> None:
    tokens = rendered(summary)
    for title, horizons in (("The way back from 2040", False), ("Three horizons", True)):
        there = [milestone for milestone in summary.milestones if (milestone.place[0] == "h") == horizons]
        if there:
            board = section(tokens, title)
            assert list(items(board)) == [(milestone.text, milestone.who or None) for milestone in there]
            heads = [token.content for before, token in pairwise(board) if before.type == "heading_open"]
            assert heads == list(dict.fromkeys(WORDS.place(milestone.place) for milestone in there))
    if summary.commitments:
        assert cells(section(tokens, "What we will do")) == [
            [there.what, there.who, there.when, there.theme] for there in summary.commitments
        ]


@unhurried
@given(summaries())
def test_a_theme_shows_title_vision_signs_and_quotes(summary: VisionSummary) -> None:
    tokens = rendered(summary)
    texts = ["".join(piece.content for piece in token.children or []) for token in tokens if token.type == "inline"]
    for theme in printed_themes(summary):
        assert theme.title in texts
        assert theme.vision in texts or not theme.vision
        assert theme.id not in outers(summary) or f"Within: {outers(summary)[theme.id]}" in texts
        assert set(theme.signs) <= set(texts)
    inside_quotes = [
        said(token.children or [])[0]
        for i, token in enumerate(tokens)
        if token.type == "inline" and i > 1 and tokens[i - 2].type == "blockquote_open"
    ]
    quotes = [line.text for theme in summary.themes for line in theme.statements[: theme.quotes]]
    assert inside_quotes[bool(summary.question) :] == quotes


@unhurried
@given(summaries(latin_texts))
def test_no_number_under_five_is_shown(summary: VisionSummary) -> None:
    there = section(rendered(summary), "Who took part") if summary.groups + summary.units else []
    groups = folded([(WORDS.group(row.group, plural=True), row.people) for row in summary.groups])
    units = folded([(row.unit or "Not given", row.people) for row in summary.units])
    told = [people for _, people in cells(there)]
    if all(people is None for _, people in groups + units):
        assert told == []
        assert ("no group is shown with a number" in markdown.write(summary, WORDS).decode()) == bool(groups + units)
    else:
        assert told == [WITHHELD if people is None else str(people) for _, people in groups + units]


def test_mischief_is_only_text() -> None:
    tokens = rendered(workshop(MISCHIEF))
    assert [text for text, _ in items(section(tokens, "All statements"))] == [clean(text) for text in MISCHIEF]
    assert not [token for token in tokens if token.type.startswith(("html", "fence", "code"))]
    text = markdown.write(workshop(MISCHIEF), WORDS).decode()
    assert not [sign for sign in ("://", "www.", "ola@") if sign in text], "GitHub would make links of these"


def test_it_says_what_was_asked_when_and_who_took_part() -> None:
    text = markdown.write(workshop(), WORDS).decode()
    assert text.startswith(
        "# Framtida på Smøla\n\n**Vision summary**\n\n> Hvordan ønsker vi at det skal være i 2040?\n"
    )
    assert "- Workshop held on: 14.11.2026\n- This file made on: 23.11.2026\n- Method: Open workshop" in text
    assert "| Parent people | 38 |\n| Business people | fewer than five, or withheld |" in text
    assert "This is so that nobody can be recognised." in text


def test_before_the_reveal_it_says_so_and_nothing_else() -> None:
    text = markdown.write(hidden(after_a_method()), WORDS).decode()
    assert "is not in this document. It has not been shown to all, or has been hidden again" in text
    assert not [
        words for words in ("Trygge venner", "viktigst", "Elevrådet", "spør", "ute", "Write alone") if words in text
    ]
    assert not [line.text for line in all_lines(workshop()) if line.text in text]


def test_a_council_reads_what_a_method_led_to() -> None:
    text = markdown.write(after_a_method(), WORDS).decode()
    heads = [line for line in text.splitlines() if line.startswith(("## ", "### "))]
    assert heads == [
        "## Who took part",
        "## Trygge venner",
        "### Signs to look for",
        "### In their own words",
        "## The votes",
        "### Hva er viktigst?",
        "## The way back from 2040",
        "### 2040",
        "### 2026",
        "## What we will do",
        "## All statements",
        "### Share",
        "### Write alone",
    ]
    assert "- Method: Fremtidsbilde 2040\n" in text
    assert "38 people voted, with 2 votes each. 5 of them had no phone" in text
    assert "| Trygge venner | 1 (shared) | 24 | 12 | 8 |\n| Ro | 1 (shared) | 24 | withheld | withheld |" in text
    assert "One vote, and perhaps important:\n\n- Båt\n" in text
    assert "- Vi møtes ute — *Table 3*\n  - Builds on: Ro. Bare ro. — *Parent*" in text


def test_a_theme_stands_within_another_one_and_a_copy_in_both() -> None:
    text = markdown.write(nested(), WORDS).decode()
    assert "## En venn\n\n*Within: Trygge venner*\n" in text
    assert "- Statements: 3\n" in text
    everything = text.partition("## All statements")[2]
    assert "### Trygge venner\n\n- I 2040 har alle noen å leke med. — *Parent*\n" in everything
    assert (
        "### Trygge venner › En venn\n\n- Ro. Bare ro. — *Parent*\n"
        "- I 2040 har alle noen å leke med. — *Parent · copy*\n" in everything
    )


def test_an_empty_workshop_is_a_document_too() -> None:
    empty = workshop().model_copy(update={"themes": (), "ungrouped": (), "groups": (), "units": ()})
    text = markdown.write(empty, WORDS).decode()
    assert "There are no statements yet." in text
    assert "##" not in text
