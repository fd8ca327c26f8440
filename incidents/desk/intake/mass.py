"""A mass event: one card and one alert; later messages join."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.deadlines.values import MassNorm
from incidents.desk.outcome import Outcome, note_event
from incidents.desk.refresh import refresh
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, Event, Incident, Status, Voice
from incidents.intake.burst import GATHERS_FOR, MOST_GATHERED, REMEMBERED, Burst, Mass, area_of, burst, usual_text
from incidents.intake.messages import MassAlert, MassCauseTold
from incidents.intake.new_incident import new_incident
from incidents.lifecycle import can, step
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.reading import DangerGrade, MainPlace
from incidents.recipients import in_role
from incidents.rights import check
from incidents.routing.route_now import way_of
from incidents.routing.topic_rules import Family, family_of, with_topic
from incidents.transaction import Transaction

MAX_CAUSE = 300
_MERGED = frozenset({Status.NEW, Status.ASSIGNED, Status.ACCEPTED, Status.REOPENED})
"""What waits for its first answer becomes part of the one card; what was answered or put off goes its own way."""

_MOMENT = timedelta(seconds=1)


async def watch(tx: Transaction, policy: Policy, outcome: Outcome, *, now: datetime) -> Incident | None:
    """A voice was taken in: is it a burst? Gives back the incident that stands for it from now on; None: nothing new."""
    incident = outcome.incident
    if incident is None:
        return None
    mass = await tx.masses.of(incident.id)
    if mass is not None:
        if not mass.is_apart:
            await _follow_most(tx, mass, now=now)
        return None
    surge = await _burst(tx, incident, policy.norms.mass, now=now)
    return None if surge is None else await _gather(tx, policy, family_of(incident.topic), surge, now=now)


async def gathering(tx: Transaction, policy: Policy, incident: Incident, *, now: datetime) -> Sequence[Incident]:
    """Cards that a new one is offered to join at once.

    They tell of a trouble of its whole settlement in these hours, below the line of a mass event. A topic that is one street's own gathers
    nothing: two pits are two troubles.
    """
    if not family_of(incident.topic).is_wide or incident.rumour or incident.danger_grade is DangerGrade.NOW:
        return ()
    surge = await _burst(tx, incident, replace(policy.norms.mass, count=2, within=GATHERS_FOR), now=now)
    ids = surge.incidents if surge is not None else ()
    others = [await tx.incidents.get(id) for id in ids if id != incident.id and await tx.masses.of(id) is None]
    return [each for each in others if each.status in _MERGED and not each.rumour and each.danger_grade is not DangerGrade.NOW][
        :MOST_GATHERED
    ]


async def _burst(tx: Transaction, incident: Incident, norm: MassNorm, *, now: datetime) -> Burst | None:
    family = family_of(incident.topic)
    area = area_of(incident.place, family)
    surge = None
    for since in (now - norm.within, now - REMEMBERED):  # what is usual is asked only where this hour says enough
        messages = await tx.masses.said_since(family.topics, since) if area is not None else ()
        surge = burst([each for each in messages if area_of(each.place, family) == area], norm=norm, now=now)
        if surge is None:
            return None
    return surge


async def _gather(tx: Transaction, policy: Policy, family: Family, surge: Burst, *, now: datetime) -> Incident | None:
    """The most told of stands for all; the others that wait join it."""
    known = [each for each in [await tx.incidents.get(id) for id in surge.incidents] if not each.rumour]
    free = [each for each in known if await tx.masses.of(each.id) is None and can(each.status, Act.ESCALATE)]
    if not free:
        return None
    head, others = free[0], [each for each in free[1:] if each.status in _MERGED and each.danger_grade is not DangerGrade.NOW]
    for other in others:
        await _swallow(tx, head, other, now=now)
    await tx.masses.put(Mass(incident_id=head.id, at=now, family=family.key, said=surge.said, usual=surge.usual))
    because = f"массовое: сообщений за час {surge.said}, {usual_text(surge.usual)}"
    event = Event(
        act=Act.ESCALATE,
        at=now,
        by=None,
        because=because,
        status_before=head.status,
        status_after=head.status,
        data={"mass": surge.said},
    )
    after = await tx.incidents.save(await _titled(tx, await _widened(tx, head)), event)
    await refresh(tx, after)
    await _alert(tx, policy, after, now=now)
    return after


async def _swallow(tx: Transaction, head: Incident, other: Incident, *, now: datetime) -> None:
    because = f"часть массового: № {head.number}"
    status = step(other.status, Act.MERGE)
    event = Event(act=Act.MERGE, at=now, by=None, because=because, status_before=other.status, status_after=status, data={"into": head.id})
    there = {voice.post_id for voice in await tx.voices.of(head.id)}
    for voice in await tx.voices.of(other.id):
        if not (voice.is_part and voice.post_id in there):  # the post is there whole
            await tx.voices.save(replace(voice, incident_id=head.id, because=because))
    after = replace(other, status=status, closed_at=now, merged_into=head.id, doubt=None)
    await tx.incidents.save(after, event)
    await tx.outbox.refresh_cards(other.id, ())  # where a copy stands it folds; nobody gets a new one


async def _widened(tx: Transaction, head: Incident) -> Incident:
    """Voices of several streets: the place of the one card is the settlement."""
    readings = [await tx.readings.of(voice.post_id) for voice in await tx.voices.of(head.id)]
    streets = {each.main.street_id or each.main.street for each in readings if each is not None and each.main.street}
    place = head.place
    if len(streets) <= 1 or place.settlement is None:
        return head
    whole = MainPlace(settlement=place.settlement, settlement_id=place.settlement_id)
    return replace(head, place=whole, place_id=place.settlement_id, lat=None, lon=None)


async def _titled(tx: Transaction, head: Incident) -> Incident:
    """It by the topic that most of its messages tell of.

    What a person said of the topic stands.
    """
    if any(event.act is Act.CORRECT_TOPIC for event in await tx.log.of(head.id)):
        return head
    readings = await tx.readings.of_each([voice.post_id for voice in await tx.voices.of(head.id)])
    family = family_of(head.topic)
    votes = Counter((each.group, each.topic) for each in readings.values() if each.topic in family.topics)
    (group, topic), most = max(votes.items(), key=lambda one: one[1], default=((head.group, head.topic), 0))
    return head if most <= votes[head.group, head.topic] else with_topic(head, group, topic)


async def _follow_most(tx: Transaction, mass: Mass, *, now: datetime) -> None:
    """The title is asked anew when twice as many have written.

    So a crowd of thousands costs no more than its messages.
    """
    times, rest = divmod(await tx.masses.count_voices(mass.incident_id), mass.said)
    if rest or times & (times - 1):
        return
    head = await tx.incidents.get(mass.incident_id)
    after = await _titled(tx, head)
    if after is not head:
        await refresh(tx, await tx.incidents.save(after, note_event(head, "тема: о чём пишет большинство", now=now)))


async def _alert(tx: Transaction, policy: Policy, incident: Incident, *, now: datetime) -> None:
    """H2: once, to the coordinators and the head; outside working hours only a danger that is there now does not wait."""
    at_once = incident.danger_grade is DangerGrade.NOW or policy.calendar.is_working(now)
    not_before = None if at_once else policy.calendar.add(now, _MOMENT)
    on_boards = await tx.boards.chats_of(incident.id)  # there the board rings, for this danger and the others
    for official in in_role(await tx.officials.all(), Role.COORDINATOR, Role.HEAD):
        if official.reachable:
            sound = official.user_id not in on_boards
            await tx.outbox.say(official.user_id, MassAlert(incident=incident.id, official=official.id), not_before=not_before, sound=sound)


async def set_cause(tx: Transaction, id: IncidentId, text: str, *, by: Official, now: datetime) -> Mass:
    """The cause in an official's own words: it stands on the card and is told to those who had the alert."""
    incident, known = await tx.incidents.get(id), await tx.masses.of(id)
    check(by, Act.NOTE, incident)
    cause = " ".join(text.split())
    if known is None or known.is_apart:
        raise WrongStep("Это не массовое событие, причину можно написать заметкой")
    if not cause or len(cause) > MAX_CAUSE:
        raise DomainError(f"Причина пишется одним предложением, до {MAX_CAUSE} знаков")
    if cause == known.cause:
        raise Unchanged
    after = replace(known, cause=cause, cause_by=by.id, cause_at=now)
    await tx.masses.put(after)
    await refresh(tx, await tx.incidents.save(incident, note_event(incident, "указали причину", now=now, by=by)))
    for official in in_role(await tx.officials.all(), Role.COORDINATOR, Role.HEAD, but={by.id}):
        if official.reachable:
            await tx.outbox.say(official.user_id, MassCauseTold(incident=id), sound=False)
    return after


