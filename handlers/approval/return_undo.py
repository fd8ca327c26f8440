"""«Снова согласовать»: a return to the author is taken back."""

from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.desk.approval.return_undo import take_return_back
from incidents.ids import AnswerId


@press(ApprovalButton, ApprovalDo.UNDO_RETURN)
async def on_undo(pressed: Pressed[ApprovalButton], ctx: Context) -> None:
    """Under what the approver has just returned; the pressed message follows by itself."""
    await take_return_back(ctx.tx, AnswerId(pressed.button.answer), by=ctx.who, now=ctx.now, seen=pressed.button.choice)
    ctx.toast = "Ответ снова на согласовании"
