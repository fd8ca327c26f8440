"""Streets by grammar: «ул. Клары Цеткин», «Парковая улица», «на Копейской», «угол Абая и Варламова», «Марата 26»."""

from incidents.reading import PlaceKind
from nlp.morph import Is, nominative_f
from nlp.scene import Found, Scene, titled
from nlp.vocabulary import AREAS, CROSSINGS, DISTRICTS, FEMININE, HOUSES, MONTHS, REGIONS, SETTLEMENTS, SHORT_STREETS, STREETS, TITLES

STOP = frozenset(
    [
        "города",
        "городе",
        "поселка",
        "поселке",
        "села",
        "селе",
        "деревни",
        "деревне",
        "района",
        "районе",
        "нашего",
        "нашей",
        "нашем",
        "вашей",
        "дом",
        "дома",
        "дому",
        "подъезд",
        "подъезда",
        "между",
        "около",
        "возле",
        "напротив",
        "рядом",
        "возле",
        "после",
        "перед",
        "вдоль",
        "центр",
        "центра",
        "жизни",
        "движение",
        "движения",
        "весь",
        "вся",
        "все",
        "это",
        "этого",
        "грязь",
        "ночи",
        "ночью",
        "утра",
        "вечера",
        "дня",
        "зимой",
        "летом",
        "снега",
        "снег",
        "дождя",
        "воды",
        "света",
        "нет",
        "имени",
        "им",
        "номер",
        "корпус",
        "строение",
        "квартира",
        "кв",
        "где",
        "что",
        "как",
        "когда",
        "почему",
        "был",
        "была",
        "было",
        "просто",
        "очень",
        "нашего",
        "округа",
        "области",
        "края",
        "сторона",
        "стороны",
        "сторону",
        "стороне",
        "частного",
        "частном",
        "домов",
        "жителей",
        "людей",
        "нашим",
        "пишу",
        "на",
        "по",
        "поводу",
        "ремонт",
        "ремонта",
        "детей",
        "машин",
    ]
)
NOT_STREET_ADJ = frozenset(
    [
        "детской",
        "детская",
        "детскую",
        "взрослой",
        "взрослая",
        "взрослую",
        "проезжей",
        "проезжую",
        "проезжая",
        "городской",
        "городская",
        "городскую",
        "сельской",
        "сельская",
        "сельскую",
        "областной",
        "областная",
        "областную",
        "районной",
        "районная",
        "районную",
        "русской",
        "русском",
        "мужской",
        "женской",
        "автобусной",
        "железной",
        "платной",
        "бесплатной",
        "общей",
        "общественной",
        "первой",
        "второй",
        "третьей",
        "другой",
        "следующей",
        "соседней",
        "нашей",
        "вашей",
        "скорой",
        "горячей",
        "холодной",
        "управляющей",
        "главной",
        "центральной",
        "основной",
        "обратной",
        "личной",
        "любой",
        "каждой",
        "самой",
        "той",
        "этой",
        "такой",
        "какой",
        "одной",
        "своей",
        "моей",
        "твоей",
        "всей",
        "пешеходной",
        "дворовой",
        "придомовой",
        "спортивной",
        "игровой",
        "новой",
        "старой",
        "контейнерной",
        "российской",
        "московской",
    ]
)
FAMOUS = frozenset(
    [
        "мира",
        "победы",
        "свободы",
        "труда",
        "революции",
        "октября",
        "строителей",
        "энергетиков",
        "химиков",
        "металлургов",
        "космонавтов",
        "авиаторов",
        "дружбы",
        "юности",
        "молодежи",
        "правды",
        "коммуны",
        "союза",
        "восстания",
        "конституции",
        "урожая",
        "луначарского",
        "ленина",
        "кирова",
        "гагарина",
        "строителя",
        "партизан",
        "пионеров",
        "шахтеров",
        "нефтяников",
        "учителей",
    ]
)
UNITS_OF_ARMS = frozenset({"дивизии", "армии", "бригады", "полка", "пятилетки", "января", "интернационала"})
MAX_NAME = 4


