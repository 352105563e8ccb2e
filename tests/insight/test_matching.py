"""Suggestions by words: what belongs together is found across bokmål and nynorsk, with the words that say so."""

from hypothesis import given
from hypothesis import strategies as st

from app.insight.matching import BESIDE, Said, propose, suggest
from app.region.stems import stem, stems

VENNER = Said("venner", "Ingen står alene", "I 2040 har alle en venn", ["Alle har noen å leke med", "Trygge venner"])
UTE = Said("ute", "Ute hver dag", "I 2040 lærer vi i skogen", ["Vi klatrer i trærne", "Skogen er klasserommet vårt"])
MAT = Said("mat", "Mat hver dag", "I 2040 spiser alle sammen", ["Varm mat på skolen", "Elevene lager maten selv"])
EINSAM = Said("åleine", "Venskap", "I 2040 er ingen åleine", ["Alle har nokon å leike med", "Ein ven til alle"])
SKOG = Said("skog", "Skulen i skogen", "", ["Klasserommet er i skogen", "Klatre i tre"])
KVANT = Said("kvant", "Kvantefysikk", "", ["Superposisjon"])


def test_a_local_theme_is_suggested_for_the_shared_one_that_it_fits_and_says_by_which_words() -> None:
    shared = {1: [VENNER], 2: [UTE], 3: [MAT]}
    found = suggest([EINSAM, SKOG, KVANT], shared)
    assert [one.to for one in found["åleine"]][:1] == [1]
    assert {"åleine", "leike"} <= set(found["åleine"][0].words), "in the words of the local theme itself"
    assert [one.to for one in found["skog"]][:1] == [2]
    assert found["kvant"] == [], "nothing in common is nothing suggested"


def test_what_fits_much_worse_than_the_first_is_not_suggested_beside_it() -> None:
    found = suggest(
        [Said("ny", "Mat hver dag", "", ["Varm mat på skolen", "Ingen står alene"])], {1: [VENNER], 3: [MAT]}
    )
    assert [one.to for one in found["ny"]] == [3]
    found = suggest([Said("ny", "Ingen står alene", "", ["Trygge venner"])], {1: [VENNER], 2: [VENNER], 3: [MAT]})
    assert {one.to for one in found["ny"]} == {1, 2}, "what fits as well is"


def test_local_themes_that_are_alike_are_proposed_as_one_and_the_odd_one_is_left_out() -> None:
    found = propose([VENNER, UTE, EINSAM, SKOG, KVANT], together=0.05)
    assert {frozenset(one.keys) for one in found} == {frozenset({"venner", "åleine"}), frozenset({"ute", "skog"})}
    assert all(one.words for one in found)


def test_the_two_written_languages_meet_in_their_stems() -> None:
    for nb, nn in (("framtida", "fremtiden"), ("skolen", "skulen"), ("leke", "leike"), ("trygghet", "tryggleik")):
        assert stem(nb) == stem(nn) != ""
    assert stems("og det er ikke ikkje") == {}


words = st.sampled_from(["skog", "lek", "mat", "venn", "språk", "tid", "ute", "hav"])
texts = st.lists(words, max_size=6).map(" ".join)
said = st.builds(Said, st.integers(), texts, texts, st.lists(texts, max_size=4))


@given(st.lists(said, max_size=8, unique_by=lambda one: one.key), st.lists(said, max_size=4))
def test_likenesses_are_bounds_and_nobody_is_proposed_twice(local: list[Said[int]], shared: list[Said[int]]) -> None:
    found = suggest(local, {at: [one] for at, one in enumerate(shared)})
    assert set(found) == {one.key for one in local}
    for suggestions in found.values():
        assert len(suggestions) <= 3
        likenesses = [one.likeness for one in suggestions]
        assert likenesses == sorted(likenesses, reverse=True)
        assert all(one >= BESIDE * likenesses[0] - 1e-9 for one in likenesses), "what is much weaker is left out"
        assert all(0 < one <= 1.000001 for one in likenesses)
    grouped = [key for one in propose(local) for key in one.keys]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= {one.key for one in local}
