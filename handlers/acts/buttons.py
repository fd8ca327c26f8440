"""Buttons of acts: pages of /my, marks, words of menus.

Marks travel in the buttons themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id, Page
from incidents.errors import WrongStep
from incidents.ids import OfficialId
from incidents.messenger import Button

PAGE = 6
MOST = 120
"""Items that a mark can reach: their bits fit Telegram's 64 bytes."""

OLD = "Список изменился. Откройте его на карточке ещё раз"
_DO = "ok"
LOOKS = "looks"
"""«Кто смотрел» under «История»."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A multi-select menu whose selection is a bit mask in the button data, with the count of items and the page shown."""

    bits: int = 0
    count: int = 0
    page: int = 0
    taken: bool = False  # by the button that takes what is marked

    @classmethod
    def of(cls, code: str, count: int) -> Self:
        """Read a button. Raises WrongStep when it is of a list that has changed since, or forged."""
        try:
            bits, known, page = code.removeprefix(_DO).split(".")
            read = cls(int(bits, 16), int(known), int(page), code.startswith(_DO))
        except ValueError:
            raise WrongStep(OLD) from None
        if read.count != count or not 0 <= read.bits < 1 << count or not 0 <= read.page <= count:
            raise WrongStep(OLD)
        return read

    @property
    def code(self) -> str:
        """«5.8.0»; «ok5.8.0» takes what is marked."""
        return f"{_DO if self.taken else ''}{self.bits:x}.{self.count}.{self.page}"

    @property
    def done(self) -> Self:
        """For the button that takes what is marked."""
        return replace(self, taken=True)

    @property
    def chosen(self) -> int:
        """How many are marked."""
        return self.bits.bit_count()

    def has(self, n: int) -> bool:
        """Whether the item is marked."""
        return bool(self.bits >> n & 1)

    def toggled(self, n: int) -> Self:
        """The item marked, or not any more."""
        return replace(self, bits=self.bits ^ 1 << n)

    def turned(self, count: int) -> Self:
        """The next page; after the last comes the first."""
        return replace(self, page=(self.page + 1) % max(1, -(-count // PAGE)))

    def shown(self, count: int) -> range:
        """Which items stand on this page."""
        return range(self.page * PAGE, min(count, (self.page + 1) * PAGE))


def marked(which: Sequence[bool]) -> Marks:
    """Marks that stand at first."""
    return Marks(sum(1 << n for n, each in enumerate(which) if each), len(which))


def marks_of(count: int) -> Callable[[str], Marks]:
    """Reads the marks of a list of so many."""
    return lambda code: Marks.of(code, count)


class Parts(StrEnum):
    """What is done with the questions of one post. Codes stand in chats: add, never rename."""

    ALL = "all"  # each question its own card
    OTHER = "?"  # «Другая тема…»


def colleague(code: str) -> OfficialId | None:
    """Whom help is asked of; None for what is no official."""
    return OfficialId(int(code)) if code.isdecimal() else None


class Letter(StrEnum):
    """The number of a letter. Codes stand in chats: add, never rename."""

    NONE = "-"  # «Без номера»


class ReadDo(StrEnum):
    """What a press about a card of others asks for."""

    ASK = "ask"  # a coordinator to show it; the id is the incident's
    NOT_NEEDED = "no"
    SHOW = "show"  # of a coordinator; the id is the request's, here and below
    HIDE = "hide"


class ReadButton(CallbackData, prefix="rd1"):
    """Under a request to see a card of others. In chats since 0.3."""

    do: ReadDo
    id: Id


class MyPage(CallbackData, prefix="l1"):
    """Paging of /my. In chats since 0.1."""

    page: Page


class BulkDo(StrEnum):
    """What a press of «Несколько сразу» asks for. Codes stand in chats: add, never rename."""

    MY = "my"  # opens it for /my
    QUEUE = "queue"  # for a kind of /queue, the key
    GROUP = "group"  # of the card that the id names
    CARD = "card"
    PAGE = "page"
    ACCEPT = "accept"
    ANSWER = "answer"  # asks for one text
    HAND_OVER = "hand"  # asks to whom; the id is a page
    DEPARTMENT = "to"  # the key
    CLOSE = "close"  # «Назад»
    END = "end"  # asks how it ended
    OUTCOME = "out"  # the key
    UNDO = "undo"  # the key is an act, the id the moment until which it may be taken back


class BulkButton(CallbackData, prefix="bk1"):
    """Of «Несколько сразу». In chats since 0.4."""

    do: BulkDo
    key: str
    id: Id


def bulk(do: BulkDo, label: str, id: int = 0, key: str = "", *, primary: bool = False) -> Button:
    """A press of «Несколько сразу»."""
    return Button(label=label, data=BulkButton(do=do, key=key, id=id).pack(), primary=primary)


OFFERED = 6
"""Organisations asked before that the first question offers."""


class SimilarDo(StrEnum):
    """What is said of «Похоже на № 15». Codes stand in chats: add, never rename."""

    MERGE = "merge"
    OTHER = "other"  # «Не то»
    ALL = "all"  # «Объединить все 3»
    NONE = "none"  # «Не то» of all of them


class SimilarButton(CallbackData, prefix="si1"):
    """Under a card that may be the same as another. In chats since 0.3."""

    do: SimilarDo
    incident: Id
    other: Id


def page_button(label: str, number: int) -> Button:
    """To another page of /my."""
    return Button(label=label, data=MyPage(page=number).pack())
