"""Templates: which suit, which tells a fact, what is refused."""

import re

import pytest

from handlers.answers import facts_words
from handlers.answers.buttons import FactDay
from handlers.kit.button import TWO
from handlers.kit.buttons import Menu, MenuButton
from incidents.answers.asked_fields import read_fields
from incidents.answers.facts import IN_WORDS, NO_MEASURE, Fact, FactKind, Measure, measure_of
from incidents.answers.template_filling import filled_template, missing_fields
from incidents.answers.templates import LONGEST, Template, checked_text, suitable_templates, template_for_fact
from incidents.desk.answers.ask_author import GENERAL as TO_ALL
from incidents.desk.answers.ask_author import WHERE
from incidents.errors import DomainError
from incidents.ids import IncidentId, OfficialId
from incidents.messenger import Message
from tests.kit.desk_town import konakovo
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import at, labels

GENERAL = Template(id=1, title="Общий", text="{привет}", fact=FactKind.DONE)
ROADS = Template(id=2, title="Дорога", text="{привет}", scope=("roads",), fact=FactKind.DONE)
WATER = Template(id=3, title="Вода", text="{привет}", scope=("improvement", "roads_drainage"))
OFF = Template(id=4, title="Убран", text="{привет}", scope=("roads_drainage",), fact=FactKind.DONE, active=False)
ALL = (GENERAL, ROADS, WATER, OFF)
ID = IncidentId(7)


def test_templates_of_the_topic_come_first_then_of_the_group_then_general_ones() -> None:
    assert suitable_templates(ALL, topic="roads_drainage", group="roads") == (WATER, ROADS, GENERAL)
    assert suitable_templates(ALL, topic="housing_sewage", group="housing") == (GENERAL,)


def test_a_fact_is_told_by_the_nearest_template_and_never_by_one_that_is_off() -> None:
    assert template_for_fact(ALL, FactKind.DONE, topic="roads_drainage", group="roads") is ROADS
    assert template_for_fact(ALL, FactKind.DONE, topic="x", group="y") is GENERAL
    with pytest.raises(DomainError, match="своими словами"):
        template_for_fact(ALL, FactKind.CANNOT, topic="x", group="y")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  ", "Пустой"),
        ("х" * (LONGEST + 5), "лишних знаков 5"),
        ("{привет} До {когда} сделаем.", r"Поля \{когда\} бот не знает"),
        ("{привет} До {дата сделаем.", "не закрыта"),
    ],
)
def test_a_bad_template_is_refused_with_a_sentence_that_fits_a_toast(text: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as error:
        checked_text(text)
    assert len(error.value.user_text) <= 300


def test_a_good_template_is_kept_on_one_line() -> None:
    assert checked_text("{привет}\n До  {дата} сделаем. ") == "{привет} До {дата} сделаем."


def test_a_measure_is_the_topics_then_the_groups_then_a_general_one() -> None:
    topic, group = Measure(will="а", we="б", done="в"), Measure(will="г", we="д", done="е")
    measures = {"roads_drainage": topic, "roads": group}
    assert measure_of(measures, topic="roads_drainage", group="roads") is topic
    assert measure_of(measures, topic="roads_snow", group="roads") is group
    assert measure_of(measures, topic="x", group="y") is NO_MEASURE


def menu(templates: tuple[Template, ...], page: int = 0) -> Message:
    return facts_words.menu_template(incident_id=ID, number=1487, what_where="вода на дороге", templates=templates, page=page, known={})


def test_templates_are_paged_and_an_empty_list_says_what_to_do() -> None:
    many = tuple(Template(id=n, title=f"Шаблон {n}", text=f"<b>{n}</b>") for n in range(12))
    assert labels(menu(many))[-1] == ["Назад", "Дальше"]
    assert MenuButton(menu=Menu.TEMPLATE, incident=ID, choice="+0").pack() == menu(many, 9).rows[-1][1].data
    assert "<b>0</b>" in parse(menu(many).html)
    assert "своими словами" in parse(menu(()).html)


def test_the_days_of_a_fact_are_those_that_make_sense() -> None:
    def days(fact: FactKind) -> list[list[str]]:
        return labels(facts_words.menu_fact_day(incident_id=ID, number=1, what_where="вода", fact=fact))

    assert days(FactKind.BY_DATE) == [["Сегодня", "Завтра"], ["До пятницы", "Дата…"], ["Назад"]]
    assert days(FactKind.DONE) == [["Сегодня", "Вчера"], ["Дата…"], ["Назад"]]
    assert labels(facts_words.menu_fact(incident_id=ID, number=1, what_where="вода")) == [
        ["Сделано", "Сделаем к дате"],
        ["Нужно проверить", "Не можем"],
        ["Разъяснить", "Назад"],
    ]
    template = facts_words.menu_template_day(incident_id=ID, number=1, what_where="вода", template=GENERAL, known={})
    assert labels(template) == [["Сегодня", "Завтра"], ["До пятницы", "Дата…"], ["Назад"]]
    assert all(len(label) <= TWO for row in labels(template) for label in row)
    assert MenuButton(menu=Menu.TEMPLATE_DAY, incident=ID, choice=f"1~{FactDay.FRIDAY}").pack() == template.rows[1][0].data


def test_the_list_of_templates_shows_words_and_no_braces() -> None:
    one = Template(id=1, title="Промежуточный", text="{привет} {адрес}: занимается {кто}. Сейчас: {мера_сейчас}. До {дата} напишем.")
    known = {"привет": "Здравствуйте!", "адрес": "Конаково, Лесная, 5", "кто": "отдел ЖКХ"}
    listed = facts_words.menu_template(incident_id=ID, number=1, what_where="вода", templates=(one,), page=0, known=known)
    dated = facts_words.menu_template_day(incident_id=ID, number=1, what_where="вода", template=one, known=known)
    for message in (listed, dated):
        assert "Конаково, Лесная, 5: занимается отдел ЖКХ. Сейчас: ‹что происходит сейчас›. До ‹какой день› напишем." in parse(message.html)


@pytest.mark.parametrize("place", ["", "деревня Плоски", "Конаково, улица Лесная, 5"])
@pytest.mark.parametrize("fact", sorted(set(FactKind) - IN_WORDS))
def test_no_fact_of_any_topic_is_told_without_its_day_and_its_deed(fact: FactKind, place: str) -> None:
    district = konakovo()
    for topic in district.topics.values():
        template = template_for_fact(district.templates, fact, topic=topic.slug, group=topic.group)
        measure = measure_of(district.measures, topic=topic.slug, group=topic.group)
        known = {
            **{"привет": "Здравствуйте!", "кто": "отдел ЖКХ", "дата": "25 ноября", "адрес": place},
            **{"мера": measure.will, "мера_мы": measure.we, "что_сделали": measure.done},
        }
        asked = missing_fields(template.text, known)
        assert set(asked) <= {"мера", "что_сделали"}, topic.slug
        text = filled_template(template.text, {**known, **dict.fromkeys(asked, "починит лифт")}).text
        assert "25 ноября" in text, topic.slug
        assert fact is FactKind.CANNOT or place.lower() in text.lower(), topic.slug
        if fact is FactKind.DONE:
            assert (measure.done or "Починит лифт") in text, topic.slug
        if fact is FactKind.BY_DATE:
            assert (measure.will or "починит лифт") in text, topic.slug


def test_of_a_topic_of_many_troubles_no_deed_is_said_that_nobody_reported() -> None:
    for topic in ("housing_stairwell", "waste_containers", "improvement_yard", "social_benefits"):
        assert measure_of(konakovo().measures, topic=topic, group="") is NO_MEASURE


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FactKind.DONE, "Факт от отдела: «сделано 25 ноября»"),
        (FactKind.BY_DATE, "Факт от отдела: «сделаем до 25 ноября»"),
        (FactKind.CHECK, "Факт от отдела: «проверим до 25 ноября»"),
        (FactKind.CANNOT, "Факт от отдела: «не можем, решим до 25 ноября»"),
        (FactKind.PLANNED, "Факт от отдела: «учтём в плане до 25 ноября»"),
        (FactKind.DECLINED, "Факт от отдела: «не можем, объясним почему»"),
        (FactKind.EXPLAINED, "Факт от отдела: «разъясняем, почему так»"),
    ],
)
def test_a_fact_in_words_for_whoever_approves(kind: FactKind, words: str) -> None:
    fact = Fact(id=1, incident_id=ID, by=OfficialId(2), at=at(9), kind=kind, day=at(9, day=25).date())
    assert facts_words.fact_line(fact) == words


