# ruff: noqa: C901, PLR0912, PLR2004 - one branch a rule; numbers here are lengths of words and tokens
"""How likely each place named is the place of the problem."""

from incidents.reading import PlaceKind
from nlp.places.scene import Found, Scene
from nlp.tables import District
from nlp.text.morph import Is

TOWARDS = frozenset(["до", "к", "ко", "на", "через", "мимо"])


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
)


COMES = ("еду", "едем", "приез", "приех", "поед", "ездим", "езжу", "привез", "вез")


OFFICES = frozenset({"служба", "управление", "администрация", "дума", "СМИ", "предприятие", "суд", "пожарная часть"})


OFFICE_NEAR = frozenset(["у", "около", "возле", "напротив", "рядом", "перед", "территории", "дворе", "крыльце", "входом", "здании"])


COMPANY = frozenset(["компания", "компании", "ооо", "ук", "оао", "зао", "жэу", "офис", "фирма"])


def landmark_allowed(scene: Scene, district: District, found: Found) -> bool:
    """Whether a landmark may be the place: an office only beside it, water only at it."""
    row = district.places[found.place_id or ""]
    if row.kind == "water":  # «на Ламе», «у Волги», and not «вид на Волгу»
        return scene.word(found.i - 1) in {"у", "около", "возле", "река", "реке"} or (
            scene.word(found.i - 1) in {"на", "в", "во"} and scene.has(found.i, Is.LOCT)
        )
    return row.type_word not in OFFICES or scene.word(found.i - 1) in OFFICE_NEAR


def landmark_score(scene: Scene, found: Found, district: District | None) -> float:
    """How likely the problem is at the landmark."""
    score = found.score + 0.3 * found.typed - 0.3 * found.weak - 0.01 * found.i
    before = scene.word(found.i - 1)
    if before in {"до", "из"} or scene.word(found.i - 2) == "до":
        score -= 0.6
    if district and found.place_id and found.kind is PlaceKind.ROUTE:
        score -= 0.3
    return score


def settlement_score(scene: Scene, found: Found, *, known: bool) -> float:
    """How likely the problem is there: the place of the address and «в …» count most, «до …» and «как в …» least."""
    i, before = found.i, scene.word(found.i - 1)
    score = 1.0 + 0.5 * found.typed + (0.7 if found.ids else 0.0)
    neighbours = [
        f for f in scene.found if f.kind in {PlaceKind.STREET, PlaceKind.HOUSE} and min(abs(f.i - found.j), abs(found.i - f.j)) <= 2
    ]
    if neighbours:
        score += 2.5
    if found.adjective:
        return 0.4
    motion = any(scene.word(k).startswith(MOTION) for k in range(max(0, i - 4), min(len(scene.tokens), found.j + 4)))
    if before in {"в", "во"}:
        if scene.word(i - 2) in {"как", "чем"} or scene.word(i - 3) == "как":
            return -1.0
        if any(f.kind is PlaceKind.SETTLEMENT and 0 <= i - 1 - f.j <= 1 and scene.word(f.i - 1) == "из" for f in scene.found):
            score -= 1.2 if motion else 0.6  # «из X в Y»
        else:
            score += -1.2 if motion and not found.typed else 1.5
    elif (before == "и" and scene.word(i - 3) in {"как", "чем"}) or (before == "и" and scene.word(i - 4) == "как"):
        return -1.0
    elif before in {"под", "около", "возле"} or scene.word(i - 1).startswith("жител"):
        score += 1.2
    elif before == "из":
        comes = any(scene.word(k).startswith(COMES) for k in range(max(0, i - 4), min(len(scene.tokens), found.j + 4)))
        score += -1.8 if comes else 0.5 if not scene.tokens[i - 1].first else 1.3
    elif before in TOWARDS:
        score -= 0.6
    elif before in {"через", "мимо"}:
        score -= 1.5
    elif before in {"-", "–", "—"} and i > 1 and scene.taken[i - 2] is not None and scene.taken[i - 2] is not found:
        score -= 0.7
    elif i == 0 or scene.tokens[i].first or scene.word(found.j) in {",", ":", "."}:
        score += 1.3
    if before == "#":
        score -= 0.8
    if motion and not known and before in {"в", "во", "из", "через"}:
        score -= 1.0
    return score


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
