"""«История»: the log of an incident, newest first.

A line an event: when, who, what.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.acts.buttons import LOOKS
from handlers.kit.button import choice, goes_back, rows
from handlers.kit.buttons import Menu
from handlers.kit.choices import PageTurn
from handlers.kit.labels import OUTCOMES, REASONS, UNTOLD, subject
from handlers.kit.pages import Page
from handlers.kit.text import capital, count, escape, lower_first, name, ours, stamp
from incidents.danger.danger_marks import CALLED
from incidents.deadlines.reminders import Reminder
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, ClosingOutcome, Event, RejectReason, Untold
from incidents.messenger import Message

PAGE = 8
_WORDS = 160

UNDONE = {
    Act.ACCEPT: "«Принять»",
    Act.RETURN: "«Не наше»",
    Act.ASSIGN: "передачу в отдел",
    Act.CLOSE: "закрытие",
    Act.REJECT: "«Не обращение»",
    Act.REOPEN: "возврат в работу",
    Act.POSTPONE: "«Отложить»",
    Act.RESUME: "возврат в работу",
    Act.SEND_OUTSIDE: "передачу вовне",
    Act.CORRECT_TOPIC: "тему",
    Act.CORRECT_PLACE: "место",
    Act.NEW_TEXT: "решение по новому тексту",
    Act.MERGE: "объединение",
    Act.DELAY_REASON: "причину",
    Act.CONTROL: "контроль",
    Act.CHECKED: "«Всё верно»",
    Act.CONFIRM_DONE: "«Подтвердить: сделано»",
    Act.DANGER_DENIED: "«Не опасно»",
    Act.DANGER_GRADED: "ответ на «Опасно?»",
    Act.SAFE: "«Уже безопасно»",
    Act.RUMOUR: "«Слух»",
    Act.NOT_RUMOUR: "«Это не слух»",
    Act.ENTRUST: "«Поручить другому»",
    Act.DANGER_ROSE: "«Снова опасно»",
}
"""What «вернули, как было» took back."""

_REMINDED = {
    Reminder.NOT_ROUTED: "координаторам: нет отдела",
    Reminder.NOT_ACCEPTED_SOON: "отделу: ещё не приняли",
    Reminder.NOT_ACCEPTED: "не приняли, позвали следующего",
    Reminder.ANSWER_SOON: "срок близко",
    Reminder.OVERDUE: "срок вышел",
    Reminder.OVERDUE_CHIEF: "руководителю: срок вышел",
    Reminder.OVERDUE_COORDINATOR: "координаторам: срок вышел",
    Reminder.DANGER_5: "позвали второго дежурного",
    Reminder.DANGER_10: "позвали координатора и руководителя",
    Reminder.DANGER_AGAIN: "снова опасно",
    Reminder.HEAD_HEARS: "сообщили главе",
    Reminder.DANGER_ASKED: "опасно?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """An incident's log with the names that its ids stand for. `words`: texts of people by the event's place in the log."""

    incident_id: IncidentId
    number: int
    what_where: str
    events: Sequence[Event]  # oldest first
    officials: Mapping[OfficialId, str]  # id → title
    departments: Mapping[str, str]
    words: Mapping[int, str]
    timezone: tzinfo
    now: datetime
    sees_looks: bool = False  # a coordinator: «Кто смотрел»
    lay: str = ""  # «маршрут 2 мин, отдел 9 ч 58 мин, согласование 0»


def log_page(view: LogView, page: int) -> Message:
    """One page, the newest first."""
    shown = Page.of(sorted(enumerate(view.events), key=lambda each: -each[0]), page, PAGE)
    title = f"<b>История:</b> {count(len(view.events), 'запись', 'записи', 'записей')}"
    which = f", страница {shown.number + 1} из {shown.count}" if shown.count > 1 else ""
    lines = [title + which, subject(view.what_where, view.number), ""]
    lines += [_line(view, n, event) for n, event in shown.items]
    lines += ["", f"Где лежало: {view.lay}"] if view.lay else []
    buttons = [goes_back(Menu.HISTORY, view.incident_id)]
    if shown.count > 1:
        label = "Раньше" if shown.number + 1 < shown.count else "К новым"
        buttons.append(choice(Menu.HISTORY, label, view.incident_id, PageTurn((shown.number + 1) % shown.count)))
    looks = (choice(Menu.HISTORY, "Кто смотрел", view.incident_id, LOOKS),) if view.sees_looks else ()
    return Message(html="\n".join(lines), rows=rows(looks, tuple(buttons)))


def _line(view: LogView, n: int, event: Event) -> str:
    who = view.officials.get(event.by, "сотрудник") if event.by is not None else "бот"
    words = view.words.get(n)
    said = f": «{escape(name(words, _WORDS))}»" if words else ""
    what = _what(view, event).removesuffix(f": {escape(who)}")  # a reason may name who said it: the line has named them
    return f"{stamp(event.at, view.timezone, view.now)}, {escape(name(who, 60))}: {what}{said}"


def _what(view: LogView, event: Event) -> str:
    """What was done, in words that guess no gender."""
    maker = _WHAT.get(event.act)
    return (maker(view, event) if maker else "") or _reason(event)


def _assigned(view: LogView, event: Event) -> str:
    if "trial" in event.data:
        return _reason(event)
    to = _department(view, event.data.get("department"))
    return f"передали, {to}" if event.by is not None else f"разложил по правилу, {to}: {_reason(event)}"


def _returned(view: LogView, event: Event) -> str:
    if event.data.get("department"):
        return f"не наше, передали: {_department(view, event.data['department'])}"
    named = event.data.get("named")
    return "не наше, вернули координатору" + (f", похоже на другой: {_department(view, named)}" if named else "")


def _closed(_view: LogView, event: Event) -> str:
    outcome = event.data.get("outcome")
    untold = event.data.get("untold")
    silent = f", жителю не написали: {lower_first(UNTOLD[Untold(str(untold))])}" if untold in list(Untold) else ""
    return f"закрыли: {lower_first(OUTCOMES[ClosingOutcome(str(outcome))])}{silent}" if outcome in list(ClosingOutcome) else ""


def _rejected(_view: LogView, event: Event) -> str:
    reason = event.data.get("reason")
    return f"не обращение: {lower_first(REASONS[RejectReason(str(reason))])}" if reason in list(RejectReason) else ""


def _reminded(view: LogView, event: Event) -> str:
    rang = [view.officials[id] for id in map(OfficialId, map(int, str(event.data.get(CALLED) or "").split())) if id in view.officials]
    if rang:
        return f"никто не принял, позвали: {escape(name(', '.join(rang), _WORDS))}"
    known = [_REMINDED[Reminder(code)] for code in re.findall(r"R\d+", event.because) if code in _REMINDED]
    return f"напомнил, {', '.join(known)}" if known else ""


def _noted(_view: LogView, event: Event) -> str:
    return "заметка" if event.data.get("note") is not None else ""


def _known(_view: LogView, event: Event) -> str:
    return "есть ответ по телефону" if event.data.get("voice") == 1 else "знают, работают"


def _confirmed(_view: LogView, event: Event) -> str:
    if event.data.get("cut_off") == 1:
        return "подтвердили опасность, посёлок отрезан"
    return "подтвердили опасность, " + ("есть пострадавшие" if event.data.get("hurt") == 1 else "пострадавших нет")


def _undone(_view: LogView, event: Event) -> str:
    undone = event.data.get("undone")
    return "вернули, как было" + (f": {UNDONE[Act(str(undone))]}" if undone in list(UNDONE) else "")


def _always(words: str) -> Callable[[LogView, Event], str]:
    return lambda _view, _event: words


_WHAT: Mapping[Act, Callable[[LogView, Event], str]] = {
    Act.ACCEPT: _always("приняли"),
    Act.REOPEN: lambda _view, event: "вернули в работу" if event.by is not None else "",
    Act.NOTE: _noted,
    Act.ASSIGN: _assigned,
    Act.RETURN: _returned,
    Act.CLOSE: _closed,
    Act.REJECT: _rejected,
    Act.ESCALATE: _reminded,
    Act.UNDO: _undone,
    Act.DANGER_KNOWN: _known,
    Act.DANGER_CONFIRMED: _confirmed,
    Act.DANGER_DENIED: _always("не опасно"),
    Act.SAFE: _always("уже безопасно"),
}
"""Acts whose words are not simply the reason that the event carries."""


def _department(view: LogView, id: object) -> str:
    return escape(name(view.departments.get(str(id), "отдел, которого больше нет"), 60))


def _reason(event: Event) -> str:
    return ours(event.because, _WORDS) or capital(event.act)
