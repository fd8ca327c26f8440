"""Short replies beside one post of the administration.

Made of what the post says, in turn. Pure (docs/voice.md, «For any topic»).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from incidents.answers.everyone import OPENINGS
from incidents.answers.template_filling import HELLO, filled_template
from incidents.dates.find import find_dates
from incidents.dates.russian import date_words
from incidents.errors import DomainError, WrongStep
from incidents.ids import AnswerId

MOST = 3
LONGEST = 300
"""Lines that take turns, and code points of one."""

REFERENCE = "Подробно: в сообществе администрации."
"""Words and no link: other people's walls refuse links."""

_HELLO = "Здравствуйте!"
_NO_WATER = frozenset({"housing_no_cold_water", "housing_no_hot_water"})
_WATER = (
    "{привет} Да, воды нет на нескольких улицах, не только у вас. {кто} устранит порыв до {время}. Подвоз с {время_подвоза}, где: {место}.",
    "{привет} Знаем, бригада на месте с {время_начала}. Вода будет к {время}, отвечает {кто}. Подвоз: {место}, с {время_подвоза}.",
    "{привет} Порыв нашли, чинят. Обещают закончить к {время}, следит {кто}. За водой можно подойти: {место}, с {время_подвоза}.",
)
_ANY = (
    "{привет} Да, это не только у вас. Обещают закончить к {время}, отвечает {кто}.",
    "{привет} Знаем об этом, пишут несколько жителей. Срок до {время}, следит {кто}.",
    "{привет} Ваше сообщение видим, вопрос общий. Отвечает {кто}, срок до {время}.",
)
_OVER = (
    "{привет} Соседи пишут, что уже наладилось. У вас ещё нет? Напишите здесь, проверим. Отвечает {кто}.",
    "{привет} Пишут, что стало лучше. Если у вас по-прежнему, ответьте здесь. Отвечает {кто}.",
    "{привет} Первые жители уже благодарят. У вас не наладилось? Ответьте здесь, разберёмся. Отвечает {кто}.",
)
_TIMELESS = tuple(f"{OPENINGS[turn]} Отвечает {{кто}}." for turn in (0, 1, 3))
_BURST = re.compile(r"порыв|прорыв|прорвал", re.IGNORECASE)
_STREETS = re.compile(r"\bулицах\b|\bпо улицам\b", re.IGNORECASE)
_WATER_CART = "подвоз"
_UNTIL = re.compile(r"(?<![а-яё])(?:до|к)\s+(\d{1,2}[:.]\d{2})(?!\d)", re.IGNORECASE)
_SINCE = re.compile(r"(?<![а-яё])с\s+(\d{1,2}[:.]\d{2})(?!\d)", re.IGNORECASE)
_WHERE = re.compile(r"(?:где|место)\s*:\s*(.+?)\s*(?:[.!?]\s*$|,\s*с\s+\d|$)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.!?]|(?<=\d)\.(?=\d)|(?<=\bул)\.|(?<=\bд)\.|(?<=\bпр)\.|(?<=\bпос)\.)+[.!?]*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LINK = re.compile(r"https?:|www\.|vk\.(?:com|cc|ru)|t\.me|\b[a-zа-яё0-9-]+\.(?:ru|рф|com|su)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortReplies:
    """What is said in the threads beside one post, and how far it has come."""

    answer_id: AnswerId  # the post
    lines: tuple[str, ...]  # take turns; REFERENCE is added at sending
    typed: bool = False  # in an official's own words: another text of the post leaves them alone
    proposed: tuple[str, ...] | None = None  # the approver's, until the round is decided
    until: datetime | None = None  # whoever joins until then is told too; None: the post is not out yet
    stopped_at: datetime | None = None
    barred_until: datetime | None = None  # the network wanted a rest

    def goes_on(self, now: datetime) -> bool:
        """Whether voices still get replies."""
        return self.until is not None and now < self.until and self.stopped_at is None


def lines_for(text: str, *, topic: str, who: str, today: date, is_over: bool = False) -> tuple[str, ...]:
    """Three short replies: nothing in them that the post does not say; a sentence that it has no words for is left out.

    `is_over`: the last word of residents was thanks, so nobody is told that the trouble goes on.
    """
    values = {HELLO: _HELLO, "кто": who, **fields_said_in(text, today=today)}
    if is_over:
        return tuple(filled_template(each, values).text for each in _OVER)
    general = [filled_template(each, values).text for each in (_ANY if "время" in values else _TIMELESS)]
    if topic not in _NO_WATER:
        return tuple(general)
    mains = [filled_template(_tame(each, text), values).text for each in _WATER]
    return tuple(own if own != _HELLO else other for own, other in zip(mains, general, strict=True))


def _tame(template: str, text: str) -> str:
    """Without a burst main and without other streets where the post has not spoken of them."""
    if not _STREETS.search(text):
        template = template.replace("воды нет на нескольких улицах, не только у вас", "воды нет не только у вас")
    if _BURST.search(text):
        return template
    quiet = template.replace("Порыв нашли, чинят. ", "")
    return quiet.replace("{кто} устранит порыв до {время}.", "Вода будет к {время}, отвечает {кто}.")


def fields_said_in(text: str, *, today: date) -> Mapping[str, str]:
    """Fields of the short replies that the post has words for; a field said twice and differently is nobody's guess."""
    values_of: dict[str, set[str]] = {"время": set(), "время_начала": set(), "время_подвоза": set(), "место": set()}
    for sentence in (m[0].strip() for m in _SENTENCE.finditer(text)):
        if _WATER_CART in sentence.lower():
            values_of["время_подвоза"] |= {m[1] for m in _SINCE.finditer(sentence)}
            values_of["место"] |= {m[1].strip() for m in _WHERE.finditer(sentence) if not _LINK.search(m[1])}
            continue
        values_of["время"] |= _deadlines(sentence, today)
        if "бригад" in sentence.lower():
            values_of["время_начала"] |= {m[1] for m in _SINCE.finditer(sentence)}
    return {name: next(iter(values)) for name, values in values_of.items() if len(values) == 1}


def _deadlines(sentence: str, today: date) -> set[str]:
    dates = [each for each in find_dates(sentence, today=today) if not each.is_vague]
    days = {date_words(each.date) for each in dates}
    hours = {m[1] for m in _UNTIL.finditer(sentence)}
    if hours:
        day = next(iter(days)) if len(days) == 1 else ""
        return {f"{hour} {day}".strip() for hour in hours}
    return {date_words(each.date) for each in dates if each.is_deadline}


def typed_lines(text: str) -> tuple[str, ...]:
    """An official's own: a line each. Raises a DomainError that says what to change."""
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    lines = tuple(line.removesuffix(REFERENCE).strip() for line in lines)
    if not any(lines):
        raise DomainError("Пришлите от одного до трёх коротких ответов, каждый с новой строки")
    if len(lines) > MOST:
        raise DomainError(f"Строк {len(lines)}, а чередуем не больше трёх. Один ответ пишите одной строкой")
    for line in lines:
        if len(line) > LONGEST:
            raise DomainError(f"Один из ответов длинный: лишних знаков {len(line) - LONGEST}. В ветке хватит двух предложений")
        if _LINK.search(line):
            raise DomainError("Ссылку уберите: чужие стены её не пускают. «Подробно: в сообществе администрации» допишем сами")
    return lines


def facts_not_in_post(lines: Sequence[str], text: str, *, today: date) -> tuple[str, ...]:
    """Numbers, hours and dates of the short replies that the post does not have: one of the two is wrong. «Сегодня» is a date too."""
    in_text = set(_NUMBER.findall(text)) | {
        number for each in find_dates(text, today=today) for number in _NUMBER.findall(date_words(each.date))
    }
    return tuple(dict.fromkeys(each for line in lines for each in _NUMBER.findall(line) if each not in in_text))


CORRECTED = re.compile(r"мы написали «(.+?)», верно так: «(.+?)»", re.DOTALL)
"""What a correction says was wrong, and how it is right."""
_WAS_AND_REST = re.compile(r"мы написали «(.+?)», верно так: «(.+)", re.DOTALL)
_ENDING = "». Спасибо, что заметили"
"""Of a correction as it is made: quotes that an official typed within it may be open."""
_NUMBER_BEFORE, _NUMBER_AFTER = re.compile(r"\d[.,:/\\\s]$"), re.compile(r"[.,:/\\\s]\d")
_HYPHEN_BEFORE, _HYPHEN_AFTER = re.compile(r"\w[-‐-―]$"), re.compile(r"[-‐-―]\w")


def with_corrections(text: str, corrections: Iterable[str]) -> str | None:
    """The text with what these corrections take back put right; None: one of them does not say it word by word, or it may be said twice."""
    for each in corrections:
        pair = _taken_back(each)
        place = _only_place(pair[0], text) if pair is not None else None
        if pair is None or place is None:
            return None
        text = f"{text[: place.start()]}{pair[1]}{text[place.end() :]}"
    return text


def _taken_back(correction: str) -> tuple[str, str] | None:
    """The wrong words and the right ones, quotes within them too; None: nobody can tell where the right ones end."""
    parts = _WAS_AND_REST.search(correction)
    if parts is None:
        return None
    becomes, ending, _ = parts[2].partition(_ENDING)
    end = _closing(becomes if ending else parts[2])
    if ending and end is None:
        return parts[1], becomes
    return (parts[1], parts[2][:end]) if end and not ending else None


def _closing(words: str) -> int | None:
    """Where the quote that was opened before these words is closed."""
    depth = 0
    for at, sign in enumerate(words):
        if sign == "»" and not depth:
            return at
        depth += (sign == "«") - (sign == "»")
    return None


def _only_place(words: str, text: str) -> re.Match[str] | None:
    """These words where they stand in the text, whatever is between them: once, and no part of a number or of another word."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    places = list(re.finditer(pattern, text, re.IGNORECASE)) if words.split() else []
    if len(places) != 1 or places[0][0].split() != words.split():
        return None
    before, after = text[: places[0].start()], text[places[0].end() :]
    is_part = (words[:1].isdecimal() and _NUMBER_BEFORE.search(before)) or (words[-1:].isdecimal() and _NUMBER_AFTER.match(after))
    return None if is_part or _HYPHEN_BEFORE.search(before) or _HYPHEN_AFTER.match(after) else places[0]


def is_wrong_too(text: str, *, was: str, becomes: str) -> bool:
    """Whether a short reply says what a correction takes back."""
    wrong = set(_NUMBER.findall(was)) - set(_NUMBER.findall(becomes))
    return was.casefold() in text.casefold() or bool(wrong & set(_NUMBER.findall(text)))


def next_reply(lines: Sequence[str], number: int, *, refers: bool) -> str:
    """The short reply whose turn it is; it points to the post only where the post stands."""
    line = lines[number % len(lines)]
    return f"{line} {REFERENCE}" if refers else line


def check_against_post(lines: tuple[str, ...], text: str, *, day: date) -> None:
    """Refuse replies that say what the post does not. Raises WrongStep."""
    extra = facts_not_in_post(lines, text, today=day)
    if extra:
        raise WrongStep(f"В ответах в ветках есть «{extra[0][:30]}», а в посте этого нет. Поправьте что-то одно: кнопка «Ответы в ветках»")
