"""Correcting topic and place: menus and questions."""

from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.routing import correct_reading_words
from incidents.messenger import Message
from incidents.routing.messages import (
    AskPlace,
    AskTopic,
    Corrected,
    CorrectMenu,
    FoundTopicsMenu,
    GroupsMenu,
    LearnsAnew,
    PlaceWanted,
    SpotsMenu,
    TopicsMenu,
    TownsMenu,
)
from incidents.routing.taxonomy import groups, of_group


@renders(CorrectMenu)
async def _which(call: Call, said: CorrectMenu) -> Message:
    incident, _ = await call.incident(said.incident)
    return correct_reading_words.menu_correct(incident=incident, topic_short=call.short(incident.topic))


@renders(GroupsMenu)
async def _groups(call: Call, said: GroupsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    return correct_reading_words.menu_groups(incident=incident, what_where=where, groups=groups(call.policy.topics), page=said.page)


@renders(TopicsMenu)
async def _topics(call: Call, said: TopicsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    topics = of_group(call.policy.topics, said.group)
    return correct_reading_words.menu_topics(incident=incident, what_where=where, topics=topics, page=said.page)


@renders(FoundTopicsMenu)
async def _found(call: Call, said: FoundTopicsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    known = call.policy.topics
    topics = [known[slug] for slug in said.topics if slug in known]
    return correct_reading_words.menu_found(incident=incident, what_where=where, topics=topics)


@renders(TownsMenu)
async def _towns(call: Call, said: TownsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    return correct_reading_words.menu_towns(incident=incident, what_where=where, towns=call.policy.places.settlements(), page=said.page)


@renders(SpotsMenu)
async def _spots(call: Call, said: SpotsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    known = (call.policy.places.of(id) for id in said.places)
    return correct_reading_words.menu_spots(
        incident=incident, what_where=where, spots=[spot.with_house(said.house) for spot in known if spot]
    )


@renders(AskTopic)
async def _ask_topic(call: Call, said: AskTopic) -> Message:
    incident, where = await call.incident(said.incident)
    return correct_reading_words.ask_topic(incident=incident, what_where=where)


@renders(AskPlace)
async def _ask_place(call: Call, said: AskPlace) -> Message:
    incident, where = await call.incident(said.incident)
    return correct_reading_words.ask_place(incident=incident, what_where=where)


@renders(Corrected)
async def _corrected(call: Call, said: Corrected) -> Message:
    incident, _ = await call.incident(said.incident)
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    department = titles.get(incident.department_id) if incident.department_id else None
    return correct_reading_words.corrected(incident=incident, topic_short=call.short(incident.topic), department=department)


renders(PlaceWanted)(fixed(correct_reading_words.place_wanted))
renders(LearnsAnew)(fixed(correct_reading_words.learns_anew))
