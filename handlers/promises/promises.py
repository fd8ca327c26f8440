"""Presses of a promise: «Сделано» and «Новый срок».

Both end in a text for the resident that is shown before it goes.
"""

from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import day_choice, menus
from handlers.answers.answer_dialogue import show, write
from handlers.buttons import CardButton, Day, Menu, MenuButton, Press, chosen
from handlers.context import Context
from handlers.menus import UNDO_HINT
from handlers.promises.buttons import DoneHow
from handlers.question_dialogue import Data, Question, ask, asked, private
from incidents.answers.values import Answer
from incidents.desk.act import act
from incidents.desk.acts.close_and_reopen import Close
from incidents.desk.answers.promise_words import tell_done, tell_moved
from incidents.desk.promises.promises import keep, standing
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Status
from incidents.promises.messages import AskPromiseDate, PromiseDateMenu, PromiseDoneMenu
from incidents.promises.values import waits_for_its_day
from incidents.rights import check

router = Router(name="promises")


@router.callback_query(CardButton.filter(F.press.in_({Press.PROMISE_DONE, Press.PROMISE_DATE})))
async def on_press(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Open the menu, if there is a promise to speak of."""
    is_done = callback_data.press is Press.PROMISE_DONE
    incident = await _speaking(ctx, callback_data.incident, Act.CLOSE if is_done else Act.INTERIM)
    await menus.show(query, ctx, PromiseDoneMenu(incident=incident.id) if is_done else PromiseDateMenu(incident=incident.id))


async def _speaking(ctx: Context, id: int, act: Act) -> Incident:
    """The incident whose promise is spoken of, also when it is closed «в плане с датой»."""
    incident = await ctx.tx.incidents.get(IncidentId(id))
    if waits_for_its_day(incident):
        check(ctx.who, act, incident)
    else:
        await menus.allowed(ctx, id, act)
    await standing(ctx.tx, incident.id)
    return incident


@router.callback_query(MenuButton.filter(chosen(Menu.PROMISE_DONE)))
async def on_done(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """The deed is done: with a word to the resident, or closed at once."""
    id = IncidentId(callback_data.incident)
    match callback_data.read(DoneHow):
        case DoneHow.WRITE:
            answer = await tell_done(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
            await _preview(query, ctx, state, answer)
        case DoneHow.CLOSE:
            is_closed = (await _speaking(ctx, id, Act.CLOSE)).status is Status.CLOSED
            await keep(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Отметили: сделано"
            if not is_closed:
                await act(ctx.tx, ctx.policy, id, Act.CLOSE, by=ctx.who, now=ctx.now, choice=Close(outcome=ClosingOutcome.DONE))
                ctx.toast = f"Закрыто: сделано. {UNDO_HINT}"
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(chosen(Menu.PROMISE_DATE)))
async def on_date(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """Another day, from the menu or to be typed."""
    id, day = IncidentId(callback_data.incident), callback_data.read(Day)
    if day is Day.TYPED:
        await _speaking(ctx, id, Act.INTERIM)
        await ask(ctx, state, AskPromiseDate(incident=id))
        menus.in_private(query, ctx)
    else:
        new = day_choice.chosen(ctx, day).astimezone(ctx.policy.calendar.timezone).date()
        await _preview(query, ctx, state, await tell_moved(ctx.tx, ctx.policy, id, new, by=ctx.who, guid=uuid4().hex, now=ctx.now))
    await menus.close(query, ctx)


async def _typed(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    new = day_choice.typed(ctx, message.text).astimezone(ctx.policy.calendar.timezone).date()
    answer = await tell_moved(ctx.tx, ctx.policy, IncidentId(data["incident"]), new, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(state, answer.incident_id, answer.id)
    await show(ctx, answer, None)


async def _preview(query: CallbackQuery, ctx: Context, state: FSMContext, answer: Answer) -> None:
    await write(private(state, ctx), answer.incident_id, answer.id)
    await show(ctx, answer, None)
    menus.in_private(query, ctx)


QUESTIONS = {asked(AskPromiseDate): Question(answered=_typed)}
