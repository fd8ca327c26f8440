"""`otklik train`: labelled rows in, weights out that the reader reads; without scikit-learn one line that says what to do."""

import shutil
import sys
from pathlib import Path

import pytest

from bot.cli.main import main
from nlp.district_files import load_taxonomy
from nlp.errors import NoTrainer
from nlp.learning.corpus import CORPUS
from nlp.learning.train_command import train_weights
from nlp.reader import Reader

TAXONOMY = Path(__file__).parents[3] / "districts" / "taxonomy.csv"
ROWS = """\
text,topic
"На перекрёстке у рынка дрын на дрыне, кырдык полный",Кырдык
"Кырдык во дворе, дрын опять упал",Кырдык
"Дрын торчит третий месяц, кырдык",Кырдык
"""
MAP = "their_topic,topic_slug,alt_topics\nКырдык,improvement_trees,\n"


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def some_of_the_corpus(folder: Path) -> Path:
    """Every sixteenth row of each file, three streams: enough of every writer and of every label, and quick."""
    folder.mkdir()
    for file in CORPUS.glob("*.jsonl"):
        write(folder / file.name, "\n".join(file.read_text(encoding="utf-8").splitlines()[::16]) + "\n")
    (folder / "streams").mkdir()
    for file in sorted((CORPUS / "streams").glob("s0[1-3]*.jsonl")):  # whole: a trouble is told of in rows far from each other
        shutil.copy(file, folder / "streams")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Weights and what was said while they were trained."""
    folder = tmp_path_factory.mktemp("train")
    said: list[str] = []
    files = [write(folder / "map.csv", MAP), write(folder / "rows.csv", ROWS)]
    corpus = some_of_the_corpus(folder / "corpus")
    train_weights(files, folder / "weights.npz", taxonomy=TAXONOMY, say=said.append, corpus=corpus, progress=False)
    return folder / "weights.npz", said


def test_new_weights_know_what_the_rows_taught(trained: tuple[Path, list[str]]) -> None:
    weights, said = trained
    reader = Reader(None, load_taxonomy(TAXONOMY), weights=weights)
    assert reader.read("Опять кырдык и дрын").topic == "improvement_trees"
    assert said[-3].startswith(f"Веса записаны: {weights}")
    assert said[-2].startswith("Заголовки опасностей: у ") and said[-1].startswith("Заголовки обычных карточек: у ")
    assert weights.with_name("headline.json").exists() and weights.with_name("trouble.json").exists()


def test_the_file_holds_no_words_and_no_pickles(trained: tuple[Path, list[str]]) -> None:
    import numpy as np

    with np.load(trained[0], allow_pickle=False) as data:
        assert all(data[name].dtype != object for name in data.files)
    assert "кырд".encode() not in trained[0].read_bytes()
    assert trained[0].stat().st_size < 6_000_000


def test_a_broken_row_is_one_line_and_code_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = write(tmp_path / "rows.csv", "text,topic\nяма,Никакая\n")
    assert main(["train", "--data", str(rows), "--out", str(tmp_path / "w.npz"), "--district", "none"]) == 1
    assert "строка 2: метку «Никакая» не объясняет" in capsys.readouterr().err
    assert not (tmp_path / "w.npz").exists()


def test_without_scikit_learn_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in sys.modules if name in {"nlp.learning.training", "nlp.learning.fitting"}]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(NoTrainer) as caught:
        train_weights([], tmp_path / "w.npz", taxonomy=TAXONOMY, say=print)
    assert "pip install 'otklik[train]'" in caught.value.user_text
