"""Who is thanked."""

from dataclasses import replace
from typing import Any

import pytest

from incidents.answers.thanks import is_doubted, is_only_thanks, work_of_thanks
from incidents.reading import Kind, Mood, Praise
from tests.kit.values.samples import reading

NOBODY = reading(is_appeal=False, kind=Kind.THANKS, mood=Mood.GRATEFUL, group="other", groups=(("other", 0.99),), topic="other_thanks")
SINCERE = replace(NOBODY, praise=Praise.SINCERE)


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("Электрикам спасибо, в мороз на столбе работали", "электрикам", "energy"),
        ("Спасибо дворнику за двор", "дворнику", "improvement"),
        ("спасибо водителю маршрутки, дождался", "водителю", "transport"),
        ("Благодарим медсестёр поликлиники", "медсестер", "health"),
        ("Яму у школы засыпали, спасибо", "школы", "education"),
        ("Тротуар сделали, спасибо", "тротуар", "roads"),
        ("Спасибо за фонари", "фонари", "improvement"),
        ("Спасибо бригаде, вчера починила свет у школы искусств", "школы", "education"),
        ("Спасибо бригаде, вчера починила свет на углу", "починила свет", "improvement"),
    ],
)
def test_people_go_before_deeds(text: str, words: str, group: str) -> None:
    found = work_of_thanks(text, NOBODY)
    assert found is not None
    assert (found.words, found.group) == (words, group)


def test_the_reader_helps_where_the_words_name_nobody_and_is_sure() -> None:
    sure = reading(group="health", groups=(("health", 0.84),), topic="health_care")
    found = work_of_thanks("Большое спасибо, укол не почувствовали", sure)
    assert found is not None and (found.words, found.group, found.topic) == ("", "health", "health_care")
    assert work_of_thanks("Большое спасибо", reading(group="health", groups=(("health", 0.3),), topic="health_care")) is None
    assert work_of_thanks("Спасибо всем неравнодушным", NOBODY) is None


@pytest.mark.parametrize(
    "change", [{"is_appeal": True}, {"danger": True}, {"outside": True}, {"kind": Kind.CHAT}, {"praise": Praise.DOUBTED}]
)
def test_only_thanks_and_nothing_else_are_thanks(change: dict[str, Any]) -> None:  # Any: fields of a Reading
    assert is_only_thanks("Спасибо дворникам", SINCERE)
    assert not is_only_thanks("Спасибо дворникам", replace(SINCERE, **change))
    assert not is_only_thanks("Спасибо дворникам, год ждали", SINCERE)


def test_praise_with_a_trouble_or_a_sting_is_doubted_unless_it_is_a_danger_or_not_ours() -> None:
    doubted = replace(NOBODY, kind=Kind.CHAT, praise=Praise.DOUBTED)
    assert is_doubted("Спасибо за каток у подъезда", doubted) and is_doubted("Спасибо дворникам 👏", SINCERE)
    assert not is_doubted("Спасибо дворникам", SINCERE) and not is_doubted("Спасибо", NOBODY)
    for elsewhere in (replace(doubted, danger=True), replace(doubted, outside=True)):
        assert not is_doubted("Спасибо за каток", elsewhere)
