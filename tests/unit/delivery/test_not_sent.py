"""What a coordinator reads of messages that did not get through: what, for whom, and a way out."""

import pytest

from handlers.delivery.not_sent_words import LISTED, Missing, not_sent
from incidents.ids import IncidentId
from incidents.messenger import Message
from tests.kit.tdlib import parse


def card(number: int, whom: str = "отдел ЖКХ", *, is_tried: bool = False) -> Missing:
    about = "вода на дороге · Конаково, Белавинская"
    return Missing(what="Карточка", whom=whom, incident_id=IncidentId(number), number=number, about=about, is_tried=is_tried)


def labels(message: Message) -> list[str]:
    return [button.label for row in message.rows for button in row]


def test_one_card_is_named_with_its_addressee_and_can_be_shown() -> None:
    message = not_sent([card(12, "исполнитель, отдел ЖКХ")])
    assert parse(message.html).split("\n") == [
        "Не отправили 1 сообщение: мессенджер не принял",
        "Карточка № 12, вода на дороге · Конаково, Белавинская. Кому: исполнитель, отдел ЖКХ",
        "Передайте сами, карточка придёт сюда по кнопке. Повторяется? Позовите того, кто обслуживает бота",
    ]
    assert labels(message) == ["Показать карточку"]


def test_one_thing_that_several_have_not_got_is_one_line() -> None:
    message = not_sent([card(12), card(12, "глава"), card(15)])
    lines = parse(message.html).split("\n")
    assert lines[0] == "Не отправили 3 сообщения: мессенджер не принял"
    assert lines[1].endswith("Кому: отдел ЖКХ; глава")
    assert labels(message) == ["№ 12", "№ 15"]


def test_a_card_that_is_still_tried_says_so() -> None:
    assert "Карточки пробуем отправить снова раз в час" in not_sent([card(12, is_tried=True), card(13)]).html
    assert "раз в час" not in not_sent([card(12)]).html


def test_what_belongs_to_no_incident_has_no_button() -> None:
    message = not_sent([Missing(what="Сводка", whom="глава")])
    assert "Сводка. Кому: глава" in message.html
    assert "Передайте сами, если это важно" in message.html
    assert message.rows == ()


@pytest.mark.parametrize("count", [LISTED + 5, 200])
def test_many_fit_into_one_message(count: int) -> None:
    message = not_sent([card(number, "исполнитель <b>" * 30) for number in range(1, count + 1)])
    assert f"И ещё {count - LISTED}" in parse(message.html)
    assert len(parse(message.html)) <= 4096
    assert len(labels(message)) == 3
