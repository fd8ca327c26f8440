"""Every code that may be said has one rendering: two areas never take the same code."""

from bot.screens.renderer import AREAS, SAYS
from handlers.question_registry import QUESTIONS


def test_no_two_areas_render_one_code() -> None:
    codes = [code for area in AREAS for code in area.SAYS]
    assert sorted(codes) == sorted(set(codes))


def test_every_question_has_words() -> None:
    assert {f"ask_{what}" for what in QUESTIONS} <= set(SAYS)
