"""What a press on a card asks for: the codes of all its buttons (VOICE.md 9). Each is handled by somebody."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from incidents.errors import WrongStep

MOST = 2**63
Id = Annotated[int, Field(ge=0, lt=MOST)]
"""What a database can hold: a forged number beyond it is a button that nobody knows."""

Page = Annotated[int, Field(ge=0, lt=10_000)]
Second = Annotated[int, Field(ge=0, lt=4_102_444_800)]
"""A moment in seconds since 1970, before the year 2100."""

OUTDATED = "Кнопка устарела. Что ждёт вас сейчас, покажет команда /my"


def number(text: str) -> int:
    """The number that a button carries in words. Raises WrongStep for what no button of ours carries."""
    if not (text.isascii() and text.isdecimal() and int(text) < MOST):
        raise WrongStep(OUTDATED)
    return int(text)


def page_in(text: str) -> int:
    """The page that a button carries in words; the first one for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("9999") else 0


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
    GATHER = "gather"  # «Собрать ответ» of several departments
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
    DETACH = "detach"  # «Отделить» a message from a mass event
    CAUSE = "cause"  # «Указать причину» of a mass event
    AMEND = "amend"  # «Поправка» to what is published
    WORKS = "works"  # «Ответ с этим сроком»
    ANSWER_ALL = "all"  # «Ответить всем»
    FORMER = "former"  # «Прошлый ответ»
    CHECKING = "checking"  # «Проверяем»
    ASK_FACTS = "askfacts"  # «Запросить факты»
    REFUTE = "refute"
    RUMOUR_TRUE = "rtrue"  # «Подтвердить»
    NOT_RUMOUR = "nrumour"  # «Это не слух»
    TO_CREW = "crew"  # «Передать бригаде»
    THANK = "thank"  # «Ответить спасибо»
    COUNSEL = "counsel"  # «Ответить» of the lawyer
    ENTRUST = "entrust"  # «Поручить другому»
    TO_HEAD = "tohead"  # «Главе на решение»
    BRIEF = "brief"  # «Что сказать»