def test_a_wish_is_answered_with_a_day_or_with_a_reason() -> None:
    known = {"привет": "Здравствуйте!", "кто": "отдел ЖКХ", "дата": "31 мая 2027 года", "адрес": ""}
    planned, declined = (
        template_for_fact(konakovo().templates, fact, topic="", group="").text for fact in (FactKind.PLANNED, FactKind.DECLINED)
    )
    assert (missing_fields(planned, known), missing_fields(declined, known)) == ((), ("почему",))
    assert "Учтём его в плане до 31 мая 2027 года. К этому дню напишем здесь, что решили." in filled_template(planned, known).text
    typed = read_fields("Под дорогой газопровод.", ["почему"], today=at(9).date())
    assert (
        "Сделать это не можем, потому что под дорогой газопровод. Отвечает отдел ЖКХ." in filled_template(declined, {**known, **typed}).text
    )
    with pytest.raises(DomainError, match="почему не можем"):
        read_fields("-", ["почему"], today=at(9).date())


def test_plan_and_reason_stand_first_of_a_wish_and_nowhere_of_a_trouble() -> None:
    wish = facts_words.menu_fact(incident_id=ID, number=1, what_where="предложение", is_suggestion=True)
    assert labels(wish)[:2] == [["Учтём в плане", "Не можем"], ["Нужно проверить", "Сделано"]]
    assert "«в мае»" in parse(facts_words.ask_fact_day(what_where="предложение", fact=FactKind.PLANNED).html)


def test_the_questions_say_how_a_day_may_be_written() -> None:
    assert "в пятницу" in parse(facts_words.ask_fact_day(what_where="вода", fact=FactKind.CHECK).html)
    assert "отмена" in parse(facts_words.ask_template_day(what_where="вода").html)


def test_no_ready_words_promise_a_resident_a_number_of_days() -> None:
    ready = [*(each.text for each in konakovo().templates), WHERE, TO_ALL]
    assert [text for text in ready if re.search(r"\d+\s+(рабоч|календар)?\S*\s?(дн|ден|сут)", text)] == []
