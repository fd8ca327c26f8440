"""/templates: the coordinator reads, edits, adds and switches off templates of answers."""

from handlers.answers.buttons import ScopeButton, ScopeDo, TemplateButton, TemplateDo
from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.question_dialogue import ask
from handlers.kit.registry import command, press, question
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
from incidents.answers.values import AnswerKind
from incidents.desk.answers import templates
from incidents.errors import WrongStep
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups


@command("templates", private=True)
async def on_templates(_incoming: Incoming, ctx: Context) -> None:
    """All templates, a page at a time."""
    await ctx.say(TemplateList())


@press(TemplateButton)
async def on_do(pressed: Pressed[TemplateButton], ctx: Context) -> None:
    """A page, a template, and what is done with it."""
    check_right(ctx.who, Right.KEEP_TEMPLATES)
    id = pressed.button.id
    match pressed.button.do:
        case TemplateDo.LIST:
            await ctx.say(TemplateList(page=id), edit=pressed.message_id)
        case TemplateDo.SHOW:
            await _show(ctx, pressed.message_id, id)
        case TemplateDo.EDIT:
            await ctx.tx.templates.get(id)
            await ask(ctx, AskTemplateText(template=id))
        case TemplateDo.ADD:
            await ask(ctx, AskTemplateTitle())
        case TemplateDo.OFF | TemplateDo.ON:
            is_on = pressed.button.do is TemplateDo.ON
            await templates.switch(ctx.tx, id, active=is_on, by=ctx.who, now=ctx.now)
            ctx.toast = "Снова предлагаем" if is_on else "Больше не предлагаем. Включить можно здесь же"
            await _show(ctx, pressed.message_id, id)
        case TemplateDo.TITLE:
            await ctx.tx.templates.get(id)
            await ask(ctx, AskTemplateRetitle(template=id))
        case TemplateDo.BACK:
            await templates.take_back(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули прежний текст"
            await _show(ctx, pressed.message_id, id)
        case TemplateDo.FINAL | TemplateDo.INTERIM:
            await templates.set_kind(ctx.tx, id, AnswerKind(pressed.button.do), by=ctx.who, now=ctx.now)
            await _show(ctx, pressed.message_id, id)


@press(ScopeButton)
async def on_scope(pressed: Pressed[ScopeButton], ctx: Context) -> None:
    """Topics: groups, topics of one, one more or less."""
    check_right(ctx.who, Right.KEEP_TEMPLATES)
    id, key = pressed.button.id, pressed.button.key
    await ctx.tx.templates.get(id)
    group, _, page = key.partition("~")
    if pressed.button.do is ScopeDo.TOGGLE:
        template = await templates.toggle_topic(ctx.tx, ctx.policy, id, key, by=ctx.who, now=ctx.now)
        ctx.toast = "Для любой темы" if not template.scope else "Добавили" if key in template.scope else "Убрали"
        topic = ctx.policy.topics.get(key)
        group = topic.group if topic is not None else key
    if pressed.button.do is ScopeDo.GROUPS or not group:
        await ctx.say(TemplateGroups(template=id, page=_page_in(key)), edit=pressed.message_id)
    elif group not in groups(ctx.policy.topics):
        raise WrongStep("Такого раздела больше нет. Откройте шаблон ещё раз")
    else:
        await ctx.say(TemplateTopics(template=id, group=group, page=_page_in(page)), edit=pressed.message_id)


def _page_in(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0  # noqa: PLR2004 - pages of a list


@question(AskTemplateText)
async def _take_text(incoming: Incoming, ctx: Context) -> None:
    template = await templates.edit(ctx.tx, int(incoming.kept["template"]), incoming.text, by=ctx.who, now=ctx.now)
    await _show(ctx, None, template.id)


@question(AskTemplateTitle)
async def _take_title(incoming: Incoming, ctx: Context) -> None:
    check_right(ctx.who, Right.KEEP_TEMPLATES)
    title = templates.title_in(incoming.text)
    await ask(ctx, AskTemplateNew(), title=[title])  # kept, no field: words of people do not stand in the outbox


@question(AskTemplateNew)
async def _add_template(incoming: Incoming, ctx: Context) -> None:
    made = await templates.add(ctx.tx, incoming.kept["title"][0], incoming.text, by=ctx.who, now=ctx.now)
    await ctx.say(TemplateGroups(template=made.id))


@question(AskTemplateRetitle)
async def _take_new_title(incoming: Incoming, ctx: Context) -> None:
    template = await templates.retitle(ctx.tx, int(incoming.kept["template"]), incoming.text, by=ctx.who, now=ctx.now)
    await _show(ctx, None, template.id)


async def _show(ctx: Context, edit: int | None, id: int) -> None:
    await ctx.tx.templates.get(id)
    await ctx.say(TemplateCard(template=id), edit=edit)
