"""Fit typed words to their sentence: verbs and the first letter.

By rules, with short lists of what only looks like a verb or stands for a name.
"""

import re

_LEAD = r"(?:^|(?<=,\s)|(?<=\sи\s))(?:(?:затем|потом|сразу|также|заодно|ещё|снова|заново|завтра|сегодня|полностью)\s+)?"
_VERB = re.compile(rf"(?P<lead>{_LEAD})(?P<stem>[а-яё]{{2,}}[еёи])(?P<person>[мт])(?P<self>ся)?(?![а-яё])", re.IGNORECASE)
_NO_VERB = re.compile(
    r"зат[её]м|совсем|вс[её]м|прич[её]м|зачем|дн[её]м|пут[её]м|дожд[её]м|огн[её]м|жиль[её]м|об[ъь][её]м|под[ъь][её]м|при[её]м|вод[ао][её]м"
    r"|ним|эт[ио]м|сво[её]м|своим|нашим|большим|лучшим|старшим|режим|[а-яё]+(?:[гкх]|[уюя]щ|вш)им"
    r"|(?:верх|ниж|сосед|послед|сред|зим|лет|осен|весен|вечер|утрен|ран|край)ним"
    r"|[а-яё]*(?:комитет|совет|бюджет)|кабинет|лимит|кредит|дефицит|самол[её]т|билет|интернет|пакет|магнит|(?:с|от|рас|у|под)ч[её]т",
    re.IGNORECASE,
)
_WE_GIVE = re.compile(r"(?<!\w)([а-яё]{0,8})дадим(?![а-яё])", re.IGNORECASE)
_NAME = re.compile(r"[А-ЯЁ][а-яё-]*(?:(?<!че)ск(?:ий|ая|ое|ие)|энерго|газ|телеком|автодор|водоканал|сети)(?![а-яё])")
"""«Редкинский РЭС», «Тверьэнерго»."""


def of_them(words: str) -> str:
    """«откачаем воду» → «откачает воду»: the department does it."""
    return _in_person("т", _WE_GIVE.sub(r"\1даст", words))


def of_us(words: str) -> str:
    """«откачает воду» → «откачаем воду»."""
    return _in_person("м", words)


def _in_person(person: str, words: str) -> str:
    def other(m: re.Match[str]) -> str:
        word = f"{m['stem']}{m['person']}{m['self'] or ''}"
        return m[0] if _NO_VERB.fullmatch(word) else f"{m['lead']}{m['stem']}{person}{m['self'] or ''}"

    return _VERB.sub(other, words)


def lowered(words: str) -> str:
    """In the middle of a sentence: «Откачает воду» → «откачает воду»; names and abbreviations stay."""
    return words if words[1:2].isupper() or _NAME.match(words) else words[:1].lower() + words[1:]
