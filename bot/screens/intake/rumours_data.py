"""A rumour: of whom facts are asked, what is confirmed."""

from collections.abc import Mapping

from bot.screens.intake import rumours
from bot.screens.kit.context import Call, Render, plain
from incidents.intake.lookups import whom_to_ask
from incidents.messenger import Message


async def _facts(call: Call) -> Message:
    incident, where = await call.incident()
    departments = await whom_to_ask(call.tx, incident)
    return rumours.menu_facts(incident_id=incident.id, number=incident.number, what_where=where, departments=departments, page=call.page())


SAYS: Mapping[str, Render] = {"menu_rfacts": _facts, "ask_rumour_fact": plain(rumours.ask_fact)}
