"""«История» of an incident."""

from collections.abc import Mapping, Sequence

from handlers.acts.history.holder_time_words import where_it_lay
from handlers.acts.history.incident_log_words import LogView, log_page
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.acts.messages import HistoryMenu
from incidents.approval.where_it_lay import lay
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, Event
from incidents.messenger import Message
from incidents.role_rights import Right, has_right


@renders(HistoryMenu)
async def _history(call: Call, said: HistoryMenu) -> Message:
    incident, subject = await call.incident(said.incident)
    events = await call.tx.log.of(incident.id)
    names = {o.id: o.title for o in await call.tx.officials.all()}
    for gone in {e.by for e in events if e.by is not None} - set(names):
        names[OfficialId(gone)] = (await call.tx.officials.get(gone)).title
    where = (await lay(call.tx.log, call.tx.approvals, incident, calendar=call.policy.calendar, until=call.now)).where
    view = LogView(
        incident_id=incident.id,
        number=incident.number,
        what_where=subject,
        events=events,
        officials=names,
        departments={d.id: d.title for d in await call.tx.departments.all()},
        words=await _words(call, incident.id, events),
        timezone=call.tz,
        now=call.now,
        sees_looks=has_right(await call.tx.officials.by_user(call.chat_id), Right.SEE_LOOKS),
        lay=where_it_lay(where.route, where.department, where.approval),
    )
    return log_page(view, said.page)


async def _words(call: Call, id: IncidentId, events: Sequence[Event]) -> Mapping[int, str]:
    """Words of people, which stand beside the log and not in it, by the event that names their id."""
    notes = {note.id: note.text for note in await call.tx.notes.of(id)}
    delay = await call.tx.delays.of(id)
    request = await call.tx.requests.of(id)
    found: dict[int, str] = {}
    for n, event in enumerate(events):
        data = event.data
        if data.get("note") in notes:
            found[n] = notes[int(data["note"] or 0)]
        elif delay is not None and delay.words and data.get("delay") == delay.id and event.act is Act.DELAY_REASON:
            found[n] = delay.words
        elif request is not None and data.get("request") == request.id and event.act is Act.SEND_OUTSIDE:
            found[n] = request.organisation
        elif isinstance(data.get("order"), int):
            found[n] = (await call.tx.orders.get(int(data["order"] or 0))).words or ""
        elif isinstance(data.get("report"), int):
            found[n] = (await call.tx.orders.get(int(data["report"] or 0))).report or ""
    return found
