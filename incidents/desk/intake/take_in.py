"""Take in a resident's post: the first verdict that applies decides.

Why each stands before the next: docs/intake.md.
"""

from datetime import datetime

from incidents.danger.doubts import with_stale_danger_lowered
from incidents.desk.answers.author_replies import fill_in, reply
from incidents.desk.answers.reactions import keep_reaction, mark_answer_deleted, mark_post_deleted, reaction
from incidents.desk.answers.thanks_in import give_thanks, route_of_thanks
from incidents.desk.intake.already_ours import known_revision, leave_as_it_is
from incidents.desk.intake.ask_appeal import ask_appeal, unsure
from incidents.desk.intake.edited_place import edited_voice, follow_edit
from incidents.desk.intake.find_match import with_match
from incidents.desk.intake.joining import belonging, join
from incidents.desk.intake.opening import open_incident, opening
from incidents.desk.intake.same_words import add_place, known_place
from incidents.desk.intake.set_aside import announcement, ask_coordinators, filtered_by, keep_filtered
from incidents.desk.intake.updates import keep_update, update
from incidents.desk.intake.verdict import IntakeVerdict, decide
from incidents.desk.outcome import Outcome
from incidents.intake.arrived import Arrived
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Kind, Reading
from incidents.sources.own_words import with_news_rules
from incidents.transaction import Transaction

NO_APPEAL = {
    Kind.AD: "не обращение: реклама",
    Kind.CHAT: "не обращение: разговор",
    Kind.THANKS: "не обращение: спасибо",
    Kind.OTHER: "не обращение",
    Kind.RUMOUR: "не обращение",
}

OF_KNOWN = (
    IntakeVerdict(name="already ours", asks=known_revision, writes=leave_as_it_is),
    IntakeVerdict(name="edited", asks=edited_voice, writes=follow_edit),
    IntakeVerdict(name="reaction", asks=reaction, writes=keep_reaction),
    IntakeVerdict(name="reply", asks=reply, writes=fill_in),
    IntakeVerdict(name="same words elsewhere", asks=known_place, writes=add_place),
)
"""Of a post of which nothing is known none of these is asked."""

ASIDE = (
    IntakeVerdict(name="announcement", asks=announcement, writes=ask_coordinators),
    IntakeVerdict(name="filtered", asks=filtered_by, writes=keep_filtered),
)

BY_MATCH = (
    IntakeVerdict(name="joins", asks=belonging, writes=join),
    IntakeVerdict(name="update", asks=update, writes=keep_update),
    IntakeVerdict(name="opens", asks=opening, writes=open_incident),
    IntakeVerdict(name="thanks", asks=route_of_thanks, writes=give_thanks),
    IntakeVerdict(name="unsure", asks=unsure, writes=ask_appeal),
)
"""They know what the post belongs to. Where none applies nobody waits for an answer, and nothing is written."""


async def take_in(
    tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime, is_sure: bool = False, is_unknown: bool = False
) -> Outcome:
    """Decide about one revision of a post. Idempotent: the same revision twice changes nothing the second time.

    `is_sure`: an official says that it is an appeal, so it is no announcement. `is_unknown`: it was never read, and it, its author of late,
    its words and its thread have no voice, so none of that is asked.
    """
    reading = reading if is_sure else with_news_rules(post.post, reading)
    former = None if is_unknown else await tx.readings.of(post.id)
    await tx.readings.save(post, reading, at=now)
    known = None if is_unknown else await tx.voices.incident_of(post.id)
    reading = with_stale_danger_lowered(post, reading, now)
    arrived = Arrived(post=post, reading=reading, now=now, former=former, incident_id=known, is_sure=is_sure)
    outcome = await decide(tx, policy, arrived, ASIDE if is_unknown else (*OF_KNOWN, *ASIDE))
    outcome = outcome or await decide(tx, policy, await with_match(tx, policy, arrived), BY_MATCH)
    return outcome or Outcome(incident=None, because=NO_APPEAL.get(reading.kind, "не обращение"))


async def mark_deleted(tx: Transaction, post: StoredPost, *, now: datetime, stop_clock: bool = False) -> Outcome:
    """A post was deleted (by its author or by the network), or our own comment: the cards say so; the snapshot and the incident stay."""
    known = await tx.voices.incident_of(post.id)
    if known is not None:
        incident = await mark_post_deleted(tx, await tx.incidents.get(known), post, now=now, stop_clock=stop_clock)
        for parted in set(await tx.voice_parts.incidents_of(post.id)) - {known}:
            await mark_post_deleted(tx, await tx.incidents.get(parted), post, now=now, stop_clock=stop_clock)
        return Outcome(incident=incident, because="автор удалил пост")
    ours = await tx.answers.find(post.post.network, post.post.external_id)
    if ours is not None:
        return Outcome(incident=await mark_answer_deleted(tx, ours, now=now), because="наш ответ удалили")
    return Outcome(incident=None, because="удалён до разбора")
