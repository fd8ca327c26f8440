"""The lawyer: asked by the approver, answers in words."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.approval.messages import AskLawyerWords, LawyerWordsKept
from incidents.desk.approval import lawyer as desk
from incidents.ids import AnswerId, IncidentId

router = Router(name="counsel")


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.LAWYER))
async def on_call(_query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """«Позвать юриста» of A1."""
    await desk.ask_about(ctx.tx, ctx.policy, AnswerId(callback_data.answer), by=ctx.who, now=ctx.now)
    ctx.toast = "Спросили юриста. Ответ придёт вам и встанет заметкой на карточку"


@router.callback_query(CardButton.filter(F.press == Press.COUNSEL))
async def on_answer(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Ответить» of the lawyer: ask for the words."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await desk.may_advise(ctx.tx, incident, ctx.who)
    await ask(ctx, state, AskLawyerWords(incident=incident.id))
    menus.in_private(query, ctx)


async def _said(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    await desk.advise_as_lawyer(ctx.tx, id, message.text, by=ctx.who, now=ctx.now)
    await ctx.say(LawyerWordsKept(incident=id))


QUESTIONS = {asked(AskLawyerWords): Question(answered=_said)}