async def detach(tx: Transaction, policy: Policy, id: IncidentId, post_id: PostId, *, by: Official, now: datetime) -> Incident:
    """«Отделить»: this message is of something else. It gets a card of its own, which joins no mass event any more."""
    head, voices = await tx.incidents.get(id), await tx.voices.of(id)
    check(by, Act.SPLIT, head)
    status = step(head.status, Act.SPLIT)
    voice = next((each for each in voices if each.post_id == post_id), None)
    if voice is None:
        raise NotFound("Этого сообщения в карточке больше нет. Откройте её снова")
    if len(voices) == 1:
        raise WrongStep("В карточке одно сообщение, отделять не от чего")
    alone = await _alone(tx, policy, head, voice, by=by, now=now)
    because = f"отделили сообщение: № {alone.number}"
    event = Event(act=Act.SPLIT, at=now, by=by.id, because=because, status_before=head.status, status_after=status, data={"post": post_id})
    await refresh(tx, await tx.incidents.save(replace(head, status=status), event))
    await refresh(tx, alone)
    return alone


async def _alone(tx: Transaction, policy: Policy, head: Incident, voice: Voice, *, by: Official, now: datetime) -> Incident:
    reading, post = await tx.readings.of(voice.post_id), await tx.posts.get(voice.post_id)
    if reading is None:
        raise NotFound
    way = await way_of(tx, reading, post=post)
    because = f"отделили от № {head.number}"
    draft = new_incident(tx.district_id, policy, post, reading, way, None, now=now)
    first = Event(
        act=Act.SPLIT,
        at=now,
        by=by.id,
        because=because,
        status_before=None,
        status_after=draft.status,
        data={"post": voice.post_id, "from": head.id},
    )
    alone = await tx.incidents.add(draft, first)
    await tx.voices.save(replace(voice, incident_id=alone.id, because=because))
    await tx.masses.put(Mass(incident_id=alone.id, at=now, family=family_of(alone.topic).key, said=1, usual=0.0, is_apart=True))
    if way.department_id is None or (way.doubt is not None and not reading.danger):
        return alone
    assigned = replace(alone, status=step(alone.status, Act.ASSIGN))
    event = Event(
        act=Act.ASSIGN,
        at=now,
        by=None,
        because=way.because,
        status_before=alone.status,
        status_after=assigned.status,
        data={"department": way.department_id},
    )
    return await tx.incidents.save(assigned, event)
