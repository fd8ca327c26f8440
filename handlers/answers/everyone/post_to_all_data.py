"""One post to all: its dialogue, read from the database."""

from handlers.answers.everyone import post_to_all_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.advice.check_draft import advice_on
from incidents.answers.everyone import Spread
from incidents.answers.lookups import lines_of, preview_code, spread_of
from incidents.answers.messages import AnswerAllChoice, AskShortReplies, ThreadsBarred
from incidents.answers.places import first_places
from incidents.answers.values import MAX_POST, Answer, AnswerKind, AnswerState
from incidents.approval.lookups import will_be_approved
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messenger import Message


async def left_of(call: Call, incident: Incident) -> int:
    """How many voices wait for an answer under what still stands."""
    waiting = [voice for voice in first_places(await call.tx.voices.of(incident.id)) if voice.answered_at is None]
    return sum([(await call.tx.posts.get(voice.post_id)).deleted_at is None for voice in waiting])


async def ask(call: Call, id: IncidentId) -> Message:
    """The words of the post are wanted."""
    incident, where = await call.incident(id)
    return post_to_all_words.ask_post(what_where=where, limit=MAX_POST, left=await left_of(call, incident))


async def preview(call: Call, answer: Answer, where: str) -> Message:
    """The draft, its advice and its short replies."""
    incident = await call.tx.incidents.get(answer.incident_id)
    return post_to_all_words.preview(
        answer_id=answer.id,
        what_where=where,
        text=answer.text,
        limit=MAX_POST,
        lines=await lines_of(call.tx, call.policy, answer, now=call.now),
        seen=await preview_code(call.tx, call.policy, answer, now=call.now),
        linted=await advice_on(call.tx, call.policy, answer, now=call.now, limit=MAX_POST),
        left=await left_of(call, incident),
        photos=len(await call.tx.answer_photos.of(answer.id)),
        is_approved_first=await will_be_approved(call.tx, call.policy.approval, answer, incident),
    )


async def hold(call: Call, answer: Answer) -> Message:
    """The 60 seconds."""
    left = await left_of(call, await call.tx.incidents.get(answer.incident_id))
    return post_to_all_words.hold(answer_id=answer.id, text=answer.text, publish_at=answer.publish_at or call.now, tz=call.tz, left=left)


async def published(call: Call, answer: Answer, where: str) -> Message:
    """It is out."""
    spread = await spread_of(call.tx, answer.incident_id, await call.tx.answers.of(answer.incident_id), now=call.now)
    proved = answer.proved_at is not None
    return post_to_all_words.published(
        incident_id=answer.incident_id, what_where=where, url=answer.url, proved=proved, spread=spread, tz=call.tz, now=call.now
    )


async def by_hand(call: Call, answer: Answer, where: str) -> Message:
    """Refused, or nobody knows."""
    photos = len(await call.tx.answer_photos.of(answer.id))
    if answer.state is AnswerState.UNKNOWN:
        return post_to_all_words.unknown(answer_id=answer.id, what_where=where, text=answer.text, photos=photos)
    return post_to_all_words.refused(answer_id=answer.id, what_where=where, reason=answer.refusal or "", text=answer.text, photos=photos)


@renders(AnswerAllChoice)
async def _choice(call: Call, said: AnswerAllChoice) -> Message:
    incident, where = await call.incident(said.incident)
    return post_to_all_words.choice(incident_id=incident.id, what_where=where, left=await left_of(call, incident))


@renders(AskShortReplies)
async def _ask_lines(call: Call, said: AskShortReplies) -> Message:
    answer, where = await call.answer(said.answer)
    return post_to_all_words.ask_lines(what_where=where, lines=await lines_of(call.tx, call.policy, answer, now=call.now))


@renders(ThreadsBarred)
async def _barred(call: Call, said: ThreadsBarred) -> Message:
    answer, where = await call.answer(said.answer)
    spread = await spread_of(call.tx, answer.incident_id, await call.tx.answers.of(answer.incident_id), now=call.now)
    if spread is None and answer.kind is not AnswerKind.POST:
        spread = await _without_a_post(call, answer)
    return post_to_all_words.barred(
        incident_id=answer.incident_id,
        what_where=where,
        because=said.because,
        until=said.until,
        spread=spread,
        tz=call.tz,
        now=call.now,
    )


async def _without_a_post(call: Call, answer: Answer) -> Spread:
    voices = first_places(await call.tx.voices.of(answer.incident_id))
    answered = sum(voice.answered_at is not None for voice in voices)
    return Spread(post_id=answer.id, told=answered, voices=len(voices), waits=len(voices) - answered)
