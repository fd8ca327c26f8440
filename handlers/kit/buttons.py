"""Button data: presses on cards, menus, lists, days.

A change of fields means a new class with a new prefix.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypeVar

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.kit.choices import AWAY, MOST, PAGE_MARK, TO_MORE, read, read_number

Id = Annotated[int, Field(ge=0, lt=MOST)]
Page = Annotated[int, Field(ge=0, lt=10_000)]
Second = Annotated[int, Field(ge=0, lt=4_102_444_800)]
"""A moment in seconds since 1970, before the year 2100."""


class Press(StrEnum):
    """What a press on a card asks for. Codes stand in chats: add, never rename."""

    ACCEPT = "accept"
    GRADE_NOW = "gnow"  # «Опасно?»: there now
    GRADE_RISK = "grisk"
    GRADE_NONE = "gnone"
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
    NEAR = "near"  # «Это уже есть?»
    SPLIT = "split"
    GATHER = "gather"  # «Собрать ответ» of several departments
    COEXECUTOR = "co"
    CO_FACTS = "cofacts"  # «Дать факты» of a co-executor
    CONTROL = "control"
    CHECKED = "checked"  # «Всё верно»: what was doubted beside
    CONFIRM_DONE = "confirm_done"  # «Подтвердить: сделано», though the author disputes it
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
    SEEN = "seen"  # «Оставить»: the words that were added to an answered post
    DETACH = "detach"  # «Отделить» a message from a mass event
    CAUSE = "cause"  # «Указать причину» of a mass event
    AMEND = "amend"  # «Поправка» to what is published
    WORKS = "works"  # «Ответ с этим сроком»
    ANSWER_ALL = "all"  # «Ответить всем»
    SEVERAL = "several"  # «Несколько сразу» of a mass event
    FORMER = "former"  # «Прошлый ответ»
    CHECKING = "checking"  # «Проверяем»
    ASK_FACTS = "askfacts"  # «Запросить факты»
    REFUTE = "refute"
    RUMOUR_TRUE = "rtrue"  # «Подтвердить»
    NOT_RUMOUR = "nrumour"  # «Это не слух»
    TAKE_TEXT = "ttext"  # «Взять новое» of a changed text
    LEAVE_TEXT = "ltext"  # «Оставить» what stands on the card
    TO_CREW = "crew"  # «Передать бригаде»
    THANK = "thank"  # «Ответить спасибо»
    COUNSEL = "counsel"  # «Ответить» of the lawyer
    ENTRUST = "entrust"  # «Поручить другому»
    TO_HEAD = "tohead"  # «Главе на решение»
    BRIEF = "brief"  # «Что сказать»
    CONTACT = "contact"  # «Кому перезвонить»


class CardButton(CallbackData, prefix="c1"):
    """Under a card. In chats since 0.1."""

    press: Press
    incident: Id


class Menu(StrEnum):
    """Menus that are the handler's own messages."""

    CLOSE = "close"
    CLOSE_UNANSWERED = "unanswered"  # «Закрыть без ответа»: the outcome
    ASSIGN = "assign"
    REJECT = "reject"
    MORE = "more"
    RETURN = "return"
    HISTORY = "history"
    LOOKS = "looks"  # «Кто смотрел»
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
    NEAR = "near"  # one tap merges
    SPLIT = "split"
    SPLIT_PARTS = "sparts"  # the questions of one post
    SPLIT_GROUPS = "sgroups"  # groups of topics: what else the post asks
    SPLIT_TOPICS = "stopics"
    CO = "co"  # co-executors
    DETACH = "detach"
    CONTACT = "contact"  # «Кому перезвонить»
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


T = TypeVar("T")


class MenuButton(CallbackData, prefix="m1"):
    """One choice of a menu; `choice` is the code of the menu's own value; "" goes back. In chats since 0.1."""

    menu: Menu
    incident: Id
    choice: str

    @property
    def asks(self) -> str:
        """What is chosen from; of a way out, or of a page, its sign alone."""
        if self.choice in {AWAY, TO_MORE}:
            return self.choice
        return PAGE_MARK if self.choice.startswith(PAGE_MARK) else self.menu

    def read(self, parse: Callable[[str], T]) -> T:
        """What was chosen, as the menu's own value. Raises WrongStep for a choice that is no more."""
        return read(parse, self.choice)

    def read_id(self, kind: Callable[[int], T]) -> T:
        """What was chosen where the choices are rows of a table. Raises WrongStep for what is no number."""
        return kind(read_number(self.choice))


class Listed(StrEnum):
    """Lists that are asked for by a command and turned in place; the value is the code of the message that shows it."""

    QUEUE = "queue"
    FOUND = "found"  # by the words that the reader sent last
    DONE = "done"  # what was closed lately
    SOURCES = "sources"
    SUMMARY = "summary_for"
    RULES = "rules"
    CAUGHT_UP = "caught_up"  # of the digest after an outage


class ListButton(CallbackData, prefix="l2"):
    """Another page or part of a list. `key` names the part («overdue», «week»); "" is the whole. In chats since 0.1."""

    what: Listed
    key: str
    page: Page


Code = Annotated[str, Field(max_length=24)]


class ChangesButton(CallbackData, prefix="ch1"):
    """«Что меняли» and its pages. In chats since 0.2."""

    area: Code
    page: Page


class Day(StrEnum):
    """Codes of choices. They stand in chats: add, never rename."""

    TOMORROW = "tomorrow"
    FRIDAY = "friday"
    MONDAY = "monday"
    WEEK = "week"
    MONTH = "month"
    TYPED = "date"  # «Дата…»
