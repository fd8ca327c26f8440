"""Correcting topic and place: menus and questions."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render, fixed
from bot.screens.routing import correct_reading
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group


async def _which(call: Call) -> Message:
    incident, _ = await call.incident()
    return correct_reading.menu_correct(incident=incident, topic_short=call.short(incident.topic))


async def _groups(call: Call) -> Message:
    incident, where = await call.incident()
    return correct_reading.menu_groups(incident=incident, what_where=where, groups=groups(call.district.topics), page=call.page())


async def _topics(call: Call) -> Message:
    incident, where = await call.incident()
    topics = of_group(call.district.topics, call.text("group"))
    return correct_reading.menu_topics(incident=incident, what_where=where, topics=topics, page=call.page())


async def _found(call: Call) -> Message:
    incident, where = await call.incident()
    known = call.district.topics
    topics = [known[slug] for slug in call.text("topics").split() if slug in known]
    return correct_reading.menu_found(incident=incident, what_where=where, topics=topics)


async def _towns(call: Call) -> Message:
    incident, where = await call.incident()
    return correct_reading.menu_towns(incident=incident, what_where=where, towns=call.district.places.settlements(), page=call.page())


async def _spots(call: Call) -> Message:
    incident, where = await call.incident()
    house = call.text("house")
    known = (call.district.places.of(id) for id in call.text("places").split())
    return correct_reading.menu_spots(incident=incident, what_where=where, spots=[spot.with_house(house) for spot in known if spot])


async def _ask_topic(call: Call) -> Message:
    incident, where = await call.incident()
    return correct_reading.ask_topic(incident=incident, what_where=where)


async def _ask_place(call: Call) -> Message:
    incident, where = await call.incident()
    return correct_reading.ask_place(incident=incident, what_where=where)


async def _corrected(call: Call) -> Message:
    incident, _ = await call.incident()
    titles = {each.id: each.title for each in await call.tx.departments()}
    department = titles.get(incident.department_id) if incident.department_id else None
    return correct_reading.corrected(incident=incident, topic_short=call.short(incident.topic), department=department)


SAYS: Mapping[str, Render] = {
    "menu_tp": _which,
    "menu_groups": _groups,
    "menu_topics": _topics,
    "menu_found": _found,
    "menu_towns": _towns,
    "menu_spots": _spots,
    "ask_topic": _ask_topic,
    "ask_place": _ask_place,
    "place_wanted": fixed(correct_reading.place_wanted),
    "corrected": _corrected,
}