def find_streets(scene: Scene) -> None:
    """Mark streets that a type word, a preposition, a crossing or a house number gives away."""
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.word in STREETS and scene.is_free(i):
            _typed(scene, i)
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.word in CROSSINGS:
            _crossing(scene, i)
    for i, token in enumerate(scene.tokens):
        if token.is_word and scene.is_free(i) and token.word in {"на", "по", "до", "вдоль", "от", "через", "с", "у"}:
            _after_preposition(scene, i)
    _lists(scene)
    _again(scene)


def _typed(scene: Scene, i: int) -> None:
    word = scene.word(i)
    canon = STREETS[word]
    if word in SHORT_STREETS and len(word) < 3 and word != "ул" and not _short_is_street(scene, i):
        return
    name = _name_after(scene, scene.skip_dot(i + 1) if word in SHORT_STREETS else i + 1, canon, full=word not in SHORT_STREETS, word=word)
    if name and not (scene.word(name[0]) in DISTRICTS and name[1][-1].endswith(("ого", "ом", "ий"))):
        j, words = name
        scene.add(make(i, j, canon, words, typed=True, score=0.95))
        return
    before = _name_before(scene, i, canon)
    if before is not None:
        words = [scene.word(k) for k in range(before, i) if scene.word(k) != "-"]
        if len(words) == 1 and canon not in FEMININE and scene.has(before, Is.ADJ_M):
            words = [masculine(words[0])]
        j = i + 1
        if scene.word(j) == "." and word in SHORT_STREETS:
            j += 1
        scene.add(make(before, j, canon, words, typed=True, score=0.95))


def _short_is_street(scene: Scene, i: int) -> bool:
    """«ш.», «пл», «б-р» stand before a capital or a dot; «и пр.» is «and so on»."""
    return not (scene.word(i) == "пр" and scene.word(i - 1) == "и") and (
        scene.word(i + 1) == "." or scene.is_cap(i + 1) or "-" in scene.word(i) or scene.has(i + 1, Is.ADJ_F | Is.SURNAME_GEN)
    )


def make(i: int, j: int, canon: str, words: list[str], *, typed: bool, score: float) -> Found:
    """A street from its mended name words."""
    base = [nominative_f(w) if canon in FEMININE and is_adjective(w) else w for w in words]
    if canon not in FEMININE and len(words) == 1 and is_adjective(words[0]):
        base = [masculine(words[0])]
    return Found(kind=PlaceKind.STREET, i=i, j=j, norm=f"{canon} {titled(base)}", name=" ".join(base), score=score, typed=typed)


def is_adjective(word: str) -> bool:
    """By the ending alone: also for adjectives that no dictionary has. «Маяковского» is a genitive and stays."""
    if len(word) < 5:
        return False
    return word[-2:] in {"ая", "ой", "ую", "яя", "юю", "ые", "ых", "ий", "ый"} or word[-3:] in {"ней", "шей", "жей", "щей"}


def masculine(word: str) -> str:
    """«октябрьском» is «октябрьский»."""
    stem = nominative_f(word)[:-2]
    return stem + ("ий" if stem[-1:] in "кгхжшщч" else "ый")


def _name_after(scene: Scene, i: int, canon: str, *, full: bool, word: str = "") -> tuple[int, list[str]] | None:
    """The name that follows a type word: the index after it and its words."""
    if scene.word(i) in {"им", "имени"}:
        i = scene.skip_dot(i + 1)
    if scene.word(i) in {"«", '"', "“", "„", "`"}:
        i += 1
    if scene.is_number(i):
        return _number_name(scene, i, canon)
    if not scene.is_word(i) or not scene.is_free(i):
        return None
    if len(scene.word(i)) == 1:  # an initial: «К.Маркса», «Н. Островского»
        k = scene.skip_dot(i + 1)
        if len(scene.word(k)) == 1 and scene.is_cap(k) and scene.word(k + 1) == ".":
            k += 2
        if (
            (scene.word(i + 1) == "." or scene.is_cap(i))
            and scene.is_word(k)
            and len(scene.word(k)) > 2
            and (scene.is_cap(k) or scene.has(k, Is.SURNAME_GEN))
        ):
            return _hyphenated(scene, k, [scene.word(k)])
        return None
    if not _may_name(scene, i, full=full, nominative=word in {"улица", "проспект", "переулок", "площадь", "шоссе", "бульвар"}):
        return None
    return _extend(scene, i)


