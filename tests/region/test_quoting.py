"""Quotes that are proposed: telling ones, in different words, of different people."""

from hypothesis import given
from hypothesis import strategies as st

from app.region.quoting import FEW, apt, rare
from app.region.told_words import ToldLine
from app.workshop.people import StakeholderGroup

SCHOOLYARD = (
    "Skolegården har trær å klatre i og en bekk å demme opp",
    "Vi har trær å klatre i på skolegården",
    "Det skal være bålplass og gapahuk i skolegården",
    "Trær i skolegården gir skygge om sommeren",
)


def lines(*texts: str, group: StakeholderGroup | None = None, workshop: str = "w") -> list[ToldLine]:
    return [ToldLine(workshop, f"s{at}", text, "nb", group=group) for at, text in enumerate(texts)]


def test_what_many_said_comes_before_what_one_said() -> None:
    (first, *_) = apt(lines("Jeg liker hunden til naboen min godt", *SCHOOLYARD), 3)
    assert "skolegården" in first.text


def test_what_says_the_same_is_proposed_once() -> None:
    same = ["Alle barn har en venn i friminuttet", "alle barna har en venn i friminuttene!", "At alle barn har en venn"]
    assert len(apt(lines(*same), 3)) == 1


def test_each_group_has_a_quote_before_any_has_two() -> None:
    said = [*lines(*SCHOOLYARD, group="parent"), *lines("Vi klatrer i trær ved skolen vår", group="child")]
    assert {line.group for line in apt(said, 2)} == {"parent", "child"}


def test_a_workshop_has_a_quote_before_another_has_two() -> None:
    there = [*lines(*SCHOOLYARD), *lines("Trær og bekk hører til en skolegård", workshop="elsewhere")]
    assert {line.workshop for line in apt(there, 2)} == {"w", "elsewhere"}


def test_neither_a_single_word_nor_a_speech_comes_first() -> None:
    speech = "Skolegården har trær og bekk, og skolegården skal ha bålplass og gapahuk og skygge. " * 6
    (first,) = apt(lines("Skolegården", speech, SCHOOLYARD[1]), 1)
    assert first.text == SCHOOLYARD[1]


def test_where_no_group_is_named_what_many_said_comes_first_all_the_same() -> None:
    odd = ToldLine("w", "odd", "Robotene kjører søppelbilen til månen", "nb", group="politician")
    (first, *_) = apt([odd, *lines(*SCHOOLYARD)], 3)
    assert "skolegården" in first.text


def test_what_has_no_letters_is_not_proposed() -> None:
    assert apt(lines("!!!", "42", ""), 3) == []
    assert rare(lines("!!!", ""), lines("!!!", ""), 3) == []
    assert [line.text for line in apt(lines("Vi et saman"), 3)] == ["Vi et saman"], "all its words are small ones"


def test_few_are_few_in_the_whole_place_and_not_in_their_workshop() -> None:
    often = "Lekeplassen er laget for rullestol"
    alone, odd = ToldLine("a", "1", often, "nb"), ToldLine("a", "2", "Ingen skal tvinges til å spise brunost", "nb")
    others = [ToldLine(str(at), "1", f"{often}, til glede for alle", "nb") for at in range(FEW + 1)]
    assert rare([alone, odd], [alone, odd, *others], 3) == [odd]
    assert rare([alone, odd], [alone, odd, *others[:FEW]], 3) == [alone], "and of a workshop one"


said = st.lists(
    st.builds(
        ToldLine,
        workshop=st.sampled_from("ab"),
        id=st.uuids().map(str),
        text=st.lists(st.sampled_from(["tre", "bekk", "bål", "venn", "og", "مدرسة", "!"]), max_size=6).map(" ".join),
        spoken=st.just("nb"),
        group=st.sampled_from([None, "child", "parent"]),
    ),
    max_size=12,
)


@given(said, st.integers(0, 4))
def test_only_what_was_said_is_proposed_and_nothing_twice(there: list[ToldLine], most: int) -> None:
    for chosen in (apt(there, most), rare(there, there, most)):
        assert len(chosen) <= most
        assert len({line.id for line in chosen}) == len(chosen)
        assert all(line in there for line in chosen)


def test_a_theme_of_thousands_is_read_throughout() -> None:
    there = [*lines(*["Vi vil ha bål ute på skolen"] * 3000), *lines(*["Maten lages av elevene selv"] * 3000)]
    assert len(apt(there, 2)) == 2
