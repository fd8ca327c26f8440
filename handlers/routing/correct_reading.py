"""«Тема и место»: choose or type a topic and a place.

The two confused topics, all by groups or by a word; a place by words, a point of the map, the list.
"""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked, keep_asking, private, stop_asking
from handlers.routing.buttons import ByWord, CorrectWhat, TopicButton, TopicPage, by_word_or
from incidents.desk.act import act
from incidents.desk.outcome import Outcome
from incidents.desk.routing.correct_reading import CorrectPlace, CorrectTopic
from incidents.errors import DomainError, NotFound
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.lifecycle import step
from incidents.places.values import Spot, in_town
from incidents.rights import check
from incidents.routing.messages import (
    AskPlace,
    AskTopic,
    Corrected,
    CorrectMenu,
    FoundTopicsMenu,
    GroupsMenu,
    PlaceWanted,
    SpotsMenu,
    TopicsMenu,
)
from incidents.routing.taxonomy import find_topics

router = Router(name="correcting")

NO_TOPIC = "Темы с такими словами не нашли. Напишите одно слово, например: светофор"
NO_PLACE = "Такого места в округе не нашли. Напишите иначе, например: Редкино, Гагарина 12. Или пришлите точку на карте"
NO_POINT = "Эта точка не в нашем округе. Пришлите другую или напишите место словами, например: Редкино, школа 3"
OLD = "Этот список устарел. Нажмите «Указать место» на карточке ещё раз"


@router.callback_query(TopicButton.filter())
async def on_likely(_query: CallbackQuery, callback_data: TopicButton, ctx: Context) -> None:
    """One of the two topics that were confused."""
    await _topic(ctx, IncidentId(callback_data.incident), callback_data.topic)


