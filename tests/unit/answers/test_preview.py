"""The preview of a draft with its advice: the sample of the voice, a good answer, a stop, the days."""

from typing import Any

from handlers.answers import previews_words
from handlers.answers.buttons import SendButton
from incidents.advice.rules import advise
from incidents.advice.values import About
from incidents.answers.values import AnswerKind
from incidents.ids import AnswerId
from incidents.messenger import Message
from incidents.posts import Network
from tests.kit.tdlib import parse
from tests.kit.values.advice import WORDS
from tests.kit.values.cards_made import CALLED, NOW, labels

WHERE = "вода на дороге, ул. Белавинская"
SAMPLE = "Здравствуйте! В рамках проводимой работы труба на Белавинской будет прочищена отделом дорожного хозяйства."
GOOD = "Здравствуйте! Сегодня откачаем воду. Отвечает отдел дорожного хозяйства."


def shown(text: str, **more: Any) -> Message:  # Any: fields of the preview
    linted = advise(text, About(today=NOW.date(), limit=3500), WORDS)
    known = {"answer_id": AnswerId(3), "what_where": WHERE, "text": text, "limit": 3500, "goes_out": CALLED[Network.VK].goes_out}
    known |= {"linted": linted, "seen": "5eed"}
    return previews_words.preview(**{**known, **more})


def test_the_sample_of_the_voice_comes_out_word_for_word() -> None:
    message = shown(SAMPLE)
    assert parse(message.html) == (
        "Два совета перед отправкой\n"
        "1. Нет даты. Когда сделаем? Не знаем? Тогда когда скажем точнее?\n"
        "2. «В рамках проводимой работы» можно убрать, смысл не изменится\n\n"
        f"{SAMPLE}\n"
        "Остальное на месте: что делаем, кто отвечает\n"
        "Так увидит житель: вода на дороге, ул. Белавинская. Выйдет под постом, ВК, через 60 секунд после отправки"
    )
    assert labels(message) == [["Поправить", "Отправить так"], ["Добавить дату", "Отменить"]]


def test_a_good_answer_is_praised_in_one_line_and_sent_first() -> None:
    message = shown(GOOD)
    assert f"Хороший ответ: что, когда, кто. {len(GOOD)} знака" in parse(message.html)
    assert labels(message) == [["Отправить", "Поправить"], ["Отменить"]]
    assert message.rows[0][0].data == SendButton(answer=3, seen="5eed").pack()
    assert message.rows[0][0].primary


def test_a_stop_leaves_only_the_way_to_correct() -> None:
    message = shown(GOOD + " Зайдём в кв. 17.")
    assert parse(message.html).startswith("Так отправить нельзя\nЛичные данные в открытом ответе. Уберите «кв. 17», остальное уйдёт")
    assert labels(message) == [["Поправить", "Отменить"]]


def test_one_piece_of_advice_has_no_number_and_a_date_is_offered_only_where_it_helps() -> None:
    message = shown(GOOD.replace("Здравствуйте! ", ""))
    assert parse(message.html).startswith("Совет перед отправкой\nПоздоровайтесь: «Здравствуйте!»")
    assert labels(message) == [["Поправить", "Отправить так"], ["Отменить"]]


def test_a_preview_keeps_the_lines_of_the_official_and_names_the_kind() -> None:
    message = shown("Здравствуйте!\n\n<b>Откачаем</b> & 112", kind=AnswerKind.INTERIM)
    assert "Здравствуйте!\n\n<b>Откачаем</b> & 112" in parse(message.html)
    assert "Промежуточный ответ. Так увидит житель" in parse(message.html)


def test_a_correction_with_nothing_to_say_is_in_order() -> None:
    text = "Поправляем себя: верно так."
    linted = advise(text, About(today=NOW.date(), limit=3500, kind=AnswerKind.CORRECTION), WORDS)
    assert "Поправка. Всё на месте. 27 знаков из 3500" in parse(shown(text, linted=linted, kind=AnswerKind.CORRECTION).html)


def test_the_days_lead_back_to_the_preview() -> None:
    assert labels(previews_words.days(answer_id=AnswerId(3), what_where=WHERE, seen="5e")) == [
        ["Сегодня", "Завтра"],
        ["До пятницы", "Другая…"],
        ["Назад"],
    ]
    assert "отмена" in parse(previews_words.ask_day(what_where=WHERE).html)


def test_a_preview_says_when_it_goes_out() -> None:
    assert parse(shown(GOOD).html).endswith("через 60 секунд после отправки")
    assert parse(shown(GOOD, is_approved_first=True).html).endswith("Выйдет под постом, ВК, когда согласует пресс-служба")
    assert parse(shown(GOOD, kind=AnswerKind.SAFETY).html).endswith("Выйдет под постом, ВК, сразу после отправки")
