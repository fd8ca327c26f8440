# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Places of a text: gazetteer, grammar and Natasha's entities joined, then the main place resolved."""

from collections.abc import Sequence

from incidents.reading import Place, PlaceKind
from nlp.district_files import District
from nlp.places.abroad import Abroad
from nlp.places.entities import LOC, Entities, Entity
from nlp.places.far_towns import far_towns
from nlp.places.foreign import give_away
from nlp.places.gazetteer import Gazetteer
from nlp.places.houses import find_houses
from nlp.places.known import find_known
from nlp.places.landmarks import NUMBERED, find_landmarks
from nlp.places.people import find_people, may_name
from nlp.places.resolve import Home
from nlp.places.scene import Found, Scene, titled
from nlp.places.settlements import find_known_towns, find_settlements
from nlp.places.streets import find_streets
from nlp.text.morph import Is, Morph
from nlp.text.tokens import tokenise, working_text
from nlp.text.vocabulary import DISTRICTS

UTILITIES = ("энерго", "водоканал", "канал", "сервис", "сбыт", "газ", "тепло", "ком", "сеть", "сети", "центр", "строй")
PEOPLE = ("чане", "яне", "ане", "овцы", "цы", "чан", "цев")
STEM = 5  # letters of a settlement's name in the name of its people
HIS = frozenset(["й", "ый", "го", "ого", "му", "ому", "м", "ом", "им", "я", "ая"])
HOURS = frozenset(["утром", "днем", "вечером", "ночью", "сегодня", "вчера", "опять"])
CALLS = ("газ", "вызв", "вызыв", "звон", "запах")  # 104 is also the number of the gas service
LATE = frozenset(["утренний", "вечерний", "дневной", "последний"])
ROUTE_DIGITS = 3  # a shorter number orders days and children too
NER_LIMIT = 2000  # code points given to the tagger: its time grows with the text


