"""Charts: whatever the numbers are, all of it lies in the drawing, and more is drawn as more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.region import chart

PARTS = st.lists(st.tuples(st.text(max_size=5), st.integers(0, 200), st.integers(0, 100)), max_size=30)
VALUES = st.lists(st.integers(0, 2_000_000), min_size=1, max_size=80)


@given(PARTS)
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_the_whole(parts: list[tuple[str, int, int]]) -> None:
    drawn = chart.bars(parts)
    for bar, (label, value, of) in zip(drawn.bars, parts, strict=True):
        assert (bar.label, bar.value, bar.of) == (label, value, of)
        assert 0 <= bar.length <= drawn.width
        assert bar.length == pytest.approx(drawn.width * min(value, of) / of if of else 0, abs=0.06)
        assert bar.y + drawn.thick <= drawn.height


@given(VALUES)
def test_a_line_lies_in_its_field_and_rises_when_its_numbers_do(values: list[int]) -> None:
    drawn = chart.line([(str(number), value) for number, value in enumerate(values)])
    assert all(drawn.left <= x <= drawn.right and drawn.top <= y <= drawn.bottom for x, y in drawn.points)
    for (_, before), (_, after), one, other in zip(drawn.points, drawn.points[1:], values, values[1:], strict=False):
        assert after <= before if other >= one else after >= before
    assert drawn.last == values[-1]
    assert len(drawn.path.split()) == len(values)


@given(VALUES)
def test_the_axes_have_few_round_marks_that_hold_all_numbers(values: list[int]) -> None:
    drawn = chart.line([(f"m{number}", value) for number, value in enumerate(values)])
    marks = [int(mark.label) for mark in drawn.up]
    assert marks[0] == 0
    assert marks[-1] >= max(values)
    assert 2 <= len(marks) <= 6
    assert 1 <= len(drawn.across) <= chart.LABELS_MOST
    assert drawn.across[-1].label == f"m{len(values) - 1}", "the latest is named"
    gaps = [after.at - before.at for before, after in zip(drawn.across, drawn.across[1:], strict=False)]
    assert all(gap > 70 or gap == pytest.approx(min(gaps), abs=1) for gap in gaps)


def test_a_line_needs_numbers() -> None:
    with pytest.raises(ValueError, match="from 0 up"):
        chart.line([])
    with pytest.raises(ValueError, match="from 0 up"):
        chart.line([("a", -1)])


@given(st.dictionaries(st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.none() | st.integers(0, 500))))
def test_a_heat_map_is_darker_where_there_is_more_and_tells_nothing_of_what_is_not_told(
    values: dict[str, dict[str, int | None]],
) -> None:
    cells = chart.heat(values)
    flat = [cell for row in cells.values() for cell in row.values()]
    assert [cell.value for cell in flat] == [value for row in values.values() for value in row.values()]
    told = sorted((cell.value, cell.shade) for cell in flat if cell.value is not None and cell.shade is not None)
    assert [shade for _, shade in told] == sorted(shade for _, shade in told)
    assert all((shade == 0) == (value == 0) and shade <= chart.SHADES for value, shade in told)
    assert {cell.shade for cell in flat if cell.value is None} <= {None}
