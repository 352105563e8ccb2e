"""The law of method files: what is written is read again as the same method, whatever stands in it."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from app.export.method_file import written
from app.workshop.method import BadMethod, Method, parse, shipped
from tests.workshop.made_methods import methods

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(methods())
def test_what_is_written_is_read_again_as_it_was(method: Method) -> None:
    assert parse(written(method), "its.toml") == method


@pytest.mark.parametrize("method", shipped().values(), ids=lambda method: method.id)
def test_a_shipped_method_comes_out_as_it_stands_in_its_file(method: Method) -> None:
    text = written(method)
    assert parse(text, "its.toml") == method
    assert text.count("[[step]]") == len(method.steps)
    assert re.search(r"^people = \[\d+, \d+\]$", text, re.MULTILINE), "on one line, as in the files that are shipped"


FAULTS: dict[str, Callable[[str], str]] = {
    "a quotation mark is not escaped": lambda text: text.replace('\\"', '"'),
    "a new line is left out": lambda text: text.replace("\\n", " "),
    "steps change places": lambda text: "[[step]]".join([(parts := text.split("[[step]]"))[0], *reversed(parts[1:])]),
    "a flag is forgotten": lambda text: re.sub(r"^(several|roles) = true\n", "", text, flags=re.MULTILINE),
    "a source is forgotten": lambda text: re.sub(r"^of = .*\n", "", text, flags=re.MULTILINE),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_law_finds_a_writer_that_is_wrong(fault: str) -> None:
    @settings(SETTINGS, phases=[Phase.generate])
    @given(methods())
    def law(method: Method) -> None:
        assert parse(FAULTS[fault](written(method)), "its.toml") == method

    with pytest.raises((AssertionError, BadMethod, ExceptionGroup)):
        law()
