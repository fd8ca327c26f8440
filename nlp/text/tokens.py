# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Preparation: a text into tokens whose spans point into the original, whatever was mended on the way."""

import re
import unicodedata
from dataclasses import dataclass

from incidents.posts import READ

LIMIT = READ  # code points; the rest of a longer text is left alone

# Same length in, same length out: offsets never move.
MASKS = re.compile(
    r"https?://\S+|www\.\S+|\[(?:id|club|public)-?\d+\|[^\]\n]{0,100}\]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w+"
    r"|<(?:тел|имя|дата|адрес|ссылка|почта)>|\[(?:тел|имя|дата|фамилия|ссылка|почта|адрес)\]"
    r"|(?<![\w])@\w+"
    r"|(?<![\d\w])(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)",
    re.IGNORECASE,
)
JOINERS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
TOKENS = re.compile(
    r"(?<!\w)(?:пр-к?т(?:[уае]|ом)?|пр-з?д|б-ре?|м-н[ае]?|мк?р-н[ае]?|мкр-не|р-н[аеу]?|р-он[аеу]?|д/с|с/п|г/п|ж/д|обл|пгт|д/сад\w*)(?!\w)"
    rf"|\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f{JOINERS}])*|[^\w\s]",
    re.IGNORECASE,
)
CAMEL = re.compile(r"(?<=[а-яё])(?=[А-ЯЁ][а-яё])")
LOOKALIKES = str.maketrans("aceopxyktmhbuëABCEHKMOPTXYë", "асеорхуктмнвиеАВСЕНКМОРТХУе")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
LATIN = re.compile(r"[a-z]", re.IGNORECASE)
SENTENCE_ENDS = frozenset(".!?…\n")

_norms: dict[str, str] = {}


@dataclass(slots=True, eq=False)
class Token:
    """A word, a number or a sign. `word` is mended: lower case, ё as е, look-alikes and stretched letters undone."""

    start: int
    end: int
    word: str
    is_word: bool
    is_number: bool
    cap: bool  # begins with a capital that means something
    first: bool  # opens a sentence, so that its capital means little
    glued: bool  # no space before it


def mend(raw: str) -> str:
    """The plain form of a word: «Коoоонаково» with a Latin «o» is «конаково»."""
    found = _norms.get(raw)
    if found is not None:
        return found
    word = raw.translate(dict.fromkeys(map(ord, JOINERS)))
    word = unicodedata.normalize("NFKC", word)
    if CYRILLIC.search(word) and LATIN.search(word):
        word = word.translate(LOOKALIKES)
    word = word.lower().replace("ё", "е")
    word = "".join(sign for sign in word if not unicodedata.combining(sign))
    word = STRETCHED.sub(lambda m: m[1] * 2 if m[1] in "нс" else m[1], word)
    if len(_norms) > 100_000:
        _norms.clear()
    if len(raw) < 40:
        _norms[raw] = word
    return word


def working_text(text: str) -> str:
    """The text with links, mentions, masks and control characters blanked, of the same length."""
    text = text[:LIMIT]
    if not text.isprintable():
        text = "".join(
            sign if sign.isprintable() or sign == "\n" or sign in JOINERS or unicodedata.combining(sign) else " " for sign in text
        )
    return MASKS.sub(lambda m: " " * len(m[0]), text)


def tokenise(text: str) -> list[Token]:
    """Tokens of a working text in order. Words glued by a lost space («полЖители») are two."""
    tokens: list[Token] = []
    first, end = True, -1
    words = shouted = 0
    for match in TOKENS.finditer(text):
        raw, start = match[0], match.start()
        head = raw[0]
        if head.isdigit():
            if raw.isdecimal():
                tokens.append(Token(start, match.end(), raw, False, True, False, first, start == end))
                first = False
        elif head.isalpha():
            pieces = CAMEL.split(raw) if not raw.islower() and len(raw) > 3 else [raw]
            for piece in pieces:
                cap = piece[0].isupper()
                tokens.append(Token(start, start + len(piece), mend(piece), True, False, cap, first, start == end))
                words += 1
                shouted += len(piece) > 1 and piece.isupper()
                start, first = start + len(piece), False
                end = start
        else:
            tokens.append(Token(start, match.end(), raw, False, False, False, first, start == end))
            first = first or raw in SENTENCE_ENDS
        end = match.end()
    _mark_lines(text, tokens)
    if words and shouted * 2 > words and words > 3:  # a shouted text: capitals mean nothing
        for token in tokens:
            token.cap = False
    return tokens


def _mark_lines(text: str, tokens: list[Token]) -> None:
    """A new line opens a sentence too."""
    if "\n" not in text:
        return
    before = 0
    for token in tokens:
        if "\n" in text[before : token.start]:
            token.first = True
        before = token.end
