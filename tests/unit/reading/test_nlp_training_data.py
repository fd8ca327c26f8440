"""Rows to train on: labels are explained by a map or by the taxonomy, anything else is one clear line."""

import json
from pathlib import Path

import pytest

from nlp.district_files import load_taxonomy
from nlp.errors import BadTable
from nlp.learning.corpus import CORPUS, read_matters, read_pairs, read_posts, read_reactions, read_streams, read_threads
from nlp.learning.examples import STREAM, Example, read_examples, refuse_twins

TAXONOMY = load_taxonomy(Path(__file__).parents[3] / "districts" / "taxonomy.csv")


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def rows_of(files: list[Path], folder: Path, noise: tuple[Path, ...] = ()) -> list[Example]:
    """Examples without the corpus: an empty folder stands for it."""
    empty = folder / "corpus"
    empty.mkdir(exist_ok=True)
    return read_examples(files, noise, empty, TAXONOMY)


def post(**labels: object) -> str:
    """A line of the corpus."""
    row = {
        "id": "t1",
        "text": "На углу провалился асфальт",
        "community": "Наш двор",
        "is_appeal": True,
        "kind": "complaint",
        "group": "roads",
        "alt_group": None,
        "topic": "roads_potholes",
        "danger_grade": "risk",
        "clause": "провалился асфальт",
        "mood": "neutral",
        "sarcasm": False,
        "writer": "w99",
    }
    return json.dumps(row | labels, ensure_ascii=False) + "\n"


def test_every_topic_has_examples_of_our_own(tmp_path: Path) -> None:
    topics = [e.topic for e in rows_of([], tmp_path)]
    assert all(topics.count(slug) >= 4 for slug in TAXONOMY.topics)


def test_a_map_explains_foreign_labels(tmp_path: Path) -> None:
    rows = write(tmp_path / "rows.csv", "text,topic\nяма у дома,Дороги: ямы\n")
    labels = write(tmp_path / "map.csv", "their_topic,topic_slug,alt_topics\nДороги: ямы,roads_potholes,roads_repair\n")
    found = rows_of([rows, labels], tmp_path)[-1]
    assert (found.text, found.topic) == ("яма у дома", "roads_potholes")
    assert sorted(found.right) == ["roads_potholes", "roads_repair"]


def test_a_row_without_a_topic_teaches_only_what_an_appeal_is(tmp_path: Path) -> None:
    lines = write(tmp_path / "rows.jsonl", '{"text": "когда починят кран на углу"}\n{"text": "темно", "topic": null}\n')
    assert [(e.topic, e.is_appeal, e.danger) for e in rows_of([lines], tmp_path)[-2:]] == [(None, True, None)] * 2


