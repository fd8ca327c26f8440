"""What our buttons carry. A button lives for years in chats: a change of fields means a new class with a new prefix."""

from enum import StrEnum
from typing import Annotated

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from magic_filter import MagicFilter
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""What a database can hold: a forged number beyond it is a button that nobody knows."""


class Press(StrEnum):
    """What a press on a card asks for. Codes stand in chats: add, never rename."""

    ACCEPT = "accept"
    RETURN = "return"  # «Не наше»
    ANSWER = "answer"
    CLOSE = "close"  # opens the menu of outcomes
    ASSIGN = "assign"  # opens the menu of departments
    REJECT = "reject"  # opens the menu of reasons
    REOPEN = "reopen"
    WHY = "why"
    SHOW = "show"  # from a list: bring the card here
    MORE = "more"  # «Ещё…»
    UNDO = "undo"
    HISTORY = "history"
    FACTS = "facts"
    INTERIM = "interim"
    HELP = "help"
    POSTPONE = "postpone"
    RESUME = "resume"  # «Вернуть сейчас»
    OTHER_DATE = "date"  # «Другая дата» of what is postponed
    NOTE = "note"
    ASK_AUTHOR = "ask"
    OUTSIDE = "outside"  # «Передать вовне»
    OUTSIDE_CAME = "came"  # «Ответ пришёл»
    REMIND_THEM = "remind"  # «Напомнить им»
    NUDGE = "nudge"  # the coordinator's «Напомнить»
    PROPOSED = "proposed"  # «В отдел ЖКХ»: the department that the route names
    TOPIC = "topic"
    PLACE = "place"
    TOPIC_PLACE = "tp"  # «Тема и место»
    MERGE = "merge"
    SPLIT = "split"
    COLLECT = "collect"  # «Собрать ответ» of several departments
    ONE_DEPARTMENT = "one"
    COEXECUTOR = "co"
    CO_FACTS = "cofacts"  # «Дать факты» of a co-executor
    CONTROL = "control"
    ORDER = "order"
    EXPLAIN = "explain"  # «Пусть объяснят»
    DELAY = "delay"
    REGION = "region"  # «Для региона»
    REGION_NUMBER = "rnumber"
    RECALL = "recall"  # «Отозвать» from approval
    MY_ANSWER = "mine"
    FIX = "fix"  # «Поправить» what the approver returned
    ASK_APPROVER = "spoke"
    HURRY = "hurry"
    SEE_ANSWER = "see"
    PROMISE_DONE = "done"
    PROMISE_DATE = "promise"  # «Новый срок»
    PREVIOUS = "previous"
    SAFE = "safe"
    KNOWN = "known"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    CALL = "call"
    REACHED = "reached"  # «Есть ответ» by telephone
    WARN = "warn"  # «Сказать жителям»
    NOT_DANGER = "calm"
    NEIGHBOURS = "neighbours"
    GENERAL = "general"  # «Ответить общим»
    STAY = "stay"  # «Оставить»
    THANK = "thank"  # «Ответить спасибо»
    BRAVO = "bravo"  # «Передать бригаде»
    DETACH = "detach"  # «Отделить» a message from a mass event
    CAUSE = "cause"  # «Указать причину» of a mass event
    AMEND = "amend"  # «Поправка» to what is published
    WORKS = "works"  # «Ответ с этим сроком»
    ANSWER_ALL = "all"  # «Ответить всем»


HANDLED = frozenset(
    {
        Press.ACCEPT,
        Press.RETURN,
        Press.ANSWER,
        Press.CLOSE,
        Press.ASSIGN,
        Press.REJECT,
        Press.REOPEN,
        Press.WHY,
        Press.SHOW,
        Press.MORE,
        Press.PROPOSED,
        Press.UNDO,
        Press.HISTORY,
        Press.REGION,
        Press.REGION_NUMBER,
        Press.NOTE,
        Press.DELAY,
        Press.POSTPONE,
        Press.RESUME,
        Press.OTHER_DATE,
        Press.OUTSIDE,
        Press.OUTSIDE_CAME,
        Press.REMIND_THEM,
        Press.TOPIC,
        Press.PLACE,
        Press.TOPIC_PLACE,
        Press.MERGE,
        Press.SPLIT,
        Press.COEXECUTOR,
        Press.CO_FACTS,
        Press.ASK_AUTHOR,
        Press.GENERAL,
        Press.NEIGHBOURS,
        Press.DETACH,
        Press.CAUSE,
        Press.INTERIM,
        Press.AMEND,
        Press.RECALL,
        Press.MY_ANSWER,
        Press.FIX,
        Press.ASK_APPROVER,
        Press.HURRY,
        Press.SEE_ANSWER,
        Press.WORKS,
        Press.ANSWER_ALL,
        Press.FACTS,
        Press.KNOWN,
        Press.REACHED,
        Press.CONFIRMED,
        Press.DENIED,
        Press.NOT_DANGER,
        Press.SAFE,
        Press.CALL,
        Press.WARN,
        Press.HELP,
        Press.NUDGE,
        Press.PROMISE_DONE,
        Press.PROMISE_DATE,
        Press.STAY,
        Press.CONTROL,
        Press.ORDER,
        Press.EXPLAIN,
    }
)
"""What somebody handles: a keyboard offers nothing else."""


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
    ORDER = "order"
    ORDER_WORDS = "owords"


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

    page: Id


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
    page: Id


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
    page: Id
