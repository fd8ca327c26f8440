"""The lint of an answer: for every rule, texts that it speaks of and texts that it leaves alone. All sentences are our own."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.advice.rules import RULES, advise
from incidents.advice.values import About, ResidentsQuestion
from incidents.answers.values import AnswerKind
from incidents.approval.answer_checks import Told
from incidents.stemming import stems
from tests.kit.values.advice import ABOUT, WORDS

TOLD = (Told(text="Здравствуйте! Яму на повороте заделает участок ремонта, ждите вестей.", at=datetime(2026, 11, 12, 9, tzinfo=UTC)),)
ASKED = (
    ResidentsQuestion(title="Нет газа", stems=stems("газ газификация баллон")),
    ResidentsQuestion(title="Ямы на дороге", stems=stems("яма дорога асфальт")),
    ResidentsQuestion(title="Нет воды", stems=stems("вода колонка напор")),
)
FULL = "Здравствуйте! Сегодня откачаем лужу, отвечает отдел дорожного хозяйства."

SPEAKS: dict[str, list[str]] = {
    "no_measure": [
        "Здравствуйте! Ваше сообщение приняли к сведению.",
        "Здравствуйте! Вопрос рассматривается отделом.",
        "Здравствуйте! Понимаем вас. Проблема находится на контроле отдела до пятницы.",
        "Здравствуйте! Отвечает отдел транспорта. Если станет как было, напишите здесь, вернёмся.",
        "Здравствуйте! До 25 ноября отдел социальной политики это исправит.",
        "Здравствуйте! Сломался насос. Отвечает отдел ЖКХ.",
    ],
    "no_date": [
        "Здравствуйте! Яму заделаем, отвечает отдел дорожного хозяйства.",
        "Труба будет прочищена отделом.",
        "Бригада приедет и починит фонарь.",
    ],
    "no_owner": [
        "Здравствуйте! Завтра заделаем яму.",
        "До пятницы починим качели во дворе.",
        "Сегодня уберём снег у подъезда.",
    ],
    "vague_date": [
        "Отдел починит фонарь в ближайшее время.",
        "По мере возможности отдел заделает яму.",
        "Качели починим в плановом порядке, отвечает отдел.",
    ],
    "past_date": [
        "До 20 ноября откачаем воду.",
        "Фонарь починим 16 ноября.",
        "Отдел заделает яму не позднее 23 ноября.",
        "Вода будет 20 ноября.",
        "Вода будет вчера.",
    ],
    "no_such_day": [
        "До 31 ноября откачаем воду.",
        "Воду дадут 30 февраля.",
        "Отдел построит тротуар к 31 июня 2027 года.",
    ],
    "day_off": [
        "28 ноября отдел откачает воду.",
        "До 29 ноября починим фонарь.",
        "Отдел уберёт снег к 6 декабря.",
    ],
    "far_date": [
        "Тротуар отдел построит до 1 марта.",
        "Починим 20 января.",
        "До 30 декабря отдел заменит опоры.",
    ],
    "bureaucratic": [
        "В настоящее время бригада чинит фонарь.",
        "Осуществляется вывоз мусора.",
        "Доводим до вашего сведения, что фонарь починим.",
    ],
    "long": ["Откачаем воду. " * 45, "я" * 601, "Починим фонарь завтра. " * 30],
    "too_long": ["я" * 3501, "Откачаем. " * 400, "х" * 5000],
    "law": [
        "По 131-ФЗ это полномочия округа.",
        "Постановление администрации № 214 запрещает стоянку.",
        "Согласно статье 161 дом содержит управляющая компания.",
    ],
    "send_away": [
        "Обратитесь в управляющую компанию.",
        "Вам необходимо обратиться в больницу.",
        "Рекомендуем обратиться к перевозчику.",
    ],
    "personal": [
        "Мастер придёт в кв. 17 завтра.",
        "Позвоните соседям: +7 916 000-22-33.",
        "Перерасчёт Кузнецову П.С. сделаем завтра.",
        "Узнали о вашем диагнозе, поможем.",
        "Дежурный перезвонит вам на 8 915 000-11-22.",
    ],
    "third_person": [
        "Врач Смирнова принимает по вторникам.",
        "Приём ведёт терапевт Орлова А.В. по средам.",
        "Мастер участка Петров И.И. приедет завтра.",
    ],
    "rude": ["Какой идиот сломал качели, выясним.", "Яму заделали хреново, говно асфальт.", "Придурки сожгли баки, заменим завтра."],
    "blame": [
        "Вы сами оставили мусор у дома.",
        "Эти сведения не соответствуют действительности.",
        "В засоре виноваты жители первого подъезда.",
    ],
    "rate_us": ["Завтра починим фонарь. Оцените нашу работу.", "Поставьте оценку ответу.", "Яму заделаем. Пройдите опрос на портале."],
    "same_text": [TOLD[0].text, TOLD[0].text.upper(), f"  {TOLD[0].text} "],
    "broken_promise": ["Яму заделаем завтра.", "Здравствуйте! Работа идёт.", "Отдел откачает воду 25 ноября."],
    "other_place": [
        "На улице Баскакова откачаем воду.",
        "Яму на ул. Гагарина заделаем завтра.",
        "Воду на Промышленной откачали.",
        "Воду на Свободы 12 дали вчера.",
        "На Мира, д. 5 заделаем яму.",
    ],
    "many_questions": [
        "Газ дадут в пятницу, дорогу выровняем.",
        "Асфальт положим, напор воды поднимем.",
        "Здравствуйте! Колонку починим завтра.",
    ],
    "caps_emoji": ["Фонарь ПОЧИНИМ завтра.", "Завтра заделаем яму!!!", "Спасибо, откачаем воду 🙏"],
    "no_hello": ["Завтра заделаем яму.", "Уважаемые жители, откачаем воду.", "Яму увидели, выезжаем."],
    "link": ["Подробности на konakovo.ru", "График: https://example.org/1", "Ищите на www.example.com"],
}

SILENT: dict[str, list[str]] = {
    "no_measure": [FULL, "Фонарь починили вчера.", "Труба будет прочищена завтра.", "Отдел заменит лампу до пятницы."],
    "no_date": [FULL, "Яму заделали.", "Починим до пятницы.", "Скажем точный день завтра, сейчас ищем трубу."],
    "no_owner": [FULL, "Водоканал починит колонку.", "Отвечает управляющая компания.", "Бригада уже выехала."],
    "vague_date": [FULL, "Починим до 27 ноября.", "Ближайшая остановка дальше, чем вокзал.", "Порядок наведём завтра."],
    "past_date": [
        "Обещали до 20 ноября и не сделали, извините.",
        "20 ноября заделали яму.",
        "До 27 ноября откачаем воду.",
        "Письмо передали 19 ноября, теперь ждём ответа до 30 ноября.",
        "Как писали вчера, воду дадут до 25 ноября.",
    ],
    "no_such_day": ["До 30 ноября откачаем воду.", "29 февраля закроем каток.", "Квартал до ул. 40 Октября почистим завтра."],
    "day_off": ["27 ноября откачаем воду.", "Света не было 22 ноября.", "До 30 ноября починим."],
    "far_date": ["До 20 декабря заменим опоры.", "Починим завтра.", "Ещё 2 марта дорогу чистили."],
    "bureaucratic": [FULL, "Сейчас чиним фонарь.", "Вывозим мусор завтра."],
    "long": [FULL, "я" * 600, "Починим завтра."],
    "too_long": [FULL, "я" * 3500, "Откачаем."],
    "law": [FULL, "Дом № 131 отключим завтра.", "Дежурный: 4-25-11, звоните."],
    "send_away": [FULL, "Мы передали вопрос в больницу, если не ответят, обратитесь к нам снова.", "К вам обратится мастер."],
    "personal": [
        FULL,
        "Звоните дежурному: 8 (48242) 4-25-11.",
        "Диспетчер ответит: +7 916 000-22-33.",
        "На ул. Ленина И.И. нет ям.",
        "Напишите номер квартиры в сообщения сообщества.",
    ],
    "third_person": [FULL, "Врач принимает по вторникам.", "Сотрудник УК приедет завтра.", "Глава округа Иванов И.И. увидит ответ."],
    "rude": [FULL, "Сучья у дороги уберём.", "Тупик осветим до пятницы.", "Хлебный магазин откроем."],
    "blame": [FULL, "Проверили: вода чистая, пробу взяли сегодня.", "Вы правы, яма есть.", "Жители помогли найти трубу."],
    "rate_us": [FULL, "Фонарь починили. Оцените, достаточно ли света.", "Оценка дома готова, закончили вчера."],
    "same_text": [FULL, "Здравствуйте! Яму заделали вчера, приехали с асфальтом.", "Спасибо, что написали."],
    "broken_promise": [
        "Обещали до 20 ноября, не успели.",
        "Извините, трубу ждём до пятницы.",
        "Мы не сделали вовремя, новый срок 27 ноября.",
    ],
    "other_place": [
        FULL,
        "На Белавинской откачаем воду.",
        "На улице Белавинской и на ул. Баскакова откачаем.",
        "На Госуслугах есть запись.",
        "На Крещение 19 января откачаем воду.",
        "На Рождество 7.01 и на Пасху 12 апреля работаем.",
    ],
    "many_questions": [
        "Газ дадут в пятницу, дорогу выровняем, воду вернём завтра.",
        "Баллон привезут, яму засыплем, колонку починим.",
        "Про газ: до 1 марта. Про асфальт: весной. Про напор: завтра.",
    ],
    "caps_emoji": [FULL, "МФЦ и ЕДДС знают.", "Вы правы! Чиним."],
    "no_hello": [FULL, "Анна, здравствуйте! Чиним.", "Добрый день! Откачаем воду."],
    "link": [FULL, "Есть на Госуслугах.", "Время 9.30, дом 5."],
}


def about_for(code: str) -> About:
    changes: dict[str, dict[str, Any]] = {  # Any: fields of a dataclass
        "same_text": {"told": TOLD},
        "broken_promise": {"broken": date(2026, 11, 20)},
        "many_questions": {"asked": ASKED},
        "link": {"own_wall": False},
    }
    return replace(ABOUT, **changes.get(code, {}))


def said(code: str, text: str) -> list[str]:
    return [advice.text for advice in RULES[code](text, about_for(code), WORDS)]


def test_every_rule_has_its_texts() -> None:
    assert len(RULES) == 25
    assert set(RULES) == set(SPEAKS) == set(SILENT)
    assert all(len(texts) >= 3 for table in (SPEAKS, SILENT) for texts in table.values())


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SPEAKS.items() for text in texts])
def test_a_rule_speaks(code: str, text: str) -> None:
    assert said(code, text)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SILENT.items() for text in texts])
def test_a_rule_is_silent(code: str, text: str) -> None:
    assert said(code, text) == []


def test_a_plan_that_follows_a_suggestion_may_be_far() -> None:
    plan = "Здравствуйте! Спасибо за предложение. Учтём его в плане до 31 мая 2027 года. К этому дню напишем здесь, что решили."
    about = about_for("far_date")
    codes = [{each.code for each in advise(plan, asked, WORDS).advice} for asked in (about, replace(about, is_of_wish=True))]
    assert ["far_date" in each for each in codes] == [True, False]


def test_the_sample_of_the_voice_gets_its_two_pieces_of_advice() -> None:
    text = "Здравствуйте! В рамках проводимой работы труба на Белавинской будет прочищена отделом дорожного хозяйства."
    linted = advise(text, ABOUT, WORDS)
    assert [each.text for each in linted.advice] == [
        "Нет даты. Когда сделаем? Не знаем? Тогда когда скажем точнее?",
        "«В рамках проводимой работы» можно убрать, смысл не изменится",
    ]
    assert linted.good == ("что делаем", "кто отвечает")
    assert (linted.stops, linted.wants_date) == (False, True)


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("past_date", "До 20 ноября откачаем воду.", "20 ноября уже прошло. Верно ли число?"),
        ("day_off", "28 ноября отдел откачает воду.", "28 ноября суббота. Бригада точно работает?"),
        ("vague_date", "отдел починит в ближайшее время", "«В ближайшее время» у каждого своё. Назовите день, хотя бы «до пятницы»"),
        ("bureaucratic", "Осуществляется вывоз мусора.", "«Осуществляется вывоз» проще сказать «вывозим»"),
        ("bureaucratic", "Проводим мероприятия.", "«мероприятия»: назовите, какие"),
        ("personal", "Придём в кв. 17.", "Личные данные в открытом ответе. Уберите «кв. 17», остальное уйдёт"),
        ("same_text", TOLD[0].text, "Этот ответ автор уже читал 12 ноября. Что изменилось с тех пор?"),
        ("broken_promise", "Заделаем.", "Мы обещали до 20 ноября. Скажите об этом первыми, одним предложением"),
        ("other_place", "На улице Баскакова откачаем.", "В сообщении Белавинская, в ответе Баскакова. Так и надо?"),
        (
            "many_questions",
            "Газ и дорога: завтра.",
            "Спросили про разное: «Нет газа», «Ямы на дороге», «Нет воды». В ответе нет: «Нет воды»",
        ),
        ("too_long", "я" * 3512, "Сеть не пропустит: лишних знаков 12. Главное уместится в три предложения"),
    ],
)
def test_advice_says_what_to_do_in_the_words_of_the_voice(code: str, text: str, words: str) -> None:
    assert said(code, text) == [words]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("22 ноября", ()),
        ("Насос сломался 25 ноября, отвечает отдел.", ("кто отвечает",)),
        ("До 25 ноября отдел социальной политики это исправит.", ("кто отвечает",)),
        ("Здравствуйте! Отвечает отдел транспорта. Если станет как было, напишите здесь, вернёмся.", ("кто отвечает",)),
        ("Вода будет 20 ноября, отвечает отдел.", ("кто отвечает",)),
        ("До 31 ноября отдел откачает воду.", ("что делаем", "кто отвечает")),
        ("Вода будет 25 ноября.", ("когда",)),
        ("Ответ напишем здесь до 30 ноября.", ("когда",)),
        ("Завтра откачаем воду, отвечает отдел.", ("что делаем", "когда", "кто отвечает")),
    ],
)
def test_only_what_is_really_there_is_praised(text: str, good: tuple[str, ...]) -> None:
    assert advise(text, ABOUT, WORDS).good == good


def test_what_stops_comes_first_and_three_pieces_are_the_most() -> None:
    linted = advise("Приняли к сведению, идиот, в кв. 17 не соответствует действительности!!!", ABOUT, WORDS)
    assert [each.code for each in linted.advice] == ["personal", "rude", "no_measure"]
    assert linted.stops


def test_a_good_answer_is_told_so() -> None:
    linted = advise(FULL, ABOUT, WORDS)
    assert (linted.advice, linted.good) == ((), ("что делаем", "когда", "кто отвечает"))


@pytest.mark.parametrize("kind", [AnswerKind.SAFETY, AnswerKind.CLARIFY, AnswerKind.CORRECTION])
def test_a_warning_a_question_and_a_correction_need_no_date_and_no_measure(kind: AnswerKind) -> None:
    codes = {each.code for each in advise("Здравствуйте! Какой дом?", replace(ABOUT, kind=kind), WORDS).advice}
    assert not codes & {"no_measure", "no_date", "no_owner"}


@given(st.text(max_size=400))
def test_any_text_is_read_to_its_end_and_spans_lie_within_it(text: str) -> None:
    linted = advise(text, replace(ABOUT, told=TOLD, asked=ASKED, broken=date(2026, 11, 20), own_wall=False), WORDS)
    assert len(linted.advice) <= 3
    assert all(0 <= each.start <= each.end <= len(text) for each in linted.advice)


def test_a_day_that_has_passed_is_not_in_its_place_and_a_question_is_not_praised_for_one() -> None:
    text = "Здравствуйте! До 20 ноября отдел откачает воду."
    assert "когда" not in advise(text, ABOUT, WORDS).good
    assert advise("Здравствуйте! У какого дома вода? Отдел приедет завтра.", replace(ABOUT, kind=AnswerKind.CLARIFY), WORDS).good == ()


def test_of_a_deed_that_is_there_nothing_is_asked_and_only_what_is_written_is_quoted() -> None:
    assert "no_measure" not in {each.code for each in advise("Здравствуйте! Воду на Свободы 12 дали вчера. Отдел ЖКХ", ABOUT, WORDS).advice}
    for text in ("Здравствуйте! Вода на Свободы 12. Отдел ЖКХ", "Здравствуйте! Ваше сообщение приняли к сведению. Отдел ЖКХ"):
        (said,) = [each.text for each in advise(text, ABOUT, WORDS).advice if each.code == "no_measure"]
        assert ("сведению" in said) == ("сведению" in text)


def test_a_town_of_another_card_is_seen_as_a_street_is() -> None:
    about = replace(
        ABOUT, street="улица Свободы", settlement="Конаково", towns=("Конаково", "Редкино", "Козлово"), said="нет горячей воды, Свободы 12"
    )
    text = "Здравствуйте! В Редкино авария на водоводе, бригада на месте, воду вернём сегодня. Отвечает отдел ЖКХ."
    assert [each.text for each in advise(text, about, WORDS).advice] == ["В сообщении Конаково, в ответе Редкино. Так и надо?"]
    for fits in (
        text.replace("В Редкино", "В Конаково"),
        text.replace("В Редкино", "На Свободы"),
        text.replace("на месте", "в Конаково, выехала из Козлово"),
    ):
        assert advise(fits, about, WORDS).advice == ()
    assert advise(text, replace(about, said="нет воды ни в Конаково, ни в Редкино"), WORDS).advice == ()
