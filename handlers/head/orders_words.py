"""Orders of the head and controlled incidents (docs/voice.md, H3 and H4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.head.buttons import ControlButton, ControlDo, OrderButton, OrderDo, OrderUntil, OrderWords
from handlers.kit import button
from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu, Press
from handlers.kit.labels import CANCEL, state_of, subject
from handlers.kit.pages import Page
from handlers.kit.text import capital, clock, count, escape, name, on_day, ours, weekday_moment
from incidents.head.orders import Order, OrderKind
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messenger import Button, Message

PAGE = 6
_WORDS = 500
_WHO = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An order with the names that its ids stand for."""

    order: Order
    number: int
    what_where: str
    owner: str  # «главы», «координатора»
    by_head: bool
    reporter: str | None
    timezone: tzinfo
    now: datetime

    @property
    def about(self) -> str:
        """Escaped."""
        return escape(name(self.what_where, 100))

    @property
    def due(self) -> str:
        """«16:00» today, else the day too."""
        due, tz = self.order.due_at, self.timezone
        same = due.astimezone(tz).date() == self.now.astimezone(tz).date()
        return clock(due, tz) if same else weekday_moment(due, tz, self.now)


def menu_order(*, incident_id: IncidentId, number: int, what_where: str, today: bool) -> Message:
    """«Поручить…»: to report until when. `today`: four o'clock has not passed."""
    labels = {OrderUntil.TODAY: "Сегодня до 16:00"} if today else {}
    labels |= {OrderUntil.TOMORROW: "Завтра до 10:00", OrderUntil.TYPED: "Другой срок…", OrderUntil.BY_VOICE: "Голосом"}
    buttons = [choice(Menu.ORDER, label, incident_id, code) for code, label in labels.items()]
    html = f"<b>Когда доложить?</b>\n{subject(what_where, number)}\nПоручение получит руководитель отдела"
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.ORDER, incident_id),)))


def menu_order_voice(*, incident_id: IncidentId, number: int, what_where: str, today: bool) -> Message:
    """«Голосом»: to report until when."""
    labels = {OrderUntil.TODAY: "Сегодня до 16:00"} if today else {}
    labels |= {OrderUntil.TOMORROW: "Завтра до 10:00", OrderUntil.TYPED: "Другой срок…"}
    buttons = [choice(Menu.ORDER_VOICE, label, incident_id, code) for code, label in labels.items()]
    html = f"<b>Когда доложить?</b>\n{subject(what_where, number)}\nДальше запишете поручение голосом, руководитель отдела услышит вас"
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.ORDER_VOICE, incident_id),)))


def ask_order_voice(*, number: int, what_where: str) -> Message:
    """The recording."""
    html = (
        f"<b>Запишите поручение</b> голосовым сообщением\n{subject(what_where, number)}\n"
        f"Бот не расшифровывает речь: руководитель получит саму запись. Можно и словами. {CANCEL}"
    )
    return Message(html=html)


def voice_wanted() -> Message:
    """Neither a recording nor words came."""
    return Message(html=f"<b>Нужно голосовое сообщение</b> или слова. {CANCEL}")


def ask_order_when(*, number: int, what_where: str) -> Message:
    """«Другой срок…»."""
    return Message(html=f"<b>К какому сроку доложить?</b>\n{subject(what_where, number)}\n«Завтра в 15:00», «в пятницу к 12». {CANCEL}")


