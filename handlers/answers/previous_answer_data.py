"""«Прошлый ответ», and the day of a plan."""

from handlers.answers import previous_answer_words
from handlers.kit.rendering import Call, about_incident, with_buttons
from handlers.kit.renders import renders
from incidents.answers.messages import PreviousAnswerMenu
from incidents.answers.previous_answer import previous_answer_of
from incidents.messenger import Message
from incidents.promises.messages import AskPlanDay, PlanMenu, Planned
from incidents.promises.values import PromiseState


@renders(PreviousAnswerMenu)
async def _previous_answer(call: Call, said: PreviousAnswerMenu) -> Message:
    incident, where = await call.incident(said.incident)
    previous = await previous_answer_of(call.tx, incident.id)
    reaction = await call.tx.posts.get(previous.reaction) if previous.reaction is not None else None
    return previous_answer_words.menu_previous_answer(
        incident_id=incident.id, number=incident.number, what_where=where, known=previous, reaction=reaction, tz=call.tz, now=call.now
    )


renders(PlanMenu)(with_buttons(previous_answer_words.menu_plan))
renders(AskPlanDay)(about_incident(previous_answer_words.ask_plan_day))


@renders(Planned)
async def _planned(call: Call, said: Planned) -> Message:
    incident, where = await call.incident(said.incident)
    waiting = [each for each in await call.tx.promises.of(incident.id) if each.state is PromiseState.OPEN]
    return previous_answer_words.planned(number=incident.number, what_where=where, promise=waiting[-1] if waiting else None)
