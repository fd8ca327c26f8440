"""What our buttons carry. A button lives for years in chats: a change of fields means a new class with a new prefix."""

from enum import StrEnum

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from magic_filter import MagicFilter

from handlers.press import Id, Page, Press


class CardButton(CallbackData, prefix="c1"):
    """Under a card. In chats since 0.1."""

    press: Press
    incident: Id


class TopicButton(CallbackData, prefix="t1"):
    """One of the two topics that are confused, under a card. In chats since 0.2."""

    incident: Id
    topic: str


class AnswerDo(StrEnum):
    """What a press in the dialogue of an answer asks for."""

    SEND = "send"
    EDIT = "edit"
    DROP = "drop"  # «Отменить» in the preview
    RECALL = "recall"  # «Отменить отправку» within the 60 seconds
    BY_HAND = "hand"  # «Опубликовано»: the official put it under the post
    DATE = "date"  # «Добавить дату» in the preview
    BACK = "back"  # from the days to the preview
    NO_PHOTO = "bare"  # «Без фото», «Убрать фото»


class AnswerButton(CallbackData, prefix="a1"):
    """Under a preview, a hold or a refusal of an answer. In chats since 0.1."""

    do: AnswerDo
    answer: Id


class AnswerDay(CallbackData, prefix="a2"):
    """A day for a draft that has none: a code of `FactDay`. In chats since 0.2."""

    answer: Id
    day: str


class Menu(StrEnum):
    """Menus that are the handler's own messages."""

    CLOSE = "close"
    ASSIGN = "assign"
    REJECT = "reject"
    MORE = "more"
    RETURN = "return"
    HISTORY = "history"
    REGION = "region"
    DELAY = "delay"
    POSTPONE = "postpone"
    OUTSIDE = "outside"  # to which organisation
    OUTSIDE_DATE = "odate"  # when it promised to answer
    OUTSIDE_LETTER = "oletter"
    CORRECT = "tp"  # «Тема и место»: which of the two
    GROUPS = "groups"  # groups of topics
    TOPICS = "topics"  # topics of a group, or found by a word
    TOWNS = "towns"  # settlements
    SPOTS = "spots"  # places that fit the typed words
    MERGE = "merge"
    MERGE_SURE = "merge_sure"
    SPLIT = "split"
    SPLIT_PARTS = "sparts"  # the questions of one post
    SPLIT_GROUPS = "sgroups"  # groups of topics: what else the post asks
    SPLIT_TOPICS = "stopics"
    CO = "co"  # co-executors
    DETACH = "detach"
    FACT = "fact"
    FACT_DAY = "fday"  # choice: a kind of fact and a day: «by_date~friday»
    TEMPLATE = "tmpl"
    TEMPLATE_DAY = "tday"  # choice: a template and a day: «12~friday»
    CONFIRM = "confirm"
    CALM = "calm"
    CALL = "call"
    HELP = "help"
    COLLEAGUE = "colleague"
    PROMISE_DONE = "pdone"
    PROMISE_DATE = "pdate"  # «Новый срок»
    PLAN = "plan"  # the day of «В плане с датой»
    FORMER = "former"  # «Прошлый ответ»
    RUMOUR_FACTS = "rfacts"  # «Запросить факты»: of whom
    ENTRUST = "entrust"  # «Поручить другому»
    ORDER = "order"
    ORDER_WORDS = "owords"
    ORDER_VOICE = "ovoice"  # «Голосом»: to report until when


class MenuButton(CallbackData, prefix="m1"):
    """One choice of a menu; `choice` is an outcome, a department or a reason; "" goes back. In chats since 0.1."""

    menu: Menu
    incident: Id
    choice: str


def chosen(menu: Menu) -> MagicFilter:
    """A choice of this menu, neither «Назад» nor a page."""
    return (F.menu == menu) & (F.choice != "") & ~F.choice.startswith(PAGE_MARK)


class FactDay(StrEnum):
    """Days that the menus of facts and templates offer. Codes stand in chats: add, never rename."""

    YESTERDAY = "yesterday"
    TODAY = "today"
    TOMORROW = "tomorrow"
    FRIDAY = "friday"
    TYPED = "date"  # «Дата…»
    NONE = "none"  # «Без даты»


OF_PAGE = "~"
"""Between a group of topics and its page: «roads~1»."""

LIKE = "s"
"""A `choice` of «s12» asks for the words of an answer given before."""

BY_WORD = "?"
"""A `choice` that asks to find a topic by a word."""

PAGE_MARK = "+"
"""A `choice` of «+2» asks for the menu's third page."""

UNKNOWN = "?"
"""A `choice` that says «не знаю чьё»."""


class MyPage(CallbackData, prefix="l1"):
    """Paging of /my. In chats since 0.1."""

    page: Page


class Listed(StrEnum):
    """Lists that are asked for by a command and turned in place; the value is the code of the `Say`."""

    QUEUE = "queue"
    FOUND = "found"  # by the words that the reader sent last
    DONE = "done"  # what was closed lately
    SOURCES = "sources"
    SUMMARY = "summary_for"
    RULES = "rules"


class ListButton(CallbackData, prefix="l2"):
    """Another page or part of a list. `key` names the part («overdue», «week»); "" is the whole. In chats since 0.1."""

    what: Listed
    key: str
    page: Page


class OrderDo(StrEnum):
    """What a press under an order or a report asks for. Codes stand in chats: add, never rename."""

    REPORT = "report"
    TAKE = "take"
    CLARIFY = "clarify"
    LET_GO = "letgo"  # «Снять с контроля»


class OrderButton(CallbackData, prefix="o1"):
    """Under an order of the head and its report. In chats since 0.1."""

    do: OrderDo
    order: Id


class ControlDo(StrEnum):
    """What a press under the list of what is watched asks for."""

    DROP = "drop"  # «Снять закрытые»
    ALL = "all"  # «Показать все»


class ControlButton(CallbackData, prefix="k1"):
    """Under the head's weekly list. In chats since 0.1."""

    do: ControlDo
    page: Page
