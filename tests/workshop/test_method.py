"""Methods: those that are shipped are whole in all languages, and a wrong one is told with its file and line."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from app.workshop.method import BadMethod, Method, new_steps, parse, shipped
from app.workshop.method_draft import Draft
from app.workshop.method_wrong import writers
from app.workshop.people import LANGUAGES, Language

FOLDER = files("app.workshop") / "methods"
SHIPPED = {
    "affinity", "backcasting", "brainwriting", "dialogue-conference", "dot-voting", "fremtidsbilde-60",
    "fremtidsbilde-120", "future-we-want", "future-workshop", "igp", "one-two-four-all", "three-horizons", "world-cafe",
}  # fmt: skip
KINDS = {"brief", "write", "round", "share", "merge", "rotate", "cluster", "label", "vote", "timeline", "commit"}

IGP = (FOLDER / "igp.toml").read_text(encoding="utf-8")
GUIDE = (Path(__file__).parents[2] / "docs/methods.md").read_text(encoding="utf-8")
PROPOSED = (files("app.workshop") / "new_steps.toml").read_text(encoding="utf-8")


def line_of(text: str, number: int = 1) -> int:
    """The line of IGP on which ``text`` stands for the ``number``-th time."""
    return [at for at, line in enumerate(IGP.splitlines(), 1) if line.startswith(text)][number - 1]


def with_line(step: str, begins: str, line: str, text: str = "") -> tuple[str, int]:
    """The proposals for new steps, with another line in the first step that has a line ``step``; and its number."""
    lines = (text or PROPOSED).splitlines()
    at = next(n for n in range(lines.index(step), len(lines)) if lines[n].startswith(begins))
    return "\n".join([*lines[:at], line, *lines[at + 1 :], ""]), at + 1


def test_all_methods_are_there_the_shortest_first() -> None:
    assert set(shipped()) == SHIPPED
    minutes = [method.minutes for method in shipped().values()]
    assert minutes == sorted(minutes)
    assert {step.kind for method in shipped().values() for step in method.steps} == KINDS


@pytest.mark.parametrize(
    ("method", "minutes"),
    [("one-two-four-all", 12), ("backcasting", 75), ("fremtidsbilde-60", 60), ("fremtidsbilde-120", 120)],
)
def test_a_method_lasts_as_long_as_it_says(method: str, minutes: int) -> None:
    assert shipped()[method].minutes == minutes


ALL = [*shipped().values(), new_steps()]


@pytest.mark.parametrize("method", ALL, ids=lambda method: method.id)
def test_texts_are_whole_in_every_language(method: Method) -> None:
    titles = {language: method.texts(language).title for language in LANGUAGES}
    assert all(titles.values())
    for number, step in enumerate(method.steps, 1):
        texts = {language: step.texts(language) for language in LANGUAGES}
        for field in type(texts["nb"]).model_fields:
            there = [getattr(texts[language], field) for language in LANGUAGES]
            assert there[0] != there[2], f"step {number}: {field} is the same in bokmål and English"
            assert not any('"' in words or "..." in words for words in there)


@pytest.mark.parametrize("method", ALL, ids=lambda method: method.id)
def test_nynorsk_is_nynorsk_and_bokmaal_is_bokmaal(method: Method) -> None:
    nn_only = {"eg", "ikkje", "kva", "kven", "korleis", "åleine", "dykk", "saman", "høyr", "frå", "noko", "éin", "éi"}
    nb_only = {"jeg", "ikke", "hva", "hvem", "hvordan", "alene", "dere", "sammen", "hør", "fra", "noe", "én", "et"}
    foreign_words: dict[Language, set[str]] = {"nb": nn_only, "nn": nb_only}
    for step in method.steps:
        for language, foreign in foreign_words.items():
            texts = step.texts(language)
            words = {word.strip(".,:;!?«»…()").lower() for text in texts.model_dump().values() for word in text.split()}
            assert not words & foreign, (language, words & foreign, texts.title)


def test_a_proposal_is_nobodys_translation() -> None:
    """Proposals make way for words of one's own, and what a shipped method says does not."""
    proposed = {(step["kind"], *text) for step in Draft.of(new_steps()).steps for text in step.items()}
    shipping = {
        (step["kind"], *text)
        for method in shipped().values()
        for step in Draft.of(method).steps
        for text in step.items()
    }
    both = {text for text in proposed & shipping if text[1].endswith((".say", ".phones", ".paper"))}
    assert both == set()


def test_what_nobody_may_see_is_written_in_private() -> None:
    for method in ALL:
        for step in method.steps:
            if step.kind in ("write", "vote"):
                assert (step.writes, step.sees) == ("everyone", "nobody"), (method.id, step.kind)


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        ('kind = "brief"', 'kind = "briefing"', line_of('kind = "brief"'), "'rotate', 'cluster'"),
        ("minutes = 5\n", "minutes = 500\n", line_of("minutes = 5"), "less than or equal to 240"),
        ('of = "ideas"', 'of = "thoughts"', line_of('of = "ideas"'), "step 3 works on 'thoughts'"),
        ('turns = "people"', "turns = people", line_of('turns = "people"'), "Invalid value"),
        ('most = 5\n', 'most = 5\nleast = 1\n', line_of("most = 5") + 1, "Extra inputs"),
        ('phones = "Skriv åleine, éin', 'telefon = "Skriv åleine, éin', line_of('phones = "Skriv å'), "say, phones"),
        ("people = [6, 150]", "people = [150, 6]", line_of("people"), "from 150 to 6 is nobody"),
        ('from_age = 10\n', "", 1, "from_age: Field required"),
        ('from_age = 10\n', "from_age = " + 5000 * "9", None, "digits"),
        ('from_age = 10\n', "from_age = " + 5000 * "[", None, "recursion"),
    ],
)  # fmt: skip
def test_a_wrong_method_is_told_with_file_and_line(before: str, after: str, line: int | None, told: str) -> None:
    assert before in IGP
    with pytest.raises(BadMethod) as wrong:
        parse(IGP.replace(before, after, 1), "mitt.toml")
    assert wrong.value.file == "mitt.toml"
    assert line is None or wrong.value.line == line, str(wrong.value)
    assert told in wrong.value.what


