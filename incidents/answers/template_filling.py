"""Filling a template: a sentence whose field is empty is dropped whole, so that no field ever needs a case or a guess.

A question stands or falls with the sentence after it: «Не вывезли? Ответьте…».
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FIELD = re.compile(r"\{([^{}]*)\}")
_SENTENCE = re.compile(r"\{привет\}|(?:[^.!?…]|[.!?…](?![.!?…»)]*+(?:\s|$)))+(?:[.!?…]+[»)]?|$)")

HELLO = "привет"
"""The greeting: a sentence of its own wherever it stands."""

FIELDS: Mapping[str, str] = {
    HELLO: "приветствие",
    "адрес": "где: Конаково, ул. Белавинская",
    "кто": "отдел или организация в именительном падеже",
    "дата": "день: 25 ноября",
    "время": "час: 15:00",
    "телефон": "рабочий телефон отдела",
    "мера": "что сделает, в третьем лице: откачает воду",
    "мера_мы": "что сделаем, от первого лица: откачаем воду",
    "мера_сейчас": "что происходит сейчас: бригада откачивает воду",
    "что": "предмет словами: замена лампы",
    "что_сделали": "что сделали: откачали воду",
    "фото": "«Фото ниже», если фото приложено",
    "срок": "час или день, до которого напишем",
    "причина": "почему так вышло",
    "результат": "что показала проверка",
    "факт": "что увидели на месте",
    "ответ": "что ответили нам",
    "просьба": "о чём просим",
    "организация": "кто отвечает вне администрации",
    "учреждение": "школа, сад, больница",
    "рейс": "какой автобус",
    "дата_рейса": "когда не пришёл",
    "вариант": "чем можно заменить сейчас",
    "график": "дни и часы",
    "часы": "часы работы",
    "как": "как это сделать",
    "правило": "порядок словами",
    "возраст": "возраст группы",
    "год": "год плана",
    "дата_решения": "когда решим",
    "дата_ответа": "когда ждём чужой ответ",
    "дата_уборки": "когда уберём",
    "дата_след": "следующий вывоз",
    "дата_была": "прежний обещанный день",
    "дата_ошибки": "когда вышел ответ с ошибкой",
    "было": "слова с ошибкой",
    "стало": "как верно",
    "место": "где стоит подвоз",
    "время_подвоза": "с какого часа подвоз",
    "время_начала": "с какого часа работают",
}
"""Every field that a template may have, with what stands in it."""


SAMPLES: Mapping[str, str] = {
    HELLO: "Здравствуйте!",
    "адрес": "Конаково, улица Белавинская, 5",
    "кто": "отдел дорожного хозяйства",
    "дата": "25 ноября",
    "телефон": "8 48242 0-00-00",
    "часы": "пн–пт 9:00–18:00",
    "мера": "откачает воду",
    "мера_мы": "откачаем воду",
    "что_сделали": "воду откачали",
}
"""What the bot knows without asking, with a sample of each: how a template will look. Other fields stay empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The text, and the fields whose sentences were left out, each once, in their order."""

    text: str
    missing: tuple[str, ...]


def fields_in(template: str) -> tuple[str, ...]:
    """Names of a template's fields, each once, in their order."""
    return tuple(dict.fromkeys(name.strip() for name in _FIELD.findall(template)))


def unknown_fields(template: str) -> tuple[str, ...]:
    """Fields that nothing can ever fill."""
    return tuple(name for name in fields_in(template) if name not in FIELDS)


def fill(template: str, values: Mapping[str, str]) -> Filled:
    """The template with its fields filled; a sentence with an empty field is dropped, and so is the question before it."""
    known = {name: " ".join(value.split()) for name, value in values.items() if value and value.strip()}
    kept, missing = [], []
    for sentence in _units(template):
        absent = [name for name in fields_in(sentence) if name not in known]
        if absent:
            missing += absent
        else:
            kept.append(_capital(_FIELD.sub(lambda m: known[m[1].strip()], sentence)))
    return Filled(text=" ".join(kept), missing=tuple(dict.fromkeys(missing)))


def _units(template: str) -> Sequence[str]:
    """Sentences; questions are joined to what follows them."""
    units: list[str] = []
    asked = ""
    for sentence in (m[0].strip() for m in _SENTENCE.finditer(template)):
        if not sentence:
            continue
        if sentence.endswith("?"):
            asked = f"{asked} {sentence}".strip()
        else:
            units.append(f"{asked} {sentence}".strip())
            asked = ""
    return [*units, asked] if asked else units


def _capital(sentence: str) -> str:
    """A field at the head of a sentence begins with a capital; «112» and «„» have none."""
    return sentence[:1].upper() + sentence[1:]
