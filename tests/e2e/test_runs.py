"""Each method that comes with the program, from brief to file, in a browser with eight people of mixed groups."""

import json

import pytest
from playwright.sync_api import expect

from app.workshop.method import shipped
from tests.e2e.running import GROUPS, Run
from tests.e2e.screens import Screens
from tests.e2e.seed import room, workshop
from tests.e2e.server import Server

DAILY = {"igp", "fremtidsbilde-60"}
"""The region's own method and the house's: all others are run with the long tests."""


@pytest.mark.parametrize(
    "name", [name if name in DAILY else pytest.param(name, marks=pytest.mark.long) for name in shipped()]
)
def test_a_method_is_run_from_brief_to_file(screens: Screens, server: Server, name: str) -> None:
    seeded = workshop(server, open_now=False, method=name, title=f"Verksted {name}")
    run = Run(
        screens.facilitator(seeded),
        screens.wall(seeded),
        [screens.phone(seeded, group=group) for group in GROUPS],
    )
    steps = shipped()[name].steps
    for number, step in enumerate(steps, 1):
        run.next()
        run.work(step, number)
        screens.picture(run.wall, f"run-{name}-{number:02}-{step.kind}")
        screens.picture(run.desk, f"run-{name}-{number:02}-{step.kind}")
        screens.picture(run.phones[0], f"run-{name}-{number:02}-{step.kind}", whole=True)
    there = room(server, seeded.code)
    assert there.step == len(steps) - 1
    for text in run.said:
        assert [s.text for s in there.statements.values()].count(text) == 1, "nothing is lost, nothing is doubled"
    unshown = run.desk.locator("#unshown .unshown-now")
    if unshown.count():
        unshown.locator("form:has([name=rest][value=files]) button").click()
        expect(unshown).to_have_count(0)
    with run.desk.expect_download() as download:
        run.desk.evaluate(f"location.href = '{seeded.path}/export/json'")
    summary = json.loads(download.value.path().read_text(encoding="utf-8"))
    told = json.dumps(summary, ensure_ascii=False)
    assert sum(text in told for text in run.said) == len(run.said)
    assert len(summary.get("votes", [0] * run.voted)) == run.voted