def _number_name(scene: Scene, i: int, canon: str) -> tuple[int, list[str]] | None:
    """«8 Марта», «50 лет Октября», «1-я Набережная»."""
    j, number = i + 1, scene.word(i)
    ordinal = scene.ordinal(i)
    if ordinal and ordinal[1] > j:
        after = ordinal[1]
        if (
            scene.is_word(after)
            and scene.word(after) not in HOUSES
            and (scene.is_cap(after) or scene.has(after, Is.ADJ_F | Is.ADJ_M) or scene.word(after) in MONTHS)
        ):
            ending = "я" if canon in FEMININE else "й"
            if scene.word(after) in MONTHS:
                return after + 1, [number, scene.word(after)]
            end, words = _extend(scene, after) if scene.is_cap(after) else (after + 1, [scene.word(after)])
            return end, [f"{number}-{ending}", *words]
        return None
    if scene.word(j) in MONTHS:
        return j + 1, [number, scene.word(j)]
    if scene.word(j) in {"лет", "летия", "летие"} and scene.is_word(j + 1):
        rest = _extend(scene, j + 1)
        return rest[0], [number, scene.word(j), *rest[1]]
    if canon in {"линия", "квартал"}:
        return j, [number]
    if scene.is_cap(j) and not scene.tokens[j].glued and scene.has(j, Is.NOUN_GEN) and len(number) < 3:
        return j + 1, [number, scene.word(j)]  # «пр. 9 Пятилетки»
    return None


def _may_name(scene: Scene, i: int, *, full: bool, nominative: bool) -> bool:
    """Whether the word after a type word can be the street's name and not the sentence going on."""
    word, flags = scene.word(i), scene.form(i).flags
    if word in STOP or word in STREETS or word in SETTLEMENTS or word in HOUSES or word in DISTRICTS or word in AREAS or word in REGIONS:
        return False
    if flags & (Is.LITTLE | Is.PRONOUN):
        return False
    if scene.is_cap(i):
        return True
    if not full:
        return not flags & Is.VERB or not flags & Is.KNOWN
    if word in FAMOUS or word in TITLES or flags & (Is.SURNAME_GEN | Is.NAME_GEN):
        return not (flags & Is.GEO)
    if flags & Is.QUALITY or word in NOT_STREET_ADJ:
        return scene.is_number(i + 1) or scene.word(i + 1) in HOUSES
    if flags & Is.ADJ_F:
        return not flags & Is.COMMON or bool(flags & Is.ADJ_NOMN) or word.endswith(("ской", "скую")) or scene.is_number(i + 1)
    return not flags & Is.KNOWN and not nominative


def _extend(scene: Scene, i: int) -> tuple[int, list[str]]:
    """Take the further words of a name: «Клары Цеткин», «архитектора Свиязева», «Старая Слобода», «Салтыкова-Щедрина»."""
    words, j = [scene.word(i)], i + 1
    open_end = scene.has(i, Is.NAME_GEN) or scene.word(i) in TITLES
    while len(words) < MAX_NAME and scene.is_word(j) and scene.is_free(j):
        word = scene.word(j)
        if word in STOP or word in STREETS or word in SETTLEMENTS or word in HOUSES or word in DISTRICTS or word in AREAS or len(word) < 3:
            break
        flags = scene.form(j).flags
        if flags & (Is.LITTLE | Is.PRONOUN):
            break
        goes_on = (scene.is_cap(j) and scene.is_cap(i)) or (open_end and (scene.is_cap(j) or flags & Is.PERSON or not flags & Is.KNOWN))
        if not goes_on or (flags & Is.GEO and not open_end):
            break
        open_end = word in TITLES or bool(flags & Is.NAME_GEN)
        words.append(word)
        j += 1
    if scene.is_number(j) and scene.word(j + 1) in UNITS_OF_ARMS and scene.is_cap(j + 1):  # «ул. Бойцов 9 Дивизии»
        return j + 2, [*words, scene.word(j), scene.word(j + 1)]
    return _hyphenated(scene, j - 1, words)


