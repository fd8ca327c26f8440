"""The weights: loaded without pickle, refused in one line when they do not fit; features keep no words."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.commands import read_stream
from nlp.district_files import load_taxonomy
from nlp.errors import BadTable
from nlp.places.scene import Scene
from nlp.reader import BASE
from nlp.text.features import SIZE, TABLE, counted_all, hashed, stemmed
from nlp.text.morph import Morph
from nlp.text.prepared import Piece, Prepared, prepare
from nlp.text.tokens import tokenise, working_text
from nlp.topics.model import load_model

ROOT = Path(__file__).parents[3]
TAXONOMY = load_taxonomy(ROOT / "districts" / "taxonomy.csv")


def test_features_do_not_depend_on_case_digits_or_yo() -> None:
    one, other = hashed("Ёлка, дом 15"), hashed("елка  дом 27")
    assert np.array_equal(one[0], other[0])
    assert 0 <= one[0].min() <= one[0].max() < SIZE


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀", "\ud800", "а", "1" * 10_000])
def test_any_text_has_features(text: str) -> None:
    ids, values = hashed(text)
    assert len(ids) == len(values)


def test_stems_know_no_endings_and_leave_greetings_out() -> None:
    one, other = stemmed(["здравствуйте", "сломанная", "горка"]), stemmed(["сломанной", "горки", "пожалуйста"])
    assert np.array_equal(one[0], other[0])
    assert SIZE <= one[0].min() <= one[0].max() < TABLE
    assert len(stemmed(["спасибо"])[0]) == len(stemmed([])[0]) == 0
    assert len(stemmed(["\ud800"])[0]) == 1


@given(st.lists(st.text(alphabet="абёЁz7 \x00,.😀\n", max_size=30), max_size=6))
def test_a_text_among_others_has_the_features_it_has_alone(texts: list[str]) -> None:
    together = counted_all(texts, (text.split() for text in texts))
    for n, text in enumerate(texts):
        for is_stem, alone in ((False, hashed(text)), (True, stemmed(text.split()))):
            mine = (together.of == n) & ((together.ids >= SIZE) == is_stem)
            assert np.array_equal(together.ids[mine], alone[0])
            assert np.array_equal(together.tf[mine], alone[1])


def test_stretches_scored_together_have_the_scores_they_have_alone() -> None:
    model = load_model(BASE, TAXONOMY)
    clauses = prepared("Пахнет газом в подъезде. Света нет, лифт стоит! 🚑 Когда починят?").stretches
    together = model.dangers([*clauses, Piece("", (), 0, 0)])
    assert together == pytest.approx([float(model.dangers([each])[0]) for each in (*clauses, Piece("", (), 0, 0))], abs=1e-4)
    assert len(model.rows(clauses).part(1, 3).ends) == 3


def prepared(text: str) -> Prepared:
    """A text without places, ready for the model."""
    clean = working_text(text)
    return prepare(Scene(clean, tokenise(clean), Morph()))


def test_a_text_without_words_has_scores_too() -> None:
    model = load_model(BASE, TAXONOMY)
    for text in ("", "🚑", "а" * 5000):
        assert model.scores(prepared(text)).topics.sum() == pytest.approx(1, abs=1e-3)


def test_the_shipped_weights_fit_the_shipped_taxonomy_and_eight_megabytes() -> None:
    scores = load_model(BASE, TAXONOMY).scores(prepared("нет горячей воды"))
    assert scores.topics.sum() == pytest.approx(1, abs=1e-3)
    assert BASE.stat().st_size <= 8_000_000
    with np.load(BASE, allow_pickle=False) as data:
        assert all(data[name].dtype != object for name in data.files)


def test_weights_that_are_none_are_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    for content in (b"", b"not weights", b"PK\x03\x04 broken"):
        file.write_bytes(content)
        with pytest.raises(BadTable, match="файл весов не читается"):
            load_model(file, TAXONOMY)
    with pytest.raises(BadTable):
        load_model(tmp_path / "missing.npz", TAXONOMY)


def test_weights_of_another_version_or_taxonomy_are_refused(tmp_path: Path) -> None:
    with np.load(BASE) as data:
        arrays = {name: data[name] for name in data.files}
    file = tmp_path / "weights.npz"
    np.savez(file, **{**arrays, "version": np.array(99)})
    with pytest.raises(BadTable, match="другой версии"):
        load_model(file, TAXONOMY)
    names = arrays["topics_names"].copy()
    names[0] = "no_such_topic"
    np.savez(file, **{**arrays, "topics_names": names})
    with pytest.raises(BadTable, match="другой таблице тем"):
        load_model(file, TAXONOMY)


def test_a_stream_is_read_in_order_and_bad_lines_are_counted() -> None:
    lines = ['{"id": 1, "text": "яма на Лесной 5"}', "мусор", "", '{"id": 2, "text": "спасибо"}']
    out = io.StringIO()
    failed = read_stream(lines, out, district=None, taxonomy=ROOT / "districts" / "taxonomy.csv", progress=False)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert failed == 1
    assert [a["id"] for a in answers] == [1, None, 2]
    assert answers[0]["main"]["house"] == "5"
