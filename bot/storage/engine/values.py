"""Nested values of the domain to JSON and back: readings and places."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from incidents.reading import DangerGrade, Kind, MainPlace, Mood, Part, Place, PlaceKind, Praise, ReactionKind, Reading

Body = Mapping[str, Any]  # Any: JSON as it comes from the database


def body_of(value: MainPlace | Reading) -> dict[str, Any]:  # Any: JSON
    """A value as plain dictionaries and lists."""
    return asdict(value)


def main_place_of(body: Body) -> MainPlace:
    """The place of a problem."""
    return MainPlace(**body)


def reading_of(body: Body) -> Reading:
    """What the reader said. Fields that it did not know when the row was written have their defaults."""
    grade = body["danger_grade"]
    known = {
        **body,
        "kind": Kind(body["kind"]),
        "mood": Mood(body["mood"]),
        "danger_grade": DangerGrade(grade) if grade else None,
        "main": main_place_of(body["main"]),
        "places": tuple(_place_of(place) for place in body["places"]),
        "groups": _pairs(body["groups"]),
        "topics": _pairs(body.get("topics", ())),
        "departments": _pairs(body.get("departments", ())),
        "parts": tuple(_part_of(part) for part in body.get("parts", ())),
        "persons": tuple((start, end) for start, end in body.get("persons", ())),
        "reaction": ReactionKind(body["reaction"]) if body.get("reaction") else None,
        "praise": Praise(body["praise"]) if body.get("praise") else None,
    }
    return Reading(**known)


def _place_of(body: Body) -> Place:
    start, end = body["span"]
    return Place(**{**body, "kind": PlaceKind(body["kind"]), "span": (start, end)})


def _part_of(body: Body) -> Part:
    start, end = body["span"]
    return Part(**{**body, "span": (start, end)})


def _pairs(items: Any) -> tuple[tuple[str, float], ...]:  # Any: JSON
    return tuple((slug, score) for slug, score in items)
