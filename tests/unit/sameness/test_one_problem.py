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
from incidents.sameness.one_problem import MOST_NUMBERS, REMEMBERED, Lookalike, Sameness, nearest, offers, text_of
from incidents.sameness.sameness_features import ComparedText, Features, features, none_features, source_rarity
from nlp.errors import BadTable
from nlp.wire import reading_from_json, reading_to_json
from tests.kit.values.samples import place, post, reading

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
SURE = Sameness(
    weights={"words_weight": 10.0, "topic_overlap": 4.0},
    bias=5.0,
    joined=0.9,
    joined_anywhere=0.95,
    budget=0.2,
    least=0.1,
    tops=[0.2] * 200,
)


def side(print_: Fingerprint, where: MainPlace | None = None, source: int | None = 1, *, is_comment: bool = False) -> ComparedText:
    return ComparedText(fingerprint=print_, place=where or MainPlace(), source_id=source, is_comment=is_comment)


def told(mine: ComparedText, its: Fingerprint, where: MainPlace | None = None) -> Features:
    return features(mine, [its], where or MainPlace(), rarity=0.0)


def said(print_: Fingerprint | str | None, **changes: object) -> Reading:
    return reading(fingerprint=print_.written() if isinstance(print_, Fingerprint) else print_, **changes)


