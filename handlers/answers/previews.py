"""Buttons under a preview act on what it shows."""

from handlers.answers.answer_dialogue import end_dialogue, show_answer, wait_for_text
from handlers.answers.buttons import AnswerButton, AnswerDo, PreviewButton, SendButton
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.answers.messages import AnswerDays, OldPreview
from incidents.desk.answers import draft_answer, send_answer
from incidents.desk.answers.answer_alike import send_alike
from incidents.desk.answers.answer_photos import drop_photos
from incidents.desk.answers.answer_places import choose_elsewhere
from incidents.desk.answers.answer_versions import present_one
from incidents.desk.approval.each_alike import do_alike
from incidents.ids import AnswerId

_UNKNOWN = {AnswerDo.SEND, AnswerDo.DROP, AnswerDo.DATE, AnswerDo.ELSEWHERE}
"""Buttons of a preview without the code of what it shows: of an older program, or forged."""


@press(SendButton)
async def on_send(pressed: Pressed[SendButton], ctx: Context) -> None:
    """«Отправить», «Отправить так»."""
    await _act_on_preview(pressed, ctx, AnswerDo.SEND, AnswerId(pressed.button.answer), pressed.button.seen)


@press(PreviewButton)
async def on_other(pressed: Pressed[PreviewButton], ctx: Context) -> None:
    """«Отменить», «Добавить дату», «Убрать фото», «И в остальных»."""
    await _act_on_preview(pressed, ctx, pressed.button.do, AnswerId(pressed.button.answer), pressed.button.seen)


@press(AnswerButton, *_UNKNOWN)
async def on_unknown(pressed: Pressed[AnswerButton], ctx: Context) -> None:
    """A button of an older program: the present draft is shown first."""
    await _act_on_preview(pressed, ctx, pressed.button.do, AnswerId(pressed.button.answer), None)


async def _act_on_preview(pressed: Pressed[object], ctx: Context, do: AnswerDo, id: AnswerId, seen: str | None) -> None:
    if await show_present_instead(pressed, ctx, id, seen):
        return
    match do:
        case AnswerDo.SEND:
            sent, refused = await send_alike(ctx.tx, ctx.policy, id, by=ctx.who, now=ctx.now, message_id=pressed.message_id)
            answer = sent[0]
            if refused:
                ctx.toast = f"Отправили: {len(sent)}. Не вышло: {refused}, эти карточки уже взяли или решили"
            await end_dialogue(ctx, id)
        case AnswerDo.DROP:
            answer = (await do_alike(ctx.tx, id, lambda each, _: draft_answer.drop(ctx.tx, each, by=ctx.who)))[0][0]
            await end_dialogue(ctx, id)
        case AnswerDo.NO_PHOTO:
            answer = await drop_photos(ctx.tx, id, by=ctx.who)
            await wait_for_text(ctx, answer)
        case AnswerDo.ELSEWHERE:
            answer = await choose_elsewhere(ctx.tx, id, by=ctx.who)
        case AnswerDo.DATE:
            await send_answer.own_draft(ctx.tx, id, by=ctx.who)
            await ctx.say(AnswerDays(answer=id), edit=pressed.message_id)
            return
        case _:
            raise bad_choice()
    await show_answer(ctx, answer, pressed.message_id)


async def show_present_instead(pressed: Pressed[object], ctx: Context, id: AnswerId, seen: str | None) -> bool:
    """Whether the text above the button is a former one: the present draft takes its place, and nothing is done."""
    present = await present_one(ctx.tx, ctx.policy, id, seen, by=ctx.who, now=ctx.now)
    if present is None:
        return False
    ctx.toast = "Это прежний текст. Показали нынешний, с ним ничего не сделали"
    await wait_for_text(ctx, present)
    await ctx.say(OldPreview(answer=present.id), edit=pressed.message_id)
    return True
