"""Read what an official typed for the fields of a template.

One message, a line a field in the order of the question; a dash leaves a field out.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from incidents.answers.field_words import lowered, of_them, of_us
from incidents.answers.template_filling import words_for
from incidents.dates.find import date_in, no_such_day
from incidents.dates.russian import dated
from incidents.errors import DomainError

MUST = frozenset({"дата", "мера", "мера_мы", "что_сделали", "почему", "разъяснение"})
"""The deed and its day, or why there is none: an answer without them says nothing."""

LONGEST = 300
"""Code points of one field."""

_DAY = "дата"
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")
_DASHES = frozenset("-–—")
OWN_WORDS = frozenset(
    {"мера", "мера_мы", "мера_сейчас", "что", "что_сделали", "почему", "причина", "результат", "факт", "просьба", "как", "правило"}
)
"""Said in the middle of a sentence, in the official's own words."""


def read_fields(text: str, names: Sequence[str], *, today: date) -> Mapping[str, str]:
    """The typed values by their fields. Raises DomainError that says what is wrong; nothing is kept then."""
    lines = [_NUMBER.sub("", line).strip() for line in text.splitlines() if line.strip()]
    if len(names) == 1:
        lines = [" ".join(lines)]
    if len(lines) == 1 and lines[0] in _DASHES:  # one dash leaves all of them out
        lines *= len(names)
    if len(lines) != len(names):
        raise DomainError(f"Вопросов {len(names)}, а строк {len(lines)}. Пришлите одним сообщением, каждый ответ с новой строки")
    return {name: _value(name, line, today) for name, line in zip(names, lines, strict=True)}


def _value(name: str, line: str, today: date) -> str:
    if not line or line in _DASHES:
        if name in MUST:
            raise DomainError(f"Без этого ответ пустой: {words_for(name)}? Пришлите ещё раз или напишите «отмена»")
        return ""
    if len(line) > LONGEST:
        raise DomainError(f"Длинно, лишних знаков {len(line) - LONGEST}: {words_for(name)}? Хватит одной фразы")
    if name.startswith(_DAY):
        return _day(name, line, today)
    words = line.rstrip(" .;,")
    words = {"мера": of_them, "мера_мы": of_us}.get(name, str)(words)
    return lowered(words) if name in OWN_WORDS else words


def _day(name: str, line: str, today: date) -> str:
    day = date_in(line, today=today)
    if day is None:
        odd = no_such_day(line)
        why = f"Дня «{odd}» не бывает" if odd else f"День не разобрали: {words_for(name)}?"
        raise DomainError(f"{why}. Напишите, например, «30 ноября» или «в пятницу»")
    return dated(day, today)
