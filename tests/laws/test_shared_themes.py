"""Over whatever is told, hidden, mapped and undone: each local theme in one shared one, and nothing untold anywhere."""

import random
from contextlib import suppress

import pytest
from sqlalchemy import Connection

from app.region.rights import Place
from app.region.shared_theme import Local
from app.store import mapping_themes, shared_themes
from app.store.database import Database
from app.store.local_themes import lines_of
from app.store.mapping_themes import NoSharedTheme, Overtaken
from tests.told_region import AT, There, ToldTheme, region_in, stage, tell_in, untell

HOUSES = {"Smøla": ["Nordsmøla skole"], "Aure": ["Aure skole"], "Begge": ["Aure skole", "Smøla barnehage"]}


def themes_of(title: str) -> list[ToldTheme]:
    return [ToldTheme(f"{title} {n}", [("child", f"{title} {n} ord {m}") for m in range(n + 1)]) for n in range(3)]


class World:
    """What is told and deleted, and all that anybody may do."""

    def __init__(self, database: Database, chance: random.Random) -> None:
        self.database, self.chance = database, chance
        self.told, self.deleted = set(HOUSES), set[str]()
        self.made = [0]
        with database.writing() as connection:
            self.there: There = region_in(connection)
            for title, units in HOUSES.items():
                tell_in(connection, self.there, title, units, themes_of(title))
        network = self.there.network
        self.places = [Place(network), *(Place(network, one) for one in self.there.municipalities.values())]

    def step(self) -> None:
        """Something happens, in a workshop or at a board."""
        workshops = (self.tell, self.untell, self.delete, self.restore)
        boards = (self.move, self.move, self.move, self.make, self.remove, self.undo)
        act = self.chance.choice((*workshops, *boards))
        with self.database.writing() as connection, suppress(NoSharedTheme, Overtaken):
            act(connection)

    def tell(self, connection: Connection) -> None:
        title = self.chance.choice(list(HOUSES))
        tell_in(connection, self.there, title, HOUSES[title], themes_of(title))
        self.told.add(title)

    def untell(self, connection: Connection) -> None:
        title = self.chance.choice(list(HOUSES))
        untell(connection, self.there.workshops[title])
        self.told.discard(title)

    def delete(self, connection: Connection) -> None:
        title = self.chance.choice(list(HOUSES))
        stage(connection, self.there.workshops[title], "deleted")
        self.deleted.add(title)

    def restore(self, connection: Connection) -> None:
        title = self.chance.choice(list(HOUSES))
        stage(connection, self.there.workshops[title], "closed")
        self.deleted.discard(title)

    def some(self) -> list[Local]:
        return self.chance.sample(list(self.there.locals.values()), self.chance.randint(0, 4))

    def move(self, connection: Connection) -> None:
        place = self.chance.choice(self.places)
        to = self.chance.choice([None, *self.made])
        mapping_themes.move_local(connection, place, self.some(), to, who=None, now=AT)

    def make(self, connection: Connection) -> None:
        place = self.chance.choice(self.places)
        self.made.append(mapping_themes.make_shared(connection, place, "Ny", self.some(), who=None, now=AT))

    def remove(self, connection: Connection) -> None:
        theme = self.chance.choice(self.made)
        mapping_themes.remove_shared(connection, self.chance.choice(self.places), theme, who=None, now=AT)

    def undo(self, connection: Connection) -> None:
        place = self.chance.choice(self.places)
        last = shared_themes.last_act(connection, place)
        mapping_themes.undo(connection, place, last.id if last else 0, who=None, now=AT)

    def visible(self, place: Place) -> dict[Local, set[str]]:
        """By local theme the words that are told in a place."""
        units = {"Smøla": {"Smøla"}, "Aure": {"Aure"}, "Begge": {"Smøla", "Aure"}}
        named = {number: name for name, number in self.there.municipalities.items()}
        seen = {
            title
            for title in self.told - self.deleted
            if place.municipality is None or named[place.municipality] in units[title]
        }
        return {
            self.there.locals[theme.title]: {text for _, text in theme.lines}
            for title in seen
            for theme in themes_of(title)
        }

    def check(self) -> None:
        with self.database.reading() as connection:
            for place in self.places:
                seen = self.visible(place)
                board = shared_themes.board(connection, place)
                there = [one.key for theme in board.shared for one in theme.local]
                there += [one.key for one in board.unmapped]
                assert len(there) == len(set(there)), "in two places at once"
                assert set(there) == set(seen), "all that is told stands somewhere, and nothing else"
                for theme in shared_themes.shared_themes(connection, place.network, place.municipality):
                    lines = lines_of(connection, theme.local)
                    for one in theme.local:
                        assert {line.text for line in lines[one.key]} == seen[one.key]
                        assert one.statements == len(lines[one.key])
                    assert theme.statements == sum(len(seen[one.key]) for one in theme.local)


@pytest.mark.parametrize("seed", range(4))
def test_each_told_local_theme_stands_in_one_place_and_what_is_untold_in_none(database: Database, seed: int) -> None:
    world = World(database, random.Random(seed))
    for _ in range(40):
        world.step()
        world.check()
