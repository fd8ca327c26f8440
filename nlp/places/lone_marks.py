"""«У храма» where the settlement has one church: landmarks told by their type alone."""

from nlp.places.gazetteer import Gazetteer
from nlp.places.scene import Scene

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
    ]
)
OUR = ("наш", "местн", "сельск", "поселков", "городск")
FAMILIES = {
    ("храм", "церковь"): "храм храма храме храму церковь церкви",
    ("парк", "парк/лес"): "парк парка парке парку",
    ("школа",): "школа школы школе школу школой",
    ("детский сад",): "сад садик садика садике садику сада саду детсад детсада детсаде детсаду",
    ("больница",): "больница больницы больнице больницу",
    ("поликлиника", "амбулатория"): "поликлиника поликлиники поликлинике поликлинику амбулатория амбулатории амбулаторию",
    ("библиотека",): "библиотека библиотеки библиотеке библиотеку",
    ("музей",): "музей музея музее музею",
    ("стадион",): "стадион стадиона стадионе стадиону",
    ("пляж",): "пляж пляжа пляже пляжу",
    ("дк", "клуб", "дом культуры"): "дк клуб клуба клубе клубу культуры",
    ("ж/д станция", "ж/д платформа", "станция", "платформа"): "станция станции станцию платформа платформы платформе платформу вокзал "
    "вокзала вокзале вокзалу",
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


def lone_mark(scene: Scene, gazetteer: Gazetteer, settlement_id: str) -> str | None:
    """The id of the settlement's only landmark of a type that the text names, beside a preposition or the town's adjective."""
    for k, token in enumerate(scene.tokens):
        types = TYPES.get(token.word)
        if types and _is_open(scene, k) and _is_spot(scene, k):
            ids = [id_ for each in types for id_ in gazetteer.by_type.get((each, settlement_id), ())]
            if len(ids) == 1:
                return ids[0]
    return None


def _is_open(scene: Scene, k: int) -> bool:
    """Nothing is found there, or only a common word for a landmark that is not here."""
    found = scene.taken[k]
    return found is None or (found.generic and found.place_id is None)


def _is_spot(scene: Scene, k: int) -> bool:
    if scene.word(k) == "культуры":
        return scene.word(k - 1).startswith(("дом", "двор"))
    beside = scene.taken[k - 1] if k else None
    before = scene.word(k - 1)
    return before in NEAR or scene.tokens[k].first or before.startswith(OUR) or (beside is not None and beside.adjective)
