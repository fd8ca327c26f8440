"""Orders of the head, their reports, what is under control."""

from collections.abc import Callable

from handlers.head import orders_words
from handlers.head.buttons import BY_EVENING
from handlers.kit.place import what_where
from handlers.kit.rendering import Call, Render, Unneeded, about_incident, fixed, with_buttons
from handlers.kit.renders import renders
from incidents.head.lookups import incidents_to_let_go
from incidents.head.messages import (
    AboutOrder,
    AskClarify,
    AskOrder,
    AskOrderVoice,
    AskOrderWhen,
    AskReport,
    ControlChanged,
    Controlled,
    ControlledAll,
    OrderDue,
    Ordered,
    OrderGiven,
    OrderMenu,
    OrderReport,
    OrderReported,
    OrderSilent,
    OrderTaken,
    OrderVoiceMenu,
    VoiceWanted,
)
from incidents.messenger import Message
from incidents.official import Role
from incidents.outbox_message import AboutIncident


def _menu(make: Callable[..., Message]) -> Render[AboutIncident]:
    """A menu of moments to report by."""

    async def render(call: Call, said: AboutIncident) -> Message:
        incident, where = await call.incident(said.incident)
        today = call.now.astimezone(call.tz).time() < BY_EVENING
        return make(incident_id=incident.id, number=incident.number, what_where=where, today=today)

    return render


@renders(Ordered)
async def _ordered(call: Call, said: Ordered) -> Message:
    incident, where = await call.incident(said.incident)
    return orders_words.ordered(number=incident.number, what_where=where, until=said.until, tz=call.tz, now=call.now)


def _about(make: Callable[[orders_words.OrderView], Message]) -> Render[AboutOrder]:
    """A text about one order."""

    async def render(call: Call, said: AboutOrder) -> Message:
        order = await call.tx.orders.get(said.order)
        incident, owner = await call.tx.incidents.get(order.incident_id), await call.tx.officials.get(order.by)
        by_head = owner.role is Role.HEAD
        view = orders_words.OrderView(
            order=order,
            number=incident.number,
            what_where=what_where(call.title(incident), incident.place, full=True, limit=100),
            owner="главы" if by_head else "координатора",
            by_head=by_head,
            reporter=(await call.tx.officials.get(order.reported_by)).title if order.reported_by is not None else None,
            timezone=call.tz,
            now=call.now,
        )
        return make(view)

    return render


@renders(Controlled)
async def _controlled(call: Call, _said: Controlled) -> Message:
    watched = await call.tx.incidents.controlled()
    return orders_words.controlled(watched=watched, settled=len(incidents_to_let_go(watched, now=call.now)))


@renders(ControlChanged)
async def _control_changed(call: Call, said: ControlChanged) -> Message:
    incident, where = await call.incident(said.incident)
    if (incident.controlled_since is not None) is not said.on:
        raise Unneeded
    who = await call.tx.officials.get(said.by)
    return orders_words.control_changed(incident=incident, what_where=where, who=who.title, on=said.on)


@renders(ControlledAll)
async def _all(call: Call, said: ControlledAll) -> Message:
    items = [(each, call.about(each)) for each in await call.tx.incidents.controlled()]
    return orders_words.controlled_all(items=items, page=said.page, tz=call.tz, now=call.now)


renders(OrderMenu)(_menu(orders_words.menu_order))
renders(OrderVoiceMenu)(_menu(orders_words.menu_order_voice))
renders(AskOrderWhen)(about_incident(orders_words.ask_order_when))
renders(AskOrder)(with_buttons(orders_words.ask_order))
renders(AskOrderVoice)(about_incident(orders_words.ask_order_voice))
renders(VoiceWanted)(fixed(orders_words.voice_wanted))
renders(OrderGiven)(_about(orders_words.order))
renders(OrderDue)(_about(orders_words.due))
renders(OrderSilent)(_about(orders_words.silent))
renders(AskReport)(_about(orders_words.ask_report))
renders(OrderReported)(_about(orders_words.reported))
renders(OrderReport)(_about(orders_words.report))
renders(AskClarify)(_about(orders_words.ask_clarify))
renders(OrderTaken)(_about(orders_words.taken))
