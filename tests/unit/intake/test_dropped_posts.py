"""«Не взяли»: what is doubtful, in which order, who sees it; and the words of the list and of one post."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.intake.missed_words import MissedLine, found, missed_list, missed_post
from handlers.kit.pages import Page
from incidents.ids import PostId
from incidents.intake.dropped_posts import (
    DropDoubt,
    Dropped,
    DropVerdict,
    doubt_of,
    doubtful,
    in_order,
    is_doubtful,
    kinds,
    listed_since,
    seen,
)
from incidents.messenger import Message
from incidents.reading import Kind, Place, PlaceKind
from incidents.sources.word_filters import FilteredBy, FilterKind
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import CALENDAR, MOSCOW, at, post, reading

STOP = FilteredBy(kind=FilterKind.STOP_WORDS, words="аренда")


def dropped(n: int, score: float = 0.01, **more: Any) -> Dropped:  # Any: fields of a dataclass
    return Dropped(**{"post_id": PostId(n), "kind": Kind.CHAT, "score": score, **more})


def test_a_dropped_post_is_doubtful_by_its_score_its_danger_or_a_sure_topic_at_a_place_of_ours() -> None:
    ours = Place(kind=PlaceKind.STREET, span=(0, 6), text="Лесная", norm="Лесная", place_id="st-lesnaya")
    far = replace(ours, place_id=None)
    calm = reading(is_appeal=False, appeal_score=0.1499)
    assert not is_doubtful(calm)
    assert doubt_of(replace(calm, appeal_score=0.15)) is DropDoubt.SCORE
    assert doubt_of(replace(calm, danger_asked=True, appeal_score=0.4)) is DropDoubt.DANGER
    surely, hardly = (("roads_snow", 0.9), ("waste_fee", 0.01)), (("roads_snow", 0.89),)
    assert doubt_of(replace(calm, topics=surely, places=(far, ours))) is DropDoubt.TOPIC
    assert not any(is_doubtful(replace(calm, topics=topics, places=places)) for topics, places in ((surely, (far,)), (hardly, (ours,))))


def test_doubtful_ones_come_first_a_danger_before_all_then_what_filters_dropped_then_the_newest() -> None:
    danger = dropped(1, 0.02, doubt=DropDoubt.DANGER)
    likely, hardly = dropped(2, 0.45, doubt=DropDoubt.SCORE), dropped(3, 0.2, doubt=DropDoubt.TOPIC)
    filtered = dropped(4, 0.9, doubt=DropDoubt.SCORE, filtered=STOP)
    judged, thanked = dropped(7, 0.3, doubt=DropDoubt.SCORE, verdict=DropVerdict.RIGHTLY), dropped(8, has_card=True)
    every = [dropped(5), dropped(6), filtered, hardly, judged, thanked, danger, likely]
    assert [each.post_id for each in in_order(every)] == [1, 2, 3, 4, 6, 5]
    assert [each.post_id for each in doubtful(every)] == [1, 2, 3]
    assert in_order([]) == []
    assert kinds([*every, dropped(50, kind=Kind.AD)]) == {Kind.CHAT: 8, Kind.AD: 1}


def test_of_chats_of_residents_only_the_doubtful_are_seen_and_not_by_everybody() -> None:
    wall, talk = dropped(1), dropped(2, in_chat=True)
    likely = dropped(3, 0.4, in_chat=True, doubt=DropDoubt.SCORE)
    assert seen([wall, talk, likely], with_chats=True) == [wall, likely]
    assert seen([wall, talk, likely], with_chats=False) == [wall]


def test_the_list_begins_yesterday_and_after_days_off_on_the_last_working_day() -> None:
    assert listed_since(CALENDAR, at(9)) == at(0, day=23)
    assert listed_since(CALENDAR, at(9, day=23)) == at(0, day=20)
    assert listed_since(CALENDAR, at(23, 59, day=22)) == at(0, day=20)


def line(n: int = 1, text: str = "Продам <дрова>, звоните 8 910 123-45-67", **more: Any) -> MissedLine:  # Any: fields of a dataclass
    return MissedLine(dropped=dropped(n, **more), post=post(text, number=n), topic="Ямы на дороге")


def listed(*lines: MissedLine, total: int = 0, doubts: int = 0, page: int = 0) -> Message:
    shown = Page(items=lines, number=page, count=max(1, -(-(total or len(lines)) // 6)), first=page * 6 + 1)
    made = missed_list(since=at(0, day=23), total=total or len(lines), doubts=doubts, shown=shown, tz=MOSCOW, now=at(8, 40))
    parse(made.html)
    assert all(len((button.data or "").encode()) <= 64 for row in made.rows for button in row)
    return made


def test_the_list_counts_says_why_and_pages() -> None:
    lines = (line(1, doubt=DropDoubt.TOPIC), line(2, doubt=DropDoubt.DANGER), line(3, kind=Kind.AD), line(4, filtered=STOP))
    message = listed(*lines, total=214, doubts=17)
    text = parse(message.html).splitlines()
    assert text[0] == "Не взяли 214, сомнительных 17, со вчерашнего дня · страница 1 из 36"
    assert [each.rpartition(" · ")[2] for each in text[1:5]] == ["похоже: ямы на дороге", "возможно, опасно", "реклама", "фильтр источника"]
    assert "123-45-67" not in message.html
    assert labels(message) == [["1", "2", "3"], ["4"], ["Дальше"]]


def test_an_empty_day_says_what_it_means() -> None:
    assert parse(listed().html).splitlines() == [
        "Не взяли: пусто. Со вчерашнего дня всё, что написали жители, уже на карточках или просмотрено",
        "Новое появится здесь само. Старше ищите по слову: /missed и слово",
    ]


def test_a_word_that_nobody_wrote_says_where_else_to_look() -> None:
    message = found(words="<кракен>", total=0, shown=Page(items=(), number=0, count=1, first=1), tz=MOSCOW, now=at(9))
    assert "Среди того, что не взяли, нет: «кракен»" in parse(message.html).replace("<", "").replace(">", "")
    assert "/find" in message.html


@pytest.mark.parametrize(
    ("more", "may_judge", "first", "last", "buttons"),
    [
        ({}, True, "Не взяли. Бот решил: разговор", None, [["Это обращение", "Верно, не наше"], ["Открыть пост"], ["К списку"]]),
        ({"doubt": DropDoubt.SCORE}, True, "Не взяли. Бот решил: разговор, но похоже на обращение", "Сомнительных ещё 3", None),
        ({"filtered": STOP}, True, "Не взяли. Отсеял фильтр источника: стоп-слово «аренда»", None, None),
        ({}, False, None, "Это обращение? Напишите координатору или заведите сами: /new", [["Открыть пост"], ["К списку"]]),
        ({"verdict": DropVerdict.RIGHTLY}, True, None, "Проверили: верно, не наше. Всё-таки обращение? Заведите его: /new", None),
    ],
)
def test_one_post_is_shown_masked_with_why_and_what_may_be_said_of_it(
    more: Any, may_judge: bool, first: str | None, last: str | None, buttons: Any
) -> None:  # Any: fields of a dataclass
    left = 3 if more.get("doubt") else 0
    message = missed_post(line(7, **more), is_found=False, page=2, more=left, may_judge=may_judge, tz=MOSCOW, now=at(8, 40))
    text = parse(message.html).splitlines()
    assert first is None or text[0] == first
    assert last is None or text[-1] == last
    assert buttons is None or labels(message) == buttons
    assert "123-45-67" not in message.html


def test_a_comment_stands_under_its_post() -> None:
    one = line(7, "и у нас")
    under = replace(one.post, parent_text="На Лесной опять <темно>", post=replace(one.post.post, parent_external_id="-1_6"))
    message = missed_post(replace(one, post=under), is_found=False, page=0, more=0, may_judge=True, tz=MOSCOW, now=at(8, 40))
    lines = parse(message.html).splitlines()
    assert lines[1:3] == ["Под постом «На Лесной опять <темно>», комментарий:", "и у нас"]
