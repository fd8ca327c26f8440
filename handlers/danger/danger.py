"""Presses of a danger: known, confirmed, denied, safe, call.

«Знаем, работаем», «Есть ответ», «Подтвердилось», «Не опасно», «Уже безопасно», «Позвонить».
"""

from uuid import uuid4

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.answers.answer_dialogue import show
from handlers.danger.buttons import Hurt, Sure
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT
from incidents.danger.messages import CallMenu, CalmMenu, ConfirmDangerMenu
from incidents.desk.act import act
from incidents.desk.danger.confirm_danger import Confirm, Grade, Know
from incidents.desk.danger.safety_note import warn
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act
from incidents.official import IN_DEPARTMENT
from incidents.reading import DangerGrade

router = Router(name="danger")
_ENOUGH = "Звать больше никого не будем"


@router.callback_query(CardButton.filter(F.press.in_({Press.KNOWN, Press.REACHED})))
async def on_known(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Знаем, работаем»; «Есть ответ», which is an acceptance where a department's official presses it."""
    id, by_voice = IncidentId(callback_data.incident), callback_data.press is Press.REACHED
    if by_voice and ctx.who.role in IN_DEPARTMENT:
        await act(ctx.tx, ctx.policy, id, Act.ACCEPT, by=ctx.who, now=ctx.now)
        ctx.toast = f"Принято. {_ENOUGH}"
        return
    await act(ctx.tx, ctx.policy, id, Act.DANGER_KNOWN, by=ctx.who, now=ctx.now, choice=Know(by_voice=by_voice))
    ctx.toast = f"{'Записали: есть ответ' if by_voice else 'Записали: знаете и работаете'}. {_ENOUGH}"


_GRADES = {Press.GRADE_NOW: DangerGrade.NOW, Press.GRADE_RISK: DangerGrade.RISK, Press.GRADE_NONE: None}
_GRADED = {
    Press.GRADE_NOW: "Записали: опасно. Зовём всех, кто должен знать",
    Press.GRADE_RISK: "Записали: есть риск",
    Press.GRADE_NONE: "Записали: не опасно",
}


@router.callback_query(CardButton.filter(F.press.in_(_GRADES)))
async def on_graded(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """The answer to «Опасно?»."""
    id, grade = IncidentId(callback_data.incident), _GRADES[callback_data.press]
    before = (await ctx.tx.incidents.get(id)).department_id
    outcome = await act(ctx.tx, ctx.policy, id, Act.DANGER_GRADED, by=ctx.who, now=ctx.now, choice=Grade(grade=grade))
    where = "" if grade is DangerGrade.NOW or outcome.incident is None else _went(before, outcome.incident.department_id)
    ctx.toast = f"{_GRADED[callback_data.press]}{where}. {UNDO_HINT}"


def _went(before: DepartmentId | None, after: DepartmentId | None) -> str:
    """Where the card is now; nothing where it has not moved from its department."""
    if after is None:
        return ". Карточка у координатора"
    return "" if after == before else ". Карточка ушла отделу"


@router.callback_query(CardButton.filter(F.press == Press.CONFIRMED))
async def on_confirmed(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Подтвердилось»: are people hurt?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.DANGER_CONFIRMED)
    await menus.show(query, ctx, ConfirmDangerMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu == Menu.CONFIRM))
async def on_hurt(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """«Есть пострадавшие», «Пострадавших нет», «Посёлок отрезан»."""
    id, said = IncidentId(callback_data.incident), callback_data.read(Hurt)
    cut_off = said is Hurt.CUT_OFF
    hurt = None if cut_off else said is Hurt.SOMEBODY
    choice = Confirm(hurt=hurt, cut_off=cut_off)
    await act(ctx.tx, ctx.policy, id, Act.DANGER_CONFIRMED, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = "Записали: подтвердилось. Глава узнает" + ("" if hurt or cut_off else ", ночью не будим")
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press.in_({Press.DENIED, Press.NOT_DANGER})))
async def on_denied(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Не подтвердилось», «Не опасно»: a question first, the clock will be an ordinary one."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.DANGER_DENIED)
    await menus.show(query, ctx, CalmMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(F.menu == Menu.CALM))
async def on_calm(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """«Да, не опасно»."""
    callback_data.read(Sure)
    await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), Act.DANGER_DENIED, by=ctx.who, now=ctx.now)
    ctx.toast = f"Записали: не опасно, срок теперь обычный. {UNDO_HINT}"
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.SAFE))
async def on_safe(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Уже безопасно»."""
    await act(ctx.tx, ctx.policy, IncidentId(callback_data.incident), Act.SAFE, by=ctx.who, now=ctx.now)
    ctx.toast = f"Записали: безопасно. Ответьте жителю. {UNDO_HINT}"


@router.callback_query(CardButton.filter(F.press == Press.WARN))
async def on_warn(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Сказать жителям»: the note of safety as it will look; «Отправить» puts it out at once."""
    answer = await warn(ctx.tx, ctx.policy, IncidentId(callback_data.incident), by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show(ctx, answer, None)
    menus.in_private(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.CALL))
async def on_call(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Позвонить»: the numbers for this matter."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    await menus.show(query, ctx, CallMenu(incident=incident.id))
