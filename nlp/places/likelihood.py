# ruff: noqa: C901, PLR0912, PLR2004 - one branch a rule; numbers here are lengths of words and tokens
"""How likely each place named is the place of the problem."""

from incidents.reading import PlaceKind
from nlp.district_files import District, PlaceRow
from nlp.places.candidates import ASIDE, OFFICES, families_of
from nlp.places.names import words_of
from nlp.places.scene import Found, Scene
from nlp.text.morph import Is

SIGNS = frozenset([",", ".", ":", ";", "!", "?"])


MOTION = (
    "еду",
    "едем",
    "ехать",
    "езд",
    "поех",
    "приех",
    "уех",
    "вез",
    "воз",
    "привез",
    "отвез",
    "добир",
    "добра",
    "доех",
    "попасть",
    "направл",
    "гоня",
    "забир",
    "забер",
    "забра",
    "перевед",
    "перевод",
    "отправ",
    "шел",
    "шла",
    "шли",
    "пешк",
    "повез",
    "увез",
)


COMES = ("еду", "едем", "приез", "приех", "поед", "ездим", "езжу", "привез", "вез")


TELLS = ("звон", "пиш", "писал", "присл", "привет", "сообщ", "рассказ", "говор")


OFFICE_NEAR = frozenset(["у", "около", "возле", "напротив", "рядом", "перед", "территории", "дворе", "крыльце", "входом", "здании"])


AT_WATER = frozenset(["у", "около", "возле", "к", "ко", "через", "вдоль", "за", "в", "во", "под", "над", "по"])


WATERS = ("рек", "реч", "озер", "пруд", "залив", "водохранилищ", "берег", "середин", "посреди", "лед", "льд", "вод", "дно", "дне")


BEFORE_SUBJECT = frozenset([",", ":", "-", "–", "—", "и", "а", "наша", "наш", "эта", "этот"])


COMPANY = frozenset(["компания", "компании", "ооо", "ук", "оао", "зао", "жэу", "офис", "фирма"])


AT_SPOT = ASIDE | {"на", "в"}


def _since(scene: Scene, i: int) -> int:
    """Four tokens before, and not beyond the sign before: «отправили жалобу, в Селихово нет тепла»."""
    return next((k + 1 for k in range(i - 1, max(0, i - 4) - 1, -1) if scene.word(k) in SIGNS), max(0, i - 4))


def _is_in(found: Found, word: str) -> bool:
    """«В Слободе», «в Твери» is where one is, «в Слободу» where one goes; «в Редкино» may be either."""
    name = found.norm.lower()
    return (word.endswith("е") and not name.endswith("е")) or (word.endswith("и") and name.endswith("ь"))


def _is_from(scene: Scene, at: int, *, after: bool = False) -> bool:
    """Whether «из X» ends right before the token, or begins there."""
    froms = (f for f in scene.found if f.kind is PlaceKind.SETTLEMENT and scene.word(f.i - 1) == "из")
    return any(f.i == at if after else 0 <= at - f.j <= 1 for f in froms)


def _is_told_from(scene: Scene, found: Found) -> bool:
    """«Сестра звонит из Твери», «только что из Кимр.»: whoever speaks is there."""
    around = range(max(0, found.i - 5), min(len(scene.tokens), found.j + 5))
    is_just = scene.word(found.j) == "." and any(scene.tokens[k].first for k in range(max(0, found.i - 3), found.i))
    return is_just or any(scene.word(k).startswith(TELLS) for k in around)


def is_told_there(scene: Scene, found: Found) -> bool:
    """«Возила маму в Тверь. Лифт у них стоит», «у вокзала там»: what follows is told of the far town."""
    return any(
        scene.word(k).startswith("тамошн")
        or (scene.word(k - 1) in {"у", "на"} and scene.word(k) == "них")
        or (scene.word(k) == "там" and scene.has(k - 1, Is.NOUN) and not scene.has(k - 1, Is.LITTLE) and scene.word(k - 2) in AT_SPOT)
        for k in range(found.j, len(scene.tokens))
    )


def landmark_allowed(scene: Scene, district: District, found: Found) -> bool:
    """Whether a landmark may be the place: an office only beside it, water only at it."""
    row = district.places[found.place_id or ""]
    if row.kind == "water":
        return _is_at_water(scene, found, row)
    return row.type_word not in OFFICES or scene.word(found.i - 1) in OFFICE_NEAR


def _is_at_water(scene: Scene, found: Found, row: PlaceRow) -> bool:
    """«на Ламе», «через Созь», «речка Шоша», «Инюха вышла», and not «вид на Волгу», «кафе «Волга»»."""
    before = scene.word(found.i - 1)
    if before in {"«", '"'} or scene.word(found.j) in {"»", '"'}:
        return False  # «в клубе «Волга-Волга»»
    if (
        before in AT_WATER
        or before.startswith(WATERS)
        or (
            scene.word(found.i - 2) in {"у", "возле", "около"}
            and scene.has(found.i - 1, Is.NOUN_GEN)
            and scene.word(found.j - 1) not in words_of(row.name)
        )
    ):
        return True
    if before == "на":
        return any(scene.has(k, Is.LOCT) or scene.word(k).endswith(("ом", "ем")) for k in range(found.i, found.j))
    is_told = scene.tokens[found.i].first or (before in BEFORE_SUBJECT and scene.is_cap(found.i))
    return is_told and scene.word(found.j - 1) in words_of(row.name) + [word for alias in row.aliases for word in words_of(alias)]


