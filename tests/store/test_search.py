"""The search: what it finds is what is told, as the questions mean it, the same in both databases, and no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, text, update

from app.region.search import Question, Sought, question
from app.region.search_words import folded, stem, token, words_of
from app.store import search, search_words, told
from app.store.backup import backup
from app.store.database import Database
from app.store.search import After, Found
from app.store.tables import ToldStatementRow, ToldThemeRow, ToldWordsRow, WorkshopRow, table_of
from app.verify import verify
from tests.databases import sqlite_only, taken_back
from tests.told_by_hand import line, summary, tell, theme, workshop

HOSTILE = [
    '"',
    '""',
    "-",
    "--",
    "*",
    "-*",
    "'; DROP TABLE told_words; --",
    "a OR b",
    "NEAR(a b)",
    "words:skole",
    "skole AND",
    "NOT",
    "^a",
    "(",
    "a & | ! <-> b:*",
    "\\",
    "%_",
    "\0skole",
    "'a':1A",
    "ß İ ǆ ﬀ ½ ٣ 漢字 नमस्ते 👩‍👧",
    "x" * 5_000,
    "a " * 500,
]


def texts(found: Found[search.FoundStatement]) -> list[str]:
    return [one.text for one in found.page]


def ask(connection: Connection, asked: str, *workshops: str, most: int = 1_000, **given: object) -> list[str]:
    return texts(search.statements(connection, question(asked), workshops, most=most, **given))  # type: ignore[arg-type]


def test_words_are_found_in_their_forms_phrases_as_written_and_what_is_excluded_is_not(database: Database) -> None:
    with database.writing() as connection:
        here = workshop(
            connection,
            [],
            summary("Uteskule kvar veke", "Skolen er trygg", "Alle har en venn på skolen", "Play outside every day"),
        )
        assert ask(connection, "skule ", here) == ["Skolen er trygg", "Alle har en venn på skolen"]
        assert ask(connection, "uteskolar ", here) == ["Uteskule kvar veke"]
        assert ask(connection, '"en venn" ', here) == ["Alle har en venn på skolen"]
        assert ask(connection, '"venn en" ', here) == []
        assert ask(connection, "skolen -venn ", here) == ["Skolen er trygg"]
        assert ask(connection, "-skolen ", here) == ["Uteskule kvar veke", "Play outside every day"]
        assert ask(connection, "outs", here) == ["Play outside every day"]
        assert len(ask(connection, "", here)) == 4


def test_nothing_that_is_typed_is_an_error(database: Database) -> None:
    with database.writing() as connection:
        here = workshop(connection, [], summary("Skolen er trygg"))
    with database.reading() as connection:
        for asked in HOSTILE:
            assert set(ask(connection, asked, here)) <= {"Skolen er trygg"}


def test_themes_are_found_by_title_vision_and_signs_and_by_the_groups_that_are_named_in_them(
    database: Database,
) -> None:
    child, parent = line("Lek", "child"), line("Tid", "parent")
    themes = [
        theme("Ute", child, vision="Alle er ute hver dag", signs=["Gjørmete sko", "Tomme klasserom"]),
        theme("Hjemme", parent, vision="Foreldre har tid"),
    ]
    with database.writing() as connection:
        here = workshop(connection, [], summary(themes=themes))

        def found(asked: str, group: str | None = None) -> list[str]:
            return [one.title for one in search.themes(connection, question(asked), [here], group=group, most=9).page]

        assert found("ute ") == found("dag ") == found("klasserommet ") == ["Ute"]
        assert found('"dag gjørmete"') == [], "no phrase goes over from one text into the next"
        assert found("", "parent") == ["Hjemme"]
        assert found("ute ", "parent") == found("", "staff") == []
        one = search.statements(connection, question("lek "), [here], group="child", most=9).page[0]
        assert (one.text, one.group, one.theme) == ("Lek", "child", "Ute")
        assert ask(connection, "lek ", here, group="parent") == []


def test_nothing_comes_of_other_workshops_than_those_that_are_asked_nor_of_deleted_ones(database: Database) -> None:
    with database.writing() as connection:
        here, other = (workshop(connection, [], summary(f"Skolen i {name}")) for name in ("nord", "sør"))
        assert ask(connection, "skolen ", here) == ["Skolen i nord"]
        assert search.statements(connection, question("skolen "), [here], most=9).many == {here: 1}
        assert ask(connection, "skolen ", other, here) == ["Skolen i sør", "Skolen i nord"], "in the order of asking"
        assert ask(connection, "skolen ") == []
        rows = table_of(WorkshopRow)
        connection.execute(update(rows).where(rows.c.id == other).values(stage="deleted"))
        assert ask(connection, "skolen ", other, here) == ["Skolen i nord"]


def test_page_after_page_comes_each_answer_once(database: Database) -> None:
    with database.writing() as connection:
        there = [workshop(connection, [], summary(*(f"Skole {n} {w}" for n in range(7)), "Nei")) for w in range(4)]
        seen: list[str] = []
        after: After | None = None
        while True:
            found = search.statements(connection, question("skole"), there, after=after, most=5)
            seen += texts(found)
            assert found.total == 28
            if not found.more:
                break
            after = After(found.page[-1].workshop, found.page[-1].rank)
        assert seen == [f"Skole {n} {w}" for w in range(4) for n in range(7)]


said = st.lists(
    st.sampled_from(
        [
            *("skole", "skulen", "Skolar", "trygg", "trygt", "tryggleik", "en", "ein", "venn", "vener", "lek", "og"),
            *("leikeplass", "ute", "e-post", "2040", "2.5", "ÅS", "aas", "é", "q", "qz", "x2", "barn", "i", "漢字"),
        ]
    ),
    max_size=6,
).map(" ".join)
asked_for = st.lists(st.tuples(st.sampled_from(["", "-"]), said, st.sampled_from(["", "*", '"', " "])), max_size=3).map(
    lambda parts: " ".join(
        f"{minus}{mark}{words}{mark}" if mark == '"' else minus + words + mark for minus, words, mark in parts
    )
)


def answers(asked: Question, text: str) -> bool:
    """Whether a text answers a question, by looking at it word for word."""
    words = words_of(text)
    stems = [stem(word) for word in words]

    def there(sought: Sought) -> bool:
        return any(sought.found_at(at, words, stems) for at in range(len(words)))

    return all(map(there, asked.wanted)) and not any(map(there, asked.unwanted))


@pytest.fixture(scope="module")
def kept(new_address: Callable[[], str]) -> Iterator[Connection]:
    """A transaction that all examples of a law are told in, each of which is taken back."""
    database = Database(new_address())
    with database.writing() as connection:
        yield connection
    database.close()


@contextmanager
def taken_back_after(connection: Connection) -> Iterator[None]:
    """What is done within it is as if it had not been."""
    done = connection.begin_nested()
    try:
        yield
    finally:
        done.rollback()


@settings(max_examples=50)
@given(st.lists(said, min_size=1, max_size=8), st.lists(asked_for, min_size=1, max_size=5))
def test_law_both_databases_find_what_one_finds_by_reading(
    kept: Connection, told_texts: list[str], asks: list[str]
) -> None:
    with taken_back_after(kept):
        here = workshop(kept, [], summary(*told_texts))
        for asked in asks:
            assert ask(kept, asked, here) == [one for one in told_texts if answers(question(asked), one)], asked


steps = st.one_of(
    st.tuples(st.just("tell"), st.integers(0, 2), st.lists(st.tuples(st.integers(0, 5), said), max_size=5)),
    st.tuples(st.just("forget"), st.integers(0, 2), st.integers(0, 5)),
    st.tuples(st.just("delete"), st.integers(0, 2), st.just(0)),
)


def check_words(connection: Connection) -> None:
    """The words that are kept are those of the rows that are told, and each is found by its own index."""
    words, statements, themes = (table_of(row) for row in (ToldWordsRow, ToldStatementRow, ToldThemeRow))
    rows = connection.execute(select(words)).mappings().all()
    there = {(row["workshop_id"], row["statement"] or row["theme"]) for row in rows}
    wanted = {(row[0], row[1]) for row in connection.execute(select(statements.c.workshop_id, statements.c.statement))}
    wanted |= {(row[0], row[1]) for row in connection.execute(select(themes.c.workshop_id, themes.c.theme))}
    assert there == wanted
    assert len(rows) == len(wanted)
    for told_by in {row["workshop_id"] for row in rows}:
        assert search_words.differs(connection, told_by) == 0
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO told_words_fts (told_words_fts, rank) VALUES ('integrity-check', 1)"))


@settings(max_examples=30)
@given(st.lists(steps, max_size=8))
def test_law_the_index_holds_what_is_told_after_anything(
    kept: Connection, story: list[tuple[str, int, object]]
) -> None:
    workshops = table_of(WorkshopRow)
    with taken_back_after(kept):
        here = [workshop(kept, [], summary()) for _ in range(3)]
        for what, number, given_ in story:
            if what == "delete":
                kept.execute(delete(workshops).where(workshops.c.id == here[number]))
                here[number] = workshop(kept, [], summary())
            elif what == "forget":
                told.forget(kept, here[number], {f"s{given_}"})
            else:
                by_id = dict(given_)  # type: ignore[call-overload]
                lines = [line(one, statement=f"s{n}") for n, one in by_id.items()]
                tell(kept, here[number], summary(*lines[1:], themes=[theme("Ute", *lines[:1])]))
            check_words(kept)


def test_verify_says_where_words_are_not_those_that_are_told(database: Database) -> None:
    with database.writing() as connection:
        here = workshop(connection, [], summary("Skolen er trygg", "Ute"))
        assert verify(connection).problems == []
        connection.execute(update(table_of(ToldWordsRow)).values(words="noe"))
        (problem,) = verify(connection).problems
        assert problem[1] == "the search's words differ from what was told: 2"
        tell(connection, here, summary())
        assert verify(connection).problems == []


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("fremtidsbilde.db*")))


@sqlite_only
async def test_the_bytes_of_what_is_forgotten_go_from_the_files(database: Database, tmp_path: Path) -> None:
    spelled = [token(folded("ordetjegangrer")), token(stem("ordetjegangrer"), stemmed=True)]
    mine, other = line("Ordetjegangrer, åh"), line("Ordetsomblir")
    here = await database.write(lambda c: workshop(c, [], summary(mine, other)))
    await database.write(lambda c: workshop(c, [], summary("Noe annet")))
    await database.scrub()
    assert all(word.encode() in _on_disk(tmp_path) for word in spelled)
    await database.write(lambda c: told.forget(c, here, {mine.id}))
    database.erased = True
    await database.scrub()
    left = _on_disk(tmp_path).lower()
    assert [word for word in ("ordetjegangrer", *spelled) if word.encode() in left] == []
    assert b"ordetsomblir" in left
    with database.reading() as connection:
        assert ask(connection, "ordetjegangrer", here) == []
        assert ask(connection, "ordetsomblir", here) == ["Ordetsomblir"]


@sqlite_only
async def test_a_backup_is_searched_as_before_and_holds_nothing_that_was_forgotten_just_now(
    database: Database, tmp_path: Path
) -> None:
    mine, out = line("Ordetjegangrer"), tmp_path / "copy.db"
    here = await database.write(lambda c: workshop(c, [], summary(mine, "Skolen er trygg")))
    await database.scrub()
    await database.write(lambda c: told.forget(c, here, {mine.id}))
    backup(tmp_path / "fremtidsbilde.db", out, "secret")
    assert b"ordetjegangrer" not in out.read_bytes().lower()
    copy = Database(f"sqlite:///{out}")
    with copy.reading() as connection:
        assert ask(connection, "skoler ", here) == ["Skolen er trygg"]
    copy.close()


def test_what_was_told_before_there_was_a_search_is_told_anew(database: Database) -> None:
    with database.writing() as connection:
        here = workshop(connection, [], summary("Skolen er trygg"))
    taken_back(database.engine.url.render_as_string(hide_password=False), "0005")
    database.migrate()
    with database.reading() as connection:
        assert ask(connection, "", here) == []
        assert [one.workshop for one in told.behind(connection)] == [here]
        assert [one.told_at for one in told.behind(connection)] == [None], "without waiting"
