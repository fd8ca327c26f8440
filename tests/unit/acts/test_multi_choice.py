"""Marks of a multiple choice travel in the buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.acts.buttons import MOST, Marks
from handlers.kit.buttons import Menu, MenuButton
from incidents.errors import WrongStep


@given(bits=st.integers(0, 2**MOST - 1), page=st.integers(0, 19))
def test_what_is_marked_is_read_back_from_a_button_that_fits(bits: int, page: int) -> None:
    marks = Marks(bits, MOST, page)
    for each in (marks, marks.done):
        packed = MenuButton(menu=Menu.SPLIT, incident=2**40, choice=each.code).pack()
        assert len(packed.encode()) <= 64
        assert Marks.of(each.code, MOST) == each
    assert marks.done.taken and not marks.taken
    assert marks.done.code == f"ok{marks.code}"


def test_a_press_marks_and_a_second_one_unmarks() -> None:
    marks = Marks(count=8)
    assert marks.toggled(7).has(7) and marks.toggled(7).chosen == 1
    assert marks.toggled(7).toggled(7) == marks
    assert list(marks.shown(8)) == [0, 1, 2, 3, 4, 5] and list(marks.turned(8).shown(8)) == [6, 7]
    assert marks.turned(8).turned(8) == marks


@pytest.mark.parametrize("code", ["", "1", "1.2", "x.2.0", "1.3.0", "4.2.0", "-1.2.0", "1.2.-1", "1.2.9", "1.2.0.0"])
def test_a_forged_or_old_mark_is_refused(code: str) -> None:
    with pytest.raises(WrongStep):
        Marks.of(code, 2)