def landmark_score(scene: Scene, found: Found, district: District | None) -> float:
    """How likely the problem is at the landmark."""
    score = found.score + 0.3 * found.typed - 0.3 * found.weak - 0.01 * found.i
    before = scene.word(found.i - 1)
    if before in {"до", "из"} or scene.word(found.i - 2) == "до":
        score -= 0.6
    if district and found.place_id and (found.kind is PlaceKind.ROUTE or district.places[found.place_id].kind == "microdistrict"):
        score -= 0.3
    if found.i == 0 and scene.word(found.j) in {",", ".", ":"}:
        score += 0.4  # «Бор, дорожка за «Колизеем»»
    return score


def settlement_score(scene: Scene, found: Found, *, known: bool) -> float:
    """How likely the problem is there: the place of the address and «в …» count most, «до …» and «как в …» least."""
    i, before = found.i, scene.word(found.i - 1)
    score = 1.0 + 0.5 * found.typed + (0.7 if found.ids else 0.0)
    if any(f.kind in {PlaceKind.STREET, PlaceKind.HOUSE} and _is_beside(scene, found, f) for f in scene.found):
        score += 2.5
    if before in {"с", "со"} and scene.word(i - 2).startswith("пута"):
        return -1.0  # «не путать с Девичьем»
    if before == "это" and scene.word(i - 2) == "что" and not found.ids:
        return 0.0  # «говорят, что это Калуга»
    if found.adjective:
        return 1.6 if scene.word(found.j) in families_of(scene.morph) else 0.4  # «в козловской больнице»
    # «возят в Редкино», and not «в Редкино возят воду»: of our own places only what one is on the way to
    after = found.j if found.ids else min(len(scene.tokens), found.j + 4)
    motion = any(scene.word(k).startswith(MOTION) for k in range(_since(scene, i), after))
    motion = motion or (scene.word(after).startswith(MOTION) and not scene.is_word(after + 1))  # «в Редкино ехать?»
    if before in {"в", "во"}:
        if scene.word(i - 2) in {"как", "чем"} or scene.word(i - 3) == "как":
            return -1.0
        if _is_from(scene, i - 1) or (not found.ids and _is_from(scene, found.j + 1, after=True)):
            score -= 1.2 if motion else 0.6  # «из X в Y», «в Y из X»
        elif motion and not found.ids and is_told_there(scene, found):
            score += 1.5
        else:
            score += -1.2 if motion and not found.typed and not _is_in(found, scene.word(found.j - 1)) else 1.5
            score += 0.5 * (scene.word(i - 2) == "нас")  # «в Твери есть, а у нас в Редкино нет»
    elif (before == "и" and scene.word(i - 3) in {"как", "чем"}) or (before == "и" and scene.word(i - 4) == "как"):
        return -1.0
    elif before in {"под", "около", "возле"} or scene.word(i - 1).startswith("жител"):
        score += 1.2
    elif before in {"с", "со"} and not found.ids:
        score -= 1.5  # «электричка с Москвы»
    elif before == "из" and not found.ids and not _is_told_from(scene, found):
        score -= 1.5  # «электричка из Москвы», «посылка из Казани»
    elif before == "из":
        comes = any(scene.word(k).startswith(COMES) for k in range(max(0, i - 4), min(len(scene.tokens), found.j + 4)))
        score += -1.8 if comes else 0.5 if not scene.tokens[i - 1].first else 1.3
    elif before in {"через", "мимо"}:
        score += 1.5 if not found.ids and (scene.word(found.j) == ":" or is_told_there(scene, found)) else -1.5
    elif before in {"до", "к", "ко", "на"}:
        score -= 1.0 if motion else 0.6
    elif before in {"-", "–", "—"} and i > 1 and scene.taken[i - 2] is not None and scene.taken[i - 2] is not found:
        score -= 0.7
    elif i == 0 or scene.tokens[i].first or scene.word(found.j) in {",", ":", "."}:
        score += 1.3
    if before in {"#", "не"}:
        score -= 0.8  # «на Речной (город, не Затон)»
    if motion and not known and before in {"в", "во", "из", "через"}:
        score -= 1.0
    return score


def _is_beside(scene: Scene, one: Found, other: Found) -> bool:
    """An address: «Козлово, на Ленина», and not «в Москву от Ленина»."""
    first, last = (one, other) if one.i < other.i else (other, one)
    return last.i - first.j <= 2 and not any(scene.word(k) in {"от", "из", "с", "со", "до"} for k in range(first.j, last.i))


def street_score(scene: Scene, street: Found, streets: list[Found], houses: list[Found]) -> float:
    """How likely the problem is on the street: a house, a repeat, no company beside it."""
    score = street.score + 0.3 * street.typed + (0.6 if street.ids else 0.0) - 0.002 * street.i
    score += 1.0 * any(h.owner is street or (h.owner and h.owner.name == street.name) for h in houses)
    score += 0.4 * (sum(f.name == street.name for f in streets) > 1)
    before = [scene.word(k) for k in range(max(0, street.i - 10), street.i)]
    if any(word in COMPANY for word in before):
        score -= 1.5
    if (before and before[-1] in {"до", "как"}) or (len(before) > 1 and before[-2] == "как"):
        score -= 0.4
    return score
