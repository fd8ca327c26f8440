"""Lines of an open card: until when, who has it, why."""

from datetime import datetime

from handlers.answers.answer_line_words import on_its_day
from handlers.card.card_view_words import CardView
from handlers.card.headline_words import is_urgent, open_doubt
from handlers.card.voices_words import has_known_author, named_people
from handlers.kit.labels import unanswered
from handlers.kit.text import capital, clock, count, escape, lower_first, name, on_day, ours, quote_unless_masked, stamp, weekday_moment
from handlers.routing import modes_words
from incidents.danger.doubts import WAIT
from incidents.deadlines.reminders import Reminder, is_ladder_stopped
from incidents.incident import Doubt, Status
from incidents.official import IN_DEPARTMENT
from incidents.reading import DangerGrade
from incidents.role_rights import Right, has_right

_TITLE = 50
_REASON = 120


def deadline_line(view: CardView) -> str:
    """Until when, in absolute time; nothing once the first answer stands."""
    incident = view.incident
    if (
        incident.answer_by is None
        or incident.doubt is Doubt.TRIAL
        or incident.status in (Status.ANSWERED, Status.POSTPONED, Status.OUTSIDE)
    ):
        return ""
    late = _past_due(view, incident.due_by)
    if is_urgent(view):
        by = view.danger.warn_by
        warned = f"Предупредить жителей до <b>{_soon(view, by)}</b>{_past_due(view, by)}" if by else ""
        warn = f"{warned} · ответить" if warned else "Ответить"
        return f"{warn} до <b>{_soon(view, incident.answer_by)}</b>{late} (обед и ночь не вычитаем)"
    due = incident.due_by or incident.answer_by
    what = "Окончательный ответ" if incident.awaits_final else "Ответить"
    return f"{what} до <b>{weekday_moment(due, view.timezone, view.now)}</b>{late}{_region_waits(view)}{_accept(view)}"


def _past_due(view: CardView, by: datetime | None) -> str:
    return ", <b>срок прошёл</b>" if by is not None and by < view.now else ""


def _region_waits(view: CardView) -> str:
    """The region's clock beside ours: the earlier of the two is the one to answer by."""
    ours, theirs = view.incident.answer_by, view.incident.region_by
    if ours is None or theirs is None:
        return ""
    if theirs < ours:
        return ", столько ждёт регион"
    same = theirs.astimezone(view.timezone).date() == ours.astimezone(view.timezone).date()
    when = clock(theirs, view.timezone) if same else weekday_moment(theirs, view.timezone, view.now)
    return f" · регион ждёт до {when}"


def _accept(view: CardView) -> str:
    by = view.incident.accept_by
    if view.incident.status not in (Status.ASSIGNED, Status.REOPENED) or by is None or by < view.now or view.incident.department_id is None:
        return ""
    same = by.astimezone(view.timezone).date() == view.now.astimezone(view.timezone).date()
    when = f"сегодня до {clock(by, view.timezone)}" if same else f"до {weekday_moment(by, view.timezone, view.now)}"
    return f" · принять {when}"


def _soon(view: CardView, moment: datetime) -> str:
    """A moment of a danger: the hour is enough today."""
    same = moment.astimezone(view.timezone).date() == view.now.astimezone(view.timezone).date()
    return clock(moment, view.timezone) if same else weekday_moment(moment, view.timezone, view.now)


def holder_line(view: CardView) -> str:
    """«У кого», and who stands in for a holder on leave."""
    who = _danger_holder(view) if is_urgent(view) else _holder(view)
    return f"{who}. Замещает {_title(view.stands_in)}" if view.stands_in else who


def _holder(view: CardView) -> str:
    incident = view.incident
    accepted = on_its_day(incident.accepted_at, view.now, view.timezone)
    if incident.rumour:
        return f"Проверяет{accepted.replace(' в ', ' с ')}: <b>{_title(view.holder)}</b>" if view.holder else ""
    if view.department is None:
        if view.holder is None and incident.doubt is Doubt.TRIAL:
            return ""
        if view.holder is None:
            return "У кого: пока ни у кого, решает координатор"
        return f"У кого: <b>{_title(view.holder)}</b>, приняли{accepted}"
    state = {
        Status.ASSIGNED: "ещё не приняли",
        Status.REOPENED: "вернули в работу, ещё не приняли",
        Status.OUTSIDE: "ждём чужой ответ",
        Status.POSTPONED: "отложено",
    }.get(incident.status, f"приняли{accepted}" if incident.accepted_at else "")
    # A whole group reads «приняли» and asks who; in private it is themselves or their only department.
    is_told = view.holder is not None and (_is_other(view) or view.viewer is None)
    other = (
        f" ({_title((view.holder or '').removesuffix(f', {view.department}'))})" if incident.status is Status.ACCEPTED and is_told else ""
    )
    return f"У кого: <b>{_title(view.department)}</b>" + (f", {state}{other}" if state else "")