def _hyphenated(scene: Scene, last: int, words: list[str]) -> tuple[int, list[str]]:
    j = last + 1
    if scene.word(j) == "-" and scene.tokens[j].glued and scene.is_word(j + 1) and scene.tokens[j + 1].glued and len(scene.word(j + 1)) > 2:
        words[-1] += "-" + scene.word(j + 1)
        j += 2
    return j, words


def _name_before(scene: Scene, i: int, canon: str) -> int | None:
    """Where the name before a type word begins: «Парковая улица», «Маяковского ул.»."""
    k = i - 1
    if not scene.is_word(k) or not scene.is_free(k):
        return None
    word, flags = scene.word(k), scene.form(k).flags
    if flags & (Is.LITTLE | Is.PRONOUN) or (word in NOT_STREET_ADJ and not scene.is_name_cap(k)) or word in STOP:
        return None
    gender = Is.ADJ_F if canon in FEMININE else Is.ADJ_M
    if flags & (gender | Is.ADJ_PL):
        if scene.is_name_cap(k):
            return k
        if flags & Is.QUALITY:  # «Новая улица, 5» opens a sentence, «новая улица» is any
            return k if scene.is_cap(k) and (scene.is_number(i + 1) or scene.is_number(i + 2)) else None
        return k if scene.is_cap(k) or word.endswith(("ская", "ской", "скую", "ский", "ском")) else None
    if scene.is_cap(k) and flags & (Is.SURNAME_GEN | Is.NOUN_GEN):
        return k - 1 if scene.is_cap(k - 1) and scene.has(k - 1, Is.NAME_GEN) else k
    return None


def bare_name(scene: Scene, i: int) -> tuple[int, list[str]] | None:
    """A name without a type word in a place where only a street can stand: after «угол», «перекрёсток», «от … до»."""
    canon = STREETS.get(scene.word(i))
    if canon:
        return _name_after(scene, scene.skip_dot(i + 1), canon, full=False)
    flags = scene.form(i).flags if scene.is_word(i) else 0
    if not scene.is_word(i) or flags & (Is.LITTLE | Is.PRONOUN) or scene.word(i) in STOP or len(scene.word(i)) < 3:
        return None
    if (
        scene.is_cap(i)
        or flags & (Is.SURNAME_GEN | Is.NAME_GEN)
        or (flags & Is.ADJ_F and not flags & Is.QUALITY)
        or scene.word(i) in FAMOUS
    ):
        return _extend(scene, i)
    return None


def _crossing(scene: Scene, i: int) -> None:
    """«угол Абая и Варламова», «перекрёсток Невский - Литейный», «перед перекрестком с Борчанинова»."""
    k = i + 1
    while scene.word(k) in {"с", "со", "улиц", "ул", ".", "улицы", "улицей", ":"} and k < i + 4:
        k += 1
    for _ in range(2):
        name = bare_name(scene, k) if scene.is_word(k) else None
        if name is None:
            return
        if len(name[1]) == 1 and name[0] - k == 3 and "-" in name[1][0]:  # «Абая-Варламова» are two
            name = k + 1, [scene.word(k)]
        if scene.is_free(k):
            canon = STREETS.get(scene.word(k), "улица")
            scene.add(_bare(scene, k, name[0], name[1], canon=canon, score=0.85))
        k = name[0]
        if scene.word(k) not in {"и", "-", "–", "—", "с", "/", ","}:
            return
        k += 1
        while scene.word(k) in {"ул", ".", "улицы", "улицей"}:
            k += 1


def _bare(scene: Scene, i: int, j: int, words: list[str], *, canon: str = "", score: float) -> Found:
    """A street without a type word: the adjective's gender tells «улица» from «проспект»."""
    if not canon or canon == "улица":
        canon = "проспект" if len(words) == 1 and words[0].endswith(("ский", "ый", "цкий")) and scene.has(i, Is.ADJ_M) else "улица"
    return make(i, j, canon, words, typed=False, score=score)


