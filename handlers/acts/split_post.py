"""Several questions in one post: «Собрать ответ» and «Разделить»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.acts.buttons import Parts
from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.context import Context
from handlers.kit.menus import capital
from handlers.routing.buttons import TopicPage
from incidents.acts.messages import SplitGroupsMenu, SplitTopicsMenu
from incidents.desk.act import act, ready
from incidents.desk.acts.several_questions import gather
from incidents.desk.acts.split_post import SplitQuestions, SplitTopic
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.routing.route_now import asked

router = Router(name="parting")


@router.callback_query(CardButton.filter(F.press == Press.GATHER))
async def on_gather(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """One department collects the one answer, the others give facts."""
    outcome = await gather(ctx.tx, ctx.policy, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    ctx.toast = f"{capital(outcome.because)}. Жителю выйдет один ответ"[:200]
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(chosen(Menu.SPLIT_PARTS)))
async def on_parts(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """Each question its own card, or another topic that the reader did not see."""
    id = IncidentId(callback_data.incident)
    incident = await ready(ctx.tx, id, Act.SPLIT, by=ctx.who)
    if callback_data.read(Parts) is Parts.OTHER:
        await menus.show(query, ctx, SplitGroupsMenu(incident=id))
        return
    await _part(query, ctx, id, SplitQuestions(asked=tuple(await asked(ctx.tx, incident))))


@router.callback_query(MenuButton.filter(chosen(Menu.SPLIT_GROUPS)))
async def on_group(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """A group of topics, or a page of it."""
    wanted = callback_data.read(TopicPage.parse)
    await menus.show(query, ctx, SplitTopicsMenu(incident=IncidentId(callback_data.incident), group=wanted.group, page=wanted.page or 0))


@router.callback_query(MenuButton.filter(chosen(Menu.SPLIT_TOPICS)))
async def on_topic(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """What else the post asks."""
    await _part(query, ctx, IncidentId(callback_data.incident), SplitTopic(topic=callback_data.read(str)))


async def _part(query: CallbackQuery, ctx: Context, id: IncidentId, choice: SplitQuestions | SplitTopic) -> None:
    outcome = await act(ctx.tx, ctx.policy, id, Act.SPLIT, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"{capital(outcome.because)}: свой срок и свой ответ"[:200]
    await menus.close(query, ctx)
