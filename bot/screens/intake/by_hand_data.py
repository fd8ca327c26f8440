"""A draft by hand and its questions."""

from collections.abc import Mapping

from bot.screens.intake import by_hand
from bot.screens.intake.by_hand import DraftView
from bot.screens.kit.context import Call, Render, fixed
from incidents.errors import NotFound
from incidents.ids import DraftId
from incidents.intake.by_hand import DraftState
from incidents.messenger import Message
from incidents.official import Role
from incidents.reading import Reading
from incidents.routing.rules import route

OFFERED = 4


async def _draft(call: Call) -> Message:
    draft, viewer = await call.tx.draft(DraftId(call.number("draft"))), await call.official()
    reading = await call.tx.reading(draft.post_id)
    if reading is None:
        raise NotFound
    is_coordinator = viewer.role is Role.COORDINATOR
    opened = await call.tx.incident_of(draft.post_id) if draft.state is DraftState.OPENED else None
    by = await call.tx.official(draft.official_id) if draft.official_id != viewer.id else None
    view = DraftView(
        draft=draft,
        post=await call.tx.post(draft.post_id),
        reading=reading,
        topic_short=call.short(reading.topic),
        route=await _route(call, reading),
        is_coordinator=is_coordinator,
        proposed_by=by.title if by else None,
        incident=await call.tx.incident(opened) if opened is not None else None,
    )
    return by_hand.draft(view)


async def _route(call: Call, reading: Reading) -> str:
    """Where the card would go now."""
    staffed = {o.department_id for o in await call.tx.officials() if o.department_id is not None and o.reachable}
    way = route(reading, rules=await call.tx.rules(), staffed=staffed)
    titles = {d.id: d.title for d in await call.tx.departments()}
    if way.department_id is None or (way.doubt is not None and not reading.danger):
        return f"решит координатор ({way.because})" if way.because else "решит координатор"
    return f"{titles.get(way.department_id, way.department_id)} ({way.because})"


async def _topics(call: Call) -> Message:
    draft = await call.tx.draft(DraftId(call.number("draft")))
    reading = await call.tx.reading(draft.post_id)
    if reading is None:
        raise NotFound
    found = call.text("topics").split() or [slug for slug, _ in reading.topics if slug != reading.topic][:OFFERED]
    return by_hand.topics(found=draft, offered=[(slug, call.short(slug)) for slug in found])


SAYS: Mapping[str, Render] = {
    "draft": _draft,
    "draft_topics": _topics,
    "private_taken": fixed(by_hand.private_taken),
    "private_enough": fixed(by_hand.private_enough),
    "draft_wanted": fixed(by_hand.wanted),
    "ask_new": fixed(by_hand.ask_new),
    "ask_draft_word": fixed(by_hand.ask_word),
    "ask_draft_place": fixed(by_hand.ask_place),
    "ask_draft_text": fixed(by_hand.ask_text),
}
