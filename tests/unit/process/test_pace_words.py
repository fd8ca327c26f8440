"""How fast the demo's clock runs, as the terminal says it."""

import pytest

from bot.demo.terminal.pace_words import pace_words


@pytest.mark.parametrize(
    ("speed", "words"),
    [
        (1, "Время идёт как обычно"),
        (1.0, "Время идёт как обычно"),
        (2, "Время идёт в 2 раза быстрее обычного"),
        (12, "Время идёт в 12 раз быстрее обычного"),
        (22, "Время идёт в 22 раза быстрее обычного"),
        (60.0, "Время идёт в 60 раз быстрее обычного"),
        (1.5, "Время идёт в 1,5 раза быстрее обычного"),
        (0.5, "Время идёт медленнее обычного"),
    ],
)
def test_the_pace_is_told_in_russian(speed: float, words: str) -> None:
    assert pace_words(speed) == words
