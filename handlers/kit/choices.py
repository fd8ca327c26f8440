"""What a menu's button carries in words, read in one place.

Words stand in chats for years: a menu may learn new ones, never forget.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from incidents.errors import WrongStep

T = TypeVar("T")

MOST = 2**63
"""What a database can hold: a forged number beyond it is a button that nobody knows."""

OUTDATED = "Кнопка устарела. Что ждёт вас сейчас, покажет команда /my"
FROM_CARD = "Откройте меню на карточке ещё раз"
AWAY = ""
"""«Назад» of a menu that was opened on the card."""

PAGE_MARK = "+"
"""Before the number of a page, from 0: «+2» asks for the third one."""

TO_MORE = "+<"
"""«Назад» of a menu that was opened from «Ещё…»: to «Ещё…», not away."""


class Coded(Protocol):
    """A choice that is more than an enum's code or an id; its class reads it back by `parse`, raising ValueError."""

    @property
    def code(self) -> str:
        """As the button carries it."""


def code_of(value: Coded | str | int) -> str:
    """As the button carries it: codes of enums and ids stand as they are."""
    return str(value) if isinstance(value, str | int) else value.code


def bad_choice(again: str = FROM_CARD) -> WrongStep:
    """The refusal of a choice that the menu has no more; `again` says where to begin."""
    return WrongStep(f"Такого выбора больше нет. {again}")


def read(parse: Callable[[str], T], code: str, again: str = FROM_CARD) -> T:
    """The value that a button carries. Raises WrongStep for a choice that is no more."""
    try:
        return parse(code)
    except ValueError:
        raise bad_choice(again) from None


def read_number(text: str) -> int:
    """The number that a button carries in words. Raises WrongStep for what no button of ours carries."""
    if not (text.isascii() and text.isdecimal() and int(text) < MOST):
        raise WrongStep(OUTDATED)
    return int(text)


def read_whole_number(text: str, outdated: str) -> int:
    """A number of up to six digits that a button carries in words. Raises WrongStep, with `outdated`, for what is none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):  # noqa: PLR2004 - minutes of 90 days have six digits
        raise WrongStep(outdated)
    return int(text)


def page_in(text: str) -> int:
    """The page that a button carries in words; the first one for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("9999") else 0


@dataclass(frozen=True, slots=True)
class PageTurn:
    """Another page of the same menu."""

    page: int

    @property
    def code(self) -> str:
        """«+2» for the third page."""
        return f"{PAGE_MARK}{self.page}"

    @classmethod
    def parse(cls, code: str) -> Self:
        """The first page for what names none."""
        return cls(page_in(code.removeprefix(PAGE_MARK)))
