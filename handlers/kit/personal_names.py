"""Mask people's names in residents' words: by patterns and by the reader.

Patterns are patronymics, first names and cues. Streets named after somebody stay, and so does what neither a pattern nor the reader knows.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from handlers.kit.first_names import FAMOUS, GENITIVE, INTRODUCED, NAMES, PLAIN_SMALL, SMALL
from handlers.kit.name_tokens import Token, tokens_of

PERSON = "‹имя›"
_PAIR = 2  # words of «Анны Ивановой»

_NOMINATIVE = re.compile(r"[а-яё]{3}(?:[оеё]ва?|ский|ская|енко)$")
_FAMILY = re.compile(r"[а-яё]{2,}(?:ов|ев|ёв|ин|ын)ых")
_STREET = re.compile(
    r"(?i)(?:\b(?:ул|улиц[аеуыи]|улице|пер|переул\w*|пр|пр-?к?т|просп|мкр|проспект\w*|проезд\w*|пл|площад\w*|им|(?<!от )(?<!по )имени"
    r"|бульвар\w*|шоссе|наб|набережн\w*|памятник\w*|храм\w*|церк\w*|церквь|собор\w*|парк\w*|сквер\w*|лице\w*|гимнази\w*"
    r"|станци\w*|аллея|аллее|аллею)\.?|\bсвят\w*|№\s?\d+)\s*$"
)
_ON = re.compile(r"(?i)(?<!жалоба )(?<!жалобу )(?<!жалуюсь )(?<!заявление )(?<!управы )\b(?:на|по|вдоль|угол|углу|перекр[её]стке)\s+$")
_HOUSE = re.compile(
    r"(?i),?\s(?:(?:д|дом)\.?\s?)?\d{1,3}[а-г]?(?:/\d{1,2})?(?!\d|[:.]\d|[а-яё])"
    r"(?!\s?-?(?:лет|год|мес|нед|дн|день|сут|час|ч\b|мин|раз\b|раза\b|руб|тыс|чел|штук|шт\b|дом\b|январ|феврал|март|апрел|ма[йя]\b"
    r"|июн|июл|август|сентябр|октябр|ноябр|декабр))"
)
_WHOSE = re.compile(r"(?i)\b(?:у|от|для|без|про|против|за|из-за|насч[её]т|жду|жд[её]м|видел\w*|просил\w*|вызывал\w*|знаю)\s+$")
_AWAITED = re.compile(r"(?i)(?:жду|жд[её]м|видел\w*|просил\w*|вызывал\w*|знаю)\s+$")
_OF_KIN = """
дядя дядю дядей тётя тетя тёте тете тётей тётю баба бабушка бабушке бабушку дед деда дедушка деду сын сына сыну дочь дочка дочке внук
внука внуку внучка внучке муж мужа жена жену брат брата сестра сестру сторож крановщик
"""
_OF_NAMING = """
зовут звать уважением подпись имени имя уважаемый уважаемая уважаемому это
"""
_KIN, _CALLED = frozenset(_OF_KIN.split()), frozenset(_OF_NAMING.split())
_ROLES = re.compile(
    r"(?:гражданин|гражданк|сосед(?!н)|участков|врач|доктор(?!а)|депутат|инспектор|мастер|слесар|сантехник|дворник|водител|директор|заведующ|начальник"
    r"|председател|управдом|секретар|продавец|продавц|фирм|магазин|квартир|семь|тракторист|прораб|подрядчик|диспетчер|фельдшер|педиатр|учител"
    r"|воспитател|тренер|староста|старост|старш|завхоз|уборщиц|почтальон|охранник|кондуктор|лифт[её]р|грузовик|забор|людям|люди)\w*"
)
_INTRODUCES = re.compile(r"зовут|звать|величать|кличут|фамили[яиюей]{1,2}|имя")
_SAID_OF = re.compile(r"(?:\s[а-яё]{1,5}){0,3}(?:\s?[,:–—-]\s?|\s)", re.IGNORECASE)
"""«меня», «у него», «вроде то ли»: what may stand between."""
_CLAUSE_ENDS = re.compile(r"\s?(?:[,.;:!?)]|$)")
_UNCLE = re.compile(r"(?:дяд|т[её]т|баб)[а-яё]{1,2}")
_END = re.compile(r"(?:^|[.!?…\n])\s{0,3}[«\"(–—-]{0,3}\s{0,3}$")


def mask_names(text: str, people: Collection[str] = ()) -> str:
    """The text with «‹имя›» for people. Safe to repeat: what is masked joins nothing.

    `people`: names that the reader saw in the text, as they are written there.
    """
    tokens = tokens_of(text)
    shown, at = [], 0
    for start, end in _merged(text, sorted([*_spans(text, tokens), *(span for each in people for span in _seen(text, each))])):
        shown += [text[at:start], PERSON]
        at = end
    return "".join([*shown, text[at:]])


def _merged(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap or stand side by side are one person: «Казарину» of the reader, «Дарью Вадимовну» of a pattern."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and (start < merged[-1][1] or text[merged[-1][1] : start] in {" ", "\u00a0"}):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _seen(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where this person is named. Beside a street's word it is a street, and so it is after «на» where the name stands elsewhere too."""
    words = name.split()
    if not words:
        return
    is_on_signs = len(words) == 1 and words[0].lower() in FAMOUS
    written = r"\s+".join(map(re.escape, words))
    matches = list(re.finditer(rf"(?<!\w){written}(?!\w)", text))
    for each in matches:
        before = text[max(0, each.start() - 30) : each.start()]
        if is_on_signs and not _AWAITED.search(before):
            continue  # «у Матросова», «Чехова дом десять»: a street sooner than a resident
        if not _STREET.search(before) and not (len(matches) > 1 and _ON.search(before)):
            yield each.span()


