"""/modes, and «В отдел ЖКХ» on a card kept by a mode."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit.buttons import CardButton, Press
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
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

router = Router(name="modes")


@router.message(command("modes"))
async def on_modes(_message: Message, ctx: Context) -> None:
    """How the departments work."""
    await ctx.say(ModesMenu())


@router.callback_query(ModeButton.filter())
async def on_mode(query: CallbackQuery, callback_data: ModeButton, ctx: Context, state: FSMContext) -> None:
    """The list, a department, its change: all in one message."""
    check_right(ctx.who, Right.KEEP_MODES)
    id, edit = DepartmentId(callback_data.department), query.message.message_id if query.message is not None else None
    match callback_data.do:
        case ModeDo.LIST:
            await ctx.say(ModesMenu(), edit=edit)
            return
        case ModeDo.UNTIL:
            await ask(ctx, state, AskTrialUntil(department=id))
            return
        case ModeDo.SET:
            await set_mode(ctx.tx, ctx.policy, id, _mode(callback_data.mode), by=ctx.who, now=ctx.now)
            ctx.toast = "Записали, другие координаторы узнают"
    await ctx.say(ModeMenu(department=id), edit=edit)


def _mode(code: str) -> Mode:
    try:
        return Mode(code)
    except ValueError:
        raise WrongStep("Такого режима больше нет. Откройте /modes ещё раз") from None


async def _until(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    """The day that was written."""
    today = ctx.now.astimezone(ctx.policy.calendar.timezone).date()
    until = date_in(message.text or "", today=today)
    if until is None:
        raise DomainError("Не нашли в этом дня. Напишите, например, «1 декабря» или «через неделю»")
    id = DepartmentId(str(data.get("department")))
    await set_mode(ctx.tx, ctx.policy, id, Mode.TRIAL, by=ctx.who, now=ctx.now, until=until)
    await ctx.say(ModeMenu(department=id))


QUESTIONS: Mapping[str, Question] = {asked(AskTrialUntil): Question(answered=_until)}


@router.callback_query(CardButton.filter(F.press == Press.PROPOSED))
async def on_proposed(_query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«В отдел ЖКХ»: the department that the route names."""
    incident = await ctx.tx.incidents.get(IncidentId(callback_data.incident))
    if incident.proposed_id is None:
        raise WrongStep("Отдел уже выбран. Передать другому можно кнопкой «Передать»")
    chosen = Assign(department_id=incident.proposed_id)
    outcome = await act(ctx.tx, ctx.policy, incident.id, Act.ASSIGN, by=ctx.who, now=ctx.now, choice=chosen)
    kept = outcome.incident is not None and outcome.incident.doubt is Doubt.TRIAL
    ctx.toast = "Записали. Отделу не ушло: учебная неделя" if kept else outcome.because.capitalize()
