"""Who gets a copy of an incident's card.

A pure function of the incident and the people.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from incidents.deadlines.reminders import OF_THE_DANGER, Reminder, is_ladder_stopped
from incidents.ids import ChatId, OfficialId
from incidents.incident import FINAL, Doubt, Incident, Status
from incidents.official import Department, Official, Role, Watch
from incidents.people.leave import seats
from incidents.posts import LATE
from incidents.reading import DangerGrade

_RINGING = frozenset({Status.NEW, Status.ASSIGNED, Status.REOPENED})
"""Statuses in which a new copy may ring: later on somebody holds it, and a copy is for information."""

_LOUD_DOUBTS = frozenset({Doubt.ROUTE, Doubt.QUESTIONS})
"""C4, C5 and C7 are silent; a card that has no department at all rings, for nobody else will."""

_CHIEF_KNOWS = frozenset({"R6", "R9"})
_DUTY_KNOWS = frozenset({"R8", "R9"})
_COORDINATOR_KNOWS = frozenset({"R0", "R7", "R9"})
"""Reminders that brought the incident to the chief or the coordinator: they keep a card since then."""

_LATE = _COORDINATOR_KNOWS - {"R0"}
"""What brings a rumour to the coordinator where somebody else checks it."""

_LAST_RESORT = (Role.COORDINATOR, Role.CHIEF, Role.HEAD, Role.DUTY, Role.EXECUTOR, Role.APPROVER, Role.OBSERVER)
"""Who is asked, in this order, when nobody else is there: never nobody while anyone is enrolled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A chat that a card goes to. `official_id` is None for a department's group; `sound` rings for the first copy only."""

    chat_id: ChatId
    official_id: OfficialId | None = None
    topic_id: int | None = None
    sound: bool = True
    urgent: bool = False  # rings at any hour: the danger that is there now


def audience(incident: Incident, *, officials: Sequence[Official], departments: Sequence[Department]) -> tuple[Recipient, ...]:
    """Chats for this incident as it stands (docs/voice.md, «Cards»): never nobody while anyone is enrolled.

    The function has no clock: quiet hours of a card that is not `urgent` are kept by the courier's `not_before`. Officials whose chat is
    blocked are passed over while anybody else can be reached; what is of one on leave goes to the deputy. Chats that have lost the
    incident (returned, re-routed) are not here: the storage refreshes every copy that stands already.
    """
    active = [each for each in officials if each.active]
    seat = seats(active)
    people = [each for each in active if each.id in seat] or active
    rings = incident.status in _RINGING
    urgent = rings and incident.danger_grade is DangerGrade.NOW
    rings = urgent or (rings and not came_late(incident) and not incident.is_suggestion)
    chosen: dict[ChatId, Recipient] = {}
    found_all = (*_department(incident, people, departments), *_duty(incident, people), *_checkers(incident, people))
    for found in (*found_all, *_coordinators(incident, people)):
        recipient = replace(_seated(found, seat), sound=rings and (found.sound or urgent), urgent=urgent)
        known = chosen.get(recipient.chat_id)
        chosen[recipient.chat_id] = replace(known, sound=known.sound or recipient.sound) if known else recipient
    for found in _helpers(incident, people, departments):
        chosen.setdefault(found.chat_id, found)
    if all(each.official_id is None for each in chosen.values()):  # a group alone cannot act: it has no rights
        for found in _anybody(people):
            recipient = replace(_seated(found, seat), sound=rings, urgent=urgent)
            chosen.setdefault(recipient.chat_id, recipient)
    return tuple(chosen.values())


def came_late(incident: Incident) -> bool:
    """Whether it stood for a day before Otklik saw it, and neither a person nor a fresh voice has moved it since.

    Or an old doubt was not answered: the machine sent it on as a risk (`nobody_answered`).
    """
    if Reminder.DANGER_ASKED in incident.reminded:
        return True
    moved_at = max(incident.assigned_at or incident.opened_at, incident.clock_from)
    return incident.opened_at - incident.published_at > LATE and moved_at <= incident.opened_at


def _seated(found: Recipient, seat: Mapping[OfficialId, Official]) -> Recipient:
    """The same for whoever gets what is theirs: the deputy of one who is on leave."""
    one = seat.get(found.official_id) if found.official_id is not None else None
    return found if one is None else replace(found, chat_id=one.user_id, official_id=one.id)


def _private(official: Official, *, sound: bool = True) -> Recipient:
    return Recipient(chat_id=official.user_id, official_id=official.id, sound=sound)


