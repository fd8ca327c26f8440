"""Where the problem is: of all places named, one settlement, street, house and landmark, and their ids."""

from dataclasses import dataclass

from incidents.reading import MainPlace, PlaceKind
from nlp.places.gazetteer import Gazetteer, display_name
from nlp.places.likelihood import (
    landmark_allowed,
    landmark_score,
    settlement_score,
    street_score,
)
from nlp.places.scene import Found, Scene
from nlp.tables import District
from nlp.text.vocabulary import LOCAL_WORDS

AT = frozenset(["в", "во", "под", "около", "возле", "у", "на", "по"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the source says of itself: settlements and microdistricts that its title or its owner names."""

    settlement_ids: tuple[str, ...] = ()
    landmark_ids: tuple[str, ...] = ()
    is_area: bool = False  # the whole district speaks
    around: frozenset[str] = frozenset()  # settlements of the same areas: their ordinary-looking names are meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The main place, and whether it lies outside the district."""

    main: MainPlace
    outside: bool
    lat: float | None
    lon: float | None

    @property
    def is_vague(self) -> bool:
        """Whether neither a street nor a landmark is known."""
        return not (self.main.street or self.main.landmark)


NEAR = frozenset(["у", "около", "возле", "в", "во", "на", "к", "ко", "от", "за", "до", "напротив", "из", "рядом", "с", "мимо"])
TYPES = {
    form: canon
    for canon, forms in {
        "храм": "храма храме храму храм церкви церковь",
        "парк": "парка парке парку парк",
        "школа": "школы школе школу школой",
        "детский сад": "садика садике садик садику сада саду",
        "больница": "больницы больнице больницу",
        "поликлиника": "поликлиники поликлинике поликлинику",
        "библиотека": "библиотеки библиотеке библиотеку",
        "стадион": "стадиона стадионе стадиону",
        "пляж": "пляжа пляже пляжу",
        "дк": "дк клуба клубе клубу",
        "ж/д станция": "станции станцию вокзала вокзале вокзалу",
        "завод": "завода заводе заводу",
        "фабрика": "фабрики фабрике фабрику",
        "санаторий": "санатория санатории",
        "фап": "фапа фапе фапу фап",
    }.items()
    for form in forms.split()
}


def _only_one(scene: Scene, gazetteer: Gazetteer, settlement_id: str) -> str | None:
    """«у храма» where the settlement has one church: its id."""
    for k, token in enumerate(scene.tokens):
        canon = TYPES.get(token.word)
        if canon and (scene.taken[k] is None) and (scene.word(k - 1) in NEAR or token.first):
            ids = gazetteer.by_type.get((canon, settlement_id), [])
            if len(ids) == 1:
                return ids[0]
    return None


def resolve(scene: Scene, gazetteer: Gazetteer | None, home: Home, *, is_local: bool) -> Resolved:
    """Choose the main place and give ids. `is_local`: the text speaks of something here even if it names no place."""
    settlement = _main_settlement(scene, known=gazetteer is not None)
    streets = [f for f in scene.found if f.kind is PlaceKind.STREET]
    houses = [f for f in scene.found if f.kind is PlaceKind.HOUSE]
    street = max(streets, key=lambda f: street_score(scene, f, streets, houses), default=None)
    house = _main_house(street, houses)
    if gazetteer is None:
        marks = [f for f in scene.found if f.kind is PlaceKind.LANDMARK]
        mark = max(marks, key=lambda f: landmark_score(scene, f, None), default=None)
        main = MainPlace(
            settlement=settlement.norm if settlement else None,
            street=street.norm if street else None,
            house=house.norm if house else None,
            landmark=mark.norm if mark else None,
        )
        return Resolved(main=main, outside=False, lat=None, lon=None)
    return _in_district(scene, gazetteer, home, settlement, street, house, is_local=is_local)


def _in_district(
    scene: Scene, gazetteer: Gazetteer, home: Home, settlement: Found | None, street: Found | None, house: Found | None, *, is_local: bool
) -> Resolved:
    district = gazetteer.district
    named = settlement.ids[0] if settlement and settlement.ids else None
    outside = settlement is not None and not settlement.ids
    likely = [named] if named else [] if outside else list(home.settlement_ids)
    if not named and not outside and district.centre_id and district.centre_id not in likely:
        likely.append(district.centre_id)
    for found in scene.found:
        if found.ids and not found.adjective:
            found.place_id = _pick(district, found.ids, likely, strict=bool(named) or outside)
    marks = [
        f
        for f in scene.found
        if f.place_id
        and not (outside and _is_wide(district, f.place_id))
        and _is_landmark(district, f)
        and landmark_allowed(scene, district, f)
    ]
    mark = max(marks, key=lambda f: landmark_score(scene, f, district), default=None)
    street_id = street.place_id if street else None
    mark_id = mark.place_id if mark else None
    settlement_id = named
    if settlement_id is None and not outside:
        settlement_id = district.settlement_of(street_id) or district.settlement_of(mark_id)
        if (
            settlement_id is None
            and home.settlement_ids
            and (is_local or street or house)
            and not (mark_id and not district.settlement_of(mark_id))
        ):
            settlement_id = home.settlement_ids[0]
    outside = outside and not street_id and not (mark_id and not _is_wide(district, mark_id))
    if mark_id is None and settlement_id:
        mark_id = _only_one(scene, gazetteer, settlement_id)
    if (
        mark_id is None
        and home.landmark_ids
        and is_local
        and settlement_id
        and settlement_id == district.settlement_of(home.landmark_ids[0])
    ):
        mark_id = home.landmark_ids[0]
    places = district.places
    main = MainPlace(
        settlement=places[settlement_id].name if settlement_id else settlement.norm if settlement and outside else None,
        settlement_id=settlement_id,
        street=display_name(places[street_id]) if street_id else street.norm if street else None,
        street_id=street_id,
        house=house.norm if house else None,
        landmark=places[mark_id].name if mark_id else None,
        landmark_id=mark_id,
    )
    for place_id in (mark_id, street_id, settlement_id):
        if place_id and places[place_id].lat is not None:
            return Resolved(main=main, outside=outside, lat=places[place_id].lat, lon=places[place_id].lon)
    return Resolved(main=main, outside=outside, lat=None, lon=None)


def moved(place: Resolved, scene: Scene, district: District, place_id: str | None) -> Resolved:
    """The place that the district learned to understand, unless it is gone or another settlement is named."""
    if place_id is None or place_id not in district.places or place.outside:
        return place
    row, settlement_id = district.places[place_id], district.settlement_of(place_id)
    named = {id_ for found in scene.found if found.kind is PlaceKind.SETTLEMENT and not found.adjective for id_ in found.ids}
    if named and settlement_id not in named:
        return place
    is_street, is_settlement = row.kind == "street", row.kind == "settlement"
    main = MainPlace(
        settlement=district.places[settlement_id].name if settlement_id else place.main.settlement,
        settlement_id=settlement_id or place.main.settlement_id,
        street=display_name(row) if is_street else None,
        street_id=row.id if is_street else None,
        house=place.main.house,
        landmark=None if is_street or is_settlement else row.name,
        landmark_id=None if is_street or is_settlement else row.id,
    )
    return Resolved(main=main, outside=False, lat=row.lat, lon=row.lon)


def _is_wide(district: District, place_id: str) -> bool:
    return district.settlement_of(place_id) is None


def _pick(district: District, ids: tuple[str, ...], likely: list[str], *, strict: bool) -> str | None:
    """Of homonyms the one in the likeliest settlement; a lone one anywhere unless another settlement was named."""
    if district.places[ids[0]].kind == "settlement":
        return ids[0]
    for settlement in likely:
        for place_id in ids:
            if district.settlement_of(place_id) == settlement:
                return place_id
    wide = [i for i in ids if district.settlement_of(i) is None]
    if wide:
        return wide[0]
    return ids[0] if len(ids) == 1 and not (strict and district.places[ids[0]].kind in {"street", "institution"}) else None


def _is_landmark(district: District, found: Found) -> bool:
    row = district.places[found.place_id or ""]
    return row.kind in {"landmark", "institution", "water", "microdistrict", "route"}


def _main_settlement(scene: Scene, *, known: bool) -> Found | None:
    scored = [(settlement_score(scene, f, known=known), -f.i, f) for f in scene.found if f.kind is PlaceKind.SETTLEMENT]
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] > 0 else None


def _main_house(street: Found | None, houses: list[Found]) -> Found | None:
    if not houses:
        return None
    if street is None:
        return houses[0]
    own = [h for h in houses if h.owner is street] or [h for h in houses if h.owner and h.owner.name == street.name]
    return next(iter(own or [h for h in houses if h.owner is None]), None)


def speaks_locally(scene: Scene) -> bool:
    """Whether a text without places still speaks of something here: a yard, a clinic, «наш город»."""
    return any(token.word in LOCAL_WORDS for token in scene.tokens)
