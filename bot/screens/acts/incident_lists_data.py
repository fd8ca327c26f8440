"""Lists that a command asks for: the coordinator's queue, what was done in the week."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.screens.acts import coordinator_queue, incident_lists
from bot.screens.kit import button
from bot.screens.kit.context import Call, Render, fixed
from handlers.buttons import Listed
from incidents.acts.coordinator_queue import Waiting, sort_out
from incidents.answers.thanks import is_thanks
from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.messenger import Button, Message
from incidents.official import IN_DEPARTMENT
from incidents.places.find_text import sought

WEEK = timedelta(days=7)
MOST_FOUND = 60
A_MOMENT = timedelta(seconds=1)  # what was closed this very moment is done too


async def _queue(call: Call) -> Message:
    waiting = sort_out(await call.tx.open_incidents(), now=call.now)
    key = call.row.params.get("key")
    if key not in set(Waiting):
        return coordinator_queue.kinds(waiting={kind: len(found) for kind, found in waiting.items()})
    kind = Waiting(key)
    return coordinator_queue.of_kind(kind=kind, items=_items(call, waiting.get(kind, ())), page=call.page(), tz=call.tz, now=call.now)


async def _found(call: Call) -> Message:
    """What the reader looked for last."""
    words = await call.tx.last_sought(OfficialId(call.number("official"))) or ""
    found = await call.tx.found(sought(words), limit=MOST_FOUND + 1)
    items = _items(call, found[:MOST_FOUND])
    return incident_lists.found(words=words, items=items, page=call.page(), is_cut=len(found) > MOST_FOUND, tz=call.tz, now=call.now)


async def _done(call: Call) -> Message:
    """What the reader's department (for others: the district) answered or closed in seven days, newest first."""
    reader, since = await call.official(), call.now - WEEK
    touched = await call.tx.incidents_between(since, call.now + A_MOMENT)
    if reader.role in IN_DEPARTMENT:
        touched = [i for i in touched if i.department_id == reader.department_id or i.holder_id == reader.id]
    done = [(max(filter(None, (i.answered_at, i.closed_at))), i) for i in touched if (i.answered_at or i.closed_at) and not is_thanks(i)]
    items = _items(call, [i for at, i in sorted(done, key=lambda pair: pair[0], reverse=True) if at >= since])
    if not items:
        return incident_lists.done_empty()
    pages = -(-len(items) // incident_lists.PAGE_SIZE)
    page = min(call.page(), pages - 1)
    shown = items[page * incident_lists.PAGE_SIZE : (page + 1) * incident_lists.PAGE_SIZE]
    title = f"Сделано за неделю: {len(items)}"
    return incident_lists.paged(title=title, items=shown, page=page, pages=pages, turn=_turn_done, tz=call.tz, now=call.now)


def _turn_done(label: str, number: int) -> Button:
    return button.turn(Listed.DONE, label, "", number)


def _items(call: Call, incidents: Sequence[Incident]) -> list[incident_lists.ListItem]:
    return [incident_lists.ListItem(incident=i, topic_short=call.short(i.topic)) for i in incidents]


SAYS: Mapping[str, Render] = {
    Listed.QUEUE: _queue,
    Listed.DONE: _done,
    Listed.FOUND: _found,
    "ask_find": fixed(incident_lists.ask_find),
}