class PlaceFinder:
    """Finds places of one district."""

    def __init__(self, district: District | None, morph: Morph, entities: Entities | None) -> None:
        self.district = district
        self._morph = morph
        self._entities = entities
        self.gazetteer = Gazetteer(district, morph) if district else None
        self._abroad = Abroad(far_towns(), district)
        self._homes: dict[tuple[str | None, str | None], Home] = {}

    def scene(self, text: str, home: Home, *, fast: bool = False) -> Scene:
        """A text with every place marked; `fast`: by the table and the grammar alone."""
        clean = working_text(text)
        scene = Scene(clean, tokenise(clean), self._morph)
        if self.gazetteer:
            find_known(scene, self.gazetteer, home.around)
            named = {f.ids[0] for f in scene.found if f.kind is PlaceKind.SETTLEMENT and not f.adjective} | self._of_streets(scene)
            named -= home.around
            if named:  # a town that the text names is home to its nicknames, as the source's own is
                find_known(scene, self.gazetteer, home.around | named)
            self._find_routes(scene, self.gazetteer)
        find_landmarks(scene)
        find_streets(scene)
        find_settlements(scene)
        find_houses(scene)
        find_known_towns(scene, self._abroad)
        entities = () if fast else self._entities_of(scene)
        give_away(scene, self._abroad, home.settlement_ids)
        if self.gazetteer:
            self._give_ids(scene, self.gazetteer)
        scene.persons = find_people(scene, entities, self.gazetteer)
        scene.found.sort(key=lambda found: found.i)
        return scene

    def _find_routes(self, scene: Scene, gazetteer: Gazetteer) -> None:
        """«104-й опять не приехал»: a bus by its number alone, where it orders nothing."""
        for i, token in enumerate(scene.tokens):
            ordinal = scene.ordinal(i) if token.is_number and len(token.word) == ROUTE_DIGITS else None
            if ordinal is None or not scene.is_free(i):
                continue
            if not _leaves(scene, i) if ordinal[1] == i + 1 else _is_counted(scene, ordinal[1]):
                continue
            ids = tuple(gazetteer.numbered.get(("маршрут", ordinal[0]), ()))
            if ids:
                scene.add(
                    Found(kind=PlaceKind.ROUTE, i=i, j=ordinal[1], norm=f"маршрут {ordinal[0]}", name=f"маршрут {ordinal[0]}", ids=ids)
                )

    def _of_streets(self, scene: Scene) -> set[str]:
        """Settlements that alone have a street of the text."""
        assert self.district is not None
        streets = (f.ids[0] for f in scene.found if f.kind is PlaceKind.STREET and len(f.ids) == 1)
        return {own for id_ in streets if (own := self.district.settlement_of(id_)) is not None}

    def home(self, community: str | None, settlement_id: str | None) -> Home:
        """What a source's title and its settlement say of where its people live."""
        key = community, settlement_id
        if key not in self._homes:
            if len(self._homes) > 2_000:
                self._homes.clear()
            self._homes[key] = self._read_home(community, settlement_id)
        return self._homes[key]

    def _read_home(self, community: str | None, settlement_id: str | None) -> Home:
        if self.district is None or self.gazetteer is None:
            return Home()
        settlements = [settlement_id] if settlement_id in self.district.places and settlement_id else []
        landmarks: list[str] = []
        area = is_far = False
        if community:
            clean = working_text(community[:200])
            scene = Scene(clean, tokenise(clean), self._morph)
            find_known(scene, self.gazetteer, frozenset(settlements), trusted=True)
            for found in scene.found:
                if found.generic:
                    continue  # «Станция и посёлок»: any station
                row = self.district.places[found.ids[0]]
                if row.kind == "microdistrict":
                    landmarks.append(row.id)
                area = area or row.is_area
                own = self.district.settlement_of(row.id)
                if own and own not in settlements and row.kind in {"settlement", "microdistrict", "landmark"} and not found.adjective:
                    settlements.append(own)
            settlements = settlements or self._by_adjective(scene) or self._by_people(scene)
            find_known_towns(scene, self._abroad)
            area = area or any(token.word in DISTRICTS for token in scene.tokens)
            is_far = not settlements and not area and any(f.kind is PlaceKind.SETTLEMENT and not f.ids for f in scene.found)
        areas = {self.district.places[s].parent_id for s in settlements} - {None}
        around = {row.id for row in self.district.places.values() if row.kind == "settlement" and row.parent_id in areas}
        return Home(
            settlement_ids=tuple(settlements),
            landmark_ids=tuple(landmarks),
            is_area=area,
            is_far=is_far,
            around=frozenset(around | set(settlements)),
        )

    def _by_adjective(self, scene: Scene) -> list[str]:
        """«Мокшинские новости»; the district's own adjective says nothing of a town."""
        assert self.district is not None
        rows = [self.district.places[found.ids[0]] for found in scene.found if found.adjective and len(found.ids) == 1]
        return [row.id for row in rows if row.kind == "settlement" and not row.is_area][:1]

    def _by_people(self, scene: Scene) -> list[str]:
        """«Редкинцы», «Новозавчане»: the people of a settlement."""
        assert self.district is not None
        rows = [row for row in self.district.places.values() if row.kind == "settlement" and not row.is_area]
        for token in scene.tokens:
            stem = next((token.word[: -len(each)] for each in PEOPLE if token.word.endswith(each)), "")
            if len(stem) >= STEM and scene.is_free(scene.tokens.index(token)):
                named = [row.id for row in rows if row.name.lower().replace("ё", "е").startswith(stem)]
                if len(named) == 1:
                    return named
        return []

    def _give_ids(self, scene: Scene, gazetteer: Gazetteer) -> None:
        """Ids for what the grammar found: «ул. Фадеева», «школа № 3», «маршрут 104»."""
        for found in scene.found:
            if found.ids:
                if all(scene.word(k) in NUMBERED or not scene.is_word(k) for k in range(found.i, found.j)):
                    found.ids += gazetteer.of_number(found.ids)  # «10 садик», and not «редкинский садик 10»
            elif found.kind is PlaceKind.STREET:
                found.ids = tuple(dict.fromkeys(gazetteer.by_name.get(found.name, ())))
            elif found.kind in {PlaceKind.LANDMARK, PlaceKind.ROUTE}:
                kind, _, number = found.name.rpartition(" ")
                found.ids = tuple(gazetteer.numbered.get((kind, number), ()))

    def _entities_of(self, scene: Scene) -> Sequence[Entity]:
        """What the tagger sees where something may be a town or a name; towns are marked at once."""
        is_unexplained = _unexplained(scene)
        if self._entities is None or not (is_unexplained or may_name(scene)):
            return ()
        entities = self._entities.find(scene.text[:NER_LIMIT])
        if is_unexplained:
            self._add_entities(scene, entities)
        return entities

    def _add_entities(self, scene: Scene, entities: Sequence[Entity]) -> None:
        for entity in entities:
            if entity.type != LOC:
                continue
            inside = [k for k, t in enumerate(scene.tokens) if entity.start <= t.start < entity.end and t.is_word]
            if not inside or not all(scene.is_free(k) for k in inside) or not scene.is_cap(inside[0]):
                continue
            i, j = inside[0], inside[-1] + 1
            if j - i > 4 or len(scene.word(i)) < 3 or scene.has(i, Is.LITTLE):
                continue
            words = [scene.word(k) for k in inside]
            if len(words) == 1 and ((scene.has(i, Is.COMMON) and not scene.has(i, Is.GEO)) or words[0].endswith(UTILITIES)):
                continue
            norm = titled([scene.form(i).geo or words[0]]) if len(words) == 1 else titled(words)
            kind = PlaceKind.SETTLEMENT if scene.word(i - 1) in {"в", "во", "из", "."} else PlaceKind.LANDMARK
            scene.add(Found(kind=kind, i=i, j=j, norm=norm, name=" ".join(words), score=0.6))


