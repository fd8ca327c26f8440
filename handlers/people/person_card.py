"""/people: a person's work phone, and whether they are the lawyer."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from handlers.people.buttons import PeopleButton, PeopleDo, is_yes
from incidents.desk.people import staff_details as desk
from incidents.ids import OfficialId
from incidents.people.messages import AskPhone, Person
from incidents.role_rights import Right, check_right

router = Router(name="person")


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.PHONE))
async def on_phone(_query: CallbackQuery, callback_data: PeopleButton, ctx: Context, state: FSMContext) -> None:
    """«Телефон…»: ask for it."""
    check_right(ctx.who, Right.KEEP_PEOPLE)
    about = await ctx.tx.officials.get(OfficialId(callback_data.official))
    await ask(ctx, state, AskPhone(about=about.id))


async def _phone(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    changed = await desk.set_phone(ctx.tx, OfficialId(data["about"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(Person(official=changed.id))


@router.callback_query(PeopleButton.filter(F.do == PeopleDo.LAWYER))
async def on_lawyer(query: CallbackQuery, callback_data: PeopleButton, ctx: Context) -> None:
    """«Отметить юристом», «Не юрист»."""
    id, yes = OfficialId(callback_data.official), callback_data.read(is_yes)
    changed = await desk.set_lawyer(ctx.tx, id, yes, by=ctx.who, now=ctx.now)
    ctx.toast = "Записали: вопросы юристу пойдут сюда" if yes else "Записали: больше не юрист"
    edit = query.message.message_id if query.message is not None and query.message.chat.id == ctx.who.user_id else None
    await ctx.say(Person(official=changed.id), edit=edit)


QUESTIONS = {asked(AskPhone): Question(answered=_phone)}
