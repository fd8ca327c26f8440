"""The promise's morning and its menus."""

from collections.abc import Mapping

from bot.screens.kit.context import Call, Render
from bot.screens.kit.place import what_where
from bot.screens.kit.text import escape
from bot.screens.promises import promises
from incidents.errors import NotFound
from incidents.incident import Status
from incidents.messenger import Message
from incidents.promises.values import PromiseState


async def _today(call: Call) -> Message:
    incident, _ = await call.incident()
    promise = next((each for each in await call.tx.promises_of(incident.id) if each.id == call.number("promise")), None)
    if promise is None or promise.state is not PromiseState.OPEN:
        raise NotFound
    near = escape(what_where(call.short(incident.topic), incident.place))
    return promises.today(promise=promise, incident_id=incident.id, near=near)


async def _done(call: Call) -> Message:
    incident, where = await call.incident()
    is_closed = incident.status is Status.CLOSED
    return promises.menu_done(incident_id=incident.id, number=incident.number, what_where=where, is_closed=is_closed)


async def _date(call: Call) -> Message:
    incident, where = await call.incident()
    return promises.menu_date(incident_id=incident.id, number=incident.number, what_where=where)


async def _ask(call: Call) -> Message:
    incident, where = await call.incident()
    return promises.ask_date(number=incident.number, what_where=where)


SAYS: Mapping[str, Render] = {"promise_today": _today, "menu_pdone": _done, "menu_pdate": _date, "ask_promise_date": _ask}
