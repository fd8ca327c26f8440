"""The author's reply fills the incident and reroutes it."""

from dataclasses import replace
from datetime import timedelta

from incidents.acts.readers import keeps_copy
from incidents.answers.messages import AuthorClarified
from incidents.answers.values import Answer
from incidents.desk.answers.reactions import whose
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.desk.routing.reroute import reroute
from incidents.incident import OPEN, Act, Doubt, Incident
from incidents.intake.arrived import Arrived
from incidents.lifecycle import step
from incidents.policy import Policy
from incidents.posts import DIALOGUES, StoredPost
from incidents.reading import MainPlace, Reading
from incidents.routing.topic_rules import with_topic
from incidents.transaction import Transaction

SURE = 0.5
"""How likely a topic of the author's second text must be to settle an unclear one."""

AT_ONCE = timedelta(hours=1)
"""Messages of one person that come within it may be one appeal in pieces."""


Reply = tuple[Incident, Answer | None]
"""The incident that the author's words fill, and our question; None: nobody had asked."""


async def reply(tx: Transaction, _: Policy, arrived: Arrived) -> Reply | None:
    """The author's words under our question, or the place in a next message. None: neither.

    A danger is never a reply only: it goes on as any other message does.
    """
    post, reading = arrived.post, arrived.reading
    if not post.post.author_id or reading.danger:
        return None
    is_talk = post.post.network in DIALOGUES
    for question in await tx.answers.questions_beside(post):
        incident = await tx.incidents.get(question.incident_id)
        is_other = is_talk and reading.is_appeal and reading.group != incident.group
        if incident.status in OPEN and not is_other and await _is_theirs(tx, question, post):
            return incident, question
    return await _rest(tx, post, reading) if is_talk else None


async def _rest(tx: Transaction, post: StoredPost, reading: Reading) -> Reply | None:
    """«Нет воды третий день», then «Ленина 5»: a place that comes in a message of its own."""
    if reading.is_appeal or reading.outside or not (reading.main.street or reading.main.landmark):
        return None
    for id in (await tx.voices.incidents_beside(post))[:1]:
        incident, since = await tx.incidents.get(id), post.post.published_at - AT_ONCE
        said = [(await tx.posts.get(voice.post_id)).post for voice in await tx.voices.of(id)]
        is_fresh = any(each.author_id == post.post.author_id and each.published_at >= since for each in said)
        if incident.status in OPEN and is_fresh and not (incident.place.street or incident.place.landmark):
            return incident, None
    return None


async def _is_theirs(tx: Transaction, question: Answer, post: StoredPost) -> bool:
    if question.published_at is None or post.post.published_at < question.published_at:
        return False
    return (await tx.posts.get(question.post_id)).post.author_id == post.post.author_id


async def fill_in(tx: Transaction, policy: Policy, arrived: Arrived, found: Reply) -> Outcome:
    """The words fill the incident, which is routed anew; whoever asked hears of it."""
    before, question = found
    post, reading = arrived.post, arrived.reading
    because = "автор уточнил"
    known = {(event.data.get("post"), event.data.get("revision")) for event in await tx.log.of(before.id)}
    if (post.id, post.revision) in known:
        return Outcome(incident=before, because=because)
    after = replace(_with_topic(_with_place(before, reading), reading), status=step(before.status, Act.TAKE_IN))
    if (after.topic, after.place) != (before.topic, before.place):
        after = await reroute(
            tx, policy, after, "место уточнил автор" if after.place != before.place else "тему уточнил автор", now=arrived.now
        )
    said = "автор дописал место" if question is None else because
    clarifies = 0 if question is None else question.id
    event = arrived.event(Act.TAKE_IN, before, after, said, clarifies=clarifies, place=after.place_id)
    after = await tx.incidents.save(after, event)
    await refresh(tx, after)
    if question is not None:
        await _tell(tx, after, question, post)
    return Outcome(incident=after, because=because)


async def _tell(tx: Transaction, incident: Incident, question: Answer, post: StoredPost) -> None:
    """Whoever asked, or where they have no copy any more whoever has the card."""
    asker = await tx.officials.get(question.author_id)
    for each in [asker] if await keeps_copy(tx, asker, incident) else await whose(tx, incident):
        await tx.outbox.say(each.user_id, AuthorClarified(incident=incident.id, post=post.id), under=incident.id)


def _with_place(incident: Incident, reading: Reading) -> Incident:
    """What the author names now, in the settlement that was known before where they name none."""
    main = reading.main
    if reading.outside or not main.is_known:
        return incident
    town = MainPlace(settlement=incident.place.settlement, settlement_id=incident.place.settlement_id)
    if main.settlement is None and town.settlement is not None:
        main = replace(main, settlement=town.settlement, settlement_id=town.settlement_id)
    id = main.street_id or main.landmark_id or main.settlement_id
    doubt = None if incident.doubt is Doubt.PLACE else incident.doubt
    return replace(incident, place=main, place_id=id, lat=reading.lat, lon=reading.lon, doubt=doubt)


def _with_topic(incident: Incident, reading: Reading) -> Incident:
    """A topic that was unclear is settled by a text that is sure of its own."""
    sure = next((share for slug, share in reading.topics if slug == reading.topic), 0.0) >= SURE
    if incident.doubt is not Doubt.TOPIC or not reading.is_appeal or not sure:
        return incident
    return replace(with_topic(incident, reading.group, reading.topic), doubt=None)
