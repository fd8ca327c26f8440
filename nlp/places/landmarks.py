# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Landmarks and routes by grammar: «4 школе», «ост. “Вокзал”», «больнице Семашко», «15 маршрут», «поезд Орёл-Калуга»."""

from incidents.reading import PlaceKind
from nlp.places.numerals import numeral_at
from nlp.places.routes import ROUTE, between, ordinal_before, route
from nlp.places.scene import Found, Scene, titled
from nlp.text.morph import Is, nominative_f
from nlp.text.vocabulary import SETTLEMENTS, STREETS, UNITS, forms_of
from nlp.text.words import words_for

WORDS = words_for(__name__)


NUMBERED = forms_of(
    {
        "школа": "школа школы школе школу школой сош мбоу моу гимназия гимназии гимназию лицей лицея лицее оош мкоу гбоу",
        "детский сад": "садик садика садике садику сад сада саду д/с доу мбдоу мдоу ясли дс д/сад д/саду",
        "поликлиника": "поликлиника поликлиники поликлинике поликлинику поликлиникой",
        "больница": "больница больницы больнице больницу больницей гкб гб црб медсанчасть роддом роддома роддоме",
        "отделение": "опс",
        "котельная": "котельная котельной котельную",
    }
)
NAMED = forms_of(
    {
        "остановка": "остановка остановки остановке остановку остановкой ост остановочный",
        "станция": "станция станции станцию ст платформа платформы платформе",
        "ТЦ": "тц трц тк тд трк",
        "ЖК": "жк",
        "парк": "парк парка парке парку парком лесопарк лесопарка лесопарке",
        "сквер": "сквер сквера сквере скверу сквером",
        "стадион": "стадион стадиона стадионе стадиону",
        "ДК": "дк",
        "рынок": "рынок рынка рынке рынку",
        "река": "река реки реке реку рекой речка речки речке речку",
        "озеро": "озеро озера озере озеру",
        "пруд": "пруд пруда пруде пруду",
        "мост": "мост моста мосту мосте мостом",
        "храм": "храм храма храме храму церковь церкви собор собора соборе монастырь монастыря",
        "кладбище": "кладбище кладбища кладбищу",
        "завод": "завод завода заводе заводу заводам заводы комбинат комбината",
        "фабрика": "фабрика фабрики фабрике фабрику",
        "вокзал": "вокзал вокзала вокзале вокзалу автовокзал автовокзала автостанция автостанции",
        "больница": "больница больницы больнице больницу больницей "
        "поликлиника поликлиники поликлинике поликлинику амбулатория амбулатории амбулаторию",
        "ФАП": "фап фапа фапе",
        "библиотека": "библиотека библиотеки библиотеке библиотеку",
        "колледж": "колледж колледжа колледже техникум техникума техникуме",
        "магазин": "магазин магазина магазине магазину магазином супермаркет гипермаркет",
        "санаторий": "санаторий санатория санатории",
        "школа": "школа школы школе школу",
        "пляж": "пляж пляжа пляже пляжу",
        "аэропорт": "аэропорт аэропорта аэропорту",
        "лагерь": "лагерь лагеря лагере",
        "микрорынок": "кдц",
    }
)
QUOTED_ONLY = frozenset({"магазин", "школа", "фабрика", "лагерь"})
LOWER_NAMED = frozenset({"ТЦ", "ЖК"})  # their names are written small too: «тц пирамида»
ADJECTIVE_OWNERS = frozenset(
    ["рынок", "парк", "сквер", "мост", "вокзал", "пляж", "кладбище", "завод", "фабрика", "больница", "пруд", "стадион", "собор"]
)
RIVERS = forms_of(
    {
        "Волга": "волга волги волге волгу волгой",
        "Ока": "ока оке оку",
        "Кама": "кама каме каму",
        "Дон": "дона дону",
        "Сейм": "сейм сейма сейму сейме",
        "Нева": "нева неве неву",
        "Обь": "обь оби",
        "Енисей": "енисей енисея енисею енисее",
        "Лена": "лене",
        "Урал": "урала",
        "Сура": "сура суры суре суру",
        "Клязьма": "клязьма клязьмы клязьме клязьму",
    }
)
OPEN, CLOSE = frozenset("«\"“„`'"), frozenset("»\"”“`'")
ROUTES = WORDS["routes"]
TRAINS = WORDS["trains"]


def told_number(word: str) -> str | None:
    """What a word tells to be numbered; of a school a number alone is a class."""
    kind = ROUTE if word in ROUTES or word.startswith("рейс") else NUMBERED.get(word)
    return kind if kind != "школа" else None


def find_landmarks(scene: Scene) -> None:
    """Mark schools and clinics by number, stops and parks by name, buses by number."""
    for i, token in enumerate(scene.tokens):
        if not token.is_word or not scene.is_free(i):
            continue
        word = token.word
        if word in ROUTES:
            route(scene, i)
        elif word in TRAINS:
            between(scene, i)
        if word in NUMBERED and scene.is_free(i) and _numbered(scene, i, NUMBERED[word]):
            continue
        if word in NAMED and scene.is_free(i):
            _named(scene, i, NAMED[word])
        elif word in {"жилой", "жилого", "жилом", "торговый", "торгового", "торговом", "дворец", "дворца", "дворце", "дом", "дома", "доме"}:
            _two_words(scene, i)
        elif word in RIVERS and token.cap and not scene.is_cap(i - 1):
            scene.add(Found(kind=PlaceKind.LANDMARK, i=i, j=i + 1, norm=RIVERS[word], name=RIVERS[word].lower(), score=0.7))