def _danger_holder(view: CardView) -> str:
    incident = view.incident
    lines = []
    if view.danger.told:
        since = stamp(view.danger.told_since or incident.opened_at, view.timezone, view.now)
        lines.append(f"Знают с {since}: {escape(name(', '.join(view.danger.told), _REASON))}")
    if incident.accepted_at is not None and incident.status is not Status.REOPENED:
        gone = "" if _is_other(view) or incident.status is not Status.ACCEPTED else ", выехали"
        who = _title(view.holder if _is_other(view) or view.department is None else view.department)
        if view.acceptor is not None:
            who, gone = _title(view.acceptor), f". Сейчас у кого: <b>{_title(view.holder)}</b>" if view.holder else ""
        lines.append(f"Приняли{on_its_day(incident.accepted_at, view.now, view.timezone)}: <b>{who or 'дежурный'}</b>{gone}")
    elif incident.status is not Status.ANSWERED:
        lines.append(f"У кого: <b>{_title(view.department)}</b>" if view.department else "У кого: отдела пока нет, решает координатор")
        lines.append(f"Приняли: <b>пока никто</b>{_ladder(view)}")
    return "\n".join(lines)


def _ladder(view: CardView) -> str:
    """The next step while nobody took a danger."""
    incident = view.incident
    if is_ladder_stopped(incident):
        return ""
    if Reminder.DANGER_10 in incident.reminded and view.danger.called:
        return f". Позвали{on_its_day(incident.rung_at, view.now, view.timezone)} {view.danger.called}"
    if Reminder.DANGER_5 in incident.reminded:
        return f". Позвали {view.danger.called}" if view.danger.called else ""
    if view.danger.quiet and incident.accept_by is not None and incident.accept_by > view.now and view.danger.next_call:
        return f". {capital(on_day(incident.accept_by, view.timezone, view.now))} позовём {view.danger.next_call}"
    return ""


def _is_other(view: CardView) -> bool:
    """Accepted by somebody who is not of the department (a coordinator, a duty official)."""
    return view.holder is not None and view.department is not None and view.department.casefold() not in view.holder.casefold()


def region_numbers(view: CardView) -> str:
    """«регион № 5418207, ещё 2 номера» beside our number; what the region does not know is told where its numbers are in use."""
    numbers = [voice.voice.region_number for voice in view.voices if voice.voice.region_number]
    if not numbers:
        whole = any(not voice.voice.is_part for voice in view.voices)  # a part is counted with its post, on another card
        open_still = view.incident.status not in (Status.CLOSED, Status.REJECTED)
        return " · в системе региона пока нет" if view.region_in_use and open_still and whole else ""
    more = f", ещё {count(len(numbers) - 1, 'номер', 'номера', 'номеров')}" if len(numbers) > 1 else ""
    return f" · регион № {escape(numbers[0])}{more}"


def region_left(view: CardView) -> str:
    """Answered under the post, not in the region's system yet."""
    answered = [each.voice.entered_at for each in view.voices if each.voice.answered_at is not None and not each.voice.is_part]
    has_number = any(each.voice.region_number for each in view.voices)
    first = "Ответа в системе региона ещё нет" if has_number else "В систему региона ещё не внесено"
    of = f": {answered.count(None)} из {len(answered)}" if len(answered) > 1 else ""
    return first + of if None in answered and view.region_in_use else ""


def reason_line(view: CardView) -> str:
    """Why it came here, or why it is called a danger."""
    incident = view.incident
    if is_urgent(view):
        words = _alarming(view)
        return f"<i>Почему опасно: {words}</i>" if words else ""
    if _is_half_over(view):
        return "<i>Половина срока прошла</i>"
    if incident.danger_grade is DangerGrade.RISK and not incident.returns and (words := _alarming(view)):  # who handed it over comes first
        return f"<i>Почему риск: {words}</i>"
    if not incident.route_because or open_doubt(view) is not None or incident.rumour:
        return ""
    return f"<i>{_whom(view)}: {ours(incident.route_because, _REASON)}</i>"


