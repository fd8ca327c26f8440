"""The cards of docs/voice.md, C1–C5 and C8, and the other states of a card."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from handlers.card.card_view_words import CardView
from handlers.card.card_words import render_card
from handlers.kit.card_values import DangerView
from incidents.answers.values import AnswerState
from incidents.incident import ClosingOutcome, Doubt, RejectReason, Status
from incidents.official import Official, Role
from incidents.posts import Network
from incidents.reading import DangerGrade, MainPlace
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import (
    COLD,
    HOUSING,
    ICE,
    PUDDLE,
    accepted,
    answer,
    at,
    danger,
    earlier,
    incident,
    official,
    post,
    view,
    voice,
)

MAP = "https://yandex.ru/maps/?pt=36.7756,56.7107&amp;z=17"
NEW = {"status": Status.NEW, "department_id": None, "assigned_at": None, "accept_by": None}
COORDINATOR = official(Role.COORDINATOR)


def html(shown: CardView) -> str:
    """The card's HTML, parsed by TDLib on the way."""
    message = render_card(shown)
    parse(message.html)
    return message.html


def seen(shown: CardView) -> list[str]:
    """Lines as a reader sees them."""
    return parse(render_card(shown).html).split("\n")


def icy(**changes: Any) -> CardView:  # Any: fields of a dataclass
    """C2: two voices, told at 8:06, nobody accepted."""
    first = post("сосульки по метру висят", id=2, published_at=at(7, 58), network=Network.VK, url="https://vk.com/wall-1_2")
    second = post(
        ICE, published_at=at(8, 5), network=Network.TELEGRAM, url="https://t.me/c/1/2", source_title="Конаково чат", likes=0, comments=0
    )
    shown = view(
        danger(),
        topic_short="Лёд падает с крыши",
        department="отдел ЖКХ",
        voices=(voice(first), voice(second)),
        danger=DangerView(told=("ЕДДС", "дежурный координатор", "отдел ЖКХ"), quiet=True, next_call="второго дежурного", warn_by=at(8, 21)),
        now=at(8, 7),
        viewer=official(department=HOUSING),
    )
    return replace(shown, **changes)


def test_c1_an_ordinary_card() -> None:
    assert html(view()) == (
        f'<b>Вода на дороге</b> · Конаково, <a href="{MAP}">ул. Белавинская</a>\n'
        "Ответить до <b>ср 25 ноября, 10:14</b> · принять сегодня до 10:14\n"
        "\n"
        f"<blockquote>{PUDDLE}</blockquote>\n"
        '<a href="https://ok.ru/group/1/topic/1">«Наше Конаково», ОК</a> · 9:12 · 14 лайков, 6 комментариев\n'
        "\n"
        "У кого: <b>отдел дорожного хозяйства</b>, ещё не приняли\n"
        "<i>Почему вам: вода на дорогах, г. Конаково (правило 4)</i>\n"
        "№ 1487"
    )


def test_c1_accepted_says_since_when_and_asks_to_accept_no_more() -> None:
    lines = seen(view(accepted()))
    assert "У кого: отдел дорожного хозяйства, приняли в 9:31" in lines
    assert "Ответить до ср 25 ноября, 10:14" in lines


def test_c2_a_danger_that_is_there_now() -> None:
    assert html(icy()) == (
        "⚠️ <b>ОПАСНО: лёд падает с крыши</b> · Конаково, "
        '<a href="https://yandex.ru/maps/?pt=36.7700,56.7080&amp;z=17">пр-т Ленина, 17</a>\n'
        "Сначала убрать опасность, потом писать\n"
        "Предупредить жителей до <b>8:21</b> · ответить до <b>12:06</b> (обед и ночь не вычитаем)\n"
        "\n"
        f"<blockquote>{ICE}</blockquote>\n"
        '<a href="https://t.me/c/1/2">«Конаково чат», Telegram</a> · 8:05 · пишут 2 жителя, ответили <b>0 из 2</b>\n'
        'Ещё 1 житель, <a href="https://vk.com/wall-1_2">ВК, 7:58</a>: «сосульки по метру висят»\n'
        "\n"
        "Знают с 8:06: ЕДДС, дежурный координатор, отдел ЖКХ\n"
        "У кого: <b>отдел ЖКХ</b>\n"
        "Приняли: <b>пока никто</b>. В 8:11 позовём второго дежурного\n"
        "<i>Почему опасно: «наледь»</i>\n"
        "№ 1491"
    )


