"""The district's word over its norms: what people type, what holds then, how it is shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deadlines.norms_words import ask_norm, ask_norm_day, norm_changed, norms, span
from incidents.deadlines.norm_overrides import (
    COUNTS,
    NormKey,
    NormWord,
    day_said,
    intervals_of,
    number_in,
    text_of,
    value_of,
    with_norm_words,
)
from incidents.deadlines.values import Norm, Norms
from incidents.errors import DomainError
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import CALENDAR, at

TODAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)
MORE = [["Сроки тем", "Рабочая неделя"], ["Особые дни", "Откуда срок"]]


def word(key: str, value: str) -> NormWord:
    return NormWord(key=key, value=value, by=None, at=at(9))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9 ч", 540),
        ("45 мин", 45),
        ("1 ч 30 мин", 90),
        ("7 дней", 10080),
        ("7 дн", 10080),
        ("2 часа", 120),
        ("30 минут", 30),
        ("1 день", 1440),
    ],
)
def test_a_length_of_time_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert number_in(text, NormKey.ANSWER) == minutes


@pytest.mark.parametrize("text", ["", "скоро", "9", "-9 ч", "0 мин", "100 дней", "9 ч и что-то ещё", "999999 ч", "ч 9"])
def test_what_is_no_length_of_time_gets_a_sentence(text: str) -> None:
    with pytest.raises(DomainError):
        number_in(text, NormKey.ANSWER)


def test_when_many_voices_are_one_event_and_how_long_approval_takes_are_norms_too() -> None:
    held, _ = with_norm_words(Norms(), CALENDAR, [word("mass_count", "7"), word("mass_within", "120"), word("approval", "45")])
    assert (held.mass.count, held.mass.within, held.approval) == (7, 2 * HOUR, timedelta(minutes=45))
    assert (value_of(held, NormKey.MASS_COUNT), value_of(held, NormKey.MASS_WITHIN)) == (7, 2 * HOUR)
    assert held.mass.times == Norms().mass.times
    for text in ("1", "101", "пять"):
        with pytest.raises(DomainError, match="от 2 до 100"):
            number_in(text, NormKey.MASS_COUNT)


def test_a_danger_is_rung_again_within_the_hour() -> None:
    assert number_in("5 мин", NormKey.NOW_AGAIN) == 5
    assert number_in("1 ч", NormKey.NOW_AGAIN) == 60
    for text in ("0 мин", "2 ч", "7 дней"):
        with pytest.raises(DomainError, match="раз в 1–60 минут"):
            number_in(text, NormKey.NOW_AGAIN)


def test_sounds_are_a_number() -> None:
    assert number_in(" 8 ", NormKey.SOUNDS) == 8
    assert number_in("0", NormKey.SOUNDS) == 0
    for text in ("101", "9 ч", "много", "-1"):
        with pytest.raises(DomainError):
            number_in(text, NormKey.SOUNDS)


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ("31.12 выходной", date(2026, 12, 31), ""),
        ("29.12 — сокращённый", date(2026, 12, 29), "09:00-13:00,14:00-17:00"),
        ("суббота 28.11 рабочая 10:00–14:00", date(2026, 11, 28), "10:00-14:00"),
        ("28.11 рабочая", date(2026, 11, 28), "09:00-13:00,14:00-18:00"),
        ("30 ноября 9:00-13:00, 14:00-16:30", date(2026, 11, 30), "09:00-13:00,14:00-16:30"),
        ("24.11 нерабочий", TODAY, ""),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date, hours: str) -> None:
    assert day_said(text, today=TODAY, calendar=CALENDAR) == (day, hours)


@pytest.mark.parametrize("text", ["", "когда-нибудь выходной", "31.12", "31.12 весёлый", "28.11 14:00–10:00", "28.11 25:00–26:00"])
def test_a_day_that_nobody_understands_gets_a_sentence(text: str) -> None:
    with pytest.raises(DomainError):
        day_said(text, today=TODAY, calendar=CALENDAR)


def test_a_day_that_has_passed_is_not_changed() -> None:
    with pytest.raises(DomainError, match="уже прошёл"):
        day_said("23.11.2026 выходной", today=TODAY, calendar=CALENDAR)


def test_words_stand_over_the_file_and_the_file_holds_elsewhere() -> None:
    held, calendar = with_norm_words(Norms(), CALENDAR, [word("answer", "300"), word("sounds", "5"), word("day:2026-12-31", "")])
    assert (held.default.answer, held.default.accept, held.sounds) == (5 * HOUR, HOUR, 5)
    assert calendar.intervals(date(2026, 12, 31)) == ()
    assert calendar.intervals(date(2026, 12, 30)) == CALENDAR.intervals(date(2026, 12, 30))
    assert with_norm_words(Norms(), CALENDAR, [word("of another version", "1")])[0] == Norms()


def test_a_topic_that_inherits_the_default_follows_it_and_its_own_norm_stays() -> None:
    file = Norms(topics={"a": Norm(accept=HOUR, answer=4 * HOUR)}, groups={"g": Norm(accept=HOUR / 2, answer=9 * HOUR)})
    held, _ = with_norm_words(file, CALENDAR, [word("answer", "300"), word("accept", "45")])
    assert held.topics["a"] == Norm(accept=timedelta(minutes=45), answer=4 * HOUR)
    assert held.groups["g"] == Norm(accept=HOUR / 2, answer=5 * HOUR)


@given(st.sampled_from([key for key in NormKey if key not in {*COUNTS, NormKey.NOW_AGAIN}]), st.integers(1, 90 * 24 * 60))
def test_what_was_said_is_what_holds(key: NormKey, minutes: int) -> None:
    held, _ = with_norm_words(Norms(), CALENDAR, [word(key, str(minutes))])
    assert value_of(held, key) == timedelta(minutes=minutes)
    assert number_in(span(timedelta(minutes=minutes)), key) == minutes


def test_hours_are_written_and_read_alike() -> None:
    for hours in ("", "10:00-14:00", "09:00-13:00,14:00-18:00"):
        assert text_of(intervals_of(hours)) == hours


def test_the_list_shows_what_holds_and_what_was_changed() -> None:
    words = [word("answer", "300"), word("day:2026-12-31", ""), word("day:2026-11-01", "10:00-14:00")]
    held, calendar = with_norm_words(replace(Norms(), topics={"t": Norm(answer=4 * HOUR)}), CALENDAR, words)
    message = norms(held=held, calendar=calendar, words=words, shorts={"t": "Прорыв"}, today=TODAY)
    assert "1. Ответить жителю: 5 ч рабочих (изменено)\n2. Принять: 1 ч рабочих\n" in message.html
    assert "Неделя: пн–пт 9:00–13:00, 14:00–18:00; сб–вс выходной" in message.html
    assert "Чт 31 декабря: выходной (изменено)" in message.html
    assert "1 ноября" not in message.html
    assert "прорыв 4 ч" in message.html
    assert labels(message) == [
        ["1", "2", "3", "4", "5"],
        ["6", "7", "8", "9", "10"],
        ["11", "12", "13", "14", "15"],
        ["16"],
        *MORE,
        ["Что меняли", "Как в файле"],
    ]
    assert len(parse(message.html)) <= 1024
    assert labels(norms(held=Norms(), calendar=CALENDAR, words=[], shorts={}, today=TODAY))[-1] == ["Что меняли"]


def test_questions_and_news_are_plain() -> None:
    assert "сейчас 9 ч рабочих" in ask_norm(held=Norms(), key=NormKey.ANSWER).html
    assert "«12»" in ask_norm(held=Norms(), key=NormKey.SOUNDS).html
    assert "Ответить жителю: 5 ч" in norm_changed(key="answer", said="300", by="координатор").html
    assert "Чт 31 декабря: выходной" in norm_changed(key="day:2026-12-31", said="", by="координатор").html
    assert "как в файле" in norm_changed(key="sounds", said=None, by="координатор").html
    for message in (ask_norm(held=Norms(), key=NormKey.FINAL), ask_norm_day(), norm_changed(key="sounds", said="5", by="<к>")):
        parse(message.html)
