"""A rumour on the card: how many repeat it, whose facts there are; the menu of whom to ask."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.card.card_view_words import CardView
from handlers.intake import rumours_words
from handlers.intake.rumours_words import ask_fact, menu_facts, repeated
from handlers.kit.buttons import MenuButton
from handlers.kit.card_values import CoView
from incidents.ids import DepartmentId, IncidentId, SourceId
from incidents.incident import Status
from incidents.official import Department, Role
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import DISTRICT, HOUSING, at, incident, labels, official, post, view, voice

RUMOUR: dict[str, Any] = {"status": Status.NEW, "department_id": None, "rumour": True}  # Any: fields of an Incident


def rumour(*voices: Any, **more: Any) -> CardView:  # Any: voices, fields of a view
    shown = view(incident(**RUMOUR), department=None, viewer=official(Role.APPROVER))
    return replace(shown, **more, voices=voices or shown.voices)


def lines(shown: CardView) -> str:
    posts = [each.post for each in shown.voices]
    return rumours_words.lines(shown.incident, posts, shown.co, checking=shown.checking, now=shown.now, tz=shown.timezone)


def written(id: int, *, source: int = 1, after: timedelta = timedelta(0)) -> Any:  # Any: a voice
    return voice(replace(post(id=id, published_at=at(9) + after), source_id=SourceId(source)))


@pytest.mark.parametrize(
    ("voices", "words"),
    [
        ([written(1)], "Пока одно сообщение"),
        ([written(1), written(2, after=timedelta(minutes=20))], "Повторяют: 2 сообщения в одном сообществе за 20 минут"),
        ([written(1), written(2)], "Повторяют: 2 сообщения в одном сообществе за 1 минуту"),
        ([written(n, source=n % 2, after=timedelta(hours=n)) for n in range(4)], "Повторяют: 4 сообщения в двух сообществах за 3 часа"),
        ([written(n, source=n, after=timedelta(days=n)) for n in range(7)], "Повторяют: 7 сообщений в 7 сообществах за 6 дней"),
    ],
)
def test_repeats_are_counted_with_their_communities_and_their_span(voices: list[Any], words: str) -> None:
    assert repeated([each.post for each in voices]) == words


def test_facts_that_came_stand_beside_those_that_are_waited_for() -> None:
    came = CoView(department_id=HOUSING, title="отдел экологии", wait_until=at(13), facts="Сброса <не> было")
    waits = CoView(department_id=HOUSING, title="отдел ЖКХ", wait_until=at(13), facts=None)
    both = lines(rumour(co=(came, waits)))
    assert both.startswith("Пока одно сообщение\nОтдел экологии: «Сброса &lt;не&gt; было»\nФакты запрошены: отдел ЖКХ, до 13:00.")
    assert "не опровергаем" not in both
    assert lines(rumour(co=(waits,))).endswith("Факты запрошены: отдел ЖКХ, до 13:00. Пока не проверили, не опровергаем")


def test_nothing_of_it_stands_where_nothing_is_to_be_checked() -> None:
    assert lines(view()) == ""
    answered = rumour()
    assert lines(replace(answered, incident=replace(answered.incident, status=Status.ANSWERED))) == ""
    mine = CoView(department_id=HOUSING, title="отдел ЖКХ", wait_until=at(13), facts=None, mine=True)
    assert lines(rumour(co=(mine,))) == ""


def test_departments_are_offered_page_by_page() -> None:
    many = [Department(id=DepartmentId(f"d{n}"), district_id=DISTRICT, title=f"отдел {n}") for n in range(8)]
    about: dict[str, Any] = {"incident_id": IncidentId(7), "number": 7, "what_where": "слух"}  # Any: parameters
    first, second = menu_facts(**about, departments=many), menu_facts(**about, departments=many, page=1)
    assert labels(first)[-1] == ["Назад", "Дальше"]
    assert labels(second)[0] == ["7. 6", "8. 7"]
    assert MenuButton.unpack(second.rows[0][0].data or "").choice == "d6"
    for shown in (first, second, menu_facts(**about, departments=[]), ask_fact(number=7, what_where="слух")):
        parse(shown.html)
    assert labels(menu_facts(**about, departments=[])) == [["Назад"]]
