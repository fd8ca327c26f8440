"""«Соисполнитель» and «Дать факты»: several departments, one answer."""

from handlers.acts.buttons import marks_of
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import press, question
from handlers.kit.text import capital
from incidents.acts.messages import AskCoFacts, CoExecutorMenu, CoFactsKept
from incidents.desk.act import act
from incidents.desk.acts.coexecutors import Collect, GiveFacts
from incidents.errors import DomainError, Forbidden
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.rights import helps

NO_COLLECTOR = "Сначала передайте карточку отделу, который соберёт ответ. Потом добавьте соисполнителей"


@press(CardButton, Press.COEXECUTOR)
async def on_co(pressed: Pressed[CardButton], ctx: Context) -> None:
    """Which departments give facts?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.COLLECT)
    if incident.department_id is None:
        raise DomainError(NO_COLLECTOR)
    await menus.show(pressed, ctx, CoExecutorMenu(incident=incident.id))


@press(MenuButton, Menu.CO)
async def on_marked(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A mark, a page, or «Спросить отмеченных»."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.COLLECT)
    departments = [each for each in await ctx.tx.departments.all() if each.id != incident.department_id]
    marks = pressed.button.read(marks_of(len(departments)))
    if not marks.taken:
        await menus.show(pressed, ctx, CoExecutorMenu(incident=incident.id, marks=marks.code))
        return
    wanted = frozenset(each.id for n, each in enumerate(departments) if marks.has(n))
    choice = Collect(departments=wanted)
    outcome = await act(ctx.tx, ctx.policy, incident.id, Act.COLLECT, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = capital(outcome.because)[:200]
    await menus.close(pressed, ctx)


@press(CardButton, Press.CO_FACTS)
async def on_facts(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Дать факты»: ask for them in private."""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.FACTS)
    if not helps(ctx.who, incident):
        raise Forbidden("Фактов вашего отдела здесь не ждут. Хотите помочь? Оставьте заметку")
    await ask(ctx, AskCoFacts(incident=incident.id))
    menus.in_private(pressed, ctx)


@question(AskCoFacts)
async def _told(incoming: Incoming, ctx: Context) -> None:
    id = IncidentId(incoming.kept["incident"])
    await act(ctx.tx, ctx.policy, id, Act.FACTS, by=ctx.who, now=ctx.now, choice=GiveFacts(words=incoming.text))
    await ctx.say(CoFactsKept(incident=id))
