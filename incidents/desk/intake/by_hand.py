"""A message brought by hand: read, shown, corrected, proposed or opened."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.intake import mass
from incidents.desk.intake.take_in import take_in
from incidents.desk.outcome import Outcome
from incidents.desk.region.region import number_of_theirs
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.ids import DraftId
from incidents.intake.by_hand import TOGETHER, Draft, DraftState, Origin
from incidents.intake.messages import ShownDraft
from incidents.official import Official
from incidents.places.values import Spot
from incidents.policy import Policy
from incidents.posts import Post, StoredPost
from incidents.reading import Reading
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right, has_right
from incidents.routing.reading_corrections import Correction, CorrectionKind
from incidents.transaction import Transaction

MAX_TEXT = 4000
WAITING = frozenset({DraftState.READY, DraftState.PROPOSED})


async def bring(tx: Transaction, post: Post, origin: Origin, *, by: Official, album: str | None, now: datetime) -> Draft:
    """A forwarded message or typed words. The reader sees it next, then it is shown. Raises DomainError for what is a card already."""
    check_right(by, Right.BRING)
    known = await tx.drafts.of_album(by.id, album) if album is not None else None
    is_late = known is not None and (album or "").startswith(TOGETHER) and known.state not in {DraftState.READING, DraftState.READY}
    if known is not None and not is_late:
        return await _more_of_album(tx, known, post, now=now)
    if not post.text.strip() and not post.photos:
        raise DomainError("Нужен текст жителя или фото. Перешлите сообщение целиком или напишите: /new")
    if len(post.text) > MAX_TEXT:
        raise DomainError(f"Длинно: поместится {MAX_TEXT} знаков. Оставьте главное и пришлите ещё раз")
    post_id = await tx.posts_by_hand.bring(post, origin, at=now)
    there = await tx.voices.incident_of(post_id)
    if there is not None:
        raise DomainError(f"Это сообщение уже у нас: № {(await tx.incidents.get(there)).number}. Найти карточку: /find")
    new = Draft(
        id=DraftId(0),
        district_id=tx.district_id,
        post_id=post_id,
        official_id=by.id,
        origin=origin,
        state=DraftState.READING,
        created_at=now,
        album=album,
    )
    former = await tx.drafts.of_post(post_id)
    kept = await tx.drafts.add(new) if former is None else replace(new, id=former.id)
    if former is not None:
        await tx.drafts.save(kept)
    await tx.posts_by_hand.read_again(post_id, at=now)
    return kept


async def _more_of_album(tx: Transaction, draft: Draft, post: Post, *, now: datetime) -> Draft:
    """One more message of an album: its photo, and its caption, which may stand under any of them."""
    await tx.posts_by_hand.add_photos(draft.post_id, post.photos)
    if not post.text.strip() or draft.state is DraftState.DROPPED:
        return draft
    await tx.posts_by_hand.add_words(draft.post_id, post.text.strip()[:MAX_TEXT], at=now)
    if draft.state is not DraftState.READY:
        return draft
    again = replace(draft, state=DraftState.READING)
    await tx.drafts.save(again)
    return again


async def read_draft(tx: Transaction, policy: Policy, draft: Draft, post: StoredPost, reading: Reading, *, now: datetime) -> None:
    """The reader has seen it: one that is to be opened is opened whatever the filter thinks, one that waits is shown."""
    match draft.state:
        case DraftState.OPENED:
            await open_by_hand(tx, policy, post, reading, now=now)
        case DraftState.DROPPED:  # its wall is read now: it goes the way of every post
            await take_in(tx, policy, post, reading, now=now)
        case _:
            await tx.readings.save(post, reading, at=now)
            if draft.state is DraftState.READING:
                await tx.drafts.save(replace(draft, state=DraftState.READY))
                await show(tx, draft, await tx.officials.get(draft.official_id))


async def open_by_hand(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome:
    """An official says that it is an appeal."""
    outcome = await take_in(tx, policy, post, replace(reading, is_appeal=True), now=now, is_sure=True)
    await number_of_theirs(tx, post.id, now=now)
    await mass.watch(tx, policy, outcome, now=now)
    return outcome


async def show(tx: Transaction, draft: Draft, to: Official, *, edit: int | None = None) -> None:
    """The draft as it stands, to one of those who may decide on it."""
    await tx.outbox.say(to.user_id, ShownDraft(draft=draft.id, official=to.id), edit=edit, sound=False)


async def theirs(tx: Transaction, id: DraftId, *, by: Official) -> Draft:
    """A draft that this official may see: whoever brought it, and whoever decides. Raises Forbidden."""
    draft = await tx.drafts.get(id)
    if by.id != draft.official_id:
        check_right(by, Right.DECIDE_DRAFTS)
    return draft


async def waiting(tx: Transaction, id: DraftId, *, by: Official) -> Draft:
    """A draft that this official may decide on. Raises a DomainError."""
    draft = await theirs(tx, id, by=by)
    if draft.state is DraftState.PROPOSED and not has_right(by, Right.DECIDE_DRAFTS):
        raise WrongStep("Черновик у координатора, он решит и вы узнаете")
    if draft.state is DraftState.READING:
        raise WrongStep("Ещё читаем, покажем через минуту")
    if draft.state not in WAITING:
        raise Unchanged
    return draft


async def decide(tx: Transaction, policy: Policy, id: DraftId, *, by: Official, now: datetime) -> Outcome | None:
    """«Завести»; of anybody but a coordinator it is a proposal: None."""
    draft = await waiting(tx, id, by=by)
    post = await tx.posts.get(draft.post_id)
    if not post.post.has_words:
        raise DomainError("По одному фото тему и место не понять. Нажмите «Написать» и ответьте одной строкой: что и где")
    if not has_right(by, Right.DECIDE_DRAFTS):
        await tx.drafts.save(replace(draft, state=DraftState.PROPOSED))
        for official in coordinators(await tx.officials.all()):
            await show(tx, draft, official)
        return None
    reading = await tx.readings.of(draft.post_id)
    if reading is None:
        raise NotFound
    outcome = await open_by_hand(tx, policy, post, reading, now=now)
    await tx.drafts.save(replace(draft, state=DraftState.OPENED))
    await tx.audit.add("by_hand", user_id=by.user_id, at=now, data={"draft": id})
    await _tell(tx, draft, by)
    return outcome


async def drop(tx: Transaction, id: DraftId, *, by: Official) -> None:
    """«Отменить»."""
    draft = await waiting(tx, id, by=by)
    await tx.drafts.save(replace(draft, state=DraftState.DROPPED))
    await tx.drafts.forget_caller(draft.post_id)
    await _tell(tx, draft, by)


async def correct_topic(tx: Transaction, policy: Policy, id: DraftId, topic: str, *, by: Official, now: datetime) -> Draft:
    """Another topic than the reader's."""
    draft = await waiting(tx, id, by=by)
    chosen = policy.topics.get(topic)
    if chosen is None:
        raise NotFound("Такой темы больше нет. Выберите другую")
    reading = await _reading(tx, draft)
    await _correct(tx, draft, CorrectionKind.TOPIC, reading.topic, topic, by=by, now=now)
    trouble = reading.trouble if topic == reading.topic else None
    await tx.readings.save(
        await tx.posts.get(draft.post_id), replace(reading, topic=topic, group=chosen.group, parts=(), trouble=trouble), at=now
    )
    return draft


