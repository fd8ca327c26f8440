"""The district's layer: it learns what was corrected, keeps what the base knew, and is never below the base on its own fifth."""

import random
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from nlp.learning.district_lessons import ENOUGH, Judged, Verdict, learn
from nlp.topics.district_layer import BadLayer, Layer, folded, place_keys

SLUGS = ("roads_potholes", "roads_snow", "waste_dump")
YARDS = ("у магазина", "за домом", "на углу", "возле школы", "под окнами", "во дворе", "у остановки", "на повороте")


def judged(number: int, text: str, p: Sequence[float] = (0.6, 0.3, 0.1), **known: Any) -> Judged:  # Any: fields of a Judged
    words = tuple(text.split())
    own = {"score": 0.8, "base_place": "town", "is_vague": True, "keys": tuple(place_keys(words, lambda word: word != "кырдык"))}
    return Judged(**{"post_id": number, "words": words, "p": np.array(p), **own, **known})


def wet(**known: Any) -> list[Judged]:  # Any: see judged
    """Forty posts of snow that the base takes for potholes; the officials corrected them."""
    corrected = frozenset({"topic"})
    return [judged(n, f"каша {YARDS[n % 8]} опять каша", topic="roads_snow", corrected=corrected, **known) for n in range(40)]


def dry() -> list[Judged]:
    """Forty posts that the base reads rightly."""
    return [judged(n, f"провал {YARDS[n % 8]} колесо пробил", topic="roads_potholes") for n in range(100, 140)]


def test_corrected_topics_are_learned_and_the_rest_is_kept() -> None:
    layer, verdicts = learn([*wet(), *dry()], SLUGS)
    assert verdicts["topics"].is_adopted
    assert verdicts["topics"].learned > verdicts["topics"].base
    base = np.array([0.6, 0.3, 0.1])
    assert layer.rank(base, SLUGS, ["снова", "каша", "под", "ногами"]).argmax() == 1
    assert layer.rank(base, SLUGS, ["провал", "на", "дороге"]).argmax() == 0
    assert layer.rank(base, ("roads_potholes", "new_topic", "waste_dump"), ["каша"]).sum() == pytest.approx(1)


def test_a_few_corrections_teach_nothing() -> None:
    layer, verdicts = learn([*wet()[: ENOUGH - 1], *dry()], SLUGS)
    assert layer.topics is None
    assert "topics" not in verdicts


def test_what_is_below_the_base_on_the_held_back_fifth_is_not_adopted() -> None:
    def spoilt(each: Judged) -> Judged:  # what is learned from says one thing, what it is judged by another
        return each if zlib.crc32(str(each.post_id).encode()) % 5 else judged(each.post_id, " ".join(each.words), topic="roads_potholes")

    layer, verdicts = learn([*map(spoilt, wet()), *dry()], SLUGS)
    assert verdicts["topics"].learned < verdicts["topics"].base
    assert not verdicts["topics"].is_adopted
    assert layer.topics is None
    assert not Verdict(base=0.5, learned=1.0, lessons=ENOUGH - 1).is_adopted


def test_it_learns_what_is_no_appeal() -> None:
    noise = [
        judged(n, f"продаю кабачки {YARDS[n % 8]}", is_appeal=False, corrected=frozenset({"not_appeal"}), score=0.7) for n in range(40)
    ]
    appeals = [judged(n, f"провал {YARDS[n % 8]}", is_appeal=True) for n in range(100, 140)]
    layer, verdicts = learn([*noise, *appeals], SLUGS)
    assert verdicts["appeal"].is_adopted
    assert layer.appeals(0.7, ["продаю", "кабачки"]) < 0.5 < layer.appeals(0.7, ["провал", "дорога"])


def test_departments_come_from_history_without_any_correction() -> None:
    both = [judged(n, f"каша {YARDS[n % 8]}", department="cleaning", ruled=(("roads", 0.9),)) for n in range(40)]
    both += [judged(n, f"провал {YARDS[n % 8]}", department="roads", ruled=(("roads", 0.9),)) for n in range(100, 140)]
    layer, verdicts = learn(both, SLUGS)
    assert verdicts["departments"].is_adopted
    assert [name for name, _ in layer.takers(["каша", "опять"])] == ["cleaning", "roads"]
    assert Layer().takers(["каша"]) == ()


def test_a_local_name_is_learned_where_no_list_knows_it() -> None:
    corrected = frozenset({"place"})
    named = [judged(n, f"у кырдык {YARDS[n % 8]}", place="l-kyrdyk", corrected=corrected, base_place="town") for n in range(30)]
    others = [judged(n, f"яма {YARDS[n % 8]}", place="town") for n in range(100, 130)]
    layer, verdicts = learn([*named, *others], SLUGS)
    assert verdicts["places"].is_adopted
    assert layer.place(place_keys(["у", "кырдык"], lambda word: word != "кырдык")) == "l-kyrdyk"
    assert layer.place(place_keys(["яма", "во", "дворе"], lambda _: True)) is None


def test_a_layer_survives_its_bytes_and_holds_no_words() -> None:
    layer, _ = learn([*wet(department="a"), *dry()], SLUGS)
    body = layer.to_bytes()
    again = Layer.from_bytes(body)
    words = ["каша", "опять"]
    base = np.array([0.6, 0.3, 0.1])
    assert np.allclose(again.rank(base, SLUGS, words), layer.rank(base, SLUGS, words), atol=1e-2)
    assert "каша".encode() not in body
    assert not Layer.from_bytes(Layer().to_bytes())


@pytest.mark.parametrize("body", [b"", b"nonsense", b"PK\x03\x04", random.Random(1).randbytes(400)])
def test_bytes_that_are_no_layer_are_refused(body: bytes) -> None:
    with pytest.raises(BadLayer):
        Layer.from_bytes(body)


def test_nothing_to_learn_is_a_layer_that_says_nothing() -> None:
    layer, verdicts = learn([], SLUGS)
    assert (bool(layer), verdicts) == (False, {})
    assert folded([]).sum() == 0
