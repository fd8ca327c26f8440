"""The dialogue of an answer, menus, lists and the bot's own messages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import about_the_bot_words, command_help_words
from handlers.acts.buttons import MyPage
from handlers.acts.lists import incident_lists_words as incident_lists
from handlers.answers import answer_by_hand_words, answer_dialogue_words, previews_words
from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.card import card_menus_words
from handlers.kit.button import COPY_LIMIT, ONE, THREE, TWO
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.pages import Page
from incidents.advice.rules import advise
from incidents.advice.values import About, Words
from incidents.answers.places import PUT_RIGHT_SINCE
from incidents.ids import AnswerId, DepartmentId, IncidentId
from incidents.incident import ClosingOutcome, RejectReason, Status
from incidents.messenger import Message
from incidents.official import Department, Role
from incidents.posts import Network
from incidents.reading import DangerGrade
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import CALLED, DISTRICT, MOSCOW, NOW, accepted, answer, at, danger, incident, labels

WHERE = "вода на дороге, ул. Белавинская"
WORDS = answer().text
ID, ANSWER = IncidentId(7), AnswerId(3)
DEPARTMENTS = [
    Department(id=DepartmentId(slug), district_id=DISTRICT, title=title)
    for slug, title in (
        ("housing", "отдел ЖКХ"),
        ("roads", "отдел дорожного хозяйства"),
        ("territory", "территориальный отдел"),
        ("education", "отдел образования"),
        ("ecology", "отдел экологии"),
        ("transport", "отдел транспорта"),
        ("press", "пресс-служба"),
    )
]
ABOUT = About(today=NOW.date(), limit=2000)
ODD = st.text(st.characters(), max_size=400)


def seen(message: Message) -> list[str]:
    """Lines as a reader sees them."""
    return parse(message.html).split("\n")


def asked(**changes: Any) -> Message:  # Any: fields of a dataclass
    return answer_dialogue_words.ask_answer(what_where=WHERE, incident=accepted(**changes), limit=2000, tz=MOSCOW, now=NOW)


def test_after_an_answer_the_prompt_says_that_the_text_will_be_the_second_one() -> None:
    words = "Ответ под постом уже есть"
    assert words in asked(status=Status.ANSWERED, answered_at=NOW).html
    assert words not in asked().html


def test_asking_says_what_a_good_answer_holds_and_how_to_stop() -> None:
    assert asked().html == (
        "<b>Напишите ответ жителю одним сообщением:</b> вода на дороге, ул. Белавинская\n"
        "Хороший ответ: что делаем, когда, кто отвечает. Хватит двух-трёх предложений, начните с «Здравствуйте!»\n"
        "Телефоны и квартиры жителей не называйте. Поместится 2000 знаков\n"
        "Ответить до <b>ср 25 ноября, 10:14</b>\n"
        "Сначала покажем, как выйдет. Передумали? Напишите «отмена»\n"
        "Писать не обязательно: нажмите, что по факту, и ответ напишем сами"
    )


def test_asking_for_an_addition_names_no_deadline() -> None:
    assert "Ответить до" not in asked(status=Status.ANSWERED, answered_at=at(11, 42)).html


def test_the_hold_names_its_moment_and_can_be_recalled() -> None:
    message = answer_dialogue_words.hold(answer_id=ANSWER, text="Откачаем воду.", publish_at=at(11, 42), tz=MOSCOW)
    assert (
        message.html
        == "<b>Опубликуем через 60 секунд,</b> в 11:42. Потом исправить можно только поправкой\n<blockquote>Откачаем воду.</blockquote>"
    )
    assert labels(message) == [["Отменить отправку"]]


def test_a_dropped_answer_leaves_the_way_back() -> None:
    message = answer_dialogue_words.dropped(incident_id=ID)
    assert "Жителю ничего не ушло" in message.html
    assert message.rows[0][0].data == CardButton(press=Press.ANSWER, incident=7).pack()
    assert answer_dialogue_words.dropped().rows == ()


def test_a_refused_answer_can_be_put_by_hand() -> None:
    message = answer_by_hand_words.refused(
        answer_id=ANSWER,
        what_where=WHERE,
        reason="в этом сообществе закрыты комментарии от сообществ",
        text=WORDS,
        post_url="https://vk.com/wall-1_2",
        network=CALLED[Network.VK],
    )
    assert message.html == (
        "<b>ВКонтакте не пропустил ответ:</b> в этом сообществе закрыты комментарии от сообществ\n"
        "Вода на дороге, ул. Белавинская\n"
        "Скопируйте текст касанием, откройте пост, вставьте от имени страницы администрации и нажмите «Опубликовано»\n"
        f"<pre>{WORDS}</pre>"
    )
    assert labels(message) == [["Скопировать", "Открыть пост"], ["Опубликовано"]]
    assert message.rows[0][0].copy == WORDS
    assert message.rows[1][0].data == AnswerButton(do=AnswerDo.BY_HAND, answer=3).pack()


def test_what_a_correction_stopped_is_put_right_by_hand() -> None:
    message = answer_by_hand_words.refused(
        answer_id=ANSWER, what_where=WHERE, reason=PUT_RIGHT_SINCE, text=WORDS, post_url=None, network=CALLED[Network.VK]
    )
    assert seen(message)[0] == f"Ответ не отправили: {PUT_RIGHT_SINCE}"
    assert "впишите верные слова в ответ" in message.html


def test_an_answer_for_a_site_is_copied_as_a_comment() -> None:
    message = answer_by_hand_words.refused(
        answer_id=ANSWER, what_where=WHERE, reason="", text=WORDS, post_url="https://zarya.example/1", network=CALLED[Network.FEED]
    )
    assert seen(message)[0].startswith("Ответ вставьте на сайте сами")
    assert "вставьте его комментарием от имени администрации" in message.html
    assert labels(message) == [["Скопировать", "Открыть пост"], ["Опубликовано"]]


@pytest.mark.parametrize(("length", "copies"), [(COPY_LIMIT, True), (COPY_LIMIT + 1, False)])
def test_a_text_longer_than_a_button_takes_is_copied_from_the_message(length: int, copies: bool) -> None:
    message = answer_by_hand_words.unknown_outcome(
        answer_id=ANSWER,
        what_where=WHERE,
        text="а" * length,
        post_url="https://vk.com/w",
        network=Network.VK,
        silent=CALLED[Network.VK].silent,
    )
    assert any(button.copy for row in message.rows for button in row) is copies
    assert f"<pre>{'а' * length}</pre>" in message.html


def test_an_unknown_outcome_tells_where_to_look() -> None:
    message = answer_by_hand_words.unknown_outcome(
        answer_id=ANSWER, what_where=WHERE, text=WORDS, post_url=None, network=Network.OK, silent=CALLED[Network.OK].silent
    )
    assert seen(message)[0] == f"Одноклассники молчат, вышел ли ответ, неизвестно: {WHERE}"
    assert "Откройте пост. Ответ под ним есть? Нажмите «Опубликовано»." in message.html
    assert labels(message) == [["Скопировать"], ["Опубликовано"]]


def test_a_text_that_does_not_fit_a_message_says_where_the_rest_is() -> None:
    message = answer_by_hand_words.refused(
        answer_id=ANSWER, what_where=WHERE, reason="", text="слово " * 2000, post_url=None, network=CALLED[Network.TELEGRAM]
    )
    assert "Telegram не пропустил ответ: причину не назвали" in seen(message)
    assert seen(message)[-1] == "Здесь начало, целиком текст в вашем сообщении выше"
    assert len(parse(message.html)) <= 4096


def test_the_ends_of_an_answer() -> None:
    published = answer_dialogue_words.published(what_where=WHERE, url="https://vk.com/w", proved=True)
    assert seen(published) == [f"✅ Ответ опубликован: {WHERE}", "Проверили: виден всем"]
    assert labels(published) == [["Открыть ответ"]]
    assert len(seen(answer_dialogue_words.published(what_where=WHERE, url=None))) == 1
    hidden = answer_dialogue_words.not_visible(what_where=WHERE, at=at(11, 42), post_url="https://vk.com/w", tz=MOSCOW, now=NOW)
    assert "Время ответа засчитано: 11:42." in hidden.html


def test_what_is_wrong_with_a_text_says_what_to_do() -> None:
    assert "Напишите ответ текстом" in answer_dialogue_words.answer_wanted().html
    assert "Напишите текстом, одним сообщением" in answer_dialogue_words.text_wanted().html
    assert "Пришлите исправленный текст целиком" in answer_dialogue_words.edit_again(what_where=WHERE).html


def test_the_menu_of_closing_asks_the_outcome() -> None:
    message = card_menus_words.menu_close(incident_id=ID, number=1487, what_where=WHERE)
    assert seen(message) == ["Чем закончилось?", "Вода на дороге, ул. Белавинская · № 1487"]
    assert labels(message) == [["Сделано", "Разъяснили"], ["В плане с датой", "Передали вовне"], ["Отказ, объяснили", "Назад"]]
    data = [MenuButton.unpack(button.data or "") for row in message.rows for button in row]
    assert [choice.choice for choice in data] == [*ClosingOutcome, ""]


def test_closing_as_explained_without_an_answer_is_asked_about() -> None:
    message = card_menus_words.menu_unanswered(incident_id=ID, number=1487, what_where=WHERE)
    assert seen(message)[0] == "Жителю ещё не ответили. Разъяснить сейчас?"
    assert labels(message) == [["Разъяснить"], ["Закрыть без ответа"], ["Назад"]]


def test_the_menu_of_rejecting_asks_the_reason() -> None:
    message = card_menus_words.menu_reject(incident_id=ID, number=1487, what_where=WHERE)
    assert labels(message) == [["Реклама", "Объявление"], ["Разговор", "Спасибо"], ["Слух", "Не наш округ"], ["Повтор"], ["Назад"]]
    data = [MenuButton.unpack(button.data or "") for row in message.rows for button in row]
    assert [choice.choice for choice in data] == [*RejectReason, ""]


def test_the_menu_of_departments_carries_numbers_and_pages() -> None:
    first = card_menus_words.menu_assign(incident_id=ID, number=1487, what_where=WHERE, departments=DEPARTMENTS)
    assert "3. Территориальный отдел" in seen(first)
    assert labels(first) == [
        ["1. ЖКХ", "2. Дорожного…"],
        ["3. Территориаль…", "4. Образования"],
        ["5. Экологии", "6. Транспорта"],
        ["Назад", "Дальше"],
    ]
    onward = MenuButton.unpack(first.rows[-1][1].data or "")
    assert onward.choice == "+1"
    second = card_menus_words.menu_assign(incident_id=ID, number=1487, what_where=WHERE, departments=DEPARTMENTS, page=1)
    assert labels(second) == [["7. Пресс-служба"], ["Назад", "Дальше"]]
    assert MenuButton.unpack(second.rows[0][0].data or "") == MenuButton(menu=Menu.ASSIGN, incident=7, choice="press")


def test_few_departments_need_no_pages_and_none_needs_a_word() -> None:
    few = card_menus_words.menu_assign(incident_id=ID, number=1487, what_where=WHERE, departments=DEPARTMENTS[:2], page=9)
    assert labels(few) == [["1. ЖКХ", "2. Дорожного…"], ["Назад"]]
    none = card_menus_words.menu_assign(incident_id=ID, number=1487, what_where=WHERE, departments=[])
    assert seen(none)[0] == "Передать некому: отделы ещё не заведены"


def test_the_list_shows_what_waits_and_brings_cards_by_number() -> None:
    items = [
        incident_lists.ListItem(incident=incident(number=1480 + n, id=IncidentId(n)), topic_short="Вода на дороге") for n in range(1, 7)
    ]
    message = incident_lists.my_list(role=Role.EXECUTOR, shown=Page(items=items, number=0, count=2, first=1), total=8, tz=MOSCOW, now=NOW)
    assert seen(message)[:3] == [
        "Ждёт вас: 8 · страница 1 из 2",
        "1. Вода на дороге, Конаково, ул. Белавинская",
        "До ср 25 ноября, 10:14, ещё не приняли · № 1481",
    ]
    assert labels(message) == [["1", "2", "3"], ["4", "5", "6"], ["Дальше"]]
    assert message.rows[0][2].data == CardButton(press=Press.SHOW, incident=3).pack()
    assert message.rows[2][0].data == MyPage(page=1).pack()
    rest = incident_lists.my_list(role=Role.EXECUTOR, shown=Page(items=items[:2], number=1, count=2, first=7), total=8, tz=MOSCOW, now=NOW)
    assert labels(rest) == [["7", "8"], ["Назад"]]


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (accepted(answer_by=at(9)), "Срок вышел вт 24 ноября, 9:00, в работе · № 1487"),
        (accepted(status=Status.ANSWERED, answered_at=at(9)), "В работе, ответ дан · № 1487"),
        (accepted(status=Status.POSTPONED), "В работе, отложено · № 1487"),
    ],
)
def test_a_line_of_the_list_says_how_it_stands(item: Any, line: str) -> None:
    message = incident_lists.my_list(
        role=Role.EXECUTOR,
        shown=Page.of([incident_lists.ListItem(incident=item, topic_short="Вода")], 0, 6),
        total=1,
        tz=MOSCOW,
        now=NOW,
    )
    assert seen(message)[2] == line


def test_a_danger_in_the_list_is_called_so() -> None:
    item = incident_lists.ListItem(incident=danger(), topic_short="Лёд с крыши")
    assert seen(incident_lists.my_list(role=Role.EXECUTOR, shown=Page.of([item], 0, 6), total=1, tz=MOSCOW, now=NOW))[1].startswith(
        "1. Опасно: лёд с крыши"
    )


def test_an_empty_list_says_so() -> None:
    message = incident_lists.my_list(role=Role.EXECUTOR, shown=Page(items=[], number=0, count=0, first=1), total=0, tz=MOSCOW, now=NOW)
    assert message == incident_lists.my_empty()
    assert message.html.startswith("<b>Сейчас ничего не ждёт.</b>")


@pytest.mark.parametrize("role", Role)
def test_help_and_welcome_name_only_what_exists(role: Role) -> None:
    text = parse(command_help_words.help_for(role=role).html)
    assert "/my" in text
    assert "/help" in text
    hello = seen(about_the_bot_words.welcome(role=role, department_title="отдел ЖКХ"))
    assert hello[0].startswith("Здравствуйте! Вы подключены: ")
    assert len(hello) >= 3


def test_a_welcome_names_the_department_of_those_who_have_one() -> None:
    assert seen(about_the_bot_words.welcome(role=Role.EXECUTOR, department_title="отдел ЖКХ"))[0].endswith("исполнитель, отдел ЖКХ")
    assert seen(about_the_bot_words.welcome(role=Role.CHIEF, department_title="отдел ЖКХ"))[0].endswith("руководитель, отдел ЖКХ")
    assert seen(about_the_bot_words.welcome(role=Role.HEAD, department_title="отдел ЖКХ"))[0].endswith("глава")
    assert seen(about_the_bot_words.welcome(role=Role.EXECUTOR))[0].endswith("исполнитель")


def test_a_resident_is_shown_the_right_door_in_plain_words() -> None:
    text = about_the_bot_words.stranger().html
    assert parse(text) == text
    assert "сообщения жителей он не принимает" in text
    assert "112" in text
    assert "инцидент" not in text.lower()


def test_trouble_ends_with_a_way_out() -> None:
    assert "Нажмите «Ответить» на карточке" in about_the_bot_words.group_reply_not_published().html
    assert "Нажмите «Ответить» на карточке" in about_the_bot_words.not_understood().html
    assert "Позвоните" in about_the_bot_words.chat_dead(who="исполнитель, отдел ЖКХ").html
    assert seen(about_the_bot_words.dead_letter(number=1))[0] == "Не разобрали 1 действие в чате с ботом, хотя пробовали пять раз"
    broken = about_the_bot_words.source_broken(title="Наше <Конаково>", because="ВК не отвечает")
    assert seen(broken)[:2] == ["Источник молчит: «Наше Конаково»", "Причина: ВК не отвечает"]
    assert "Причина: не назвали" in about_the_bot_words.source_broken(title="x", because="").html
    assert seen(about_the_bot_words.source_back(title="Наше Конаково"))[0] == "Источник снова отвечает: «Наше Конаково»"


@given(text=st.text(st.characters(), max_size=1000), where=ODD, number=st.integers(1, 10**12), title=ODD)
def test_any_message_parses_and_keeps_its_limits(text: str, where: str, number: int, title: str) -> None:
    answer_id, incident_id = AnswerId(2**63 - 1), IncidentId(2**63 - 1)
    departments = [Department(id=DepartmentId("a" * 30), district_id=DISTRICT, title=title)] * 7
    network, url = Network.VK, "https://vk.com/wall-1_2"
    for message in (
        previews_words.preview(
            answer_id=answer_id,
            what_where=where,
            text=text,
            limit=2000,
            goes_out=CALLED[network].goes_out,
            linted=advise(text, ABOUT, Words()),
            seen="5eed",
        ),
        answer_by_hand_words.refused(answer_id=answer_id, what_where=where, reason=title, text=text, post_url=url, network=CALLED[network]),
        answer_by_hand_words.unknown_outcome(
            answer_id=answer_id, what_where=where, text=text, post_url=url, network=network, silent=CALLED[network].silent
        ),
        answer_by_hand_words.forgotten(answer_id=answer_id, what_where=where, text=text, post_url=url, network=network),
        answer_dialogue_words.published(what_where=where, url=url),
        card_menus_words.menu_close(incident_id=incident_id, number=number, what_where=where),
        card_menus_words.menu_reject(incident_id=incident_id, number=number, what_where=where),
        card_menus_words.menu_assign(incident_id=incident_id, number=number, what_where=where, departments=departments),
        about_the_bot_words.welcome(role=Role.EXECUTOR, department_title=title),
        about_the_bot_words.source_broken(title=title, because=text),
        about_the_bot_words.source_back(title=title),
        about_the_bot_words.chat_dead(who=title),
    ):
        assert len(parse(message.html or "x")) <= 4096
        for row in message.rows:
            limit = {1: ONE, 2: TWO}.get(len(row), THREE)
            assert all(0 < len(button.label) <= limit for button in row)
            assert all(len((button.data or "").encode()) <= 64 for button in row)


def test_a_danger_is_no_word_of_the_list_for_a_risk() -> None:
    item = incident_lists.ListItem(incident=incident(danger_grade=DangerGrade.RISK), topic_short="Качели")
    assert "Опасно" not in incident_lists.my_list(role=Role.EXECUTOR, shown=Page.of([item], 0, 6), total=1, tz=MOSCOW, now=NOW).html


def test_what_nobody_accepted_is_counted_apart_as_in_the_summary() -> None:
    item = incident_lists.ListItem(incident=incident(), topic_short="Вода")
    made = incident_lists.my_list(
        role=Role.COORDINATOR, shown=Page(items=[item], number=0, count=12, first=1), total=68, unaccepted=2, tz=MOSCOW, now=NOW
    )
    assert seen(made)[0] == "В работе: 66, не приняли 2, решить вам: /queue · страница 1 из 12"


def test_a_rumour_waits_for_no_coordinator() -> None:
    item = incident_lists.ListItem(incident=incident(status=Status.NEW, rumour=True), topic_short="Вода")
    made = seen(incident_lists.my_list(role=Role.APPROVER, shown=Page.of([item], 0, 6), total=1, tz=MOSCOW, now=NOW))
    assert any("слух, проверяется" in line for line in made) and not any("координатора" in line for line in made)


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (Role.EXECUTOR, "Ждёт вас: 1"),
        (Role.CHIEF, "Ждёт вас: 1"),
        (Role.COORDINATOR, "В работе: 1, решить вам: /queue"),
        (Role.APPROVER, "Ждут вас, ответы и слухи: 1"),
        (Role.DUTY, "Опасное: 1"),
        (Role.HEAD, "На контроле и в поручениях: 1"),
        (Role.OBSERVER, "В работе: 1"),
    ],
)
def test_the_list_says_whose_it_is(role: Role, title: str) -> None:
    item = incident_lists.ListItem(incident=incident(), topic_short="Вода")
    assert seen(incident_lists.my_list(role=role, shown=Page.of([item], 0, 6), total=1, tz=MOSCOW, now=NOW))[0] == title


@pytest.mark.parametrize(
    ("network", "words", "button"),
    [
        (Network.VK, "Ответа под постом не видно", "Открыть пост"),
        (Network.VK_MESSAGES, "Ответа в диалоге не видно", "Открыть диалог"),
    ],
)
def test_an_answer_that_nobody_sees_is_looked_for_where_it_went(network: Network, words: str, button: str) -> None:
    message = answer_dialogue_words.not_visible(
        what_where=WHERE, at=NOW, post_url="https://vk.com/gim1?sel=7", network=network, tz=MOSCOW, now=NOW
    )
    assert words in message.html
    assert labels(message) == [[button]]
