"""A reaction is learned from the comment and our answer together; without an answer a comment says whether the trouble is over."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from nlp.district_files import load_taxonomy
from nlp.errors import BadTable
from nlp.learning.corpus import read_denials
from nlp.learning.denials import fit_denials
from nlp.learning.fitting import Layer, Texts, View
from nlp.learning.rows import Preparing
from nlp.learning.threads import ANSWER, Comments, fit_comments, parted
from nlp.places.scene import Scene
from nlp.reader import BASE, Reader
from nlp.text.features import SIZE, TABLE
from nlp.text.morph import Morph
from nlp.text.prepared import Prepared, prepare
from nlp.text.tokens import tokenise
from nlp.topics.denials import AroundReply
from nlp.topics.model import load_model

TAXONOMY = load_taxonomy(Path(__file__).parents[3] / "districts" / "taxonomy.csv")
ALIKE, DONE, REFUSED = 3, 5, 8
VIEW = View(ids=np.array([ALIKE, DONE, REFUSED, SIZE + 1]), idf=np.ones(4, np.float32))


def texts(features: Sequence[int]) -> Texts:
    """Texts of one hashed feature each."""
    count = len(features)
    counts = sparse.csr_matrix((np.ones(count), (range(count), features)), shape=(count, TABLE), dtype=np.float32)
    return Texts(counts=counts)


def comments() -> Comments:
    """One and the same comment: thanks after what was done, sarcasm after a refusal."""
    count = 40
    return Comments(
        texts=["да"] * (count + 1),
        answers=["сделано" if n % 2 else "откажем" for n in range(count)],
        reactions=["reaction:thanks" if n % 2 else "reaction:sarcasm" for n in range(count)],
        writers=["w"] * count,
        resolved=[bool(n % 2) for n in range(count)],
        comments=["comment:chat"],
        over=[],
    )


def test_our_answer_tells_a_reaction_that_the_comment_alone_does_not() -> None:
    said = comments()
    rows = texts([ALIKE] * len(said.texts) + [DONE if n % 2 else REFUSED for n in range(len(said.answers))])
    made = fit_comments(said, rows.features(VIEW))
    names = made["answer"].names
    assert names == made["reaction"].names
    row = texts([DONE, REFUSED]).features(VIEW)
    done, refused = (dict(zip(names, scores, strict=True)) for scores in made["answer"].scores(row))
    assert done["reaction:thanks"] > refused["reaction:thanks"]
    assert done["reaction:sarcasm"] < refused["reaction:sarcasm"]
    assert done["resolved:yes"] > refused["resolved:yes"]
    alone = dict(zip(made["comment"].names, made["comment"].scores(row)[0], strict=True))
    assert alone["resolved:yes"] == pytest.approx(0, abs=0.1)


def test_the_two_parts_of_a_layer_score_as_the_whole() -> None:
    dice = np.random.default_rng(0)
    whole = Layer(names=["a", "b"], weights=dice.normal(size=(6, 2)).astype(np.float32), bias=np.array([0.1, -0.2], np.float32))
    comment, answer = dice.normal(size=(4, 3)).astype(np.float32), dice.normal(size=(4, 3)).astype(np.float32)
    made = parted(whole, 3)
    wanted = whole.scores(np.hstack((comment, ANSWER * answer)))
    assert made["reaction"].scores(comment) + made["answer"].scores(answer) == pytest.approx(wanted, abs=1e-5)


def prepared(text: str) -> Prepared:
    """A text without places, ready for the model."""
    return prepare(Scene(text, tokenise(text), Morph()))


def test_an_answer_without_words_leaves_the_comment_alone() -> None:
    model = load_model(BASE, TAXONOMY)
    scores = model.scores(prepared("Ну конечно, поверили"))
    silent, mended = (model.of_reaction(scores, prepared(answer)) for answer in (" 🚑", "Работы выполнены, свет подан"))
    assert silent.keys() == mended.keys()
    assert silent == model.of_reaction(scores, prepared(""))
    assert mended != silent


def test_the_same_words_say_that_it_is_done_only_after_an_answer_that_does() -> None:
    reader, said = Reader(None, TAXONOMY), "Да, теперь хорошо"
    after_done = reader.read(said, answer="Яма засыпана, работы завершены 12 мая.")
    after_refusal = reader.read(said, answer="В текущем году средства не предусмотрены.")
    assert (after_done.resolved, after_refusal.resolved) == (True, None)
    assert after_done.reaction is not None and reader.read(said).reaction is None


def test_the_same_words_deny_or_thank_by_the_post_above() -> None:
    reader, answer = Reader(None, TAXONOMY), "Светильник заменили 24 ноября."
    post = "На Льнозаводской у дома 14 третью неделю не горит фонарь, дети из школы в потёмках идут."
    assert reader.read("Темно как было, фонарь не горит", parent_text=post, answer=answer).resolved is False
    assert reader.read("Спасибо, горит, светло", parent_text=post, answer=answer).resolved is True


def test_what_a_reply_repeats_is_counted_against_the_post_and_the_answer() -> None:
    comment, post, answer = map(prepared, ("Фонарь не горит", "У дома не горит фонарь", "Светильник заменили"))
    topics = np.array([0.6, 0.8])
    beside = AroundReply(answer=answer, post=post, topics=topics)
    assert beside.repeated(comment, topics) == pytest.approx([1, 1, 0])
    assert AroundReply(answer=answer).repeated(comment, topics) == [0, 0, 0]


def test_where_nobody_denied_nothing_is_learned() -> None:
    assert fit_denials([], Preparing(), load_model(BASE, TAXONOMY)) is None


def test_a_denial_says_yes_or_no(tmp_path: Path) -> None:
    row = {"id": "x", "post": "яма", "answer": "засыпана", "comment": "нет", "denies": None, "writer": "w"}
    (tmp_path / "denials.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(BadTable, match="denies"):
        list(read_denials(tmp_path))
