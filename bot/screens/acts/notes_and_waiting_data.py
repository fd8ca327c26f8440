"""Notes, reasons of delay, what waits: menus, questions, confirmations."""

from collections.abc import Mapping

from bot.screens.acts import notes, postponed_and_outside
from bot.screens.kit.context import Call, Render, plain, with_buttons
from handlers.acts.buttons import OFFERED
from incidents.acts.notes_and_requests import REASON_LIMIT
from incidents.messenger import Message


async def _ask_delay(call: Call) -> Message:
    incident, where = await call.incident()
    return notes.ask_delay(number=incident.number, what_where=where, limit=REASON_LIMIT)


async def _postponed(call: Call) -> Message:
    incident, where = await call.incident()
    until = incident.postponed_until
    return postponed_and_outside.postponed(number=incident.number, what_where=where, until=until, tz=call.tz, now=call.now)


async def _came_back(call: Call) -> Message:
    incident, where = await call.incident()
    due = incident.answer_by
    return postponed_and_outside.came_back(
        incident_id=incident.id, number=incident.number, what_where=where, answer_by=due, tz=call.tz, now=call.now
    )


async def _ask_outside(call: Call) -> Message:
    incident, where = await call.incident()
    known = await call.tx.organisations(group=incident.group, limit=OFFERED)
    return postponed_and_outside.ask_outside(incident_id=incident.id, number=incident.number, what_where=where, known=known)


async def _sent_outside(call: Call) -> Message:
    incident, where = await call.incident()
    request = await call.tx.request_of(incident.id)
    return postponed_and_outside.sent_outside(
        incident_id=incident.id, number=incident.number, what_where=where, request=request, tz=call.tz
    )


async def _ask_them_again(call: Call) -> Message:
    incident, where = await call.incident()
    request = await call.tx.request_of(incident.id)
    return postponed_and_outside.ask_them_again(
        incident_id=incident.id, number=incident.number, what_where=where, request=request, tz=call.tz
    )


SAYS: Mapping[str, Render] = {
    "ask_note": plain(notes.ask_note),
    "noted": plain(notes.noted),
    "menu_delay": with_buttons(notes.menu_delay),
    "ask_delay": _ask_delay,
    "reasoned": plain(notes.reasoned),
    "menu_postpone": with_buttons(postponed_and_outside.menu_postpone),
    "ask_postpone": plain(postponed_and_outside.ask_postpone),
    "postponed": _postponed,
    "came_back": _came_back,
    "ask_outside": _ask_outside,
    "ask_outside_date": with_buttons(postponed_and_outside.ask_outside_date),
    "ask_outside_letter": with_buttons(postponed_and_outside.ask_outside_letter),
    "sent_outside": _sent_outside,
    "outside_came": with_buttons(postponed_and_outside.outside_came),
    "ask_them_again": _ask_them_again,
}
