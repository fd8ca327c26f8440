"""Rows of a town stream for tests of its scorer: a February of 2020."""

from typing import Any

Row = dict[str, Any]  # Any: JSON
WATER = {"is_appeal": True, "problem": "water", "department": "housing", "topic": "housing_no_cold_water", "group": "housing"}


def row(number: int, **labels: Any) -> Row:  # Any: JSON
    """A message without labels, and these."""
    plain = {
        "id": f"t-{number}",
        "at": f"2020-02-03T09:{number:02}",
        "community": "Наш город",
        "author": number,
        "reply_to": None,
        "text": f"Сообщение {number}",
        "is_appeal": False,
        "kind": "chat",
        "group": "other",
        "topic": None,
        "alt_topics": [],
        "danger": False,
        "danger_grade": None,
        "settlement_id": None,
        "street_id": None,
        "landmark_id": None,
        "outside": False,
        "department": None,
        "alt_departments": [],
        "update_of": None,
        "problem": None,
    }
    return plain | labels
