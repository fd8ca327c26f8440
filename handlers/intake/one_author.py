"""«Показать» under the line of an author who writes very much, and the pages of the list."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.intake.buttons import AuthorButton
from incidents.delivery import Say
from incidents.errors import Forbidden
from incidents.official import Role

router = Router(name="one_author")


@router.callback_query(AuthorButton.filter())
async def on_author(query: CallbackQuery, callback_data: AuthorButton, ctx: Context) -> None:
    """The list in place of the line; its pages turn there too."""
    if ctx.who.role is not Role.COORDINATOR:
        raise Forbidden("Этот список видит координатор. Что ждёт вас, покажет /my")
    edit = query.message.message_id if query.message is not None else None
    params: dict[str, int | str | None] = {"post": callback_data.post, "page": callback_data.page, "edit": edit}
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="author_posts", params=params, sound=False))
