"""Filters of a source: what a word drops, what no filter ever drops, and how it is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.sources import source_wishes_words
from handlers.sources import sources_words as cards
from incidents.errors import DomainError
from incidents.ids import DepartmentId, DistrictId, PostId, SourceId
from incidents.official import Department
from incidents.posts import Network, Post, Priority, Source, StoredPost
from incidents.sources.health import SourceHealth, Yield, is_barren, wait_of
from incidents.sources.word_filters import FilterKind, because_of, dropped_by, first_of, words_in
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import CALLED, MOSCOW, NOW, at, labels

WALL = Source(id=SourceId(1), district_id=DistrictId("konakovo"), network=Network.VK, external_id="-1", title="Подслушано")


def post(text: str, **how: Any) -> StoredPost:  # Any: fields of a StoredPost
    said = Post(network=Network.VK, external_id="wall-1_1", url="https://vk.com/wall-1_1", text=text, author_id="7", published_at=NOW)
    known: dict[str, Any] = {"id": PostId(1), "district_id": WALL.district_id, "source_id": WALL.id, "source_title": WALL.title}
    return StoredPost(**{**known, "settlement_id": None, "post": said, "revision": 1, "detected_at": NOW, **how})


@pytest.mark.parametrize(
    ("word", "text", "stands"),
    [
        ("аренда", "Сниму в АРЕНДУ гараж", True),
        ("аренда", "Арендатор засорил двор", False),
        ("вода", "Нет воды второй день", True),
        ("вода", "Продаю водку", False),
        ("водоканал", "На водокачке темно", False),
        ("гороскоп на день", "Гороскоп на день для всех", True),
        ("гороскоп на день", "Гороскоп для всех на день", False),
        ("ёлка", "Где поставят елку", True),
    ],
)
def test_a_word_is_found_in_any_case_and_is_no_part_of_another(word: str, text: str, stands: bool) -> None:
    assert (first_of([word], text) is not None) is stands


def test_a_filter_drops_and_tells_its_name() -> None:
    stop = dropped_by(replace(WALL, stop_words=("гороскоп", "аренда")), post("Сдаю в аренду гараж, двор не чищен"), is_danger=False)
    assert stop is not None
    assert because_of(stop) == "стоп-слово «аренда»"
    keys = dropped_by(replace(WALL, keywords=("Редкино", "Озерки")), post("В Конаково яма"), is_danger=False)
    assert keys is not None
    assert (keys.kind, because_of(keys)) == (FilterKind.KEYWORDS, "нет ключевых слов «Редкино, Озерки»")
    assert dropped_by(replace(WALL, keywords=("Редкино",)), post("Яма в Редкино"), is_danger=False) is None
    assert dropped_by(WALL, post("Яма"), is_danger=False) is None


def test_a_comment_has_the_keywords_of_its_post_and_not_its_stop_words() -> None:
    comment = post("У нас тоже яма у школы", parent_text="Ямы в Редкино. Аренда авто")
    assert dropped_by(replace(WALL, keywords=("редкино",), stop_words=("аренда",)), comment, is_danger=False) is None


def test_no_filter_touches_a_danger() -> None:
    strict = replace(WALL, keywords=("Редкино",), stop_words=("газ",))
    assert dropped_by(strict, post("В подъезде пахнет, газ"), is_danger=True) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (" , ", "Слов не видно"),
        ("и, в", "слишком коротко"),
        (", ".join(f"слово{n}" for n in range(31)), "Слов больше 30"),
        ("длинное " * 9, "Слишком длинно"),
    ],
)
def test_words_that_would_drop_everything_are_refused(typed: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as error:
        words_in(typed)
    assert len(error.value.user_text) <= 200


def test_typed_words_are_a_list() -> None:
    assert words_in("Аренда, продам  гараж;\nаренда\n") == ("аренда", "продам гараж")


def test_priority_is_a_share_of_the_usual_wait() -> None:
    assert [wait_of(replace(WALL, priority=each), 180.0) for each in Priority] == [60.0, 180.0, 1800.0]


def test_a_source_is_barren_after_a_whole_month_only() -> None:
    assert is_barren(Yield(posts=9), read_since=NOW - timedelta(days=31), now=NOW)
    assert not is_barren(Yield(posts=9), read_since=NOW - timedelta(days=29), now=NOW)
    assert not is_barren(Yield(posts=9, appeals=1), read_since=NOW - timedelta(days=31), now=NOW)
    assert not is_barren(Yield(), read_since=None, now=NOW)


def test_health_is_told_in_words() -> None:
    wall = replace(WALL, baseline_at=NOW - timedelta(days=40), last_ok_at=at(9, 12), priority=Priority.OFTEN, quota="5000 запросов в сутки")
    health = SourceHealth(
        posts_week=84, appeals_month=3, lag=timedelta(minutes=4), errors_week=2, error_at=at(8, 50), error="VK не отвечает"
    )
    told = parse(cards.one(networks=CALLED, source=wall, by=None, tz=MOSCOW, now=NOW, owner="отдел культуры", health=health).html).split(
        "\n"
    )
    assert told[:5] == [
        "«Подслушано», ВК: читали в 9:12",
        "Приносит 12 сообщений в день, за месяц 3 обращения. Видим через 4 мин",
        "Сбоев за неделю: 2, последний в 8:50: VK не отвечает",
        "Лимит сети: 5000 запросов в сутки",
        "Спрашиваем втрое чаще других",
    ]
    assert "Чьё: отдел культуры. Что не разложили правила, идёт туда" in told
    quiet = cards.one(networks=CALLED, source=replace(wall, quota=None), by=None, tz=MOSCOW, now=NOW).html
    assert "За неделю ничего не написали, за месяц 0 обращений" in quiet
    assert "Сбоев за неделю не было" in quiet


def test_a_source_that_was_never_read_tells_no_figures() -> None:
    assert "за месяц" not in cards.one(networks=CALLED, source=WALL, by=None, tz=MOSCOW, now=NOW).html


def test_filters_tell_what_they_would_have_done_in_a_month() -> None:
    strict = replace(WALL, keywords=("Редкино",), stop_words=("аренда",))
    message = source_wishes_words.filters(source=strict, tried=source_wishes_words.Tried(posts=214, dropped=12, appeals=3))
    told = parse(message.html)
    assert "Берём только со словами: Редкино\nСтоп-слова: аренда" in told
    assert "За месяц отсеяли бы 12 из 214, среди них обращений 3: проверьте слова" in told
    assert "Опасное фильтры не трогают" in told
    assert labels(message) == [["Стоп-слова…", "Убрать их"], ["Только с…", "Убрать «только»"], ["Назад"]]
    empty = source_wishes_words.filters(source=WALL, tried=source_wishes_words.Tried(posts=0, dropped=0, appeals=0))
    assert labels(empty) == [["Стоп-слова…"], ["Только с…"], ["Назад"]]


def test_the_owner_is_chosen_from_departments_by_pages() -> None:
    many = [Department(id=DepartmentId(f"d{n}"), district_id=WALL.district_id, title=f"Отдел {n}") for n in range(10)]
    first = source_wishes_words.owner(source=replace(WALL, department_id=DepartmentId("d0")), departments=many, page=0)
    assert labels(first)[-1] == ["Дальше", "Ничьё", "Назад"]
    assert "1. Отдел 1" in first.html
    assert all(len(button.data or "") <= 64 for row in first.rows for button in row)


def test_the_weekly_hint_names_sources_and_what_may_be_done() -> None:
    many = [(replace(WALL, id=SourceId(n), title=f"Группа {n}"), Yield(posts=n)) for n in range(10)]
    message = source_wishes_words.barren(found=many, networks=CALLED)
    told = parse(message.html)
    assert told.startswith("За месяц 0 обращений: 10 источников\n1. «Группа 0», ВК: никто ничего не писал\n2. «Группа 1», ВК: 1 сообщение")
    assert "И ещё 2: /sources" in told
    assert labels(message) == [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["Все источники"]]
