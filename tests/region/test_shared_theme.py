"""Mapping local themes to shared ones, and sets of tags."""

from hypothesis import given
from hypothesis import strategies as st

from app.region.shared_theme import Local, Moved, after, back, moves
from app.region.tag_sets import offered, tag_sets, tags_by_key

locals_ = st.builds(Local, st.sampled_from("ab"), st.sampled_from("xyz"))
mappings = st.dictionaries(locals_, st.integers(1, 3))
targets = st.none() | st.integers(1, 3)


@given(mappings, st.lists(locals_), targets)
def test_what_is_moved_stands_where_it_was_put_and_nothing_else_has_moved(
    now: dict[Local, int], chosen: list[Local], to: int | None
) -> None:
    then = after(now, moves(now, chosen, to))
    assert all(then.get(one) == to for one in chosen)
    assert {one: at for one, at in then.items() if one not in chosen} == {
        one: at for one, at in now.items() if one not in chosen
    }


@given(mappings, st.lists(locals_), targets)
def test_undoing_a_move_gives_back_what_was(now: dict[Local, int], chosen: list[Local], to: int | None) -> None:
    done = moves(now, chosen, to)
    then = after(now, done)
    assert after(then, back(then, done)) == now


def test_what_has_been_moved_on_since_stays_where_it_is() -> None:
    one = Local("a", "x")
    assert back({one: 3}, [Moved("a", "x", 1, 2)]) == []


def test_every_tag_has_a_name_in_each_language_and_an_id_of_its_own() -> None:
    assert [one.id for one in tag_sets()] == ["loyper", "overordnet", "rammeplan", "oecd"]
    assert len(tags_by_key()) == sum(len(one.tags) for one in tag_sets())
    for one, tag in tags_by_key().values():
        assert one.version >= 1
        assert all(tag.in_(language) for language in ("nb", "nn", "en"))
    assert len(next(one for one in tag_sets() if one.id == "rammeplan").tags) == 7
    assert offered("oecd.well")
    assert not offered("oecd.none")
