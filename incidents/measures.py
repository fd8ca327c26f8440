"""Verbs of deeds in a Russian text («откачаем», «заменили»).

What an answer says is done.
"""

import re

from incidents.stemming import plain

WORD = re.compile(r"[а-яёА-ЯЁ]+(?:-[а-яёА-ЯЁ]+)*")
_FUTURE = re.compile(r"(?:[иеё]м|[иеё]мся|[ую]т|[ую]тся|[ая]т|[ая]тся|[иеё]т|[иеё]тся)$")
_PAST = re.compile(r"[аеиоуыюя]л[аио]?(?:сь|ся)?$")
SAYS_AGAIN = re.compile(r"(?<![а-я])(?:напишем|сообщим|ответим|расскажем|покажем|опубликуем|назовем|скажем|дадим)(?![а-я])")
"""We shall say it again: «напишем здесь». Over `plain` text."""

_SAID = (
    "привет ответ бюджет совет участ пакет предмет паркет кабинет комитет объект проект контакт насчет совсем вместе зачем затем "
    "нашем вашем таким каким другим самим своим сентябрь будем будет может можем сообщим напишем ответим расскажем покажем "
    "отвечает отвечаем пишет просим видим знаем понимаем минут следит ведет вечером следующим первым утром стоит хочет ремонт "
    "пункт транспорт спорт автомат"
)
_NO_VERB = frozenset(_SAID.split())
"""Words that look like a deed and are none, or say only that we shall write again."""

_GAVE, _DEED = "дали", 5
"""«Воду дали вчера»: no other deed has less than so many letters."""


def measures(text: str) -> list[str]:
    """Verbs of deeds, as they stand: «откачаем», «заменили»."""
    words = [m[0] for m in WORD.finditer(text)]
    return [w for w in words if w.lower() == _GAVE or (len(w) >= _DEED and plain(w) not in _NO_VERB and _is_verb(plain(w)))]


def _is_verb(word: str) -> bool:
    return bool(_FUTURE.search(word) or _PAST.search(word))
