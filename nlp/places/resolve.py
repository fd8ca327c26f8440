"""Where the problem is: of all places named, one settlement, street, house and landmark, and their ids."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidents.reading import MainPlace, PlaceKind
from nlp.district_files import District
from nlp.places.candidates import ASIDE, only_one
from nlp.places.choose import ENOUGH, is_at_home_before, main_area, main_house, main_settlement, main_street, pick, whole_district
from nlp.places.counts import has_score
from nlp.places.foreign import is_beyond
from nlp.places.gazetteer import Gazetteer
from nlp.places.house_numbers import neighbour
from nlp.places.likelihood import landmark_allowed, landmark_score, settlement_score
from nlp.places.names import display_name
from nlp.places.scene import Found, Scene
from nlp.text.morph import Is

AT = ASIDE | {"в", "во", "на", "по", "из", "до", "снт"}
BESIDE = 2  # tokens between two places that belong together


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the source says of itself: settlements and microdistricts that its title or its owner names."""

    settlement_ids: tuple[str, ...] = ()
    landmark_ids: tuple[str, ...] = ()
    is_area: bool = False  # the whole district speaks
    is_far: bool = False  # a town elsewhere speaks
    around: frozenset[str] = frozenset()  # settlements of the same areas: their ordinary-looking names are meant
    kinds: frozenset[str] = frozenset()  # of what is numbered that the title names: «детский сад», «маршрут»
    above: MainPlace | None = None  # where the post is that the text stands under

    def under(self, above: MainPlace) -> "Home":
        """The same source under a post, whose settlement comes first."""
        town = above.settlement_id
        others = tuple(each for each in self.settlement_ids if each != town)
        return replace(
            self, settlement_ids=(town, *others) if town else others, around=self.around | ({town} if town else set()), above=above
        )


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


def resolve(scene: Scene, gazetteer: Gazetteer | None, home: Home, *, is_local: bool) -> Resolved:
    """Choose the main place and give ids. `is_local`: the text speaks of something here even if it names no place."""
    streets = [f for f in scene.found if f.kind is PlaceKind.STREET]
    houses = [f for f in scene.found if f.kind is PlaceKind.HOUSE]
    street = main_street(scene, streets, houses)
    house = main_house(street, houses)
    owners = {gazetteer.district.settlement_of(id_) for id_ in street.ids} if gazetteer and street else set()
    settlement = main_settlement(scene, owners, known=gazetteer is not None)
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
    district, places = gazetteer.district, gazetteer.district.places
    named = settlement.ids[0] if settlement and settlement.ids else None
    area = main_area(scene, district) if named is None or (settlement and settlement.adjective) else None
    named = None if area else named
    if settlement and not is_local and not set(settlement.ids) & set(home.settlement_ids) and _is_thing(scene, settlement):
        settlement, named = None, None
    if settlement and area is None and _gives_way(scene, district, home, settlement, street):
        settlement, named = None, None
    if settlement and not (settlement.ids or settlement.far) and is_at_home_before(scene, gazetteer.kinds, home.settlement_ids, settlement):
        settlement = None
    outside = named is None and area is None and (settlement is not None or (home.is_far and street is not None))
    if is_beyond(scene):
        return Resolved(main=MainPlace(settlement=settlement.norm if settlement and outside else None), outside=True, lat=None, lon=None)
    _give_ids(district, scene.found, [named] if named else gazetteer.inside(area.ids[0]) if area else [], home, is_outside=outside)
    own = district.settlement_of(street.place_id if street else None)
    if named is None and own is not None:  # the street tells the town, and the town which «садик 3» of two
        _give_ids(district, [f for f in scene.found if len(f.ids) > 1 and f.kind is PlaceKind.LANDMARK], [own], home, is_outside=outside)
    mark = _main_mark(scene, district, settlement if outside else None, streets=(street is not None) + (house is not None))
    street_id = street.place_id if street else None
    mark_id = mark.place_id if mark else None
    outside = outside and not street_id and not (mark_id and not _is_wide(district, mark_id))
    settlement_id = named
    if settlement_id is None and not outside:
        settlement_id = district.settlement_of(street_id) or district.settlement_of(mark_id) or (area.ids[0] if area else None)
        if settlement_id is None and (is_local or not (mark_id and _is_wide(district, mark_id))):
            settlement_id = _by_source(scene, district, home, is_local=is_local, is_vague=not (street or house or mark_id))
    if street and settlement_id and not street_id:  # the settlement came from the landmark or the source: its own street is meant
        _give_ids(district, [street], [settlement_id], home, is_outside=False)
        street_id = street.place_id
    mark_id = _only_one(scene, gazetteer, home, settlement_id, mark, is_local=is_local, has_address=street is not None)
    is_placed = settlement or area or street or mark_id not in {None, *home.landmark_ids}
    if home.above and (home.above.settlement_id or home.above.landmark_id) and is_local and not is_placed:
        number = neighbour(scene) if home.above.street_id and not house else None
        return _at_point(district, replace(home.above, house=house.norm if house else number or home.above.house), outside=False)
    main = MainPlace(
        settlement=places[settlement_id].name
        if settlement_id
        else settlement.norm
        if settlement and outside and not settlement.far
        else None,
        settlement_id=settlement_id,
        street=street.norm if street else None,
        street_id=street_id,
        house=house.norm if house else None,
        landmark=display_name(places[mark_id]) if mark_id else None,
        landmark_id=mark_id,
    )
    return _at_point(district, main, outside=outside)


def _at_point(district: District, main: MainPlace, *, outside: bool) -> Resolved:
    rows = (district.places[id_] for id_ in (main.landmark_id, main.street_id, main.settlement_id) if id_)
    point = next((row for row in rows if row.lat is not None), None)
    return Resolved(main=main, outside=outside, lat=point.lat if point else None, lon=point.lon if point else None)


