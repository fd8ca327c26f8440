"""«Заметка своим» and «Причина»: words about a card that residents never see."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.acts.delays import DelayReason
from incidents.acts.messages import AskDelay, AskNote, DelayKept, DelayMenu, Noted
from incidents.desk.act import act
from incidents.desk.acts.notes_and_delays import ExplainDelay, WriteNote
from incidents.ids import IncidentId
from incidents.incident import Act

router = Router(name="notes")


@router.callback_query(CardButton.filter(F.press == Press.NOTE))
async def on_note(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Заметка своим»: ask for the words."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.NOTE)
    await ask(ctx, state, AskNote(incident=incident.id))
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


async def _noted(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    await act(ctx.tx, ctx.policy, id, Act.NOTE, by=ctx.who, now=ctx.now, choice=WriteNote(words=message.text))
    await ctx.say(Noted(incident=id))


@router.callback_query(CardButton.filter(F.press == Press.DELAY))
async def on_delay(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Причина»: what keeps it."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.DELAY_REASON)
    await menus.show(query, ctx, DelayMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu == Menu.DELAY))
async def on_reason(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A reason of the menu, or «Другое…» in their own words."""
    reason, id = callback_data.read(DelayReason), IncidentId(callback_data.incident)
    if reason is DelayReason.OTHER:
        await menus.allowed(ctx, id, Act.DELAY_REASON)
        await ask(ctx, state, AskDelay(incident=id))
        menus.in_private(query, ctx)
    else:
        await act(ctx.tx, ctx.policy, id, Act.DELAY_REASON, by=ctx.who, now=ctx.now, choice=ExplainDelay(delay=reason))
        ctx.toast = f"Записали причину, её увидят рядом с цифрой. {UNDO_HINT}"
    await menus.close(query, ctx)


async def _reasoned(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id, choice = IncidentId(data["incident"]), ExplainDelay(delay=DelayReason.OTHER, words=message.text)
    await act(ctx.tx, ctx.policy, id, Act.DELAY_REASON, by=ctx.who, now=ctx.now, choice=choice)
    await ctx.say(DelayKept(incident=id))


QUESTIONS = {asked(AskNote): Question(answered=_noted), asked(AskDelay): Question(answered=_reasoned)}
