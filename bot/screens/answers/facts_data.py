"""Menus of facts and templates in the dialogue of an answer."""

from collections.abc import Mapping

from bot.screens.answers import facts
from bot.screens.kit.context import Call, Render
from handlers.buttons import Menu
from incidents.answers.facts import FactKind
from incidents.answers.lookups import similar
from incidents.answers.similar_answers import Answered
from incidents.answers.templates import suitable
from incidents.messenger import Message


async def _menu_fact(call: Call) -> Message:
    incident, where = await call.incident()
    return facts.menu_fact(incident_id=incident.id, number=incident.number, what_where=where)


async def _menu_fact_day(call: Call) -> Message:
    incident, where = await call.incident()
    return facts.menu_fact_day(incident_id=incident.id, number=incident.number, what_where=where, fact=FactKind(call.text("fact")))


async def _ask_fact_day(call: Call) -> Message:
    return facts.ask_fact_day(what_where=(await call.incident())[1], fact=FactKind(call.text("fact")))


async def _menu_template(call: Call) -> Message:
    incident, where = await call.incident()
    fitting = suitable(await call.tx.templates(), topic=incident.topic, group=incident.group)
    likes = [await _like(call, one) for one in await similar(call.tx, incident)]
    return facts.menu_template(
        incident_id=incident.id, number=incident.number, what_where=where, templates=fitting, page=call.page(), similar=likes
    )


async def _like(call: Call, one: Answered) -> facts.Like:
    tones = [each.tone for each in await call.tx.reactions_of(one.incident.id)]
    tone = tones[-1] if tones else None
    return facts.Like(answer_id=one.answer.id, number=one.incident.number, text=one.answer.text, tone=tone)


async def _menu_template_day(call: Call) -> Message:
    incident, where = await call.incident()
    template = await call.tx.template(call.number("template"))
    return facts.menu_template_day(incident_id=incident.id, number=incident.number, what_where=where, template=template)


async def _ask_template_day(call: Call) -> Message:
    return facts.ask_template_day(what_where=(await call.incident())[1])


SAYS: Mapping[str, Render] = {
    f"menu_{Menu.FACT}": _menu_fact,
    f"menu_{Menu.FACT_DAY}": _menu_fact_day,
    "ask_fact_day": _ask_fact_day,
    f"menu_{Menu.TEMPLATE}": _menu_template,
    f"menu_{Menu.TEMPLATE_DAY}": _menu_template_day,
    "ask_template_day": _ask_template_day,
}