@pytest.mark.parametrize(
    ("reminded", "rung_at", "called", "line"),
    [
        (("R8",), None, "второго дежурного", "Приняли: пока никто. Позвали второго дежурного"),
        (("R8", "R9"), at(8, 16), "координатора", "Приняли: пока никто. Позвали в 8:16 координатора"),
        (("R8", "R9"), at(8, 16), "", "Приняли: пока никто"),
        (("R8", "R9"), None, "координатора", "Приняли: пока никто"),
    ],
)
def test_c2_names_the_last_step_of_the_ladder_and_only_whom_it_called(
    reminded: tuple[str, ...], rung_at: datetime | None, called: str, line: str
) -> None:
    shown = icy(incident=danger(reminded=reminded, rung_at=rung_at), now=at(8, 17))
    assert line in seen(replace(shown, danger=replace(shown.danger, called=called)))


def test_c2_says_from_the_first_second_whose_it_is() -> None:
    assert "У кого: отдел ЖКХ" in seen(icy())
    assert "У кого: отдела пока нет, решает координатор" in seen(icy(department=None))


@pytest.mark.parametrize(
    ("title", "first"), [("Глыба упала возле коляски", "⚠️ ОПАСНО: глыба упала возле коляски · "), (None, "⚠️ ОПАСНО: лёд падает с крыши · ")]
)
def test_a_danger_is_named_by_the_residents_own_words_else_by_its_topic(title: str | None, first: str) -> None:
    lines = seen(icy(incident=danger(danger_title=title)))
    assert lines[0].startswith(first) and lines[0].endswith("17") and len(lines[0]) <= 64


@pytest.mark.parametrize("title", ["звоните 8 915 123-45-67", "сидоров в кв 12 рубит трубу", "упала Мария Ивановна Сидорова"])
def test_a_danger_with_something_to_hide_is_named_by_its_topic_and_gives_no_torn_reason(title: str) -> None:
    shown = "\n".join(seen(icy(incident=danger(danger_title=title, danger_words=f"наледь, {title}"))))
    assert shown.startswith("⚠️ ОПАСНО: лёд падает с крыши · ") and "‹" not in shown and "Почему опасно" not in shown
    asked = {"danger_grade": None, "doubt": Doubt.DANGER, "department_id": None, "status": Status.NEW, "danger_asked_at": at(8, 6)}
    words = "\n".join(seen(icy(incident=danger(**asked, danger_title=title, danger_words=f"наледь, {title}"))))
    assert "‹" not in words and "Насторожило" not in words and "Бот не уверен" in words


def test_where_the_whole_clause_hides_something_the_few_words_are_the_reason() -> None:
    torn = danger(danger_title="пахнет газом", danger_words="пахнет газом, звоните 8 915 123-45-67")
    assert "Почему опасно: «пахнет газом»" in seen(icy(incident=torn))


def test_degrees_stand_in_the_headline_and_in_the_reason() -> None:
    cold = "в кв 16 градусов"
    lines = seen(icy(incident=danger(danger_title=cold, danger_words=f"{cold}, грудной ребёнок")))
    assert lines[0].startswith(f"⚠️ ОПАСНО: {cold}") and f"Почему опасно: «{cold}, грудной ребёнок»" in lines


def test_a_danger_that_came_back_says_so_in_the_first_line() -> None:
    shown = icy()
    assert seen(replace(shown, danger=replace(shown.danger, is_again=True)))[0].startswith("⚠️ СНОВА ОПАСНО: лёд падает с крыши")


def test_c2_promises_nobody_once_the_moment_has_passed() -> None:
    assert "Приняли: пока никто" in seen(icy(now=at(8, 12)))


def test_c2_accepted_by_the_department_is_on_its_way() -> None:
    taken = danger(status=Status.ACCEPTED, accepted_at=at(8, 9))
    assert "Приняли в 8:09: отдел ЖКХ, выехали" in seen(icy(incident=taken, holder="исполнитель, отдел ЖКХ"))


def test_c2_answered_by_voice_says_who_noted_it_and_no_more() -> None:
    taken = danger(status=Status.ACCEPTED, accepted_at=at(8, 9))
    assert "Приняли в 8:09: координатор" in seen(icy(incident=taken, holder="координатор"))


