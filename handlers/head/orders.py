"""«Поручить…», «Пусть объяснят», «На контроль», and reports.

A report is a reply to the order or words after its button.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.head.buttons import BY_EVENING, BY_MORNING, ControlButton, ControlDo, OrderButton, OrderDo, OrderUntil
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.input import TYPED, Incoming, MessageKind, Pressed
from handlers.kit.question_dialogue import ask, kept_by
from handlers.kit.registry import Rank, message, press, question
from incidents.dates.find import moment_in
from incidents.desk.act import act
from incidents.desk.head import orders
from incidents.desk.head.give_order import GiveOrder
from incidents.errors import DomainError, WrongStep
from incidents.head.messages import (
    AskClarify,
    AskOrder,
    AskOrderVoice,
    AskOrderWhen,
    AskReport,
    Controlled,
    ControlledAll,
    Ordered,
    OrderMenu,
    OrderReported,
    OrderVoiceMenu,
    VoiceWanted,
)
from incidents.head.orders import OrderKind
from incidents.ids import IncidentId
from incidents.incident import Act


def due(ctx: Context, choice: OrderUntil) -> datetime:
    """The moment that a button names. Raises WrongStep for one that names none, DomainError where today's has passed."""
    zone = ctx.policy.calendar.timezone
    if choice is OrderUntil.TODAY:
        return ctx.policy.ahead(datetime.combine(ctx.policy.today(ctx.now), BY_EVENING, zone), now=ctx.now)
    if choice is OrderUntil.TOMORROW:
        begins = ctx.policy.morning(ctx.policy.today(ctx.now) + timedelta(days=1)).astimezone(zone)
        return datetime.combine(begins.date(), BY_MORNING, zone)
    raise bad_choice()


@press(CardButton, Press.CONTROL)
async def on_control(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«На контроль», and off again."""
    outcome = await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), Act.CONTROL, by=ctx.who, now=ctx.now)
    watched = outcome.incident is not None and outcome.incident.controlled_since is not None
    ctx.toast = "На контроле. Нажмите ещё раз, чтобы снять" if watched else "Сняли с контроля"


@press(CardButton, Press.EXPLAIN)
async def on_explain(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Пусть объяснят»: until tomorrow morning, no words needed."""
    until = due(ctx, OrderUntil.TOMORROW)
    choice = GiveOrder(order=OrderKind.EXPLAIN, until=until)
    await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), Act.ORDER, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"Попросили объяснить до {ctx.policy.day(until)}. Ответ придёт сюда"


@press(CardButton, Press.ORDER)
async def on_order(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Поручить…»: to report until when?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ORDER)
    await menus.show(pressed, ctx, OrderMenu(incident=incident.id))


