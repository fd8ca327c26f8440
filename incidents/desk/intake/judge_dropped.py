"""A person looks at dropped posts and judges them."""

from dataclasses import replace
from datetime import datetime

from incidents.acts.looks import Look, LookKind
from incidents.deadlines.values import StartEvent
from incidents.desk.acts.find import checked_words
from incidents.desk.intake.take_in import take_in
from incidents.desk.outcome import Outcome
from incidents.errors import NotFound, Unchanged
from incidents.ids import PostId
from incidents.incident import RejectReason
from incidents.intake.dropped_posts import DropVerdict
from incidents.official import Official
from incidents.policy import Policy
from incidents.reading import Kind
from incidents.role_rights import Right, check_right
from incidents.routing.reading_corrections import Correction, CorrectionKind
from incidents.transaction import Transaction

_REASONS = {Kind.AD: RejectReason.AD, Kind.THANKS: RejectReason.THANKS, Kind.RUMOUR: RejectReason.RUMOUR}


async def open_dropped(tx: Transaction, post: PostId | None, *, searched: bool, by: Official, now: datetime) -> None:
    """Write down that somebody opened the list, or one post of it.

    `searched`: by a word. Raises Forbidden.
    """
    if searched:
        check_right(by, Right.SEARCH_MISSED)
    else:
        check_right(by, Right.SEE_MISSED)
    await tx.looks.add([Look(incident_id=None, post_id=post, by=by.id, at=now, how=LookKind.MISSED)])


async def search_dropped(tx: Transaction, words: str, *, by: Official, now: datetime) -> None:
    """Keep the words; pages of what is found know them from there.

    Raises DomainError where they hold nothing to look for.
    """
    await tx.search.keep(by.id, checked_words(words))
    await open_dropped(tx, None, searched=True, by=by, now=now)


async def overrule(tx: Transaction, policy: Policy, id: PostId, *, by: Official, now: datetime) -> Outcome:
    """«Это обращение»: the post becomes a voice, its deadline runs from now."""
    post, read = await tx.posts.get(id), await tx.readings.of(id)
    if read is None:
        raise NotFound("Этот пост ещё не прочитан")
    await _judge(tx, id, DropVerdict.APPEAL, by=by, now=now)
    was_appeal = read.is_appeal  # the reader was right: a filter of its source dropped it
    kind = read.kind if read.kind in {Kind.COMPLAINT, Kind.QUESTION, Kind.REQUEST, Kind.SUGGESTION} else Kind.REQUEST
    from_the_tap = replace(policy, norms=replace(policy.norms, start=StartEvent.DETECTED))
    outcome = await take_in(
        tx, from_the_tap, replace(post, detected_at=now), replace(read, is_appeal=True, kind=kind), now=now, is_sure=True
    )
    if was_appeal:
        return outcome
    reason = _REASONS.get(read.kind, RejectReason.CHAT)
    correction = Correction(post_id=id, kind=CorrectionKind.NOT_APPEAL, before=reason, after="", by=by.id, at=now)
    await tx.corrections.add(correction)
    return outcome


async def uphold(tx: Transaction, id: PostId, *, by: Official, now: datetime) -> None:
    """«Верно, не наше»: the reader learns that too. Raises NotFound."""
    await _judge(tx, id, DropVerdict.RIGHTLY, by=by, now=now)


async def _judge(tx: Transaction, id: PostId, verdict: DropVerdict, *, by: Official, now: datetime) -> None:
    check_right(by, Right.JUDGE_DROPPED)
    if (await tx.posts.get(id)).post.is_erased:
        raise NotFound("Это сообщение стёрто по просьбе жителя, решать больше нечего")
    if await tx.voices.incident_of(id) is not None:
        raise Unchanged("Это сообщение уже на карточке. Найти её: /find")
    if not await tx.dropped_posts.judge(id, verdict, by=by.id, at=now):
        raise Unchanged("Про это сообщение уже решили. Всё-таки обращение? Заведите его: /new")
    await tx.audit.add(f"dropped_{verdict}", user_id=by.user_id, at=now, data={"post": id})
