"""Buttons of what is seen of posts on their way in."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.kit.buttons import Id, Page


class AuthorButton(CallbackData, prefix="au1"):
    """What the author of a post wrote around it. In chats since 0.2."""

    post: Id
    page: Id


class DraftDo(StrEnum):
    """What a press under a draft asks for."""

    OPEN = "open"  # «Завести», «Предложить»
    DROP = "drop"
    TOPIC = "topic"
    WORD = "word"  # «Найти по слову»
    PLACE = "place"
    TEXT = "text"
    DESCRIBE = "describe"  # «Написать»: the first words beside a photo
    SHOW = "show"  # back from the topics
    CONTACT = "contact"  # «Кому перезвонить»
    NOBODY = "nobody"  # «Пропустить» of that question


class DraftButton(CallbackData, prefix="d1"):
    """Under a draft. In chats since 0.1."""

    do: DraftDo
    draft: Id


class DraftTopic(CallbackData, prefix="d2"):
    """One of the topics offered for a draft. In chats since 0.1."""

    draft: Id
    topic: Annotated[str, Field(max_length=40)]


class JournalDo(StrEnum):
    """What becomes of a list of receptions and calls. Codes stand in chats: add, never rename."""

    TAKE = "take"
    DROP = "drop"
    RECEPTIONS = "receptions"  # it is such a list indeed
    REGION = "region"  # no, the region's


class JournalButton(CallbackData, prefix="jl1"):
    """Under the dry run of a list of receptions and calls. In chats since 0.3."""

    do: JournalDo
    file: Id


class MissedDo(StrEnum):
    """What a press in «Не взяли» asks for. Codes stand in chats: add, never rename."""

    LIST = "list"
    SHOW = "show"
    APPEAL = "appeal"  # «Это обращение»
    RIGHTLY = "rightly"  # «Верно, не наше»
    YES = "yes"  # «Обращение?»
    NO = "no"


class MissedButton(CallbackData, prefix="ms1"):
    """In «Не взяли»; `is_found`: by a word; `page`: of the list behind a post. In chats since 0.3."""

    do: MissedDo
    post: Id
    is_found: bool
    page: Page