def _department(incident: Incident, people: Sequence[Official], departments: Sequence[Department]) -> Iterator[Recipient]:
    """Whoever holds it, executors, the chief where a chief is needed, and the department's group (silent beside private copies)."""
    yield from (_private(each, sound=False) for each in people if each.id == incident.holder_id)
    own = [each for each in people if incident.department_id is not None and each.department_id == incident.department_id]
    executors = [each for each in own if each.role is Role.EXECUTOR]
    chiefs = [each for each in own if each.role is Role.CHIEF]
    yield from map(_private, executors)
    if not executors or _needs_chief(incident):
        yield from map(_private, chiefs)
    for each in departments:
        if each.id == incident.department_id and each.chat_id is not None:
            yield Recipient(chat_id=each.chat_id, topic_id=each.topic_id, sound=not (executors or chiefs))


def _helpers(incident: Incident, people: Sequence[Official], departments: Sequence[Department]) -> Iterator[Recipient]:
    """Co-executors: their facts are wanted, so the first copy rings; where there is no executor, the chief is asked.

    Their department's group has a copy as of its own cards, silent beside private ones.
    """
    if incident.status in FINAL:
        return
    for department in incident.co_departments:
        own = [each for each in people if each.department_id == department]
        executors = [each for each in own if each.role is Role.EXECUTOR]
        asked = executors or [each for each in own if each.role is Role.CHIEF]
        yield from map(_private, asked)
        for each in departments:
            if each.id == department and each.chat_id is not None:
                yield Recipient(chat_id=each.chat_id, topic_id=each.topic_id, sound=not asked)


def _needs_chief(incident: Incident) -> bool:
    return incident.repeat_of is not None or _was_called(incident, _CHIEF_KNOWS)


def _was_called(incident: Incident, codes: Set[str]) -> bool:
    """Whether one of these reminders rang. R8 and R9 are noted too when somebody spares the others: nobody is called then."""
    rang = set(incident.reminded) - (OF_THE_DANGER if is_ladder_stopped(incident) else frozenset())
    return not codes.isdisjoint(rang)


def _duty(incident: Incident, people: Sequence[Official]) -> Iterator[Recipient]:
    """ЕДДС: the danger that is there now (C2), and any danger beyond the district's border (C8)."""
    now = incident.danger_grade is DangerGrade.NOW
    if now or (incident.danger_grade is not None and incident.doubt is Doubt.OUTSIDE):
        everyone = _was_called(incident, _DUTY_KNOWS)
        yield from (_private(each, sound=now) for each in duty_first(people) if not everyone)
        yield from (_private(each, sound=now) for each in people if everyone and each.role is Role.DUTY)


def duty_first(people: Sequence[Official]) -> list[Official]:
    """Who is woken first: whoever is on duty now by the roster and whoever is not in it (ЕДДС); with nobody on duty now, all of them."""
    duty = [each for each in people if each.role is Role.DUTY]
    if not any(each.watch is Watch.NOW for each in duty):
        return duty
    return [each for each in duty if each.watch in {Watch.NOW, None}]


def duty_second(people: Sequence[Official]) -> list[Official]:
    """Who is called when nobody answers: whose shift is next, else the others, else the same people again."""
    first = duty_first(people)
    others = [each for each in people if each.role is Role.DUTY and each not in first]
    return [each for each in others if each.watch is Watch.NEXT] or others or first


def checkers(incident: Incident, people: Sequence[Official]) -> list[Official]:
    """Who checks a rumour: the approvers (пресс-служба); where there are none, the coordinators do."""
    return [each for each in people if incident.rumour and each.role is Role.APPROVER]


def _checkers(incident: Incident, people: Sequence[Official]) -> Iterator[Recipient]:
    """C9 is silent."""
    yield from (_private(each, sound=False) for each in checkers(incident, people))


def _coordinators(incident: Incident, people: Sequence[Official]) -> Iterator[Recipient]:
    """Doubts that hold it back, what has no department yet, dangers of both grades, and what climbed up to the coordinator."""
    if checkers(incident, people) and incident.danger_grade is None and not _LATE & set(incident.reminded):
        return
    wanted = (
        (incident.doubt is not None and not incident.is_doubted)
        or incident.status is Status.NEW
        or incident.department_id is None
        or incident.danger_grade is not None
        or incident.new_text_at is not None
        or _was_called(incident, _COORDINATOR_KNOWS)
    )
    if wanted:
        nobodys = incident.doubt is None and incident.department_id is None and not incident.rumour
        sound = incident.doubt in _LOUD_DOUBTS or nobodys
        yield from (_private(each, sound=sound) for each in people if each.role is Role.COORDINATOR)


def _anybody(people: Sequence[Official]) -> Iterator[Recipient]:
    for role in _LAST_RESORT:
        found = [each for each in people if each.role is role]
        if found:
            yield from map(_private, found)
            return
