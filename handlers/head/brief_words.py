"""«Что сказать»: three blocks of facts, and what not to say.

Where it is from; no percentages, no adjectives (docs/voice.md, «Что сказать»).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from handlers.head.summary_main_words import about
from handlers.kit import button
from handlers.kit.button import Row
from handlers.kit.place import what_where
from handlers.kit.text import capital, clock, count, day, escape, name, ours
from incidents.head.briefing import CAREFUL, NAMED, Briefing, Given, TopicOfPlace
from incidents.incident import Incident
from incidents.messenger import Message

_NUMBERS = 3
_WORDS = 90
_PLACE = 70
_HELD = 120

Shorts = Mapping[str, str]


def brief(found: Briefing, *, shorts: Shorts, tz: tzinfo, rows: tuple[Row, ...]) -> Message:
    """The whole district's."""
    lines = [
        f"<b>Что сказать</b> · {day(found.until, tz)}, на {clock(found.until, tz)} · неделя с {day(found.since, tz)}",
        "",
        f"<b>Спрашивают.</b> {_asked(found, shorts)}",
        f"<b>Сделано.</b> {_done(found, shorts, tz)}",
        f"<b>Обещано.</b> {_promised(found, shorts)}",
    ]
    careful = _careful(found, shorts)
    lines += ["", f"<b>Осторожно.</b> {careful}"] if careful else []
    sources = _sources(found, shorts, tz)
    if sources:
        body = "\n".join(sources)
        lines.append(f"<blockquote expandable><b>Откуда это</b>\n{body}</blockquote>")
    return Message(html="\n".join(lines), rows=rows)


def _asked(found: Briefing, shorts: Shorts) -> str:
    if not found.asked:
        return "За неделю новых сообщений не было"
    return f"За неделю больше всего: {'; '.join(f'{_group(each, shorts)} ({each.voices})' for each in found.asked[:NAMED])}"


def _group(asked: TopicOfPlace, shorts: Shorts) -> str:
    return about(asked.topic, asked.settlement, shorts)


def _about(incident: Incident, shorts: Shorts) -> str:
    return escape(what_where(shorts.get(incident.topic, ""), incident.place, full=True, limit=_PLACE))


def _done(found: Briefing, shorts: Shorts, tz: tzinfo) -> str:
    still = f". Разъяснили: {found.explained}" if found.explained else ""
    if not found.done:
        still += f". Жителям ответили «сделано», карточки ещё открыты: {found.said_done}" if found.said_done else ""
        return f"За неделю ничего с итогом «сделано» не закрыли{still}"
    silent = ", жителю не написали"
    named = [
        f"{_about(each, shorts)}: {day(each.closed_at, tz)}{silent if each.untold else ''}"
        for each in found.done[:NAMED]
        if each.closed_at is not None
    ]
    return f"{capital('; '.join(named))}{_more(found.done, NAMED)}{still}"


def _promised(found: Briefing, shorts: Shorts) -> str:
    if not found.promised:
        return "Открытых обещаний с датой нет"
    return f"{capital('; '.join(_given(each, shorts) for each in found.promised[:NAMED]))}{_more(found.promised, NAMED)}"


def _given(given: Given, shorts: Shorts) -> str:
    words = f"«{ours(given.promise.words, _WORDS)}», " if given.promise.words else ""
    return f"{_about(given.incident, shorts)}: {words}до {given.promise.until}"


def _careful(found: Briefing, shorts: Shorts) -> str:
    said = [
        f"{capital(_about(each.incident, shorts))}: обещали до {each.promise.until}, срок прошёл, нового числа не называть"
        for each in found.broken[:CAREFUL]
    ]
    said += [f"{capital(_about(each, shorts))}: закрыли, житель спорит, сделанным не называть" for each in found.denied[:CAREFUL]]
    said += [f"{capital(_about(each, shorts))}: чьё это, ещё не решили" for each in found.disputed[:CAREFUL]]
    return ". ".join(said)


def _more(known: Sequence[object], named: int) -> str:
    return f" и ещё {len(known) - named}" if len(known) > named else ""


def _sources(found: Briefing, shorts: Shorts, tz: tzinfo) -> list[str]:
    span = f"с {day(found.since, tz)} по {day(found.until - timedelta(microseconds=1), tz)}"
    lines = [
        f"{capital(_group(each, shorts))}: {count(each.voices, 'сообщение', 'сообщения', 'сообщений')} {span}; "
        f"{_numbers([one.number for one in each.incidents])}"
        for each in found.asked[:NAMED]
    ]
    if found.done:
        lines.append(f"Сделано: итог «сделано» в карточках {_numbers([each.number for each in found.done])}")
    lines += [
        f"Обещано: ответ от {day(each.promise.made_at, tz)}, № {each.incident.number}"
        for each in (*found.promised[:NAMED], *found.broken[:CAREFUL])
    ]
    return lines


def _numbers(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_NUMBERS])
    return f"№ {shown}{_more(numbers, _NUMBERS)}"


def one(
    *,
    incident: Incident,
    topic_short: str,
    voices: int,
    acceptor: str,
    answered_at: datetime | None,
    warned_at: datetime | None,
    cause: str | None,
    promised: Sequence[Given],
    tz: tzinfo,
    now: datetime,
) -> Message:
    """About one trouble, for a camera."""
    about = escape(what_where(topic_short, incident.place, full=True, limit=_PLACE))
    who = f": {escape(name(acceptor, 60))}" if acceptor else ""
    done = [f"приняли {_moment(incident.accepted_at, tz)}{who}"] if incident.accepted_at else []
    done += [f"жителей предупредили {_moment(warned_at, tz)}"] if warned_at else []
    done += [f"ответ жителям вышел {_moment(answered_at, tz)}"] if answered_at else []
    named = "; ".join(_only(each) for each in promised[:NAMED])
    careful = f"причину называть так: «{ours(cause, _HELD)}»" if cause else "причина в карточке не указана, не называть"
    careful += ". Числа, когда закончат, нет, не называть" if not promised else ""
    lines = [
        f"<b>Что сказать:</b> {about}",
        f"<b>Спрашивают.</b> {count(voices, 'сообщение', 'сообщения', 'сообщений')}, первое {_moment(incident.published_at, tz)}",
        f"<b>Сделано.</b> {capital('; '.join(done)) or 'Пока ничего не отметили'}",
        f"<b>Обещано.</b> {capital(named) or 'Обещаний с датой нет'}",
        f"<b>Осторожно.</b> {capital(careful)}",
        f"Данные на {clock(now, tz)}, № {incident.number}",
    ]
    return Message(html="\n".join(lines), rows=button.rows())


def _only(given: Given) -> str:
    words = f"«{ours(given.promise.words, _WORDS)}», " if given.promise.words else ""
    return f"{words}до {given.promise.until}"


def _moment(moment: datetime, tz: tzinfo) -> str:
    return f"{day(moment, tz)} в {clock(moment, tz)}"
