"""«Решено?» asks authors, days after a closing, whether it is done.

The district's norm turns it on, the press service approves its words once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from incidents.advice.advice_overrides import code_of
from incidents.answers.everyone import EVERY
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.reactions import SPEAKS_OF_THE_DEED
from incidents.answers.template_filling import HELLO, filled_template
from incidents.answers.values import REACTED_TO, Answer, AnswerKind, AnswerState
from incidents.approval.messages import ApproveDoneCheck
from incidents.deadlines.norm_overrides import CHECK_SINCE, CHECK_WORDS, NormWord
from incidents.errors import Unchanged, WrongStep
from incidents.ids import AnswerId, OfficialId, PostId
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.recipients import coordinators, in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

TITLE = "Решено?"  # of the district's own template
WORDS = "Здравствуйте! По нашим данным, этот вопрос решён. Так ли это? Ответьте здесь, пожалуйста: да или нет."
MOST = 20  # a day
LATE = timedelta(days=3)  # whoever was not asked so long after the term is not asked any more
AT = time(11)
JOB = "done_check"


async def current_words(tx: Transaction) -> str:
    """What would be asked: the district's template without what it cannot know, else ours."""
    own = next((each.text for each in await tx.templates.all() if each.title == TITLE and each.active), "")
    return filled_template(own, {HELLO: "Здравствуйте!"}).text or WORDS


async def approved_since(tx: Transaction, policy: Policy, *, now: datetime) -> tuple[NormWord, datetime] | None:
    """The approved words, and since when closings are asked about.

    None: it is off, or the words wait for the press service, which is asked once. The moment of turning on goes with turning off.
    """
    kept = {each.key: each for each in await tx.norm_words.all()}
    since, approved = kept.get(CHECK_SINCE), kept.get(CHECK_WORDS)
    if policy.norms.ask_author is None:
        if since is not None:
            await tx.norm_words.drop(CHECK_SINCE)
        return None
    text = await current_words(tx)
    is_approved = approved is not None and approved.value == text
    if since is None or since.value != text:
        since = NormWord(key=CHECK_SINCE, value=text, by=None, at=now if since is None else since.at)
        await tx.norm_words.put(since)
        if not is_approved:
            officials = await tx.officials.all()
            for each in in_role(officials, Role.APPROVER) or coordinators(officials):
                await tx.outbox.say(each.user_id, ApproveDoneCheck())
    return (approved, since.at) if approved is not None and is_approved else None


async def approve_words(tx: Transaction, code: str, *, by: Official, now: datetime) -> None:
    """«Одобрить» under the words that this code stands for."""
    check_right(by, Right.APPROVE)
    kept = {each.key: each.value for each in await tx.norm_words.all()}
    if CHECK_SINCE not in kept or code_of(kept[CHECK_SINCE]) != code:
        raise WrongStep("Этих слов больше нет: вопрос отключили или текст заменили. Новый текст пришлём отдельно")
    if kept.get(CHECK_WORDS) == kept[CHECK_SINCE]:
        raise Unchanged
    await tx.norm_words.put(NormWord(key=CHECK_WORDS, value=kept[CHECK_SINCE], by=by.id, at=now))


async def ask_authors(tx: Transaction, policy: Policy, *, now: datetime) -> int:
    """Schedule the day's questions, from eleven on a working day; gives back how many."""
    ready, after = await approved_since(tx, policy, now=now), policy.norms.ask_author
    if ready is None or after is None or now.astimezone(policy.calendar.timezone).time() < AT or not policy.calendar.is_working(now):
        return 0
    approved, since = ready
    if approved.by is None or not await tx.slots.take(JOB, policy.today(now), at=now):
        return 0
    asked = 0
    for incident in await _closed(tx, max(since, now - after - LATE), now - after):
        post = await _place(tx, incident) if asked < MOST else None
        if post is not None:
            await tx.answers.add(_question(incident, post, approved.value, approved.by, at=now + EVERY * asked, now=now))
            asked += 1
    return asked


async def _closed(tx: Transaction, since: datetime, until: datetime) -> Sequence[Incident]:
    """What was closed as done then, the longest closed first."""
    ended = [(each.closed_at, each) for each in await tx.incidents.between(since, until)] if since < until else []
    return [each for at, each in sorted(ended, key=lambda pair: (pair[0] or until, pair[1].id)) if at is not None and since <= at < until]


async def _place(tx: Transaction, incident: Incident) -> PostId | None:
    """Where our newest answer stands under its author's own words.

    None: there is no such place, or nobody need be asked there.
    """
    heard = [each.tone for each in await tx.reactions.of(incident.id) if each.by_author and each.at >= incident.clock_from]
    if SPEAKS_OF_THE_DEED.isdisjoint(heard):
        for each in reversed(await tx.answers.of(incident.id)):
            is_there = each.state is AnswerState.PUBLISHED and each.kind in REACTED_TO and each.external_id is not None
            if is_there and await _may_be_asked(tx, incident, each.post_id):
                asked = await tx.answers.done_check_beside(await tx.posts.get(each.post_id))
                return None if asked else each.post_id
    return None


async def _may_be_asked(tx: Transaction, incident: Incident, id: PostId) -> bool:
    """Whether our word stands undisputed, and its author can be asked there."""
    is_done = incident.status is Status.CLOSED and incident.outcome is ClosingOutcome.DONE and incident.disputed is None
    post = await tx.posts.get(id)
    is_there = post.deleted_at is None and bool(post.post.author_id)
    return is_done and is_there and id in {voice.post_id for voice in await tx.voices.of(incident.id)}


def _question(incident: Incident, post: PostId, text: str, by: OfficialId, *, at: datetime, now: datetime) -> Answer:
    return Answer(
        id=AnswerId(0),
        district_id=incident.district_id,
        incident_id=incident.id,
        post_id=post,
        author_id=by,
        text=text,
        state=next_state(None, Happening.REPEATED),
        guid=f"done{incident.id:012x}{post:016x}",
        created_at=now,
        publish_at=at,
        kind=AnswerKind.DONE_CHECK,
    )


async def drop_needless(tx: Transaction, answer: Answer) -> bool:
    """Drop a question whose card or post has changed since it was scheduled."""
    if answer.kind is not AnswerKind.DONE_CHECK or await _may_be_asked(tx, await tx.incidents.get(answer.incident_id), answer.post_id):
        return False
    await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.STOPPED)))
    return True
