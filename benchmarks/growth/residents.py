"""Where a trouble is, how a resident words it, what the reader says of it."""

import random

from benchmarks.growth.topics import BEGINNINGS, LANDMARKS, STREETS, TOWNS
from incidents.reading import DangerGrade, Kind, MainPlace, Mood, Reading
from incidents.sameness.fingerprint import Fingerprint

PLACES = {"house": 55, "street": 10, "landmark": 10, "town": 20, "nowhere": 5}


def place(chance: random.Random) -> MainPlace:
    """A house of a street, a street, a landmark, a town, or nothing."""
    ((town_id, town, streets, _),) = chance.choices(TOWNS, weights=[each[3] for each in TOWNS])
    (how,) = chance.choices(list(PLACES), weights=PLACES.values())
    if how == "nowhere":
        return MainPlace()
    if how == "town":
        return MainPlace(settlement=town, settlement_id=town_id)
    if how == "landmark":
        n = chance.randrange(len(LANDMARKS))
        return MainPlace(settlement=town, settlement_id=town_id, landmark=LANDMARKS[n], landmark_id=f"l-{town_id}-{n}")
    n = int(streets * chance.random() ** 2)  # the main street is written of the most: a twelfth of the biggest town
    street = f"улица {STREETS[n % len(STREETS)]}" + (f" {n // len(STREETS) + 1}-я" if n >= len(STREETS) else "")
    house = str(chance.randrange(1, 61)) if how == "house" else None
    return MainPlace(settlement=town, settlement_id=town_id, street=street, street_id=f"g-{town_id}-{n}", house=house)


def text_of(place: MainPlace, words: str, chance: random.Random) -> str:
    """A resident's words of this place."""
    where = ", ".join(filter(None, (place.settlement, place.street, place.house, place.landmark)))
    said = words.split()
    chance.shuffle(said)
    return f"{chance.choice(BEGINNINGS)} {where}: {' '.join(said[:6])}. Когда это исправят?".strip()


def reading_of(topic: str, place: MainPlace, *, danger: DangerGrade | None = None) -> Reading:
    """What the reader says of such a text."""
    group = topic.split("_", maxsplit=1)[0]
    return Reading(
        is_appeal=True,
        appeal_score=0.95,
        kind=Kind.COMPLAINT,
        group=group,
        groups=((group, 0.9), ("improvement" if group != "improvement" else "roads", 0.06), ("other", 0.02)),
        topic=topic,
        topics=((topic, 0.8),),
        places=(),
        main=place,
        outside=False,
        danger=danger is not None,
        danger_grade=danger,
        mood=Mood.NEUTRAL,
        fingerprint=_fingerprint(topic, place),
    )


def _fingerprint(topic: str, place: MainPlace) -> str:
    """Codes as the reader would give them: the same for the same trouble."""
    code, spot = sum(map(ord, topic)), sum(map(ord, place.street or place.settlement or "")) + 1
    signs = {"appeal": 0.95, "request": 0.6}
    return Fingerprint(
        topics={code: 1.0}, objects={code + n: 0.5 for n in range(6)}, troubles={code + n: 0.4 for n in range(8)}, names={spot: 0.8},
        numbers=frozenset({7}), signs=signs, length=12,
    ).written()  # fmt: skip
