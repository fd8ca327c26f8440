"""Card lines for postponed, outside, delay and note."""

from handlers.card.card_view_words import CardView
from handlers.kit.text import day, escape, link, name, on_day, ours, stamp, weekday_moment
from incidents.answers.values import AnswerState
from incidents.incident import Status

_ORGANISATION = 80
_REASON = 120
_NOTE = 160
_DEPARTMENT = "отдел "


def waiting_line(view: CardView) -> str:
    """Until when it is postponed, or whose answer it waits for."""
    incident = view.incident
    if incident.status is Status.POSTPONED and incident.postponed_until is not None:
        until = weekday_moment(incident.postponed_until, view.timezone, view.now)
        due = f". Срок ответа идёт: до {weekday_moment(incident.answer_by, view.timezone, view.now)}" if incident.answer_by else ""
        return f"Отложено до <b>{until}</b>, вернём сами{due}"
    return _outside(view) if incident.status is Status.OUTSIDE else ""


def _outside(view: CardView) -> str:
    request = view.request
    if request is None:
        return ""
    letter = f", письмо № {escape(name(request.letter, 40))}" if request.letter else ""
    passed = f"{day(request.sent_at, view.timezone)} {on_day(request.sent_at, view.timezone, request.sent_at)}"
    promised = f"Обещали ответить до <b>{day(request.promised_at, view.timezone)}</b>"
    lines = [f"Передали: {escape(name(request.organisation, _ORGANISATION))}, {passed}{letter}. {promised}", _told(view)]
    again = []
    if request.asked_at is not None:
        again.append(f"Спрашивали снова {on_day(request.asked_at, view.timezone, view.now)}")
    if request.remind_at is not None and request.remind_at > view.now:
        again.append(f"Спросим снова {on_day(request.remind_at, view.timezone, view.now)}")
    if view.incident.answer_by is not None:
        again.append(f"Срок ответа жителю: <b>{weekday_moment(view.incident.answer_by, view.timezone, view.now)}</b>")
    lines.append(". ".join(again))
    return "\n".join(line for line in lines if line)


def _told(view: CardView) -> str:
    """What the resident was told since it was passed on."""
    answer = view.answer
    if answer is None or answer.state is not AnswerState.PUBLISHED or answer.published_at is None or view.request is None:
        return ""
    if answer.published_at < view.request.sent_at:
        return ""
    look = f": {link(answer.url, 'посмотреть')}" if answer.url else ""
    return f"Жителю сказали {on_day(answer.published_at, view.timezone, view.now)}{look}"


def delay_line(view: CardView) -> str:
    """«Причина задержки»: the words of whoever pressed, nobody's guess."""
    if view.delay is None or view.incident.status is Status.ANSWERED:
        return ""
    return f"Причина задержки: <b>{ours(view.delay.text, _REASON)}</b>, {stamp(view.delay.at, view.timezone, view.now)}"


def note_line(view: CardView) -> str:
    """«Заметка отдела ЖКХ, 10:20: …»: the newest, for colleagues."""
    if view.note is None:
        return ""
    return f"<i>{escape(_whose(view.note.who))}, {stamp(view.note.at, view.timezone, view.now)}:</i> {escape(name(view.note.text, _NOTE))}"


def _whose(who: str) -> str:
    """A department of one word before its name is declined; nothing else is."""
    title = name(who, 60)
    return f"Заметка отдела {title.removeprefix(_DEPARTMENT)}" if title.startswith(_DEPARTMENT) else f"Заметка ({title})"