def _after_preposition(scene: Scene, i: int) -> None:
    """«на Копейской», «по Ленина», «от Дружбы до Орловской»."""
    k, word = i + 1, scene.word(i)
    if not scene.is_word(k) or not scene.is_free(k):
        return
    name, flags = scene.word(k), scene.form(k).flags
    if name in STOP or name in STREETS or name in SETTLEMENTS or flags & (Is.LITTLE | Is.PRONOUN) or len(name) < 4:
        return
    cap = scene.is_cap(k)
    if flags & Is.ADJ_F and name[-2:] in {"ой", "ей", "ую", "юю"} and not _agrees_on(scene, k):
        relative = name.endswith(("ской", "скую", "цкой", "цкую")) and not flags & Is.QUALITY
        loose = word in {"от", "с", "у"} and (not relative or scene.has(k + 1, Is.NOUN))
        if not loose and (cap or (relative and word in {"на", "по"})) and (cap or name not in NOT_STREET_ADJ):
            scene.add(_bare(scene, k, k + 1, [name], score=0.8 if cap else 0.55))
        return
    if word in {"от", "до"} and cap and name in FAMOUS:
        scene.add(_bare(scene, k, k + 1, [name], score=0.7))
    elif word in {"на", "по", "вдоль"}:
        person = flags & Is.SURNAME_GEN and not flags & (Is.GEO | Is.LOCT)
        if (person and (cap or word == "по")) or (cap and name in FAMOUS) or (name in FAMOUS and word == "по" and flags & Is.SURNAME_GEN):
            if word == "на" and scene.word(i - 1).startswith(("жалоб", "заявлен", "донос")):
                return
            j, words = _extend(scene, k)
            scene.add(_bare(scene, k, j, words, score=0.8))
        elif cap and flags & Is.NAME_GEN and scene.is_cap(k + 1):
            j, words = _extend(scene, k)
            scene.add(_bare(scene, k, j, words, score=0.8))


def _agrees_on(scene: Scene, k: int) -> bool:
    """Whether the adjective at k belongs to a noun after it: «на Школьной площадке»."""
    if not scene.is_word(k + 1):
        return False
    flags = scene.form(k + 1).flags
    if scene.word(k + 1) in STREETS:
        return False
    return bool(flags & Is.NOUN_F) and not flags & Is.LITTLE and not scene.is_name_cap(k + 1)


def _lists(scene: Scene) -> None:
    """After a street a comma or «и» brings more: «на Копейской, Бузулукской», «Советские улицы, Греческий, Дегтярная»."""
    for street in [f for f in scene.found if f.kind is PlaceKind.STREET]:
        k = street.j
        for _ in range(6):
            if scene.word(k) not in {",", "и", "-", "/"}:
                break
            k += 2 if scene.word(k) == "," and scene.word(k + 1) == "и" else 1
            plural_type = street.typed and scene.word(street.i) in {"улицах", "улицы", "улиц", "улицам"}
            if scene.is_number(k) and scene.is_free(k) and plural_type:
                numbered = _number_name(scene, k, "улица")
                if numbered:
                    scene.add(make(k, numbered[0], "улица", numbered[1], typed=False, score=0.8))
                    k = numbered[0]
                    continue
            if not scene.is_word(k) or not scene.is_free(k):
                break
            flags, word = scene.form(k).flags, scene.word(k)
            adjective = flags & (Is.ADJ_F | Is.ADJ_M) and not flags & Is.PRONOUN and not _agrees_on(scene, k)
            if word in STOP or word in STREETS or word in SETTLEMENTS or flags & (Is.LITTLE | Is.GEO) or len(word) < 4:
                break
            if not (adjective and (scene.is_name_cap(k) or plural_type)) and not (scene.is_name_cap(k) and flags & Is.SURNAME_GEN):
                break
            j, words = _extend(scene, k)
            scene.add(_bare(scene, k, j, words, score=0.75))
            k = j


def _again(scene: Scene) -> None:
    """A street named once is a street wherever its capitalised name stands again: «тротуар до Бузулукской»."""
    known = {f.name: f.norm for f in scene.found if f.kind is PlaceKind.STREET and f.name}
    if not known:
        return
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.cap and scene.is_free(i) and len(token.word) > 4:
            plain = nominative_f(token.word) if is_adjective(token.word) else token.word
            if plain in known and scene.word(i - 1) not in STREETS and not (is_adjective(token.word) and _agrees_on(scene, i)):
                scene.add(Found(kind=PlaceKind.STREET, i=i, j=i + 1, norm=known[plain], name=plain, score=0.8))
