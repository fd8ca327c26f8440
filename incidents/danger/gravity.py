"""Rank dangers by how grave they are.

Read from the resident's words and from the topic: the graver of both. People who are hurt or trapped come first, whatever hurt them.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum

from incidents.incident import Incident


class Gravity(IntEnum):
    """The gravest first."""

    PEOPLE = 0  # hurt or trapped
    FIRE = 1
    GAS = 2
    CURRENT = 3
    FALL = 4  # of people or onto people
    WATER = 5
    ANIMALS = 6
    OTHER = 7


_PEOPLE = (
    r"люд\w*|дет\w*|реб[её]н\w*|челове\w*|женщин\w*|мужчин\w*|бабушк\w*|дедушк\w*|стари\w*|пенсионер\w*|рыбак\w*|жильц\w*|сосед\w*|мам\w*"
)

TABLE: tuple[tuple[Gravity, str, frozenset[str]], ...] = (
    (
        Gravity.PEOPLE,
        r"пострада(?!\w*нет)|погиб|ранен|травм\w*|без созна|в крови|кровь|обожг|ожог|ошпар|удар\w+ током"
        r"|задавил|придавил|завал(?:ило|ом)|сбил[аио]?\b"
        r"|покуса|укуси|искуса|рвут|разорва|отрави|угоре|задыха|застря|зажа(?:т|ло)|тон(?:ет|ут)\b|захл[её]б"
        r"|отреза|скор(?:ая|ую|ой)\b|реанимац|умира|при смерти"
        rf"|\b(?:провали|свали|упа)\w+ (?:\w+ )?(?:{_PEOPLE})|\b(?:{_PEOPLE}) (?:\w+ )?(?:провали|свали|упа)\w+"
        r"|упал\w* в (?:люк|колод|ям|воду)"
        rf"|(?:внутри|в доме|в лифте|в квартире|в подвале|на льдине|заперт\w*|унесло) (?:\w+ )?(?:{_PEOPLE})"
        rf"|\b(?:{_PEOPLE}) (?:\w+ )?(?:внутри|в доме|в лифте|под завалом|заперт\w*|на льдине|на крыше|кричат|зовут)"
        r"|не (?:может|могут|можем) (?:\w+ )?(?:выйти|выбраться)|слома\w+ (?:ногу|руку|шейку|реб)|ребр|голову разби|разби\w+ голову",
        frozenset({"health_ambulance"}),
    ),
    (
        Gravity.FIRE,
        r"(?<!не )\bгор(?:ит|ят|им|ел\w*)\b|пожар|пыла|полыха|задымл|\bдым|огонь|огн[её]м|возгора|подожг|тле(?:ет|ют)|загоре|вспыхн",
        frozenset({"safety_fire"}),
    ),
    (Gravity.GAS, r"\bгаз(?!он|ель|ет)|угарн|хлор|аммиак|\bвзр[ыв]|взорв|баллон|ртут", frozenset({"energy_gas_leak"})),
    (
        Gravity.CURRENT,
        r"провод(?!ят|ит|ник)|кабел|искр|\bток(?:ом|а)?\b|напряжен|электр"
        r"|щит(?:ок|овая|ке|ка)|трансформатор|оголён|оголен|подстанц|бь[её]тся током|\bлэп\b",
        frozenset({"energy_wires", "energy_voltage"}),
    ),
    (
        Gravity.FALL,
        r"\bлюк|колод|\bям[аыуе]|провал|обрыв|обруш|обвал|рухн|упа(?:л|д)|пада(?:ет|ют)|сосул|глыб|наледь|кирпич|дерев|\bветк|столб|карниз|балкон|козыр[её]к"
        r"|штукатур|\bмост|перил|ступен|плит[аы]\b|накрен|свис|висит|шата|котлован|транше|открыт\w* шахт|гололёд|гололед|каток",
        frozenset({"improvement_manhole", "improvement_trees_danger", "roads_bridges", "housing_roof_snow", "construction_site"}),
    ),
    (
        Gravity.WATER,
        r"затоп|\bтопит|подтоп|залив|заливает|паводк|паводок|половодь|\bл[её]д\b|льд[уаы]\b|тонк\w+ л"
        r"|прорв|прорыв|кипят|хлещет|фонтан|дамб|плотин|размы|\bвод[аыуе]\b",
        frozenset({"safety_flood", "safety_water_ice"}),
    ),
    (
        Gravity.ANIMALS,
        r"собак|\bпес\b|\bп[её]с\b|\bпсы|\bста[яеи]\b|волк|лос[ьяи]\b|кабан|медвед|\bлис[аыу]|зме[яюий]|гадюк|бешен|осы\b|шершн|алабай|овчарк",
        frozenset({"animals_attack", "animals_wild", "animals_stray", "animals_walking"}),
    ),
)
"""Each kind: its words, and the topics that say it."""

_WORDS = tuple((gravity, re.compile(words)) for gravity, words, _topics in TABLE)
_TOPICS = {topic: gravity for gravity, _words, topics in TABLE for topic in topics}


def gravity_of_words(words: str) -> Gravity:
    """The gravest thing that the words tell."""
    text = words.lower()
    return next((gravity for gravity, pattern in _WORDS if pattern.search(text)), Gravity.OTHER)


def gravity_of(incident: Incident, said: str = "", *, hurt: bool = False) -> Gravity:
    """How grave a danger is. `said`: a resident's words; `hurt`: somebody confirmed that people are."""
    if hurt:
        return Gravity.PEOPLE
    words = " ".join(filter(None, (incident.danger_words, incident.danger_title, said)))
    return min(gravity_of_words(words), _TOPICS.get(incident.topic, Gravity.OTHER))


def since_of(incident: Incident) -> datetime:
    """Since when it is dangerous."""
    return incident.danger_since or incident.opened_at


def gravest_first(dangers: Iterable[Incident]) -> list[Incident]:
    """In the order of gravity; among equals whoever waits longest."""
    return sorted(dangers, key=lambda each: (gravity_of(each), since_of(each), each.id))
