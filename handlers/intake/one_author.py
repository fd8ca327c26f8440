"""«Показать» under an author who writes very much; list pages."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.intake.buttons import AuthorButton
from handlers.kit.context import Context
from incidents.ids import PostId
from incidents.intake.messages import AuthorPosts
from incidents.role_rights import Right, check_right

router = Router(name="one_author")


@router.callback_query(AuthorButton.filter())
async def on_author(query: CallbackQuery, callback_data: AuthorButton, ctx: Context) -> None:
    """The list in place of the line; its pages turn there too."""
    check_right(ctx.who, Right.SEE_AUTHOR)
    edit = query.message.message_id if query.message is not None else None
    await ctx.say(AuthorPosts(post=PostId(callback_data.post), page=callback_data.page), edit=edit)