def test_a_risk_says_why_in_place_of_the_rule_unless_a_part_of_it_is_hidden() -> None:
    parked = incident(danger_grade=DangerGrade.RISK, danger_words="машины паркуются на газоне, детям не пройти")
    lines = seen(view(parked))
    assert "Почему риск: «машины паркуются на газоне, детям не пройти»" in lines
    assert not any(line.startswith("Почему вам") for line in lines)
    hidden = seen(view(replace(parked, danger_words="в кв. 12 искрит")))
    assert [line.partition(":")[0] for line in hidden if line.startswith("Почему")] == ["Почему вам"]


def test_a_risk_stands_in_the_first_line_and_counts_as_an_ordinary_card() -> None:
    lines = seen(view(incident(danger_grade=DangerGrade.RISK), topic_short="Сломаны качели"))
    assert lines[0] == "⚠️ Есть риск: сломаны качели · Конаково, ул. Белавинская"
    assert lines[1] == "Ответить до ср 25 ноября, 10:14 · принять сегодня до 10:14"


def cold(**changes: Any) -> CardView:  # Any: fields of a dataclass
    """C3: the third time within thirty days."""
    item = accepted(
        number=1468,
        place=MainPlace(settlement="Конаково", street="улица Строителей", house="14"),
        department_id=HOUSING,
        opened_at=at(10, 2, day=23),
        accepted_at=at(10, 20, day=23),
        answer_by=at(11, 2),
        route_because="холодно в домах (правило 2)",
    )
    vk: dict[str, Any] = {"network": Network.VK, "published_at": at(10, day=23)}
    before = (
        earlier(1401, at(9, day=12), text="отрегулируем до 20 ноября", status=Status.ANSWERED, outcome=None, closed_at=None),
        earlier(1322, at(9, day=3), text="передали в УК, проверят"),
        earlier(1431, at(9, day=14), same_topic=False, topic_short="Крысы в подвале", status=Status.ACCEPTED, outcome=None, closed_at=None),
    )
    shown = view(
        item,
        topic_short="Холодно в квартирах",
        department="отдел ЖКХ",
        now=at(10, 30, day=23),
        voices=(voice(post(COLD, **vk)), voice(post(COLD, id=2, **vk)), voice(post(COLD, id=3, **vk))),
        earlier=before,
        viewer=official(department=HOUSING),
    )
    return replace(shown, **changes)


def test_c3_a_repeat() -> None:
    assert html(cold()) == (
        f'🔁 <b>Холодно в квартирах</b> · Конаково, <a href="{MAP}">ул. Строителей, 14</a>\n'
        "Третий раз за 30 дней\n"
        "Ответить до <b>вт 24 ноября, 11:02</b>\n"
        "\n"
        f"<blockquote>{COLD}</blockquote>\n"
        '<a href="https://ok.ru/group/1/topic/1">«Наше Конаково», ВК</a> · 10:00 · 14 лайков, 6 комментариев'
        " · пишут 3 жителя, ответили <b>0 из 3</b>\n"
        "\n"
        "У кого: <b>отдел ЖКХ</b>, приняли в 10:20\n"
        "Совет: прежний ответ не повторять\n"
        "<blockquote expandable><b>Что было раньше</b>\n"
        "3 ноября, № 1322: «передали в УК, проверят». Закрыто 5 ноября: разъяснили\n"
        "12 ноября, № 1401: «отрегулируем до 20 ноября». Выполнение не подтверждено\n"
        "Тот же дом, другое: крысы в подвале, № 1431, в работе</blockquote>\n"
        "<i>Почему вам: холодно в домах (правило 2)</i>\n"
        "№ 1468"
    )


def test_c3_long_ago_names_the_day() -> None:
    lines = seen(cold(earlier=(earlier(900, at(9, day=3, month=9)),)))
    assert lines[1] == "Уже было 3 сентября, № 900"
    assert "3 сентября, № 900: ответа не было. Закрыто 5 сентября: разъяснили" in lines


def test_c3_the_twelfth_time_is_said_in_figures() -> None:
    assert seen(cold(earlier=tuple(earlier(n, at(9, day=3)) for n in range(11))))[1] == "12-й раз за 30 дней"


def test_c3_without_a_known_history_still_says_that_it_came_back() -> None:
    item = replace(cold().incident, repeat_of=cold().incident.id)
    lines = seen(cold(incident=item, earlier=()))
    assert lines[0].startswith("🔁 ")
    assert lines[1] == "Это уже было и вернулось"


