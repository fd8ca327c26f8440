"""A stream of another year through the real replay: its figures are right, and what ended is closed."""

from benchmarks.unseen.run import readings, replayed
from benchmarks.unseen.score import Share, figures
from nlp.district_files import load_taxonomy
from nlp.learning.streams import DISTRICTS, HOME, STREAMS, Stream, opened
from nlp.reader import Reader
from tests.kit.values.stream_rows import WATER, row

TAXONOMY = load_taxonomy(DISTRICTS / "taxonomy.csv")


def test_a_stream_of_2020_is_replayed_by_its_own_clock_and_a_voice_after_the_end_is_a_repeat() -> None:
    dry = "Конаково, Энергетиков 29: холодной воды нет с утра, когда дадут?"
    rows = [
        row(1, **WATER, text=dry, at="2020-02-03T09:00"),
        row(2, **WATER, text=dry, at="2020-02-03T10:00"),
        row(3, text="Воду на Энергетиков дали", at="2020-02-03T15:00", update_of="water", mended=True),
        row(4, **WATER | {"problem": "water2"}, text=dry, at="2020-02-04T09:00", update_of="water"),
        row(5, text="Продам гараж, недорого, торг", at="2020-02-04T09:10"),
    ]
    stream = Stream(name="t", rows=rows, district=HOME)
    answers = replayed(stream)
    got = figures(rows, answers, readings(stream, Reader(None, TAXONOMY)))
    assert answers["t-1"]["due_at"].startswith("2020-02-0")
    assert (got["right phone"], got["joins that are right"]) == (Share(3, 3), Share(2, 2))
    assert (got["of these, joined by itself"], got["voices after the end told as «повтор»"]) == (Share(1, 1), Share(1, 1))


def test_an_invented_district_has_departments_and_rules_lent_and_its_own_places() -> None:
    with opened(STREAMS / "s09.jsonl", TAXONOMY) as stream:
        answers = replayed(Stream(name=stream.name, rows=stream.rows[:5], district=stream.district))
        assert len(answers) == 5 and all("error" not in each for each in answers.values())
    assert not stream.district.exists()
