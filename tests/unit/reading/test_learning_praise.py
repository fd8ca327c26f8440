"""What training learns of praise and of several matters, on numbers that are known."""

import numpy as np
import pytest

from nlp.learning.examples import Example
from nlp.learning.fitting import Layer
from nlp.learning.praise import UNKNOWN, Blend, blend_of, blended
from nlp.learning.threads import leaned
from nlp.topics.borders import ABOUT, HALVES, NAMES, WORDS, Borders, Several, about


def praise(count: int) -> tuple[np.ndarray, list[Example]]:  # of one type
    """Scores of thanks, sarcasm and appeal; every second text is sarcastic, every hundredth of those sounds sincere."""
    examples = [Example(text=str(n), kind="complaint" if n % 2 else "thanks", sarcasm=bool(n % 2)) for n in range(count)]
    sounds = [(n % 2 == 0) or n % 100 == 99 for n in range(count)]
    scores = np.array([[2.0, -2.0, -3.0] if like else [-2.0 - n % 7, 1.0, 0.5] for n, like in enumerate(sounds)], dtype=np.float32)
    return scores, examples


def test_the_threshold_of_praise_lets_few_sarcastic_texts_pass() -> None:
    scores, examples = praise(400)
    blend = blend_of(scores, examples)
    assert blend.thanks > 0 > blend.sarcasm
    p = [blend.line().of(float(row @ [blend.thanks, blend.sarcasm, blend.appeal] + blend.bias)) for row in scores]
    taken = [value >= blend.sure for value, example in zip(p, examples, strict=True) if example.sarcasm]
    assert sum(taken) / len(taken) <= 0.05
    assert all(value >= blend.sure for value, example in zip(p, examples, strict=True) if not example.sarcasm)


def test_without_sarcasm_the_blend_is_the_plain_one() -> None:
    assert blend_of(np.zeros((2, 3), dtype=np.float32), [Example(text="а", kind="thanks"), Example(text="б")]) is UNKNOWN


def test_a_blend_of_layers_scores_as_the_layers_do() -> None:
    dice = np.random.default_rng(0)
    x = dice.normal(size=(4, 5)).astype(np.float32)
    parts = Layer(names=["thanks", "sarcasm"], weights=dice.normal(size=(5, 2)).astype(np.float32), bias=np.array([0.1, -0.2], np.float32))
    speech = Layer(
        names=["mood:angry", "appeal"], weights=dice.normal(size=(5, 2)).astype(np.float32), bias=np.array([0.3, 0.4], np.float32)
    )
    blend = Blend(thanks=0.7, sarcasm=-0.9, appeal=-0.2, bias=0.5, sure=0.8)
    wanted = 0.7 * parts.scores(x)[:, 0] - 0.9 * parts.scores(x)[:, 1] - 0.2 * speech.scores(x)[:, 1] + 0.5
    assert blended(parts, speech, blend).scores(x)[:, 0] == pytest.approx(wanted, abs=1e-5)


def test_between_thanks_and_sarcasm_a_comment_is_sarcastic() -> None:
    names = ["reaction:thanks", "reaction:sarcasm", "reaction:neutral"]
    even = Layer(names=names, weights=np.ones((2, 3), dtype=np.float32), bias=np.zeros(3, dtype=np.float32))
    thanks, sarcasm, neutral = leaned(even).bias
    assert thanks < neutral == 0 < sarcasm
    assert (even.bias == 0).all()


def several(sure: float) -> Several:
    """The score of a border is its first number, that of a text is its best border's."""
    size = len(NAMES) + len(HALVES)
    openings = np.zeros(WORDS, dtype=np.float32)
    borders = Borders(weights=np.eye(1, size, dtype=np.float32)[0], openings=openings, bias=0.0, sure=1.0)
    return Several(borders=borders, weights=np.eye(1, len(ABOUT), dtype=np.float32)[0], bias=0.0, sure=sure)


@pytest.mark.parametrize(("sure", "begins"), [(5.0, []), (2.0, [2, 3]), (0.0, [2, 3])])
def test_a_text_is_parted_at_its_best_border_and_at_sure_ones(sure: float, begins: list[int]) -> None:
    numbers = np.zeros((3, len(NAMES) + len(HALVES)), dtype=np.float32)
    numbers[:, 0] = [0.5, 3.0, 2.0]
    assert several(sure).begins(numbers, [(), (), ()]) == begins


def test_what_is_told_of_a_text_has_a_number_for_every_name() -> None:
    numbers = np.ones((1, len(NAMES) + len(HALVES)), dtype=np.float32)
    assert about(numbers, np.array([0.0], dtype=np.float32)).shape == (len(ABOUT),)
