"""«Прошлый ответ», and the day of a plan."""

from collections.abc import Mapping

from bot.screens.answers import previous_answer as cards
from bot.screens.kit.context import Call, Render, plain, with_buttons
from incidents.answers.previous_answer import former
from incidents.messenger import Message
from incidents.promises.values import PromiseState


async def _former(call: Call) -> Message:
    incident, where = await call.incident()
    known = await former(call.tx, incident.id)
    words = (await call.tx.post(known.reaction)).post.text if known.reaction is not None else None
    return cards.menu_former(
        incident_id=incident.id, number=incident.number, what_where=where, known=known, reaction=words, tz=call.tz, now=call.now
    )


async def _planned(call: Call) -> Message:
    incident, where = await call.incident()
    waiting = [each for each in await call.tx.promises_of(incident.id) if each.state is PromiseState.OPEN]
    return cards.planned(number=incident.number, what_where=where, promise=waiting[-1] if waiting else None)


SAYS: Mapping[str, Render] = {
    "menu_former": _former,
    "menu_plan": with_buttons(cards.menu_plan),
    "ask_plan_day": plain(cards.ask_plan_day),
    "planned": _planned,
}
