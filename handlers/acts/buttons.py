"""Buttons of acts: pages of /my, marks of several, words of menus. Marks travel in the buttons themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Page
from incidents.errors import WrongStep

PAGE = 6
MOST = 120
"""Items that a mark can reach: their bits fit Telegram's 64 bytes."""

OLD = "Список изменился. Откройте его на карточке ещё раз"
_DO = "ok"


@dataclass(frozen=True, slots=True)
class Marks:
    """Bits of what is marked, how many items there were, and the page that is shown."""

    bits: int = 0
    count: int = 0
    page: int = 0

    @classmethod
    def of(cls, code: str, count: int) -> Self:
        """Read a button. Raises WrongStep when it is of a list that has changed since, or forged."""
        try:
            bits, known, page = code.removeprefix(_DO).split(".")
            read = cls(int(bits, 16), int(known), int(page))
        except ValueError:
            raise WrongStep(OLD) from None
        if read.count != count or not 0 <= read.bits < 1 << count or not 0 <= read.page <= count:
            raise WrongStep(OLD)
        return read

    @property
    def code(self) -> str:
        """For a button that changes the marks."""
        return f"{self.bits:x}.{self.count}.{self.page}"

    @property
    def done(self) -> str:
        """For the button that takes what is marked."""
        return f"{_DO}{self.code}"

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


def is_done(code: str) -> bool:
    """Whether this button takes what is marked."""
    return code.startswith(_DO)


class MyPage(CallbackData, prefix="l1"):
    """Paging of /my. In chats since 0.1."""

    page: Page


OFFERED = 6
"""Organisations asked before that the first question offers."""

NO_LETTER = "-"
