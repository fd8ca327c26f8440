"""A rumour: of whom facts are asked, what is confirmed."""

from handlers.intake import rumours_words
from handlers.kit.rendering import Call, about_incident
from handlers.kit.renders import renders
from incidents.intake.lookups import departments_to_ask
from incidents.intake.messages import AskRumourFact, RumourFactsMenu
from incidents.messenger import Message


@renders(RumourFactsMenu)
async def _facts(call: Call, said: RumourFactsMenu) -> Message:
    incident, where = await call.incident(said.incident)
    departments = await departments_to_ask(call.tx, incident)
    return rumours_words.menu_facts(
        incident_id=incident.id, number=incident.number, what_where=where, departments=departments, page=said.page
    )


renders(AskRumourFact)(about_incident(rumours_words.ask_fact))
