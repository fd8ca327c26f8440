"""/people: a person's work phone, and whether they are the lawyer."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.people.buttons import PeopleButton, PeopleDo
from handlers.question_dialogue import Data, Question, ask
from incidents.delivery import Say
from incidents.desk.people import staff_details as desk
from incidents.ids import OfficialId
from incidents.rights import only_coordinator

router = Router(name="person")


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.PHONE))
async def on_phone(_query: CallbackQuery, callback_data: PeopleButton, ctx: Context, state: FSMContext) -> None:
    """«Телефон…»: ask for it."""
    only_coordinator(ctx.who)
    await ctx.tx.official(OfficialId(callback_data.official))
    await ask(ctx, state, "phone", about=callback_data.official)


async def _phone(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    changed = await desk.set_phone(ctx.tx, OfficialId(data["about"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="person", params={"official": changed.id}, sound=False))


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.LAWYER))
async def on_lawyer(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Отметить юристом», «Не юрист»."""
    id, yes = OfficialId(callback_data.official), callback_data.choice == "yes"
    changed = await desk.set_lawyer(ctx.tx, id, yes, by=ctx.who, now=ctx.now)
    ctx.toast = "Записали: вопросы юристу пойдут сюда" if yes else "Записали: больше не юрист"
    edit = query.message.message_id if query.message is not None and query.message.chat.id == ctx.who.user_id else None
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="person", params={"official": changed.id, "edit": edit}, sound=False))


QUESTIONS = {"phone": Question(answered=_phone)}
