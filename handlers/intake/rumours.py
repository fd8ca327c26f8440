"""Presses of a rumour on the approver's phone.

«Проверяем», «Запросить факты», «Опровергнуть», «Подтвердить», «Это не слух».
"""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_draft
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.kit.text import capital
from incidents.answers.values import Answer
from incidents.desk.act import act
from incidents.desk.acts.coexecutors import Collect
from incidents.desk.intake import rumours
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act
from incidents.intake.messages import AskRumourFact, RumourFactsMenu


@press(CardButton, Press.CHECKING)
async def on_checking(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Проверяем»: the interim answer as it will look."""
    id = IncidentId(pressed.button.incident)
    answer = await rumours.draft_checking(ctx.tx, ctx.policy, id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(pressed, ctx, answer)


@press(CardButton, Press.REFUTE)
async def on_refute(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Опровергнуть»: by facts only."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ANSWER)
    answer = await rumours.draft_refuted(ctx.tx, ctx.policy, incident.id, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(pressed, ctx, answer)


@press(CardButton, Press.RUMOUR_TRUE)
async def on_true(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Подтвердить»: by facts, or by what the approver knows."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ANSWER)
    if not await rumours.checked(ctx.tx, incident.id):
        await ask(ctx, AskRumourFact(incident=incident.id))
        menus.in_private(pressed, ctx)
        return
    answer = await rumours.draft_true(ctx.tx, ctx.policy, incident.id, None, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await _preview(pressed, ctx, answer)


@question(AskRumourFact)
async def _told(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    answer = await rumours.draft_true(ctx.tx, ctx.policy, id, incoming.text, by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_draft(ctx, answer)


@press(CardButton, Press.ASK_FACTS)
async def on_ask(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Запросить факты»: of whom?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.COLLECT)
    await menus.show(pressed, ctx, RumourFactsMenu(incident=incident.id))


@press(MenuButton, Menu.RUMOUR_FACTS)
async def on_department(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """This department is asked, beside those asked before."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.COLLECT)
    wanted = frozenset({*incident.co_departments, pressed.button.read(DepartmentId)})
    outcome = await act(ctx.tx, ctx.policy, incident.id, Act.COLLECT, by=ctx.who, now=ctx.now, choice=Collect(departments=wanted))
    ctx.toast = capital(outcome.because)[:200]
    await menus.close(pressed, ctx)


@press(CardButton, Press.NOT_RUMOUR)
async def on_not_rumour(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Это не слух»: to the department that the rules name."""
    outcome = await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), Act.NOT_RUMOUR, by=ctx.who, now=ctx.now)
    is_routed = outcome.incident is not None and outcome.incident.department_id is not None
    ctx.toast = f"{'Передали в отдел, срок прежний' if is_routed else 'Передали координатору'}. {UNDO_HINT}"
    await menus.close(pressed, ctx)


async def _preview(pressed: Pressed[object], ctx: Context, answer: Answer) -> None:
    await show_draft(ctx, answer)
    menus.in_private(pressed, ctx)
