"""Where a story finds its method: at its first writing, or at a later step, with something of all before it."""

from collections import defaultdict

from app.workshop.commands import Command
from app.workshop.method import Method, Timeline, Vote, Write
from app.workshop.people import Actor
from tests.laws.story import FACILITATORS, PEOPLE, Story, command, command_id, marker, plan_marker, theme_marker

Asked = list[tuple[Command, Actor]]

PLACES = {"years": "2030", "horizons": "h2"}
_DESK = FACILITATORS[0]


def begun(story: Story, method: Method) -> Asked:
    """What has been asked for until then."""
    first = next((n for n, step in enumerate(method.steps) if step.kind == "write"), 0)
    chance = (story.seed + 1) * 40503 % 2**16  # small seeds come often, and are spread here
    ahead = len(method.steps) - 1 - first
    later = first if chance % 8 == 0 or not ahead else first + 1 + chance // 16 % ahead
    asked: Asked = []
    number, options = 9200, defaultdict[str | None, list[str]](list)
    for n, step in enumerate(method.steps[: later + 1]):
        if n in (first, later) or isinstance(step, Write | Timeline):
            asked.append((command("go_to", 9500 + n, step=n), _DESK))
        if n < later and isinstance(step, Write):
            for _ in range(2 + chance // 8 % 3):
                number += 1
                asked.append(_says(story, number))
                options[step.into].append(command_id(number))
        if n == first < later:
            asked += [
                (command("make_theme", 9400 + t, title=f"Tema {theme_marker(9400 + t)}"), _DESK) for t in range(2)
            ]
            options["themes"] += [command_id(9400), command_id(9401)]
        if isinstance(step, Timeline):
            number += 1
            asked += _places(step, 9600 + n, command_id(number - 1), number)
            options["milestones"] += [command_id(9600 + n), command_id(number)]
    if isinstance(there := method.steps[later], Vote):
        choices = options.get(there.of if there.on == "statements" else there.on, [])
        asked += _votes(story, command_id(9500 + later), choices, chance // 128 % 8)
    return asked


def _says(story: Story, number: int) -> tuple[Command, Actor]:
    return command("say", number, text=f"{marker(number)} fra starten"), PEOPLE[number % len(story.come)]


def _places(step: Timeline, first: int, statement: str, second: int) -> Asked:
    """A statement and some words are put on the board."""
    words = {"text": f"{plan_marker(second)} fra starten", "place": PLACES[step.board]}
    there = {"statement": statement, "place": PLACES[step.board]}
    return [(command("add_milestone", first, **there), _DESK), (command("add_milestone", second, **words), _DESK)]


def _votes(story: Story, ballot: str, choices: list[str], voters: int) -> Asked:
    """Some have voted already."""
    those = PEOPLE[: min(voters, len(story.come))] if choices else ()
    return [
        (command("cast_vote", 9700 + n, ballot=ballot, options=[choices[(n + voters) % len(choices)]]), voter)
        for n, voter in enumerate(those)
    ]
