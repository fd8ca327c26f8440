"""/my, /find and the answer to «Почему мне?»."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from handlers.acts.buttons import BulkDo, bulk, page_button
from handlers.kit import button
from handlers.kit.buttons import Listed, Press
from handlers.kit.labels import BULK, CANCEL, state_of
from handlers.kit.pages import Page
from handlers.kit.place import what_where
from handlers.kit.text import capital, count, escape, lower_first, name, ours, quoted, weekday_moment
from incidents.acts.looks import FOUND_PAGE
from incidents.dates.russian import date_words
from incidents.incident import Incident, Status
from incidents.messenger import Button, Message
from incidents.official import Role
from incidents.reading import DangerGrade

PAGE_SIZE = FOUND_PAGE
"""Items on a page of a list: two rows of numbers and a row of paging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One incident of a list."""

    incident: Incident
    topic_short: str
    topic: str = ""  # of the taxonomy, where the resident's own words are the title


_MINE = {
    Role.COORDINATOR: "В работе: {}{}, решить вам: /queue",
    Role.APPROVER: "Ждут вас, ответы и слухи: {}",
    Role.DUTY: "Опасное: {}",
    Role.HEAD: "На контроле и в поручениях: {}",
    Role.OBSERVER: "В работе: {}{}",
}
"""What /my counts; for whom none is named it is their department's work. The second number: what nobody has accepted."""


def my_list(
    *,
    role: Role,
    shown: Page[ListItem],
    total: int,
    tz: tzinfo,
    now: datetime,
    promise: tuple[date, str] | None = None,
    unaccepted: int = 0,
    is_many: bool = False,
) -> Message:
    """What waits for the reader, most urgent first.

    The caller sorts; a number brings the card. `is_many`: several may be done at once.
    """
    extra = ((bulk(BulkDo.MY, BULK),),) if is_many else ()
    if not shown.items:
        return my_empty(promise, extra)
    title = _title(role, total, unaccepted)
    return paged(title=title, shown=shown, turn=page_button, tz=tz, now=now, extra=extra)


def _title(role: Role, total: int, unaccepted: int) -> str:
    """The whole district's work is counted as the summary counts it."""
    made = _MINE.get(role, "Ждёт вас: {}")
    if made.count("{}") == 1:
        return made.format(total)
    return made.format(total - unaccepted, f", не приняли {unaccepted}" if unaccepted else "")


def paged(
    *,
    title: str,
    shown: Page[ListItem],
    turn: Callable[[str, int], Button],
    tz: tzinfo,
    now: datetime,
    extra: Sequence[button.Row] = (),
) -> Message:
    """A page of incidents: a numbered line each, and a button with the number. `title` is plain text."""
    lines = [f"<b>{escape(title)}</b>{shown.which}", *(f"{n}. {_line(item, tz, now)}" for n, item in shown.numbered)]
    lines.append("Карточка по кнопке с номером")
    numbers = [button.card(Press.SHOW, str(n), item.incident.id) for n, item in shown.numbered]
    return Message(html="\n".join(lines), rows=button.rows(tuple(numbers[:3]), tuple(numbers[3:]), shown.beside(turn), *extra))


def came_silently(*, items: Sequence[ListItem], tz: tzinfo, now: datetime) -> Message:
    """Above the day's sounds: one message an hour instead of a ring a card."""
    lines = [f"<b>Ещё {count(len(items), 'новое', 'новых', 'новых')}, без звука</b>"]
    lines += [f"{n}. {_line(item, tz, now)}" for n, item in enumerate(items[:PAGE_SIZE], start=1)]
    lines += [f"И ещё {len(items) - PAGE_SIZE}, все по /my"] if len(items) > PAGE_SIZE else []
    lines.append("Звонков на сегодня хватит, поэтому эти карточки пришли тихо. Опасное звучит всегда")
    numbers = [button.card(Press.SHOW, str(n), item.incident.id) for n, item in enumerate(items[:PAGE_SIZE], start=1)]
    return Message(html="\n".join(lines), rows=button.rows(tuple(numbers[:3]), tuple(numbers[3:])))


