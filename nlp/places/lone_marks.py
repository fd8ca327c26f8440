"""«У храма» where the settlement has one church: landmarks told by their type alone."""

from incidents.reading import PlaceKind
from nlp.district_files import PlaceRow
from nlp.places.gazetteer import Gazetteer
from nlp.places.names import words_of
from nlp.places.scene import Scene

ASIDE = frozenset(["у", "около", "возле", "напротив", "рядом", "перед", "за", "при"])
"""«Ленина, 5, у вокзала», and not «ехали с вокзала на Ленина, 5»."""

FAMILIES = {
    ("храм", "церковь"): "храм храма храме храму храмом церковь церкви церковью колокольня колокольни колокольне колокольню",
    ("парк", "парк/лес"): "парк парка парке парку",
    ("школа",): "школа школы школе школу школой школьного школьном школьному школьным",
    ("детский сад",): "сад садик садика садике садику сада саду детсад детсада детсаде детсаду",
    ("больница",): "больница больницы больнице больницу больничка больнички больничке больничку",
    ("поликлиника", "амбулатория"): "поликлиника поликлиники поликлинике поликлинику амбулатория амбулатории амбулаторию",
    ("библиотека",): "библиотека библиотеки библиотеке библиотеку",
    ("музей",): "музей музея музее музею",
    ("стадион",): "стадион стадиона стадионе стадиону",
    ("пляж",): "пляж пляжа пляже пляжу",
    ("дк", "клуб", "дом культуры"): "дк клуб клуба клубе клубу культуры",
    (
        "ж/д станция",
        "ж/д платформа",
        "станция",
        "платформа",
    ): "станция станции станцию платформа платформы платформе платформу перрон перрона перроне вокзал вокзала вокзале вокзалу",
    ("автостанция", "автовокзал"): "автостанция автостанции автостанцию автовокзал автовокзала автовокзале автовокзалу",
    ("завод",): "завод завода заводе заводу",
    ("фабрика",): "фабрика фабрики фабрике фабрику",
    ("санаторий",): "санаторий санатория санатории санаторию",
    ("колледж", "техникум"): "колледж колледжа колледже колледжу техникум техникума техникуме",
    ("ледовая арена",): "каток катка катке катку",
    ("фап",): "фап фапа фапе фапу",
    ("кладбище",): "кладбище кладбища кладбищу",
    ("рынок",): "рынок рынка рынке рынку",
    ("мост",): "мост моста мосту мосте",
}
TYPES = {form: types for types, forms in FAMILIES.items() for form in forms.split()}

NEAR = frozenset(
    [
        "у",
        "около",
        "возле",
        "в",
        "во",
        "на",
        "к",
        "ко",
        "от",
        "за",
        "до",
        "напротив",
        "из",
        "рядом",
        "с",
        "мимо",
        "перед",
        "под",
        "территории",
        "при",
    ]
)
VERY = frozenset(["самой", "самого", "самом", "самым", "самому"])
OUR = ("наш", "местн", "сельск", "поселков", "городск")
LIKE = frozenset(["как", "словно", "будто", "чем", "каждая", "каждой", "любая", "любой", "другая", "другой", "другую"])
ONLY_ONE = frozenset(["школа", "больница", "поликлиника", "фап", "библиотека"])


def lone_mark(scene: Scene, gazetteer: Gazetteer, settlement_id: str, *, is_appeal: bool = False, has_address: bool = False) -> str | None:
    """The id of the settlement's only landmark of a type that the text names, beside a preposition or the town's adjective.

    An appeal that names the only school or clinic of a place speaks of it without a preposition too; beside a street only «у школы» counts.
    """
    for k, token in enumerate(scene.tokens):
        types = TYPES.get(token.word)
        if not types or not _is_open(scene, k) or _is_another(scene, k, settlement_id):
            continue
        if has_address and not _is_at_address(scene, k):
            continue
        if _is_spot(scene, k) or (is_appeal and types[0] in ONLY_ONE):
            ids = [id_ for each in types for id_ in gazetteer.by_type.get((each, settlement_id), ())]
            if len(ids) == 1 and _is_of_saint(scene, k, gazetteer.district.places[ids[0]]):
                return ids[0]
    return None


def _is_another(scene: Scene, k: int, settlement_id: str) -> bool:
    """«Как в церкви», «в школу в Редкино»."""
    if {scene.word(k - 1), scene.word(k - 2)} & LIKE:
        return True
    beside = scene.taken[k + 2] if scene.word(k + 1) in {"в", "во"} and k + 2 < len(scene.tokens) else None
    return beside is not None and beside.kind is PlaceKind.SETTLEMENT and settlement_id not in beside.ids


def _is_at_address(scene: Scene, k: int) -> bool:
    """«У школы», «наша школа», «в школу на Школьной»."""
    street = scene.taken[k + 2] if scene.word(k + 1) in {"на", "по"} and k + 2 < len(scene.tokens) else None
    is_on = street is not None and street.kind is PlaceKind.STREET
    return is_on or _before(scene, k) in ASIDE or _before(scene, k).startswith(OUR)


def _before(scene: Scene, k: int) -> str:
    """«У школы», «у самой школы», and not «с самого садика»."""
    return scene.word(k - 1 - (scene.word(k - 1) in VERY and scene.word(k - 2) not in {"с", "со"}))


def _is_open(scene: Scene, k: int) -> bool:
    """Nothing is found there, or a common word for a landmark that is not here, or the saint of a church: «у храма Ильи»."""
    found = scene.taken[k]
    return found is None or (found.place_id is None and (found.generic or (TYPES[scene.word(k)][0] == "храм" and not found.far)))


def _is_of_saint(scene: Scene, k: int, row: PlaceRow) -> bool:
    """Whether the church's name, if one is told, is that of the row: «у храма Ильи», and not «храм Христа Спасителя»."""
    found = scene.taken[k]
    if found is None or found.generic:
        return True
    stems = {_stem(word) for name in (row.name, *row.aliases) for word in words_of(name)}
    return any(_stem(scene.word(n)) in stems for n in range(k + 1, found.j))


def _stem(word: str) -> str:
    return word.replace("ь", "и")[:3]


def _is_spot(scene: Scene, k: int) -> bool:
    if scene.word(k) == "культуры":
        return scene.word(k - 1).startswith(("дом", "двор"))
    beside, after = scene.taken[k - 1] if k else None, scene.taken[k + 1] if k + 1 < len(scene.tokens) else None
    if after is not None and after.kind is PlaceKind.SETTLEMENT and scene.is_cap(k + 1):
        return True  # «садик Радченко»
    before = _before(scene, k)
    return before in NEAR or scene.tokens[k].first or before.startswith(OUR) or (beside is not None and beside.adjective)
