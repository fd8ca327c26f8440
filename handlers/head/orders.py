"""«Поручить…», «Пусть объяснят», «На контроль», and reports.

A report is a reply to the order or words after its button.
"""

from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.head.buttons import BY_EVENING, BY_MORNING, ControlButton, ControlDo, OrderButton, OrderDo, OrderUntil
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen_one
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Asking, Data, Question, ask, asked, private
from incidents.dates.find import moment_in
from incidents.desk.act import act
from incidents.desk.head import orders as desk
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

router = Router(name="orders")
replies = Router(name="order_replies")


def due(ctx: Context, choice: OrderUntil) -> datetime:
    """The moment that a button names. Raises WrongStep for one that names none, DomainError where today's has passed."""
    zone = ctx.policy.calendar.timezone
    if choice is OrderUntil.TODAY:
        return ctx.policy.ahead(datetime.combine(ctx.policy.today(ctx.now), BY_EVENING, zone), now=ctx.now)
    if choice is OrderUntil.TOMORROW:
        begins = ctx.policy.morning(ctx.policy.today(ctx.now) + timedelta(days=1)).astimezone(zone)
        return datetime.combine(begins.date(), BY_MORNING, zone)
    raise bad_choice()


@router.callback_query(CardButton.filter(F.press == Press.CONTROL))
async def on_control(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«На контроль», and off again."""
    outcome = await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), Act.CONTROL, by=ctx.who, now=ctx.now)
    watched = outcome.incident is not None and outcome.incident.controlled_since is not None
    ctx.toast = "На контроле. Нажмите ещё раз, чтобы снять" if watched else "Сняли с контроля"


@router.callback_query(CardButton.filter(F.press == Press.EXPLAIN))
async def on_explain(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Пусть объяснят»: until tomorrow morning, no words needed."""
    until = due(ctx, OrderUntil.TOMORROW)
    choice = GiveOrder(order=OrderKind.EXPLAIN, until=until)
    await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), Act.ORDER, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"Попросили объяснить до {ctx.policy.day(until)}. Ответ придёт сюда"


@router.callback_query(CardButton.filter(F.press == Press.ORDER))
async def on_order(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Поручить…»: to report until when?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ORDER)
    await menus.show(query, ctx, OrderMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(chosen_one(Menu.ORDER, OrderUntil.BY_VOICE)))