def _is_counted(scene: Scene, i: int) -> bool:
    """«104-й километр», «104-ю квартиру», «104-й в очереди»: a bus is a «he», and an hour is no noun that it counts."""
    if scene.word(i - 1) not in HIS or scene.word(i + 1).startswith("очеред"):
        return True
    return scene.has(i, Is.NOUN) and not scene.has(i, Is.LITTLE) and scene.word(i) not in HOURS


def _leaves(scene: Scene, i: int) -> bool:
    """«104 в 6:40 снова призрак», «104 утренний растворился», and not «104 в 22:10 вызвали, пахло газом»."""
    if not scene.tokens[i].first or any(token.word.startswith(CALLS) for token in scene.tokens):
        return False
    is_hour = scene.word(i + 1) == "в" and scene.is_number(i + 2) and scene.word(i + 3) in {":", "."} and len(scene.word(i + 4)) == 2
    return is_hour or (scene.word(i + 1) in LATE and scene.word(i + 2) != "раз")


def _unexplained(scene: Scene) -> bool:
    """Whether a capitalised word in the middle of a sentence is neither an ordinary word nor explained."""
    return any(
        t.is_word and t.cap and not t.first and len(t.word) > 2 and scene.taken[k] is None and not scene.has(k, Is.COMMON | Is.LITTLE)
        for k, t in enumerate(scene.tokens)
    )


def places_of(scene: Scene, text: str) -> tuple[Place, ...]:
    """The marks of a scene as places of a reading."""
    out = []
    for found in scene.found:
        if found.adjective:
            continue
        start, end = scene.tokens[found.i].start, scene.tokens[found.j - 1].end
        out.append(
            Place(
                kind=found.kind,
                span=(start, end),
                text=text[start:end],
                norm=f"дом {found.norm}" if found.kind is PlaceKind.HOUSE else found.norm,
                place_id=found.place_id,
                score=found.score,
            )
        )
    return tuple(out)
