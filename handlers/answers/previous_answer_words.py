"""«Прошлый ответ»: its words, its promise, what came of it.

Also the day of a plan.
"""

from datetime import datetime, tzinfo

from handlers.kit.button import choice, goes_back, opens, pairs, rows
from handlers.kit.buttons import Day, Menu
from handlers.kit.labels import CANCEL, OUTCOMES, subject
from handlers.kit.text import cut, day, escape, lower_first, on_day, ours, plain, resident_quote
from incidents.answers.previous_answer import PreviousAnswer
from incidents.ids import IncidentId
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.promises.values import Promise, PromiseState

_TEXT, _WORDS, _REASON = 1500, 120, 120
_FOLD_FROM = 280


def menu_previous_answer(
    *,
    incident_id: IncidentId,
    number: int,
    what_where: str,
    known: PreviousAnswer,
    reaction: StoredPost | None,
    tz: tzinfo,
    now: datetime,
) -> Message:
    """The former answer with everything that followed. `reaction`: what its author wrote under it."""
    text = escape(cut(plain(known.answer.text).strip(), _TEXT))
    fold = " expandable" if len(text) > _FOLD_FROM else ""
    when = on_day(known.answer.published_at or known.answer.created_at, tz, now)
    lines = [f"<b>Прошлый ответ</b> {when}", subject(what_where, number), f"<blockquote{fold}>{text}</blockquote>"]
    lines += [_promise(known.promise, tz)] if known.promise is not None else ["Срока в ответе не было"]
    lines += [f"Автор отозвался: {resident_quote(reaction.post.text, _WORDS, reaction.people)}"] if reaction and reaction.post.text else []
    if known.closed_at is not None:
        how = f": {lower_first(OUTCOMES[known.outcome])}" if known.outcome else ""
        lines.append(f"Закрыли {day(known.closed_at, tz)}{how}")
    if known.back_at is not None:
        lines.append(f"Вернули {on_day(known.back_at, tz, now)}: {ours(known.back_because, _REASON)}")
    back = goes_back(Menu.FORMER, incident_id)
    return Message(html="\n".join(lines), rows=rows((*opens("Открыть ответ", known.answer.url), back)))


def _promise(promise: Promise, tz: tzinfo) -> str:
    what = f": {lower_first(ours(promise.words, _WORDS))}" if promise.words else ""
    settled = f" {day(promise.settled_at, tz)}" if promise.settled_at else ""
    state = {
        PromiseState.OPEN: "ещё ждём этого дня",
        PromiseState.KEPT: f"отметили «сделано»{settled}",
        PromiseState.MOVED: "срок перенесли",
        PromiseState.BROKEN: "<b>срок прошёл</b>, «сделано» никто не отметил",
        PromiseState.DROPPED: "выполнение не отмечали",
    }[promise.state]
    return f"Обещали до {promise.until}{what}. Что вышло: {state}"


def menu_plan(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«В плане с датой»: which one."""
    labels = {Day.FRIDAY: "До пятницы", Day.WEEK: "Через неделю", Day.MONTH: "Через месяц", Day.TYPED: "Дата…"}
    buttons = [choice(Menu.PLAN, label, incident_id, code) for code, label in labels.items()]
    html = (
        f"<b>На какой день план?</b>\n{subject(what_where, number)}\n"
        "В ответе дня не нашли. Утром того дня спросим, сделано ли: карточка закроется, обещание останется"
    )
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.PLAN, incident_id),)))


def ask_plan_day(*, number: int, what_where: str) -> Message:
    """«Дата…»."""
    html = f"<b>На какой день план?</b>\n{subject(what_where, number)}\nНапример: «30 ноября», «через две недели». {CANCEL}"
    return Message(html=html)


def planned(*, number: int, what_where: str, promise: Promise | None) -> Message:
    """Closed, with a day."""
    when = f"до {promise.until}" if promise else "с датой"
    return Message(html=f"<b>Закрыто: в плане {when}</b>\n{subject(what_where, number)}\nУтром того дня спросим, сделано ли")
