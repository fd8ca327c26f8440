"""Edited messages: the text of an answer, an approver's correction.

Any other edit is no business of ours.
"""

from aiogram import F, Router
from aiogram.types import Message

from handlers.answers.answer_dialogue import show
from handlers.kit.context import Context
from incidents.answers.messages import AnswerStoppedByEdit
from incidents.approval.messages import ApprovalSheet
from incidents.desk.answers.answer_versions import retype
from incidents.desk.approval.corrected_again import correct_again
from incidents.messages import Refusal

router = Router(name="edited_messages")


@router.edited_message(F.chat.type == "private")
async def on_edited(message: Message, ctx: Context) -> None:
    """The new preview, or why it is too late."""
    if ctx.official is None:
        return
    words = message.text or message.caption or ""
    edited = await retype(ctx.tx, ctx.policy, message.message_id, words, by=ctx.who, now=ctx.now)
    if edited is None:
        await _correction(message, words, ctx)
        return
    if edited.is_stopped:
        await ctx.say(AnswerStoppedByEdit(answer=edited.answer.id, unfit=edited.unfit), edit=edited.answer.message_id)
    await show(ctx, edited.answer, None)


async def _correction(message: Message, words: str, ctx: Context) -> None:
    """An approver's: it goes out anew, or waits for the author's word, or for another decision."""
    again = await correct_again(ctx.tx, ctx.policy, message.message_id, words, by=ctx.who, now=ctx.now)
    if again is None:
        return
    if again.unfit:
        id, why = again.answer.id, f"Прежнюю правку отозвали. {again.unfit}" if again.is_withdrawn else again.unfit
        await ctx.say(AnswerStoppedByEdit(answer=id, unfit=why) if again.is_stopped else Refusal(text=why))
    await ctx.say(ApprovalSheet(answer=again.answer.id, official=ctx.who.id))
