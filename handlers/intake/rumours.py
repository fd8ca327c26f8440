"""Presses of a rumour on the approver's phone.

«Проверяем», «Запросить факты», «Опровергнуть», «Подтвердить», «Это не слух».
"""

from uuid import uuid4

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.answer_dialogue import show, write
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT, capital
from handlers.kit.question_dialogue import Data, Question, ask, asked, private
from incidents.answers.values import Answer
from incidents.desk.act import act
from incidents.desk.acts.coexecutors import Collect
from incidents.desk.intake import rumours as desk
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act
from incidents.intake.messages import AskRumourFact, RumourFactsMenu

router = Router(name="rumours")


@router.callback_query(CardButton.filter(F.press == Press.CHECKING))
async def on_checking(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Проверяем»: the interim answer as it will look."""
    id = IncidentId(callback_data.incident)
    answer = await desk.draft_checking(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(query, ctx, state, answer)


@router.callback_query(CardButton.filter(F.press == Press.REFUTE))
async def on_refute(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Опровергнуть»: by facts only."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ANSWER)
    answer = await desk.draft_refuted(ctx.tx, ctx.policy, incident.id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(query, ctx, state, answer)


@router.callback_query(CardButton.filter(F.press == Press.RUMOUR_TRUE))
async def on_true(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Подтвердить»: by facts, or by what the approver knows."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ANSWER)
    if not await desk.checked(ctx.tx, incident.id):
        await ask(ctx, state, AskRumourFact(incident=incident.id))
        menus.in_private(query, ctx)
        return
    answer = await desk.draft_true(ctx.tx, ctx.policy, incident.id, None, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(query, ctx, state, answer)


async def _told(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    answer = await desk.draft_true(ctx.tx, ctx.policy, id, message.text, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await write(state, answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, None)


@router.callback_query(CardButton.filter(F.press == Press.ASK_FACTS))
async def on_ask(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Запросить факты»: of whom?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.COLLECT)
    await menus.show(query, ctx, RumourFactsMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(chosen(Menu.RUMOUR_FACTS)))
async def on_department(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """This department is asked, beside those asked before."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.COLLECT)
    wanted = frozenset({*incident.co_departments, callback_data.read(DepartmentId)})
    outcome = await act(ctx.tx, ctx.policy, incident.id, Act.COLLECT, by=ctx.who, now=ctx.now, choice=Collect(departments=wanted))
    ctx.toast = capital(outcome.because)[:200]
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.NOT_RUMOUR))
async def on_not_rumour(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Это не слух»: to the department that the rules name."""
    outcome = await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), Act.NOT_RUMOUR, by=ctx.who, now=ctx.now)
    is_routed = outcome.incident is not None and outcome.incident.department_id is not None
    ctx.toast = f"{'Передали в отдел, срок прежний' if is_routed else 'Передали координатору'}. {UNDO_HINT}"
    await menus.close(query, ctx)


async def _preview(query: CallbackQuery, ctx: Context, state: FSMContext, answer: Answer) -> None:
    await write(private(state, ctx), answer.incident_id, answer.id, answer.kind)
    await show(ctx, answer, None)
    menus.in_private(query, ctx)


QUESTIONS = {asked(AskRumourFact): Question(answered=_told)}
