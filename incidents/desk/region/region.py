"""The region's numbers of a voice: typed, imported, «внесено».

The region counts posts, so everything is said of a voice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from incidents.desk.refresh import refresh
from incidents.errors import NotFound, Unchanged, WrongStep
from incidents.ids import DraftId, IncidentId, PostId
from incidents.incident import Act, Event, Voice
from incidents.intake.by_hand import Draft, DraftState, Origin
from incidents.lifecycle import step
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import Network, Post
from incidents.region.values import SEEN_FOR, RegionRow, brings_news, compare, typed_number
from incidents.rights import check
from incidents.role_rights import Right, check_right
from incidents.sources.post_links import post_link
from incidents.transaction import Transaction

NO_TEXT = "Сообщение из списка региона, текст по ссылке"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a list brought."""

    same: int
    told: int  # of them with a new number or deadline
    theirs: int
    ours: int


async def set_number(tx: Transaction, policy: Policy, id: IncidentId, post: PostId, text: str, *, by: Official, now: datetime) -> Voice:
    """«5418190 до 25.11 12:00». Raises DomainError that says how to write it."""
    number, due = typed_number(text, now=now, timezone=policy.calendar.timezone)
    voice = await _voice(tx, id, post)
    after = replace(voice, region_number=number, region_due=due or voice.region_due)
    if after == voice:
        raise Unchanged
    return await _save(tx, after, by=by, now=now, because=f"регион № {number}", number=number)


async def enter(tx: Transaction, id: IncidentId, post: PostId, *, by: Official, now: datetime) -> Voice:
    """«Внесено»: our answer stands in the region's system."""
    voice = await _voice(tx, id, post)
    if voice.entered_at is not None:
        raise Unchanged
    after = replace(voice, entered_at=now, entered_by=by.id)
    return await _save(tx, after, by=by, now=now, because="внесено в систему региона", entered=1)


async def not_entered(tx: Transaction, id: IncidentId, post: PostId, *, by: Official, now: datetime) -> Voice:
    """Pressed by mistake: it is to be entered still."""
    voice = await _voice(tx, id, post)
    if voice.entered_at is None:
        raise Unchanged
    after = replace(voice, entered_at=None, entered_by=None)
    return await _save(tx, after, by=by, now=now, because="в систему региона не внесено", entered=0)


async def enter_all(tx: Transaction, *, until: datetime, by: Official, now: datetime) -> int:
    """«Всё внесено»: what was answered before the list was shown. Gives back how many. Raises Unchanged where there is none."""
    seen = [voice for voice in await tx.region.to_enter() if voice.answered_at is not None and voice.answered_at <= until]
    if not seen:
        raise Unchanged
    for voice in seen:
        await enter(tx, voice.incident_id, voice.post_id, by=by, now=now)
    return len(seen)


async def take_list(tx: Transaction, rows: Sequence[RegionRow], *, by: Official, now: datetime) -> Compared:
    """Compare the region's list with ours: numbers and deadlines go to the voices, what we do not have is kept to be taken."""
    check_right(by, Right.KEEP_REGION)
    found = compare(rows, await tx.region.voices([row.key for row in rows], since=now - SEEN_FOR))
    news = 0
    for row, voice in found.same:
        if brings_news(voice, row):
            after = replace(voice, region_number=row.number or voice.region_number, region_due=row.due or voice.region_due)
            await _save(tx, after, by=by, now=now, because=f"список региона: № {row.number or 'без номера'}", number=row.number)
            news += 1
    erased = await _erased(tx, found.theirs, now)
    theirs = [row for row in found.theirs if row.key not in erased]
    await tx.region.keep_rows(theirs, at=now)
    await tx.region.keep_list(rows=len(rows), same=len(found.same), ours=[post for _, post in found.ours], at=now)
    return Compared(same=len(found.same), told=news, theirs=len(theirs), ours=len(found.ours))


