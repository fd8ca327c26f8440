"""«История» of an incident."""

from collections.abc import Mapping

from bot.cards.log import LogView, log_page
from bot.render.call import Call, Render
from incidents.ids import OfficialId
from incidents.messenger import Message


async def _history(call: Call) -> Message:
    incident, where = await call.incident()
    events = await call.tx.events(incident.id)
    names = {o.id: o.title for o in await call.tx.officials()}
    for gone in {e.by for e in events if e.by is not None} - set(names):
        names[OfficialId(gone)] = (await call.tx.official(gone)).title
    view = LogView(
        incident_id=incident.id,
        number=incident.number,
        what_where=where,
        events=events,
        officials=names,
        departments={d.id: d.title for d in await call.tx.departments()},
        words={},
        timezone=call.tz,
        now=call.now,
    )
    return log_page(view, call.page())


SAYS: Mapping[str, Render] = {"menu_history": _history}
