"""«Ответить всем»."""

from collections.abc import Mapping

from bot.screens.answers.everyone import everyone
from bot.screens.kit.context import Call, Render
from incidents.answers.everyone import base_of, waiting
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.messenger import Message


async def _preview(call: Call) -> Message:
    incident, where = await call.incident()
    base, left = base_of(await call.tx.answers_of(incident.id), since=incident.clock_from), waiting(await call.tx.voices(incident.id))
    if base is None or not left:
        raise NotFound
    standing = [voice for voice in left if (await call.tx.post(voice.post_id)).deleted_at is None]
    return everyone.preview(incident_id=incident.id, what_where=where, text=base.text, left=len(standing))


async def _sent(call: Call) -> Message:
    return everyone.sent(incident_id=IncidentId(call.number("incident")), number=call.number("count"))


async def _stopped(call: Call) -> Message:
    return everyone.stopped(number=call.number("count"))


SAYS: Mapping[str, Render] = {"answer_all": _preview, "answer_all_sent": _sent, "answer_all_stopped": _stopped}