@press(MenuButton, Menu.ORDER, when=lambda pressed: pressed.button.choice == OrderUntil.BY_VOICE, rank=Rank.NARROW)
async def on_voice(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Голосом»: the same moments, then a recording instead of words."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ORDER)
    await menus.show(pressed, ctx, OrderVoiceMenu(incident=incident.id))


@press(MenuButton, Menu.ORDER, Menu.ORDER_VOICE)
async def on_due(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A moment of the menu, or «Другой срок…»; then the words, or the recording."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ORDER)
    by_voice, when = pressed.button.menu is Menu.ORDER_VOICE, pressed.button.read(OrderUntil)
    if when is OrderUntil.TYPED:
        await ask(ctx, AskOrderWhen(incident=incident.id), voice=int(by_voice))
    else:
        await _ask_order(ctx, incident.id, due(ctx, when), by_voice=by_voice)
    await menus.go_on_in_private(pressed, ctx)


@question(AskOrderWhen)
async def _dated(incoming: Incoming, ctx: Context) -> None:
    until = moment_in(incoming.text, now=ctx.now, timezone=ctx.policy.calendar.timezone)
    if until is None:
        raise DomainError("Срок не разобрали. Напишите, например: «завтра в 15:00», «в пятницу», «через 2 часа»")
    until = ctx.policy.ahead(until, now=ctx.now)
    await _ask_order(ctx, IncidentId(incoming.kept["incident"]), until, by_voice=bool(incoming.kept.get("voice")))


async def _ask_order(ctx: Context, id: IncidentId, until: datetime, *, by_voice: bool) -> None:
    await ask(ctx, AskOrderVoice(incident=id) if by_voice else AskOrder(incident=id), until=until.isoformat())


@press(MenuButton, Menu.ORDER_WORDS)
async def on_no_words(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Без слов»."""
    data = await kept_by(ctx, AskOrder, IncidentId(pressed.button.incident))
    if not data:
        raise WrongStep("Этот вопрос уже закрыт. Нажмите «Поручить…» на карточке ещё раз")
    await ctx.dialogue.clear()
    await _order(ctx, data, None)
    await menus.close(pressed, ctx)


@question(AskOrder, MessageKind.WORDS, MessageKind.VOICE)
@question(AskOrderVoice, MessageKind.WORDS, MessageKind.VOICE, wanted=VoiceWanted())
async def _worded(incoming: Incoming, ctx: Context) -> None:
    await _order(ctx, incoming.kept, incoming.words or None, voice=incoming.voice)


async def _order(ctx: Context, data: Mapping[str, Any], words: str | None, *, voice: str | None = None) -> None:
    id, until = IncidentId(data["incident"]), datetime.fromisoformat(data["until"])
    choice = GiveOrder(order=OrderKind.ORDER, until=until, words=words, voice=voice)
    await act(ctx.tx, ctx.policy, id, Act.ORDER, by=ctx.who, now=ctx.now, choice=choice)
    await ctx.say(Ordered(incident=id, until=until))


def _ordered(incoming: Incoming) -> int | None:
    """The order under which it is written: a button of ours says which."""
    for data in incoming.reply_to.keyboard if incoming.reply_to is not None and incoming.reply_to.is_bot else ():
        if data.startswith(f"{OrderButton.__prefix__}:{OrderDo.REPORT}:"):
            return OrderButton.unpack(data).order
    return None


@message(*TYPED, private=True, when=_ordered, rank=Rank.REPORT)
async def on_reply(incoming: Incoming, ctx: Context) -> None:
    """The report, as a reply to the order."""
    await _report(ctx, _ordered(incoming) or 0, incoming.text)


async def _report(ctx: Context, order: int, text: str | None) -> None:
    await orders.report(ctx.tx, order, text, by=ctx.who, now=ctx.now)
    await ctx.say(OrderReported(order=order))


@press(OrderButton)
async def on_button(pressed: Pressed[OrderButton], ctx: Context) -> None:
    """«Доложить»; «Принято», «Уточнить», «Снять с контроля»."""
    id = pressed.button.order
    match pressed.button.do:
        case OrderDo.REPORT:
            order = await ctx.tx.orders.get(id)
            await ask(ctx, AskReport(order=id), incident=order.incident_id)
            menus.in_private(pressed, ctx)
        case OrderDo.CLARIFY:
            order = await ctx.tx.orders.get(id)
            await ask(ctx, AskClarify(order=id), incident=order.incident_id)
        case OrderDo.TAKE:
            await orders.take(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Приняли. Отдел узнает"
        case OrderDo.LET_GO:
            await orders.let_go(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Приняли и сняли с контроля"


@question(AskReport)
async def _reported(incoming: Incoming, ctx: Context) -> None:
    await _report(ctx, int(incoming.kept["order"]), incoming.text)


@question(AskClarify)
async def _clarified(incoming: Incoming, ctx: Context) -> None:
    order = await orders.clarify(ctx.tx, ctx.policy, int(incoming.kept["order"]), incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(Ordered(incident=order.incident_id, until=order.due_at))


@press(ControlButton)
async def on_controlled(pressed: Pressed[ControlButton], ctx: Context) -> None:
    """«Снять закрытые», «Показать все»."""
    if pressed.button.do is ControlDo.DROP:
        number = await orders.let_settled_go(ctx.tx, ctx.policy, by=ctx.who, now=ctx.now)
        ctx.toast = f"Сняли с контроля: {number}" if number else "Снимать нечего: закрытых неделю назад нет"
        await ctx.say(Controlled(), edit=pressed.message_id)
    else:
        await ctx.say(ControlledAll(page=pressed.button.page), edit=pressed.message_id)