def ask_order(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """The words of the order."""
    html = f"<b>Что поручить?</b>\n{subject(what_where, number)}\nОдна-две фразы или голосовое. Достаточно доклада? «Без слов». {CANCEL}"
    return Message(html=html, rows=rows((choice(Menu.ORDER_WORDS, "Без слов", incident_id, OrderWords.NONE),)))


def ordered(*, number: int, what_where: str, until: datetime, tz: tzinfo, now: datetime) -> Message:
    """To whoever ordered."""
    return Message(html=f"<b>Поручили, доложат до {weekday_moment(until, tz, now)}.</b> Доклад придёт сюда\n{subject(what_where, number)}")


def order(view: OrderView) -> Message:
    """H3, to the chief."""
    asks = view.order.kind is OrderKind.EXPLAIN
    first = "Просят объяснить" if asks else f"Поручение {view.owner}"
    lines = [f"📌 <b>{first}:</b> {view.about}"]
    if view.order.words:
        lines.append(f"«{ours(view.order.words, _WORDS)}»")
    elif view.order.voice_file_id:
        lines.append("Слова в записи, послушайте")
    elif asks:
        lines.append("Что случилось, почему так вышло и что дальше")
    sees = "глава увидит сразу" if view.by_head else "координатор увидит сразу"
    lines.append(f"Доложить до <b>{view.due}</b>: одна-две фразы ответом на это сообщение, {sees}")
    lines.append(f"№ {view.number}")
    show = button.card(Press.SHOW, "Карточка", view.order.incident_id)
    buttons = rows((_button(OrderDo.REPORT, "Доложить", view.order, primary=True), show))
    return Message(html="\n".join(lines), rows=buttons, voice=view.order.voice_file_id)


def ask_report(view: OrderView) -> Message:
    """«Доложить»."""
    return Message(html=f"<b>Что доложить?</b> {capital(view.about)} · № {view.number}\nОдна-две фразы: что сделано и что дальше. {CANCEL}")


def ask_clarify(view: OrderView) -> Message:
    """«Уточнить»."""
    return Message(html=f"<b>Что уточнить?</b> {capital(view.about)} · № {view.number}\nВопрос уйдёт отделу, ответ придёт сюда. {CANCEL}")


def reported(view: OrderView) -> Message:
    """To whoever reported."""
    return Message(html=f"<b>Доклад ушёл,</b> его увидят сразу\n{capital(view.about)} · № {view.number}")


def report(view: OrderView) -> Message:
    """To whoever ordered."""
    who = escape(name(view.reporter or "отдел", _WHO))
    when = f", {on_day(view.order.reported_at, view.timezone, view.now)}" if view.order.reported_at else ""
    html = f"<b>Доложили:</b> {view.about} · № {view.number}\n«{ours(view.order.report or '', _WORDS)}»\n{capital(who)}{when}"
    first = (_button(OrderDo.TAKE, "Принято", view.order, primary=True), _button(OrderDo.CLARIFY, "Уточнить", view.order))
    return Message(html=html, rows=rows(first, (_button(OrderDo.LET_GO, "Снять с контроля", view.order),)))


def taken(view: OrderView) -> Message:
    """To whoever reported: it is enough."""
    return Message(html=f"<b>Доклад приняли:</b> {view.about} · № {view.number}")


def due(view: OrderView) -> Message:
    """To those who were told, when the moment has come."""
    html = f"<b>Пора доложить:</b> {view.about} · № {view.number}\nЖдали до {view.due}. Хватит одной фразы: что сделано и что дальше"
    return Message(html=html, rows=rows((_button(OrderDo.REPORT, "Доложить", view.order, primary=True),)))


def silent(view: OrderView) -> Message:
    """To whoever ordered: nobody has reported."""
    html = f"<b>Доклада пока нет,</b> ждали до {view.due}: {view.about} · № {view.number}\nОтделу напомнили"
    return Message(html=html, rows=rows((button.card(Press.SHOW, "Подробнее", view.order.incident_id),)))


def controlled(*, watched: Sequence[Incident], settled: int) -> Message:
    """H4: how many, and what may be let go."""
    if not watched:
        return Message(html="<b>На контроле ничего нет.</b> Взять на контроль можно на любой карточке")
    may = f", можно снять {settled}" if settled else ""
    closed = sum(each.closed_at is not None for each in watched)
    lines = [f"📌 <b>На контроле {len(watched)}{may}</b>"]
    parts = [f"Закрыты и неделю молчат: {settled}"] if settled else []
    parts += [f"закрыты недавно: {closed - settled}"] if closed > settled else []
    parts += [f"ещё не закрыты: {len(watched) - closed}"] if len(watched) > closed else []
    lines.append(capital(", ".join(parts)))
    first = (_control(ControlDo.DROP, f"Снять закрытые: {settled}"),) if settled else ()
    return Message(html="\n".join(lines), rows=rows(first, (_control(ControlDo.ALL, "Показать все"),)))


def control_changed(*, incident: Incident, what_where: str, who: str, on: bool) -> Message:
    """To the head: what is watched is watched no longer, or again; a press changes it back."""
    first = "Снова на контроле" if on else "Сняли с контроля"
    html = f"<b>{first}</b>\n{subject(what_where, incident.number)}\nКто: {escape(name(who, 60))}. Решили иначе? Нажмите кнопку"
    label = "Снять контроль" if on else "На контроль"
    return Message(html=html, rows=rows((button.card(Press.CONTROL, label, incident.id), button.card(Press.SHOW, "Карточка", incident.id))))


def controlled_all(*, items: Sequence[tuple[Incident, str]], page: int, tz: tzinfo, now: datetime) -> Message:
    """«Показать все»: a page of them; each opens."""
    shown = Page.of(items, page, PAGE)
    lines = [f"📌 <b>На контроле: {count(len(items), 'вопрос', 'вопроса', 'вопросов')}</b>"]
    for incident, where in shown.items:
        since = f", с {on_day(incident.controlled_since, tz, now).removeprefix('в ')}" if incident.controlled_since else ""
        lines.append(f"№ {incident.number}, {escape(name(where, 80))}: {state_of(incident)}{since}")
    buttons = [button.card(Press.SHOW, f"№ {incident.number}", incident.id) for incident, _ in shown.items]
    turn = shown.around(lambda label, number: _control(ControlDo.ALL, label, number))
    return Message(html="\n".join(lines), rows=rows(tuple(buttons[:3]), tuple(buttons[3:]), turn))


def _button(do: OrderDo, label: str, order: Order, *, primary: bool = False) -> Button:
    return Button(label=label, data=OrderButton(do=do, order=order.id).pack(), primary=primary)


def _control(do: ControlDo, label: str, page: int = 0) -> Button:
    return Button(label=label, data=ControlButton(do=do, page=page).pack())
