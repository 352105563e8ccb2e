"""What is looked for, read from whatever somebody types, and the words of a text that it finds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region.network import Municipality, Network, Unit
from app.region.rights import Place
from app.region.search import Filters, Question, among, marked, question
from app.region.search_words import composed, folded, stem, tokens_of, words_of
from app.region.told import ToldWorkshop

typed = st.text(
    st.one_of(st.sampled_from("abe \"-*'()&|!:<>^~\0æøåé2"), st.characters(exclude_categories=["Cs"])), max_size=60
)


@pytest.mark.parametrize(
    "forms",
    [
        "skole skolen skoler skolene skule skulen skular skulane Skolens",
        "lærer læreren lærere lærerne lærar læraren lærarar lærarane",
        "venn vennen venner vennene ven venen vener venene",
        "lek leken leke leker leik leiken leike leikar",
        "lekeplass leikeplassen",
        "fremtid framtid fremtiden framtida",
        "trygg trygt trygge trygghet tryggleik",
        "barn barna barnet born borna",
        "mulighet moglegheit muligheter",
        "jeg eg",
        "ikke ikkje",
        "hvordan korleis",
        "hva kva",
        "bærekraftig berekraftig",
        "skolegård skulegarden",
        "idé ide",
        "klasserom klasserommet klasserommene",
        "Ås Aas ås",
    ],
)
def test_forms_of_a_word_meet_in_bokmaal_and_nynorsk(forms: str) -> None:
    assert len({stem(folded(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["skole barnehage", "trygg tung", "venn vinn", "elev leve", "hage hake", "mat mot"])
def test_different_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


def found(asked: str, text: str) -> list[str]:
    return [piece for piece, hit in marked(question(asked), text) if hit]


def test_all_words_are_wanted_and_the_small_ones_only_where_there_are_no_others() -> None:
    assert question("trygghet i skolen ").wanted == question("trygghet skolen ").wanted
    assert len(question("i ").wanted) == 1


def test_what_is_found_is_marked_as_it_was_written() -> None:
    text = "Alle skal ha en VENN på skulen – og leikeplassar, e-post og Å være."
    assert found("venn skole ", text) == ["VENN", "skulen"]
    assert found('"en venn"', text) == ["en VENN"]
    assert found('"ein venn"', text) == []
    assert found("leke", text) == ["leikeplassar"], "the last word may still be being typed"
    assert found("leke ", text) == []
    assert found("lek* venn ", text) == ["VENN", "leikeplassar"]
    assert found("-venn skulen ", text) == ["skulen"]
    assert found("e\u0301", "Én") == []
    assert marked(Question(), text) == ((text, False),)


def test_a_quote_that_is_still_open_is_being_typed() -> None:
    assert found('"ha en ve', "Alle skal ha en venn") == ["ha en venn"]
    assert found('"ha en ve"', "Alle skal ha en venn") == []


@given(typed, typed)
def test_any_text_is_a_question_and_marking_loses_nothing(asked: str, text: str) -> None:
    assert "".join(piece for piece, _ in marked(question(asked), text)) == composed(text)


@given(typed)
def test_what_is_kept_of_a_text_is_letters_that_no_database_reads_otherwise(text: str) -> None:
    kept = tokens_of([text, text])
    assert set(kept) <= set("abcdefghijklmnopqrstuvwxyz ")
    assert bool(kept) == bool(words_of(text))


SMOLA, AURE = 10, 11
NETWORK = Network(
    id=1,
    name="Nordmøre",
    municipalities=(
        Municipality(id=SMOLA, number="1573", name="Smøla", units=(Unit(id=100, name="A", kind="school"),)),
        Municipality(id=AURE, number="1576", name="Aure", units=(Unit(id=101, name="B", kind="kindergarten"),)),
    ),
)
SCHOOL, KINDERGARTEN = Place(1, SMOLA, 100), Place(1, AURE, 101)


def held(name: str, day: int | None, *units: Place, method: str = "igp") -> ToldWorkshop:
    return ToldWorkshop(name, name, "nb", method, True, date(2026, 3, day) if day else None, 12, True, 30, units)


def test_filters_let_through_what_fits_all_of_them() -> None:
    a, b, both = held("a", 1, SCHOOL), held("b", 9, KINDERGARTEN, method="open"), held("c", None, SCHOOL, KINDERGARTEN)
    there = [a, b, both]

    def through(**given: object) -> str:
        return "".join(one.id for one in among(there, NETWORK, Filters(**given)))  # type: ignore[arg-type]

    assert through() == "abc"
    assert through(municipality=AURE) == through(kind="kindergarten") == "bc"
    assert through(municipality=AURE, kind="school") == "", "no one unit is both"
    assert through(method="open") == "b"
    assert through(since=date(2026, 3, 2)) == through(since=date(2026, 3, 9), until=date(2026, 3, 9)) == "b"
    assert through(until=date(2026, 3, 1)) == "a"
    assert through(workshop="c") == "c"


def test_no_filter_tells_of_a_unit_that_is_not_seen() -> None:
    seen = NETWORK.model_copy(update={"municipalities": NETWORK.municipalities[:1]})
    both = held("c", None, SCHOOL, KINDERGARTEN)
    assert among([both], seen, Filters()) == [both]
    assert among([both], seen, Filters(kind="kindergarten")) == []
    assert among([both], seen, Filters(municipality=AURE)) == []
