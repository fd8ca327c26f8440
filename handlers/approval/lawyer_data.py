"""The lawyer's messages."""

from handlers.approval import lawyer_words
from handlers.kit.rendering import Call, about_incident
from handlers.kit.renders import renders
from incidents.answers.values import Answer, AnswerState
from incidents.approval.messages import AskLawyerWords, LawyerAnswered, LawyerAsked, LawyerWordsKept
from incidents.errors import NotFound
from incidents.ids import AnswerId
from incidents.incident import Incident
from incidents.messenger import Message


@renders(LawyerAsked)
async def _asked(call: Call, said: LawyerAsked) -> Message:
    incident, where = await call.incident(said.incident)
    voices = await call.tx.voices.of(incident.id)
    answer = await _text(call, incident, said.answer)
    stored = await call.tx.posts.get(answer.post_id if answer is not None else voices[0].post_id)
    who = await call.tx.officials.get(said.by)
    return lawyer_words.asked(
        incident_id=incident.id,
        number=incident.number,
        what_where=where,
        who=who.title,
        post=stored,
        answer=answer.text if answer is not None else None,
    )


async def _text(call: Call, incident: Incident, id: AnswerId | None) -> Answer | None:
    """The answer that is asked about, else the newest that is not thrown away."""
    if id is not None:
        return await call.tx.answers.get(id)
    kept = [each for each in await call.tx.answers.of(incident.id) if each.state is not AnswerState.CANCELLED]
    return kept[-1] if kept else None


@renders(LawyerAnswered)
async def _given(call: Call, said: LawyerAnswered) -> Message:
    incident, where = await call.incident(said.incident)
    note = next((each for each in await call.tx.notes.of(incident.id) if each.id == said.note), None)
    if note is None:
        raise NotFound
    return lawyer_words.given(incident_id=incident.id, number=incident.number, what_where=where, words=note.text)


renders(AskLawyerWords)(about_incident(lawyer_words.ask_words))
renders(LawyerWordsKept)(about_incident(lawyer_words.kept))
