"""Short replies beside a post: nothing in them that the post does not say, in turn, without links."""

from datetime import date

import pytest

from handlers.answers.everyone import post_to_all_words as cards
from incidents.advice.values import Advised
from incidents.answers.everyone import Spread
from incidents.answers.short_replies import (
    LONGEST,
    REFERENCE,
    ShortReplies,
    facts_not_in_post,
    fields_said_in,
    is_wrong_too,
    lines_for,
    next_reply,
    typed_lines,
)
from incidents.errors import DomainError
from incidents.ids import AnswerId, IncidentId
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, NOW, at

TODAY = date(2026, 11, 24)
BURST = (
    "Здравствуйте! В Редкино порыв на ул. Гагарина, воды нет и на соседних улицах. Бригада на месте с 9:30, воду дадут до 18:00 24 ноября. "
    "Подвоз воды с 11:00, где: площадь у Дома культуры. Отвечает отдел ЖКХ."
)
WATER, LIGHT = "housing_no_cold_water", "energy_outage"


def lines(text: str, topic: str = WATER) -> tuple[str, ...]:
    return lines_for(text, topic=topic, who="отдел ЖКХ", today=TODAY)


def test_a_burst_main_gets_the_three_replies_of_the_voice() -> None:
    assert lines(BURST) == (
        "Здравствуйте! Да, воды нет на нескольких улицах, не только у вас. Отдел ЖКХ устранит порыв до 18:00 24 ноября. "
        "Подвоз с 11:00, где: площадь у Дома культуры.",
        "Здравствуйте! Знаем, бригада на месте с 9:30. Вода будет к 18:00 24 ноября, отвечает отдел ЖКХ. "
        "Подвоз: площадь у Дома культуры, с 11:00.",
        "Здравствуйте! Порыв нашли, чинят. Обещают закончить к 18:00 24 ноября, следит отдел ЖКХ. "
        "За водой можно подойти: площадь у Дома культуры, с 11:00.",
    )


def test_a_sentence_without_words_of_the_post_is_left_out() -> None:
    found = lines("Здравствуйте! Воды нет, ищем причину. Отвечает отдел ЖКХ.")
    assert found[0] == "Здравствуйте! Да, воды нет не только у вас."
    assert "порыв" not in " ".join(found).lower()
    assert len(set(found)) == 3
    assert all(len(line) > len("Здравствуйте!") for line in found)


def test_nobody_speaks_of_a_burst_where_the_post_does_not() -> None:
    found = lines("Здравствуйте! Воду дадут до 18:00.")
    assert found[0].endswith("Вода будет к 18:00, отвечает отдел ЖКХ.")
    assert found[2] == "Здравствуйте! Обещают закончить к 18:00, следит отдел ЖКХ."
    assert "Порыв нашли" in lines("Здравствуйте! Прорвало трубу, воду дадут до 18:00.")[2]


def test_any_other_trouble_gets_general_replies() -> None:
    assert lines("Свет дадут до 25 ноября.", LIGHT)[1] == (
        "Здравствуйте! Знаем об этом, пишут несколько жителей. Срок до 25 ноября, следит отдел ЖКХ."
    )
    assert lines("Свет починим.", LIGHT)[0] == "Здравствуйте! Да, это не только у вас. Отвечает отдел ЖКХ."
    assert lines_for("Свет починим.", topic=LIGHT, who="", today=TODAY)[0] == "Здравствуйте! Да, это не только у вас."


def test_what_is_said_twice_and_differently_is_nobodys_guess() -> None:
    assert "время" not in fields_said_in("Воду дадут до 18:00. На Гагарина до 20:00.", today=TODAY)
    assert fields_said_in("Закончат сегодня, 24 ноября, до 16:00.", today=TODAY) == {"время": "16:00 24 ноября"}
    assert fields_said_in("", today=TODAY) == {}


def test_replies_take_turns_and_point_to_the_post_only_where_it_stands() -> None:
    three = ("а", "б", "в")
    assert [next_reply(three, n, refers=False) for n in range(4)] == ["а", "б", "в", "а"]
    assert next_reply(three, 1, refers=True) == f"б {REFERENCE}"


def test_typed_replies_are_a_line_each() -> None:
    assert typed_lines(f" раз \n\n два  слова {REFERENCE}\n") == ("раз", "два слова")
    for wrong in ("", " \n ", "1\n2\n3\n4", "я" * (LONGEST + 1), "см. https://vk.com/x", "подробно на okrug.рф"):
        with pytest.raises(DomainError):
            typed_lines(wrong)


@pytest.mark.parametrize("topic", [WATER, LIGHT])
@pytest.mark.parametrize("day", ["сегодня", "завтра", "до 26 ноября", "в пятницу", "до конца недели"])
def test_replies_made_of_a_post_never_say_what_it_does_not(day: str, topic: str) -> None:
    text = f"Здравствуйте! Прорвало трубу, {day} до 20:00 всё включат. Подвоз с 16:00, где: двор дома 12. Отвечает отдел ЖКХ."
    assert facts_not_in_post(lines(text, topic), text, today=TODAY) == ()


