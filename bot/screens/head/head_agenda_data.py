"""What the head is asked to decide: the coordinator's evening."""

from collections.abc import Mapping

from bot.screens.head import head_agenda
from bot.screens.kit.context import Call, Render, fixed
from incidents.deadlines.working_days import next_morning
from incidents.head.head_agenda import Matter
from incidents.head.lookups import known_matters
from incidents.messenger import Message


def shorts(call: Call) -> Mapping[str, str]:
    """Short titles of all topics."""
    return {slug: topic.short for slug, topic in call.district.topics.items()}


async def _evening(call: Call) -> Message:
    known = await known_matters(call.tx, now=call.now)
    return head_agenda.evening(known=known, shorts=shorts(call), day=next_morning(call.now, call.tz))


async def _item(call: Call) -> Message:
    incident, _where = await call.incident()
    found = [each for each in await known_matters(call.tx, now=call.now) if each.incident.id == incident.id]
    if not found:
        marks = [mark for mark in await call.tx.agenda_marks() if mark.incident_id == incident.id]
        found = [Matter(incident=incident, why=(), mark=marks[0] if marks else None)]
    return head_agenda.item(matter=found[0], topic_short=call.short(incident.topic), day=next_morning(call.now, call.tz))


async def _ask_words(call: Call) -> Message:
    incident, where = await call.incident()
    return head_agenda.ask_words(number=incident.number, about=where)


SAYS: Mapping[str, Render] = {
    "agenda": _evening,
    "agenda_item": _item,
    "ask_agenda_words": _ask_words,
    "ask_agenda_number": fixed(head_agenda.ask_number),
}
