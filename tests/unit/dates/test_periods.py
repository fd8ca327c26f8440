"""A period of the past in people's words."""

from datetime import date

import pytest

from incidents.dates.periods import period_in
from incidents.errors import DomainError

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("с 1 по 20 ноября", (2026, 11, 1), (2026, 11, 20)),
        ("17–23 ноября", (2026, 11, 17), (2026, 11, 23)),
        ("28 октября – 5 ноября", (2026, 10, 28), (2026, 11, 5)),
        ("1.11-20.11", (2026, 11, 1), (2026, 11, 20)),
        ("2026-11-01 2026-11-20", (2026, 11, 1), (2026, 11, 20)),
        ("20 ноября", (2026, 11, 20), (2026, 11, 20)),
        ("вчера", (2026, 11, 23), (2026, 11, 23)),
        ("Октябрь", (2026, 10, 1), (2026, 10, 31)),
        ("за май", (2026, 5, 1), (2026, 5, 31)),
        ("март 2025", (2025, 3, 1), (2025, 3, 31)),
        ("декабрь", (2025, 12, 1), (2025, 12, 31)),
        ("1 июля", (2026, 7, 1), (2026, 7, 1)),
        ("с 20 по 30 ноября", (2026, 11, 20), (2026, 11, 24)),
        ("с 28 декабря по 5 января", (2025, 12, 28), (2026, 1, 5)),
        ("1–15 июля 2026", (2026, 7, 1), (2026, 7, 15)),
    ],
)
def test_days_are_of_the_past(words: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert period_in(words, today=TODAY) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("когда-нибудь", "Период не разобрали"),
        ("", "Период не разобрали"),
        ("с 1 по 20", "Период не разобрали"),
        ("20 ноября 2027", "ещё не начался"),
        ("май 2027", "ещё не начался"),
        ("с 1 января 2024 по 1 января 2026", "Больше года"),
    ],
)
def test_what_is_no_period_of_the_past_is_told_how_to_write(words: str, refusal: str) -> None:
    with pytest.raises(DomainError, match=refusal):
        period_in(words, today=TODAY)


def test_the_29th_of_february_has_no_day_in_an_ordinary_year() -> None:
    assert period_in("29 февраля", today=date(2028, 1, 10)) == (date(2027, 2, 28), date(2027, 2, 28))
