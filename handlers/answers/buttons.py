"""Buttons of answers: dialogue, facts, templates, everyone.

They live for years in chats.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id
from handlers.kit.choices import read_number
from incidents.answers.facts import FactKind
from incidents.ids import AnswerId
from incidents.messenger import Button


class TemplateDo(StrEnum):
    """What a press asks for. Codes stand in chats: add, never rename."""

    LIST = "list"  # id: a page
    SHOW = "show"
    EDIT = "edit"
    ADD = "add"
    OFF = "off"
    ON = "on"
    TITLE = "title"
    BACK = "back"  # «Прежний текст»
    FINAL = "final"
    INTERIM = "interim"


class TemplateButton(CallbackData, prefix="tpl1"):
    """In /templates and under a template. In chats since 0.2."""

    do: TemplateDo
    id: Id


class ScopeDo(StrEnum):
    """What a press about a template's topics asks for. Codes stand in chats: add, never rename."""

    GROUPS = "groups"  # key: a page
    GROUP = "group"  # key: «roads» or «roads~1»
    TOGGLE = "toggle"  # key: a topic's or a group's slug; "" is any topic


class ScopeButton(CallbackData, prefix="tps1"):
    """Topics of a template. In chats since 0.2."""

    do: ScopeDo
    id: Id
    key: str


class AnswerDo(StrEnum):
    """What a press in the dialogue of an answer asks for."""

    SEND = "send"  # of a former version: nobody knows what its preview shows
    EDIT = "edit"
    DROP = "drop"  # «Отменить» in the preview, of a former version with `AnswerButton` like «Добавить дату»
    RECALL = "recall"  # «Отменить отправку» within the 60 seconds
    BY_HAND = "hand"  # «Опубликовано»: the official put it under the post
    ANYWAY = "anyway"  # «Отправить»: after a restoration nobody can look whether it went out
    DATE = "date"  # «Добавить дату» in the preview
    BACK = "back"  # from the days to the preview
    ELSEWHERE = "else"  # «И в остальных», «Только в первом»
    CLOSE = "close"  # «Закрыть: 40…» under one text for several cards
    NO_PHOTO = "bare"  # «Без фото», «Убрать фото»


class AnswerButton(CallbackData, prefix="a1"):
    """Under a preview, a hold or a refusal of an answer. In chats since 0.1."""

    do: AnswerDo
    answer: Id


class SendButton(CallbackData, prefix="a3"):
    """«Отправить» under a preview. `seen`: the code of what it shows. In chats since 0.3; before it was an `AnswerButton`."""

    answer: Id
    seen: str


class PreviewButton(CallbackData, prefix="a4"):
    """Another press under a preview, with the code of what it shows. In chats since 0.3."""

    do: AnswerDo
    answer: Id
    seen: str


class AnswerDay(CallbackData, prefix="a2"):
    """A day for a draft that has none: a code of `FactDay`. In chats from 0.2 to 0.3: it does not know for which text."""

    answer: Id
    day: str


class DayButton(CallbackData, prefix="a5"):
    """A day for a draft that has none, with the code of the text that it is for. In chats since 0.3."""

    answer: Id
    day: str
    seen: str


class FactDay(StrEnum):
    """Days that the menus of facts and templates offer. Codes stand in chats: add, never rename."""

    YESTERDAY = "yesterday"
    TODAY = "today"
    TOMORROW = "tomorrow"
    FRIDAY = "friday"
    TYPED = "date"  # «Дата…»
    NONE = "none"  # «Без даты»


_PART = "~"
_SAME = "s"


@dataclass(frozen=True, slots=True)
class FactOn:
    """What is so by fact, and when."""

    fact: FactKind
    day: FactDay

    @property
    def code(self) -> str:
        """«by_date~friday»."""
        return f"{self.fact}{_PART}{self.day}"

    @classmethod
    def parse(cls, code: str) -> Self:
        """Raises ValueError for a fact or a day that is none."""
        fact, _, day = code.partition(_PART)
        return cls(FactKind(fact), FactDay(day))


@dataclass(frozen=True, slots=True)
class TemplateOn:
    """A template and the day that it names."""

    template: int
    day: FactDay

    @property
    def code(self) -> str:
        """«12~friday»."""
        return f"{self.template}{_PART}{self.day}"

    @classmethod
    def parse(cls, code: str) -> Self:
        """Raises ValueError for a day that is none, WrongStep for what is no template."""
        template, _, day = code.partition(_PART)
        return cls(read_number(template), FactDay(day))


@dataclass(frozen=True, slots=True)
class SameAs:
    """The words of an answer given before."""

    answer: AnswerId

    @property
    def code(self) -> str:
        """«s12»."""
        return f"{_SAME}{self.answer}"


@dataclass(frozen=True, slots=True)
class Explained:
    """Another explanation than the nearest."""

    template: int

    @property
    def code(self) -> str:
        """«explained~12»."""
        return f"{FactKind.EXPLAINED}{_PART}{self.template}"


def fact_or_explained(code: str) -> FactKind | Explained:
    """Reads the menu of facts. Raises ValueError or WrongStep for what is neither."""
    fact, _, template = code.partition(_PART)
    kind = FactKind(fact)
    return Explained(read_number(template)) if template and kind is FactKind.EXPLAINED else FactKind(code)


def template_or_same(code: str) -> int | SameAs:
    """Reads the menu of templates. Raises WrongStep for what is neither."""
    return SameAs(AnswerId(read_number(code.removeprefix(_SAME)))) if code.startswith(_SAME) else read_number(code)


class AllDo(StrEnum):
    """What a press under the preview asks for."""

    SEND = "send"
    STOP = "stop"
    BACK = "back"
    POST = "post"  # «Пост и ответы»
    ONLY = "only"  # «Только ответы»


class AllButton(CallbackData, prefix="e1"):
    """Under «Ответить остальным». In chats since 0.1."""

    do: AllDo
    incident: Id


class LinesButton(CallbackData, prefix="e2"):
    """«Ответы в ветках» of a post to all, for its author and for the approver. In chats since 0.1."""

    answer: Id


def answer_button(do: AnswerDo, label: str, answer_id: AnswerId, *, primary: bool = False) -> Button:
    """A press in the dialogue of an answer."""
    return Button(label=label, data=AnswerButton(do=do, answer=answer_id).pack(), primary=primary)


def send_button(label: str, answer_id: AnswerId, seen: str, *, primary: bool = False) -> Button:
    """«Отправить» of what this preview shows."""
    return Button(label=label, data=SendButton(answer=answer_id, seen=seen).pack(), primary=primary)


def preview_button(do: AnswerDo, label: str, answer_id: AnswerId, seen: str) -> Button:
    """Another press on what this preview shows."""
    return Button(label=label, data=PreviewButton(do=do, answer=answer_id, seen=seen).pack())
