"""Fingerprints, the named features of two texts, and what is offered as the same problem."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.config.sameness import FILE, load_sameness
from bot.storage.engine.values import body_of, reading_of
from incidents.ids import IncidentId
from incidents.reading import Kind, MainPlace, Reading
from incidents.sameness.fingerprint import LONGEST, SIGNS, Fingerprint
from incidents.sameness.one_problem import MOST_FEATURES, MOST_OFFERS, Lookalike, Sameness, VoiceRead, offers
from incidents.sameness.sameness_features import OneText, features, source_rarity
from nlp.errors import BadTable
from nlp.wire import reading_from_json, reading_to_json
from tests.kit.values.samples import place, reading

WATER = Fingerprint(
    topics={1: 0.9, 2: 0.4},
    objects={10: 1.0, 11: 0.5},
    troubles={20: 0.8},
    names={30: 1.0},
    numbers=frozenset({5}),
    signs=dict.fromkeys(SIGNS, 0.0) | {"appeal": 1.0},
    length=4,
)
WRITTEN = WATER.written()
LIGHT = replace(WATER, topics={3: 1.0}, objects={12: 1.0}, troubles={21: 0.5}, names={31: 1.0}, numbers=frozenset({6}))
SURE = Sameness(weights={"words_weight": 10.0, "topic_overlap": 4.0}, bias=-5.0, offered=0.5, offered_blind=0.9)


def side(print_: Fingerprint, where: MainPlace | None = None, source: int | None = 1) -> OneText:
    return OneText(fingerprint=print_, place=where or MainPlace(), groups={"roads": 0.8}, source_id=source)


def said(print_: Fingerprint | str | None, **changes: object) -> Reading:
    return reading(fingerprint=print_.written() if isinstance(print_, Fingerprint) else print_, **changes)


def known(number: int, *prints: Fingerprint, source: int = 1) -> Lookalike:
    return Lookalike(
        incident_id=IncidentId(number),
        number=number,
        place=place("Конаково"),
        said=tuple((source, VoiceRead.of(said(each))) for each in prints),
    )


def test_a_fingerprint_is_written_and_read() -> None:
    back = Fingerprint.read(WATER.written())
    assert back is not None
    assert (set(back.objects), back.names, back.numbers, back.length) == ({10, 11}, {30: 1.0}, frozenset({5}), 4)
    assert back.topics[1] == pytest.approx(0.9, abs=0.01)
    assert back.written() == WATER.written()


def test_the_richest_text_has_a_fingerprint_of_no_more_than_300_bytes() -> None:
    many = dict.fromkeys(range(1000), 1.0)
    rich = replace(WATER, topics=many, objects=many, troubles=many, names=many, numbers=frozenset(range(1000)), length=5000)
    assert len(rich.written().encode()) <= LONGEST
    assert Fingerprint.read(rich.written()) is not None


BROKEN = (None, "", "zz", "00", "01ffffffffff", "02" + WRITTEN[2:], WRITTEN + "00", WRITTEN[:-2], 5)


@pytest.mark.parametrize("bad", BROKEN)
def test_what_is_no_fingerprint_is_none(bad: object) -> None:
    assert Fingerprint.read(bad) is None  # type: ignore[arg-type]  # as it may stand in a database


def test_no_noise_in_a_fingerprint_crashes_it() -> None:
    dice = Random(5)
    for _ in range(2000):
        raw = bytearray(bytes.fromhex(WATER.written()))
        raw[dice.randrange(len(raw))] = dice.randrange(256)
        Fingerprint.read(bytes(raw).hex())


def test_features_are_named_and_at_most_forty() -> None:
    told = features(side(WATER), side(LIGHT), rarity=0.0)
    assert len(told) <= MOST_FEATURES
    assert all(name.replace("_", "").isalpha() for name in told)
    assert features(side(LIGHT), side(WATER), rarity=0.0) == told


def test_every_weight_that_is_shipped_has_its_feature() -> None:
    learned = load_sameness()
    assert learned.weights.keys() <= features(side(WATER), side(LIGHT), rarity=0.0).keys()
    assert 0 < learned.offered <= learned.offered_blind < 1
    assert learned.reason


def test_a_place_that_both_name_never_speaks_against_one_problem() -> None:
    upright = {name: weight for name, weight in load_sameness().weights.items() if name.endswith(("_same", "_shared"))}
    assert all(weight >= 0 for weight in upright.values())


def test_places_are_compared_level_by_level() -> None:
    here, there = place("Конаково", "Лесная", "5"), place("Конаково", "Лесная", "7")
    told = features(side(WATER, here), side(WATER, there), rarity=0.0)
    assert (told["street_same"], told["street_apart"], told["house_same"], told["house_apart"]) == (1.0, 0.0, 0.0, 1.0)
    assert (told["landmark_same"], told["landmark_apart"]) == (0.0, 0.0)


def test_a_source_says_the_more_the_fewer_candidates_share_it() -> None:
    assert source_rarity(1, 1, [1] * 50) == pytest.approx(0.0, abs=0.01)
    assert source_rarity(1, 1, [1, *range(2, 51)]) > source_rarity(1, 1, [1] * 10 + [2] * 40) > 0.3
    assert source_rarity(1, 2, [1, 2]) == source_rarity(None, None, [1]) == 0.0


def test_the_likeliest_two_are_offered_best_first() -> None:
    far = [known(n, LIGHT, source=9) for n in range(10, 40)]
    alike = replace(WATER, objects={10: 1.0})
    got = offers(SURE, said(WATER), 1, [known(1, alike), known(2, WATER), known(3, LIGHT, WATER), *far])
    assert len(got) == MOST_OFFERS
    assert [each.number for each in got] == [3, 2]
    assert got[0].p >= got[1].p >= SURE.offered


def test_where_everybody_writes_in_one_source_more_is_asked() -> None:
    unsure = replace(SURE, weights={"topic_overlap": 5.5}, bias=-5.0)
    alone = [known(1, WATER), *(known(n, LIGHT, source=9) for n in range(2, 40))]
    crowd = [known(1, WATER), *(known(n, LIGHT, source=1) for n in range(2, 40))]
    assert [each.number for each in offers(unsure, said(replace(WATER, topics={1: 1.0})), 1, alone)] == []
    sure = replace(unsure, bias=-3.5)
    assert [each.number for each in offers(sure, said(WATER), 1, alone)] == [1]
    assert offers(sure, said(WATER), 1, crowd) == ()


def test_thanks_and_talk_and_readings_of_an_older_reader_are_offered_nothing() -> None:
    candidates = [known(1, WATER)]
    sure = replace(SURE, offered_blind=0.5)
    assert offers(sure, said(WATER), 1, candidates)
    assert offers(sure, said(WATER, kind=Kind.THANKS), 1, candidates) == ()
    assert offers(sure, said(WATER, appeal_score=0.1), 1, candidates) == ()
    assert offers(sure, said(None), 1, candidates) == ()
    old = replace(candidates[0], said=((1, VoiceRead.of(said(None))),))
    assert offers(sure, said(WATER), 1, [old, replace(old, said=())]) == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"weights": 1}', '{"weights": {"a": "x"}}'])
def test_weights_that_are_none_are_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "one_problem.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match="веса не читаются"):
        load_sameness(file)


def test_more_than_forty_weights_are_refused(tmp_path: Path) -> None:
    body = json.loads(FILE.read_text(encoding="utf-8"))
    body["weights"] |= {f"more_{n}": 0.0 for n in range(MOST_FEATURES)}
    file = tmp_path / "one_problem.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(BadTable, match="признаков больше 40"):
        load_sameness(file)


def test_the_fingerprint_survives_the_wire_and_the_database() -> None:
    told = said(WATER)
    assert reading_from_json(json.loads(json.dumps(reading_to_json(told)))).fingerprint == WRITTEN
    assert reading_of(json.loads(json.dumps(body_of(told)))).fingerprint == WRITTEN
    old = body_of(told)
    del old["fingerprint"]
    assert reading_of(old).fingerprint is None