async def correct_place(tx: Transaction, id: DraftId, spot: Spot, *, by: Official, now: datetime) -> Draft:
    """Another place than the reader's."""
    draft = await waiting(tx, id, by=by)
    reading = await _reading(tx, draft)
    was = reading.main.street_id or reading.main.landmark_id or reading.main.settlement_id or ""
    await _correct(tx, draft, CorrectionKind.PLACE, was, spot.id or "", by=by, now=now)
    after = replace(reading, main=spot.place, lat=spot.lat, lon=spot.lon, outside=False)
    await tx.readings.save(await tx.posts.get(draft.post_id), after, at=now)
    return draft


async def rewrite(tx: Transaction, id: DraftId, text: str, *, by: Official, now: datetime) -> Draft:
    """Other words: they are read anew. Words of a post that stands in a network are its author's."""
    draft = await waiting(tx, id, by=by)
    words = text.strip()
    if not words or len(words) > MAX_TEXT:
        raise DomainError(f"Нужен текст, до {MAX_TEXT} знаков")
    if words == (await tx.posts.get(draft.post_id)).post.text:
        raise Unchanged
    if not await tx.posts_by_hand.rewrite(draft.post_id, words, at=now):
        raise WrongStep("Этот текст стоит в сети, его меняет только автор. Поправьте тему и место")
    after = replace(draft, state=DraftState.READING)
    await tx.drafts.save(after)
    return after


async def _reading(tx: Transaction, draft: Draft) -> Reading:
    reading = await tx.readings.of(draft.post_id)
    if reading is None:
        raise NotFound
    return reading


async def _correct(tx: Transaction, draft: Draft, kind: CorrectionKind, before: str, after: str, *, by: Official, now: datetime) -> None:
    if before == after:
        raise Unchanged
    await tx.corrections.add(Correction(post_id=draft.post_id, kind=kind, before=before, after=after, by=by.id, at=now))


async def _tell(tx: Transaction, draft: Draft, by: Official) -> None:
    """Whoever proposed it hears what the coordinator decided."""
    if draft.state is DraftState.PROPOSED and draft.official_id != by.id:
        await show(tx, draft, await tx.officials.get(draft.official_id))
