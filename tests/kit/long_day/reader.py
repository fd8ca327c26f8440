"""A reader that knows the day's list: `python -m tests.kit.long_day.reader` in place of the models.

What the day measures is collecting, so the reading is given: an appeal by its first word, at a street of its own.
"""

import json
import re
import sys
from typing import Any

from incidents.reading import Kind, MainPlace, Mood, Reading
from nlp.wire import reading_to_json

NUMBER = re.compile(r"(Обращение|Разговор) (\d{5})\.")
TOPICS = (
    "improvement_lighting", "roads_potholes", "property_land", "culture_venues", "youth_activities", "waste_pickup", "labour_salary",
    "tourism_beach", "sport_facilities", "education_kindergarten_places", "economy_prices", "health_appointment", "social_child_benefits",
    "animals_stray",
)  # fmt: skip
"""None of what strikes a settlement at once: the desk rightly makes one mass event of many such appeals, and nothing could be counted."""


def reading_of(text: str) -> Reading:
    """The reading of a text of the list."""
    found = NUMBER.search(text)
    is_appeal = found is not None and found[1] == "Обращение"
    number = int(found[2]) if found else 0
    topic = TOPICS[number % len(TOPICS)]
    group = topic.partition("_")[0]
    street = f"Пробная {number}"
    place = MainPlace(settlement="Конаково", settlement_id="s-konakovo", street=street, street_id=f"st-try-{number}")
    return Reading(
        is_appeal=is_appeal,
        appeal_score=0.95 if is_appeal else 0.05,
        kind=Kind.COMPLAINT if is_appeal else Kind.CHAT,
        group=group,
        groups=((group, 0.9),),
        topic=topic,
        places=(),
        main=place if is_appeal else MainPlace(),
        outside=False,
        danger=False,
        danger_grade=None,
        mood=Mood.NEUTRAL,
    )


def answer(question: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
    """One line of the wire."""
    return {} if "layer" in question else {"id": question["id"], **reading_to_json(reading_of(question["text"]))}


def main() -> None:
    """Answer line by line until the input ends."""
    say({"ready": True})
    for line in sys.stdin:
        say(answer(json.loads(line)))


def say(line: dict[str, Any]) -> None:  # Any: JSON
    """A line to the parent."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