def _is_thing(scene: Scene, settlement: Found) -> bool:
    """«Ветчина дмитрогорская», «чашка «Конаково»», «Изоплит — Радченко 4:2»: small talk of goods or a team and not of the village."""
    if settlement.adjective:
        before = settlement.i - 1
        return scene.word(before) in {"«", '"'} or (scene.has(before, Is.NOUN) and not scene.has(before, Is.LITTLE | Is.VERB))
    if scene.word(settlement.i - 1) in {"«", '"'} and scene.word(settlement.j) in {"»", '"'}:
        return not {scene.word(settlement.i - 2), scene.word(settlement.i - 3)} & AT  # «ДТП у стелы «Редкино»»
    is_at = any(found.kind is PlaceKind.STREET for found in scene.found)
    return has_score(scene) and not is_at and scene.word(settlement.i - 1) not in {"в", "во"}


def _gives_way(scene: Scene, district: District, home: Home, settlement: Found, street: Found | None) -> bool:
    """Whether another settlement is meant than the one that is named.

    «В козловской больнице…, гоняют в Конаково». «Молодёжная, 5… Машина пока в Редкино»: the street comes first, the source has it and the
    other has not.
    """
    if settlement.typed:
        return False
    is_aside = settlement.ids and settlement_score(scene, settlement, known=True) < ENOUGH
    is_homely = bool(home.settlement_ids) and not {district.centre_id, *settlement.ids} & set(home.settlement_ids)
    if is_aside and not settlement.adjective and (is_homely or _is_elsewhere(scene, district, settlement)):
        return True
    if street is None or street.i > settlement.i or not street.ids or (is_aside and settlement.adjective):
        return False
    owners = {district.settlement_of(id_) for id_ in street.ids}
    return not owners & set(settlement.ids) and bool(owners & set(home.settlement_ids))


def _is_elsewhere(scene: Scene, district: District, settlement: Found) -> bool:
    """Whether a spot of another settlement is named: «в козловской больнице…, гоняют в Конаково»."""
    marks = (f.ids[0] for f in scene.found if f.kind is PlaceKind.LANDMARK and len(f.ids) == 1 and not f.generic and not f.weak)
    return any(district.settlement_of(id_) not in {None, *settlement.ids} for id_ in marks)


def _give_ids(district: District, founds: Sequence[Found], named: Sequence[str], home: Home, *, is_outside: bool) -> None:
    """Of homonyms the right one; a street is named as its row is."""
    for found in founds:
        if found.ids and not found.adjective:
            found.place_id = pick(district, found, named=named, homes=home.settlement_ids, is_outside=is_outside)
            if found.kind is PlaceKind.STREET and found.place_id:
                found.norm = display_name(district.places[found.place_id], found.written)


def _only_one(
    scene: Scene, gazetteer: Gazetteer, home: Home, settlement_id: str | None, mark: Found | None, *, is_local: bool, has_address: bool
) -> str | None:
    """The mark, unless another is meant.

    «Мостик через Лопшу» before the river, «полная платформа» before a train. Without a mark «у храма» where the settlement has one church;
    else the estate that the source speaks for.
    """
    only = only_one(scene, gazetteer.kinds, settlement_id, has_address=has_address) if settlement_id else None
    is_route = mark is not None and mark.kind is PlaceKind.ROUTE and mark.generic
    if only and (mark is None or is_route or any(mark.i <= k < mark.j and 0 <= k - only[1] - 1 <= BESIDE for k in only[2])):
        return only[0].id
    if mark is not None or not is_local or has_address or settlement_id not in {None, *home.settlement_ids[:1]}:
        return mark.place_id if mark else None
    return home.landmark_ids[0] if home.landmark_ids else None


def _by_source(scene: Scene, district: District, home: Home, *, is_local: bool, is_vague: bool) -> str | None:
    """The whole district where the text speaks of it, else the source's own settlement."""
    wide = whole_district(scene, district, is_everywhere=home.is_area and not home.settlement_ids) if is_local and is_vague else None
    if wide or not (is_local or not is_vague):
        return wide
    return home.settlement_ids[0] if home.settlement_ids else None


def _main_mark(scene: Scene, district: District, far: Found | None, *, streets: int) -> Found | None:
    """The likeliest landmark of ours; beside a far town only what stands apart from it may be ours. «Речка Лама»: the second is meant."""
    named = {f.i for f in scene.found if f.place_id and _is_landmark(district, f) and not f.generic}
    marks = [
        f
        for f in scene.found
        if f.place_id
        and not (f.generic and (f.j in named or (streets > (f.kind is not PlaceKind.ROUTE) and scene.word(f.i - 1) not in ASIDE)))
        and not (far and (_is_wide(district, f.place_id) or min(abs(f.i - far.j), abs(far.i - f.j)) <= BESIDE))
        and _is_landmark(district, f)
        and landmark_allowed(scene, district, f)
    ]
    return max(marks, key=lambda f: landmark_score(scene, f, district), default=None)


def moved(place: Resolved, scene: Scene, district: District, place_id: str | None) -> Resolved:
    """The place that the district learned, unless another settlement is named."""
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
        landmark=None if is_street or is_settlement else display_name(row),
        landmark_id=None if is_street or is_settlement else row.id,
    )
    return Resolved(main=main, outside=False, lat=row.lat, lon=row.lon)


def _is_wide(district: District, place_id: str) -> bool:
    return district.settlement_of(place_id) is None


def _is_landmark(district: District, found: Found) -> bool:
    row = district.places[found.place_id or ""]
    return row.kind in {"landmark", "institution", "water", "microdistrict", "route"}
