"""Words of a card: cutting, masking, escaping, times."""

from datetime import timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.russian_time import how_long, kept_for
from handlers.kit.text import (
    capital,
    clean,
    clock,
    count,
    cut,
    day,
    duration,
    escape,
    is_web,
    link,
    lower_first,
    map_link,
    mask,
    moment,
    name,
    on_day,
    plain,
    plural,
    resident_quote,
    resident_words,
    stamp,
    took,
    visible_length,
    weekday_moment,
)
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, NOW, at

ANYTHING = st.text(st.characters(), max_size=300)


def test_a_cut_ends_after_a_whole_word() -> None:
    assert cut("Лужа во всю дорогу у поворота", 20) == "Лужа во всю дорогу…"


def test_a_cut_leaves_a_text_that_fits_as_it_is() -> None:
    assert cut("Лужа", 4) == "Лужа"


def test_a_word_longer_than_the_room_is_cut_hard() -> None:
    assert cut("а" * 30, 10) == "а" * 9 + "…"


@pytest.mark.parametrize(("limit", "left"), [(0, ""), (1, "…"), (2, "Л…")])
def test_a_cut_of_nearly_nothing_is_still_within_the_limit(limit: int, left: str) -> None:
    assert cut("Лужа во дворе", limit) == left


@given(ANYTHING, st.integers(0, 80))
def test_a_cut_is_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@pytest.mark.parametrize(
    "phone",
    [
        "+7 (903) 123-45-67",
        "89031234567",
        "8 903 123 45 67",
        "8-903-123-45-67",
        "+79031234567",
        "903 123-45-67",
        "8 (48242) 4-32-10",
        "(48242) 43210",
        "48242 4-32-10",
        "4-32-10",
        "123-45-67",
        "8 4822 12-34-56",
    ],
)
def test_a_phone_is_masked_however_it_is_written(phone: str) -> None:
    assert mask(f"Звоните {phone} вечером") == "Звоните ‹телефон› вечером"


def test_a_number_after_the_word_phone_is_masked() -> None:
    assert mask("тел. 12-34-56 спросить") == "тел. ‹телефон› спросить"
    assert mask("по номерам 212 14 39, 2361554 и 2361555 молчат") == "по номерам ‹телефон›, ‹телефон› и ‹телефон› молчат"


@pytest.mark.parametrize(
    "kept",
    [
        "с 24.11.2026 по 25.11.2026",
        "дом 5 к 2",
        "звоните 112",
        "номер 122",
        "в 2024 2025 2026 годах",
        "24-11-26",
        "№ 5418190",
        "д. 5 12 шт",
        "с 8-00 до 17-00",
        "4-10-5",
    ],
)
def test_dates_houses_and_service_numbers_stay(kept: str) -> None:
    assert mask(kept) == kept


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ленина 5, кв. 12 без тепла", "Ленина 5, кв. ‹скрыто› без тепла"),
        ("кв12", "кв. ‹скрыто›"),
        ("кв 12а холодно", "кв. ‹скрыто› холодно"),
        ("квартира 12", "кв. ‹скрыто›"),
        ("в квартире № 12 холодно", "в кв. ‹скрыто› холодно"),
        ("кв. 12, 14 и 16 затопило", "кв. ‹скрыто› затопило"),
        ("в 12 квартире потоп", "в кв. ‹скрыто› потоп"),
        ("в 12-й квартире", "в кв. ‹скрыто›"),
    ],
)
def test_a_flat_is_masked(text: str, left: str) -> None:
    assert mask(text) == left


