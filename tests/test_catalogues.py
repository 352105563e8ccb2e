"""Every text is translated into every language, and no template says anything that cannot be."""

import re
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from app.i18n import LOCALES, words
from app.workshop.method import new_steps, shipped
from app.workshop.people import LANGUAGES, Language

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "app/templates").rglob("*.html"))
TRANSLATED: list[Language] = [language for language in LANGUAGES if language != "en"]
"""The sources are English, and need no catalogue."""

NAMES = {"Fremtidsbilde", "PDF", "Markdown", "CSV", "JSON"}
"""Words that are the same in every language."""

SPOKEN = re.compile(r"aria-(label|description|roledescription|valuetext)|alt|label|placeholder|title")
"""Attributes that people see or hear."""

UNSEEN = re.compile(r"{% block kind %}.*?{% endblock %}|{% macro (place|marked)\(.*?{%-? endmacro", re.DOTALL)
"""What templates put inside a tag from outside it: names of classes, and attributes of parts and fields."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
MARKUP = re.compile(r"[\"<>&]")
"""Jinja sets translations into pages as they are: a quotation mark would end an attribute. Write «» and …."""

NYNORSK = """
    berre blei deltakar deltakarane deltakarar dei eg ei eige eigen eigne ein eining einingane einingar eit elles endra
    enno finst fleire flytta framleis framtidsbilete framtidsbiletet frå føresett føresette gav gjekk gjere gong gonger
    gøym gøymd gøyme gøymt heile høyrer ikkje innhald kjem kjenneteikn korleis kva kvar kvarandre kven kvifor laga lagra
    leiar leiarar lenkja lenkje medverknad mykje namn namnet noko nokon nokre opna opne rekneark røyst saman samstundes
    sidan sjå sjølv sjølve skreiv skulane skular skule skulen sletta slepp sløkk stad staden stader teikn tek tilsett
    tilsette utan utsegn utsegna utsegnene utsegner vald valde velkomen vere verkar verkstad verkstaden verkstadene
    verkstader vidare ønskjer
"""
BOKMAAL = """
    allerede annen ansatt ansatte avsluttede bare ble dem deltaker deltakere deltakerne dere egen egne en endret enhet
    enheter ennå et finnes flere flyttet forelderen foresatt foresatte fortsatt fortsett fra frem fremtidsbilde
    fremtidsbildet gikk gjøre hun hva hver hverandre hvem hvilken hvis hvor hvordan hvorfor ikke innhold jeg kjennetegn
    kommer lagret leder ledere lenke lenken listen medvirkning mye navn navnet noe noen politiker sammen se selv sendes
    siden skjul skjult skole skolen skolene skoler skrevet slettet slukk sted stedet steder tegn temaer uten utsagn
    utsagnene utsagnet valgt velg velkommen venter verksted verkstedene verkstedet verksteder videre virker vises være
    ønsker åpen åpne åpner åpnet åpent