@pytest.mark.parametrize(
    ("kind", "writes"),
    [
        ("brief", "everyone"), ("brief", "facilitators"), ("write", "nobody"), ("write", "tables"),
        ("write", "facilitators"), ("round", "everyone"), ("round", "facilitators"), ("share", "nobody"),
        ("share", "everyone"), ("share", "facilitators"), ("merge", "everyone"), ("merge", "facilitators"),
        ("rotate", "everyone"), ("rotate", "facilitators"), ("cluster", "everyone"), ("label", "nobody"),
        ("label", "tables"), ("label", "everyone"), ("vote", "nobody"), ("vote", "tables"), ("vote", "facilitators"),
        ("timeline", "tables"), ("commit", "nobody"), ("commit", "tables"), ("commit", "facilitators"),
    ],
)  # fmt: skip
def test_a_step_that_asks_for_writers_whom_nothing_lets_write_is_told_with_its_line(kind: str, writes: str) -> None:
    text, line = with_line(f'kind = "{kind}"', "writes = ", f'writes = "{writes}"')
    with pytest.raises(BadMethod) as wrong:
        parse(text, "mitt.toml")
    assert wrong.value.line == line
    assert f"of kind '{kind}', cannot be written by '{writes}'" in wrong.value.what
    kept = Method.model_validate(tomllib.loads(text))
    assert len(kept.steps) == len(KINDS), "one that was kept before this was asked is read all the same"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_guide_says_who_may_write_in_each_kind_of_step(kind: str) -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{kind}` |")).split(" | ")
    told = [re.findall(r"`(\w+)`", of) for of in row[2].split(";")]
    moves = ("people", "sheets") if kind == "rotate" else ("",)
    assert told == [list(writers({"kind": kind, "moves": what})) for what in moves]


def test_sheets_that_go_round_are_written_on_by_everyone_and_by_no_table() -> None:
    text, line = with_line('moves = "people"', 'moves = "people"', 'moves = "sheets"')
    with pytest.raises(BadMethod) as wrong:
        parse(text, "mitt.toml")
    assert wrong.value.line == next(
        n for n, there in enumerate(text.splitlines(), 1) if n >= line and "writes" in there
    )
    parse(with_line('moves = "sheets"', "writes = ", 'writes = "everyone"', text)[0], "mitt.toml")


def test_a_vote_on_milestones_before_there_is_a_timeline_is_told_with_its_line() -> None:
    text, line = with_line('kind = "vote"', 'on = "themes"', 'on = "milestones"')
    with pytest.raises(BadMethod) as wrong:
        parse(text, "mitt.toml")
    assert wrong.value.line == line
    assert "no step before it is a timeline" in wrong.value.what
    head, *steps = text.split("[[step]]")
    votes = next(step for step in steps if 'kind = "vote"' in step)
    parse("[[step]]".join([head, *(step for step in steps if step != votes), votes]), "mitt.toml")


@pytest.mark.parametrize(
    ("before", "after"),
    [("[[step]]", "[[ step ]]  # et steg"), ("minutes = ", '"minutes" = '), ("id = ", "\ufeffid = ")],
    ids=["spaces in headings", "quoted keys", "byte order mark"],
)
def test_the_line_is_right_however_the_file_is_written(before: str, after: str) -> None:
    text = IGP[IGP.index("id = ") :].replace("minutes = 5\n", "minutes = 500\n", 1)
    with pytest.raises(BadMethod) as wrong:
        parse(text.replace(before, after), "igp.toml")
    assert wrong.value.line == text.splitlines().index("minutes = 500") + 1


def test_what_stands_in_a_text_of_several_lines_is_no_step() -> None:
    said = next(line for line in IGP.splitlines() if line.startswith("say = "))
    longer = 'say = """\n[[step]]\nminutes = 1\n' + said.removeprefix('say = "')[:-1] + '"""'
    text = IGP.replace(said, longer, 1).replace("most = 5\n", "most = 50\n", 1)
    with pytest.raises(BadMethod) as wrong:
        parse(text, "igp.toml")
    assert wrong.value.line == text.splitlines().index("most = 50") + 1


@pytest.mark.parametrize("method", shipped().values(), ids=lambda method: method.id)
def test_nobody_is_sent_to_a_table_or_a_host_before_there_is_one(method: Method) -> None:
    """Nor asked to choose a host, as the program draws one."""
    seated = False
    for step in method.steps:
        seated = seated or step.kind in ("share", "merge", "rotate") or getattr(step, "turns", "") == "people"
        for language in LANGUAGES:
            said = f"{step.texts(language).say} {step.texts(language).phones}".lower()
            assert seated or not re.search(r"finn bordet|find your table|\bverten\b", said)
            assert not re.search(r"ve[l]g? en vert|vel ein vert|choose a host", said)