def test_slugs_need_no_map_in_csv_and_jsonl(tmp_path: Path) -> None:
    lines = write(tmp_path / "rows.jsonl", '{"text": "нет света", "topic": "energy_outage"}\n\n')
    assert rows_of([lines], tmp_path)[-1].topic == "energy_outage"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("rows.csv", "text,topic\nяма,что-то\n", "строка 2: метку «что-то» не объясняет"),
        ("rows.csv", "text\nяма\n", "нет столбца «topic»"),
        ("rows.jsonl", "яма\n", "строка 1: строка не JSON"),
        ("map.csv", "topic_slug,title\nroads_potholes,ямы\n", "кончается на «_topic»"),
        ("map.csv", "their_topic,topic_slug\nямы,no_such\n", "нет темы «no_such»"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(BadTable) as error:
        rows_of([write(tmp_path / name, text)], tmp_path)
    assert says in error.value.user_text


def test_a_real_text_of_noise_is_no_appeal_and_no_danger(tmp_path: Path) -> None:
    noise = write(tmp_path / "noise.jsonl", '{"text": "как же хочется на море"}\n')
    found = rows_of([], tmp_path, (noise,))[-1]
    assert (found.is_appeal, found.danger, found.topic) == (False, "none", None)


def test_a_row_of_the_corpus_brings_all_its_labels(tmp_path: Path) -> None:
    write(tmp_path / "posts.jsonl", post(alt_topics=["roads_repair"]))
    (row,) = read_examples([], (), tmp_path, TAXONOMY)[:1]
    assert (row.is_appeal, row.kind, row.topic, row.also, row.danger) == (True, "complaint", "roads_potholes", ("roads_repair",), "risk")
    assert (row.clause, row.mood, row.sarcasm, row.writer) == ("провалился асфальт", "neutral", False, "w99")


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (post(kind="wish"), "строка 1: неизвестная метка «kind»: wish"),
        (post(id="t0") + post(group="houses"), "строка 2: неизвестная метка «group»: houses"),
        (post() + post(text="Другое"), "строка 2: id «t1» уже был: posts.jsonl, строка 1"),
        (post(text="  "), "строка 1: пустой текст «text»"),
        (post(danger_grade="maybe"), "строка 1: неизвестная метка «danger_grade»: maybe"),
        ("{", "строка 1: строка не JSON"),
    ],
)
def test_a_faulty_row_of_the_corpus_is_named_by_file_and_line(tmp_path: Path, lines: str, says: str) -> None:
    file = write(tmp_path / "posts.jsonl", lines)
    with pytest.raises(BadTable) as error:
        list(read_posts(tmp_path, TAXONOMY))
    assert says in error.value.user_text
    assert str(file) in error.value.user_text


def test_the_corpus_is_without_fault_and_as_large_as_promised() -> None:
    posts = list(read_posts(CORPUS, TAXONOMY))
    assert len(posts) >= 6000
    assert len({row.writer for row in posts}) >= 12
    assert len(list(read_reactions(CORPUS))) >= 700
    assert len(list(read_pairs(CORPUS))) >= 700
    assert len(list(read_matters(CORPUS))) >= 500
    assert len(list(read_threads(CORPUS))) >= 500


def test_a_text_that_measures_is_not_learned_from(tmp_path: Path) -> None:
    measured = write(tmp_path / "measured.jsonl", '{"id": 1, "text": "На углу  провалился асфальт"}\n')
    write(tmp_path / "posts.jsonl", post())
    examples = read_examples([], (), tmp_path, TAXONOMY)
    with pytest.raises(BadTable, match="строка 1"):
        refuse_twins(examples, [measured])


def test_a_row_of_the_corpus_may_count_several_times_in_what_teaches_appeals_and_dangers(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write(folder / "posts.jsonl", post(weight=3) + post(id="t2"))
    first, second = (e for e in read_examples([], (), folder, TAXONOMY) if e.writer == "w99")
    assert [(e.appeal_weight, e.danger_weight, e.weight) for e in (first, second)] == [(3, 3, 1), (1, 1, 1)]
    write(folder / "posts.jsonl", post(weight=0))
    with pytest.raises(BadTable, match="weight"):
        list(read_posts(folder, TAXONOMY))


def test_a_stream_teaches_at_its_own_weight_without_what_two_people_differ_on(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "streams").mkdir(parents=True)
    rows = post(at="2027-02-23T06:12", kind="suggestion") + post(id="t2", at="2027-02-23T06:13", disputed=True)
    write(folder / "streams" / "s99.jsonl", rows)
    write(folder / "posts.jsonl", post(id="t3"))
    letter, message = (e for e in read_examples([], [], folder, TAXONOMY) if e.writer == "w99")
    assert (message.is_stream, message.knows_suggestions, message.appeal_weight, message.danger_weight) == (True, True, STREAM, STREAM)
    assert (letter.is_stream, letter.knows_suggestions, letter.appeal_weight) == (False, False, 1.0)


def test_the_streams_are_without_fault() -> None:
    rows = list(read_streams(CORPUS, TAXONOMY))
    assert len({row.writer for row in rows}) == 12
    assert len(rows) >= 2200