def test_c3_closed_earlier_without_an_outcome() -> None:
    merged = earlier(1300, at(9, day=2), outcome=None)
    other = earlier(1301, at(9, day=2), same_topic=False, outcome=ClosingOutcome.DONE)
    nowhere = replace(cold().incident, place=MainPlace(settlement="Конаково"))
    lines = seen(cold(incident=nowhere, earlier=(merged, other)))
    assert "2 ноября, № 1300: ответа не было. Закрыто 4 ноября" in lines
    assert "То же место, другое: холодно в квартирах, № 1301, сделано" in lines


def test_c4_the_topic_is_unclear() -> None:
    item = incident(**NEW, number=1502, doubt=Doubt.TOPIC, place=MainPlace(settlement="Новозавидовский", street="улица Вокзальная"))
    shown = view(
        item,
        topic_short="Торговля",
        likely_topics=(("economy_trade", "Торговля"), ("safety_public_order", "Общественный порядок")),
        department=None,
        viewer=COORDINATOR,
    )
    assert html(shown) == (
        f'<b>Проверьте тему</b> · Новозавидовский, <a href="{MAP}">ул. Вокзальная</a>\n'
        f"<blockquote>{PUDDLE}</blockquote>\n"
        "Похоже на разное: торговля, общественный порядок. Выберите тему, бот запомнит\n"
        "№ 1502"
    )


def test_c4_with_one_topic_says_that_it_is_unclear() -> None:
    lines = seen(view(incident(**NEW, doubt=Doubt.TOPIC), topic_short="Торговля", department=None))
    assert "Тема неясна. Выберите тему, бот запомнит" in lines


def test_c5_no_address() -> None:
    item = incident(**NEW, number=1504, doubt=Doubt.PLACE, place=MainPlace(), lat=None, lon=None)
    assert html(view(item, topic_short="Квитанции за капремонт", department=None, viewer=COORDINATOR)) == (
        "<b>Непонятно, где</b> · квитанции за капремонт\n"
        f"<blockquote>{PUDDLE}</blockquote>\n"
        '<a href="https://ok.ru/group/1/topic/1">«Наше Конаково», ОК</a> · 9:12 · 14 лайков, 6 комментариев\n'
        "Населённый пункт и дом не названы. Можно спросить автора (срок при этом идёт) или ответить общим порядком\n"
        "№ 1504"
    )


def test_c5_in_a_known_settlement_asks_for_the_street() -> None:
    item = incident(**NEW, doubt=Doubt.PLACE, place=MainPlace(settlement="Редкино"))
    assert any(line.startswith("Улица и дом не названы.") for line in seen(view(item, department=None)))


def test_c8_outside_but_dangerous() -> None:
    place = MainPlace(settlement="Кимры", street="улица Кирова")
    item = incident(**NEW, number=1511, doubt=Doubt.OUTSIDE, danger_grade=DangerGrade.NOW, place=place, lat=None)
    assert seen(view(item, department=None, viewer=COORDINATOR)) == [
        "⚠️ Опасно, не наш округ · Кимры, ул. Кирова",
        PUDDLE,
        "Хозяева не мы, но и промолчать нельзя: передать в ЕДДС соседей и подсказать автору, куда звонить",
        "№ 1511 · в наши цифры не идёт",
    ]


def test_outside_without_danger_offers_to_let_it_go() -> None:
    item = incident(**NEW, doubt=Doubt.OUTSIDE, place=MainPlace(settlement="Кимры"))
    lines = seen(view(item, department=None))
    assert lines[0] == "Не наш округ · Кимры"
    assert "Решаем не мы. Можно подсказать автору, куда обратиться, или нажать «Не обращение»" in lines


@pytest.mark.parametrize(
    ("because", "line"),
    [("правило не нашлось", "Правило не нашлось. Выберите отдел"), ("", "Правило не нашлось. Выберите отдел")],
)
def test_nobody_to_route_to_asks_whose_it_is(because: str, line: str) -> None:
    item = incident(**NEW, doubt=Doubt.ROUTE, route_because=because)
    lines = seen(view(item, department=None, viewer=COORDINATOR))
    assert lines[0] == "Кому это? Вода на дороге · Конаково, ул. Белавинская"
    assert lines[1] == "Ответить до ср 25 ноября, 10:14"
    assert line in lines
    for viewer in (official(), None):  # whoever sent it back decides nothing more
        assert line.replace("Выберите отдел", "Отдел выберет координатор") in seen(view(item, department=None, viewer=viewer))


