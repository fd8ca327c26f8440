"""/templates: the coordinator reads, edits, adds and switches off templates of answers."""

from collections.abc import Mapping

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.asking import Data, Question, ask
from handlers.commands import command
from handlers.context import Context
from handlers.template_buttons import TemplateButton, TemplateDo
from incidents.desk import templates as desk
from incidents.errors import DomainError
from incidents.ports import Say
from incidents.templates import TITLE

router = Router(name="templates")


@router.message(command("templates"), F.chat.type == "private")
async def on_templates(_message: Message, ctx: Context) -> None:
    """All templates, a page at a time."""
    await _say(ctx, "templates", None, page=0)


@router.callback_query(TemplateButton.filter())
async def on_do(query: CallbackQuery, callback_data: TemplateButton, ctx: Context, state: FSMContext) -> None:
    """A page, a template, and what is done with it."""
    desk.may_keep(ctx.who)
    edit = query.message.message_id if query.message is not None else None
    id = callback_data.id
    match callback_data.do:
        case TemplateDo.LIST:
            await _say(ctx, "templates", edit, page=id)
        case TemplateDo.SHOW:
            await _show(ctx, edit, id)
        case TemplateDo.EDIT:
            await ctx.tx.template(id)
            await ask(ctx, state, "template_text", template=id)
        case TemplateDo.ADD:
            await ask(ctx, state, "template_title")
        case TemplateDo.OFF | TemplateDo.ON:
            is_on = callback_data.do is TemplateDo.ON
            await desk.switch(ctx.tx, id, active=is_on, by=ctx.who, now=ctx.now)
            ctx.toast = "Снова предлагаем" if is_on else "Больше не предлагаем. Включить можно здесь же"
            await _show(ctx, edit, id)


async def _text(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    template = await desk.edit(ctx.tx, int(data["template"]), message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, template.id)


async def _title(message: Message, ctx: Context, state: FSMContext, _data: Data) -> None:
    desk.may_keep(ctx.who)
    title = " ".join((message.text or "").split())
    if len(title) > TITLE:
        raise DomainError(f"Название нужно коротким, до {TITLE} знаков. Пришлите ещё раз")
    await ask(ctx, state, "template_new", title=[title])  # a list: words of people never become a parameter of a Say


async def _new(message: Message, ctx: Context, _state: FSMContext, data: Data) -> None:
    made = await desk.add(ctx.tx, data["title"][0], message.text or "", by=ctx.who, now=ctx.now)
    await _show(ctx, None, made.id)


async def _show(ctx: Context, edit: int | None, id: int) -> None:
    await ctx.tx.template(id)
    await _say(ctx, "template_one", edit, template=id)


async def _say(ctx: Context, code: str, edit: int | None, **params: int) -> None:
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params={"edit": edit, **params}, sound=False))


QUESTIONS: Mapping[str, Question] = {
    "template_text": Question(answered=_text),
    "template_title": Question(answered=_title),
    "template_new": Question(answered=_new),
}
