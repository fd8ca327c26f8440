"""Orders of the head, their reports, what is under control."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.screens.head import orders
from bot.screens.kit.context import Call, Render, fixed, plain, with_buttons
from bot.screens.kit.place import what_where
from handlers.head.buttons import BY_EVENING
from incidents.head.lookups import settled
from incidents.messenger import Message
from incidents.official import Role


def _menu(make: Callable[..., Message]) -> Render:
    """A menu of moments to report by."""

    async def render(call: Call) -> Message:
        incident, where = await call.incident()
        today = call.now.astimezone(call.tz).time() < BY_EVENING
        return make(incident_id=incident.id, number=incident.number, what_where=where, today=today)

    return render


async def _ordered(call: Call) -> Message:
    incident, where = await call.incident()
    until = datetime.fromisoformat(call.text("until"))
    return orders.ordered(number=incident.number, what_where=where, until=until, tz=call.tz, now=call.now)


def _about(make: Callable[[orders.OrderView], Message]) -> Render:
    """A text about the order of the row."""

    async def render(call: Call) -> Message:
        order = await call.tx.order(call.number("order"))
        incident, owner = await call.tx.incident(order.incident_id), await call.tx.official(order.by)
        by_head = owner.role is Role.HEAD
        view = orders.OrderView(
            order=order,
            number=incident.number,
            what_where=what_where(call.short(incident.topic), incident.place, full=True, limit=100),
            owner="главы" if by_head else "координатора",
            by_head=by_head,
            reporter=(await call.tx.official(order.reported_by)).title if order.reported_by is not None else None,
            timezone=call.tz,
            now=call.now,
        )
        return make(view)

    return render


async def _controlled(call: Call) -> Message:
    watched = await call.tx.controlled()
    return orders.controlled(watched=watched, settled=len(settled(watched, now=call.now)))


async def _all(call: Call) -> Message:
    items = [(each, call.about(each)) for each in await call.tx.controlled()]
    return orders.controlled_all(items=items, page=call.page(), tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {
    "menu_order": _menu(orders.menu_order),
    "menu_ovoice": _menu(orders.menu_order_voice),
    "ask_order_voice": plain(orders.ask_order_voice),
    "voice_wanted": fixed(orders.voice_wanted),
    "ask_order_when": plain(orders.ask_order_when),
    "ask_order": with_buttons(orders.ask_order),
    "ordered": _ordered,
    "order": _about(orders.order),
    "ask_report": _about(orders.ask_report),
    "ask_clarify": _about(orders.ask_clarify),
    "order_reported": _about(orders.reported),
    "order_report": _about(orders.report),
    "order_taken": _about(orders.taken),
    "order_due": _about(orders.due),
    "order_silent": _about(orders.silent),
    "controlled": _controlled,
    "controlled_all": _all,
}
