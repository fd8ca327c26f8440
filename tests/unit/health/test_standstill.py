"""Signs that need no failure: queues that stand, networks that are silent, clocks that jump."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.health.episodes import Episodes
from bot.health.illness import Illness
from bot.health.standstill import ACCEPTED, STANDS, ClockJump, Standstill
from bot.reading.silence import ENOUGH, Silence
from incidents.ids import DistrictId, SourceId
from incidents.posts import Network, Source, SourceBroken
from incidents.sources.source_links import MENTIONS, SEARCH
from tests.kit.values.samples import at

NOON = at(12)
AWAY = SourceBroken("ВКонтакте не отвечает")
CLOSED = SourceBroken("Стена закрыта", fatal=True)
REFUSED = SourceBroken("Токен ВК недействителен", fatal=True, token=True)


class Seconds:
    """Real seconds that a test counts."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_queue_stands_when_its_first_row_stays_the_first() -> None:
    seconds = Seconds()
    queue = Standstill(seconds)
    assert not queue.saw(7)
    seconds.now = STANDS - 1
    assert not queue.saw(7)
    seconds.now = STANDS
    assert queue.saw(7)
    assert not queue.saw(8), "somebody took the first"
    seconds.now = STANDS * 2
    assert queue.saw(8)
    assert not queue.saw(None), "nothing waits"
    assert not queue.saw(8)


class Times:
    """The time of day and the seconds that pass, apart."""

    def __init__(self) -> None:
        self.day, self.seconds = NOON, 0.0

    def pass_(self, seconds: float, *, jump: timedelta = timedelta(0)) -> None:
        self.seconds += seconds
        self.day += timedelta(seconds=seconds) + jump

    def now(self) -> datetime:
        return self.day

    def steady(self) -> float:
        return self.seconds


@pytest.mark.parametrize(("days", "said"), [(1, "вперёд на 24 ч"), (-1, "назад на 24 ч")])
def test_a_clock_that_jumped_is_seen_until_it_is_right_again(days: int, said: str) -> None:
    times = Times()
    clock = ClockJump(times.now, times.steady)
    times.pass_(5)
    assert clock.sign() is True
    times.pass_(5, jump=timedelta(days=days))
    assert clock.sign() == f"Часы сервера прыгнули {said}"
    times.pass_(600)
    assert clock.sign() == f"Часы сервера прыгнули {said}"
    times.pass_(5, jump=timedelta(days=-days))
    assert clock.sign() is True


def test_a_new_time_counts_as_the_right_one_after_an_hour() -> None:
    times = Times()
    clock = ClockJump(times.now, times.steady)
    times.pass_(5, jump=timedelta(hours=3))
    assert clock.sign() is not True
    times.pass_(ACCEPTED)
    assert clock.sign() is True
    times.pass_(5, jump=timedelta(hours=-3))
    assert clock.sign() == "Часы сервера прыгнули назад на 3 ч"


def test_small_corrections_of_the_time_never_add_up() -> None:
    times = Times()
    clock = ClockJump(times.now, times.steady)
    for _ in range(100):
        times.pass_(5, jump=timedelta(minutes=1))
        assert clock.sign() is True


def test_a_clock_that_was_set_back_makes_nobody_wait_for_a_day() -> None:
    episodes = Episodes()
    tomorrow = NOON + timedelta(days=1)
    episodes.seen(Illness.READER, "EOFError", at=tomorrow)
    (episode,) = episodes.to_tell(at=NOON)
    episodes.told(episode, at=tomorrow)
    episodes.well(Illness.READER, at=NOON)
    assert episodes.end(at=NOON) == [episode]


def test_what_follows_from_another_illness_is_not_told_beside_it() -> None:
    episodes = Episodes()
    for kind in (Illness.DATABASE_LOCKED, Illness.INBOX, Illness.OUTBOX, Illness.SOURCES):
        episodes.seen(kind, "", at=NOON)
    assert [each.kind for each in episodes.to_tell(at=NOON + timedelta(minutes=1))] == [Illness.DATABASE_LOCKED]


def a_source(id: int, network: Network = Network.VK) -> Source:
    return Source(
        id=SourceId(id), district_id=DistrictId("town"), settlement_id=None, network=network, external_id=f"-{id}", title=f"Стена {id}"
    )


WALLS, FEED = [a_source(1), a_source(2)], a_source(3, Network.FEED)


@pytest.fixture
def silence() -> Silence:
    made = Silence()
    made.watch([*WALLS, FEED])
    return made


def test_nothing_is_known_before_the_first_sweep(silence: Silence) -> None:
    assert silence.sign() is False
    silence.read(FEED)
    assert silence.sign() is True


def test_a_refused_key_is_said_at_the_first_wall(silence: Silence) -> None:
    silence.read(WALLS[1])
    silence.failed(WALLS[0], REFUSED)
    assert silence.sign() == REFUSED.user_text
    silence.read(WALLS[0])
    assert silence.sign() is True


def test_what_is_searched_for_has_a_key_of_its_own_and_is_no_wall(silence: Silence) -> None:
    found = [replace(a_source(8), external_id=SEARCH), replace(a_source(9), external_id=MENTIONS)]
    silence.watch([*WALLS, FEED, *found])
    silence.read(WALLS[0])
    for source in found:
        silence.failed(source, REFUSED)
    assert silence.sign() is True, "new posts of the walls are seen"
    silence.read(found[0])
    for _ in range(ENOUGH):
        for source in WALLS:
            silence.failed(source, AWAY)
    assert silence.sign() == AWAY.user_text, "what the search finds is not the walls"


def test_one_wall_that_is_read_keeps_its_network_from_silence(silence: Silence) -> None:
    silence.read(WALLS[1])
    for _ in range(9):
        silence.failed(WALLS[0], AWAY)
    assert silence.sign() is True


def test_a_network_may_blink(silence: Silence) -> None:
    silence.read(FEED)
    for source in WALLS:
        silence.failed(source, AWAY)
    assert silence.sign() is True, f"{ENOUGH} failures in a row make a silence"
    silence.failed(WALLS[0], AWAY)
    assert silence.sign() == AWAY.user_text


def test_sources_that_are_dead_each_by_itself_are_no_silence_while_others_are_read(silence: Silence) -> None:
    silence.read(FEED)
    for source in WALLS * 2:
        silence.failed(source, CLOSED)
    assert silence.sign() is True, "the coordinators read of each"
    for _ in range(ENOUGH):
        silence.failed(FEED, AWAY)
    assert silence.sign() == CLOSED.user_text, "nothing at all is read"


def test_a_source_that_was_taken_away_is_silent_no_more(silence: Silence) -> None:
    silence.read(WALLS[1])
    silence.failed(WALLS[0], REFUSED)
    silence.watch([WALLS[1], FEED])
    assert silence.sign() is True
