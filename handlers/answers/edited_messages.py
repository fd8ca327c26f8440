"""Edited messages: the text of an answer, an approver's correction.

Any other edit is no business of ours.
"""

from handlers.answers.answer_dialogue import show_answer
from handlers.kit.context import Context
from handlers.kit.input import Incoming
from handlers.kit.registry import SERVED
from incidents.answers.messages import AnswerStoppedByEdit
from incidents.approval.messages import ApprovalSheet
from incidents.desk.answers.answer_versions import retype
from incidents.desk.approval.corrected_again import correct_again
from incidents.messages import Refusal


@SERVED.edit(private=True)
async def on_edited(incoming: Incoming, ctx: Context) -> None:
    """The new preview, or why it is too late."""
    if ctx.official is None:
        return
    edited = await retype(ctx.tx, ctx.policy, incoming.message_id, incoming.words, by=ctx.who, now=ctx.now)
    if edited is None:
        await _correct_again(incoming, ctx)
        return
    if edited.is_stopped:
        await ctx.say(AnswerStoppedByEdit(answer=edited.answer.id, unfit=edited.unfit), edit=edited.answer.message_id)
    await show_answer(ctx, edited.answer, None)


async def _correct_again(incoming: Incoming, ctx: Context) -> None:
    """An approver's: it goes out anew, or waits for the author's word, or for another decision."""
    again = await correct_again(ctx.tx, ctx.policy, incoming.message_id, incoming.words, by=ctx.who, now=ctx.now)
    if again is None:
        return
    if again.unfit:
        id, why = again.answer.id, f"Прежнюю правку отозвали. {again.unfit}" if again.is_withdrawn else again.unfit
        await ctx.say(AnswerStoppedByEdit(answer=id, unfit=why) if again.is_stopped else Refusal(text=why))
    await ctx.say(ApprovalSheet(answer=again.answer.id, official=ctx.who.id))
