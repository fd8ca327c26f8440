"""«Разъяснить»: what the ready words say, and what they never say."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.config.district import DistrictError, load_district
from incidents.advice.rules import advise
from incidents.advice.values import About
from incidents.answers.asked_fields import MUST, read_fields
from incidents.answers.facts import FactKind, measure_of
from incidents.answers.template_filling import fields_in, filled_template, missing_fields
from incidents.answers.templates import Template, nearest_explanations, template_for_fact
from incidents.errors import DomainError
from incidents.promises.values import promised
from tests.kit.desk_town import konakovo
from tests.kit.values.cards_made import at

KNOWN = {"привет": "Здравствуйте!", "кто": "отдел ЖКХ"}
PIECES = {"разъяснение", "о_случае", "основание", "где_смотреть", "дата_плана"}
READY = Path("districts/templates.toml")


def explained(topic: str) -> Template:
    district = konakovo()
    return template_for_fact(district.templates, FactKind.EXPLAINED, topic=topic, group=district.topics[topic].group)


@pytest.mark.parametrize("topic", sorted(konakovo().topics))
def test_every_topic_has_an_explanation_that_asks_for_its_pieces_alone(topic: str) -> None:
    template = explained(topic)
    asked = missing_fields(template.text, KNOWN)
    assert set(asked) <= PIECES
    assert {"основание", "где_смотреть", "дата_плана"} < set(asked)


@pytest.mark.parametrize("template", [each for each in konakovo().templates if each.fact is FactKind.EXPLAINED and each.scope])
def test_without_a_word_of_the_official_it_explains_gets_no_advice_and_has_no_gap(template: Template) -> None:
    typed = read_fields("-", missing_fields(template.text, KNOWN), today=at(9).date())
    text = filled_template(template.text, {**KNOWN, **typed}).text
    assert len(text) > 250 and "{" not in text and "до ." not in text
    district = konakovo()
    about = About(today=at(9).date(), limit=3500, explains=True, department="отдел ЖКХ")
    assert [each.code for each in advise(text, about, district.words).advice] == []
    assert promised(text, today=at(9).date()) == ()


def test_the_whole_explanation_says_why_by_what_where_and_by_when() -> None:
    text = explained("roads_repair").text
    asked = missing_fields(text, KNOWN)
    typed = read_fields(
        "на Лесной проект готов\nпрограмма дорог на 2027 год\nсайт округа, раздел «Дороги»\n1 июля 2027", asked, today=at(9).date()
    )
    said = filled_template(text, {**KNOWN, **typed}).text
    for words in (
        "Здравствуйте! На Лесной проект готов. ",
        "Программа: программа дорог на 2027 год. Прочесть: сайт округа, раздел «Дороги». Срок по плану: до 1 июля 2027 года.",
        "ответит отдел ЖКХ.",
    ):
        assert words in said


def test_of_any_other_topic_the_official_says_why_and_nothing_is_invented() -> None:
    template = explained("other_other")
    assert "разъяснение" in MUST
    with pytest.raises(DomainError, match="ответ пустой"):
        read_fields("-", missing_fields(template.text, KNOWN), today=at(9).date())
    typed = read_fields("Архив переехал\n-\n-\n-", missing_fields(template.text, KNOWN), today=at(9).date())
    said = filled_template(template.text, {**KNOWN, **typed}).text
    assert said == "Здравствуйте! Архив переехал. Отвечает отдел ЖКХ. Остался вопрос? Спросите здесь, ответим."


def test_a_day_of_the_plan_is_a_day_or_nothing() -> None:
    with pytest.raises(DomainError, match="День не разобрали"):
        read_fields("когда-нибудь", ["дата_плана"], today=at(9).date())


def test_no_number_and_no_law_stands_in_an_explanation_without_its_source() -> None:
    blocks = READY.read_text(encoding="utf-8").split("[[template]]")
    unsourced = []
    for before, block in pairwise(blocks):
        text = block.split("\n# ", 1)[0]
        words = re.sub(r"\{[^}]*\}", "", next(line for line in text.splitlines() if line.startswith("text")))
        is_claim = re.search(r"\d|закон|кодекс|ГОСТ|санитарн\w+ правил|постановлени", words)
        is_topical = 'fact = "explained"' in text and "for = [" in text  # the general one names no law: it asks for it
        if is_topical and is_claim and not before.rstrip().splitlines()[-1].startswith("# Источник: "):
            unsourced.append(words)
    assert unsourced == []


def test_what_the_district_has_published_is_filled_in_and_not_asked(tmp_path: Path) -> None:
    folder = tmp_path / "primer"
    folder.mkdir()
    for file in Path("districts/primer").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    about = folder / "district.toml"
    plain = about.read_text(encoding="utf-8")
    about.write_text(
        plain + '\n[explain.roads]\nplan = "программа дорог"\nwhere = "сайт округа"\n[explain.roads_repair]\nplan = "ремонт улиц"\n',
        encoding="utf-8",
    )
    district = load_district(folder)
    snow, repair, gas = (
        measure_of(district.measures, topic=topic, group=topic.split("_", 1)[0])
        for topic in ("roads_snow", "roads_repair", "energy_gasification")
    )
    assert (snow.will, snow.plan, snow.where) == ("уберёт снег и посыплет дорогу", "программа дорог", "сайт округа")
    assert (repair.plan, repair.where, gas.plan) == ("ремонт улиц", "", "")
    about.write_text(plain + '\n[explain.moon]\nplan = "луна"\n', encoding="utf-8")
    with pytest.raises(DistrictError, match="ни такой темы"):
        load_district(folder)


def test_only_an_explanation_is_spared_the_advice_about_deeds() -> None:
    text = "Здравствуйте! Тариф задаёт область по 257-ФЗ. Отвечает отдел ЖКХ."
    about = About(today=at(9).date(), limit=3500, department="отдел ЖКХ")
    assert {"no_date", "law"} <= {each.code for each in advise(text, about, konakovo().words).advice}
    assert advise(text, replace(about, explains=True), konakovo().words).advice == ()


def test_every_field_of_an_explanation_has_words_for_the_question() -> None:
    for template in konakovo().templates:
        if template.fact is FactKind.EXPLAINED:
            assert {*fields_in(template.text)} <= PIECES | {"привет", "кто", "телефон"}


@pytest.mark.parametrize(
    ("said", "topic", "title"),
    [
        ("Почему номер в очереди в садик был 12, а стал 31?", "education_kindergarten_places", "номер в очереди в сад растёт"),
        ("скажите когда дадут тепло?", "housing_no_heating", "когда дадут тепло"),
        ("батареи еле тёплые, будет ли перерасчёт", "housing_no_heating", "батареи холодные, перерасчёт"),
        ("сколько денег потратили на ёлку и кто подрядчик?", "culture_events", "сколько потратили и на что"),
        (
            "Где принимают батарейки, лампы и градусник?",
            "improvement_cleaning",
            "куда сдать батарейки и вещи",
        ),  # another topic's
        ("Почему за садик с января стало дороже, компенсация с новой суммы?", "housing_fees", "плата за детский сад выросла"),
        ("дорогу до снт чистить кто должен вы или мы?", "roads_snow", "дорога к садам и дачам"),
        ("просто объясните", "roads_sidewalks", "любая тема"),  # no word of it: a wrong subject is worse than none
        ("Уберите ёлку с площади, март на дворе", "energy_outage", "любая тема"),
        ("просто объясните", "other_other", "любая тема"),
    ],
)
def test_the_residents_words_choose_the_explanation(said: str, topic: str, title: str) -> None:
    district = konakovo()
    numbered = [replace(each, id=n) for n, each in enumerate(district.templates, start=1)]
    group = district.topics[topic].group
    near = nearest_explanations(numbered, topic=topic, group=group, said=said)
    assert near[0].title == f"Разъяснить: {title}"
    off = [replace(each, active=each.id != near[0].id) for each in numbered]
    assert near[0].id not in {each.id for each in nearest_explanations(off, topic=topic, group=group, said=said)}


def test_beside_the_general_draft_stand_the_likeliest() -> None:
    numbered = [replace(each, id=n) for n, each in enumerate(konakovo().templates, start=1)]
    near = nearest_explanations(numbered, topic="roads_sidewalks", group="roads", said="объясните про лёд")
    titles = ["любая тема", "скользко, не посыпают, упал", "тротуар", "ремонт дорог"]
    assert [each.title for each in near[:4]] == [f"Разъяснить: {each}" for each in titles]
    without = [each for each in numbered if each.scope]
    assert nearest_explanations(without, topic="moon", group="moon", said="абракадабра") == ()
