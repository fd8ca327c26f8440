"""What the head is asked to decide: the coordinator's evening."""

from collections.abc import Mapping

from handlers.head import head_agenda_words
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from incidents.deadlines.time_policy import next_morning
from incidents.head.head_agenda import Matter
from incidents.head.lookups import known_matters
from incidents.head.messages import Agenda, AgendaItem, AskAgendaNumber, AskAgendaWords
from incidents.messenger import Message


def shorts(call: Call) -> Mapping[str, str]:
    """Short titles of all topics."""
    return {slug: topic.short for slug, topic in call.policy.topics.items()}


@renders(Agenda)
async def _evening(call: Call, _said: Agenda) -> Message:
    known = await known_matters(call.tx, now=call.now)
    return head_agenda_words.evening(known=known, shorts=shorts(call), day=next_morning(call.now, call.tz), tz=call.tz)


@renders(AgendaItem)
async def _item(call: Call, said: AgendaItem) -> Message:
    incident, _where = await call.incident(said.incident)
    found = [each for each in await known_matters(call.tx, now=call.now) if each.incident.id == incident.id]
    if not found:
        marks = [mark for mark in await call.tx.agenda.marks() if mark.incident_id == incident.id]
        found = [Matter(incident=incident, why=(), mark=marks[0] if marks else None)]
    return head_agenda_words.item(matter=found[0], topic_short=call.title(incident), day=next_morning(call.now, call.tz), tz=call.tz)


@renders(AskAgendaWords)
async def _ask_words(call: Call, said: AskAgendaWords) -> Message:
    incident, where = await call.incident(said.incident)
    return head_agenda_words.ask_words(number=incident.number, about=where)


renders(AskAgendaNumber)(fixed(head_agenda_words.ask_number))
