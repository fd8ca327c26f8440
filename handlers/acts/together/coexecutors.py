"""«Соисполнитель» and «Дать факты»: several departments, one answer."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.acts.buttons import marks_of
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.context import Context
from handlers.kit.menus import capital
from handlers.kit.question_dialogue import Data, Question, ask, asked
from incidents.acts.messages import AskCoFacts, CoExecutorMenu, CoFactsKept
from incidents.desk.act import act
from incidents.desk.acts.coexecutors import Collect, GiveFacts
from incidents.errors import DomainError, Forbidden
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.rights import helps

router = Router(name="together")

NO_COLLECTOR = "Сначала передайте карточку отделу, который соберёт ответ. Потом добавьте соисполнителей"


@router.callback_query(CardButton.filter(F.press == Press.COEXECUTOR))
async def on_co(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Which departments give facts?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.COLLECT)
    if incident.department_id is None:
        raise DomainError(NO_COLLECTOR)
    await menus.show(query, ctx, CoExecutorMenu(incident=incident.id))


@router.callback_query(MenuButton.filter(chosen(Menu.CO)))
async def on_marked(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A mark, a page, or «Спросить отмеченных»."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.COLLECT)
    departments = [each for each in await ctx.tx.departments.all() if each.id != incident.department_id]
    marks = callback_data.read(marks_of(len(departments)))
    if not marks.taken:
        await menus.show(query, ctx, CoExecutorMenu(incident=incident.id, marks=marks.code))
        return
    wanted = frozenset(each.id for n, each in enumerate(departments) if marks.has(n))
    choice = Collect(departments=wanted)
    outcome = await act(ctx.tx, ctx.policy, incident.id, Act.COLLECT, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = capital(outcome.because)[:200]
    await menus.close(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.CO_FACTS))
async def on_facts(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Дать факты»: ask for them in private."""
    incident = await menus.allowed(ctx, callback_data.incident, Act.FACTS)
    if not helps(ctx.who, incident):
        raise Forbidden("Фактов вашего отдела здесь не ждут. Хотите помочь? Оставьте заметку")
    await ask(ctx, state, AskCoFacts(incident=incident.id))
    menus.in_private(query, ctx)


async def _told(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    id = IncidentId(data["incident"])
    await act(ctx.tx, ctx.policy, id, Act.FACTS, by=ctx.who, now=ctx.now, choice=GiveFacts(words=message.text))
    await ctx.say(CoFactsKept(incident=id))


QUESTIONS = {asked(AskCoFacts): Question(answered=_told)}
