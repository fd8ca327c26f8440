"""«Что сказать»: facts sorted, named with numbers, and nothing where there is nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.head import brief_words as brief
from incidents.head.briefing import Briefing, briefing
from incidents.head.messages_heard import Heard
from incidents.ids import AnswerId, DistrictId, IncidentId, OfficialId, PostId
from incidents.incident import ClosingOutcome, Doubt, Incident, Status
from incidents.promises.values import Promise, PromiseState
from tests.kit.tdlib import parse
from tests.kit.values.samples import MOSCOW, at, incident, place

UNTIL, TODAY = at(7, 30), date(2026, 11, 24)
SHORTS = {"roads_drainage": "Вода на дороге", "heating": "Холодно в квартирах"}


def one(number: int, **changes: Any) -> Incident:  # Any: fields of every type
    return incident(**{"id": IncidentId(number), "number": number, **changes})


def promise(number: int, due: date, words: str = "прочистим трубу") -> Promise:
    return Promise(
        id=number,
        district_id=DistrictId("konakovo"),
        incident_id=IncidentId(number),
        answer_id=AnswerId(1),
        official_id=OfficialId(1),
        department_id=None,
        due=due,
        words=words,
        state=PromiseState.OPEN,
        made_at=at(9, day=20),
    )


def facts(*known: Incident, voices: dict[int, int] | None = None, promises: tuple[Promise, ...] = ()) -> Briefing:
    about = [IncidentId(id) for id, number in (voices or {}).items() for _ in range(number)]
    heard = [Heard(id, PostId(n)) for n, id in enumerate(about)]
    return briefing(until=UNTIL, today=TODAY, known=known, heard=heard, promises=promises)


def test_what_is_asked_is_counted_by_topic_and_settlement_the_most_first() -> None:
    cold = place("Редкино", "улица Гагарина")
    known = (one(1), one(2), one(3, topic="heating", place=cold), one(4, doubt=Doubt.OUTSIDE))
    found = facts(*known, voices={1: 2, 2: 1, 3: 9, 4: 30})
    assert [(each.topic, each.settlement, each.voices, len(each.incidents)) for each in found.asked] == [
        ("heating", "Редкино", 9, 1),
        ("roads_drainage", "Конаково", 3, 2),
    ]


def test_done_is_what_was_closed_as_done_within_the_week() -> None:
    closed = {"status": Status.CLOSED, "outcome": ClosingOutcome.DONE}
    found = facts(
        one(1, closed_at=at(9, day=23), **closed),
        one(2, closed_at=at(9, day=20), **closed),
        one(3, closed_at=at(9, day=10), **closed),
        one(4, status=Status.CLOSED, closed_at=at(9, day=23), outcome=ClosingOutcome.EXPLAINED),
        voices={2: 3},
    )
    assert [each.number for each in found.done] == [2, 1]


def test_what_was_answered_as_done_and_stands_open_is_told_beside_what_was_closed() -> None:
    known = (one(1, status=Status.ANSWERED), one(2, status=Status.CLOSED), one(3, status=Status.REOPENED))
    said = [IncidentId(id) for id in (1, 2, 3, 9)]
    found = briefing(until=UNTIL, today=TODAY, known=known, heard=(), promises=(), said_done=said)
    assert found.said_done == 1
    html = brief.brief(found, shorts={}, tz=MOSCOW, rows=()).html
    assert "За неделю ничего с итогом «сделано» не закрыли. Жителям ответили «сделано», карточки ещё открыты: 1" in html


def test_a_promise_whose_day_passed_is_broken_and_two_returns_are_a_dispute() -> None:
    found = facts(one(1), one(2, returns=2), promises=(promise(1, date(2026, 11, 20)), promise(2, TODAY), promise(9, TODAY)))
    assert [each.incident.number for each in found.broken] == [1]
    assert [each.incident.number for each in found.promised] == [2]
    assert [each.number for each in found.disputed] == [2]


def test_the_text_says_facts_and_what_not_to_name() -> None:
    done = one(3, status=Status.CLOSED, outcome=ClosingOutcome.DONE, closed_at=at(9, day=23))
    others = tuple(one(n) for n in range(4, 9))
    found = facts(
        one(1),
        one(2, returns=2),
        done,
        *others,
        voices=dict.fromkeys(range(1, 9), 1),
        promises=(
            promise(1, date(2026, 11, 20)),
            *(promise(n, date(2026, 11, 27), "" if n == 4 else "прочистим трубу") for n in range(4, 9)),
        ),
    )
    text = parse(brief.brief(found, shorts=SHORTS, tz=MOSCOW, rows=()).html)
    assert text.split("\n") == [
        "Что сказать · 24 ноября, на 7:30 · неделя с 17 ноября",
        "",
        "Спрашивают. За неделю больше всего: вода на дороге, Конаково (8)",
        "Сделано. Вода на дороге, Конаково, ул. Белавинская: 23 ноября",
        "Обещано. Вода на дороге, Конаково, ул. Белавинская: до 27 ноября; вода на дороге, Конаково, ул. Белавинская: "
        "«прочистим трубу», до 27 ноября; вода на дороге, Конаково, ул. Белавинская: «прочистим трубу», до 27 ноября и ещё 2",
        "",
        "Осторожно. Вода на дороге, Конаково, ул. Белавинская: обещали до 20 ноября, срок прошёл, нового числа не называть. "
        "Вода на дороге, Конаково, ул. Белавинская: чьё это, ещё не решили",
        "Откуда это",
        "Вода на дороге, Конаково: 8 сообщений с 17 ноября по 24 ноября; № 1, 2, 3 и ещё 5",
        "Сделано: итог «сделано» в карточках № 3",
        "Обещано: ответ от 20 ноября, № 4",
        "Обещано: ответ от 20 ноября, № 5",
        "Обещано: ответ от 20 ноября, № 6",
        "Обещано: ответ от 20 ноября, № 1",
    ]


def test_a_place_that_nobody_named_is_not_named() -> None:
    found = facts(one(1, place=place()), voices={1: 2})
    text = parse(brief.brief(found, shorts=SHORTS, tz=MOSCOW, rows=()).html)
    assert "больше всего: вода на дороге (2)" in text


def test_one_trouble_is_told_with_its_cause_as_it_was_typed() -> None:
    known: dict[str, Any] = {"topic_short": "Нет воды", "voices": 9, "acceptor": "отдел ЖКХ", "tz": MOSCOW, "now": at(10, 40)}
    told = replace(one(1), accepted_at=at(10, 10))
    message = brief.one(incident=told, answered_at=at(10, 40), warned_at=at(10, 15), cause="порыв на ул. Гагарина", promised=[], **known)
    assert parse(message.html).split("\n") == [
        "Что сказать: нет воды, Конаково, ул. Белавинская",
        "Спрашивают. 9 сообщений, первое 24 ноября в 9:12",
        "Сделано. Приняли 24 ноября в 10:10: отдел ЖКХ; жителей предупредили 24 ноября в 10:15; ответ жителям вышел 24 ноября в 10:40",
        "Обещано. Обещаний с датой нет",
        "Осторожно. Причину называть так: «порыв на ул. Гагарина». Числа, когда закончат, нет, не называть",
        "Данные на 10:40, № 1",
    ]
    given = facts(one(1), promises=(promise(1, date(2026, 11, 27)),)).promised
    bare = brief.one(incident=one(1), answered_at=None, warned_at=None, cause=None, promised=given, **known)
    text = parse(bare.html)
    assert "Сделано. Пока ничего не отметили" in text
    assert "Обещано. «прочистим трубу», до 27 ноября" in text
    assert text.split("\n")[4] == "Осторожно. Причина в карточке не указана, не называть"
