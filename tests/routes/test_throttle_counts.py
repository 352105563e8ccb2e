"""Counting: sliding windows in memory, and what several processes have counted together."""

from app.address import site_of
from app.routes.throttle import HOUR, MINUTE, Count, Throttle


class Seconds:
    """A clock of seconds that stands still until it is told."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def hits(throttle: Throttle, times: int, most: int) -> list[bool]:
    return [throttle.hit("say", "kari", most) == 0 for _ in range(times)]


def test_past_the_bound_one_waits_as_long_as_is_told_and_no_longer() -> None:
    clock = Seconds(60_000 + 10)
    throttle = Throttle(clock)
    assert hits(throttle, 7, 5) == [True] * 5 + [False] * 2
    wait = throttle.hit("say", "kari", 5)
    assert wait == 50
    clock.at += wait - 1
    assert throttle.hit("say", "kari", 5) > 0
    clock.at += 1 + 0.1
    assert hits(throttle, 2, 5) == [True, False], "what was said near the end of the last minute still counts"
    wait = throttle.hit("say", "kari", 5)
    clock.at += wait
    assert throttle.hit("say", "kari", 5) == 0


def test_others_and_other_things_have_bounds_of_their_own() -> None:
    throttle = Throttle(Seconds(60_000))
    assert hits(throttle, 2, 1) == [True, False]
    assert throttle.hit("say", "ola", 1) == 0
    assert throttle.hit("join", "kari", 1) == 0
    assert throttle.spent("say", "kari", 1)
    assert not throttle.spent("say", "siri", 1)


def test_names_are_forgotten_after_two_stretches() -> None:
    clock = Seconds(7_200)
    throttle = Throttle(clock)
    throttle.hit("at home", "room address", 1, HOUR)
    throttle.hit("say", "kari", 1)
    clock.at += HOUR
    assert throttle.seen("at home", "room address", HOUR)
    assert not throttle.seen("say", "kari", MINUTE)
    clock.at += HOUR
    assert not throttle.seen("at home", "room address", HOUR)


def test_a_clock_that_is_set_back_shuts_nobody_out() -> None:
    clock = Seconds(60_000)
    throttle = Throttle(clock)
    assert hits(throttle, 2, 1) == [True, False]
    clock.at -= HOUR
    assert hits(throttle, 2, 1) == [True, False]


def test_what_others_have_counted_is_added_once() -> None:
    clock = Seconds(60_000)
    here = Throttle(clock)
    assert hits(here, 2, 5) == [True] * 2
    told = here.take_news()
    mine = Count("say kari", MINUTE, 1_000)
    assert told == {mine: 2, mine._replace(stretch=999): 0}
    assert here.take_news() == {mine: 0}, "others may have told of it meanwhile"
    assert here.take_news() == {}
    assert hits(here, 1, 5) == [True], "while the answer is on its way"
    here.learn({mine: 4, mine._replace(stretch=999): 0})
    assert hits(here, 1, 5) == [False], "four, and the one since"
    here.learn({mine: 1})
    assert hits(here, 1, 5) == [False], "a Redis that has forgotten makes nobody forget here"
    clock.at += MINUTE
    here.learn({mine: 50})
    assert hits(here, 1, 5) == [False], "an answer that comes late is of the minute before"
    clock.at += 2 * MINUTE
    here.learn({mine: 50})
    assert hits(here, 1, 5) == [True]


def test_an_address_counts_as_the_one_who_has_it() -> None:
    assert site_of("192.0.2.7") == site_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert site_of("2001:db8:1:2::5") == site_of("2001:db8:1:2:ffff::1") != site_of("2001:db8:1:3::5")
    assert site_of("testclient") == "testclient"


def test_who_counts_alone_keeps_no_news_for_others() -> None:
    throttle = Throttle(Seconds(60_000), shared=False)
    assert hits(throttle, 2, 1) == [True, False]
    assert throttle.take_news() == {}
