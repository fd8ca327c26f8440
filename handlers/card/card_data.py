"""What a card is made from, read at one place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.acts.together.questions_and_helpers_words import shows_questions
from handlers.answers.reactions_data import latest_reaction
from handlers.card.unheard_words import MOST_COMMENTS, may_be_unheard
from handlers.danger.danger_data import told_chats
from handlers.kit.card_values import ReactionView, ReplyView, VoiceView
from incidents.acts.coexecutors import CoExecutor
from incidents.acts.delays import Delay
from incidents.acts.notes import Note
from incidents.acts.outside_requests import Request
from incidents.acts.undo import Undo
from incidents.answers.lookups import newest_post
from incidents.answers.short_replies import ShortReplies
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.values import Approval
from incidents.ids import ChatId, DepartmentId, IncidentId, OfficialId, PostId
from incidents.incident import FINAL, Event, Incident, Status
from incidents.incident_store import CardPart
from incidents.intake.burst import Mass
from incidents.intake.lookups import CHECKING, in_changed_text, rumour_template
from incidents.intake.new_text import NewText
from incidents.official import Department, Official
from incidents.policy import Policy
from incidents.posts import Network, StoredPost
from incidents.promises.values import Promise
from incidents.reading import Reading
from incidents.routing.route_now import questions_asked
from incidents.routing.rules import PostQuestion
from incidents.sameness.lookups import offered
from incidents.transaction import Transaction
from incidents.works.lookups import explaining
from incidents.works.values import Works

REMEMBER = timedelta(days=30)
"""For how long an address has a memory (C3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFacts:
    """An incident that stood at this place before."""

    incident: Incident
    answers: Sequence[Answer]
    promises: Sequence[Promise]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """One incident as it stands in the database, for every viewer and at any time."""

    policy: Policy
    incident: Incident
    voices: tuple[VoiceView, ...]  # oldest first
    answers: Sequence[Answer]  # drafts, cancelled ones and short replies too
    events: Sequence[Event]
    officials: Mapping[OfficialId, Official]
    departments: Mapping[DepartmentId, Department]
    approval: Approval | None
    reading: Reading | None  # of the first voice
    notes: Sequence[Note]
    delay: Delay | None
    request: Request | None  # only while the incident is with an organisation that is not ours
    promises: Sequence[Promise]
    mass: Mass | None
    mass_readings: Sequence[Reading | None]  # of its voices; () where it stands for itself
    works: Works | None
    co_executors: Sequence[CoExecutor]
    questions: Sequence[PostQuestion]  # of the first post, where a card may show them
    beside: tuple[int, ...]  # numbers of the cards that the same post was parted into
    told: Sequence[ChatId]  # danger only: chats of those who were told
    earlier: Sequence[EarlierFacts]  # newest first
    reaction: ReactionView | None
    reply: ReplyView | None
    comments: Sequence[StoredPost]  # of the first post's thread, where its author got several answers
    answer_gone_at: datetime | None
    undo: Undo | None
    merged_number: int | None
    has_contact: bool
    asks_call: bool
    region_in_use: bool
    photos_lost: bool  # the network gave none of them
    checking: str | None  # a rumour: the template of what is said meanwhile
    short_replies: ShortReplies | None  # of the newest post to all
    new_text: NewText | None  # while the coordinator is asked
    similar: Sequence[Incident]  # that it may be the same as and nobody has said, the likeliest first

    @property
    def titles(self) -> Mapping[DepartmentId, str]:
        """How departments are called."""
        return {id: each.title for id, each in self.departments.items()}


async def card_facts(tx: Transaction, policy: Policy, id: IncidentId) -> CardFacts:
    """All questions of a card to the database. Raises NotFound."""
    incident = await tx.incidents.get(id)
    officials, departments = await tx.officials.all(), await tx.departments.all()
    there = await tx.incidents.card_parts(incident)
    stored_voices = await tx.voices.of(id, parts=CardPart.PARTS in there)
    posts = await tx.posts.these([each.post_id for each in stored_voices])
    voices = tuple([VoiceView(voice=each, post=posts[each.post_id]) for each in stored_voices])
    beside = await _beside(tx, incident, voices) if CardPart.PARTS in there else ()
    others = await _others(tx, incident, apart=beside)
    both = [*([id] if CardPart.ANSWERS in there else []), *(each.id for each in others)]
    answers_of, promises_of = await tx.answers.of_each(both), await tx.promises.of_each(_promising(there, incident, others))
    answers, events = answers_of.get(id, []), await tx.log.of(id)
    mass = await tx.masses.of(id) if CardPart.MASS in there else None
    post = newest_post(answers)
    return CardFacts(
        policy=policy,
        incident=incident,
        voices=voices,
        answers=answers,
        events=events,
        officials={each.id: each for each in officials},
        departments={each.id: each for each in departments},
        approval=await tx.approvals.latest(id) if CardPart.APPROVALS in there else None,
        reading=await tx.readings.of(voices[0].post.id) if voices else None,
        notes=await tx.notes.of(id) if CardPart.NOTES in there else (),
        delay=await tx.delays.of(id) if CardPart.DELAYS in there else None,
        request=await tx.requests.of(id) if incident.status is Status.OUTSIDE else None,
        promises=promises_of.get(id, ()),
        mass=mass,
        mass_readings=await _mass_readings(tx, voices) if mass is not None and not mass.is_apart else (),
        works=await explaining(tx.works, incident) if CardPart.WORKS in there else None,
        co_executors=await tx.co_executors.of(id) if incident.co_departments else (),
        questions=await questions_asked(tx, incident) if shows_questions(incident, stored_voices) else (),
        beside=beside,
        told=await told_chats(tx, incident, officials, departments) if incident.danger_grade else (),
        earlier=[
            EarlierFacts(incident=each, answers=answers_of.get(each.id, ()), promises=promises_of.get(each.id, ())) for each in others
        ],
        reaction=await latest_reaction(tx, id) if CardPart.REACTIONS in there else None,
        reply=await _reply(tx, events),
        comments=await _comments(tx, voices, answers),
        answer_gone_at=await _gone_at(tx, answers),
        undo=await tx.undos.of(id) if CardPart.UNDO in there else None,
        merged_number=(await tx.incidents.get(incident.merged_into)).number if incident.merged_into else None,
        has_contact=CardPart.CONTACTS in there,
        asks_call=CardPart.CALLS in there,
        region_in_use=CardPart.REGION in there,
        photos_lost=CardPart.LOST_PHOTOS in there,
        checking=await rumour_template(tx.templates, CHECKING) if incident.rumour else None,
        short_replies=await tx.short_replies.of(post.id) if post is not None else None,
        new_text=await in_changed_text(tx.voices, tx.readings, incident),
        similar=await offered(tx.incidents, tx.similar_pairs, incident) if CardPart.SIMILAR in there else (),
    )


async def _mass_readings(tx: Transaction, voices: Sequence[VoiceView]) -> Sequence[Reading | None]:
    readings = await tx.readings.of_each([each.post.id for each in voices])
    return [readings.get(each.post.id) for each in voices]


async def _beside(tx: Transaction, incident: Incident, voices: Sequence[VoiceView]) -> tuple[int, ...]:
    if not voices or incident.status in FINAL:
        return ()
    post = voices[0].post.id
    whole = await tx.voices.incident_of(post)
    ids = dict.fromkeys([*([whole] if whole else []), *await tx.voice_parts.incidents_of(post)])
    others = [await tx.incidents.get(id) for id in ids if id != incident.id]
    return tuple(each.number for each in others if each.merged_into is None)


async def _others(tx: Transaction, incident: Incident, *, apart: Collection[int]) -> Sequence[Incident]:
    """What stood at the very same place before."""
    if not (incident.place.street or incident.place.landmark) and incident.repeat_of is None:
        return ()  # a whole settlement is no address: what else happens in it says nothing here
    earlier = await tx.incidents.earlier_at(incident, since=incident.opened_at - REMEMBER)
    return [each for each in earlier if each.number not in apart]  # another question of this very post


def _promising(there: Collection[CardPart], incident: Incident, others: Sequence[Incident]) -> list[IncidentId]:
    return [*([incident.id] if CardPart.PROMISES in there else []), *(each.id for each in others)]


async def _reply(tx: Transaction, events: Sequence[Event]) -> ReplyView | None:
    """The author's last words under a question of ours."""
    last = next((each for each in reversed(events) if each.data.get("clarifies") is not None), None)
    post = last.data.get("post") if last else None
    if last is None or not isinstance(post, int):
        return None
    stored = await tx.posts.get(PostId(post))
    return ReplyView(at=last.at, text=stored.post.text, people=stored.people)


async def _comments(tx: Transaction, voices: Sequence[VoiceView], answers: Sequence[Answer]) -> Sequence[StoredPost]:
    if not may_be_unheard(voices, answers):
        return ()
    return await tx.posts.comments_under(voices[0].post.id, limit=MOST_COMMENTS)


async def _gone_at(tx: Transaction, answers: Sequence[Answer]) -> datetime | None:
    """When the newest published answer was deleted in the network."""
    out = [each for each in answers if each.state is AnswerState.PUBLISHED and each.external_id and each.shares is None]
    if not out or out[-1].external_id is None:
        return None
    network = Network.VK if out[-1].kind is AnswerKind.POST else (await tx.posts.get(out[-1].post_id)).post.network
    comment = await tx.posts.find(network, out[-1].external_id)
    return comment.deleted_at if comment is not None else None
