"""Places as people here say them, held to the first line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.place import fit, place_html, place_parts, place_text, shorten, topic_title, what_where
from handlers.kit.text import visible_length
from incidents.reading import MainPlace
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import BELAVINSKAYA, incident

NAMES = st.none() | st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (MainPlace(settlement="Конаково", street="улица Белавинская"), "Конаково, ул. Белавинская"),
        (MainPlace(settlement="Конаково", street="проспект Ленина", house="17"), "Конаково, пр-т Ленина, 17"),
        (MainPlace(settlement="Редкино", landmark="школа № 3"), "Редкино, школа № 3"),
        (MainPlace(settlement="Конаково"), "Конаково"),
        (MainPlace(settlement="деревня Шоша"), "д. Шоша"),
        (MainPlace(settlement="село Селихово", house="5А"), "с. Селихово, д. 5А"),
        (MainPlace(street="Промышленный проезд", house="3"), "Промышленный проезд, 3"),
        (MainPlace(settlement="посёлок городского типа Редкино", street="Железнодорожный переулок"), "пгт Редкино, пер. Железнодорожный"),
        (MainPlace(settlement="город Конаково", landmark="Конаково"), "Конаково"),
        (MainPlace(), "место не названо"),
    ],
)
def test_a_place_is_said_short(place: MainPlace, text: str) -> None:
    assert place_text(place) == text


@pytest.mark.parametrize("text", ["Городня", "Песчаная", "Улица", "Сосновый бор", "Шошинская", "Домкино", "Пластмассовый завод"])
def test_a_name_that_begins_like_a_type_stays_whole(text: str) -> None:
    assert shorten(text) == text


def test_the_exact_part_leads_to_the_map() -> None:
    href = "https://yandex.ru/maps/?pt=36.7756,56.7107&amp;z=17"
    assert place_html(incident(), 50) == f'Конаково, <a href="{href}">ул. Белавинская</a>'
    assert place_html(incident(place=MainPlace(settlement="Конаково")), 50) == f'<a href="{href}">Конаково</a>'
    assert place_html(incident(place=MainPlace(), lat=None), 50) == "место не названо"


def test_the_house_is_the_last_to_go() -> None:
    place = MainPlace(settlement="Новозавидовский", street="улица Железнодорожная", house="114 к2")
    assert fit(place_parts(place), 40).full == "Новозавидо…, ул. Железнодорожная, 114 к2"
    assert fit(place_parts(place), 24).full == "Новозав…, ул. Ж…, 114 к2"
    assert fit(place_parts(place), 12).full == "Новоз…, ул…"


@given(settlement=NAMES, street=NAMES, house=NAMES, landmark=NAMES, limit=st.integers(12, 60))
def test_any_place_fits_and_parses(settlement: str | None, street: str | None, house: str | None, landmark: str | None, limit: int) -> None:
    place = MainPlace(settlement=settlement, street=street, house=house, landmark=landmark)
    html = place_html(incident(place=place), limit)
    assert visible_length(html) <= limit
    assert "\n" not in parse("x" + html)


def test_what_and_where_for_a_message_that_is_no_card() -> None:
    assert what_where("Вода на дороге", BELAVINSKAYA) == "вода на дороге, ул. Белавинская"
    assert what_where("Вода на дороге", BELAVINSKAYA, full=True) == "вода на дороге, Конаково, ул. Белавинская"
    assert what_where("Вода на дороге", MainPlace(settlement="Редкино")) == "вода на дороге, Редкино"
    assert what_where("", MainPlace()) == "сообщение, место не названо"


@given(what=st.text(max_size=80), settlement=NAMES, street=NAMES)
def test_what_and_where_is_one_short_line(what: str, settlement: str | None, street: str | None) -> None:
    text = what_where(what, MainPlace(settlement=settlement, street=street), full=True)
    assert len(text) <= 60
    assert "\n" not in text


def test_a_topic_without_a_name_is_a_message() -> None:
    assert topic_title("") == "Сообщение"
    assert topic_title("вода на дороге") == "Вода на дороге"
    assert len(topic_title("Парки, скверы, скамейки, урны и ещё что-нибудь")) <= 24