def _alarming(view: CardView) -> str:
    """Words that sound dangerous; fewer of them, or none, where a part has to be hidden."""
    incident, people = view.incident, named_people(view)
    return quote_unless_masked(incident.danger_words, 80, people) or quote_unless_masked(incident.danger_title, 80, people)


def silenced_line(view: CardView) -> str:
    """Why it did not ring, until somebody takes it."""
    waits = view.incident.status in (Status.NEW, Status.ASSIGNED, Status.REOPENED)
    return "<i>Пришло без звука: звонков в этот день уже хватало</i>" if view.silenced and waits else ""


def _whom(view: CardView) -> str:
    if view.incident.department_id is None:
        return "Почему у координатора"
    theirs = view.viewer is None or (view.viewer.role in IN_DEPARTMENT and view.viewer.department_id == view.incident.department_id)
    return "Почему вам" if theirs else "Почему этот отдел"


def _is_half_over(view: CardView) -> bool:
    """R3, until the deadline says more."""
    incident = view.incident
    waits = incident.status in (Status.ASSIGNED, Status.ACCEPTED, Status.REOPENED, Status.OUTSIDE)
    return waits and Reminder.HALF in incident.reminded and incident.answer_by is not None and view.now < incident.answer_by


def decision_line(view: CardView) -> str:
    """What the coordinator has to settle, and how."""
    incident, doubt = view.incident, open_doubt(view)
    if doubt is Doubt.OUTSIDE:
        if incident.danger_grade:
            return "Хозяева не мы, но и промолчать нельзя: передать в ЕДДС соседей и подсказать автору, куда звонить"
        return "Решаем не мы. Можно подсказать автору, куда обратиться, или нажать «Не обращение»"
    if doubt is Doubt.TOPIC:
        likely = [lower_first(name(title, 24)) for title in dict.fromkeys(short for _, short in view.likely_topics) if title]
        like = f"Похоже на разное: {escape(', '.join(likely))}" if len(likely) > 1 else "Тема неясна"
        return f"{like}. Выберите тему, бот запомнит"
    if doubt is Doubt.PLACE:
        settlement = incident.place.settlement
        missing = "Улица и дом не названы" if settlement else "Населённый пункт и дом не названы"
        ask = "Можно спросить автора (срок при этом идёт) или ответить общим порядком"
        unsigned = "Пост без подписи, автора не спросить. Укажите место сами или ответьте общим порядком"
        return f"{missing}. {ask if has_known_author(view) else unsigned}"
    if doubt is Doubt.ROUTE:
        reason = capital(ours(incident.route_because, _REASON)) or "Правило не нашлось"
        return f"{reason}. {'Выберите отдел' if has_right(view.viewer, Right.SORT) else 'Отдел выберет координатор'}"
    return _by_mode(view, doubt)


def _danger_in_doubt(view: CardView) -> str:
    incident = view.incident
    if incident.danger_asked_at is None:
        return ""
    words = _alarming(view)
    alarming = f"Насторожило: {words}. " if words else ""
    until = stamp(incident.danger_asked_at + WAIT, view.timezone, view.now)
    return f"{alarming}Бот не уверен, опасно ли это. {unanswered(until, goes_on=view.danger.goes_on)}"


def _by_mode(view: CardView, doubt: Doubt | None) -> str:
    """What several questions and a department's mode ask of the coordinator."""
    if doubt is Doubt.DANGER:
        return _danger_in_doubt(view)
    if doubt is Doubt.QUESTIONS:
        return "Собрать один ответ, разделить на отдельные карточки или отдать всё одному отделу?"
    if doubt is Doubt.PRAISE:
        return "Хвалят, но слышен упрёк. Жалоба? Передайте в отдел. Правда спасибо? «Не обращение», «Спасибо»"
    if doubt is Doubt.CONFIRM:
        return modes_words.confirm(proposed=view.proposed, because=view.incident.route_because)
    return modes_words.trial(proposed=view.proposed, sorted_to=view.sorted_to) if doubt is Doubt.TRIAL else ""


def _title(text: str | None) -> str:
    return escape(name(text or "", _TITLE))
