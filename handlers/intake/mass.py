"""Presses of a mass event: its cause, detaching a message."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.desk.intake import mass as desk
from incidents.ids import IncidentId, PostId
from incidents.incident import Act
from incidents.intake.messages import AskMassCause, DetachMenu, MassCauseKept
from incidents.rights import check

router = Router(name="mass")


@router.callback_query(CardButton.filter(F.press == Press.CAUSE))
async def on_cause(_query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Указать причину»."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    check(ctx.who, Act.NOTE, incident)
    await ask(ctx, state, AskMassCause(incident=incident.id))


@router.callback_query(CardButton.filter(F.press == Press.DETACH))
async def on_detach(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Отделить»: which of the messages."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    check(ctx.who, Act.SPLIT, incident)
    await menus.show(query, ctx, DetachMenu(incident=incident.id))


@router.callback_query(MenuButton.filter((F.menu == Menu.DETACH) & (F.choice != "")))
async def on_chosen(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """This one gets a card of its own."""
    id, post = IncidentId(callback_data.incident), callback_data.read_id(PostId)
    alone = await desk.detach(ctx.tx, ctx.policy, id, post, by=ctx.who, now=ctx.now)
    ctx.toast = f"Отделили, своя карточка: № {alone.number}"
    await menus.close(query, ctx)


async def _typed(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    await desk.set_cause(ctx.tx, IncidentId(data["incident"]), message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(MassCauseKept())


QUESTIONS = {asked(AskMassCause): Question(answered=_typed)}
