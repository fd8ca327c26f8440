"""Rows to train on: labels are explained by a map or by the taxonomy, anything else is one clear line."""

from pathlib import Path

import pytest

from nlp.errors import BadTable
from nlp.learning.examples import read_examples
from nlp.tables import load_taxonomy

TAXONOMY = load_taxonomy(Path(__file__).parents[3] / "districts" / "taxonomy.csv")


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_every_topic_has_examples_of_our_own() -> None:
    topics = [e.topic for e in read_examples([], TAXONOMY)]
    assert all(topics.count(slug) >= 4 for slug in TAXONOMY.topics)


def test_a_map_explains_foreign_labels(tmp_path: Path) -> None:
    rows = write(tmp_path / "rows.csv", "text,topic\nяма у дома,Дороги: ямы\n")
    labels = write(tmp_path / "map.csv", "their_topic,topic_slug,alt_topics\nДороги: ямы,roads_potholes,roads_repair\n")
    found = read_examples([rows, labels], TAXONOMY)[-1]
    assert (found.text, found.topic) == ("яма у дома", "roads_potholes")
    assert sorted(found.right) == ["roads_potholes", "roads_repair"]


def test_a_row_without_a_topic_teaches_only_what_an_appeal_is(tmp_path: Path) -> None:
    lines = write(tmp_path / "rows.jsonl", '{"text": "когда починят кран на углу"}\n{"text": "темно", "topic": null}\n')
    assert [(e.topic, e.is_appeal, e.danger) for e in read_examples([lines], TAXONOMY)[-2:]] == [(None, True, None)] * 2


def test_slugs_need_no_map_in_csv_and_jsonl(tmp_path: Path) -> None:
    lines = write(tmp_path / "rows.jsonl", '{"text": "нет света", "topic": "energy_outage"}\n\n')
    assert read_examples([lines], TAXONOMY)[-1].topic == "energy_outage"


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
        read_examples([write(tmp_path / name, text)], TAXONOMY)
    assert says in error.value.user_text
