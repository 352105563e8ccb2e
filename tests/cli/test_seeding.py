"""A made-up region from the command line: for whom, how much, and not twice by mistake."""

from pathlib import Path

from app.store.database import Database
from tests.cli.running import DONE, FOUND_WRONG, MISUSED, NOT_FOUND, as_json, run
from tests.server import PASSWORD, running

SMALL = ("--units", 6, "--workshops", 1, "--statements", 12)


async def test_a_region_is_seeded_and_its_coordinator_comes_in_by_the_link(data: Path) -> None:
    words = ("seed", "region", *SMALL, "--account", "kari@b.no", "--address", "https://x.no", "--data", data)
    made = as_json(*words)
    assert {name: made[name] for name in ("network", "units", "workshops", "statements", "coordinator")} == {
        "network": "Nettverk 2040",
        "units": 6,
        "workshops": 6,
        "statements": 72,
        "coordinator": "kari@b.no",
    }
    assert as_json("verify", "--data", data)["problems"] == []
    (there,) = as_json("network", "list", "--data", data)
    assert (there["network"], there["municipalities"], there["units"]) == ("Nettverk 2040", 6, 6)
    async with running(data) as server, server.visitor() as browser:
        link = made["link"].replace("https://x.no", "")
        assert made["link"].startswith("https://x.no/invitation/")
        await browser.get(link)
        taken = await browser.post("/invitation", data={"password": PASSWORD})
        assert taken.status_code == 303
        assert (await browser.get("/people")).status_code == 200


def test_what_is_there_is_left_alone_unless_its_name_is_given(data: Path, database: Database) -> None:
    words = ("seed", "region", *SMALL, "--data", data)
    assert run(*words).exit_code == DONE
    refused = run(*words)
    assert refused.exit_code == FOUND_WRONG
    assert "--again" in refused.stderr
    assert len(as_json("workshop", "list", "--data", data)) == 6
    more = as_json(*words, "--again", "Nettverk 2040", "--account", "kari@b.no")
    assert more["workshops"] == 6
    assert "link" in more
    assert "link" not in as_json(*words, "--network", "Romsdal", "--account", "kari@b.no"), "the account is there"
    assert len(as_json("workshop", "list", "--data", data)) == 18
    assert run(*words, "--again", "Sunnmøre").exit_code == NOT_FOUND
    assert run(*words, "--network", "").exit_code == MISUSED
    assert run(*words, "--account", "kari").exit_code == MISUSED
    assert run(*words, "--units", 126).exit_code == MISUSED
