"""Buttons of what is seen of posts on their way in."""

from aiogram.filters.callback_data import CallbackData

from handlers.press import Id


class AuthorButton(CallbackData, prefix="au1"):
    """What the author of a post wrote around it. In chats since 0.2."""

    post: Id
    page: Id