async def on_voice(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """«Голосом»: the same moments, then a recording instead of words."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ORDER)
    await menus.show(query, ctx, OrderVoiceMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu.in_({Menu.ORDER, Menu.ORDER_VOICE})))
async def on_due(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A moment of the menu, or «Другой срок…»; then the words, or the recording."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ORDER)
    by_voice, when = callback_data.menu is Menu.ORDER_VOICE, callback_data.read(OrderUntil)
    if when is OrderUntil.TYPED:
        await ask(ctx, state, AskOrderWhen(incident=incident.id), voice=int(by_voice))
    else:
        await _ask_order(ctx, state, incident.id, due(ctx, when), by_voice=by_voice)
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


async def _dated(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    until = moment_in(message.text or "", now=ctx.now, timezone=ctx.policy.calendar.timezone)
    if until is None:
        raise DomainError("Срок не разобрали. Напишите, например: «завтра в 15:00», «в пятницу», «через 2 часа»")
    until = ctx.policy.ahead(until, now=ctx.now)
    await _ask_order(ctx, state, IncidentId(data["incident"]), until, by_voice=bool(data.get("voice")))


async def _ask_order(ctx: Context, state: FSMContext, id: IncidentId, until: datetime, *, by_voice: bool) -> None:
    await ask(ctx, state, AskOrderVoice(incident=id) if by_voice else AskOrder(incident=id), until=until.isoformat())


@router.callback_query(MenuButton.filter(F.menu == Menu.ORDER_WORDS))
async def on_no_words(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """«Без слов»."""
    dialogue, id = private(state, ctx), callback_data.incident
    data = await dialogue.get_data()
    if await dialogue.get_state() != Asking.words.state or (data.get("what"), data.get("incident")) != (asked(AskOrder), id):
        raise WrongStep("Этот вопрос уже закрыт. Нажмите «Поручить…» на карточке ещё раз")
    await dialogue.clear()
    await _order(ctx, data, None)
    await menus.close(query, ctx)


async def _worded(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    voice = message.voice.file_id if message.voice is not None else None
    await _order(ctx, data, message.text or message.caption, voice=voice)


def _spoken(message: Message) -> bool:
    """Words, or a recording that the chief will hear as it is."""
    return bool(message.text) or message.voice is not None


async def _order(ctx: Context, data: Data, words: str | None, *, voice: str | None = None) -> None:
    id, until = IncidentId(data["incident"]), datetime.fromisoformat(data["until"])
    choice = GiveOrder(order=OrderKind.ORDER, until=until, words=words, voice=voice)
    await act(ctx.tx, ctx.policy, id, Act.ORDER, by=ctx.who, now=ctx.now, choice=choice)
    await ctx.say(Ordered(incident=id, until=until))


def ordered(message: Message) -> int | None:
    """The order that a message of ours is about: its button says which."""
    markup = message.reply_markup
    for row in markup.inline_keyboard if markup is not None else ():
        for button in row:
            if (button.callback_data or "").startswith(f"{OrderButton.__prefix__}:{OrderDo.REPORT}:"):
                return OrderButton.unpack(button.callback_data or "").order
    return None


def is_report(message: Message) -> bool:
    """A reply in private to an order of ours."""
    told = message.reply_to_message
    return told is not None and told.from_user is not None and told.from_user.is_bot and ordered(told) is not None


@replies.message(F.chat.type == "private", F.text, is_report)
async def on_reply(message: Message, ctx: Context) -> None:
    """The report, as a reply to the order."""
    told = message.reply_to_message
    await _report(ctx, (ordered(told) if told is not None else None) or 0, message.text)


async def _report(ctx: Context, order: int, text: str | None) -> None:
    await desk.report(ctx.tx, order, text, by=ctx.who, now=ctx.now)
    await ctx.say(OrderReported(order=order))


@router.callback_query(OrderButton.filter())
async def on_button(query: CallbackQuery, callback_data: OrderButton, ctx: Context, state: FSMContext) -> None:
    """«Доложить»; «Принято», «Уточнить», «Снять с контроля»."""
    id = callback_data.order
    match callback_data.do:
        case OrderDo.REPORT:
            order = await ctx.tx.orders.get(id)
            await ask(ctx, state, AskReport(order=id), incident=order.incident_id)
            menus.in_private(query, ctx)
        case OrderDo.CLARIFY:
            order = await ctx.tx.orders.get(id)
            await ask(ctx, state, AskClarify(order=id), incident=order.incident_id)
        case OrderDo.TAKE:
            await desk.take(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Приняли. Отдел узнает"
        case OrderDo.LET_GO:
            await desk.let_go(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Приняли и сняли с контроля"


async def _reported(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await _report(ctx, int(data["order"]), message.text)


async def _clarified(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    order = await desk.clarify(ctx.tx, ctx.policy, int(data["order"]), message.text, by=ctx.who, now=ctx.now)
    await ctx.say(Ordered(incident=order.incident_id, until=order.due_at))


@router.callback_query(ControlButton.filter())
async def on_controlled(query: CallbackQuery, callback_data: ControlButton, ctx: Context) -> None:
    """«Снять закрытые», «Показать все»."""
    edit = query.message.message_id if query.message is not None else None
    if callback_data.do is ControlDo.DROP:
        number = await desk.let_settled_go(ctx.tx, ctx.policy, by=ctx.who, now=ctx.now)
        ctx.toast = f"Сняли с контроля: {number}" if number else "Снимать нечего: закрытых неделю назад нет"
        await ctx.say(Controlled(), edit=edit)
    else:
        await ctx.say(ControlledAll(page=callback_data.page), edit=edit)


QUESTIONS = {
    asked(AskOrderWhen): Question(answered=_dated),
    asked(AskOrder): Question(answered=_worded, takes=_spoken),
    asked(AskOrderVoice): Question(answered=_worded, takes=_spoken, wanted=VoiceWanted()),
    asked(AskReport): Question(answered=_reported),
    asked(AskClarify): Question(answered=_clarified),
}
