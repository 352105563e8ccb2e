"""Commands as a terminal gives them, and what they answer."""

import json
from typing import Any

from typer.testing import CliRunner, Result

from app.cli import cli

DONE, FOUND_WRONG, MISUSED, NOT_FOUND, TOO_NEW = range(5)


def run(*words: object) -> Result:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def as_json(*words: object) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == DONE, result.output
    return json.loads(result.stdout)
