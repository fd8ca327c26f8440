"""Words of a text as the mask of names sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from handlers.kit.first_names import NAMES, SMALL

_WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:(?:ов|ев|ьев|иев)ич(?:а|у|ем|е)?|(?:ов|ев|ьев|иев|ин|ьин)(?:ичн|н)(?:а|ы|е|у|ой|ою)|ичн(?:а|ы|е|у|ой))"
    r"|(?:иль|кузьм|лук|фом|никит|савв|фок)ич(?:а|у|[её]м|ом|е)?|(?:[а-яё]{2,}(?:л|н|с|ж|в|д|т|х|м|р)ыч|[а-яё]{4,}евна)(?:а|у|ем|е)?"
)
_SURNAME = re.compile(
    r"[а-яё]{2,}(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|ом|е|ой|ых|ыми)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)"
    r"|(?:енк|чк|йк|ик)о|[уюя]к(?:а|у|ом)?|ян(?:а|у|ом)?|дзе|швили|дин(?:а|у)?)"
)
_SPACES = frozenset({" ", "\u00a0", "  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it stands and how it is written."""

    start: int
    end: int
    low: str
    big: bool
    is_beside: bool  # a space or two from the next word

    @property
    def is_first(self) -> bool:
        """Whether it is a first name."""
        return self.low in (NAMES if self.big else SMALL)

    @property
    def is_patronymic(self) -> bool:
        """Whether it is built as «Петровна», «михалыч»."""
        return _PATRONYMIC.fullmatch(self.low) is not None

    @property
    def is_surname(self) -> bool:
        """Whether it ends as surnames do."""
        return _SURNAME.fullmatch(self.low) is not None


def tokens_of(text: str) -> Sequence[Token]:
    """All words in their order."""
    tokens, words = [], list(_WORD.finditer(text))
    for match, after in zip_longest(words, words[1:]):
        (start, end), word = match.span(), match.group()
        is_beside = after is not None and text[end : after.start()] in _SPACES
        tokens.append(Token(start, end, word.lower(), word[:1].isupper() and not word.isupper(), is_beside))
    return tokens
