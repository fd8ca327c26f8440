"""The head's summary: one screen, only what the figures say."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.head.summary_words import daily
from incidents.acts.holder_time import Holder
from incidents.head.main_event import Rise
from incidents.head.messages_heard import Written
from incidents.head.summary import Late, Summary
from incidents.ids import DepartmentId, IncidentId, OfficialId, SourceId
from incidents.incident import Incident, Status
from incidents.posts import Network, Source
from incidents.reading import DangerGrade
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import DISTRICT, HOUSING, MOSCOW, ROADS, at, danger

TITLES = {HOUSING: "отдел ЖКХ", ROADS: "отдел дорожного хозяйства"}
SHORTS = {"roads_water": "Вода на дороге", "heating": "Холодно в квартирах", "ice": "Лёд с крыши"}
QUIET: dict[str, Any] = {"late": (), "late_total": 0, "dangers": ()}
NOTHING: dict[str, Any] = {
    **QUIET,
    "voices": 0,
    "opened": 0,
    "answered": 0,
    "solved": 0,
    "closed": 0,
    "due_total": 0,
    "median_answer": None,
    "repeats": 0,
    "growing": (),
    "settlements": (),
}


def ice(**changes: Any) -> Incident:  # Any: as below
    """Ice that fell yesterday at noon."""
    known = {"topic": "ice", "danger_peak": DangerGrade.NOW, "danger_since": at(12, day=23)}
    return danger(**{**known, **changes})


def figures(**changes: Any) -> Summary:  # Any: fields of a dataclass
    """An ordinary Monday and the night after it."""
    fields: dict[str, Any] = {
        "since": at(7, 30, day=23),
        "until": at(7, 30),
        "voices": 31,
        "opened": 24,
        "answered": 20,
        "solved": 19,
        "closed": 21,
        "late": (
            Late(department_id=HOUSING, count=1, incident_ids=(IncidentId(1),), reasons=("подрядчик до 26 ноября",)),
            Late(department_id=None, count=2, incident_ids=(), holder=Holder.APPROVAL, longest=timedelta(hours=5, minutes=20)),
        ),
        "late_total": 3,
        "due_total": 28,
        "joined": 5,
        "waiting": 3,
        "unanswered": 1,
        "median_answer": timedelta(hours=2, minutes=10),
        "dangers": (ice(status=Status.CLOSED, closed_at=at(2, 15)),),
        "repeats": 2,
        "in_work": 12,
        "growing": (Written(topic="heating", settlement="Конаково", messages=9), Written(topic="roads_water", settlement=None, messages=4)),
        "settlements": (("Конаково", 14), ("Редкино", 6)),
        "silent_sources": (),
        "sources": 41,
    }
    return Summary(**{**fields, **changes})


def seen(summary: Summary, *, now: datetime | None = None, late_by: timedelta | None = None, asked: bool = True) -> list[str]:
    """Lines of the message."""
    message = daily(
        summary=summary,
        department_titles=TITLES,
        topic_shorts=SHORTS,
        now=now or summary.until,
        tz=MOSCOW,
        late_by=late_by,
        decide=() if asked else None,
    )
    assert message.rows == ()
    return parse(message.html).split("\n")


def source(title: str = "Подслушано Редкино", broken_at: datetime | None = None) -> Source:
    """A source that is silent since 22:00."""
    return Source(
        id=SourceId(1),
        district_id=DISTRICT,
        network=Network.VK,
        external_id="-1",
        title=title,
        broken_at=broken_at,
    )


def test_s1_an_ordinary_day() -> None:
    assert seen(figures()) == [
        "Вторник, 24 ноября · за понедельник и ночь",
        "",
        "Опасно: лёд с крыши, Конаково, пр-т Ленина, 17: закрыто в 2:15",
        "",
        "Не успели: 3 из 28",
        "согласование 2, ждали до 5 ч 20 мин",
        "отдел ЖКХ 1, подрядчик до 26 ноября",
        "",
        "День: пришло 31, новых вопросов 24, ответили на 20, решили 19. Первый ответ обычно за 2 ч 10 мин",
        "Чаще пишут: холодно в квартирах, Конаково (9); вода на дороге (4)",
        "В работе сейчас: 12",
    ]


def test_s1_fits_one_screen() -> None:
    many = tuple(Late(department_id=DepartmentId(f"отдел номер {n}"), count=n, incident_ids=()) for n in range(1, 9))
    worst = figures(late=many, late_total=36, dangers=(ice(),) * 7, silent_sources=(source("Т" * 99),) * 9)
    message = daily(summary=worst, department_titles=TITLES, topic_shorts=SHORTS, now=at(9), tz=MOSCOW, late_by=timedelta(hours=1))
    first = message.html.split("<blockquote expandable>")[0]
    lines = sum(1 + len(line) // 36 for line in parse(first).strip().split("\n"))
    assert lines + 1 + 3 <= 30
    assert len(parse(message.html)) <= 1500
    ordinary = daily(summary=figures(), department_titles=TITLES, topic_shorts=SHORTS, now=at(7, 30), tz=MOSCOW).html
    assert sum(1 + len(line) // 36 for line in parse(ordinary.split("<blockquote expandable>")[0]).split("\n")) + 3 <= 30


def test_s1_more_than_fits_is_counted() -> None:
    many = tuple(Late(department_id=DepartmentId(f"d{n}"), count=n, incident_ids=()) for n in range(1, 6))
    lines = seen(figures(late=many, late_total=15, dangers=(ice(),) * 5))
    assert "остальные 3" in lines
    assert "Опасно: 5, из них никто не принял 5" in lines


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": Status.ACCEPTED, "accepted_at": at(8, 9, day=23)}, "приняли 23 ноября в 8:09"),
        ({"status": Status.ACCEPTED, "accepted_at": at(8, 9, day=23), "accepted_by": OfficialId(7)}, "приняли 23 ноября в 8:09, ЕДДС"),
        ({"danger_grade": None, "danger_over_at": at(7), "danger_over_by": OfficialId(7)}, "безопасно с 7:00, ЕДДС"),
        ({}, "пока никто не принял"),
    ],
)
def test_a_danger_says_how_it_stands(changes: dict[str, Any], words: str) -> None:
    lines = seen(figures(dangers=(ice(**changes),), who={OfficialId(7): "ЕДДС"}))
    assert f"Опасно: лёд с крыши, Конаково, пр-т Ленина, 17: {words}" in lines


def test_late_without_a_department_is_the_coordinators() -> None:
    assert "без отдела 3" in seen(figures(late=(Late(department_id=None, count=3, incident_ids=()),)))


def test_s2_a_calm_day() -> None:
    lines = seen(figures(**QUIET, voices=22, opened=22, answered=22, waiting=0, unanswered=0))
    assert lines[2:4] == [
        "Решать вам нечего, опасного не было",
        "Пришло 22, новых вопросов 22, ответили на 22, все вовремя. Первый ответ обычно за 2 ч 10 мин",
    ]


def test_s2_where_some_still_have_time() -> None:
    some = seen(figures(**QUIET, median_answer=None))[3]
    assert some.endswith("ответили на 20, у остальных срок не вышел, закрыли без ответа 1.")


@pytest.mark.parametrize(
    ("sources", "silent", "words"),
    [
        (41, (), "Новых сообщений нет. Это не поломка: все 41 источник отвечают, последний раз проверили в 7:24"),
        (1, (), "Новых сообщений нет. Это не поломка: источник отвечает, последний раз проверили в 7:24"),
        (0, (), "Новых сообщений нет: источники ещё не подключены"),
        (5, (source(),), "Новых сообщений нет, но отвечают не все источники"),
    ],
)
def test_s3_nothing_came(sources: int, silent: tuple[Source, ...], words: str) -> None:
    span = {"since": at(7, 30, day=28), "until": at(7, 30, day=30), "checked_at": at(7, 24, day=30)}
    lines = seen(figures(**NOTHING, sources=sources, silent_sources=silent, promised_today=1, **span))
    assert lines[0] == "Понедельник, 30 ноября · за выходные"
    assert words in lines
    assert "В работе 12, сроки в порядке. Обещали на сегодня: 1" in lines
    assert "Для доклада" not in lines


@pytest.mark.parametrize(
    "late",
    [
        {"late": (Late(department_id=HOUSING, count=2, incident_ids=(IncidentId(1),)),), "late_total": 2, "due_total": 2},
        {"broken": 1},
    ],
)
def test_s3_says_nothing_of_deadlines_beside_what_is_overdue(late: dict[str, Any]) -> None:
    lines = seen(figures(**{**NOTHING, **late}, promised_today=1, until=at(7, 30)))
    assert "В работе 12. Обещали на сегодня: 1" in lines
    assert not any("в порядке" in line or "вовремя" in line for line in lines[:-1])
    assert any(line.startswith(("Не успели: 2 из 2", "Обещали и не сделали: 1")) for line in lines)


def test_s4_late_and_doubtful() -> None:
    lines = seen(figures(silent_sources=(source(broken_at=at(22, day=23)),), until=at(8, 40)), late_by=timedelta(minutes=70))
    assert lines[0] == "Сводка задержалась на 1 ч 10 мин, данные на 8:40"
    assert lines[1] == "Вторник, 24 ноября · за понедельник и ночь"
    assert "Из 41 источника молчит 1: «Подслушано Редкино» с 23 ноября, 22:00. Цифры могут вырасти" in lines


def test_s4_of_many_silent_sources_two_are_named() -> None:
    lines = seen(figures(silent_sources=tuple(source(f"Стена {n}") for n in range(5)), sources=12))
    assert "Из 12 источников молчат 5: «Стена 0», «Стена 1» и ещё 3. Цифры могут вырасти" in lines


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (at(7, 30, day=24), at(7, 30, day=25), "Среда, 25 ноября · за вторник и ночь"),
        (at(7, 30, day=27), at(7, 30, day=30), "Понедельник, 30 ноября · за пятницу и выходные"),
        (at(7, 30, day=28), at(7, 30, day=30), "Понедельник, 30 ноября · за выходные"),
        (at(7, 30, day=20), at(7, 30, day=25), "Среда, 25 ноября · с 20 ноября"),
        (at(7, 30, day=25), at(18, day=25), "Среда, 25 ноября · за сегодня с 7:30"),
    ],
)
def test_the_first_line_names_the_period(since: datetime, until: datetime, words: str) -> None:
    assert seen(figures(since=since, until=until))[0] == words


def test_an_unknown_topic_or_department_is_named_by_its_slug() -> None:
    late = (Late(department_id=DepartmentId("parks"), count=3, incident_ids=()),)
    lines = seen(figures(late=late, growing=(Written(topic="new_topic", settlement=None, messages=5),)))
    assert "parks 3, причина не указана" in lines
    assert "Чаще пишут: new_topic (5)" in lines


def test_what_rises_is_told_beside_usual_days_and_not_twice() -> None:
    growing = tuple(Written(topic=topic, settlement="Редкино", messages=number) for topic, number in (("cold", 9), ("water", 4)))
    lines = seen(figures(growing=growing, rising=(Rise(topic="cold", settlement="Редкино", count=9, usual=3),)))
    (line,) = [line for line in lines if line.startswith("Растёт: ")]
    assert line.endswith("9 за день, обычно 3")
    often = next(line for line in lines if line.startswith("Чаще пишут: "))
    assert often.endswith(", Редкино (4)")
    assert "9" not in often


def test_what_is_there_now_and_a_risk_stand_apart_with_what_became_of_them() -> None:
    risk = {"danger_grade": DangerGrade.RISK, "danger_peak": DangerGrade.RISK}
    over = {"danger_grade": None, "danger_over_at": at(13, day=23), "danger_over_by": OfficialId(7)}
    dangers = (ice(id=IncidentId(1), **over), ice(id=IncidentId(2)), ice(id=IncidentId(3), **over), ice(id=IncidentId(4), **risk))
    lines = seen(figures(dangers=dangers, who={OfficialId(7): "ЕДДС"}))
    assert lines[2:5] == [
        "Опасно: 3, из них никто не принял 1, уже безопасно 2",
        "лёд с крыши, Конаково, пр-т Ленина, 17: пока никто не принял. И ещё 2",
        "Есть риск: лёд с крыши, Конаково, пр-т Ленина, 17: пока никто не принял",
    ]


def test_what_nobody_took_is_named_beside_graver_ones_that_are_in_work() -> None:
    taken = {"accepted_at": at(9, day=23), "accepted_by": OfficialId(7), "status": Status.ACCEPTED, "danger_words": "горит дом"}
    fires = tuple(ice(id=IncidentId(number), **taken) for number in range(1, 6))
    lines = seen(figures(dangers=(*fires, ice(id=IncidentId(6))), who={OfficialId(7): "ЕДДС"}))
    first = lines.index("Опасно: 6, из них никто не принял 1, в работе 5")
    assert "приняли" in lines[first + 1]
    (untaken,) = [line for line in lines if "пока никто не принял" in line]
    assert "И ещё" in untaken


def test_only_what_came_at_night_is_said_to_have_come_at_night() -> None:
    night = {"night_from": at(22, day=23), "night_until": at(8)}
    for hour, day, words in ((3, 24, "Ночью опасно: лёд"), (21, 23, "Опасно: лёд"), (9, 24, "Опасно: лёд")):
        lines = seen(figures(dangers=(ice(danger_since=at(hour, day=day)),), until=at(9, 8), **night))
        assert lines[2].startswith(words)


def test_a_danger_of_an_earlier_day_that_is_there_still_is_told() -> None:
    lines = seen(figures(**QUIET, standing=(ice(danger_since=at(9, day=20)),)))
    assert lines[2] == "Опасно с прошлых дней: лёд с крыши, Конаково, пр-т Ленина, 17: пока никто не принял"
    assert not any("опасного не было" in line for line in lines)


def test_what_came_back_is_nobodys_until_it_is_accepted_anew() -> None:
    taken = ice(accepted_at=at(9, day=23), accepted_by=OfficialId(7), status=Status.ACCEPTED)
    for each, words in ((taken, "приняли 23 ноября в 9:00, ЕДДС"), (replace(taken, status=Status.REOPENED), "пока никто не принял")):
        lines = seen(figures(dangers=(each,), who={OfficialId(7): "ЕДДС"}))
        assert lines[2].endswith(words)


def test_a_past_period_says_nothing_of_what_is_now() -> None:
    past = {"since": at(0, day=20), "until": at(0, day=21), "is_past": True}
    lines = seen(figures(**past, promised_today=3, silent_sources=(source(),)), now=at(9), asked=False)
    assert not any(word in line for line in lines for word in ("В работе", "молчит", "Сегодня срок"))
    nothing = seen(figures(**{**NOTHING, **past}, promised_today=3), now=at(9), asked=False)
    assert nothing == ["Пятница, 20 ноября · за весь день", "", "Новых сообщений не было"]
    calm = seen(figures(**{**QUIET, **past}, night_from=None), now=at(9), asked=False)
    assert calm[2] == "Опасного не было, сроки в порядке"


def test_a_period_of_another_year_carries_it() -> None:
    day = datetime(2025, 11, 26, tzinfo=MOSCOW)
    lines = seen(figures(since=day, until=day + timedelta(days=1), is_past=True), now=at(9))
    assert lines[0] == "Среда, 26 ноября 2025 года · за весь день"
    week = seen(figures(since=day, until=day + timedelta(days=7), is_past=True), now=at(9))
    assert week[0] == "26 ноября 2025 года – 2 декабря 2025 года · 7 дней"


def test_a_period_that_began_before_otklik_says_so() -> None:
    lines = seen(figures(began=at(9, day=23), since=at(0, day=1), until=at(0, day=24)), now=at(9), asked=False)
    assert lines[1] == "Отклик работает с 23 ноября: раньше этого дня цифр нет"


def test_no_line_of_the_summary_stands_on_a_hole() -> None:
    words = "Спасибо Марии Ивановне Сидоровой за двор"
    lines = seen(figures(dangers=(ice(danger_title="звоните 8 915 123-45-67"),), thanks=2, thanks_words=words))
    assert "Спасибо: 2" in lines and "‹" not in "\n".join(lines)
    assert any(line.startswith("Опасно: лёд") for line in lines)
