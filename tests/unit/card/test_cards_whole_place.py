"""The place is always on the card: where the first line has no room for it, in a line of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.card.card_words import render_card
from handlers.kit.place import UNKNOWN, place_text
from handlers.kit.text import visible_length
from incidents.incident import Doubt, Status
from incidents.reading import DangerGrade, MainPlace
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import danger, incident, view

LENINA = MainPlace(settlement="Конаково", street="проспект Ленина", house="17")
FAR = MainPlace(settlement="Новозавидовский", street="улица Железнодорожная", house="114 к2")
TITLES = ["мальчик провалился под лёд", "оборванный провод лежит на дороге", "крышка люка качается у школы"]


def lines(card: str) -> list[str]:
    return parse(card).split("\n")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("grade", DangerGrade)
@pytest.mark.parametrize("place", [LENINA, FAR])
def test_a_long_trouble_leaves_the_street_and_the_house_a_line_of_their_own(title: str, grade: DangerGrade, place: MainPlace) -> None:
    html = render_card(view(danger(danger_title=title, danger_grade=grade, place=place))).html
    first, second, *_ = lines(html)
    assert title in first and visible_length(first) <= 64
    if not first.endswith(place_text(place)):
        assert second == f"Где: {place_text(place)}"
        assert "yandex.ru/maps" in html.split("\n")[1]


def test_half_a_settlements_name_takes_no_room_from_the_first_line() -> None:
    first, second, *_ = lines(render_card(view(danger(danger_title="с крыши рухнула глыба льда", place=LENINA))).html)
    assert first == "⚠️ ОПАСНО: с крыши рухнула глыба льда · пр-т Ленина, 17"
    assert second == "Где: Конаково, пр-т Ленина, 17"


def test_where_the_first_line_has_it_whole_it_is_not_said_twice() -> None:
    assert "Где:" not in render_card(view(danger(danger_title="провод искрит"))).html
    assert "Где:" not in render_card(view(incident(place=MainPlace()))).html
    unclear = incident(status=Status.NEW, department_id=None, doubt=Doubt.PLACE, place=FAR)
    assert "Где:" not in render_card(view(unclear, department=None)).html


@given(
    title=st.none() | st.text("абвгд ", max_size=40),
    settlement=st.none() | st.text("абвгд", min_size=1, max_size=40),
    street=st.none() | st.text("абвгд", min_size=1, max_size=40),
    house=st.none() | st.text("0123456789", min_size=1, max_size=6),
)
def test_every_open_card_of_a_danger_names_its_place(
    title: str | None, settlement: str | None, street: str | None, house: str | None
) -> None:
    place = MainPlace(settlement=settlement, street=street, house=house)
    text = parse(render_card(view(danger(danger_title=title, place=place))).html)
    whole = place_text(place)
    assert whole == UNKNOWN or whole in text
