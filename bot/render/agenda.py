"""What the head is asked to decide: the coordinator's evening."""

from collections.abc import Mapping

from bot.cards import agenda
from bot.render.call import Call, Render, fixed
from incidents.agenda import Matter
from incidents.desk.agenda import known_matters
from incidents.desk.mornings import next_morning
from incidents.messenger import Message


def shorts(call: Call) -> Mapping[str, str]:
    """Short titles of all topics."""
    return {slug: topic.short for slug, topic in call.district.topics.items()}


async def _evening(call: Call) -> Message:
    known = await known_matters(call.tx, now=call.now)
    return agenda.evening(known=known, shorts=shorts(call), day=next_morning(call.now, call.tz))


async def _item(call: Call) -> Message:
    incident, _where = await call.incident()
    found = [each for each in await known_matters(call.tx, now=call.now) if each.incident.id == incident.id]
    if not found:
        marks = [mark for mark in await call.tx.agenda_marks() if mark.incident_id == incident.id]
        found = [Matter(incident=incident, why=(), mark=marks[0] if marks else None)]
    return agenda.item(matter=found[0], topic_short=call.short(incident.topic), day=next_morning(call.now, call.tz))


async def _ask_words(call: Call) -> Message:
    incident, where = await call.incident()
    return agenda.ask_words(number=incident.number, about=where)


SAYS: Mapping[str, Render] = {
    "agenda": _evening,
    "agenda_item": _item,
    "ask_agenda_words": _ask_words,
    "ask_agenda_number": fixed(agenda.ask_number),
}
