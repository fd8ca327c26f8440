"""The scorer of town streams: its arithmetic on a stream of nine messages, and what it says of a file that cannot be used."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.unseen.run import lines_of
from benchmarks.unseen.score import PER_100, Figures, Share, figures, measures, pooled
from nlp.district_files import load_taxonomy
from nlp.errors import BadTable
from nlp.learning.streams import DISTRICTS, HOME, STREAMS, opened, read_stream, streams_in
from tests.kit.values.stream_rows import WATER, Row, row

TAXONOMY = load_taxonomy(DISTRICTS / "taxonomy.csv")
LIGHT = WATER | {"problem": "light", "landmark_id": "l-school"}


def card(number: int, *, new: bool = True, to: str | None = "housing", **more: Any) -> Row:  # Any: JSON
    route = {"department": to} if to else {"official": "coordinator"}
    return {"incident": number, "new": new, "status": "assigned", "route": route, "beside": [], "doubtful": False, **more}


NO_CARD = {"incident": None, "because": "не обращение", "doubtful": False}
STREAM = [
    (row(1, **WATER), card(1)),
    (row(2, **WATER), card(1, new=False)),  # joined rightly
    (row(3, **LIGHT), card(1, new=False, to="roads")),  # joined wrongly, a wrong phone
    (row(4, **WATER), card(2, similar=[{"incident": 1, "p": 0.4}], beside=["place"])),  # offered rightly
    (row(5), card(3, to=None, similar=[{"incident": 2, "p": 0.3}])),  # a card of nothing with a wrong offer
    (row(6, **LIGHT, danger=True, danger_grade="now"), NO_CARD | {"doubtful": True}),  # lost, but somebody is shown it
    (row(7, update_of="water", mended=True), NO_CARD | {"note": {"of": 1}}),  # a word on the right card
    (row(8, **WATER | {"problem": "water2"}, update_of="water"), card(1, new=False, repeat={"of": 1})),  # told again after the end
    (row(9, **WATER | {"problem": "water2"}), card(1, new=False, repeat={"of": 1})),  # the card stands for the new trouble now
    (row(10, **WATER, disputed=True), NO_CARD),
]


def reading(**said: Any) -> Row:  # Any: JSON
    return {"danger": False, "danger_grade": None, "danger_asked": False, "main": {"landmark_id": None}, "outside": False, **said}


def scored(**readings: Row) -> Figures:
    said = {each["id"]: reading() for each, _ in STREAM} | {name.replace("_", "-"): each for name, each in readings.items()}
    return figures([each for each, _ in STREAM], {each["id"]: answer for each, answer in STREAM}, said)


def test_phones_cards_and_what_is_lost_are_counted_of_what_two_people_agree_on() -> None:
    got = scored()
    assert (got["right phone"], got["wrong phone"], got["lost: no card"]) == (Share(5, 7), Share(1, 7), Share(1, 7))
    assert got["the coordinator is asked needlessly"] == Share(0, 7)
    assert got["of the lost, among the doubtful"] == Share(1, 1)
    assert got[f"cards of nothing{PER_100}"] == Share(1, 9)
    assert got[f"lines in «Проверьте»{PER_100}"] == Share(1, 9)


def test_joins_offers_and_repeats_are_counted_message_by_message() -> None:
    got = scored()
    assert got["voices of known troubles, joined or offered rightly"] == Share(3, 3)
    assert got["of these, joined by itself"] == Share(2, 3)
    assert got["joins that are right"] == Share(3, 4)
    assert (got["offers that are right"], got["new cards with an offer"]) == (Share(1, 2), Share(2, 3))
    assert got["voices after the end told as «повтор»"] == Share(1, 1)


def test_a_word_is_right_on_a_card_of_its_own_trouble_and_an_appeal_is_never_one() -> None:
    assert (scored()["updates of troubles that have a card: recall"], scored()["updates: notes that are right"]) == (
        Share(1, 1),
        Share(1, 1),
    )
    stream = [
        *STREAM[:3],
        (row(20, update_of="light"), NO_CARD | {"note": {"of": 1}}),  # the light has no card: nothing to land on
        (row(21, update_of="water"), NO_CARD),  # missed
        (row(22, **WATER), NO_CARD | {"note": {"of": 1}}),  # an appeal
    ]
    answers = {each["id"]: answer for each, answer in stream}
    got = figures([each for each, _ in stream], answers, {each["id"]: reading() for each, _ in stream})
    assert (got["updates of troubles that have a card: recall"], got["updates: notes that are right"]) == (Share(0, 1), Share(0, 2))


def test_dangers_and_places_are_counted_of_the_readings() -> None:
    woken, asked = reading(danger=True, danger_grade="now"), reading(danger_asked=True)
    got = scored(t_5=woken, t_6=asked, t_3=reading(main={"landmark_id": "l-school"}, outside=True, candidates=["l-school"]))
    assert (got["danger: recall"], got["danger: precision"]) == (Share(0, 1), Share(0, 1))
    assert (got["danger heard or asked: recall"], got["of dangers «now», woken"]) == (Share(1, 1), Share(0, 1))
    assert got[f"woken for nothing{PER_100}"] == Share(1, 9)
    assert (got["landmark: recall"], got["the right landmark among the candidates"]) == (Share(1, 2), Share(1, 2))
    assert (got["landmark: precision"], got["«outside»: precision"], got["«outside»: recall"]) == (Share(1, 1), Share(0, 1), Share(0, 0))


def test_what_the_coordinator_gets_by_design_is_no_needless_question() -> None:
    asked = [(row(n, **WATER, outside=n == 1, **({"kind": "rumour"} if n == 2 else {})), card(n, to=None)) for n in (1, 2, 3)]
    said = {each["id"]: reading() for each, _ in asked}
    got = figures([each for each, _ in asked], {each["id"]: answer for each, answer in asked}, said)
    assert (got["right phone"], got["the coordinator is asked needlessly"]) == (Share(2, 3), Share(1, 3))


def test_intervals_are_wilsons_for_one_stream_and_of_whole_streams_for_all() -> None:
    low, high = Share(9, 10).wilson()
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert math.isnan(Share(0, 0).value)
    (one,) = measures({f"woken{PER_100}": Share(1, 50)})
    assert (one.value, one.count) == (2.0, 50)
    streams = [{"right": Share(9, 10)}, {"right": Share(5, 10)}]
    (all_,) = pooled(streams)
    assert (all_.value, all_.low, all_.high, all_.count) == (0.7, 0.5, 0.9, 20)
    assert pooled(streams) == pooled(streams)


def test_labels_stand_in_no_line_and_an_end_closes_the_cards_of_its_problem() -> None:
    lines = [json.loads(line) for line in lines_of([*(each for each, _ in STREAM[:8]), row(9, reply_to="t-1")])]
    assert lines[7] == {"close": ["t-1", "t-2", "t-4"], "at": "2020-02-03T09:07"}
    assert lines.pop(-1)["parent_text"] == "Сообщение 1"
    assert {name for line in lines for name in line} == {"id", "text", "community", "at", "author", "close"}


def _said_of(folder: Path, *rows: Row) -> str:
    file = folder / "t.jsonl"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows), encoding="utf-8")
    try:
        read_stream(file, HOME, TAXONOMY)
    except BadTable as error:
        return error.user_text.removeprefix(f"{file}, ")
    return ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda one: one, ""),
        (lambda one: one | {"id": "t-1"}, "строка 2: id «t-1» уже был в строке 1"),
        (lambda one: one | {"at": "2019-02-03T09:00"}, "строка 2: часы идут назад: 2019-02-03T09:00 после 2020-02-03T09:01"),
        (lambda one: one | {"at": "2020-02-03T09:02+03:00"}, "строка 2: время «2020-02-03T09:02+03:00» с поясом: нужны часы округа"),
        (lambda one: one | {"at": "вчера"}, "строка 2: строка не JSON с полями потока и временем «at»"),
        (lambda one: one | {"topic": "roads_holes"}, "строка 2: нет темы «roads_holes»"),
        (lambda one: one | {"alt_topics": ["roads_holes"]}, "строка 2: нет темы «roads_holes»"),
        (lambda one: one | {"alt_topics": None}, "строка 2: поле «alt_topics»: нужен список, пустой: []"),
        (lambda one: one | {"alt_departments": "roads"}, "строка 2: поле «alt_departments»: нужен список, пустой: []"),
        (lambda one: one | {"kind": "wish"}, "строка 2: нет вида «wish»"),
        (lambda one: one | {"group": "road"}, "строка 2: нет группы «road»"),
        (lambda one: one | {"danger_grade": "soon"}, "строка 2: нет степени опасности «soon»"),
        (lambda one: one | {"alt_departments": ["fire"]}, "строка 2: нет отдела «fire»"),
        (lambda one: one | {"street_id": "st-nowhere"}, "строка 2: нет места «st-nowhere»"),
        (lambda one: one | {"reply_to": "t-9"}, "строка 2: поста «t-9» выше нет"),
        (lambda one: one | {"mended": True, "update_of": "light"}, "строка 2: mended: беды «light» выше не было"),
        (lambda one: one | {"mended": True}, "строка 2: mended: беды «None» выше не было"),
        (lambda one: one | {"problem": None}, "строка 2: у обращения нет беды (problem)"),
        (lambda one: {name: one[name] for name in one if name != "outside"}, "строка 2: нет поля «outside»"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, spoil: Callable[[Row], Row], said: str) -> None:
    assert _said_of(tmp_path, row(1, **WATER), spoil(row(2, **WATER))) == said


def test_no_trouble_at_all_cannot_be_mended(tmp_path: Path) -> None:
    said = _said_of(tmp_path, row(1), row(2, update_of=None, mended=True))
    assert said == "строка 2: mended: беды «None» выше не было"


def test_an_id_in_two_streams_stops_the_measure_with_file_and_line(tmp_path: Path) -> None:
    for name, numbers in (("a", (1, 2)), ("b", (3, 1))):
        lines = (json.dumps(row(number, at=f"2020-02-03T09:0{n}"), ensure_ascii=False) for n, number in enumerate(numbers))
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadTable) as stopped:
        streams_in(tmp_path)
    assert stopped.value.user_text == f"{tmp_path / 'b.jsonl'}, строка 2: id «t-1» уже есть в потоке a.jsonl"


def test_the_streams_of_the_corpus_are_whole_and_no_id_stands_in_two() -> None:
    ids: list[str] = []
    for file in sorted(STREAMS.glob("*.jsonl")):
        with opened(file, TAXONOMY) as stream:
            assert len(stream.rows) >= 180
            assert {each["writer"] for each in stream.rows} == {stream.name}
            ids += [each["id"] for each in stream.rows]
    assert len(ids) == len(set(ids)) > 1300
