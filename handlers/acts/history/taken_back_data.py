"""What the message about an act taken back is read from."""

from handlers.acts.history import taken_back_words
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.kit.text import weekday_moment
from incidents.acts.messages import TakenBack, Undone
from incidents.incident import FINAL
from incidents.messenger import Message


@renders(TakenBack)
async def _taken_back(call: Call, said: TakenBack) -> Message:
    incident, where = await call.incident(said.incident)
    who = await call.tx.officials.get(said.by)
    if said.yours and incident.status in FINAL:
        raise Unneeded
    due = f"Ответить до {weekday_moment(incident.due_by, call.tz, call.now)}" if incident.due_by else "Срок на карточке"
    return taken_back_words.taken_back(number=incident.number, what_where=where, act=said.act, who=who.title, yours=said.yours, due=due)


@renders(Undone)
async def _undone(call: Call, said: Undone) -> Message:
    incident, where = await call.incident(said.incident)
    return taken_back_words.undone(number=incident.number, what_where=where)
