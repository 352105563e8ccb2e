"""A place's vision starts from what its workshops have in common, where somebody has put that together."""

import pytest
from sqlalchemy import Connection

from app.region.rights import Place
from app.store import mapping_themes
from app.store.local_themes import local_themes
from tests.routes.pages import read
from tests.routes.test_visions import coordinator, drafted, told_place
from tests.routes.told_places import summary, tell
from tests.server import Server


@pytest.mark.parametrize("whole", [True, False], ids=["of the network", "of the municipality"])
async def test_what_workshops_have_in_common_stands_as_one_theme(server: Server, whole: bool) -> None:
    there, first = await told_place(server)
    second = await tell(server, [there.school], summary({"Ingen utenfor": [("Alle får være med", "child")] * 2}))
    owner = Place(there.network, None if whole else there.smola)

    def together(connection: Connection) -> int:
        local = local_themes(connection, owner)
        chosen = [key for key, one in local.items() if one.title in ("Trygge venner", "Ingen utenfor")]
        assert {key.workshop for key in chosen} == {first, second}
        now = server.house.clock()
        return mapping_themes.make_shared(connection, owner, "Alle hører til", chosen, who=None, now=now)

    await server.house.database.write(together)
    author = await coordinator(server, there)
    page = read(await author.get(await drafted(author, there)))
    headings = [heading.text for heading in page.all("h2")]
    assert headings[0] == "Alle hører til"
    assert not {"Trygge venner", "Ingen utenfor"} & {*headings}
    behind = page.all("section", class_="vision-theme")[0].all("ul", class_="vision-behind")[0]
    assert "5 utsagn" in [one.text for one in behind.all("li")]
    edit = read(await author.get(await drafted(author, there) + "/edit"))
    beneath = [one for one in edit.all("details") if "vision-beneath" in one.attributes.get("class", "").split()]
    assert [one.all("summary")[0].text for one in beneath] == ["Dette sier 2 lokale temaer"]
    assert "I 2040: ingen utenfor. Vi ser ingen utenfor" in beneath[0].text
