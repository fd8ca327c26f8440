"""How fast a messenger may be spoken to, by the scenario's clock."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery import send_rate as pace
from bot.delivery.send_rate import Pace
from incidents.ids import ChatId
from tests.kit.values.samples import at

NOW = at(9)
ANN, GROUP = ChatId(1), ChatId(-100)
ENDLESS = 10_000.0


def booked(pace: Pace, chats: list[ChatId], now: datetime = NOW, patience: float = ENDLESS) -> list[float]:
    return [pace.reserve(chat, now, patience=patience)[0] for chat in chats]


def test_a_private_chat_gets_a_message_a_second() -> None:
    assert booked(Pace(), [ANN] * 4) == [0, 1, 2, 3]


def test_a_chat_that_was_silent_waits_for_nothing() -> None:
    one = Pace()
    booked(one, [ANN, ANN])
    assert one.reserve(ANN, NOW + timedelta(seconds=10), patience=ENDLESS)[0] == 0


def test_the_next_message_of_a_chat_counts_from_when_the_last_one_was_taken() -> None:
    pace = Pace()
    assert pace.reserve(ANN, NOW, patience=ENDLESS)[0] == 0
    pace.took(ANN, NOW + timedelta(seconds=0.4))
    assert pace.reserve(ANN, NOW + timedelta(seconds=0.5), patience=ENDLESS)[0] == pytest.approx(0.9)
    pace.took(ANN, NOW + timedelta(seconds=0.6))
    assert pace.reserve(ANN, NOW + timedelta(seconds=0.6), patience=ENDLESS)[0] == pytest.approx(1.8), "what was booked for later stays"


def test_a_second_is_full_by_what_lies_within_one_and_not_within_two() -> None:
    pace = Pace()
    booked(pace, [ChatId(n) for n in range(1, 21)], NOW + timedelta(seconds=0.9))
    assert booked(pace, [ChatId(n) for n in range(31, 41)], NOW) == [0] * 10
    assert booked(pace, [ChatId(n) for n in range(51, 61)], NOW + timedelta(seconds=1.85)) == [0] * 10, (
        "twenty before, ten hence: no second has more than thirty"
    )


def test_a_group_gets_a_message_a_second_and_twenty_a_minute() -> None:
    waits = booked(Pace(), [GROUP] * 22)
    assert waits[:20] == list(range(20))
    assert waits[20:] == [60.5, 61.5], "half a second after the messenger's minute"


def test_all_chats_together_get_thirty_a_second() -> None:
    waits = booked(Pace(), [ChatId(n) for n in range(1, 92)])
    assert waits == pytest.approx([0] * 30 + [1.04] * 30 + [2.08] * 30 + [3.12])


def test_what_would_wait_too_long_is_not_booked_and_holds_nobody_else_up() -> None:
    one = Pace()
    booked(one, [GROUP] * 20)
    later = NOW + timedelta(seconds=30)
    assert booked(one, [GROUP] * 40, later, patience=5.0) == [30.5] * 40
    assert booked(one, [ChatId(n) for n in range(1, 31)], later, patience=5.0) == [0] * 30
    assert one.reserve(GROUP, NOW + timedelta(seconds=60.5), patience=5.0)[0] == 0


def test_what_answers_nobody_books_nothing_behind_another_that_waits() -> None:
    one = Pace()
    assert [one.reserve(ANN, NOW, patience=5.0, is_answer=False)[1] for _ in range(5)] == [True, True, False, False, False]
    assert one.reserve(ANN, NOW, patience=2.0) == (2.0, True), "whoever presses then goes before the rest"
    later = NOW + timedelta(seconds=1)
    assert one.reserve(ANN, later, patience=5.0, is_answer=False) == (1.0, False), "till the one that waits goes"
    assert one.reserve(ANN, NOW + timedelta(seconds=2), patience=5.0, is_answer=False) == (1.0, True)


def test_a_crowd_of_chats_does_not_grow_the_memory_for_ever() -> None:
    one = Pace()
    for n in range(pace.FORGET + 1):
        one.reserve(ChatId(n + 1), NOW + timedelta(seconds=n), patience=0)
    assert len(one._chats) == 1
    assert len(one._all) <= pace.OVERALL[0]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([ANN, ChatId(2), GROUP, ChatId(-2)]), st.floats(0, 0.3)), max_size=80))
def test_no_second_and_no_minute_is_ever_too_full(asked: list[tuple[ChatId, float]]) -> None:
    one, now = Pace(), NOW
    sent: dict[ChatId, list[datetime]] = {}
    for chat, pause in asked:
        now += timedelta(seconds=pause)
        wait, is_booked = one.reserve(chat, now, patience=5.0)
        assert wait >= 0
        assert is_booked == (wait <= 5.0)
        if is_booked:
            sent.setdefault(chat, []).append(now + timedelta(seconds=wait))
    for chat, moments in sent.items():
        assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(moments))
        if chat < 0:
            assert all(later - earlier >= timedelta(minutes=1) for earlier, later in zip(moments, moments[20:], strict=False))
    everything = sorted(moment for moments in sent.values() for moment in moments)
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in zip(everything, everything[30:], strict=False))


@pytest.mark.parametrize("chat", [ChatId(5), ChatId(-5)])
def test_a_clock_that_ran_a_day_ahead_and_is_right_again_silences_no_chat(chat: ChatId) -> None:
    pace = Pace()
    for _ in range(30):
        pace.reserve(chat, NOW + timedelta(days=1), patience=100)
    assert pace.reserve(chat, NOW, patience=5)[0] == 0
