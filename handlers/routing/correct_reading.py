"""«Тема и место»: choose or type a topic and a place.

The two confused topics, all by groups or by a word; a place by words, a point of the map, the list.
"""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Incoming, MessageKind, Pressed
from handlers.kit.question_dialogue import ask, keep_asking, kept_by, stop_asking
from handlers.kit.registry import press, question
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

NO_TOPIC = "Темы с такими словами не нашли. Напишите одно слово, например: светофор"
NO_PLACE = "Такого места в округе не нашли. Напишите иначе, например: Редкино, Гагарина 12. Или пришлите точку на карте"
NO_POINT = "Эта точка не в нашем округе. Пришлите другую или напишите место словами, например: Редкино, школа 3"
OLD = "Этот список устарел. Нажмите «Указать место» на карточке ещё раз"


@press(TopicButton)
async def on_likely(pressed: Pressed[TopicButton], ctx: Context) -> None:
    """One of the two topics that were confused."""
    await _topic(ctx, IncidentId(pressed.button.incident), pressed.button.topic)


@press(CardButton, Press.TOPIC_PLACE)
async def on_which(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Тема и место»: which of the two."""
    await _may(ctx, IncidentId(pressed.button.incident), Act.CORRECT_TOPIC)
    await menus.show(pressed, ctx, CorrectMenu(incident=IncidentId(pressed.button.incident)))


@press(CardButton, Press.TOPIC)
async def on_other_topic(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Другая тема…»: all of them, by groups."""
    await _may(ctx, IncidentId(pressed.button.incident), Act.CORRECT_TOPIC)
    await menus.show(pressed, ctx, GroupsMenu(incident=IncidentId(pressed.button.incident)))


@press(CardButton, Press.PLACE)
async def on_place(pressed: Pressed[CardButton], ctx: Context) -> None:
    """«Указать место»."""
    await _ask_place(ctx, IncidentId(pressed.button.incident))
    await menus.go_on_in_private(pressed, ctx)


@press(MenuButton, Menu.CORRECT)
async def on_one_of_two(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """The topic or the place; whether it is a suggestion is said by the press itself."""
    id, what = IncidentId(pressed.button.incident), pressed.button.read(CorrectWhat)
    if what is CorrectWhat.PLACE:
        await _ask_place(ctx, id)
        await menus.close(pressed, ctx)
    elif what is CorrectWhat.TOPIC:
        await menus.show(pressed, ctx, GroupsMenu(incident=id))
    else:
        before, is_wish = await ctx.tx.incidents.get(id), what is CorrectWhat.SUGGESTION
        choice = CorrectTopic(topic=before.topic, suggestion=is_wish)
        await act(ctx.tx, ctx.policy, id, Act.CORRECT_TOPIC, by=ctx.who, now=ctx.now, choice=choice)
        ctx.toast = f"Теперь это {'предложение, срок по его норме' if is_wish else 'не предложение, срок пошёл заново'}"
        await menus.close(pressed, ctx)


@press(MenuButton, Menu.GROUPS)
async def on_group(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A group (or a page of it), or «Найти по слову»."""
    id = IncidentId(pressed.button.incident)
    wanted = pressed.button.read(by_word_or(TopicPage.parse))
    if isinstance(wanted, ByWord):
        await _may(ctx, id, Act.CORRECT_TOPIC)
        await ask(ctx, AskTopic(incident=id))
        await menus.close(pressed, ctx)
        return
    await menus.show(pressed, ctx, TopicsMenu(incident=id, group=wanted.group, page=wanted.page or 0))


@press(MenuButton, Menu.TOPICS)
async def on_topic(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A topic of a group, or one that was found by a word."""
    id = IncidentId(pressed.button.incident)
    await _topic(ctx, id, pressed.button.read(str))
    await stop_asking(ctx, AskTopic, id)
    await menus.close(pressed, ctx)


@press(MenuButton, Menu.TOWNS)
async def on_town(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """A settlement of the list: the street that is known already is looked for in it."""
    id = IncidentId(pressed.button.incident)
    town = pressed.button.read(ctx.policy.places.of)
    if town is None:
        raise NotFound(NO_PLACE)
    incident = await ctx.tx.incidents.get(id)
    ctx.toast = _remembered(await _place(ctx, id, in_town(incident.place, town, ctx.policy.places)), ctx)
    await stop_asking(ctx, AskPlace, id)
    await menus.close(pressed, ctx)


@press(MenuButton, Menu.SPOTS)
async def on_spot(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """One of the places that fit the typed words; they are kept in the open question."""
    id, number = IncidentId(pressed.button.incident), pressed.button.read(str)
    data = await kept_by(ctx, AskPlace, id)
    offered = data.get("places", "").split()
    spot = ctx.policy.places.of(offered[int(number)]) if number.isdecimal() and int(number) < len(offered) else None
    if spot is None:
        raise NotFound(OLD)
    ctx.toast = _remembered(await _place(ctx, id, spot.with_house(data.get("house"))), ctx)
    await stop_asking(ctx, AskPlace, id)
    await menus.close(pressed, ctx)


@question(AskTopic)
async def _topic_words(incoming: Incoming, ctx: Context) -> None:
    """A word for a topic: what it may mean is offered; the question stays open for another one."""
    id = IncidentId(incoming.kept["incident"])
    found = find_topics(incoming.text, ctx.policy.topics)
    if not found:
        raise DomainError(NO_TOPIC)
    await keep_asking(ctx, AskTopic, incident=id)
    await ctx.say(FoundTopicsMenu(incident=id, topics=tuple(topic.slug for topic in found)))


@question(AskPlace, MessageKind.WORDS, MessageKind.POINT, wanted=PlaceWanted())
async def _place_words(incoming: Incoming, ctx: Context) -> None:
    """Words or a point: one place is taken, several are offered while the question stays open."""
    id = IncidentId(incoming.kept["incident"])
    if incoming.point is not None:
        spot = ctx.policy.places.at(*incoming.point)
        if spot is None:
            raise DomainError(NO_POINT)
        await _placed(ctx, id, spot)
        return
    incident = await ctx.tx.incidents.get(id)
    found = ctx.policy.places.find(incoming.text, near=incident.place.settlement_id)
    if not found:
        raise DomainError(NO_PLACE)
    if len(found) == 1:
        await _placed(ctx, id, found[0])
        return
    places, house = tuple(spot.id or "" for spot in found), next((s.place.house for s in found if s.place.house), None) or ""
    await keep_asking(ctx, AskPlace, incident=id, places=" ".join(places), house=house)
    await ctx.say(SpotsMenu(incident=id, places=places, house=house))


async def _ask_place(ctx: Context, id: IncidentId) -> None:
    await _may(ctx, id, Act.CORRECT_PLACE)
    await ask(ctx, AskPlace(incident=id))


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
