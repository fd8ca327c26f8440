"""Several questions in one post: «Собрать ответ» and «Разделить»."""

from handlers.acts.buttons import Parts
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from handlers.kit.text import capital
from handlers.routing.buttons import TopicPage
from incidents.acts.messages import SplitGroupsMenu, SplitTopicsMenu
from incidents.desk.act import act, ready
from incidents.desk.acts.several_questions import gather
from incidents.desk.acts.split_post import SplitQuestions, SplitTopic
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.routing.route_now import questions_asked


@press(CardButton, Press.GATHER)
async def on_gather(pressed: Pressed[CardButton], ctx: Context) -> None:
    """One department collects the one answer, the others give facts."""
    outcome = await gather(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = f"{capital(outcome.because)}. Жителю выйдет один ответ"[:200]
    await menus.close(pressed, ctx)


@press(MenuButton, Menu.SPLIT_PARTS)
async def on_parts(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """Each question its own card, or another topic that the reader did not see."""
    id = IncidentId(pressed.button.incident)
    incident = await ready(ctx.tx, id, Act.SPLIT, by=ctx.who)
    if pressed.button.read(Parts) is Parts.OTHER:
        await menus.show(pressed, ctx, SplitGroupsMenu(incident=id))
        return
    await _part(pressed, ctx, id, SplitQuestions(asked=tuple(await questions_asked(ctx.tx, incident))))


@press(MenuButton, Menu.SPLIT_GROUPS)
async def on_group(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A group of topics, or a page of it."""
    wanted = pressed.button.read(TopicPage.parse)
    await menus.show(pressed, ctx, SplitTopicsMenu(incident=IncidentId(pressed.button.incident), group=wanted.group, page=wanted.page or 0))


@press(MenuButton, Menu.SPLIT_TOPICS)
async def on_topic(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """What else the post asks."""
    await _part(pressed, ctx, IncidentId(pressed.button.incident), SplitTopic(topic=pressed.button.read(str)))


async def _part(pressed: Pressed[object], ctx: Context, id: IncidentId, choice: SplitQuestions | SplitTopic) -> None:
    outcome = await act(ctx.tx, ctx.policy, id, Act.SPLIT, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}: свой срок и свой ответ"[:200]
    await menus.close(pressed, ctx)
