"""What, when, who: the substance of an answer, and its dates."""

import re
from collections.abc import Iterator

from incidents.advice.sentences import deeds, has_done, says_when, sentences, will_be, will_do
from incidents.advice.values import FAR, About, Advice, Words
from incidents.answers.values import AnswerKind
from incidents.approval.answer_checks import checks
from incidents.dates.find import FoundDate, find_dates
from incidents.dates.find import no_such_day as find_no_such_day
from incidents.dates.russian import WEEKDAYS, date_words

_NUMBER = re.compile(r"\d[\d\s().-]{1,20}\d")
_TAKEN_NOTE = re.compile(r"прин\w+\s+к\s+сведению", re.IGNORECASE)
_WHOLE = frozenset({AnswerKind.FINAL, AnswerKind.INTERIM, AnswerKind.POST})
"""Kinds that must say what, when and who."""


def no_measure(text: str, about: About, words: Words) -> Iterator[Advice]:
    """Nothing is done."""
    if about.kind in _WHOLE and not deeds(text, words):
        why = "Одного «приняли к сведению» житель не поймёт" if _TAKEN_NOTE.search(text) else "Назовите дело: «откачаем», «починили»"
        yield Advice(code="no_measure", text=f"Что делаем? {why}")


def no_date(text: str, about: About, words: Words) -> Iterator[Advice]:
    """Something is to be done and no day is named. «В ближайшее время» has its own advice; what is done needs no day."""
    only_done = has_done(text, words) and not will_do(text, words)
    if about.kind in _WHOLE and not only_done and not has_date(text, about) and not words.patterns["vague"].search(text):
        yield Advice(code="no_date", text="Нет даты. Когда сделаем? Не знаем? Тогда когда скажем точнее?")


def no_owner(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """Nobody answers for it."""
    if about.kind in _WHOLE and not has_owner(text, about):
        yield Advice(code="no_owner", text="Кто отвечает? Отдел или организация, лучше с рабочим телефоном")


def vague_date(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """A day that everyone understands in their own way."""
    found = words.patterns["vague"].search(text)
    if found:
        said = found[0][:1].upper() + found[0][1:]
        yield Advice(
            code="vague_date",
            text=f"«{said}» у каждого своё. Назовите день, хотя бы «до пятницы»",
            start=found.start(),
            end=found.end(),
        )


def past_date(text: str, about: About, words: Words) -> Iterator[Advice]:
    """A deadline that has passed; «обещали до 20 ноября», «20 ноября заделали» tell of the past and are no mistake."""
    for sentence in sentences(text):
        promises = (will_do(sentence.text, words) or will_be(sentence.text)) and not has_done(sentence.text, words)
        dates = find_dates(sentence.text, today=about.today)
        for found in dates:
            if promises and max(each.date for each in dates) < about.today:
                yield _dated("past_date", f"{_day(found)} уже прошло. Верно ли число?", sentence.start, found, stops=True)
                return


def no_such_day(text: str, _about: About, _words: Words) -> Iterator[Advice]:
    """«31 ноября»."""
    day = find_no_such_day(text)
    if day is not None:
        start = text.index(day)
        yield Advice(code="no_such_day", text=f"Дня «{day}» не бывает. Верно ли число?", start=start, end=start + len(day), stops=True)


def day_off(text: str, about: About, words: Words) -> Iterator[Advice]:
    """A day on which nobody works."""
    for sentence in sentences(text):
        for found in find_dates(sentence.text, today=about.today):
            if found.date > about.today and not about.is_working(found.date) and will_do(sentence.text, words):
                off = found.date.weekday()
                what = WEEKDAYS[off] if off >= 5 else "выходной"  # noqa: PLR2004 - Saturday
                yield _dated("day_off", f"{_day(found)} {what}. Бригада точно работает?", sentence.start, found)
                return


def far_date(text: str, about: About, words: Words) -> Iterator[Advice]:
    """Further ahead than the district thinks near (a month).

    A plan that follows a suggestion may be.
    """
    if about.is_of_wish:
        return
    for sentence in sentences(text):
        is_past = has_done(sentence.text, words) and not will_do(sentence.text, words)
        for found in find_dates(sentence.text, today=about.today):
            if found.date > about.today + words.far and not is_past:
                how_far = "месяца" if words.far == FAR else f"{words.far.days} дн"
                advice = f"До срока больше {how_far}. Напишите, что сделаем раньше, и напомним вам сами"
                yield _dated("far_date", advice, sentence.start, found)
                return


def has_date(text: str, about: About) -> bool:
    """Whether a day is named."""
    return bool(find_dates(text, today=about.today))


def names_the_day(text: str, about: About, words: Words) -> bool:
    """Whether it is said when: a day beside what is done then."""
    return any(find_dates(each.text, today=about.today) and says_when(each.text, words) for each in sentences(text))


def has_owner(text: str, about: About) -> bool:
    """Whether somebody answers for it: named in words, or by a department's phone."""
    numbers = (re.sub(r"\D", "", found[0])[-10:] for found in _NUMBER.finditer(text))
    return checks(text, department=about.department, today=about.today).owner or any(each in about.phones for each in numbers)


def _day(found: FoundDate) -> str:
    return f"{date_words(found.date)}"


def _dated(code: str, text: str, offset: int, found: FoundDate, *, stops: bool = False) -> Advice:
    return Advice(code=code, text=text, start=offset + found.start, end=offset + found.end, stops=stops)