def back_again(*, items: Sequence[ListItem], total: int, tz: tzinfo, now: datetime) -> Message:
    """Whoever had blocked the bot is here again: what came meanwhile, in one message."""
    if not items:
        return Message(html="<b>Снова на связи.</b> Пока вас не было, всё решили другие. Что ждёт вас сейчас: /my")
    lines = [f"<b>Снова на связи. Пока вас не было, пришло: {total}</b>"]
    lines += [f"{n}. {_line(item, tz, now)}" for n, item in enumerate(items[:PAGE_SIZE], start=1)]
    lines.append("Карточка по кнопке с номером" + (", все по /my" if total > PAGE_SIZE else ""))
    numbers = [button.card(Press.SHOW, str(n), item.incident.id) for n, item in enumerate(items[:PAGE_SIZE], start=1)]
    return Message(html="\n".join(lines), rows=button.rows(tuple(numbers[:3]), tuple(numbers[3:])))


def my_empty(promise: tuple[date, str] | None = None, extra: tuple[button.Row, ...] = ()) -> Message:
    """Nothing waits. `promise`: the day and the place of the nearest one that the reader's people gave."""
    following = f"Ближайшее обещание {date_words(promise[0])}: {ours(promise[1], 80)}" if promise else "Новое придёт сюда само"
    html = f"<b>Сейчас ничего не ждёт.</b> {following}. Посмотреть сделанное за неделю?"
    return Message(html=html, rows=button.rows((button.turn(Listed.DONE, "Сделанное за неделю"),), *extra))


def ask_find() -> Message:
    """/find without words."""
    html = f"<b>Что найти?</b> Номер карточки, адрес или слова из сообщения жителя: «1487», «Строителей 14», «фонарь у школы»\n{CANCEL}"
    return Message(html=html)


def nothing_found(*, words: str, is_own: bool = False) -> Message:
    """What else to try. `is_own`: only the reader's own cards were searched."""
    where = "Ищем среди карточек, которые вам видны. Знаете номер? Найдите по нему и попросите координатора\n" if is_own else ""
    html = (
        f"<b>Не нашлось:</b> {quoted(words, 60)}\n{where}Попробуйте короче: одно слово, улицу без дома или номер карточки. "
        "Искать снова: /find и слова в том же сообщении"
    )
    return Message(html=html)


def found(*, words: str, items: Sequence[ListItem], page: int, is_cut: bool, is_own: bool = False, tz: tzinfo, now: datetime) -> Message:
    """What was found, newest first. `items` are all of them; `is_cut`: there are more."""
    if not items:
        return nothing_found(words=words, is_own=is_own)
    title = f"Нашли {len(items)}{' последних' if is_cut else ''}: {name(words, 40)}"
    return paged(title=title, shown=Page.of(items, page, PAGE_SIZE), turn=_turn_found, tz=tz, now=now)


def _turn_found(label: str, number: int) -> Button:
    return button.turn(Listed.FOUND, label, "", number)


def done_empty() -> Message:
    """Nothing was closed or answered in the week."""
    return Message(html="<b>За неделю закрытых нет.</b> Что ждёт вас сейчас: /my")


def line_of(item: ListItem) -> str:
    """What and where; what is dangerous now says so first."""
    what = escape(what_where(item.topic_short, item.incident.place, full=True, limit=70))
    return f"<b>Опасно:</b> {lower_first(what)}" if item.incident.danger_grade is DangerGrade.NOW else capital(what)


def _line(item: ListItem, tz: tzinfo, now: datetime) -> str:
    return f"{line_of(item)}\n{_state(item.incident, tz, now)} · № {item.incident.number}"


def _state(incident: Incident, tz: tzinfo, now: datetime) -> str:
    state = state_of(incident)
    due = incident.due_by
    if due is None or incident.answered_at is not None or incident.status is Status.POSTPONED:
        return capital(state)
    if due < now:
        return f"<b>Срок вышел</b> {weekday_moment(due, tz, now)}, {state}"
    return f"До {weekday_moment(due, tz, now)}, {state}"
