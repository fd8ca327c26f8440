"""The lawyer's messages."""

from collections.abc import Mapping

from bot.screens.approval import lawyer
from bot.screens.kit.context import Call, Render, plain
from incidents.answers.values import Answer, AnswerState
from incidents.errors import NotFound
from incidents.ids import AnswerId, OfficialId
from incidents.incident import Incident
from incidents.messenger import Message


async def _asked(call: Call) -> Message:
    incident, where = await call.incident()
    voices = await call.tx.voices(incident.id)
    answer = await _text(call, incident)
    post = (await call.tx.post(answer.post_id if answer is not None else voices[0].post_id)).post
    who = await call.tx.official(OfficialId(call.number("by")))
    return lawyer.asked(
        incident_id=incident.id,
        number=incident.number,
        what_where=where,
        who=who.title,
        post=post.text,
        post_url=post.url,
        answer=answer.text if answer is not None else None,
    )


async def _text(call: Call, incident: Incident) -> Answer | None:
    """The answer that is asked about, else the newest that is not thrown away."""
    id = call.row.params.get("answer")
    if isinstance(id, int):
        return await call.tx.answer(AnswerId(id))
    kept = [each for each in await call.tx.answers_of(incident.id) if each.state is not AnswerState.CANCELLED]
    return kept[-1] if kept else None


async def _given(call: Call) -> Message:
    incident, where = await call.incident()
    note = next((each for each in await call.tx.notes(incident.id) if each.id == call.number("note")), None)
    if note is None:
        raise NotFound
    return lawyer.given(incident_id=incident.id, number=incident.number, what_where=where, words=note.text)


SAYS: Mapping[str, Render] = {
    "counsel_asked": _asked,
    "ask_counsel": plain(lawyer.ask_words),
    "counsel_given": _given,
    "counsel_kept": plain(lawyer.kept),
}
