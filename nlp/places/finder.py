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
from nlp.places.landmarks import NUMBERED, find_landmarks, told_number
from nlp.places.people import find_people, may_name
from nlp.places.resolve import Home
from nlp.places.routes import find_numbers
from nlp.places.scene import Found, Scene, titled
from nlp.places.settlements import find_known_towns, find_settlements
from nlp.places.streets import find_streets
from nlp.text.morph import Is, Morph
from nlp.text.tokens import tokenise, working_text
from nlp.text.vocabulary import DISTRICTS

UTILITIES = ("энерго", "водоканал", "канал", "сервис", "сбыт", "газ", "тепло", "ком", "сеть", "сети", "центр", "строй")
PEOPLE = ("чане", "яне", "ане", "овцы", "цы", "чан", "цев")
STEM = 5  # letters of a settlement's name in the name of its people
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
            kinds = (told_number(token.word) for token in scene.tokens)
            find_numbers(scene, self.gazetteer.numbered, [*filter(None, kinds), *home.kinds])
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
            settlements = settlements or self._by_adjective(scene) or self._by_part(scene)
            find_known_towns(scene, self._abroad)
            area = area or any(token.word in DISTRICTS for token in scene.tokens)
            is_far = not settlements and not area and any(f.kind is PlaceKind.SETTLEMENT and not f.ids for f in scene.found)
        areas = {self.district.places[s].parent_id for s in settlements} - {None}
        around = {row.id for row in self.district.places.values() if row.kind == "settlement" and row.parent_id in areas}
        kinds = (told_number(word) for token in tokenise(community or "") for word in (token.word, self._morph.lemma(token.word)))
        return Home(
            settlement_ids=tuple(settlements),
            kinds=frozenset(kind for kind in kinds if kind),
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

    def _by_part(self, scene: Scene) -> list[str]:
        """«Редкинцы», «Новозавчане»: the people of a settlement; «Автоконаково»: what is its."""
        assert self.district is not None
        names = {
            row.id: row.name.lower().replace("ё", "е")
            for row in self.district.places.values()
            if row.kind == "settlement" and not row.is_area
        }
        for k, token in enumerate(scene.tokens):
            stem = next((token.word[: -len(each)] for each in PEOPLE if token.word.endswith(each)), "")
            is_people = len(stem) >= STEM and scene.is_free(k)
            named = [
                id_
                for id_, name in names.items()
                if (is_people and name.startswith(stem)) or (len(name) > STEM and token.word.endswith(name))
            ]
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
        """What the tagger sees where something may be a town or a name."""
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


def _unexplained(scene: Scene) -> bool:
    """Whether a capitalised word amid a sentence is not explained."""
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
