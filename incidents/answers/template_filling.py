"""Fill a template: a sentence with an empty field is dropped whole.

So no field ever needs a case or a guess.
A question stands or falls with the sentence after it: «Не вывезли? Ответьте…».
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FIELD = re.compile(r"\{([^{}]*)\}")
_SENTENCE = re.compile(r"\{привет\}|(?:[^.!?…]|[.!?…](?![.!?…»)]*+(?:\s|$)))+(?:[.!?…]+[»)]?|$)")

_HEAD = re.compile(r"^\{\s*адрес\s*\}\s*[:,]\s*")

HELLO = "привет"
"""The greeting: a sentence of its own wherever it stands."""

PHOTO = "фото"
"""Filled by no question: photos are asked for after the text."""

CONTACTS = frozenset({"телефон", "часы"})
"""Kept by the coordinator in /people."""

PLACE = "адрес"
"""Where it is; a sentence that begins with it can do without."""

FIELDS: Mapping[str, str] = {
    HELLO: "приветствие",
    PLACE: "где: Конаково, ул. Белавинская",
    "кто": "отдел или организация в именительном падеже",
    "дата": "какой день: 25 ноября",
    "время": "какой час: 15:00",
    "телефон": "рабочий телефон отдела",
    "мера": "что сделает отдел: откачает воду",
    "мера_мы": "что сделаем: откачаем воду",
    "мера_сейчас": "что происходит сейчас: бригада откачивает воду",
    "что": "что именно: лампу на столбе",
    "что_сделали": "что сделали: откачали воду",
    "фото": "«Фото ниже», если фото приложено",
    "срок": "когда напишем: сегодня до 16:00",
    "почему": "почему не можем: под дорогой газопровод",
    "причина": "почему так вышло: сломался насос",
    "результат": "что показала проверка: в доме 21 градус",
    "факт": "что увидели на месте: крышка люка на месте",
    "ответ": "что ответили нам: врач выйдет 1 декабря",
    "просьба": "о чём просим: засыпать яму",
    "организация": "кто отвечает вне администрации: областная дорожная служба",
    "учреждение": "какая школа, сад или больница: школа № 3",
    "рейс": "какой автобус: № 5 в 7:40",
    "дата_рейса": "в какой день не пришёл автобус: 24 ноября",
    "вариант": "чем можно заменить сейчас: автобус № 7",
    "график": "дни и часы: вторник и четверг с 9:00",
    "часы": "часы работы",
    "как": "как это сделать: по телефону регистратуры",
    "правило": "какой порядок: выплату назначают за 10 дней",
    "возраст": "какого возраста группа: 3–4 года",
    "год": "в план какого года: 2027",
    "дата_решения": "к какому дню решим: 1 декабря",
    "дата_ответа": "к какому дню ждём чужой ответ: 1 декабря",
    "дата_уборки": "к какому дню уберём: 1 декабря",
    "дата_след": "когда следующий вывоз: 1 декабря",
    "дата_была": "какой день обещали: 20 ноября",
    "дата_ошибки": "когда вышел ответ с ошибкой: 23 ноября",
    "было": "слова с ошибкой",
    "стало": "как верно",
    "место": "где стоит подвоз: у школы № 3",
    "время_подвоза": "с какого часа подвоз: 12:00",
    "время_начала": "с какого часа работают: 9:00",
    "разъяснение": "почему так и что дальше: улица войдёт в программу, когда будет проект",
    "о_случае": "что сказать именно об этом случае: проект по вашей улице готов",
    "основание": "по какому закону или плану: программа ремонта дорог округа",
    "где_смотреть": "где это прочесть: сайт округа, раздел «Дороги»",
    "дата_плана": "к какому дню по плану: 1 июля 2027",
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


def words_for(name: str) -> str:
    """What stands in a field, in words: «почему так вышло»."""
    return FIELDS.get(name, name).split(": ", 1)[0]


def example_of(name: str) -> str:
    """A sample of a field: «сломался насос»; "" where none is needed."""
    return FIELDS.get(name, name).partition(": ")[2]


def unknown_fields(template: str) -> tuple[str, ...]:
    """Fields that nothing can ever fill."""
    return tuple(name for name in fields_in(template) if name not in FIELDS)


def filled_template(template: str, values: Mapping[str, str]) -> Filled:
    """The template with its fields filled; a sentence with an empty field is dropped, and so is the question before it."""
    filled = _filled_in(values)
    kept, missing = [], []
    for sentence in _sentences(template, filled):
        absent = [name for name in fields_in(sentence) if name not in filled]
        if absent:
            missing += absent
        else:
            kept.append(_capital(_FIELD.sub(lambda m: filled[m[1].strip()], sentence)))
    return Filled(text=" ".join(kept), missing=tuple(dict.fromkeys(missing)))


def missing_fields(template: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Fields that somebody has to be asked for, each once, in their order.

    A sentence without its contacts alone goes unsaid: the coordinator keeps those. So does one about photos: they are asked for later.
    """
    filled = _filled_in(values)
    absent = [[name for name in fields_in(sentence) if name not in filled] for sentence in _sentences(template, filled)]
    asked = [name for names in absent if PHOTO not in names and not CONTACTS.issuperset(names) for name in names]
    return tuple(dict.fromkeys(asked))


def readable_text(template: str, values: Mapping[str, str]) -> str:
    """The template as people read it: what is known is filled in, what is not is named in «‹…›»."""
    filled = _filled_in(values)
    shown = {name: filled.get(name, f"‹{words_for(name)}›") for name in fields_in(template)}
    sentences = [sentence for sentence in _sentences(template, filled) if PHOTO not in fields_in(sentence)]
    return " ".join(_capital(_FIELD.sub(lambda m: shown[m[1].strip()], sentence)) for sentence in sentences)


def _filled_in(values: Mapping[str, str]) -> Mapping[str, str]:
    return {name: " ".join(value.split()) for name, value in values.items() if value and value.strip()}


def _sentences(template: str, known: Mapping[str, str]) -> Sequence[str]:
    """Units of the template; «{адрес}: сделали» without an address is «сделали»."""
    return [unit if PLACE in known else _HEAD.sub("", unit) for unit in _units(template)]


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
