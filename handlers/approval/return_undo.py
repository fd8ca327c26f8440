"""«Снова согласовать»: a return to the author is taken back."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.kit.context import Context
from incidents.desk.approval.return_undo import take_return_back
from incidents.ids import AnswerId

router = Router(name="approval_return_undo")


@router.callback_query(ApprovalButton.filter(F.do == ApprovalDo.UNDO_RETURN))
async def on_undo(_query: CallbackQuery, callback_data: ApprovalButton, ctx: Context) -> None:
    """Under what the approver has just returned; the pressed message follows by itself."""
    await take_return_back(ctx.tx, AnswerId(callback_data.answer), by=ctx.who, now=ctx.now, seen=callback_data.choice)
    ctx.toast = "Ответ снова на согласовании"
