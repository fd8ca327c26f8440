"""Read-only questions about answers."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.everyone import Spread
from incidents.answers.places import MOST, REPEATED, first_places, places_beside
from incidents.answers.reactions import is_for_words, is_wry
from incidents.answers.short_replies import ShortReplies, lines_for
from incidents.answers.similar_answers import Answered, most_similar
from incidents.answers.store import AnswerStores, ThreadsLines
from incidents.answers.templates import Template, nearest_explanations
from incidents.answers.values import IN_FLIGHT, Answer, AnswerKind, AnswerState
from incidents.dates.find import find_dates
from incidents.deadlines.time_policy import TimePolicy
from incidents.ids import IncidentId
from incidents.incident import Incident, Voice
from incidents.posts import StoredPost
from incidents.sameness.wording import as_of, passes_on, says_as_much
from incidents.settings_log import Audit

_CODE = 8
_LOOKED_UNDER, _COMMENTS = 10, 5

LOOKED_AT = 60
"""Answers of the topic, the newest, among which the similar ones are looked for."""


async def similar_answered(tx: AnswerStores, incident: Incident) -> tuple[Answered, ...]:
    """What was answered to the most similar incidents of the district."""
    voices = await tx.voices.of(incident.id)
    words = " ".join([(await tx.posts.get(voice.post_id)).post.words for voice in voices[:3]])
    return most_similar(incident, words, await tx.similar_answers.about(incident.topic, limit=LOOKED_AT))


async def explanations(tx: AnswerStores, incident: Incident) -> tuple[Template, ...]:
    """Explanations, the nearest to what the resident asks first; the voice that waits is heard, else the first one."""
    voices = await tx.voices.of(incident.id)
    voice = next((each for each in voices if each.answered_at is None), voices[0] if voices else None)
    words = (await tx.posts.get(voice.post_id)).post.words if voice is not None else ""
    return nearest_explanations(await tx.templates.all(), topic=incident.topic, group=incident.group, said=words)


def waits_for_answer(voice: Voice, given: Sequence[Answer]) -> bool:
    """Nobody has answered it, or only for the time being."""
    kinds = {each.kind for each in given if each.post_id == voice.post_id and each.state is AnswerState.PUBLISHED}
    return voice.answered_at is None or (AnswerKind.INTERIM in kinds and AnswerKind.FINAL not in kinds)


async def spread_of(tx: AnswerStores, id: IncidentId, given: Sequence[Answer], *, now: datetime) -> Spread | None:
    """How far the newest post has come; None: there is no post, or it is not out yet."""
    post = newest_post(given)
    lines = await tx.short_replies.of(post.id) if post is not None else None
    if lines is None:
        return None
    return spread_among([(voice, await tx.posts.get(voice.post_id)) for voice in await tx.voices.of(id)], given, lines, now=now)


def newest_post(given: Sequence[Answer]) -> Answer | None:
    """The newest post to all that nobody has cancelled."""
    return next((each for each in reversed(given) if each.kind is AnswerKind.POST and each.state is not AnswerState.CANCELLED), None)


def spread_among(said: Sequence[tuple[Voice, StoredPost]], given: Sequence[Answer], lines: ShortReplies, *, now: datetime) -> Spread | None:
    """How far a post to all has come among the voices that stand; None: it is not out yet. `lines`: its short replies."""
    if lines.until is None:
        return None
    id = lines.answer_id
    replied = {each.post_id for each in given if each.shares == id and each.state is AnswerState.PUBLISHED}
    counted = {each.post_id for each in first_places([voice for voice, _ in said])}
    voices = [voice for voice, post in said if voice.post_id in counted and (voice.post_id in replied or post.deleted_at is None)]
    return Spread(
        post_id=id,
        told=sum(not waits_for_answer(voice, given) for voice in voices),
        voices=len(voices),
        waits=sum(each.shares == id and each.state in IN_FLIGHT for each in given),
        until=lines.until if lines.goes_on(now) else None,
        barred_until=lines.barred_until,
        stopped=lines.stopped_at is not None,
    )


async def lines_of(tx: AnswerStores, policy: TimePolicy, answer: Answer, *, now: datetime) -> ShortReplies:
    """As they stand now: typed or sent ones, else made of the post's text."""
    kept = await tx.short_replies.of(answer.id)
    if kept is not None and (kept.typed or answer.state is not AnswerState.DRAFT):
        return kept
    return replace(kept or ShortReplies(answer_id=answer.id, lines=()), lines=await made_lines(tx, policy, answer, answer.text, now=now))