def _spans(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    n = 0
    while n < len(tokens):
        person = _person_at(text, tokens, n)
        if person is not None:
            first, last = person
            yield tokens[first].start, tokens[last].end
            n = last + 1
        else:
            n += 1


def _person_at(text: str, tokens: Sequence[Token], n: int) -> tuple[int, int] | None:
    """A person whose name begins with this word: its first and last word."""
    one = tokens[n]
    two = tokens[n + 1] if one.is_beside else None
    three = tokens[n + 2] if two is not None and two.is_beside else None
    before = text[max(0, one.start - 30) : one.start]
    if _STREET.search(before) or (n and text[tokens[n - 1].end : one.start] in {"-", "‹"}):
        return None
    introduced = _introduced(text, tokens, n)
    for length, is_name in ((3, _three(one, two, three)), (2, two is not None and _two(one, two, before))):
        if is_name and not _is_on_a_sign(text, tokens, n, length, before):
            return n, n + max(length, introduced) - 1
    if introduced:
        return n, n + introduced - 1
    return (n, n) if _alone(text, tokens, n, before) else None


def _introduced(text: str, tokens: Sequence[Token], n: int) -> int:
    """How many words of a name stand here after «зовут меня», «фамилия», in small letters too."""
    back = next((k for k in range(1, min(n, 4) + 1) if _INTRODUCES.fullmatch(tokens[n - k].low)), 0)
    between = text[tokens[n - back].end : tokens[n].start] if back else ""
    if not back or not _SAID_OF.fullmatch(between):
        return 0
    one, is_family = tokens[n], tokens[n - back].low.startswith("фамили")
    # «фамилия гончар,»: any word is a surname where nothing follows it
    is_name = one.is_surname or (back == 1 and _CLAUSE_ENDS.match(text, one.end)) if is_family else one.low in INTRODUCED
    if not is_name:
        return 0
    more = 1
    while n + more < len(tokens) and tokens[n + more - 1].is_beside and more <= _PAIR:
        after = tokens[n + more]
        if not (after.is_patronymic or after.is_surname or (is_family and after.low in NAMES)):
            break
        more += 1
    return more


def _three(one: Token, two: Token | None, three: Token | None) -> bool:
    if two is None or three is None:
        return False
    if two.is_patronymic and one.is_first:  # Тимофей Андреевич Зуев
        return three.big and two.big and not three.is_first
    if three.is_patronymic and two.is_first:  # Рябинина Мария Ивановна
        return one.is_surname or (one.big and not _is_plain(one))
    return three.is_patronymic and one.big and two.big and three.big and one.is_surname


def _two(one: Token, two: Token, before: str) -> bool:
    if two.is_patronymic and (one.is_first or (one.big and two.big and not _is_plain(one) and not _END.search(before))):
        return True
    if two.low in FAMOUS or one.low in FAMOUS:
        return False
    if one.is_first and two.big and one.big:  # Оксана Мельниченко
        return two.is_surname or not two.is_first
    if not one.big and not two.big and one.low in PLAIN_SMALL and _NOMINATIVE.search(two.low):  # лёха сапожков
        return True
    if two.is_first and (two.big == one.big):  # Кузьмину Алину, соколов денис
        return one.is_surname or (one.big and not _is_plain(one) and not _END.search(before))
    return False


def _is_on_a_sign(text: str, tokens: Sequence[Token], n: int, length: int, before: str) -> bool:
    """«на Анны Ивановой», «Павла Лебедева 12»: where something is, and no resident."""
    if not _is_street(tokens, n, length):
        return False
    if _ON.search(before):
        return True
    is_house = tokens[n].low in GENITIVE and _HOUSE.match(text, tokens[n + 1].end) is not None
    return is_house and not _WHOSE.search(before) and not (n and _is_person_cue(tokens[n - 1]))


def _is_person_cue(cue: Token) -> bool:
    return cue.low in _KIN or _ROLES.fullmatch(cue.low) is not None


def _is_street(tokens: Sequence[Token], n: int, length: int) -> bool:
    """«на Анны Ивановой»: two words in the genitive, a first name before a surname."""
    one, two = tokens[n], tokens[n + 1]
    return length == _PAIR and one.is_first and not two.is_patronymic and two.low.endswith(("а", "я", "ой", "ей", "го"))


def _alone(text: str, tokens: Sequence[Token], n: int, before: str) -> bool:
    """A single name that a word before it tells."""
    one = tokens[n]
    if n == 0:
        return False
    cue, gap = tokens[n - 1], text[tokens[n - 1].end : one.start]
    if gap in {" ", "\u00a0"} and _told_by(cue, one) and not _is_of_a_place(tokens, n):
        return True
    if not one.big or one.low in FAMOUS:
        return False
    if cue.low in _CALLED and (one.is_first or one.is_surname) and re.fullmatch(r"[ ,:]{1,3}", gap):
        return True
    return _FAMILY.fullmatch(one.low) is not None and not _END.search(before) and not _ON.search(before)


def _told_by(cue: Token, one: Token) -> bool:
    """«сантехник михалыч», «дядя вова», «участковый Капустин»."""
    if _ROLES.fullmatch(cue.low):
        return one.is_patronymic or (one.big and one.is_surname and one.low not in FAMOUS)
    if not one.big and cue.low in _KIN:  # «дядя вова»; «у бабушки света нет» tells of light
        return one.is_patronymic or one.low in (INTRODUCED if _UNCLE.fullmatch(cue.low) else SMALL)
    return one.big and cue.low in _KIN and (one.is_first or one.is_surname or not _is_plain(one))


def _is_of_a_place(tokens: Sequence[Token], n: int) -> bool:
    """«врач Редкинской больницы»: an adjective before its noun."""
    return re.search(r"[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую)$", tokens[n].low) is not None and (tokens[n].is_beside and not tokens[n + 1].big)


_PLAIN = re.compile(
    r"(?:наш\w*|мо[ийяюе]\w*|сам[аи]?|вот|пусть|звонил\w*|попросите|попросили|спасибо|здравствуйте|уважаем\w+|жител\w+|жильц\w+|сегодня|вчера|опять"
    r"|поговорите|помогите|прошу|педиатр|врач|мастер|фельдшер|паспортистка|заведующая|почтальон|слесарь|депутат|учительница|уборщица|председатель"
    r"|сосед\w*|директор|домком|завхоз|лифт[её]р|тренер|библиотекарь|воспитатель|сторож|старшая|водител\w+|диспетчер|кондуктор|охранник"
    r"|управляющая|начальник|подрядчик|хозя\w+|пенсионерка|инвалид|ветеран|мама|папа|бабушка|дедушка|тётя|дядя|внук|сын|дочь|церковь|храм|собор|конаково\w*|ул|улица)"
)


def _is_plain(one: Token) -> bool:
    """A word that begins a sentence rather than a surname."""
    return _PLAIN.fullmatch(one.low) is not None
