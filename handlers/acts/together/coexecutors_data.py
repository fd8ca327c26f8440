"""Co-executors: the menu, what is asked of them, what the collector hears."""

from handlers.acts.buttons import Marks, marked
from handlers.acts.together import coexecutors_words
from handlers.acts.together.questions_and_helpers_words import co_views
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from handlers.kit.text import resident_words
from incidents.acts.messages import AskCoFacts, CoExecutorMenu, CoFactsKept, CoFactsReady
from incidents.incident import Incident
from incidents.messenger import Message


async def _collector(call: Call, incident: Incident) -> str:
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    nobodys = "пресс-служба" if incident.rumour else "координатор"
    return titles.get(incident.department_id, nobodys) if incident.department_id else nobodys


@renders(CoExecutorMenu)
async def _menu(call: Call, said: CoExecutorMenu) -> Message:
    incident, where = await call.incident(said.incident)
    departments = [each for each in await call.tx.departments.all() if each.id != incident.department_id]
    asked = frozenset(incident.co_departments) - {incident.department_id}
    marks = Marks.of(said.marks, len(departments)) if said.marks is not None else marked([each.id in asked for each in departments])
    collector = await _collector(call, incident)
    return coexecutors_words.menu_co(incident=incident, what=where, departments=departments, marks=marks, asked=asked, collector=collector)


@renders(AskCoFacts)
async def _ask(call: Call, said: AskCoFacts) -> Message:
    incident, where = await call.incident(said.incident)
    voices = await call.tx.voices.of(incident.id)
    first = await call.tx.posts.get(voices[0].post_id) if voices else None
    quote = resident_words(first.post.text, 300, first.people) if first is not None else ""
    return coexecutors_words.ask_co_facts(incident=incident, what=where, quote=quote)


@renders(CoFactsKept)
async def _kept(call: Call, said: CoFactsKept) -> Message:
    incident, _ = await call.incident(said.incident)
    return coexecutors_words.facts_kept(collector=await _collector(call, incident))


@renders(CoFactsReady)
async def _ready(call: Call, said: CoFactsReady) -> Message:
    incident, where = await call.incident(said.incident)
    departments = {each.id: each for each in await call.tx.departments.all()}
    asked = await call.tx.co_executors.of(incident.id)
    told = [each for each in co_views(incident, asked, departments, None) if each.facts is not None]
    return coexecutors_words.co_ready(incident=incident, what=where, told=told)
