"""What the head is asked to decide, how it is ordered and what leaves it; how it reads."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.head import head_agenda_words as cards
from incidents.head.head_agenda import FORGOTTEN, Mark, Matter, Why, agenda, matters
from incidents.ids import AnswerId, DistrictId, IncidentId, OfficialId
from incidents.incident import Doubt, Incident, RejectReason, Status
from incidents.promises.values import Promise, PromiseState
from tests.kit.tdlib import parse
from tests.kit.values.samples import MOSCOW, at, incident, place

NOW, DAY = at(17, 30), date(2026, 11, 25)


def one(number: int, **changes: Any) -> Incident:  # Any: fields of every type
    """At a street of its own."""
    known = {"id": IncidentId(number), "number": number, "place": place("Конаково", f"улица {number}-я")}
    return incident(**{**known, **changes})


def mark(number: int, *, taken: bool = True, **changes: Any) -> Mark:  # Any: as above
    known: dict[str, Any] = {"incident_id": IncidentId(number), "taken": taken, "by": OfficialId(1), "at": NOW}
    return Mark(**{**known, **changes})


def broken(number: int, due: date) -> Promise:
    return Promise(
        id=number,
        district_id=DistrictId("konakovo"),
        incident_id=IncidentId(number),
        answer_id=AnswerId(1),
        official_id=OfficialId(1),
        department_id=None,
        due=due,
        words="",
        state=PromiseState.BROKEN,
        made_at=at(9, day=3),
    )


def found(*open_now: Incident, **changes: Any) -> list[Matter]:  # Any: as above
    known: dict[str, Any] = {"lately": open_now, "broken": (), "voices": {}, "marks": (), "now": NOW}
    return matters(**{**known, "open_now": open_now, **changes})


def test_a_broken_promise_a_third_time_a_dispute_and_many_voices_are_proposed_in_this_order() -> None:
    there = place("Конаково", "улица Строителей", "14")
    thrice = [one(n, place=there) for n in (1, 2, 3)]
    known = found(
        one(7), one(6, returns=2), *thrice, one(5),
        broken=[broken(5, date(2026, 11, 18)), broken(5, date(2026, 11, 20))], voices={IncidentId(7): 10, IncidentId(6): 9},
    )  # fmt: skip
    assert [(each.incident.number, each.why) for each in known] == [
        (5, (Why.PROMISE,)),
        (1, (Why.REPEATS,)),
        (6, (Why.DISPUTE,)),
        (7, (Why.VOICES,)),
    ]
    assert (known[0].promised, known[1].times) == (date(2026, 11, 20), 3)
    assert len(agenda(known)) == 3


def test_an_ordinary_card_a_whole_settlement_and_what_is_no_appeal_are_not_proposed() -> None:
    town = place("Конаково")
    assert found(*(one(n, place=town) for n in (1, 2, 3))) == []
    same = place("Конаково", "улица Строителей")
    rejected = one(2, place=same, reject_reason=RejectReason.AD)
    merged = one(3, place=same, merged_into=IncidentId(1))
    assert found(one(1, place=same), lately=[one(1, place=same), rejected, merged]) == []
    for changes in ({"status": Status.CLOSED}, {"doubt": Doubt.OUTSIDE}, {"doubt": Doubt.TRIAL}, {"merged_into": IncidentId(9)}):
        assert found(one(1, returns=2, **changes)) == []


def test_what_the_head_watches_is_not_asked_again_until_the_coordinator_adds_it() -> None:
    watched = one(1, returns=2, controlled_since=at(9))
    assert found(watched) == []
    assert [each.is_confirmed for each in found(watched, marks=[mark(1)])] == [True]
    assert found(replace(watched, controlled_since=at(18)), marks=[mark(1)]) == []


def test_what_was_left_out_comes_again_in_a_week() -> None:
    out = mark(1, taken=False)
    assert found(one(1, returns=2), marks=[out]) == []
    assert len(found(one(1, returns=2), marks=[out], now=NOW + FORGOTTEN)) == 1


def test_what_the_coordinator_took_in_comes_first_and_stands_without_any_other_reason() -> None:
    proposal = mark(2, proposal="замер сегодня", holds_until=DAY)
    known = found(one(1, returns=2), one(2), one(3), marks=[proposal, mark(3)])
    assert [(each.incident.number, each.why) for each in known] == [(2, (Why.ADDED,)), (3, (Why.ADDED,)), (1, (Why.DISPUTE,))]
    assert known[0].proposal(DAY) == "замер сегодня"
    assert known[0].proposal(DAY + timedelta(days=1)) is None
    assert known[2].proposal(DAY) is None


def test_a_line_says_what_where_why_and_what_is_proposed() -> None:
    matter = Matter(
        incident=one(1, place=place("Конаково", "улица Строителей", "14"), returns=2),
        why=(Why.PROMISE, Why.REPEATS, Why.DISPUTE),
        times=3,
        promised=date(2026, 11, 20),
        mark=mark(1, proposal="Замер вместе сегодня в 11:00.", holds_until=DAY),
    )
    text = parse(cards.line(matter, "Холодно в квартирах", DAY, MOSCOW))
    assert text == (
        "Холодно в квартирах, Конаково, ул. Строителей, 14: третий раз за 30 дней, обещали до 20 ноября, срок прошёл. "
        "Предлагаем замер вместе сегодня в 11:00"
    )
    for words, told in (("делаем или объясняем?", "Делаем или объясняем?"), ("предлагаем закрыть проезд", "Предлагаем закрыть проезд")):
        spoken = replace(matter, mark=mark(1, proposal=words, holds_until=DAY))
        assert parse(cards.line(spoken, "", DAY, MOSCOW)).endswith(told)
    voices = Matter(incident=one(2), why=(Why.VOICES,), voices=12)
    assert parse(cards.line(voices, "Ямы", DAY, MOSCOW)).endswith(": 12 сообщений")
    added = Matter(incident=one(2), why=(Why.ADDED,))
    assert parse(cards.line(added, "Ямы", DAY, MOSCOW)).endswith(": ждёт вашего решения")


def test_the_evening_names_what_did_not_fit_and_an_empty_one_says_what_to_do() -> None:
    known = [Matter(incident=one(n, returns=2), why=(Why.DISPUTE,)) for n in range(1, 6)]
    message = cards.evening(known=known, shorts={}, day=DAY, tz=MOSCOW)
    lines = parse(message.html).split("\n")
    assert lines[0] == "Главе на решение, 25 ноября: 3"
    assert lines[4] == "Не вошли, места три:"
    empty = cards.evening(known=[], shorts={}, day=DAY, tz=MOSCOW)
    assert "Добавьте его по номеру" in parse(empty.html)


def test_what_residents_were_told_already_stands_beside_the_question() -> None:
    matter = Matter(incident=incident(), why=(Why.VOICES,), voices=12, answered_at=at(15, 49), answer="Сделали 24 ноября. Тепло вернули.")
    told = parse(cards.line(matter, "Холодно в квартирах", DAY, MOSCOW))
    assert told.endswith("12 сообщений. Жителям ответили 24 ноября: «Сделали 24 ноября. Тепло вернули.»")
    brief = parse(cards.line(matter, "Холодно в квартирах", DAY, MOSCOW, brief=True))
    assert brief.endswith("12 сообщений. Жителям ответили 24 ноября")