@router.callback_query(CardButton.filter(F.press == Press.TOPIC_PLACE))
async def on_which(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Тема и место»: which of the two."""
    await _may(ctx, IncidentId(callback_data.incident), Act.CORRECT_TOPIC)
    await menus.show(query, ctx, CorrectMenu(incident=IncidentId(callback_data.incident)))


@router.callback_query(CardButton.filter(F.press == Press.TOPIC))
async def on_other_topic(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """«Другая тема…»: all of them, by groups."""
    await _may(ctx, IncidentId(callback_data.incident), Act.CORRECT_TOPIC)
    await menus.show(query, ctx, GroupsMenu(incident=IncidentId(callback_data.incident)))


@router.callback_query(CardButton.filter(F.press == Press.PLACE))
async def on_place(query: CallbackQuery, callback_data: CardButton, ctx: Context, state: FSMContext) -> None:
    """«Указать место»."""
    await _ask_place(ctx, state, IncidentId(callback_data.incident))
    menus.in_private(query, ctx)
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(chosen(Menu.CORRECT)))
async def on_one_of_two(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """The topic or the place."""
    id = IncidentId(callback_data.incident)
    if callback_data.read(CorrectWhat) is CorrectWhat.PLACE:
        await _ask_place(ctx, state, id)
        await menus.close(query, ctx)
    else:
        await menus.show(query, ctx, GroupsMenu(incident=id))


@router.callback_query(MenuButton.filter(chosen(Menu.GROUPS)))
async def on_group(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A group (or a page of it), or «Найти по слову»."""
    id = IncidentId(callback_data.incident)
    wanted = callback_data.read(by_word_or(TopicPage.parse))
    if isinstance(wanted, ByWord):
        await _may(ctx, id, Act.CORRECT_TOPIC)
        await ask(ctx, state, AskTopic(incident=id))
        await menus.close(query, ctx)
        return
    await menus.show(query, ctx, TopicsMenu(incident=id, group=wanted.group, page=wanted.page or 0))


@router.callback_query(MenuButton.filter(chosen(Menu.TOPICS)))
async def on_topic(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A topic of a group, or one that was found by a word."""
    id = IncidentId(callback_data.incident)
    await _topic(ctx, id, callback_data.read(str))
    await stop_asking(ctx, state, AskTopic, id)
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(chosen(Menu.TOWNS)))
async def on_town(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """A settlement of the list: the street that is known already is looked for in it."""
    id = IncidentId(callback_data.incident)
    town = callback_data.read(ctx.policy.places.of)
    if town is None:
        raise NotFound(NO_PLACE)
    incident = await ctx.tx.incidents.get(id)
    ctx.toast = _remembered(await _place(ctx, id, in_town(incident.place, town, ctx.policy.places)), ctx)
    await stop_asking(ctx, state, AskPlace, id)
    await menus.close(query, ctx)


@router.callback_query(MenuButton.filter(chosen(Menu.SPOTS)))
async def on_spot(query: CallbackQuery, callback_data: MenuButton, ctx: Context, state: FSMContext) -> None:
    """One of the places that fit the typed words; they are kept in the open question."""
    id, number = IncidentId(callback_data.incident), callback_data.read(str)
    data = await private(state, ctx).get_data()
    offered = data.get("places", "").split() if (data.get("what"), data.get("incident")) == (asked(AskPlace), id) else []
    spot = ctx.policy.places.of(offered[int(number)]) if number.isdecimal() and int(number) < len(offered) else None
    if spot is None:
        raise NotFound(OLD)
    ctx.toast = _remembered(await _place(ctx, id, spot.with_house(data.get("house"))), ctx)
    await stop_asking(ctx, state, AskPlace, id)
    await menus.close(query, ctx)


async def _topic_words(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    """A word for a topic: what it may mean is offered; the question stays open for another one."""
    id = IncidentId(data["incident"])
    found = find_topics(message.text or "", ctx.policy.topics)
    if not found:
        raise DomainError(NO_TOPIC)
    await keep_asking(ctx, state, AskTopic, incident=id)
    await ctx.say(FoundTopicsMenu(incident=id, topics=tuple(topic.slug for topic in found)))


async def _place_words(message: Message, ctx: Context, state: FSMContext, data: Data) -> None:
    """Words or a point: one place is taken, several are offered while the question stays open."""
    id = IncidentId(data["incident"])
    if message.location is not None:
        spot = ctx.policy.places.at(message.location.latitude, message.location.longitude)
        if spot is None:
            raise DomainError(NO_POINT)
        await _placed(ctx, id, spot)
        return
    incident = await ctx.tx.incidents.get(id)
    found = ctx.policy.places.find(message.text or "", near=incident.place.settlement_id)
    if not found:
        raise DomainError(NO_PLACE)
    if len(found) == 1:
        await _placed(ctx, id, found[0])
        return
    places, house = tuple(spot.id or "" for spot in found), next((s.place.house for s in found if s.place.house), None) or ""
    await keep_asking(ctx, state, AskPlace, incident=id, places=" ".join(places), house=house)
    await ctx.say(SpotsMenu(incident=id, places=places, house=house))


def _words_or_point(message: Message) -> bool:
    return bool(message.text) or message.location is not None


QUESTIONS = {
    asked(AskTopic): Question(answered=_topic_words),
    asked(AskPlace): Question(answered=_place_words, takes=_words_or_point, wanted=PlaceWanted()),
}


async def _ask_place(ctx: Context, state: FSMContext, id: IncidentId) -> None:
    await _may(ctx, id, Act.CORRECT_PLACE)
    await ask(ctx, state, AskPlace(incident=id))


async def _may(ctx: Context, id: IncidentId, what: Act) -> None:
    """Refuse before anything is asked."""
    incident = await ctx.tx.incidents.get(id)
    check(ctx.who, what, incident)
    step(incident.status, what)


async def _topic(ctx: Context, id: IncidentId, slug: str) -> None:
    outcome = await act(ctx.tx, ctx.policy, id, Act.CORRECT_TOPIC, by=ctx.who, now=ctx.now, choice=CorrectTopic(topic=slug))
    ctx.toast = _remembered(outcome, ctx)


async def _place(ctx: Context, id: IncidentId, spot: Spot) -> Outcome:
    return await act(ctx.tx, ctx.policy, id, Act.CORRECT_PLACE, by=ctx.who, now=ctx.now, choice=CorrectPlace(place=spot))


async def _placed(ctx: Context, id: IncidentId, spot: Spot) -> None:
    await _place(ctx, id, spot)
    await ctx.say(Corrected(incident=id), under=id)


def _remembered(outcome: Outcome, ctx: Context) -> str:
    """«Запомнили: торговля. У кого: …»."""
    assert outcome.incident is not None
    known = ctx.policy.topics.get(outcome.incident.topic)
    topic = known.short if known else "тема"
    where = ", ".join(filter(None, (outcome.incident.place.settlement, outcome.incident.place.street or outcome.incident.place.landmark)))
    return f"Запомнили: {topic.lower()}{f', {where}' if where else ''}"[:200]
