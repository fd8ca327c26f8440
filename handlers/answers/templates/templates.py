"""/templates: the coordinator reads, edits, adds and switches off templates of answers."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.answers.buttons import ScopeButton, ScopeDo, TemplateButton, TemplateDo
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.question_dialogue import Data, Question, ask, asked
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
from incidents.desk.answers import templates as desk
from incidents.errors import WrongStep
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups

router = Router(name="templates")


@router.message(command("templates"), F.chat.type == "private")
async def on_templates(_message: Message, ctx: Context) -> None:
    """All templates, a page at a time."""
    await ctx.say(TemplateList())


@router.callback_query(TemplateButton.filter())
async def on_do(query: CallbackQuery, callback_data: TemplateButton, ctx: Context, state: FSMContext) -> None:
    """A page, a template, and what is done with it."""
    check_right(ctx.who, Right.KEEP_TEMPLATES)
    edit = query.message.message_id if query.message is not None else None
    id = callback_data.id
    match callback_data.do:
        case TemplateDo.LIST:
            await ctx.say(TemplateList(page=id), edit=edit)
        case TemplateDo.SHOW:
            await _show(ctx, edit, id)
        case TemplateDo.EDIT:
            await ctx.tx.templates.get(id)
            await ask(ctx, state, AskTemplateText(template=id))
        case TemplateDo.ADD:
            await ask(ctx, state, AskTemplateTitle())
        case TemplateDo.OFF | TemplateDo.ON:
            is_on = callback_data.do is TemplateDo.ON
            await desk.switch(ctx.tx, id, active=is_on, by=ctx.who, now=ctx.now)
            ctx.toast = "Снова предлагаем" if is_on else "Больше не предлагаем. Включить можно здесь же"
            await _show(ctx, edit, id)
        case TemplateDo.TITLE:
            await ctx.tx.templates.get(id)
            await ask(ctx, state, AskTemplateRetitle(template=id))
        case TemplateDo.BACK:
            await desk.take_back(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Вернули прежний текст"
            await _show(ctx, edit, id)
        case TemplateDo.FINAL | TemplateDo.INTERIM:
            await desk.set_kind(ctx.tx, id, AnswerKind(callback_data.do), by=ctx.who, now=ctx.now)
            await _show(ctx, edit, id)


@router.callback_query(ScopeButton.filter())
async def on_scope(query: CallbackQuery, callback_data: ScopeButton, ctx: Context) -> None:
    """Topics: groups, topics of one, one more or less."""
    check_right(ctx.who, Right.KEEP_TEMPLATES)
    id, key = callback_data.id, callback_data.key
    edit = query.message.message_id if query.message is not None else None
    await ctx.tx.templates.get(id)
    group, _, page = key.partition("~")
    if callback_data.do is ScopeDo.TOGGLE:
        template = await desk.toggle_topic(ctx.tx, ctx.policy, id, key, by=ctx.who, now=ctx.now)
        ctx.toast = "Для любой темы" if not template.scope else "Добавили" if key in template.scope else "Убрали"
        topic = ctx.policy.topics.get(key)
        group = topic.group if topic is not None else key
    if callback_data.do is ScopeDo.GROUPS or not group:
        await ctx.say(TemplateGroups(template=id, page=_page(key)), edit=edit)
    elif group not in groups(ctx.policy.topics):
        raise WrongStep("Такого раздела больше нет. Откройте шаблон ещё раз")
    else:
        await ctx.say(TemplateTopics(template=id, group=group, page=_page(page)), edit=edit)


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0  # noqa: PLR2004 - pages of a list


async def _text(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    template = await desk.edit(ctx.tx, int(data["template"]), message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, template.id)


async def _title(message: Message, ctx: Context, state: FSMContext, _data: Data) -> None:
    check_right(ctx.who, Right.KEEP_TEMPLATES)
    title = desk.title_in(message.text or "")
    await ask(ctx, state, AskTemplateNew(), title=[title])  # kept, no field: words of people do not stand in the outbox


async def _new(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    made = await desk.add(ctx.tx, data["title"][0], message.text or "", by=ctx.who, now=ctx.now)
    await ctx.say(TemplateGroups(template=made.id))


async def _retitle(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    template = await desk.retitle(ctx.tx, int(data["template"]), message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, template.id)


async def _show(ctx: Context, edit: int | None, id: int) -> None:
    await ctx.tx.templates.get(id)
    await ctx.say(TemplateCard(template=id), edit=edit)


QUESTIONS: Mapping[str, Question] = {
    asked(AskTemplateText): Question(answered=_text),
    asked(AskTemplateTitle): Question(answered=_title),
    asked(AskTemplateNew): Question(answered=_new),
    asked(AskTemplateRetitle): Question(answered=_retitle),
}
