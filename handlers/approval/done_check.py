"""«Одобрить» under the words of «Решено?»."""

from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.approval.messages import ApproveDoneCheck
from incidents.desk.answers.done_check import approve_words


@press(ApprovalButton, ApprovalDo.DONE_CHECK)
async def on_approve(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """Once for the district; the pressed message tells who did."""
    await approve_words(ctx.tx, pressed.button.choice, by=ctx.who, now=ctx.now)
    await ctx.say(ApproveDoneCheck(), edit=pressed.message_id)