@pytest.mark.parametrize("kept", ["в доме 120 квартир", "без света 3 квартиры", "54 кв.м", "площадь 54 кв метра"])
def test_how_many_flats_there_are_is_no_secret(kept: str) -> None:
    assert mask(kept) == kept


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("пишите ivan.petrov-1@mail.example.ru мне", "пишите ‹почта› мне"),
        ("Староста Иванова И.И. молчит", "Староста ‹фамилия› молчит"),
        ("А. Б. Петров-Водкин обещал", "‹фамилия› обещал"),
        ("[id123|Анна], у нас тоже", "‹имя›, у нас тоже"),
        ("[club1|Наше Конаково] молчит", "Наше Конаково молчит"),
        ("спросите @durov_pavel", "спросите ‹имя›"),
        ("карта 2200 1234 5678 9012", "карта ‹номер›"),
        ("снилс 123-456-789 01", "снилс ‹номер›"),
    ],
)
def test_mails_names_and_documents_are_masked(text: str, left: str) -> None:
    assert mask(text) == left


@pytest.mark.parametrize("kept", ["на ул. В.И. Ленина темно", "школа имени Ю.А. Гагарина", "на улице Новикова А.С."])
def test_a_street_named_after_somebody_is_no_person(kept: str) -> None:
    assert mask(kept) == kept


@given(ANYTHING)
def test_a_masked_text_stays_as_it_is_when_masked_again(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_no_half_of_a_phone_is_left_where_the_text_is_cut() -> None:
    for limit in range(10, 60):
        shown = resident_words("Прорвало трубу, звоните сюда: 8 (903) 123-45-67 срочно", limit)
        assert not any(char.isdigit() for char in shown), shown


def test_no_half_of_a_mask_is_left_either() -> None:
    assert cut("а" * 20 + "‹телефон›", 26) == "а" * 20 + "…"


def test_a_broken_entity_never_appears() -> None:
    for limit in range(1, 30):
        assert visible_length(resident_words("A&B<i>C&D</i>&&&&&&&&&&", limit)) <= limit
        parse("x" + resident_words("A&B<i>C&D</i>&&&&&&&&&&", limit))


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\x00", "\u00ad", "\ufeff", "\ud800", "\u3164", "\u2800", "\ue000"])
def test_a_character_that_nobody_sees_is_dropped(hidden: str) -> None:
    assert clean(f"Лу{hidden}жа") == "Лужа"


def test_lines_of_a_resident_are_folded_into_one() -> None:
    assert resident_words("Лужа\r\n\n\n№ 1\u2028Закрыто\t\x0bда", 80) == "Лужа № 1 Закрыто да"


def test_our_own_lines_are_kept_where_a_text_is_shown_whole() -> None:
    assert plain("Здравствуйте!\r\nОткачаем\u200b\rсегодня") == "Здравствуйте!\nОткачаем\nсегодня"


def test_a_pile_of_accents_does_not_climb_over_other_lines() -> None:
    assert len(clean("а" + "\u0301" * 500)) <= 3


def test_a_text_of_a_hundred_thousand_characters_costs_no_second() -> None:
    for text in ("а" * 100_000, "8" * 100_000, "a." * 50_000, "\u0301\u0316" * 50_000, "кв " * 33_000, "(" * 100_000, "А.А" * 33_000):
        started = perf_counter()
        assert len(resident_words(text, 400)) <= 400
        assert perf_counter() - started < 2, text[:10]


def test_a_name_loses_its_pictures_and_quotes() -> None:
    assert name("⚠️ «Подслушано» 🔥 Редкино", 50) == "Подслушано Редкино"
    assert name("школа № 3", 50) == "школа № 3"


def test_quotes_inside_quotes_are_told_apart() -> None:
    assert resident_quote("едет «Газель»", 50) == "«едет „Газель“»"


def test_escaping_covers_attributes() -> None:
    assert escape("<a href=\"x\">&") == "&lt;a href=&quot;x&quot;&gt;&amp;"  # fmt: skip


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://user?id=1", "http://", "https://a b", "vk.com/wall", "https://x.ru/\ud800"])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert not is_web(url)
    assert link(url, "пост") == "пост"


def test_the_map_opens_at_the_place() -> None:
    assert map_link(56.7107, 36.7756) == "https://yandex.ru/maps/?pt=36.7756,56.7107&z=17"


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "0 жителей"),
        (1, "1 житель"),
        (2, "2 жителя"),
        (5, "5 жителей"),
        (11, "11 жителей"),
        (12, "12 жителей"),
        (21, "21 житель"),
        (104, "104 жителя"),
        (111, "111 жителей"),
    ],
)
def test_a_noun_follows_its_number(n: int, words: str) -> None:
    assert count(n, "житель", "жителя", "жителей") == words
    assert words.endswith(plural(n, "житель", "жителя", "жителей"))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "меньше минуты"),
        (timedelta(minutes=-5), "меньше минуты"),
        (timedelta(minutes=10), "10 мин"),
        (timedelta(hours=2), "2 ч"),
        (timedelta(hours=2, minutes=28), "2 ч 28 мин"),
        (timedelta(hours=26, minutes=10), "26 ч 10 мин"),
        (timedelta(hours=51), "2 дня 3 ч"),
        (timedelta(days=5), "5 дней"),
    ],
)
def test_a_span_is_said_as_people_say_it(span: timedelta, words: str) -> None:
    assert duration(span) == words


