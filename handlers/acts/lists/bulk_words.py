"""«Несколько сразу»: the choice, to whom, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo

from handlers.acts.buttons import BulkDo, bulk
from handlers.acts.lists.incident_lists_words import ListItem, line_of
from handlers.kit.button import pairs, rows
from handlers.kit.labels import BACK, BULK, OUTCOMES, PAGE, label_of, state_of
from handlers.kit.pages import Page
from handlers.kit.place import shorten
from handlers.kit.text import capital, escape, name, stamp
from incidents.acts.undo import UNDO_FOR
from incidents.errors import WrongStep
from incidents.ids import IncidentId
from incidents.incident import Act, Incident
from incidents.messenger import Button, Message
from incidents.official import Department
from incidents.routing.topic_rules import family_of

_GROUPS, _LEFT = 5, 5
_DONE = {Act.ACCEPT: "Приняли", Act.ASSIGN: "Передали", Act.RETURN: "Передали", Act.CLOSE: "Закрыли"}
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_MICROSECOND = UNDO_FOR.resolution


def moment_code(at: datetime) -> int:
    """A moment as a button carries it, to the microsecond."""
    return (at - _EPOCH) // _MICROSECOND


def moment_of(code: int) -> datetime:
    """The way back. Raises WrongStep for what is none."""
    try:
        return _EPOCH + code * _MICROSECOND
    except OverflowError:
        raise WrongStep from None


def menu(
    *,
    items: Sequence[ListItem],
    groups: Sequence[Sequence[ListItem]],
    chosen: Collection[IncidentId],
    page: int,
    accept: int,
    hand_over: int,
    answer: int,
    close: int,
    more: int = 0,
) -> Message:
    """Groups of one trouble and one settlement, then the cards.

    `accept`, `hand_over`, `answer`, `close`: how many of the chosen allow it. `more`: so many found no room here.
    """
    shown = Page.of(items, page, PAGE)
    lines = [f"<b>{BULK}: выбрано {len(chosen)} из {len(items)}</b>{shown.which}"]
    lines += [f"{escape(_group(group))}: {len(group)}" for group in groups[:_GROUPS]]
    lines += ["", *(f"{_mark(item.incident.id in chosen)}{n}. {_card(item)}" for n, item in shown.numbered)]
    lines += [f"Ещё {more} не поместились: решите эти и откройте выбор снова"] if more else []
    lines.append(
        "Что взяли другие, не тронем. Вернуть всё одной кнопкой можно 10 минут" if chosen else "Выберите группу или номера карточек"
    )
    by_group = [
        (
            bulk(
                BulkDo.GROUP,
                f"{_mark(all(each.incident.id in chosen for each in group))}{len(group)}: {_group(group)}",
                group[0].incident.id,
            ),
        )
        for group in groups[:_GROUPS]
    ]
    numbers = [bulk(BulkDo.CARD, f"{_mark(i.incident.id in chosen)}{n}", i.incident.id) for n, i in shown.numbered]
    acts = [bulk(BulkDo.ACCEPT, f"Принять: {accept}", primary=True)] if accept else []
    acts += [bulk(BulkDo.HAND_OVER, f"Передать: {hand_over}…")] if hand_over else []
    ends = [bulk(BulkDo.ANSWER, f"Ответить: {answer}…")] if answer else []
    ends += [bulk(BulkDo.END, f"Закрыть: {close}…")] if close else []
    end = (bulk(BulkDo.CLOSE, BACK), *shown.around(lambda label, number: bulk(BulkDo.PAGE, label, number)))
    return Message(html="\n".join(lines), rows=rows(*by_group, tuple(numbers[:3]), tuple(numbers[3:]), tuple(acts), tuple(ends), end))


def to_whom(*, count: int, departments: Sequence[Department], page: int) -> Message:
    """Which department gets them."""
    shown = Page.of(departments, page, PAGE)
    lines = [f"<b>Кому передать?</b> Карточек: {count}", *(f"{n}. {escape(capital(name(d.title, 60)))}" for n, d in shown.numbered)]
    buttons = [bulk(BulkDo.DEPARTMENT, f"{n}. {label_of(d.title)}", key=d.id) for n, d in shown.numbered]
    end = (bulk(BulkDo.PAGE, BACK), *shown.around(lambda label, number: bulk(BulkDo.HAND_OVER, label, number)))
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), end))


def how_ended(*, count: int) -> Message:
    """What closing them says of the deed."""
    buttons = [bulk(BulkDo.OUTCOME, label, key=outcome) for outcome, label in OUTCOMES.items()]
    lines = [f"<b>Чем закончилось?</b> Карточек: {count}", "Где бот сначала спросил бы вас, не закроем и назовём"]
    return Message(html="\n".join(lines), rows=rows(*pairs([*buttons, bulk(BulkDo.PAGE, BACK)])))


def done(
    *,
    act: Act,
    changed: int,
    left: Sequence[tuple[Incident, str | None]],
    asking: Collection[IncidentId] = (),
    until: datetime,
    tz: tzinfo,
    now: datetime,
) -> Message:
    """What came of it, what was left alone, the way back.

    `asking`: of what was left alone, the cards whose closing asks something first.
    """
    lines = [f"<b>{_DONE[act]}: {changed}</b>"]
    if left:
        named = [f"№ {incident.number}: {escape(f'{name(title, 40)}, ' if title else '')}{state_of(incident)}" for incident, title in left]
        lines += [f"Не вышло: {len(left)}", *named[:_LEFT], *([f"и ещё {len(left) - _LEFT}"] if len(left) > _LEFT else [])]
    if asking:
        lines.append(f"Из них бот сначала спросит о жителе: {len(asking)}. Ответьте или закройте на карточке")
    is_open = changed > 0 and until > now
    if is_open:
        lines.append(f"Передумали? Вернуть можно до {stamp(until, tz, now)}, кроме того, что с тех пор изменили другие")
    undo: tuple[Button, ...] = (bulk(BulkDo.UNDO, f"Вернуть: {changed}", moment_code(until), act),) if is_open else ()
    return Message(html="\n".join(lines), rows=rows(undo))


def _mark(is_chosen: bool) -> str:
    return "✓ " if is_chosen else ""


def _group(group: Sequence[ListItem]) -> str:
    """«Отопление, Козлово»."""
    first = group[0].incident
    what = capital(family_of(first.topic).title or name(group[0].topic or group[0].topic_short, 24))
    return f"{what}, {shorten(first.place.settlement)}" if first.place.settlement else what


def _card(item: ListItem) -> str:
    return f"{line_of(item)} · № {item.incident.number}, {state_of(item.incident)}"
