"""«Показать» under an author who writes very much; list pages."""

from handlers.intake.buttons import AuthorButton
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.ids import PostId
from incidents.intake.messages import AuthorPosts
from incidents.role_rights import Right, check_right


@press(AuthorButton)
async def on_author(pressed: Pressed[AuthorButton], ctx: Context) -> None:
    """The list in place of the line; its pages turn there too."""
    check_right(ctx.who, Right.SEE_AUTHOR)
    await ctx.say(AuthorPosts(post=PostId(pressed.button.post), page=pressed.button.page), edit=pressed.message_id)
