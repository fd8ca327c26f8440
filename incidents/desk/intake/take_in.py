"""Take in a resident's post: join, open an incident, or no appeal."""

from datetime import datetime

from incidents.answers.thanks import is_doubted
from incidents.danger.doubts import as_found
from incidents.desk.answers.author_replies import take_reply
from incidents.desk.answers.reactions import answer_gone, hear, post_gone
from incidents.desk.answers.thanks_in import give_thanks, whom
from incidents.desk.intake.edited_place import edited
from incidents.desk.intake.joining import find, joins, opens
from incidents.desk.intake.mass_match import under_our_post
from incidents.desk.intake.one_voice import take_place
from incidents.desk.intake.set_aside import set_aside
from incidents.desk.intake.told_anew import is_wanted, told_now
from incidents.desk.outcome import Outcome
from incidents.intake.new_incident import drafted
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Kind, Reading
from incidents.sameness.matching import MatchKind
from incidents.sources.own_words import judged
from incidents.transaction import Transaction

NO_APPEAL = {
    Kind.AD: "не обращение: реклама",
    Kind.CHAT: "не обращение: разговор",
    Kind.THANKS: "не обращение: спасибо",
    Kind.OTHER: "не обращение",
}


async def take_in(
    tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime, is_sure: bool = False, is_unknown: bool = False
) -> Outcome:
    """Decide about one revision of a post. Idempotent: the same revision twice changes nothing the second time.

    `is_sure`: an official says that it is an appeal, so it is no announcement. `is_unknown`: it was never read, and it, its author of late,
    its words and its thread have no voice, so none of that is asked.
    """
    reading = reading if is_sure else judged(post.post, reading)
    former = None if is_unknown else await tx.readings.of(post.id)
    await tx.readings.save(post, reading, at=now)
    reading = as_found(post, reading, now)
    known = None if is_unknown else await tx.voices.incident_of(post.id)
    if known is not None:
        return await edited(tx, policy, known, post, reading, now=now)
    aside = None if is_unknown else await _known_before(tx, policy, post, reading, now=now)
    if aside is None and not is_sure:
        aside = await set_aside(tx, policy, post, reading, now=now)
    if aside is not None:
        return aside
    found = await find(tx, policy, post, reading, now=now)
    wanted = reading.is_appeal or reading.danger
    found = await under_our_post(tx, post, reading, found) if wanted else found
    post = post if former is None or is_wanted(former) else await told_now(tx, post)
    if found is not None and found.kind is not MatchKind.REPEATS and (wanted or post.parent_id is not None):
        return await joins(tx, policy, post, reading, found, now=now)
    if not wanted and not await _is_doubted(tx, post, reading):
        return await _no_appeal(tx, policy, post, reading, now=now)
    return await opens(tx, policy, post, reading, found, now=now, is_sure=is_sure)


async def _known_before(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome | None:
    """A word in a known thread, a reply, or one more place of a known voice. None: it is a message of its own."""
    aside = await _no_message(tx, policy, post, reading, now=now)
    return aside if aside is not None else await take_place(tx, post, reading, now=now)


async def _no_message(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome | None:
    """A word in a known thread, or a reply to our question. None: neither."""
    heard = await hear(tx, post, reading, now=now)
    if heard is not None:
        return Outcome(incident=heard, because="отозвались в обсуждении")
    replied = await take_reply(tx, policy, post, reading, now=now)
    return None if replied is None else Outcome(incident=replied, because="автор уточнил")


async def _no_appeal(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome:
    """Nobody waits for an answer; thanks are given to whom they are meant for."""
    way = await whom(tx, policy, post, reading, now=now)
    if way is None:
        return Outcome(incident=None, because=NO_APPEAL.get(reading.kind, "не обращение"))
    return await give_thanks(tx, drafted(tx.district_id, policy, post, reading, way, None, now=now), post, way, now=now)


async def _is_doubted(tx: Transaction, post: StoredPost, reading: Reading) -> bool:
    """Praise that the coordinator should read; in a thread of ours it is said of what is known already."""
    if not is_doubted(post.post.words, reading):
        return False
    return not await tx.voices.incidents_beside(post)


async def gone(tx: Transaction, post: StoredPost, *, now: datetime, stop_clock: bool = False) -> Outcome:
    """A post was deleted (by its author or by the network), or our own comment: the cards say so; the snapshot and the incident stay."""
    known = await tx.voices.incident_of(post.id)
    if known is not None:
        incident = await post_gone(tx, await tx.incidents.get(known), post, now=now, stop_clock=stop_clock)
        for parted in set(await tx.voice_parts.incidents_of(post.id)) - {known}:
            await post_gone(tx, await tx.incidents.get(parted), post, now=now, stop_clock=stop_clock)
        return Outcome(incident=incident, because="автор удалил пост")
    ours = await tx.answers.find(post.post.network, post.post.external_id)
    if ours is not None:
        return Outcome(incident=await answer_gone(tx, ours, now=now), because="наш ответ удалили")
    return Outcome(incident=None, because="удалён до разбора")
