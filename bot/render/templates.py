"""/templates: what stands in the database now."""

from collections.abc import Mapping

from bot.cards import templates
from bot.render.call import Call, Render, fixed
from incidents.messenger import Message


async def _listed(call: Call) -> Message:
    return templates.listed(templates=await call.tx.templates(), titles=_titles(call), page=call.page())


async def _one(call: Call) -> Message:
    template = await call.tx.template(call.number("template"))
    order = [each.id for each in await call.tx.templates()]
    return templates.one(template=template, titles=_titles(call), page=order.index(template.id) // templates.PAGE)


async def _ask_text(call: Call) -> Message:
    return templates.ask_text(template=await call.tx.template(call.number("template")))


def _titles(call: Call) -> Mapping[str, str]:
    """Slugs of topics and groups as people call them."""
    topics = call.district.topics
    return {topic.group: topic.group_title for topic in topics.values()} | {slug: topic.short for slug, topic in topics.items()}


SAYS: Mapping[str, Render] = {
    "templates": _listed,
    "template_one": _one,
    "ask_template_text": _ask_text,
    "ask_template_title": fixed(templates.ask_title),
    "ask_template_new": fixed(templates.ask_new),
}