def test_a_danger_without_a_place_says_both() -> None:
    item = danger(**{**NEW, "doubt": Doubt.PLACE, "place": MainPlace(), "lat": None})
    lines = seen(icy(incident=item, department=None, danger=replace(icy().danger, quiet=False)))
    assert lines[0] == "⚠️ ОПАСНО: лёд падает с крыши · место не названо"
    assert any("Населённый пункт и дом не названы" in line for line in lines)
    assert "Приняли: пока никто" in lines


def test_taken_by_a_coordinator_without_a_department() -> None:
    shown = view(accepted(department_id=None), department=None, holder="координатор")
    assert "У кого: координатор, приняли в 9:31" in seen(shown)
    assert "У кого: пока ни у кого, решает координатор" in seen(replace(shown, holder=None))


def test_accepted_by_somebody_else_for_the_department() -> None:
    assert "У кого: отдел дорожного хозяйства, приняли в 9:31 (координатор)" in seen(view(accepted(), holder="координатор"))


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (AnswerState.APPROVAL, "✍️ Ответ на согласовании с 11:41"),
        (AnswerState.SCHEDULED, "Ответ выйдет в 11:42"),
        (AnswerState.PUBLISHING, "Ответ выйдет в 11:42"),
        (AnswerState.PUBLISHED, "✅ Ответ опубликован в 11:42: посмотреть. Проверили: виден всем"),
        (
            AnswerState.REFUSED,
            "Ответ вставьте в Одноклассниках сами: закрыты комментарии. Текст для копирования у автора ответа в личном чате",
        ),
        (
            AnswerState.UNKNOWN,
            "Одноклассники молчат, вышел ли ответ, неизвестно. Проверьте под постом. Текст у автора ответа в личном чате",
        ),
    ],
)
def test_what_became_of_the_answer(state: AnswerState, line: str) -> None:
    assert line in seen(view(accepted(), answer=answer(state, refusal="закрыты комментарии")))


def test_a_draft_is_its_authors_own_business() -> None:
    assert seen(view(accepted(), answer=answer(AnswerState.DRAFT))) == seen(view(accepted()))


def test_a_hold_without_a_moment_and_a_refusal_without_a_reason() -> None:
    assert "Ответ сейчас выйдет" in seen(view(accepted(), answer=answer(AnswerState.SCHEDULED, publish_at=None)))
    assert any("причину не назвали" in line for line in seen(view(accepted(), answer=answer(AnswerState.REFUSED))))


def test_an_answer_that_nobody_saw_yet_says_so() -> None:
    lines = seen(view(accepted(status=Status.ANSWERED, answered_at=at(11, 42)), answer=answer(proved_at=None, url=None)))
    assert "✅ Ответ опубликован в 11:42. Виден ли всем, пока не проверено" in lines
    assert not any(line.startswith("Ответить до") for line in lines)


def test_a_reopened_card_shows_the_former_answer_as_former() -> None:
    lines = seen(view(accepted(status=Status.REOPENED), answer=answer(), now=at(9, day=25)))
    assert "У кого: отдел дорожного хозяйства, вернули в работу, ещё не приняли" in lines
    assert "Прошлый ответ вышел 24 ноября в 11:42: посмотреть" in lines
    assert "Прошлый ответ вышел раньше" in seen(view(accepted(status=Status.REOPENED), answer=answer(published_at=None, url=None)))


@pytest.mark.parametrize(("status", "words"), [(Status.OUTSIDE, "ждём чужой ответ"), (Status.POSTPONED, "отложено")])
def test_states_of_later_parts_have_their_words(status: Status, words: str) -> None:
    assert f"У кого: отдел дорожного хозяйства, {words}" in seen(view(accepted(status=status)))


def test_an_overdue_card_says_so_beside_the_moment() -> None:
    lines = seen(view(now=at(12, day=25)))
    assert lines[1] == "Ответить до ср 25 ноября, 10:14, срок прошёл"
    assert "срок прошёл" in seen(icy(now=at(13)))[2]


def test_accepting_on_another_day_carries_the_weekday() -> None:
    assert seen(view(incident(accept_by=at(9, 30, day=25))))[1].endswith("принять до ср 25 ноября, 9:30")


