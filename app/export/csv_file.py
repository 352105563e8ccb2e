"""Tables for a spreadsheet, each a file of its own: statements, votes, milestones, commitments.

One kind of thing to a table, one thing to a row, so that a spreadsheet can sort, filter and add up what it opens. A
column once named keeps its place: what only some workshops have comes after it.

UTF-8 with a byte order mark, which Excel needs to show æ, ø and å; quoting by RFC 4180, lines ending in CRLF. The
delimiter is what spreadsheets of the language expect: a semicolon, in English a comma. The group of a statement is
empty where it is withheld, the theme where it is in none. A number of a vote says that it is withheld: an empty cell
counts as nought.

A spreadsheet takes a cell that begins with = + - or @ for a formula, and would run what a stranger wrote. Such a cell
gets an apostrophe in front. So does one that begins so only after spaces, tabs, line breaks or apostrophes, or with
another form of these signs, such as ＝. ``as_written`` takes the apostrophe away again, and returns every cell as it
was.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator

from app.export.fit import fit_to_leave
from app.export.words import Words
from app.workshop.people import GROUPS
from app.workshop.summary import VisionSummary

TABLES = ("statements", "votes", "milestones", "commitments")
"""What there is a table of, the one that everybody has first."""

_DEFUSED = "'"
_STARTS = ("=", "+", "-", "@")
_CONTROLS = ("\t", "\r", "\n")
_BETWEEN = " | "


def write(summary: VisionSummary, words: Words, *, table: str = TABLES[0], delimiter: str | None = None) -> bytes:
    """Return one table of ``summary``; only its heads while nothing is revealed.

    Raises:
        KeyError: there is no such table.
    """
    rows = {"statements": _statements, "votes": _votes, "milestones": _milestones, "commitments": _commitments}[table]
    out = io.StringIO(newline="")
    file = csv.writer(out, delimiter=delimiter or ("," if words.language == "en" else ";"), lineterminator="\r\n")
    for row in rows(fit_to_leave(summary), words):
        file.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _statements(summary: VisionSummary, words: Words) -> Iterator[list[str]]:
    """All statements by theme; by step first where they were written in several, with what shared ideas build on.

    So also where tables wrote: each idea says whose it is.

    A statement that was copied has a row for each place, with the same id.
    """
    _ = words.gettext
    steps = len(summary.collections) > 1 or any(line.table for line in summary.lines)
    written = {collection.id: collection.title for collection in summary.collections}
    texts = {line.id: line.text for line in summary.lines}
    titles = {theme.id: theme.title for theme in summary.themes}
    nested = any(theme.within in titles for theme in summary.themes)
    heads = [_("Theme"), _("Statement"), _("Group"), _("Id")]
    heads += [_("Step"), _("Table"), _("Builds on")] if steps else []
    yield heads + ([_("Within")] if nested else [])
    for _of, theme, lines in summary.piles:
        for line in lines:
            group = words.group(line.group, plural=False) if line.group else ""
            row = [theme.title if theme else "", line.text, group, line.id]
            if steps:
                originals = _BETWEEN.join(texts[source] for source in line.sources if source in texts)
                row += [written[line.collection], str(line.table or ""), originals]
            yield row + ([titles.get(theme.within or "", "") if theme else ""] if nested else [])


def _votes(summary: VisionSummary, words: Words) -> Iterator[list[str]]:
    """What was voted on, vote by vote, with a column for each group that has numbers in one of them."""
    _ = words.gettext
    there = {row.group for vote in summary.votes for bar in vote.bars for row in bar.by_group}
    groups = [group for group in GROUPS if group in there]
    heads = [_("Vote"), _("Criterion"), _("Choice"), _("Place"), _("Votes"), _("Chosen by"), _("Voters"), _("Id")]
    later = [_("Later votes")] if any(vote.uncounted for vote in summary.votes) else []
    yield [*heads, *(words.group(group, plural=True) for group in groups), *later]
    for vote in summary.votes:
        for bar in vote.bars:
            people = {row.group: row.people for row in bar.by_group}
            counts = [str(number) for number in (bar.place, bar.votes, bar.people, vote.voters)]
            withheld = _("withheld") if bar.votes else "0"  # what nobody chose says that of each group
            by_group = (people.get(group) for group in groups)
            told = [withheld if number is None else str(number) for number in by_group]
            left_out = [_("some are not in this result") if vote.uncounted else ""] if later else []
            yield [vote.title, vote.criterion, bar.label, *counts, bar.id, *told, *left_out]


def _milestones(summary: VisionSummary, words: Words) -> Iterator[list[str]]:
    _ = words.gettext
    yield [_("When"), _("Milestone"), _("Who"), _("Id")]
    for there in summary.milestones:
        yield [words.place(there.place), there.text, there.who, there.id]


def _commitments(summary: VisionSummary, words: Words) -> Iterator[list[str]]:
    _ = words.gettext
    yield [_("What"), _("Together with"), _("When"), _("Theme"), _("Id")]
    for there in summary.commitments:
        yield [there.what, there.who, there.when, there.theme, there.id]


def harmless(cell: str) -> str:
    """Return ``cell`` such that no spreadsheet runs it."""
    return _DEFUSED + cell if _could_run(cell) else cell


def as_written(cell: str) -> str:
    """Return what ``harmless`` was given."""
    return cell[1:] if cell.startswith(_DEFUSED) and _could_run(cell[1:]) else cell


def _could_run(cell: str) -> bool:
    bare = cell.lstrip(_DEFUSED)
    first = next((char for char in bare if char != _DEFUSED and not _unseen(char)), "")
    return bare[:1] in _CONTROLS or unicodedata.normalize("NFKC", first)[:1] in _STARTS


def _unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
