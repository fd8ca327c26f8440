"""/works: what is planned, where and until when; «Ответ с этим сроком» on a card."""

from datetime import datetime
from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers import show, write
from handlers.asking import Data, Question, ask, private
from handlers.buttons import CardButton
from handlers.commands import command
from handlers.context import Context
from handlers.press import Press
from handlers.works_buttons import WorksButton, WorksDo, WorksFamily
from incidents.desk import answers
from incidents.desk import works as desk
from incidents.errors import NotFound
from incidents.ids import IncidentId, WorksId
from incidents.ports import Say
from incidents.works import WORKED_ON, WorkPlace, places_in, span_in

router = Router(name="works")


@router.message(command("works"), F.chat.type == "private")
async def on_works(_message: Message, ctx: Context) -> None:
    """What is planned."""
    await _say(ctx, "works", None, page=0)


@router.callback_query(WorksButton.filter())
async def on_do(query: CallbackQuery, callback_data: WorksButton, ctx: Context) -> None:
    """A page, one of the works, or its end."""
    desk.may_plan(ctx.who)
    edit = query.message.message_id if query.message is not None else None
    id = WorksId(callback_data.works)
    match callback_data.do:
        case WorksDo.LIST:
            await _say(ctx, "works", edit, page=callback_data.works)
        case WorksDo.ADD:
            await _say(ctx, "works_families", edit)
        case WorksDo.SHOW:
            await _say(ctx, "works_one", edit, works=id)
        case WorksDo.END:
            await _say(ctx, "works_one", edit, works=id, sure=1)
        case WorksDo.END_SURE:
            await desk.end(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Закончили. На карточках строки о работах больше нет"
            await _say(ctx, "works", edit, page=0)


@router.callback_query(WorksFamily.filter())
async def on_family(_query: CallbackQuery, callback_data: WorksFamily, ctx: Context, state: FSMContext) -> None:
    """What will be switched off: where is asked next."""
    desk.may_plan(ctx.who)
    if callback_data.family not in WORKED_ON:
        raise NotFound("Такого вида работ нет. Начните снова: /works")
    await ask(ctx, state, "works_place", family=callback_data.family)


@router.callback_query(CardButton.filter(F.press == Press.WORKS))
async def on_suggest(_query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Ответ с этим сроком»: a draft that is shown, to be sent or changed."""
    id = IncidentId(callback_data.incident)
    text = await desk.suggest(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now)
    answer = await answers.draft(ctx.tx, id, text, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(private(state, ctx), id, answer.id)
    await show(ctx, answer, None)
    ctx.toast = "Черновик готов, посмотрите и отправьте"


async def _where(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    places = places_in(message.text or "", ctx.policy.places)
    kept = [[each.settlement_id, each.street_id, each.title] for each in places]
    await ask(ctx, state, "works_time", family=data["family"], places=kept)


async def _when(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    since, until = span_in(message.text or "", now=ctx.now, timezone=ctx.policy.calendar.timezone)
    span = [since.isoformat(), until.isoformat()]
    await ask(ctx, state, "works_text", family=data["family"], places=data["places"], span=span)


async def _what(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    places = tuple(WorkPlace(settlement_id=town, street_id=street, title=title) for town, street, title in data["places"])
    since, until = (datetime.fromisoformat(each) for each in data["span"])
    kept = await desk.add(ctx.tx, data["family"], places, (since, until), message.text or "", by=ctx.who, now=ctx.now)
    await _say(ctx, "works_one", None, works=kept.id, new=1)


async def _say(ctx: Context, code: str, edit: int | None, **params: int | str | None) -> None:
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params={"edit": edit, "official": ctx.who.id, **params}, sound=False))


QUESTIONS = {
    "works_place": Question(answered=_where),
    "works_time": Question(answered=_when),
    "works_text": Question(answered=_what),
}