def test_numbers_that_the_post_does_not_have_are_strays() -> None:
    assert facts_not_in_post(("до 19:30", "до 18:00, дом 5"), "воду дадут до 18:00", today=TODAY) == ("19:30", "5")
    assert facts_not_in_post(("до 18:00",), "воду дадут до 18:00", today=TODAY) == ()


def test_a_reply_is_wrong_too_where_it_has_the_same_words_or_hour() -> None:
    assert is_wrong_too("Вода будет до 18:00.", was="дадут до 18:00", becomes="дадут до 20:00")
    assert is_wrong_too("Чинит Водоканал", was="водоканал", becomes="отдел ЖКХ")
    assert not is_wrong_too("Вода будет до 18:00.", was="на Гагарина", becomes="на Правды")


@pytest.mark.parametrize(
    ("spread", "words"),
    [
        (Spread(post_id=AnswerId(1), told=7, voices=12, waits=5, until=at(18)), "Ответили в ветках: 7 из 12, остальные по одному"),
        (Spread(post_id=AnswerId(1), told=12, voices=12, waits=0, until=at(18)), "Ответили в ветках: 12 из 12"),
        (Spread(post_id=AnswerId(1), told=7, voices=12, waits=5, barred_until=at(12, 30)), "Ответили в ветках: 7 из 12, пауза до 12:30"),
        (Spread(post_id=AnswerId(1), told=12, voices=12, waits=0), "Ответили в ветках: 12 из 12"),
        (Spread(post_id=AnswerId(1), told=12, voices=13, waits=0), "Ответили в ветках: 12 из 13, остальным ответьте отдельно"),
        (Spread(post_id=AnswerId(1), told=7, voices=12, waits=0, stopped=True), "Ответили в ветках: 7 из 12, остальные остановили"),
    ],
)
def test_the_card_says_how_far_it_has_come(spread: Spread, words: str) -> None:
    assert cards.progress_line(spread, tz=MOSCOW) == words


def test_the_longest_preview_fits_one_message() -> None:
    three = ShortReplies(answer_id=AnswerId(1), lines=("я" * LONGEST,) * 3)
    linted = Advised(advice=(), good=("что делаем",), length=2200)
    message = cards.preview(
        answer_id=AnswerId(1), what_where="вода", text="ы" * 2200, limit=2200, lines=three, linted=linted, seen="5eed", left=9, photos=2
    )
    parse(message.html)
    assert len(message.html) < 4000


def test_every_text_parses_and_every_end_has_a_way_out() -> None:
    id, answer = IncidentId(7), AnswerId(1)
    spread = Spread(post_id=answer, told=1, voices=3, waits=2, barred_until=at(12, 30), until=at(18))
    three = ShortReplies(answer_id=answer, lines=("<раз>", "два"))
    said = [
        cards.choice(incident_id=id, what_where="вода", left=9),
        cards.ask_post(what_where="вода", limit=2200, left=9),
        cards.ask_lines(what_where="вода", lines=three),
        cards.hold(answer_id=answer, text="Воду дадут к 18:00.", publish_at=NOW, tz=MOSCOW, left=9),
        cards.published(incident_id=id, what_where="вода", url="https://vk.com/wall-1_2", proved=True, spread=spread, tz=MOSCOW, now=NOW),
        cards.published(incident_id=id, what_where="вода", url=None, proved=False, spread=None, tz=MOSCOW, now=NOW),
        cards.refused(answer_id=answer, what_where="вода", reason="", text="<текст>", photos=1),
        cards.unknown(answer_id=answer, what_where="вода", text="текст", photos=0),
        cards.not_visible(what_where="вода", at=NOW, url=None, tz=MOSCOW, now=NOW),
        cards.barred(
            incident_id=id, what_where="вода", because="ВКонтакте требует код", until=at(12, 30), spread=spread, tz=MOSCOW, now=NOW
        ),
        cards.barred(incident_id=id, what_where="вода", because="ВКонтакте требует код", until=at(12, 30), spread=None, tz=MOSCOW, now=NOW),
    ]
    for message in said:
        parse(message.html)
    assert "до 18:00, тоже получит ответ" in said[4].html
    assert "Продолжим сами в 12:30" in said[-2].html
    assert "Остановить ответы" in [button.label for row in said[4].rows for button in row]


def test_after_thanks_nobody_is_told_that_the_trouble_goes_on() -> None:
    found = lines_for(BURST, topic=WATER, who="отдел ЖКХ", today=TODAY, is_over=True)
    assert len(set(found)) == 3
    assert "воды нет" not in " ".join(found).lower()
    assert all("у вас" in line.lower() and line.endswith("Отвечает отдел ЖКХ.") for line in found)