async def made_lines(tx: AnswerStores, policy: TimePolicy, answer: Answer, text: str, *, now: datetime) -> tuple[str, ...]:
    """Short replies made of this text of the post."""
    incident = await tx.incidents.get(answer.incident_id)
    titles = {d.id: d.title for d in await tx.departments.all()}
    who = titles.get(incident.department_id, "") if incident.department_id else ""
    is_over = await last_thanks(tx, incident.id)
    return lines_for(text, topic=incident.topic, who=who, today=policy.today(now), is_over=is_over)


async def last_thanks(tx: AnswerStores, id: IncidentId) -> bool:
    """Whether the last word of residents under the posts was that the trouble is over, at least for some; thanks alone say nothing."""
    posts = [await tx.posts.get(voice.post_id) for voice in await tx.voices.of(id)]
    last = max(post.post.published_at for post in posts)
    for post in posts[-_LOOKED_UNDER:]:
        for comment in await tx.posts.comments_under(post.id, limit=_COMMENTS):
            reading = await tx.readings.of(comment.id) if comment.post.published_at > last and not comment.post.by_owner else None
            if reading is not None and reading.resolved and not is_wry(comment.post.words) and not is_for_words(comment.post.words):
                return True
    return False


async def preview_code(tx: AnswerStores, policy: TimePolicy, answer: Answer, *, now: datetime) -> str:
    """A code of all that a preview shows to be sent: text, the days that its words mean today, photos, short replies."""
    day = policy.today(now)
    shown = [answer.text, *(f"{mention.date}" for mention in find_dates(answer.text, today=day))]
    shown += [str(photo.id) for photo in await tx.answer_photos.of(answer.id)]
    shown += [] if answer.elsewhere else ["only there"]
    if answer.kind is AnswerKind.POST:
        shown += (await lines_of(tx, policy, answer, now=now)).lines
    return hashlib.sha256("\0".join(shown).encode("utf-8", "surrogatepass")).hexdigest()[:_CODE]


async def both_texts(short_replies: ThreadsLines, answer: Answer, text: str) -> tuple[str, str]:
    """All that was sent for approval and all that would go out with `text`: where facts are compared."""
    replies = await short_replies.of(answer.id) if answer.kind is AnswerKind.POST else None
    if replies is None:
        return answer.text, text
    return "\n".join((answer.text, *replies.lines)), "\n".join((text, *(replies.proposed or replies.lines)))


async def text_before(audit: Audit, id: int) -> str | None:
    """What stood before the last change of the text; None where it was never changed in the chat."""
    lines = await audit.lines({"template_edited"}, limit=200)
    before = next((line.data.get("before") for line in lines if line.data.get("template") == id), None)
    return None if before is None else str(before)


async def places_to_tell(tx: AnswerStores, answer: Answer) -> list[StoredPost]:
    """Where else the words that were answered stand, one post of each other community: nobody reads one answer twice in a thread."""
    sources, posts = {(await tx.posts.get(answer.post_id)).source_id}, []
    for post in await _same_words(tx, answer):
        if post.deleted_at is None and post.source_id not in sources:
            sources.add(post.source_id)
            posts.append(post)
    return posts[: MOST - 1]


async def says_what_was_answered(tx: AnswerStores, answer: Answer, post: StoredPost) -> bool:
    """Whether the post says what stood in the answered place when the answer was written."""
    asked = await tx.posts.get(answer.post_id)
    return says_as_much(as_of(asked, await tx.posts.wordings(asked.id), answer.created_at), post)


async def _same_words(tx: AnswerStores, answer: Answer) -> list[StoredPost]:
    """Places of the answered voice that say it still; of one that was changed since and parted, those that stood beside it."""
    voices, asked = await tx.voices.of(answer.incident_id), await tx.posts.get(answer.post_id)
    then = as_of(asked, await tx.posts.wordings(asked.id), answer.created_at)
    places = {each.post_id for each in places_beside(answer.post_id, voices)}
    if then.revision != asked.revision:
        places |= {each.post_id for each in voices if each.joined_at <= answer.created_at} - {asked.id}
    posts = [await tx.posts.get(each.post_id) for each in voices if each.post_id in places]
    return [each for each in posts if says_as_much(then, each) and _is_by(asked, each)]


def _is_by(asked: StoredPost, other: StoredPost) -> bool:
    """One author; a repost may be a community's."""
    is_own = bool(asked.post.author_id) and (asked.post.network, asked.post.author_id) == (other.post.network, other.post.author_id)
    return is_own or passes_on(asked.post, other.post)


async def communities_beside(tx: AnswerStores, answer: Answer) -> list[str]:
    """Titles of the communities where the answer is repeated; [] for what is not. A correction goes where the wrong words stand."""
    is_repeated = answer.kind in REPEATED and answer.kind is not AnswerKind.CORRECTION
    return [each.source_title for each in await places_to_tell(tx, answer)] if is_repeated else []
