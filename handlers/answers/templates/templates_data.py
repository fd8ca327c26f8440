"""/templates: what stands in the database now."""

from handlers.answers.templates import template_topics_words, templates_words
from handlers.kit.rendering import Call, fixed, topic_titles
from handlers.kit.renders import renders
from incidents.answers.lookups import text_before
from incidents.answers.messages import (
    AskTemplateNew,
    AskTemplateRetitle,
    AskTemplateText,
    AskTemplateTitle,
    TemplateCard,
    TemplateGroups,
    TemplateList,
    TemplateTopics,
)
from incidents.answers.templates import in_reading_order
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group


@renders(TemplateList)
async def _listed(call: Call, said: TemplateList) -> Message:
    return templates_words.template_list(
        templates=in_reading_order(await call.tx.templates.all(), call.policy.topics), titles=topic_titles(call), page=said.page
    )


@renders(TemplateCard)
async def _one(call: Call, said: TemplateCard) -> Message:
    template = await call.tx.templates.get(said.template)
    order = [each.id for each in in_reading_order(await call.tx.templates.all(), call.policy.topics)]
    return templates_words.one(
        template=template,
        titles=topic_titles(call),
        page=order.index(template.id) // templates_words.PAGE,
        was_changed=await text_before(call.tx.audit, template.id) not in {None, template.text},
    )


@renders(TemplateGroups)
async def _groups(call: Call, said: TemplateGroups) -> Message:
    template = await call.tx.templates.get(said.template)
    return template_topics_words.all_groups(template=template, groups=groups(call.policy.topics), titles=topic_titles(call), page=said.page)


@renders(TemplateTopics)
async def _topics(call: Call, said: TemplateTopics) -> Message:
    template, group = await call.tx.templates.get(said.template), said.group
    shorts = {topic.slug: topic.short for topic in of_group(call.policy.topics, group)}
    title = groups(call.policy.topics).get(group, group)
    return template_topics_words.topics(template=template, group=group, title=title, shorts=shorts, page=said.page)


@renders(AskTemplateRetitle)
async def _ask_retitle(call: Call, said: AskTemplateRetitle) -> Message:
    return templates_words.ask_retitle(template=await call.tx.templates.get(said.template))


@renders(AskTemplateText)
async def _ask_text(call: Call, said: AskTemplateText) -> Message:
    return templates_words.ask_text(template=await call.tx.templates.get(said.template))


renders(AskTemplateTitle)(fixed(templates_words.ask_title))
renders(AskTemplateNew)(fixed(templates_words.ask_new))