def test_what_took_no_minute_is_said_in_russian() -> None:
    assert (took(timedelta(seconds=59)), took(timedelta(minutes=61))) == ("меньше чем за минуту", "за 1 ч 1 мин")


def test_times_are_local_and_carry_their_weekday() -> None:
    assert clock(at(9, 5), MOSCOW) == "9:05"
    assert day(at(0, 10, day=25), MOSCOW) == "25 ноября"
    assert moment(at(10, 14), MOSCOW, NOW) == "сегодня 10:14"
    assert moment(at(10, 14, day=25), MOSCOW, NOW) == "ср 25 ноября, 10:14"
    assert weekday_moment(at(10, 14), MOSCOW, NOW) == "вт 24 ноября, 10:14"
    assert weekday_moment(at(10, 14).replace(year=2027), MOSCOW, NOW) == "ср 24 ноября 2027, 10:14"
    assert on_day(at(9, 31), MOSCOW, NOW) == "в 9:31"
    assert on_day(at(9, 31, day=23), MOSCOW, NOW) == "23 ноября в 9:31"
    assert stamp(at(9, 31, day=23), MOSCOW, NOW) == "23 ноября, 9:31"
    assert stamp(at(9, 31), MOSCOW, NOW) == "9:31"


def test_the_first_letter_knows_abbreviations() -> None:
    assert lower_first("Вода на дороге") == "вода на дороге"
    assert lower_first("ЖКХ и тепло") == "ЖКХ и тепло"
    assert capital("вода") == "Вода"
    assert (lower_first(""), capital("")) == ("", "")


@pytest.mark.parametrize(
    ("days", "words"),
    [(365, "год"), (1826, "5 лет"), (731, "2 года"), (30, "30 дней"), (1, "1 день"), (180, "180 дней"), (400, "400 дней")],
)
def test_a_term_of_keeping_is_said_in_years_where_it_is_whole_years(days: int, words: str) -> None:
    assert kept_for(timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        *[
            (0, "0 минут"),
            (1, "1 минуту"),
            (22, "22 минуты"),
            (59, "59 минут"),
            (60, "1 час"),
            (61, "1 час 1 минуту"),
            (63, "1 час 3 минуты"),
        ],
        *[(71, "1 час 11 минут"), (81, "1 час 21 минуту"), (119, "1 час 59 минут"), (120, "2 часа"), (179, "2 часа"), (21 * 60, "21 час")],
        *[(47 * 60 + 59, "47 часов"), (48 * 60, "2 дня"), (21 * 24 * 60, "21 день")],
    ],
)
def test_nobody_is_told_of_more_than_an_hour_in_minutes(minutes: int, words: str) -> None:
    assert how_long(timedelta(minutes=minutes, seconds=59)) == words
