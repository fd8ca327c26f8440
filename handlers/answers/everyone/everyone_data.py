"""«Ответить всем»."""

from handlers.answers.everyone import everyone_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.answers.everyone import answer_to_repeat, waiting_voices
from incidents.answers.messages import AnswerAll, AnswerAllSent, AnswerAllStopped
from incidents.errors import NotFound
from incidents.messenger import Message


@renders(AnswerAll)
async def _preview(call: Call, said: AnswerAll) -> Message:
    incident, where = await call.incident(said.incident)
    base, left = (
        answer_to_repeat(await call.tx.answers.of(incident.id), since=incident.clock_from),
        waiting_voices(await call.tx.voices.of(incident.id)),
    )
    if base is None or not left:
        raise NotFound
    standing = [voice for voice in left if (await call.tx.posts.get(voice.post_id)).deleted_at is None]
    return everyone_words.preview(incident_id=incident.id, what_where=where, text=base.text, left=len(standing))


@renders(AnswerAllSent)
async def _sent(_call: Call, said: AnswerAllSent) -> Message:
    return everyone_words.sent(incident_id=said.incident, number=said.count)


@renders(AnswerAllStopped)
async def _stopped(_call: Call, said: AnswerAllStopped) -> Message:
    return everyone_words.stopped(number=said.count)