def _numbered(scene: Scene, i: int, canon: str) -> bool:
    """«школа № 3», «МБОУ СОШ 8», «4 школе», «1-ой поликлиники», «третья школа», «сад пятый», «школа семь»."""
    start, j = i, i + 1
    while scene.word(j) in NUMBERED and scene.is_word(j):
        canon, j = NUMBERED[scene.word(j)], j + 1
    if scene.word(start - 1) in {"детский", "детского", "детском", "детскому"}:
        start -= 1
    after = scene.ordinal(j)
    if after and (scene.is_number(after[1] - 1) or scene.word(j) == "номер") and scene.word(after[1]) not in UNITS and len(after[0]) <= 3:
        return _put(scene, start, after[1], canon, after[0])
    before = ordinal_before(scene, start)
    if before:
        return _put(scene, before[1], j, canon, before[0])
    spoken = numeral_at(scene.word, j, cardinal=True)
    if not spoken or spoken[0] == "1" or not scene.is_free(j):
        return False
    if not scene.is_word(spoken[1]) or (scene.has(spoken[1], Is.VERB) and not scene.has(spoken[1], Is.NOUN)):  # not «в школе третий день»
        return _put(scene, start, spoken[1], canon, spoken[0])
    return False


def _put(scene: Scene, i: int, j: int, canon: str, number: str) -> bool:
    return scene.add(Found(kind=PlaceKind.LANDMARK, i=i, j=j, norm=f"{canon} № {number}", name=f"{canon} {number}", score=0.9, typed=True))


def _two_words(scene: Scene, i: int) -> None:
    second = scene.word(i + 1)
    if scene.word(i).startswith("жил") and second.startswith("комплекс"):
        _named(scene, i + 1, "жилой комплекс", start=i)
    elif scene.word(i).startswith("торгов") and second.startswith("центр"):
        _named(scene, i + 1, "ТЦ", start=i)
    elif scene.word(i)[:3] in {"дво", "дом"} and second in {"культуры", "спорта", "творчества"}:
        _named(scene, i + 1, f"{'Дворец' if scene.word(i)[0:2] == 'дв' else 'Дом'} {second}", start=i)


def _named(scene: Scene, i: int, canon: str, *, start: int | None = None) -> None:
    """A type word with a name after it, or a capitalised adjective before it."""
    start = i if start is None else start
    j = scene.skip_dot(i + 1) if len(scene.word(i)) <= 4 else i + 1
    if canon == "остановка":
        while scene.word(j) in {"общественного", "транспорта", "автобуса", "автобусная"}:
            j += 1
    if scene.word(j) in OPEN and not scene.is_number(j):
        end = next((k for k in range(j + 1, min(j + 7, len(scene.tokens))) if scene.word(k) in CLOSE), None)
        if end and end > j + 1:
            words = [scene.word(k) for k in range(j + 1, end)]
            scene.add(_landmark(start, end + 1, canon, words))
            return
    if canon in QUOTED_ONLY:
        return
    words, k = _name(scene, j, canon)
    if words:
        scene.add(_landmark(start, k, canon, words))
    elif canon in ADJECTIVE_OWNERS and scene.is_word(start - 1) and scene.has(start - 1, Is.ADJ_M | Is.ADJ_F | Is.ADJ_N | Is.ADJ_PL):
        taken = scene.taken[start - 1]
        if taken is not None and not taken.adjective:
            return  # «в Козлово мост развалился»
        before = scene.form(start - 1).flags
        if scene.is_name_cap(start - 1) or (scene.is_cap(start - 1) and not before & Is.COMMON):
            adjective = scene.word(start - 1)
            base = nominative_f(adjective) if canon in {"больница", "фабрика"} else adjective
            scene.add(
                Found(
                    kind=PlaceKind.LANDMARK,
                    i=start - 1,
                    j=i + 1,
                    norm=f"{titled([base])} {scene.word(i)}",
                    name=f"{base} {scene.word(i)}",
                    score=0.8,
                    typed=True,
                )
            )


def _name(scene: Scene, i: int, canon: str) -> tuple[list[str], int]:
    """Up to three capitalised words; a stop, a residential complex or a mall may be written small."""
    words: list[str] = []
    j = i
    while len(words) < 3 and scene.is_word(j) and scene.is_free(j) and scene.is_cap(j) and scene.word(j) not in SETTLEMENTS:
        flags = scene.form(j).flags
        if (flags & (Is.LITTLE | Is.VERB) and flags & Is.KNOWN) or (scene.word(j) in STREETS):
            break
        if words and not flags & (Is.NOUN_GEN | Is.PERSON | Is.ADJ_F | Is.ADJ_M | Is.ADJ_N):
            break
        if not words and canon in {"мост", "храм"} and flags & Is.GEO_TOP:
            break
        words.append(scene.word(j))
        j += 1
    if words or canon not in LOWER_NAMED | {"остановка"} or not scene.is_word(j):
        return words, j
    flags = scene.form(j).flags
    if canon in LOWER_NAMED and not flags & (Is.LITTLE | Is.VERB | Is.PRONOUN) and scene.is_free(j) and len(scene.word(j)) > 2:
        return [scene.word(j)], j + 1
    if (
        canon == "остановка"
        and flags & Is.ADJ_F
        and flags & Is.ADJ_NOMN
        and not flags & (Is.QUALITY | Is.PRONOUN)
        and scene.word(j)[-3:] == "кая"
    ):
        return [scene.word(j)], j + 1
    return [], j


def _landmark(i: int, j: int, canon: str, words: list[str]) -> Found:
    plain = [w for w in words if w.isalnum()]
    return Found(
        kind=PlaceKind.LANDMARK,
        i=i,
        j=j,
        norm=f"{canon} {titled(plain)}",
        name=f"{canon} {' '.join(plain)}".lower(),
        score=0.85,
        typed=True,
    )
