"""Lists by command: the coordinator's queue, the week's work."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from handlers.acts import look_words
from handlers.acts.lists import bulk_words, coordinator_queue_words, incident_lists_words
from handlers.kit import button
from handlers.kit.buttons import Listed
from handlers.kit.pages import Page
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from incidents.acts.bulk import BulkDone, BulkMenu, alike, allows, handing_over, takes_answer, takes_any
from incidents.acts.coordinator_queue import Waiting, sort_out
from incidents.acts.messages import AskFind, CoordinatorQueue, DoneList, FoundList, MyList
from incidents.answers.thanks import is_thanks
from incidents.card_rights import CARD_RIGHTS, Reach
from incidents.incident import FINAL, IN_WORK, OPEN, Act, Incident, Status
from incidents.messenger import Button, Message
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.places.find_text import find_query
from incidents.reading import DangerGrade
from incidents.rights import may_read
from incidents.routing.likely_departments import staffed
from incidents.transaction import Transaction

WEEK = timedelta(days=7)
MOST_FOUND = 60
A_MOMENT = timedelta(seconds=1)  # what was closed this very moment is done too


async def queue_of(tx: Transaction, now: datetime) -> Mapping[Waiting, Sequence[Incident]]:
    """What waits for the coordinator, by kind."""
    asking = dict.fromkeys(each.incident_id for each in await tx.voices.with_questions())
    known = {each.id: each for each in await tx.incidents.unfinished()}
    ended = [await tx.incidents.get(id) for id in asking if id not in known]
    return sort_out([*known.values(), *ended], now=now, asking=asking)


@renders(CoordinatorQueue)
async def _queue(call: Call, said: CoordinatorQueue) -> Message:
    waiting = await queue_of(call.tx, call.now)
    if said.key not in set(Waiting):
        return coordinator_queue_words.kinds(waiting={kind: len(found) for kind, found in waiting.items()})
    kind = Waiting(said.key)
    cards, reader = waiting.get(kind, ()), await call.tx.officials.by_user(call.chat_id)
    is_many = reader is not None and sum(takes_any(reader, each) for each in cards) > 1
    items = _items(call, cards)
    return coordinator_queue_words.of_kind(kind=kind, items=items, page=said.page, is_many=is_many, tz=call.tz, now=call.now)


@renders(FoundList)
async def _found(call: Call, said: FoundList) -> Message:
    """What the reader looked for last."""
    words, reader = await call.tx.search.last(said.official) or "", await call.tx.officials.get(said.official)
    request = find_query(words)
    found = await call.tx.search.find(request, reader=reader, limit=MOST_FOUND + 1)
    others = await call.tx.incidents.by_number(request.number) if not found and request.number is not None else None
    if others is not None:
        is_nobodys = others.department_id is None
        return look_words.foreign(incident_id=others.id, number=others.number, role=reader.role, is_nobodys=is_nobodys)
    items = _items(call, found[:MOST_FOUND])
    is_own = CARD_RIGHTS.reads[reader.role] is not Reach.EVERYTHING
    return incident_lists_words.found(
        words=words, items=items, page=said.page, is_cut=len(found) > MOST_FOUND, is_own=is_own, tz=call.tz, now=call.now
    )


@renders(DoneList)
async def _done(call: Call, said: DoneList) -> Message:
    """What the reader's department (for others: the district) answered or closed in seven days, newest first."""
    reader, since = await call.tx.officials.get(said.official), call.now - WEEK
    touched = await call.tx.incidents.between(since, call.now + A_MOMENT)
    if reader.role in IN_DEPARTMENT:
        touched = [i for i in touched if i.department_id == reader.department_id or i.holder_id == reader.id]
    touched = [i for i in touched if may_read(reader, i)]
    done = [(max(filter(None, (i.answered_at, i.closed_at))), i) for i in touched if (i.answered_at or i.closed_at) and not is_thanks(i)]
    items = _items(call, [i for at, i in sorted(done, key=lambda pair: pair[0], reverse=True) if at >= since])
    if not items:
        return incident_lists_words.done_empty()
    shown = Page.of(items, said.page, incident_lists_words.PAGE_SIZE)
    return incident_lists_words.paged(title=f"Сделано за неделю: {len(items)}", shown=shown, turn=_turn_done, tz=call.tz, now=call.now)


def _turn_done(label: str, number: int) -> Button:
    return button.turn(Listed.DONE, label, "", number)


def _items(call: Call, incidents: Sequence[Incident]) -> list[incident_lists_words.ListItem]:
    return [incident_lists_words.ListItem(incident=i, topic_short=call.title(i), topic=call.short(i.topic)) for i in incidents]


