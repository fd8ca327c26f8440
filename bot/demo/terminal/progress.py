"""Progress of a start in the terminal: what is being done."""

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm

STEPS = {
    "Загружаем программу": 20,
    "Читаем справочники округа": 10,
    "Создаём базу": 12,
    "Открываем город": 6,
    "Собираем бота": 6,
    "Подключаем сотрудников": 20,
    "Вспоминаем две недели": 10,
    "Читаем стены": 16,
}
"""What a start does, in its order, with the share of its time."""


class Progress:
    """One bar from the first second to the greeting; silent where no person looks on."""

    def __init__(self, *, shown: bool | None = None) -> None:
        is_shown = sys.stderr.isatty() if shown is None else shown
        bar = "{desc:<28}{bar:30} {n_fmt}%"
        self._bar = tqdm(total=100, disable=not is_shown, file=sys.stderr, bar_format=bar, leave=False, dynamic_ncols=True)
        self._name, self._end = "", 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """All is done: the bar goes."""
        self._bar.close()

    def step(self, name: str) -> None:
        """The former step is done, this one begins. KeyError for one that is not in the plan."""
        share = STEPS[name]
        self._to(self._end)
        self._name, self._end = name, self._end + share
        self._bar.set_description_str(name)

    def part(self, done: int, of: int) -> None:
        """So much of the present step is done."""
        share = STEPS[self._name]
        self._to(self._end - share + share * done // max(1, of))

    def _to(self, percent: int) -> None:
        if not self._bar.disable:
            self._bar.n = percent
            self._bar.refresh()