def known(number: int, *prints: Fingerprint, source: int = 1, where: MainPlace | None = None) -> Lookalike:
    return Lookalike(
        incident_id=IncidentId(number),
        number=number,
        place=where or place("Конаково"),
        said=tuple((source, each) for each in prints),
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


def test_every_weight_that_is_shipped_has_its_feature_and_there_are_few() -> None:
    learned = load_sameness()
    mine = side(WATER)
    named = {**told(mine, LIGHT), **none_features(mine, 3)}
    assert learned.weights.keys() == named.keys() and len(named) <= MOST_NUMBERS
    assert all(name.replace("_", "").isalpha() for name in named)
    assert 0 < learned.least < 1 and 0.5 < learned.joined <= 1 and 0.05 <= learned.budget <= 0.25
    assert len(learned.tops) == REMEMBERED and list(learned.tops) == sorted(learned.tops)
    assert learned.reason


def test_what_both_share_never_speaks_against_one_trouble_and_what_differs_never_for_it() -> None:
    weights = load_sameness().weights
    assert all(weight >= 0 for name, weight in weights.items() if name.endswith(("_same", "_shared", "_weight", "_first")))
    assert all(weight <= 0 for name, weight in weights.items() if name.endswith("_apart"))


def test_places_are_compared_level_by_level() -> None:
    here, there = place("Конаково", "Лесная", "5"), place("Конаково", "Лесная", "7")
    each = told(side(WATER, here), WATER, there)
    assert (each["street_same"], each["street_apart"], each["house_same"], each["house_apart"]) == (1.0, 0.0, 0.0, 1.0)
    assert (each["landmark_same"], each["landmark_apart"]) == (0.0, 0.0)


def test_of_the_voices_the_likest_counts() -> None:
    assert features(side(WATER), [LIGHT, WATER], MainPlace(), rarity=0.0) == told(side(WATER), WATER)


def test_a_source_says_the_more_the_fewer_candidates_share_it() -> None:
    assert source_rarity(1, 1, [1] * 50) == pytest.approx(0.0, abs=0.01)
    assert source_rarity(1, 1, [1, *range(2, 51)]) > source_rarity(1, 1, [1] * 10 + [2] * 40) > 0.3
    assert source_rarity(1, 2, [1, 2]) == source_rarity(None, None, [1]) == 0.0


def ranked(*known_: Lookalike, learned: Sameness = SURE, mine: ComparedText | None = None) -> list[tuple[int, bool]]:
    return [(each.number, each.is_sure) for each in nearest(learned, mine or side(WATER, place("Конаково")), known_)]


def test_candidates_are_one_choice_with_none_of_these() -> None:
    found = nearest(SURE, side(WATER), [known(1, LIGHT), known(2, WATER), known(3, LIGHT, WATER)])
    assert [each.number for each in found] == [3, 2, 1]
    assert 0 < sum(each.p for each in found) < 1
    assert found[0].p == pytest.approx(found[1].p)


def test_the_likeliest_two_are_offered_where_they_stand_out_among_the_cards_of_late() -> None:
    found = nearest(SURE, side(WATER), [known(1, LIGHT), known(2, WATER), known(3, LIGHT, WATER)])
    assert [each.number for each in offers(SURE, said(WATER), found, [0.1] * REMEMBERED)] == [3, 2]
    assert offers(SURE, said(WATER), found, [0.9] * REMEMBERED) == ()


def test_before_a_district_has_cards_of_its_own_strangers_towns_say_what_is_much() -> None:
    town = replace(SURE, tops=[n / 200 for n in range(200)], budget=0.25)
    assert town.line([]) == pytest.approx(0.75, abs=0.01)
    assert town.line([0.3] * REMEMBERED) == 0.3 == town.line([0.9] * 50 + [0.3] * REMEMBERED)
    assert town.line([0.0] * REMEMBERED) == town.least
    assert town.line([]) > town.line([0.1] * 100) > town.least
    assert replace(town, tops=()).line([]) == 1.0


def test_what_differs_by_settlement_street_house_or_number_never_joins() -> None:
    learned = replace(SURE, joined=0.1, joined_anywhere=0.1)
    here = place("Конаково", "Лесная", "5")
    mine = side(WATER, here)
    assert ranked(known(1, WATER, where=here), learned=learned, mine=mine) == [(1, True)]
    for where in (place("Редкино", "Лесная", "5"), place("Конаково", "Мира", "5"), place("Конаково", "Лесная", "7")):
        assert ranked(known(1, WATER, where=where), learned=learned, mine=mine) == [(1, False)]
    street, other = place("Конаково", "Лесная"), replace(WATER, numbers=frozenset({9}))
    assert ranked(known(1, other, where=street), learned=learned, mine=side(WATER, street)) == [(1, False)]
    assert ranked(known(1, other, where=here), learned=learned, mine=mine) == [(1, True)]  # «Лесная, 5, третий подъезд»


def test_where_no_spot_is_shared_it_must_be_surer_and_name_nothing_else() -> None:
    learned = replace(SURE, joined=0.1, joined_anywhere=1.0)
    assert ranked(known(1, WATER), learned=learned) == [(1, False)]
    learned = replace(learned, joined_anywhere=0.1)
    assert ranked(known(1, WATER), learned=learned) == [(1, True)]
    assert ranked(known(1, replace(WATER, names={})), learned=learned) == [(1, False)]


def test_thanks_and_talk_and_readings_of_an_older_reader_are_offered_nothing() -> None:
    found = nearest(SURE, side(WATER), [known(1, WATER)])
    late = [0.0] * REMEMBERED
    assert offers(SURE, said(WATER), found, late)
    assert offers(SURE, said(WATER, kind=Kind.THANKS), found, late) == ()
    assert offers(SURE, said(WATER, appeal_score=0.1), found, late) == ()
    assert text_of(post("Воды нет"), said(None)) is None
    assert nearest(SURE, side(WATER), [known(1)]) == () == nearest(SURE, side(WATER), [])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"weights": 1}', '{"weights": {"a": "x"}}'])
def test_weights_that_are_none_are_named(text: str, tmp_path: Path) -> None:
    file = tmp_path / "one_problem.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match="веса не читаются"):
        load_sameness(file)


def test_more_than_twenty_weights_are_refused(tmp_path: Path) -> None:
    body = json.loads(FILE.read_text(encoding="utf-8"))
    body["weights"] |= {f"more_{n}": 0.0 for n in range(MOST_NUMBERS)}
    file = tmp_path / "one_problem.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(BadTable, match="признаков больше 20"):
        load_sameness(file)


def test_the_fingerprint_survives_the_wire_and_the_database() -> None:
    told = said(WATER)
    assert reading_from_json(json.loads(json.dumps(reading_to_json(told)))).fingerprint == WRITTEN
    assert reading_of(json.loads(json.dumps(body_of(told)))).fingerprint == WRITTEN
    old = body_of(told)
    del old["fingerprint"]
    assert reading_of(old).fingerprint is None
