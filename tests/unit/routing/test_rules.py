"""Routing always answers, with a reason."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.config.district import load_district
from incidents.incident import Doubt
from incidents.reading import DangerGrade, Kind, MainPlace, Part
from incidents.routing.department_scores import likely_departments
from incidents.routing.rules import Route, Rule, confusable, leading, questions, reading_of_part, route, with_coordinator
from incidents.routing.topic_rules import NETWORKS, PLACELESS, PLACELESS_GROUPS, SUPPLY
from tests.kit.values.samples import HOUSING, ROADS, place, reading

NOWHERE = MainPlace()
TOWN = Rule(
    number=4,
    title="вода на дорогах, г. Конаково",
    department_id=ROADS,
    topics=frozenset({"roads_drainage"}),
    settlements=frozenset({"s-Конаково"}),
)
RULES = (
    Rule(number=20, title="дороги", department_id=ROADS, groups=frozenset({"roads"}), children=(TOWN,)),
    Rule(number=40, title="ЖКХ", department_id=HOUSING, groups=frozenset({"housing", "improvement"})),
    Rule(number=90, title="льготы", department_id=HOUSING, groups=frozenset({"social"})),
)
BOTH = {ROADS, HOUSING}


def test_the_card_says_why_by_the_rules_title_and_number() -> None:
    assert route(reading(), rules=RULES, staffed=BOTH) == Route(department_id=ROADS, because="вода на дорогах, г. Конаково (правило 4)")


HOLE = Part(group="roads", topic="roads_potholes", span=(0, 9), score=0.9)
COLD = Part(group="housing", topic="housing_no_heating", span=(10, 20), score=0.9)
MONEY = Part(group="labour", topic="labour_salary", span=(21, 30), score=0.9)


def test_several_questions_go_to_the_likeliest_department_and_name_another() -> None:
    both = reading(topic="roads_potholes", parts=(HOLE, COLD))
    found = route(both, rules=RULES, staffed=BOTH)
    assert (found.department_id, found.doubt, found.proposed_id) == (ROADS, Doubt.QUESTIONS, HOUSING)
    assert (found.because, found.held_because) == ("дороги (правило 20)", "несколько вопросов в одном сообщении")
    assert with_coordinator(found) == Route(department_id=None, because=found.held_because, doubt=Doubt.QUESTIONS, proposed_id=ROADS)
    asked = questions(both, rules=RULES, staffed=BOTH)
    assert [each.department_id for each in asked] == [ROADS, HOUSING]


def test_questions_that_one_department_answers_are_one() -> None:
    yard = Part(group="improvement", topic="improvement_yard", span=(0, 9), score=0.9)
    mine = reading(group="housing", topic="housing_no_heating", parts=(COLD, yard))
    assert questions(mine, rules=RULES, staffed=BOTH) == ()
    assert route(mine, rules=RULES, staffed=BOTH).department_id == HOUSING
    assert questions(reading(parts=(HOLE, MONEY)), rules=RULES, staffed=BOTH) == ()
    assert questions(reading(parts=(HOLE, COLD)), rules=RULES, staffed={ROADS}) == ()


def test_a_danger_among_questions_goes_to_its_department_at_once() -> None:
    hot = replace(COLD, danger=True)
    burning = reading(group="housing", topic="housing_no_heating", danger=True, danger_grade=DangerGrade.NOW, parts=(HOLE, hot))
    found = route(burning, rules=RULES, staffed=BOTH)
    assert (found.department_id, found.doubt) == (HOUSING, Doubt.QUESTIONS)
    assert leading(questions(burning, rules=RULES, staffed=BOTH), burning).part is hot
    assert reading_of_part(burning, HOLE).danger_grade is None and reading_of_part(burning, hot).danger_grade is DangerGrade.NOW


def test_whoever_answers_collects_even_where_the_reading_speaks_of_what_nobody_has() -> None:
    odd = reading(group="labour", topic="labour_salary", parts=(MONEY, HOLE, COLD))
    assert leading(questions(odd, rules=RULES, staffed=BOTH), odd).department_id == ROADS


def test_a_child_that_does_not_match_leaves_the_matter_to_its_parent() -> None:
    elsewhere = reading(main=place("Редкино"))
    assert route(elsewhere, rules=RULES, staffed=BOTH).because == "дороги (правило 20)"


def test_a_parent_without_a_department_routes_through_its_children_only() -> None:
    parent = Rule(number=1, title="всё", children=(TOWN,))
    assert route(reading(), rules=[parent], staffed=BOTH).department_id == ROADS
    assert route(reading(topic="roads_snow"), rules=[parent], staffed=BOTH).doubt is Doubt.ROUTE


def test_a_rule_may_ask_for_danger() -> None:
    danger = Rule(number=1, title="опасное", department_id=HOUSING, danger=True)
    calm = Rule(number=2, title="прочее", department_id=ROADS, danger=False)
    burning = reading(danger=True, danger_grade=DangerGrade.NOW)
    assert route(burning, rules=[danger, calm], staffed=BOTH).department_id == HOUSING
    assert route(reading(), rules=[danger, calm], staffed=BOTH).department_id == ROADS


def test_no_rule_means_the_coordinator() -> None:
    assert route(reading(), rules=(), staffed=BOTH) == Route(department_id=None, because="правило не нашлось", doubt=Doubt.ROUTE)


def test_an_empty_department_means_the_coordinator_who_reads_why() -> None:
    found = route(reading(), rules=RULES, staffed={HOUSING})
    assert found.department_id is None
    assert found.doubt is Doubt.ROUTE
    assert found.because == "вода на дорогах, г. Конаково (правило 4), в отделе пока никого нет"


def test_an_empty_department_is_passed_over_for_the_next_rule_that_matches() -> None:
    rules = (*RULES, Rule(number=99, title="всё прочее", department_id=HOUSING))
    found = route(reading(), rules=rules, staffed={HOUSING})
    assert found == Route(department_id=HOUSING, because="всё прочее (правило 99); по правилу 4 в отделе никого нет")


def test_what_is_not_ours_goes_to_the_coordinator_even_when_it_burns() -> None:
    kimry = reading(outside=True, danger=True, danger_grade=DangerGrade.NOW, main=place("Кимры"))
    assert route(kimry, rules=RULES, staffed=BOTH) == Route(department_id=None, because="не наш округ: Кимры", doubt=Doubt.OUTSIDE)
    assert route(reading(outside=True, main=NOWHERE), rules=RULES, staffed=BOTH).because == "не наш округ"


UNCLEAR = (("roads", 0.35), ("improvement", 0.31), ("waste", 0.1))


def test_two_groups_as_likely_of_two_departments_are_a_doubt_of_topic() -> None:
    found = route(reading(groups=UNCLEAR), rules=RULES, staffed=BOTH)
    why = "тема непонятна: похоже на две сразу"
    assert found == Route(
        department_id=ROADS, because="вода на дорогах, г. Конаково (правило 4)", doubt=Doubt.TOPIC, proposed_id=HOUSING, held_because=why
    )


def test_with_a_doubt_the_department_is_that_of_the_likeliest_topics_together() -> None:
    three = (("roads_drainage", 0.34), ("housing_pipe_burst", 0.3), ("housing_no_heating", 0.2))
    unclear = reading(groups=(("housing", 0.44), ("roads", 0.4)), topics=three)
    found = route(unclear, rules=RULES, staffed=BOTH)
    assert (found.department_id, found.because, found.doubt, found.proposed_id) == (HOUSING, "ЖКХ (правило 40)", Doubt.TOPIC, ROADS)
    sure = replace(unclear, groups=(("roads", 0.6), ("housing", 0.3)), topics=(("roads_drainage", 0.48), *three[1:]))
    assert route(sure, rules=RULES, staffed=BOTH).department_id == ROADS, "without a doubt the rules say it"
    assert route(replace(sure, main=NOWHERE), rules=RULES, staffed=BOTH).department_id == HOUSING
    assert route(unclear, rules=RULES, staffed={ROADS}) == route(replace(unclear, topics=three[:1]), rules=RULES, staffed={ROADS})


def test_praise_in_doubt_goes_where_a_complaint_would_and_a_rumour_waits() -> None:
    praised = route(reading(), rules=RULES, staffed=BOTH, praised=True)
    assert (praised.department_id, praised.doubt) == (ROADS, Doubt.PRAISE)
    told = reading(main=NOWHERE, kind=Kind.RUMOUR)
    assert route(told, rules=RULES, staffed=BOTH) == Route(department_id=None, because="место не названо", doubt=Doubt.PLACE)


def test_two_groups_of_one_department_are_no_doubt() -> None:
    unclear = reading(group="housing", topic="housing_other", groups=(("housing", 0.35), ("improvement", 0.31)))
    assert route(unclear, rules=RULES, staffed=BOTH).department_id == HOUSING


def test_a_clear_lead_or_a_sure_group_is_no_doubt() -> None:
    assert route(reading(groups=(("roads", 0.40), ("improvement", 0.20))), rules=RULES, staffed=BOTH).doubt is None
    assert route(reading(groups=(("roads", 0.48), ("improvement", 0.45))), rules=RULES, staffed=BOTH).doubt is None
    assert route(reading(groups=(("roads", 0.30),)), rules=RULES, staffed=BOTH).doubt is None


def test_two_topics_as_likely_of_two_departments_are_a_doubt_of_topic() -> None:
    unclear = reading(groups=(("roads", 0.5), ("housing", 0.4)), topics=(("roads_drainage", 0.3), ("housing_pipe_burst", 0.28)))
    assert route(unclear, rules=RULES, staffed=BOTH).doubt is Doubt.TOPIC
    near = reading(topics=(("roads_drainage", 0.3), ("roads_snow", 0.28)))
    assert route(near, rules=RULES, staffed=BOTH).doubt is None


def test_a_second_group_that_no_rule_knows_is_a_doubt() -> None:
    unclear = reading(groups=(("roads", 0.3), ("waste", 0.29)), topics=(("roads_drainage", 0.6), ("waste_dump", 0.2)))
    assert route(unclear, rules=RULES, staffed=BOTH).doubt is Doubt.TOPIC


def test_a_danger_is_never_held_back_by_a_doubt() -> None:
    now = reading(groups=UNCLEAR, danger=True, danger_grade=DangerGrade.NOW, main=NOWHERE)
    assert route(now, rules=RULES, staffed=BOTH) == Route(department_id=ROADS, because="дороги (правило 20)", doubt=Doubt.PLACE)
    risk = reading(groups=UNCLEAR, danger=True, danger_grade=DangerGrade.RISK)
    assert route(risk, rules=RULES, staffed=BOTH).department_id == ROADS
    assert route(risk, rules=RULES, staffed=BOTH).doubt is Doubt.TOPIC


def test_an_unknown_place_is_a_doubt_and_a_house_without_a_street_is_no_place() -> None:
    assert route(reading(main=NOWHERE), rules=RULES, staffed=BOTH).doubt is Doubt.PLACE
    assert route(reading(main=MainPlace(house="5")), rules=RULES, staffed=BOTH).doubt is Doubt.PLACE
    assert route(reading(main=MainPlace(landmark="мост")), rules=RULES, staffed=BOTH).doubt is None


def test_a_matter_that_needs_no_place_is_routed_without_one() -> None:
    benefits = reading(group="social", topic="social_child_benefits", groups=(("social", 0.9),), main=NOWHERE)
    assert route(benefits, rules=RULES, staffed=BOTH).department_id == HOUSING


KONAKOVO = load_district("districts/konakovo")


def test_the_rules_of_konakovo_route_every_topic_of_the_taxonomy() -> None:
    everyone = {each.id for each in KONAKOVO.departments}
    for topic in KONAKOVO.topics.values():
        post = reading(group=topic.group, topic=topic.slug, groups=((topic.group, 0.9),))
        assert route(post, rules=KONAKOVO.rules, staffed=everyone).department_id in everyone, topic.slug


def test_rule_4_of_konakovo_is_the_one_of_the_sample_card() -> None:
    post = reading(main=MainPlace(settlement="Конаково", settlement_id="s-konakovo"))
    assert route(post, rules=KONAKOVO.rules, staffed=BOTH).because == "вода на дорогах, г. Конаково (правило 4)"


def test_topics_that_the_domain_names_stand_in_the_taxonomy() -> None:
    assert set(KONAKOVO.topics) >= SUPPLY | PLACELESS | NETWORKS
    assert {each.group for each in KONAKOVO.topics.values()} >= PLACELESS_GROUPS


SHARES = st.lists(st.tuples(st.sampled_from(["roads", "housing", "waste"]), st.floats(0, 1)), max_size=3)


@given(groups=SHARES, topics=SHARES, grade=st.none() | st.sampled_from(DangerGrade), staffed=st.sets(st.sampled_from([ROADS, HOUSING])))
def test_routing_always_answers_with_a_reason(
    groups: list[tuple[str, float]], topics: list[tuple[str, float]], grade: DangerGrade | None, staffed: set[str]
) -> None:
    post = reading(groups=tuple(groups), topics=tuple(topics), danger=grade is not None, danger_grade=grade)
    found = route(post, rules=RULES, staffed=staffed)  # type: ignore[arg-type] # names of departments
    assert found.because
    assert (found.department_id is None) <= (found.doubt is not None)
    if grade is not None and ROADS in staffed:
        assert found.department_id == ROADS


PUZZLE: dict[str, Any] = {  # Any: fields of a Reading
    "groups": (("roads", 0.3), ("housing", 0.28)),
    "topics": (("roads_drainage", 0.3), ("housing_pipe_burst", 0.25)),
}


def test_two_topics_are_confusable_where_neither_leads() -> None:
    assert confusable(reading(**PUZZLE)) == ("roads_drainage", "housing_pipe_burst")
    assert confusable(reading(topics=(("roads_drainage", 0.4), ("roads_snow", 0.35)))) == ("roads_drainage", "roads_snow")
    assert confusable(reading(topics=(("roads_drainage", 0.8), ("roads_snow", 0.1)))) is None
    assert confusable(reading(topics=())) is None


def test_departments_are_ranked_by_rules_until_there_is_history() -> None:
    assert likely_departments(reading(), rules=RULES, staffed=BOTH) == (ROADS, HOUSING)
    assert likely_departments(reading(), rules=RULES, staffed={HOUSING}) == (HOUSING,)
    assert likely_departments(reading(**PUZZLE), rules=RULES, staffed=BOTH, count=1) == (ROADS,)


def test_what_a_department_took_before_goes_first_if_somebody_is_there() -> None:
    known = reading(departments=(("housing", 0.7), ("moon", 0.2)))
    assert likely_departments(known, rules=RULES, staffed=BOTH) == (HOUSING, ROADS)
    assert likely_departments(known, rules=(), staffed=BOTH) == (HOUSING,)
