"""Second questions of posts wait until the coordinator settles them.

Accepting, answering, closing and merging do not end one.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from incidents.acts.messages import SecondQuestion
from incidents.acts.undo import Undo
from incidents.desk.effect import ActCall, Change, Data, Effect
from incidents.errors import Unchanged, WrongStep
from incidents.ids import PostId
from incidents.incident import BESIDE, OPEN, Act, Doubt, Incident, Voice
from incidents.policy import Policy
from incidents.posts import LATE, StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.recipients import coordinators
from incidents.routing.messages import DoubtsGoBeside
from incidents.routing.route_now import questions_of
from incidents.transaction import Transaction

SETTLES = frozenset({Act.ASSIGN, Act.COLLECT, Act.CORRECT_TOPIC, Act.REJECT, Act.CHECKED})
"""The coordinator's words for the whole post. SPLIT settles the questions of the one post that it parts."""

_IN_HASTE = frozenset({Act.ASSIGN, Act.CORRECT_TOPIC})
"""Of a danger that is there now they say who drives out, and nothing of the rest."""

_QUESTIONS = "questions"
BESIDE_SINCE = date(2026, 12, 1)
BESIDE_JOB = "beside"


async def with_question(tx: Transaction, voice: Voice, post: StoredPost, reading: Reading) -> Voice:
    """The voice with the clock of its second question, where the post asks several departments: the hour of the post."""
    several = bool(reading.parts) and bool(await questions_of(tx, reading))
    return replace(voice, question_since=post.post.published_at if several else None)


async def has_second_question(tx: Transaction, incident: Incident) -> bool:
    """Whether a second question of it waits."""
    return any(each.question_since is not None for each in await tx.voices.of(incident.id))


def settles_second_question(what: Act, before: Incident) -> bool:
    """Whether the act says what becomes of a second question."""
    return what in SETTLES and not (what in _IN_HASTE and before.danger_grade is DangerGrade.NOW)


async def settle_second_questions(tx: Transaction, incident: Incident, *, posts: Collection[PostId] | None = None) -> Data:
    """End what waits: of these posts, or of all. Gives back what the event keeps, for an undo."""
    asking = [each for each in await tx.voices.of(incident.id) if each.question_since is not None]
    over = [each for each in asking if posts is None or each.post_id in posts]
    for each in over:
        await tx.voices.save(replace(each, question_since=None))
    return {_QUESTIONS: " ".join(str(each.post_id) for each in over)} if over else {}


async def ask_once_more(tx: Transaction, undo: Undo) -> None:
    """What the act settled waits again, by its old clock."""
    posts = {PostId(int(each)) for each in str(undo.data.get(_QUESTIONS) or "").split()}
    for each in await tx.voices.of(undo.incident_id) if posts else ():
        if each.post_id in posts and not each.is_part:
            await tx.voices.save(replace(each, question_since=(await tx.posts.get(each.post_id)).post.published_at))


async def _checked(call: ActCall) -> Change:
    """«Всё верно»: the department is right, and there is nothing else to answer."""
    if call.before.department_id is None:
        raise WrongStep("Отдела у карточки пока нет. Выберите отдел или разделите вопросы")
    if not call.before.is_doubted and not await has_second_question(call.tx, call.before):
        raise Unchanged
    doubt = None if call.before.doubt in BESIDE else call.before.doubt
    return Change(incident=replace(call.after, doubt=doubt), because=f"всё верно: {call.by.title}")


async def remind_of_questions(tx: Transaction, policy: Policy, *, now: datetime) -> int:
    """Once a question, a norm of routing after the hour of its post: the coordinators hear that it waits. Gives back of how many."""
    told = 0
    for each in await tx.voices.with_questions() if policy.calendar.is_working(now) else ():
        since, incident = each.question_since or now, await tx.incidents.get(each.incident_id)
        waits_itself = incident.status in OPEN and (incident.department_id is None or incident.doubt is Doubt.TRIAL)
        if waits_itself or policy.calendar.add(since, policy.norms.route) > now:
            continue
        if await tx.slots.take(f"question {each.post_id}", since.date(), at=now):
            for official in coordinators(await tx.officials.all()):
                rings = incident.opened_at - incident.published_at <= LATE
                await tx.outbox.say(official.user_id, SecondQuestion(incident=incident.id), under=incident.id, sound=rings)
            told += 1
    return told


async def tell_of_beside(tx: Transaction, *, now: datetime) -> bool:
    """After the upgrade, once: that a doubt holds no card back any more. A district that begins with this program never knew otherwise."""
    if not await tx.slots.take(BESIDE_JOB, BESIDE_SINCE, at=now) or not await tx.incidents.unfinished():
        return False
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, DoubtsGoBeside(), sound=False)
    return True


EFFECTS: dict[Act, Effect] = {Act.CHECKED: _checked}