def test_closed_folds_into_three_lines() -> None:
    item = accepted(status=Status.CLOSED, answered_at=at(11, 42), closed_at=at(15, 10, day=25), outcome=ClosingOutcome.DONE)
    assert html(view(item, answer=answer(), now=at(16, day=25))) == (
        f'✅ <b>Сделано:</b> вода на дороге · Конаково, <a href="{MAP}">ул. Белавинская</a>\n'
        'Закрыто 25 ноября в 15:10. Ответили: <a href="https://ok.ru/group/1/topic/1/comment/2">'
        "«Здравствуйте! Сегодня откачаем воду, завтра прочистим трубу. Отдел дорожного хозяйства.»</a>\n"
        "№ 1487 · первый ответ за 2 ч 28 мин"
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (ClosingOutcome.EXPLAINED, "✅ Разъяснили: "),
        (ClosingOutcome.PLANNED, "✅ В плане с датой: "),
        (ClosingOutcome.PASSED, "✅ Передали вовне: "),
        (ClosingOutcome.REFUSED, "✅ Отказ, объяснили: "),
        (None, "✅ Закрыто: "),
    ],
)
def test_closed_begins_with_its_outcome(outcome: ClosingOutcome | None, words: str) -> None:
    assert seen(view(accepted(status=Status.CLOSED, outcome=outcome)))[0].startswith(words)


def test_closed_without_an_answer_or_by_merging() -> None:
    item = accepted(status=Status.CLOSED)
    voices = (voice(post()), voice(post(id=2)))
    assert seen(view(item, voices=voices))[1:] == ["Закрыто. Ответа под постом не было", "№ 1487 · писали 2 жителя"]
    assert seen(view(replace(item, answered_at=at(11, 42))))[1] == "Закрыто. Ответили 24 ноября"
    assert seen(view(replace(item, merged_into=item.id)))[0].startswith("✅ Объединено: ")


@pytest.mark.parametrize(
    ("reason", "first", "second"),
    [
        (RejectReason.AD, "Не обращение: ", "Причина: реклама. "),
        (RejectReason.NOT_OUR_DISTRICT, "Не наш округ: ", "Причина: не наш округ. "),
        (RejectReason.DUPLICATE, "Повтор: ", "Причина: повтор. "),
        (None, "Не обращение: ", "Причина не указана. "),
    ],
)
def test_rejected_folds_with_its_reason(reason: RejectReason | None, first: str, second: str) -> None:
    lines = seen(view(incident(**NEW | {"status": Status.REJECTED}, reject_reason=reason)))
    assert len(lines) == 3
    assert lines[0].startswith(first)
    assert lines[1] == f"{second}«{PUDDLE}»"
    assert lines[2] == "№ 1487 · из работы убрано"


def test_rejected_without_words() -> None:
    lines = seen(view(incident(status=Status.REJECTED, reject_reason=RejectReason.AD), voices=(voice(post("")),)))
    assert lines[1] == "Причина: реклама"
    assert seen(view(incident(status=Status.REJECTED), voices=()))[1] == "Причина не указана"


@pytest.mark.parametrize(
    ("viewer", "words"),
    [
        (official(), "Почему вам: "),
        (None, "Почему вам: "),
        (COORDINATOR, "Почему этот отдел: "),
        (official(Role.HEAD), "Почему этот отдел: "),
        (official(department=HOUSING), "Почему этот отдел: "),  # the card was theirs once and stands in their chat
    ],
)
def test_why_speaks_to_whoever_reads(viewer: Official | None, words: str) -> None:
    assert any(line.startswith(words) for line in seen(replace(view(), viewer=viewer)))


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.ACCEPTED, Status.ANSWERED, Status.CLOSED, Status.REOPENED])
def test_nobody_says_incident_and_no_gender_is_guessed(status: Status) -> None:
    text = "\n".join(seen(view(accepted(status=status), answer=answer())))
    assert "инцидент" not in text.lower()
    assert "(а)" not in text


def test_at_half_of_the_time_the_card_says_so_in_place_of_the_reason_until_the_deadline() -> None:
    half = view(accepted(reminded=("R3",)), now=at(15))
    assert "<i>Половина срока прошла</i>" in render_card(half).html
    assert "Почему вам" not in render_card(half).html
    assert "Половина" not in render_card(replace(half, now=at(11, day=25))).html
    assert "Половина" not in render_card(view(accepted(reminded=("R3",), status=Status.ANSWERED), now=at(15))).html


def test_a_warning_that_is_overdue_says_so() -> None:
    assert (
        "Предупредить жителей до <b>8:21</b>, <b>срок прошёл</b> · ответить"
        in render_card(view(danger(), danger=DangerView(warn_by=at(8, 21)), now=at(9))).html
    )
