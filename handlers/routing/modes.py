"""/modes, and «В отдел ЖКХ» on a card kept by a mode."""

from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
from handlers.routing.buttons import ModeButton, ModeDo
from incidents.dates.find import date_in
from incidents.desk.act import act
from incidents.desk.routing.accept_return_assign import Assign
from incidents.desk.routing.modes import set_mode
from incidents.errors import DomainError, WrongStep
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, Doubt
from incidents.official import Mode
from incidents.role_rights import Right, check_right
from incidents.routing.messages import AskTrialUntil, ModeMenu, ModesMenu


@command("modes")
async def on_modes(_incoming: Incoming, ctx: Context) -> None:
    """How the departments work."""
    await ctx.say(ModesMenu())


@press(ModeButton)
async def on_mode(pressed: Pressed[ModeButton], ctx: Context) -> None:
    """The list, a department, its change: all in one message."""
    check_right(ctx.who, Right.KEEP_MODES)
    id = DepartmentId(pressed.button.department)
    match pressed.button.do:
        case ModeDo.LIST:
            await ctx.say(ModesMenu(), edit=pressed.message_id)
            return
        case ModeDo.UNTIL:
            await ask(ctx, AskTrialUntil(department=id))
            return
        case ModeDo.SET:
            await set_mode(ctx.tx, ctx.policy, id, _mode(pressed.button.mode), by=ctx.who, now=ctx.now)
            ctx.toast = "Записали, другие координаторы узнают"
    await ctx.say(ModeMenu(department=id), edit=pressed.message_id)


def _mode(code: str) -> Mode:
    try:
        return Mode(code)
    except ValueError:
        raise WrongStep("Такого режима больше нет. Откройте /modes ещё раз") from None


@question(AskTrialUntil)
async def _until(incoming: Incoming, ctx: Context) -> None:
    """The day that was written."""
    today = ctx.now.astimezone(ctx.policy.calendar.timezone).date()
    until = date_in(incoming.text, today=today)
    if until is None:
        raise DomainError("Не нашли в этом дня. Напишите, например, «1 декабря» или «через неделю»")
    id = DepartmentId(str(incoming.kept.get("department")))
    await set_mode(ctx.tx, ctx.policy, id, Mode.TRIAL, by=ctx.who, now=ctx.now, until=until)
    await ctx.say(ModeMenu(department=id))


@press(CardButton, Press.PROPOSED)
async def on_proposed(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«В отдел ЖКХ»: the department that the route names."""
    incident = await ctx.tx.incidents.get(IncidentId(pressed.button.incident))
    if incident.proposed_id is None:
        raise WrongStep("Отдел уже выбран. Передать другому можно кнопкой «Передать»")
    chosen = Assign(department_id=incident.proposed_id)
    outcome = await act(ctx.tx, ctx.policy, incident.id, Act.ASSIGN, by=ctx.who, now=ctx.now, choice=chosen)
    kept = outcome.incident is not None and outcome.incident.doubt is Doubt.TRIAL
    ctx.toast = "Записали. Отделу не ушло: учебная неделя" if kept else outcome.because.capitalize()
