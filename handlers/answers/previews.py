"""Buttons under a preview act on what it shows."""

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from handlers.answers.answer_dialogue import end, show, write
from handlers.answers.buttons import AnswerButton, AnswerDo, PreviewButton, SendButton
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.question_dialogue import private
from incidents.answers.messages import AnswerDays, OldPreview
from incidents.desk.answers import draft_answer, send_answer
from incidents.desk.answers.answer_photos import drop_photos
from incidents.desk.answers.answer_places import choose_elsewhere
from incidents.desk.answers.answer_versions import present_one
from incidents.ids import AnswerId

router = Router(name="previews")

_UNKNOWN = {AnswerDo.SEND, AnswerDo.DROP, AnswerDo.DATE, AnswerDo.ELSEWHERE}
"""Buttons of a preview without the code of what it shows: of an older program, or forged."""


@router.callback_query(SendButton.filter())
async def on_send(query: CallbackQuery, callback_data: SendButton, ctx: Context, state: FSMContext) -> None:
    """«Отправить», «Отправить так»."""
    await _do(query, ctx, state, AnswerDo.SEND, AnswerId(callback_data.answer), callback_data.seen)


@router.callback_query(PreviewButton.filter())
async def on_other(query: CallbackQuery, callback_data: PreviewButton, ctx: Context, state: FSMContext) -> None:
    """«Отменить», «Добавить дату», «Убрать фото», «И в остальных»."""
    await _do(query, ctx, state, callback_data.do, AnswerId(callback_data.answer), callback_data.seen)


@router.callback_query(AnswerButton.filter(F.do.in_(_UNKNOWN)))
async def on_unknown(query: CallbackQuery, callback_data: AnswerButton, ctx: Context, state: FSMContext) -> None:
    """A button of an older program: the present draft is shown first."""
    await _do(query, ctx, state, callback_data.do, AnswerId(callback_data.answer), None)


async def _do(query: CallbackQuery, ctx: Context, state: FSMContext, do: AnswerDo, id: AnswerId, seen: str | None) -> None:
    if await shows_old(query, ctx, state, id, seen):
        return
    message_id, dialogue = _under(query), private(state, ctx)
    match do:
        case AnswerDo.SEND:
            answer = await send_answer.send(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now, message_id=message_id)
            await end(dialogue, id)
        case AnswerDo.DROP:
            answer = await draft_answer.drop(ctx.tx, id, by=ctx.who)
            await end(dialogue, id)
        case AnswerDo.NO_PHOTO:
            answer = await drop_photos(ctx.tx, id, by=ctx.who)
            await write(dialogue, answer.incident_id, answer.id, answer.kind)
        case AnswerDo.ELSEWHERE:
            answer = await choose_elsewhere(ctx.tx, id, by=ctx.who)
        case AnswerDo.DATE:
            await send_answer.own_draft(ctx.tx, id, by=ctx.who)
            await ctx.say(AnswerDays(answer=id), edit=message_id)
            return
        case _:
            raise bad_choice()
    await show(ctx, answer, message_id)


async def shows_old(query: CallbackQuery, ctx: Context, state: FSMContext, id: AnswerId, seen: str | None) -> bool:
    """Whether the text above the button is a former one: the present draft takes its place, and nothing is done."""
    present = await present_one(ctx.tx, ctx.policy, id, seen, by=ctx.who, now=ctx.now)
    if present is None:
        return False
    ctx.toast = "Это прежний текст. Показали нынешний, с ним ничего не сделали"
    await write(private(state, ctx), present.incident_id, present.id, present.kind)
    await ctx.say(OldPreview(answer=present.id), edit=_under(query))
    return True


def _under(query: CallbackQuery) -> int | None:
    return query.message.message_id if query.message is not None else None
