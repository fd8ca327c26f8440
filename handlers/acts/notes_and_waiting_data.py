"""Notes, reasons of delay, what waits: menus, questions, confirmations."""

from handlers.acts import notes_words, postponed_and_outside_words
from handlers.acts.buttons import OFFERED
from handlers.kit.rendering import Call, about_incident, with_buttons
from handlers.kit.renders import renders
from incidents.acts.delays import REASON_LIMIT
from incidents.acts.messages import (
    AskDelay,
    AskNote,
    AskOutside,
    AskOutsideDate,
    AskOutsideLetter,
    AskPostpone,
    AskThemAgain,
    CameBack,
    DelayKept,
    DelayMenu,
    Noted,
    OutsideCame,
    Postponed,
    PostponeMenu,
    SentOutside,
)
from incidents.messenger import Message


@renders(AskDelay)
async def _ask_delay(call: Call, said: AskDelay) -> Message:
    incident, where = await call.incident(said.incident)
    return notes_words.ask_delay(number=incident.number, what_where=where, limit=REASON_LIMIT)


@renders(Postponed)
async def _postponed(call: Call, said: Postponed) -> Message:
    incident, where = await call.incident(said.incident)
    until = incident.postponed_until
    return postponed_and_outside_words.postponed(number=incident.number, what_where=where, until=until, tz=call.tz, now=call.now)


@renders(CameBack)
async def _came_back(call: Call, said: CameBack) -> Message:
    incident, where = await call.incident(said.incident)
    due = incident.answer_by
    return postponed_and_outside_words.came_back(
        incident_id=incident.id, number=incident.number, what_where=where, answer_by=due, tz=call.tz, now=call.now
    )


@renders(AskOutside)
async def _ask_outside(call: Call, said: AskOutside) -> Message:
    incident, where = await call.incident(said.incident)
    known = await call.tx.requests.organisations(group=incident.group, limit=OFFERED)
    return postponed_and_outside_words.ask_outside(incident_id=incident.id, number=incident.number, what_where=where, known=known)


@renders(SentOutside)
async def _sent_outside(call: Call, said: SentOutside) -> Message:
    incident, where = await call.incident(said.incident)
    request = await call.tx.requests.of(incident.id)
    return postponed_and_outside_words.sent_outside(
        incident_id=incident.id, number=incident.number, what_where=where, request=request, tz=call.tz
    )


@renders(AskThemAgain)
async def _ask_them_again(call: Call, said: AskThemAgain) -> Message:
    incident, where = await call.incident(said.incident)
    request = await call.tx.requests.of(incident.id)
    return postponed_and_outside_words.ask_them_again(
        incident_id=incident.id, number=incident.number, what_where=where, request=request, tz=call.tz
    )


renders(AskNote)(about_incident(notes_words.ask_note))
renders(Noted)(about_incident(notes_words.noted))
renders(DelayMenu)(with_buttons(notes_words.menu_delay))
renders(DelayKept)(about_incident(notes_words.reasoned))
renders(PostponeMenu)(with_buttons(postponed_and_outside_words.menu_postpone))
renders(AskPostpone)(about_incident(postponed_and_outside_words.ask_postpone))
renders(AskOutsideDate)(with_buttons(postponed_and_outside_words.ask_outside_date))
renders(AskOutsideLetter)(with_buttons(postponed_and_outside_words.ask_outside_letter))
renders(OutsideCame)(with_buttons(postponed_and_outside_words.outside_came))
