"""Menus of facts and templates in the dialogue of an answer."""

from handlers.answers import facts_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.answers.facts import OF_SUGGESTIONS, FactKind
from incidents.answers.known_fields import known_fields
from incidents.answers.lookups import explanations, similar_answered
from incidents.answers.messages import AskFactDay, AskFields, AskTemplateDay, FactDayMenu, FactMenu, TemplateDayMenu, TemplateMenu
from incidents.answers.similar_answers import Answered
from incidents.answers.template_filling import readable_text
from incidents.answers.templates import suitable_templates
from incidents.messenger import Message

_OTHERS = 3
"""So many explanations beside the nearest are offered."""


@renders(FactMenu)
async def _menu_fact(call: Call, said: FactMenu) -> Message:
    incident, where = await call.incident(said.incident)
    return facts_words.menu_fact(incident_id=incident.id, number=incident.number, what_where=where, is_suggestion=incident.is_suggestion)


@renders(FactDayMenu)
async def _menu_fact_day(call: Call, said: FactDayMenu) -> Message:
    incident, where = await call.incident(said.incident)
    return facts_words.menu_fact_day(incident_id=incident.id, number=incident.number, what_where=where, fact=said.fact)


@renders(AskFactDay)
async def _ask_fact_day(call: Call, said: AskFactDay) -> Message:
    return facts_words.ask_fact_day(what_where=(await call.incident(said.incident))[1], fact=said.fact)


@renders(TemplateMenu)
async def _menu_template(call: Call, said: TemplateMenu) -> Message:
    incident, where = await call.incident(said.incident)
    every = suitable_templates(await call.tx.templates.all(), topic=incident.topic, group=incident.group)
    of_wishes = [each for each in every if each.fact in OF_SUGGESTIONS]
    fitting = (*(of_wishes if incident.is_suggestion else ()), *(each for each in every if each not in of_wishes))
    fields = await known_fields(call.tx.departments, call.policy.measures, incident)
    likes = [await _like(call, one) for one in await similar_answered(call.tx, incident)]
    return facts_words.menu_template(
        incident_id=incident.id, number=incident.number, what_where=where, templates=fitting, page=said.page, known=fields, similar=likes
    )


async def _like(call: Call, one: Answered) -> facts_words.Like:
    tones = [each.tone for each in await call.tx.reactions.of(one.incident.id)]
    tone = tones[-1] if tones else None
    return facts_words.Like(answer_id=one.answer.id, number=one.incident.number, text=one.answer.text, tone=tone)


@renders(TemplateDayMenu)
async def _menu_template_day(call: Call, said: TemplateDayMenu) -> Message:
    incident, where = await call.incident(said.incident)
    template = await call.tx.templates.get(said.template)
    fields = await known_fields(call.tx.departments, call.policy.measures, incident)
    return facts_words.menu_template_day(incident_id=incident.id, number=incident.number, what_where=where, template=template, known=fields)


@renders(AskFields)
async def _ask_fields(call: Call, said: AskFields) -> Message:
    incident, where = await call.incident(said.incident)
    template = await call.tx.templates.get(said.template)
    fields = await known_fields(call.tx.departments, call.policy.measures, incident, day=said.day, today=call.policy.today(call.now))
    shown = readable_text(template.text, {name: value for name, value in fields.items() if name not in said.fields})
    near = await explanations(call.tx, incident) if template.fact is FactKind.EXPLAINED else ()
    others = [each for each in near if each.id != template.id][:_OTHERS]
    return facts_words.ask_fields(incident=incident, what_where=where, fields=said.fields, shown=shown, others=others)


@renders(AskTemplateDay)
async def _ask_template_day(call: Call, said: AskTemplateDay) -> Message:
    return facts_words.ask_template_day(what_where=(await call.incident(said.incident))[1])
