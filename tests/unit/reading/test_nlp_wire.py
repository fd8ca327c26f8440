"""A reading as JSON and back."""

import json
import subprocess
import sys
from dataclasses import replace

from incidents.reading import DangerGrade, Kind, MainPlace, Mood, Part, Place, PlaceKind, Praise, ReactionKind, Reading
from nlp.wire import reading_from_json, reading_to_json

READING = Reading(
    is_appeal=True,
    appeal_score=0.9,
    kind=Kind.COMPLAINT,
    group="roads",
    groups=(("roads", 0.8), ("improvement", 0.1)),
    topic="roads_potholes",
    topics=(("roads_potholes", 0.7),),
    places=(Place(kind=PlaceKind.HOUSE, span=(3, 6), text="58А", norm="дом 58А"),),
    main=MainPlace(settlement="Конаково", settlement_id="s-konakovo", house="58А"),
    outside=False,
    danger=True,
    danger_grade=DangerGrade.NOW,
    danger_words="упала плита",
    mood=Mood.ANGRY,
    lat=56.7,
    lon=36.7,
    departments=(("roads", 0.6), ("housing", 0.2)),
    parts=(
        Part(group="roads", topic="roads_potholes", span=(0, 20), score=0.9, danger=True),
        Part(group="waste", topic="waste_pickup", span=(21, 50), score=0.8),
    ),
)


def test_a_reading_survives_the_way_through_json() -> None:
    assert reading_from_json(json.loads(json.dumps(reading_to_json(READING)))) == READING


def test_the_wire_has_the_names_that_the_design_gives() -> None:
    assert set(reading_to_json(READING)) == {
        "is_appeal", "appeal_score", "kind", "group", "groups", "topic", "topics", "places", "main", "outside", "danger",
        "danger_grade", "danger_words", "danger_asked", "danger_now", "danger_title", "mood", "lat", "lon", "departments", "parts",
    }  # fmt: skip


def test_the_wire_imports_neither_numpy_nor_natasha() -> None:
    code = "import sys, nlp.wire, nlp.commands; sys.exit(any(name in sys.modules for name in ('numpy', 'natasha', 'pymorphy3')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_reaction_stands_on_the_wire_only_after_an_answer() -> None:
    heard = replace(READING, reaction=ReactionKind.SARCASM, resolved=False, danger_asked=True, danger_now=0.25)
    line = reading_to_json(heard)
    assert (line["reaction"], line["resolved"], line["danger_asked"]) == ("sarcasm", False, True)
    assert reading_from_json(line) == heard
    assert "reaction" not in reading_to_json(READING)


def test_people_stand_on_the_wire_where_the_text_names_somebody() -> None:
    named = replace(READING, persons=((0, 15), (20, 26)))
    assert reading_from_json(json.loads(json.dumps(reading_to_json(named)))) == named
    assert "persons" not in reading_to_json(READING)


def test_a_suggestion_stands_on_the_wire_under_its_name() -> None:
    wished = replace(READING, kind=Kind.SUGGESTION)
    assert reading_to_json(wished)["kind"] == "suggestion"
    assert reading_from_json(json.loads(json.dumps(reading_to_json(wished)))) == wished


def test_a_reading_kept_before_there_were_reactions_is_read() -> None:
    line = reading_to_json(READING)
    del line["danger_asked"], line["danger_now"]
    assert reading_from_json(line) == READING


def test_praise_and_what_is_over_stand_on_the_wire_where_they_were_heard() -> None:
    heard = replace(READING, praise=Praise.DOUBTED, resolved=True)
    line = reading_to_json(heard)
    assert (line["praise"], line["resolved"]) == ("doubted", True)
    assert reading_from_json(line) == heard
    assert {"praise", "resolved"}.isdisjoint(reading_to_json(READING))
