"""A mass event as officials read it."""

from dataclasses import replace
from typing import Any

from handlers.card.card_words import render_card
from handlers.card.keyboards_words import more_rows
from handlers.intake import mass_words
from handlers.kit.card_values import MassView
from incidents.ids import IncidentId, OfficialId
from incidents.intake.burst import Mass
from incidents.messenger import Message
from incidents.official import Role
from incidents.reading import MainPlace
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, NOW, accepted, at, incident, labels, official, post, view, voice

WATER: dict[str, Any] = {"topic": "housing_no_cold_water", "place": MainPlace(settlement="Редкино")}


def found(**changes: Any) -> MassView:  # Any: fields of a Mass
    made = Mass(incident_id=IncidentId(7), at=at(9, 15), family="water", said=9, usual=0.1)
    return MassView(mass=replace(made, **changes), addresses=6, cause_by="территориальный отдел")


CAUSED: dict[str, Any] = {"cause": "порыв на ул. Гагарина", "cause_by": OfficialId(3), "cause_at": at(9, 18)}


def html(message: Message) -> str:
    parse(message.html)
    return message.html


def test_the_card_tells_how_many_write_and_from_where() -> None:
    voices = tuple(voice(post(id=n)) for n in range(1, 10))
    card = html(render_card(view(incident(**WATER), voices=voices, mass=found())))
    assert "<b>Массовое:</b> 9 сообщений, 6 адресов. Похожие добавляем сюда сами" in card
    assert "Причина" not in card
    told = html(render_card(view(incident(**WATER), voices=voices, mass=found(**CAUSED))))
    assert "Причина: порыв на ул. Гагарина (территориальный отдел, 9:18)" in told
    assert "Массовое" not in html(render_card(view()))


def alert(role: Role, item: Any = None, **changes: Any) -> Message:  # Any: an incident, fields of a Mass
    one = item or incident(**WATER)
    who = official(role)
    return mass_words.alert(
        incident=one,
        found=found(**changes),
        topic_short="Нет холодной воды",
        voices=9,
        department="отдел ЖКХ",
        viewer=who,
        tz=MOSCOW,
        now=NOW,
    )


def test_the_alert_says_what_where_how_many_and_invents_no_cause() -> None:
    message = alert(Role.COORDINATOR)
    assert html(message).startswith("<b>Вода, Редкино: 9 сообщений за час, обычно 0–1</b>\nПричина пока не указана")
    assert "У кого: отдел ЖКХ, ещё не приняли" in message.html
    assert labels(message) == [["Карточка", "Указать причину"], ["Несколько сразу"]]


def test_the_head_is_asked_for_nothing() -> None:
    done = accepted(**WATER, answered_at=at(9, 19))
    message = alert(Role.HEAD, done, **CAUSED)
    assert "Причина: порыв на ул. Гагарина" in html(message)
    assert "приняли в 9:31\nОтвет вышел в 9:19\nВаше слово не требуется" in message.html
    assert labels(message) == [["Что сказать", "На контроль"], ["Подробнее"]]


def test_a_topic_of_no_family_is_called_by_its_own_name() -> None:
    message = mass_words.cause_told(incident=incident(), found=found(**CAUSED), topic_short="Вода на дороге", tz=MOSCOW, now=NOW)
    assert html(message).startswith("<b>Вода на дороге, ул. Белавинская:</b> известна причина") or "Вода на дороге" in message.html
    assert "№ 1487" in message.html


def test_the_message_to_part_is_chosen_by_number() -> None:
    voices = [voice(post(id=n, text=f"Нет воды, подъезд {n}")) for n in range(1, 8)]
    message = mass_words.menu_detach(incident=incident(**WATER), what_where="вода", voices=voices, page=0)
    assert "5. «Нет воды, подъезд 5»" in html(message)
    assert labels(message) == [["1", "2", "3"], ["4", "5"], ["Назад", "Дальше"]]
    assert (message.rows[-1][-1].data or "").endswith("+1")
    last = mass_words.menu_detach(incident=incident(**WATER), what_where="вода", voices=voices, page=1)
    assert labels(last) == [["6", "7"], ["Назад", "Дальше"]]
    assert (last.rows[-1][-1].data or "").endswith("+0")


def test_cause_and_parting_are_offered_on_a_mass_card_only() -> None:
    def shown(**changes: Any) -> list[str]:  # Any: fields of a view
        rows = more_rows(view(viewer=official(Role.COORDINATOR), **changes))
        return [button.label for row in rows for button in row]

    assert {"Отделить", "Указать причину"} <= set(shown(mass=found()))
    assert not {"Отделить", "Указать причину"} & set(shown())
    assert "Одним предложением" in html(mass_words.ask_cause(what_where="вода", number=1))
    assert "Записали" in html(mass_words.cause_kept())
