"""What a line may ask of the reader's process: another district, a reading in haste, the author's reaction to an answer."""

import json
from typing import Any

import pytest

from tests.kit.reader_process import DISTRICTS, talk

TEXT = "На Баскакова 5 нет света третий день. А ещё возле школы стая бродячих собак"


def line(**more: object) -> str:
    return json.dumps({"id": 1, "text": TEXT, **more}, ensure_ascii=False)


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    other = str(DISTRICTS / "primer")
    lines = [
        line(),
        line(district="none"),
        line(district=other),
        line(district=str(DISTRICTS / "nowhere")),
        line(district=7),
        line(fast=True),
        line(fast="да"),
        json.dumps({"layer": None, "district": other}),
        json.dumps({"layer": None, "district": str(DISTRICTS / "nowhere")}),
        line(answer="Здравствуйте! Бригада приедет завтра."),
    ]
    found, process = talk("--district", str(DISTRICTS / "konakovo"), lines=lines)
    assert process.returncode == 0
    return found[1:]


def test_each_line_is_read_with_the_places_of_its_district(answers: list[dict[str, Any]]) -> None:
    own, none, other = answers[:3]
    assert own["main"]["street_id"] == "st-konakovo-baskakova"
    assert none["main"]["street_id"] is None
    assert other["main"]["street_id"] != own["main"]["street_id"]


def test_a_district_without_places_is_an_error_of_its_line_only(answers: list[dict[str, Any]]) -> None:
    assert answers[3].keys() == {"id", "error", "no_district"}, "the text is not to blame"
    assert answers[4].keys() == {"id", "error"}
    assert "nowhere" in answers[3]["error"]
    assert answers[4]["error"] == "«district» должен быть строкой"


def test_a_reading_in_haste_says_the_same_but_leaves_matters_together(answers: list[dict[str, Any]]) -> None:
    own, fast = answers[0], answers[5]
    assert fast["parts"] == []
    assert (fast["is_appeal"], fast["main"], fast["danger"]) == (own["is_appeal"], own["main"], own["danger"])
    assert answers[6]["error"] == "«fast» — это true или false"


def test_what_was_learned_belongs_to_a_district(answers: list[dict[str, Any]]) -> None:
    assert answers[7] == {"layer": False}
    assert "nowhere" in answers[8]["error"]
    assert answers[8]["no_district"] is True


def test_after_an_answer_the_author_has_a_reaction(answers: list[dict[str, Any]]) -> None:
    assert "reaction" not in answers[0]
    assert answers[9]["reaction"] in {"thanks", "anger", "sarcasm", "new_question", "clarifies", "neutral"}