async def take_theirs(tx: Transaction, row_id: int, *, by: Official, now: datetime) -> PostId:
    """«Завести»: a line of the region's list becomes a post that is read and opened whatever the filter thinks. Raises Unchanged."""
    check_right(by, Right.KEEP_REGION)
    row, taken = await tx.region.row(row_id)
    if taken is not None:
        raise Unchanged
    known = (await tx.region.posts([row.key])).get(row.key)
    post_id = known or await tx.posts_by_hand.bring(_post(row, now), Origin.REGION, at=now)
    await tx.region.take_row(row_id, post_id)
    draft = await tx.drafts.of_post(post_id)
    if draft is None:
        new = Draft(
            id=DraftId(0),
            district_id=tx.district_id,
            post_id=post_id,
            official_id=by.id,
            origin=Origin.REGION,
            state=DraftState.OPENED,
            created_at=now,
        )
        await tx.drafts.add(new)
    else:
        await tx.drafts.save(replace(draft, state=DraftState.OPENED))
    await tx.posts_by_hand.read_again(post_id, at=now)
    return post_id


async def take_all_theirs(tx: Transaction, *, by: Official, now: datetime) -> int:
    """«Завести все», but what was erased since the list came. Raises Unchanged where there is none."""
    check_right(by, Right.KEEP_REGION)
    rows = await tx.region.rows()
    erased = await _erased(tx, [row for _, row in rows], now)
    ids = [id for id, row in rows if row.key not in erased]
    if not ids:
        raise Unchanged
    for id in ids:
        await take_theirs(tx, id, by=by, now=now)
    return len(ids)


async def _erased(tx: Transaction, rows: Sequence[RegionRow], now: datetime) -> set[str]:
    """Keys of lines whose posts were erased here."""
    posts = {row.key: _post(row, now) for row in rows}
    gone = {
        (network, id)
        for network in {post.network for post in posts.values()}
        for id in await tx.posts.erased(network, {post.external_id for post in posts.values() if post.network is network})
    }
    return {key for key, post in posts.items() if (post.network, post.external_id) in gone}


async def number_of_theirs(tx: Transaction, post: PostId, *, now: datetime) -> None:
    """The post of a line became a voice: it has the region's number from the start."""
    row, id = await tx.region.row_of(post), await tx.voices.incident_of(post)
    if row is None or id is None:
        return
    voice = await _voice(tx, id, post)
    after = replace(voice, region_number=row.number, region_due=row.due)
    if after != voice:
        await _save(tx, after, by=None, now=now, because=f"список региона: № {row.number or 'без номера'}", number=row.number)


def _post(row: RegionRow, now: datetime) -> Post:
    link = post_link(row.url)
    return Post(
        network=link.network if link else Network.HAND,
        external_id=link.external_id if link else row.key,
        url=row.url,
        text=row.text or NO_TEXT,
        author_id="",
        published_at=min(row.published_at or now, now),
    )


async def voices_counted_here(tx: Transaction, id: IncidentId) -> Sequence[Voice]:
    """Voices that the region counts on this card. Raises WrongStep where all of them are parts of posts that are counted elsewhere."""
    voices = await tx.voices.of(id)
    whole = [voice for voice in voices if not voice.is_part]
    if voices and not whole:
        first = await tx.voices.incident_of(voices[0].post_id)
        where = f" № {(await tx.incidents.get(first)).number}" if first is not None else ""
        raise WrongStep(f"Регион считает этот пост один раз: номер и «внесено» стоят на карточке{where}")
    return whole


async def _voice(tx: Transaction, id: IncidentId, post: PostId) -> Voice:
    for voice in await voices_counted_here(tx, id):
        if voice.post_id == post:
            return voice
    raise NotFound("Этого сообщения в карточке больше нет: его перенесли в другую. Откройте карточку снова")


async def _save(tx: Transaction, voice: Voice, *, by: Official | None, now: datetime, because: str, **data: int | str | None) -> Voice:
    incident = await tx.incidents.get(voice.incident_id)
    if by is not None:
        check(by, Act.REGION, incident)
    status = step(incident.status, Act.REGION)
    event = Event(
        act=Act.REGION,
        at=now,
        by=by.id if by else None,
        because=because,
        status_before=incident.status,
        status_after=status,
        data={"post": voice.post_id, **data},
    )
    await tx.voices.save(voice)
    await refresh(tx, await tx.incidents.save(incident, event))
    return voice
