"""/templates: what stands in the database now."""

from collections.abc import Mapping

from bot.cards import templates
from bot.render.call import Call, Render, fixed, topic_titles
from incidents.messenger import Message


async def _listed(call: Call) -> Message:
    return templates.listed(templates=await call.tx.templates(), titles=topic_titles(call), page=call.page())


async def _one(call: Call) -> Message:
    template = await call.tx.template(call.number("template"))
    order = [each.id for each in await call.tx.templates()]
    return templates.one(template=template, titles=topic_titles(call), page=order.index(template.id) // templates.PAGE)


async def _ask_text(call: Call) -> Message:
    return templates.ask_text(template=await call.tx.template(call.number("template")))


SAYS: Mapping[str, Render] = {
    "templates": _listed,
    "template_one": _one,
    "ask_template_text": _ask_text,
    "ask_template_title": fixed(templates.ask_title),
    "ask_template_new": fixed(templates.ask_new),
}
