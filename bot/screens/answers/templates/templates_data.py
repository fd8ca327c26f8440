"""/templates: what stands in the database now."""

from collections.abc import Mapping

from bot.screens.answers.templates import template_topics, templates
from bot.screens.kit.context import Call, Render, fixed, topic_titles
from incidents.answers.lookups import text_before
from incidents.answers.templates import in_order
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group


async def _listed(call: Call) -> Message:
    return templates.listed(
        templates=in_order(await call.tx.templates(), call.district.topics), titles=topic_titles(call), page=call.page()
    )


async def _one(call: Call) -> Message:
    template = await call.tx.template(call.number("template"))
    order = [each.id for each in in_order(await call.tx.templates(), call.district.topics)]
    return templates.one(
        template=template,
        titles=topic_titles(call),
        page=order.index(template.id) // templates.PAGE,
        was_changed=await text_before(call.tx, template.id) not in {None, template.text},
    )


async def _groups(call: Call) -> Message:
    template = await call.tx.template(call.number("template"))
    return template_topics.all_groups(template=template, groups=groups(call.district.topics), titles=topic_titles(call), page=call.page())


async def _topics(call: Call) -> Message:
    template, group = await call.tx.template(call.number("template")), call.text("group")
    shorts = {topic.slug: topic.short for topic in of_group(call.district.topics, group)}
    title = groups(call.district.topics).get(group, group)
    return template_topics.topics(template=template, group=group, title=title, shorts=shorts, page=call.page())


async def _ask_retitle(call: Call) -> Message:
    return templates.ask_retitle(template=await call.tx.template(call.number("template")))


async def _ask_text(call: Call) -> Message:
    return templates.ask_text(template=await call.tx.template(call.number("template")))


SAYS: Mapping[str, Render] = {
    "templates": _listed,
    "template_one": _one,
    "ask_template_text": _ask_text,
    "ask_template_title": fixed(templates.ask_title),
    "template_groups": _groups,
    "template_topics": _topics,
    "ask_template_retitle": _ask_retitle,
    "ask_template_new": fixed(templates.ask_new),
}
