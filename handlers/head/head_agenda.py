"""The coordinator's evening, item by item; «Главе на решение» on a card."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.head.buttons import AgendaButton, AgendaDo
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.desk.head import head_agenda as desk
from incidents.errors import DomainError
from incidents.head.messages import Agenda, AgendaItem, AskAgendaNumber, AskAgendaWords
from incidents.ids import IncidentId
from incidents.role_rights import Right, check_right

router = Router(name="agenda")


@router.callback_query(AgendaButton.filter(F.do.in_({AgendaDo.LIST, AgendaDo.ITEM})))
async def on_show(query: CallbackQuery, callback_data: AgendaButton, ctx: Context) -> None:
    """A number opens an item in place, «Назад» brings the list back."""
    check_right(ctx.who, Right.KEEP_AGENDA)
    await _show(ctx, callback_data, query)


@router.callback_query(AgendaButton.filter(F.do.in_({AgendaDo.TAKE, AgendaDo.LEAVE})))
async def on_mark(query: CallbackQuery, callback_data: AgendaButton, ctx: Context) -> None:
    """«В сводку», «Не показывать»; the list comes back."""
    id = IncidentId(callback_data.incident)
    if callback_data.do is AgendaDo.TAKE:
        await desk.take(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Будет в сводке. Есть решение? Допишите «Предлагаем…»"
    else:
        await desk.leave_out(ctx.tx, id, by=ctx.who, now=ctx.now)
        ctx.toast = "Не покажем. Не решится за неделю, предложим снова"
    await _show(ctx, AgendaButton(do=AgendaDo.LIST, incident=0), query)


@router.callback_query(AgendaButton.filter(F.do == AgendaDo.PROPOSE))
async def on_propose(_query: CallbackQuery, callback_data: AgendaButton, ctx: Context, state: FSMContext) -> None:
    """«Предлагаем…»: the words are the coordinator's."""
    check_right(ctx.who, Right.KEEP_AGENDA)
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await ask(ctx, state, AskAgendaWords(incident=incident.id))


@router.callback_query(AgendaButton.filter(F.do == AgendaDo.ADD))
async def on_add(_query: CallbackQuery, ctx: Context, state: FSMContext) -> None:
    """«Добавить по номеру»."""
    check_right(ctx.who, Right.KEEP_AGENDA)
    await ask(ctx, state, AskAgendaNumber())


@router.callback_query(CardButton.filter(F.press == Press.TO_HEAD))
async def on_to_head(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Главе на решение» on a card."""
    incident = await desk.take(ctx.tx, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    ctx.toast = "Глава увидит утром в «Решить вам». Допишите «Предлагаем…» вечером"
    await menus.close(query, ctx)
    await ctx.say(AgendaItem(incident=incident.id))


async def _worded(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await desk.propose(ctx.tx, ctx.policy, IncidentId(data["incident"]), message.text, by=ctx.who, now=ctx.now)
    await ctx.say(Agenda())


async def _numbered(message: Message, ctx: Context, _state: FSMContext, _data: Data) -> None:
    digits = (message.text or "").strip().lstrip("№ ").strip()
    if not digits.isdecimal() or len(digits) > 9:  # noqa: PLR2004 - numbers of cards are short
        raise DomainError("Нужен номер цифрами, например 1487. Найти карточку поможет /find")
    incident = await desk.add_number(ctx.tx, int(digits), by=ctx.who, now=ctx.now)
    await ctx.say(AgendaItem(incident=incident.id))


async def _show(ctx: Context, pressed: AgendaButton, query: CallbackQuery) -> None:
    edit = query.message.message_id if query.message is not None else None
    if pressed.do is AgendaDo.ITEM:
        await ctx.say(AgendaItem(incident=IncidentId(pressed.incident)), edit=edit)
    else:
        await ctx.say(Agenda(), edit=edit)


QUESTIONS = {asked(AskAgendaWords): Question(answered=_worded), asked(AskAgendaNumber): Question(answered=_numbered)}
