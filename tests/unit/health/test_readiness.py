"""Readiness: which illnesses keep the bot from its work."""

import pytest

from bot.health.episodes import Episode
from bot.health.illness import Illness
from bot.health.readiness import wrong
from tests.kit.values.samples import at

LIVES_ON = {Illness.BACKUP, Illness.CLOCK, Illness.ANSWERS, Illness.ANSWERS_ELSEWHERE}


def test_a_process_that_hears_no_other_one_works_on_and_says_so() -> None:
    (told,) = wrong((), (), (), is_deaf=True)
    assert (told["code"], told["stops"]) == ("notices", False)
    assert wrong((), (), ()) == []


@pytest.mark.parametrize("kind", Illness)
def test_a_bot_that_shows_cards_and_takes_presses_is_ready(kind: Illness) -> None:
    (told,) = wrong([Episode(kind=kind, because="", since=at(12), seen_at=at(12))], (), ())
    assert told["code"] == str(kind), "it is shown in any case"
    assert told["stops"] is (kind not in LIVES_ON)
