"""The judge finds each kind of fault, and excuses only what a kill explains."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from tests.chaos.base import Kept
from tests.chaos.judge import IN_FLIGHT, Seen, judge
from tests.chaos.verdict import ANSWERS, PRESSES, SUMMARIES, Kill, lacks

CHAT, INCIDENT = 1005, 7
ROW = SimpleNamespace


def message(number: int, text: str = "№ 3 У кого: отдел", *, date: float = 0, deleted: bool = False) -> dict[str, Any]:
    return {
        "message_id": number, "text": text, "html": text, "buttons": [], "date": date, "deleted": deleted, "reply_to_message_id": None,
    }  # fmt: skip


def press_of(id: str, data: str = "c1:accept:7") -> SimpleNamespace:
    return ROW(raw={"callback_query": {"id": id, "data": data}}, state="done", update_id=int(id), error=None)


def event(act: str, by: int | None = 1) -> SimpleNamespace:
    return ROW(incident_id=INCIDENT, act=act, by_id=by)


@pytest.fixture
def kept() -> Kept:
    """A town where one post came to one card, was accepted, answered and told to the head."""
    summary = ROW(id=3, kind="say", code="summary", state="done", chat_id=1, params={}, incident_id=None, error=None)
    return Kept(
        posts=[ROW(id=1, external_id="wall-1_1", taken_at=1, set_aside_at=None)],
        voices=[ROW(post_id=1, incident_id=INCIDENT)],
        incidents=[ROW(id=INCIDENT, number=3, status="accepted")],
        events=[event("take_in", None), event("accept")],
        answers=[ROW(id=1, author_id=1, text="Починим", state="published", kind="final", shares=None, under="wall-1_1")],
        inbox=[press_of("11"), press_of("12", "a3:send:1")],
        outbox=[summary],
        copies=[ROW(incident_id=INCIDENT, chat_id=CHAT, message_id=2)],
        cards=[ROW(incident_id=INCIDENT, chat_id=CHAT, message_id=2)],
        slots=[ROW(job="summary", day=1)],
    )


@pytest.fixture
def seen() -> Seen:
    return Seen(
        written={"wall-1_1": "Яма"},
        chats={CHAT: [message(2)], 1: [message(1, "Сводка")]},
        comments=Counter({("wall-1_1", "Починим"): 1}),
        presses=[(CHAT, "Принять", "11"), (CHAT, "Отправить", "12")],
        typed=[],
        heads=frozenset({1}),
        unneeded=frozenset(),
        origin=0,
        anchor=0,
        speed=1,
    )


def faults(seen: Seen, kept: Kept, *kills: float) -> dict[str, int]:
    verdict = judge(seen, kept, [Kill(at, "random", is_ready=True) for at in kills])
    return {kind: count for kind, count in verdict.counts.items() if count}


def test_a_town_where_all_is_well(seen: Seen, kept: Kept) -> None:
    assert faults(seen, kept) == {}


def test_a_post_that_was_not_kept_is_lost(seen: Seen, kept: Kept) -> None:
    assert faults(replace(seen, written={**seen.written, "wall-1_2": "Люк"}), kept) == {"posts_lost": 1}


def test_a_post_in_no_incident_is_lost(seen: Seen, kept: Kept) -> None:
    kept.voices, kept.events = [], [event("accept")]
    assert faults(seen, kept) == {"posts_lost": 1}


def test_a_press_that_the_inbox_does_not_know_is_lost(seen: Seen, kept: Kept) -> None:
    assert faults(replace(seen, presses=[*seen.presses, (CHAT, "Закрыть", "13")]), kept) == {"presses_lost": 1}


def test_a_text_that_the_inbox_does_not_know_is_lost(seen: Seen, kept: Kept) -> None:
    assert faults(replace(seen, typed=[(CHAT, 99)]), kept) == {"presses_lost": 1}


def test_a_press_without_a_trace_is_lost(seen: Seen, kept: Kept) -> None:
    kept.events = [event("take_in", None)]
    assert faults(seen, kept) == {"presses_lost": 1}


def test_one_press_and_two_effects(seen: Seen, kept: Kept) -> None:
    kept.events = [*kept.events, event("accept")]
    assert faults(seen, kept) == {"effects_twice": 1}


def test_more_answers_than_were_sent(seen: Seen, kept: Kept) -> None:
    kept.answers = [*kept.answers, ROW(id=2, author_id=1, text="Ещё", state="scheduled", kind="final", shares=None, under="wall-1_1")]
    assert faults(seen, kept) == {"effects_twice": 1}


def test_one_answer_and_two_comments(seen: Seen, kept: Kept) -> None:
    assert faults(replace(seen, comments=Counter({("wall-1_1", "Починим"): 2})), kept) == {"answers_twice": 1}


def test_a_published_answer_that_does_not_stand(seen: Seen, kept: Kept) -> None:
    assert faults(replace(seen, comments=Counter()), kept) == {"notices_lost": 1}


def test_two_summaries_of_one_date(seen: Seen, kept: Kept) -> None:
    kept.outbox = [*kept.outbox, *kept.outbox]
    chats = {**seen.chats, 1: [message(1, "Сводка"), message(2, "Сводка 2")]}
    assert faults(replace(seen, chats=chats), kept) == {"summaries_wrong": 1}


def test_a_summary_that_came_to_nobody(seen: Seen, kept: Kept) -> None:
    kept.outbox = []
    assert faults(seen, kept) == {"summaries_wrong": 1}


def test_a_card_that_does_not_stand(seen: Seen, kept: Kept) -> None:
    assert faults(replace(seen, chats={**seen.chats, CHAT: [message(2, deleted=True)]}), kept) == {"notices_lost": 1}


def test_an_incident_without_a_card(seen: Seen, kept: Kept) -> None:
    kept.copies = []
    assert faults(seen, kept) == {"notices_lost": 1}


def test_fewer_messages_than_rows(seen: Seen, kept: Kept) -> None:
    said = ROW(id=9, kind="say", code="R1", state="done", chat_id=CHAT, params={}, incident_id=INCIDENT, error=None)
    kept.outbox = [*kept.outbox, said]
    assert faults(seen, kept) == {"notices_lost": 1}
    assert faults(replace(seen, unneeded=frozenset({9})), kept) == {}


def test_a_card_twice_is_a_fault_unless_a_kill_came_within_moments(seen: Seen, kept: Kept) -> None:
    twice = replace(seen, chats={**seen.chats, CHAT: [message(1, date=100), message(2, date=130)]})
    assert faults(twice, kept) == {"cards_twice": 1}
    assert faults(twice, kept, 100 + IN_FLIGHT - 1) == {}
    assert faults(twice, kept, 100 + IN_FLIGHT + 1) == {"cards_twice": 1}
    assert faults(twice, kept, 99) == {"cards_twice": 1}


def test_a_message_twice(seen: Seen, kept: Kept) -> None:
    twice = replace(seen, chats={**seen.chats, CHAT: [message(2), message(3, "Напишите ответ"), message(4, "Напишите ответ")]})
    assert faults(twice, kept) == {"messages_twice": 1}


ENOUGH = {"presses": PRESSES, "answers": ANSWERS, "summaries": SUMMARIES}


def test_a_run_that_exercised_enough_counts() -> None:
    assert lacks([Kill(0, "random", is_ready=True)] * 4 + [Kill(0, "random", is_ready=False)], 5, ENOUGH, {"due": 0}) == []


@pytest.mark.parametrize("name", ENOUGH)
def test_a_run_that_exercised_too_little_does_not_count(name: str) -> None:
    assert len(lacks([], 0, {**ENOUGH, name: ENOUGH[name] - 1}, {})) == 1


def test_a_run_whose_kills_met_the_start_does_not_count() -> None:
    kills = [Kill(0, "random", is_ready=number < 7) for number in range(10)]
    assert len(lacks(kills, 10, ENOUGH, {})) == 1


def test_a_run_that_did_not_come_to_rest_does_not_count() -> None:
    assert lacks([], 0, ENOUGH, {"due": 3}) == ["3 due under way in the end"]