"""
FOREIGN: dict[Language, frozenset[str]] = {
    "nb": frozenset(NYNORSK.split()),
    "nn": frozenset(BOKMAAL.split()),
}
"""Words that belong to the other written language, and betray a text that was copied and left."""

OTHER_FORMS = re.compile(
    r"blei|blitt|verte|vorten|gi|gir|gitt|byrje|byrjar?|byrj|lat|vera|gjera|skriva|seia|høyra|noen|noe|muleg|fyrste?"
    r"|bygger?|følger?|legger?|ligger|tenker?|trykker?|ønsker?"
)
"""Nynorsk has double forms, and a house chooses: bli, blir, vart, vorte; gje, gjev, gav; begynne, begynte; infinitives
in -e; byggje, følgje, leggje, tenkje, trykkje, ønskje; først, mogleg, la. These are what was not chosen."""


@cache
def sources() -> dict[str, tuple[str, ...]]:
    """All texts of the code by themselves; those with a plural as both, by the singular."""
    config = ConfigParser()
    config.read_string((ROOT / "babel.cfg").read_text())
    methods = [(pattern.strip(), method) for method, _, pattern in (name.partition(":") for name in config.sections())]
    options = {name.partition(":")[2].strip(): dict(config[name]) for name in config.sections()}
    found: dict[str, tuple[str, ...]] = {}
    for _, _, message, _, _ in extract_from_dir(ROOT / "app", methods, options):
        texts = forms(message)
        found[texts[0]] = max(texts, found.get(texts[0], ()), key=len)
    return found


@cache
def catalogue(language: Language) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: Language) -> Iterator[Message]:
    return (message for message in catalogue(language) if message.id)


def forms(texts: object) -> tuple[str, ...]:
    """The one text, or the singular and the plural."""
    return (texts,) if isinstance(texts, str) else tuple(texts) if isinstance(texts, tuple | list) else ()


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("language", TRANSLATED)
class TestCatalogue:
    def test_holds_every_text_and_no_other(self, language: Language) -> None:
        there = {forms(message.id) for message in messages(language)}
        wanted = set(sources().values())
        assert there - wanted == set(), "nothing in the code says this any more; `make i18n` takes it out"
        assert wanted - there == set(), "`make i18n` puts these in; then translate them"
        assert not catalogue(language).obsolete

    def test_translates_all_of_it(self, language: Language) -> None:
        left = [m.id for m in messages(language) if not forms(m.string) or not all(forms(m.string)) or m.fuzzy]
        assert left == []
        assert {len(forms(m.string)) for m in messages(language) if m.pluralizable} == {catalogue(language).num_plurals}

    def test_keeps_placeholders_and_the_space_around(self, language: Language) -> None:
        for message in messages(language):
            source = forms(message.id)[-1]
            for translation in forms(message.string):
                assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(source)), source
                assert edges(translation) == edges(source), source

    def test_stays_in_its_own_written_language(self, language: Language) -> None:
        strangers = [
            (word, translation)
            for message in messages(language)
            for translation in forms(message.string)
            for word in re.findall(r"[^\W\d_]+", translation.lower())
            if word in FOREIGN.get(language, ())
        ]
        assert strangers == []


def test_nynorsk_keeps_to_the_forms_that_were_chosen() -> None:
    texts = [text for message in messages("nn") for text in forms(message.string)]
    for method in (new_steps(), *shipped().values()):
        parts = (method.texts("nn"), *(step.texts("nn") for step in method.steps))
        texts += [text for part in parts for text in part.model_dump().values()]
    assert [
        (word, text) for text in texts for word in re.findall(r"\w+", text) if OTHER_FORMS.fullmatch(word.lower())
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_can_stand_in_a_page(language: Language) -> None:
    texts = [text for both in sources().values() for text in both]
    if language != "en":
        texts = [text for message in messages(language) for text in forms(message.string)]
    for text in texts:
        assert not MARKUP.search(text), text
        assert "..." not in text, text
        assert "%" not in PLACEHOLDER.sub("", text), f"{text}: a lone % would break the page"


def test_english_needs_no_catalogue() -> None:
    english = words("en")
    assert english.gettext("Join") == "Join"
    assert english.gettext("%(title)s (copy)", title="A") == "A (copy)"
    assert [english.ngettext("%(num)s statement", "%(num)s statements", n) for n in (0, 1, 2)] == [
        "0 statements",
        "1 statement",
        "2 statements",
    ]


class _Reader(HTMLParser):
    """Collects what a template says without having it translated."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            words_in_a_row = name.startswith("data-") and " " in (value or "")
            if SPOKEN.fullmatch(name) or words_in_a_row:
                self.say(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in {"script", "style"}:
            self.say(data)

    def say(self, text: str) -> None:
        if set(re.findall(r"[^\W\d_]+", text)) - NAMES:
            self.said.append(text.strip())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_text_outside_translation_marks(template: Path) -> None:
    source = template.read_text()
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - nothing is rendered
    reader = _Reader()
    for _, token, text in environment.lex(UNSEEN.sub("", source)):
        reader.feed(text if token == "data" else "·" if token == "variable_begin" else "")
    reader.close()
    assert reader.said == []

    tree = environment.parse(source)
    marked = {
        id(const)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}
        for const in call.find_all(nodes.Const)
    }
    sentence = re.compile(r"[^\W\d_]\s+[^\W\d_]")
    consts = (const for const in tree.find_all(nodes.Const) if isinstance(const.value, str) and id(const) not in marked)
    assert [const.value for const in consts if sentence.search(const.value)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_must_not_break_before_a_number_does_not_in_any_language(language: Language) -> None:
    held = [message for message in messages(language) if "\u00a0" in str(message.id)]
    assert held
    assert [text for message in held for text in forms(message.string) if "\u00a0" not in text] == []