@renders(MyList)
async def _my(call: Call, said: MyList) -> Message:
    reader = await call.tx.officials.get(said.official)
    waiting = await waiting_of(call.tx, reader)
    promise = await _promise(call, reader) if not waiting else None
    return incident_lists_words.my_list(
        role=reader.role,
        shown=Page.of(_items(call, waiting), said.page, incident_lists_words.PAGE_SIZE),
        total=len(waiting),
        tz=call.tz,
        now=call.now,
        promise=promise,
        unaccepted=sum(i.status not in IN_WORK for i in waiting),
        is_many=sum(takes_any(reader, i) for i in await for_many(call.tx, reader)) > 1,
    )


async def _promise(call: Call, reader: Official) -> tuple[date, str] | None:
    """The nearest day that the reader's department (for others: the district) promised, and where."""
    for promise in await call.tx.promises.still_open():
        if reader.role not in IN_DEPARTMENT or reader.department_id == promise.department_id or reader.id == promise.official_id:
            incident = await call.tx.incidents.get(promise.incident_id)
            if may_read(reader, incident):
                return promise.due, call.about(incident)
    return None


async def waiting_of(tx: Transaction, official: Official) -> Sequence[Incident]:
    """The head's stand by how long they are watched, the approver's by how long they lie; the others' by danger and deadline."""
    match official.role:
        case Role.HEAD:
            ordered = [await tx.incidents.get(order.incident_id) for order in await tx.orders.of(official.id)]
            return list({i.id: i for i in (*await tx.incidents.controlled(), *ordered) if i.status not in FINAL}.values())
        case Role.APPROVER:
            answers = [await tx.answers.get(each.answer_id) for each in await tx.approvals.waiting()]
            rumours = [i for i in await tx.incidents.unfinished() if i.rumour and i.status in OPEN]
            return [*[await tx.incidents.get(answer.incident_id) for answer in answers], *rumours]
        case Role.DUTY:
            found: Sequence[Incident] = [i for i in await tx.incidents.unfinished() if i.danger_grade is not None]
        case role if role in IN_DEPARTMENT:
            found = await tx.incidents.held_by(official=official.id, department=official.department_id)
        case _:
            found = await tx.incidents.unfinished()
    return sorted(found, key=lambda i: (i.danger_grade is not DangerGrade.NOW, i.danger_grade is None))


async def for_many(tx: Transaction, official: Official) -> Sequence[Incident]:
    """Among which «Несколько сразу» under /my chooses: with what is answered, and waits to be closed."""
    waiting = await waiting_of(tx, official)
    if official.role not in IN_DEPARTMENT:
        return waiting
    answered = await tx.incidents.held_by(official=official.id, department=official.department_id, statuses={Status.ANSWERED})
    return [*waiting, *answered]


@renders(BulkMenu)
async def _bulk(call: Call, said: BulkMenu) -> Message:
    reader = await call.tx.officials.get(said.official)
    incidents_by_id = {each.id: each for each in await call.tx.incidents.these(said.incidents)}
    items = {item.incident.id: item for item in _items(call, [incidents_by_id[id] for id in said.incidents if id in incidents_by_id])}
    chosen = [incidents_by_id[id] for id in said.chosen if id in incidents_by_id]
    what_may = (Act.ACCEPT, handing_over(reader), Act.CLOSE)
    accept, hand_over, close = (sum(allows(reader, what, each) for each in chosen) for what in what_may)
    if said.is_closing:
        return bulk_words.how_ended(count=close)
    if said.is_handing:
        there = staffed(await call.tx.officials.all()) - {reader.department_id}
        departments = [each for each in await call.tx.departments.all() if each.id in there]
        return bulk_words.to_whom(count=hand_over, departments=departments, page=said.page)
    groups = [[items[id] for id in group] for group in alike(each.incident for each in items.values())]
    ids = frozenset(each.id for each in chosen)
    may = {"accept": accept, "hand_over": hand_over, "close": close, "answer": sum(takes_answer(reader, each) for each in chosen)}
    return bulk_words.menu(items=list(items.values()), groups=groups, chosen=ids, page=said.page, more=said.more, **may)


@renders(BulkDone)
async def _bulk_done(call: Call, said: BulkDone) -> Message:
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    left = [(each, titles.get(each.department_id) if each.department_id else None) for each in await call.tx.incidents.these(said.left)]
    reader = await call.tx.officials.get(said.official)
    asking = [each.id for each, _ in left if said.act is Act.CLOSE and allows(reader, Act.CLOSE, each)]
    changed = len(said.changed)
    return bulk_words.done(act=said.act, changed=changed, left=left, asking=asking, until=said.until, tz=call.tz, now=call.now)


renders(AskFind)(fixed(incident_lists_words.ask_find))
