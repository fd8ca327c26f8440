"""The region's numbers as officials read them; every text parses as Telegram HTML."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.card.card_words import render_card
from handlers.kit.pages import Page
from handlers.kit.text import visible_length
from handlers.region import region_lists_words, region_words
from handlers.region.region_words import RegionVoice
from incidents.ids import FileJobId, IncidentId, OfficialId, PostId
from incidents.incident import ClosingOutcome, Status
from incidents.messenger import Message
from incidents.official import Role
from incidents.region.table import FIELD_TITLES, Field
from incidents.region.values import RegionRow, RegionState
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import CALLED, MOSCOW, NOW, accepted, answer, at, incident, labels, official, post, view, voice

STATE = RegionState(in_use=True, to_enter=3, unknown=4, theirs=2, nearest=at(15, 40), listed_at=at(9))


def marked(id: int = 1, **changes: Any) -> Any:  # Any: fields of a voice
    made = voice(post(id=id))
    return replace(made, voice=replace(made.voice, **changes))


def region_voice(text: str | None = "Сегодня откачаем воду", **changes: Any) -> RegionVoice:  # Any: fields of a voice
    made = marked(**changes)
    url = "https://ok.ru/group/1/topic/1/comment/2" if text else None
    return RegionVoice(
        voice=made.voice,
        post=made.post,
        network=CALLED[made.post.post.network].short,
        number=1487,
        what_where="вода на дороге",
        answer_text=text,
        answer_url=url,
    )


def html(message: Message) -> str:
    parse(message.html)
    return message.html


def test_the_card_shows_the_regions_number_and_how_many_more() -> None:
    voices = (marked(1, region_number="5418207"), marked(2, region_number="5418208"), marked(3, region_number="5418209"))
    assert "№ 1487 · регион № 5418207, ещё 2 номера" in html(render_card(view(voices=voices)))
    closed = incident(status=Status.CLOSED, outcome=ClosingOutcome.DONE, closed_at=at(12))
    assert "№ 1487 · регион № 5418207, ещё 2 номера" in html(render_card(view(closed, voices=voices)))


def test_where_the_numbers_are_in_use_the_card_says_what_the_region_lacks() -> None:
    assert "регион" not in html(render_card(view()))
    assert "№ 1487 · в системе региона пока нет" in html(render_card(view(region_in_use=True)))
    done = accepted(status=Status.ANSWERED, answered_at=at(11, 42))
    one = (marked(1, answered_at=at(11, 42)),)
    assert "В систему региона ещё не внесено" in html(render_card(view(done, voices=one, answer=answer(), region_in_use=True)))
    two = (*one, marked(2, answered_at=at(11, 50), entered_at=at(12)))
    assert "ещё не внесено: 1 из 2" in html(render_card(view(done, voices=two, answer=answer(), region_in_use=True)))


def test_the_earlier_of_the_two_clocks_is_the_one_to_answer_by() -> None:
    late = html(render_card(view(incident(region_by=at(12, 30, day=25)))))
    assert "Ответить до <b>ср 25 ноября, 10:14</b> · регион ждёт до 12:30" in late
    early = html(render_card(view(incident(region_by=at(12, 30)))))
    assert "Ответить до <b>вт 24 ноября, 12:30</b>, столько ждёт регион" in early
    other_day = html(render_card(view(incident(region_by=at(12, day=26)))))
    assert "· регион ждёт до чт 26 ноября, 12:00" in other_day
    passed = html(render_card(view(incident(region_by=at(9)))))
    assert "<b>срок прошёл</b>" in passed


def test_one_voice_has_what_to_copy_what_to_mark_and_a_way_back() -> None:
    message = region_words.menu_voice(incident_id=IncidentId(7), voice=region_voice(answered_at=at(11, 42)), alone=True, tz=MOSCOW, now=NOW)
    assert labels(message) == [["Скопировать текст"], ["Скопировать ссылку"], ["Внесено", "Указать номер"], ["Назад"]]
    assert message.rows[0][0].copy == "Сегодня откачаем воду"
    assert message.rows[1][0].copy == "https://ok.ru/group/1/topic/1/comment/2"
    assert "номера региона нет" in html(message)
    assert "Ответили в 11:42, в систему региона ещё не внесено" in message.html


def test_a_long_answer_is_sent_to_be_copied_by_a_touch() -> None:
    long = region_voice("Сегодня откачаем воду. " * 20)
    message = region_words.menu_voice(incident_id=IncidentId(7), voice=long, alone=False, tz=MOSCOW, now=NOW)
    assert message.rows[0][0].copy is None
    assert message.rows[0][0].data is not None
    assert "<pre>Сегодня откачаем воду." in html(region_words.text_to_copy(long))
    assert "Копировать пока нечего" in html(region_words.text_to_copy(region_voice(None)))


def test_without_an_answer_the_link_of_the_post_is_copied_and_what_is_entered_can_be_taken_back() -> None:
    entered = region_voice(None, region_number="5418190", region_due=at(12), entered_at=at(9, 10), entered_by=OfficialId(1))
    message = region_words.menu_voice(incident_id=IncidentId(7), voice=entered, alone=True, tz=MOSCOW, now=NOW)
    assert labels(message) == [["Скопировать ссылку"], ["Не внесено", "Указать номер"], ["Назад"]]
    assert message.rows[0][0].copy == "https://ok.ru/group/1/topic/1"
    assert "регион № 5418190, ждёт до сегодня 12:00" in html(message)
    assert "Ответа пока нет, внесено в 9:10" in message.html


def test_of_many_voices_one_is_chosen_by_its_number() -> None:
    many = [replace(region_voice(), voice=replace(region_voice().voice, post_id=PostId(n))) for n in range(1, 8)]
    first = region_words.menu_region(incident_id=IncidentId(7), voices=many, page=0, tz=MOSCOW, now=NOW)
    assert labels(first) == [["1", "2", "3"], ["4", "5"], ["Назад", "Дальше"]]
    last = region_words.menu_region(incident_id=IncidentId(7), voices=many, page=9, tz=MOSCOW, now=NOW)
    assert labels(last) == [["6", "7"], ["Назад", "Дальше"]]
    html(first)


def test_the_number_is_asked_for_with_an_example_and_told_back_with_the_clock() -> None:
    assert "5418190 до 25.11 12:00" in html(region_words.ask_number(region_voice()))
    told = region_words.numbered(region_voice(region_number="5418190", region_due=at(12, day=25)), tz=MOSCOW, now=NOW)
    assert "регион № 5418190, ждёт ответа до <b>ср 25 ноября, 12:00</b>" in html(told)


def test_region_says_where_the_lists_differ() -> None:
    message = region_lists_words.state(STATE, tz=MOSCOW, now=NOW)
    assert "Сверка с регионом</b> · список от 9:00" in html(message)
    assert "не отмечено: <b>3</b>, ближайший срок <b>сегодня 15:40</b>" in message.html
    assert labels(message) == [["Показать блоки", "Всё внесено"], ["Нет у нас: 2", "Нет там: 4"]]
    whole = region_lists_words.state(STATE, tz=MOSCOW, now=NOW)
    assert "числа сообщений, а не карточек" in whole.html
    empty = region_lists_words.state(RegionState(in_use=False, to_enter=0, unknown=0, theirs=0), tz=MOSCOW, now=NOW)
    assert labels(empty) == []
    assert "XLSX или CSV" in html(empty)


def test_r12_names_the_nearest_deadline() -> None:
    nearest = region_voice(region_number="5418150", region_due=at(15, 40))
    message = region_lists_words.to_enter(STATE, nearest, tz=MOSCOW, now=NOW)
    assert html(message).startswith("<b>Ответили, но регион не знает: 3</b>\nБлижайший срок региона <b>сегодня 15:40</b>: № 1487")
    assert labels(message) == [["Показать блоки", "Всё внесено"]]
    assert "Ближайший срок" not in html(region_lists_words.to_enter(STATE, None, tz=MOSCOW, now=NOW))


def test_a_block_is_text_date_and_link() -> None:
    message = region_lists_words.block(region_voice(answered_at=at(11, 42)), page=1, total=3, tz=MOSCOW, now=NOW)
    assert "<pre>Сегодня откачаем воду\nДата ответа: 24.11.2026 11:42\nhttps://ok.ru/group/1/topic/1/comment/2</pre>" in html(message)
    assert labels(message) == [["Внесено", "Указать номер"], ["Назад", "Дальше"], ["К сверке"]]
    huge = region_lists_words.block(region_voice("&" * 3500, answered_at=at(11)), page=0, total=1, tz=MOSCOW, now=NOW)
    assert visible_length(html(huge)) <= 4096
    assert "Всё внесено" in html(region_lists_words.block(None, page=0, total=0, tz=MOSCOW, now=NOW))


def test_what_we_lack_is_taken_one_by_one_or_all() -> None:
    row = RegionRow(
        key="vk:wall-1_2", url="https://vk.com/wall-1_2", number="5418222", due=at(12, day=25), text="Нет света, тел. 89001234567"
    )
    message = region_lists_words.theirs([(1, row), (2, replace(row, number=None, due=None, text=""))], page=0, tz=MOSCOW, now=NOW)
    assert labels(message) == [["1", "2"], ["Завести все: 2"], ["К сверке"]]
    assert "89001234567" not in html(message)
    assert labels(region_lists_words.theirs([(n, row) for n in range(1, 8)], page=1, tz=MOSCOW, now=NOW))[-1] == ["Дальше", "К сверке"]
    assert labels(region_lists_words.theirs([], page=0, tz=MOSCOW, now=NOW)) == [["К сверке"]]


def test_what_the_region_lacks_has_its_number_typed() -> None:
    message = region_lists_words.ours(Page(items=[region_voice()], number=1, count=2, first=6), total=6, tz=MOSCOW, now=NOW)
    assert html(message).startswith("<b>Без номера региона: 6</b> · страница 2 из 2")
    assert labels(message) == [["6"], ["Дальше", "К сверке"]]
    assert labels(region_lists_words.ours(Page.of([], 0, 5), total=0, tz=MOSCOW, now=NOW)) == [["К сверке"]]


def test_the_report_tells_both_ways() -> None:
    message = region_lists_words.report(rows=31, without=2, same=29, told=5, theirs=2, ours=4)
    assert "Сверили: 31 сообщение региона" in html(message)
    assert labels(message) == [["Нет у нас: 2", "Нет там: 4"], ["К сверке"]]
    assert "Строк без ссылки на пост: 2" in message.html
    clean = region_lists_words.report(rows=3, without=0, same=3, told=0, theirs=0, ours=0)
    assert labels(clean) == [["К сверке"]]


@pytest.mark.parametrize("field", Field)
def test_a_doubtful_column_is_asked_of_with_a_sample(field: Field) -> None:
    columns = {0: ("Номер", "5418190"), 3: ("", "12 <b>")}
    message = region_lists_words.ask_column(file=FileJobId(1), field=field, title=FIELD_TITLES[field], columns=columns)
    assert "1. Номер: «5418190»\n2. столбец 4: «12 &lt;b&gt;»" in html(message)
    assert (["Такого нет"] in labels(message)) is (field is not Field.LINK)


def test_the_coordinator_reaches_the_region_from_the_card() -> None:
    done = accepted(status=Status.ANSWERED, answered_at=at(11, 42))
    shown = labels(render_card(view(done, viewer=official(Role.COORDINATOR))))
    assert "Для региона" in [label for row in shown for label in row]
    assert "Для региона" not in [label for row in labels(render_card(view(done))) for label in row]
    assert "Получили таблицу" in html(region_lists_words.file_taken())
