"""Menus of a card: messages of their own, with a way back."""

from handlers.card import card_menus_words
from handlers.card.card_data import card_facts
from handlers.card.card_view_data import card_view
from handlers.card.keyboards_words import more_rows
from handlers.kit.rendering import Call, with_buttons
from handlers.kit.renders import renders
from incidents.acts.messages import AssignMenu, CloseMenu, CloseUnansweredMenu, MoreMenu, RejectMenu, ReturnMenu
from incidents.messenger import Message
from incidents.rights import MAX_RETURNS
from incidents.routing.likely_departments import OFFERED, likely, probable


@renders(AssignMenu)
async def _assign(call: Call, said: AssignMenu) -> Message:
    incident, where = await call.incident(said.incident)
    departments = {d.id: d for d in await call.tx.departments.all()}
    first = [departments[id] for id in (await likely(call.tx, incident))[:OFFERED] if id in departments]
    others = [d for d in departments.values() if d not in first]
    ordered = [*first, *sorted(others, key=lambda d: d.id == incident.department_id)]
    return card_menus_words.menu_assign(
        incident_id=incident.id, number=incident.number, what_where=where, departments=ordered, page=said.page
    )


@renders(ReturnMenu)
async def _return(call: Call, said: ReturnMenu) -> Message:
    incident, where = await call.incident(said.incident)
    departments = {d.id: d for d in await call.tx.departments.all()}
    every = [departments[id] for id in await likely(call.tx, incident)]
    if said.page is not None:
        return card_menus_words.menu_return_all(
            incident_id=incident.id, number=incident.number, what_where=where, departments=every, page=said.page
        )
    shortlist = [departments[id] for id in await probable(call.tx, incident)]
    last = incident.returns + 1 >= MAX_RETURNS
    return card_menus_words.menu_return(
        incident_id=incident.id, number=incident.number, what_where=where, likely=shortlist, others=len(every) - len(shortlist), last=last
    )


@renders(MoreMenu)
async def _more(call: Call, said: MoreMenu) -> Message:
    incident, where = await call.incident(said.incident)
    view = card_view(await card_facts(call.tx, call.policy, incident.id), call.chat_id, now=call.now)
    return card_menus_words.menu_more(incident_id=incident.id, number=incident.number, what_where=where, buttons=more_rows(view))


renders(CloseMenu)(with_buttons(card_menus_words.menu_close))
renders(CloseUnansweredMenu)(with_buttons(card_menus_words.menu_unanswered))
renders(RejectMenu)(with_buttons(card_menus_words.menu_reject))
