"""Presses of a danger: known, confirmed, denied, safe, call.

«Знаем, работаем», «Есть ответ», «Подтвердилось», «Не опасно», «Уже безопасно», «Позвонить».
"""

from uuid import uuid4

from handlers.answers.answer_dialogue import show_answer
from handlers.danger.buttons import Hurt, Sure
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.registry import press
from incidents.danger.messages import CallMenu, CalmMenu, ConfirmDangerMenu
from incidents.desk.act import act
from incidents.desk.danger.confirm_danger import Confirm, Grade, Know
from incidents.desk.danger.safety_note import warn
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act
from incidents.official import IN_DEPARTMENT
from incidents.reading import DangerGrade

_ENOUGH = "Звать больше никого не будем"


@press(CardButton, Press.KNOWN, Press.REACHED)
async def on_known(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Знаем, работаем»; «Есть ответ», which is an acceptance where a department's official presses it."""
    id, by_voice = IncidentId(pressed.button.incident), pressed.button.press is Press.REACHED
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


@press(CardButton, *_GRADES)
async def on_graded(pressed: Pressed[CardButton], ctx: Context) -> None:
    """The answer to «Опасно?»."""
    id, grade = IncidentId(pressed.button.incident), _GRADES[pressed.button.press]
    before = (await ctx.tx.incidents.get(id)).department_id
    outcome = await act(ctx.tx, ctx.policy, id, Act.DANGER_GRADED, by=ctx.who, now=ctx.now, choice=Grade(grade=grade))
    where = "" if grade is DangerGrade.NOW or outcome.incident is None else _went(before, outcome.incident.department_id)
    ctx.toast = f"{_GRADED[pressed.button.press]}{where}. {UNDO_HINT}"


def _went(before: DepartmentId | None, after: DepartmentId | None) -> str:
    """Where the card is now; nothing where it has not moved from its department."""
    if after is None:
        return ". Карточка у координатора"
    return "" if after == before else ". Карточка ушла отделу"


@press(CardButton, Press.CONFIRMED)
async def on_confirmed(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Подтвердилось»: are people hurt?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.DANGER_CONFIRMED)
    await menus.show(pressed, ctx, ConfirmDangerMenu(incident=incident.id))


@press(MenuButton, Menu.CONFIRM)
async def on_hurt(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Есть пострадавшие», «Пострадавших нет», «Посёлок отрезан»."""
    id, said = IncidentId(pressed.button.incident), pressed.button.read(Hurt)
    cut_off = said is Hurt.CUT_OFF
    hurt = None if cut_off else said is Hurt.SOMEBODY
    choice = Confirm(hurt=hurt, cut_off=cut_off)
    await act(ctx.tx, ctx.policy, id, Act.DANGER_CONFIRMED, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = "Записали: подтвердилось. Глава узнает" + ("" if hurt or cut_off else ", ночью не будим")
    await menus.close(pressed, ctx)


@press(CardButton, Press.DENIED, Press.NOT_DANGER)
async def on_denied(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Не подтвердилось», «Не опасно»: a question first, the clock will be an ordinary one."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.DANGER_DENIED)
    await menus.show(pressed, ctx, CalmMenu(incident=incident.id))


@press(MenuButton, Menu.CALM)
async def on_calm(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Да, не опасно»."""
    pressed.button.read(Sure)
    await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), Act.DANGER_DENIED, by=ctx.who, now=ctx.now)
    ctx.toast = f"Записали: не опасно, срок теперь обычный. {UNDO_HINT}"
    await menus.close(pressed, ctx)


@press(CardButton, Press.SAFE)
async def on_safe(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Уже безопасно»."""
    await act(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), Act.SAFE, by=ctx.who, now=ctx.now)
    ctx.toast = f"Записали: безопасно. Ответьте жителю. {UNDO_HINT}"


@press(CardButton, Press.WARN)
async def on_warn(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Сказать жителям»: the note of safety as it will look; «Отправить» puts it out at once."""
    answer = await warn(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, guid=uuid4().hex, now=ctx.now)
    await show_answer(ctx, answer, None)
    menus.in_private(pressed, ctx)


@press(CardButton, Press.CALL)
async def on_call(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Позвонить»: the numbers for this matter."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    await menus.show(pressed, ctx, CallMenu(incident=incident.id))
