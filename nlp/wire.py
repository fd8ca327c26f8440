"""A Reading as JSON and back (docs/architecture.md, «What others rely on»).

Imports neither natasha nor numpy: the parent process uses it too.
"""

from collections.abc import Mapping
from typing import Any

from incidents.reading import DangerGrade, Kind, MainPlace, Mood, Part, Place, PlaceKind, Praise, ReactionKind, Reading

MAIN = ("settlement", "settlement_id", "street", "street_id", "house", "landmark", "landmark_id")


def reading_to_json(reading: Reading) -> dict[str, Any]:  # Any: a JSON object
    """Give the object that `read` prints, without "id"; a reaction stands there only after an answer."""
    reacted: dict[str, Any] = {"reaction": reading.reaction.value} if reading.reaction else {}  # Any: JSON
    if reading.reaction or reading.resolved is not None:
        reacted["resolved"] = reading.resolved
    if reading.praise:
        reacted["praise"] = reading.praise.value
    return {
        "is_appeal": reading.is_appeal,
        "appeal_score": round(reading.appeal_score, 4),
        "kind": reading.kind.value,
        "group": reading.group,
        "groups": [[slug, round(score, 4)] for slug, score in reading.groups],
        "topic": reading.topic,
        "topics": [[slug, round(score, 4)] for slug, score in reading.topics],
        "places": [
            {
                "kind": place.kind.value,
                "span": list(place.span),
                "text": place.text,
                "norm": place.norm,
                "place_id": place.place_id,
                "score": round(place.score, 4),
            }
            for place in reading.places
        ],
        "main": {name: getattr(reading.main, name) for name in MAIN},
        "outside": reading.outside,
        "danger": reading.danger,
        "danger_grade": reading.danger_grade.value if reading.danger_grade else None,
        "danger_words": reading.danger_words,
        "danger_title": reading.danger_title,
        "danger_asked": reading.danger_asked,
        "danger_now": round(reading.danger_now, 4),
        "mood": reading.mood.value,
        "lat": reading.lat,
        "lon": reading.lon,
        "parts": [
            {"group": part.group, "topic": part.topic, "span": list(part.span), "score": round(part.score, 4), "danger": part.danger}
            for part in reading.parts
        ],
        **({"departments": [[id_, round(score, 4)] for id_, score in reading.departments]} if reading.departments else {}),
        **({"persons": [list(span) for span in reading.persons]} if reading.persons else {}),
        **({"trouble": reading.trouble} if reading.trouble else {}),
        **({"fingerprint": reading.fingerprint} if reading.fingerprint else {}),
        **reacted,
    }


def reading_from_json(data: Mapping[str, Any]) -> Reading:  # Any: a JSON object
    """Take the object that `reading_to_json` made. Raises KeyError, TypeError or ValueError for anything else."""
    grade = data["danger_grade"]
    return Reading(
        is_appeal=bool(data["is_appeal"]),
        appeal_score=float(data["appeal_score"]),
        kind=Kind(data["kind"]),
        group=str(data["group"]),
        groups=tuple((str(slug), float(score)) for slug, score in data["groups"]),
        topic=str(data["topic"]),
        topics=tuple((str(slug), float(score)) for slug, score in data.get("topics", ())),
        places=tuple(
            Place(
                kind=PlaceKind(place["kind"]),
                span=(int(place["span"][0]), int(place["span"][1])),
                text=str(place["text"]),
                norm=str(place["norm"]),
                place_id=place["place_id"],
                score=float(place["score"]),
            )
            for place in data["places"]
        ),
        main=MainPlace(**{name: data["main"].get(name) for name in MAIN}),
        outside=bool(data["outside"]),
        danger=bool(data["danger"]),
        danger_grade=DangerGrade(grade) if grade else None,
        danger_words=data.get("danger_words"),
        danger_title=data.get("danger_title"),
        danger_asked=bool(data.get("danger_asked", False)),
        danger_now=float(data.get("danger_now", 0.0)),
        reaction=ReactionKind(data["reaction"]) if data.get("reaction") else None,
        resolved=data.get("resolved"),
        praise=Praise(data["praise"]) if data.get("praise") else None,
        mood=Mood(data["mood"]),
        persons=tuple((int(start), int(end)) for start, end in data.get("persons", ())),
        trouble=data.get("trouble"),
        fingerprint=data.get("fingerprint"),
        lat=data.get("lat"),
        lon=data.get("lon"),
        departments=tuple((str(id_), float(score)) for id_, score in data.get("departments", ())),
        parts=tuple(
            Part(
                group=str(part["group"]),
                topic=str(part["topic"]),
                span=(int(part["span"][0]), int(part["span"][1])),
                score=float(part["score"]),
                danger=bool(part["danger"]),
            )
            for part in data.get("parts", ())
        ),
    )
