"""Changes of the routing tree: what each makes of it, what it would have done, how it is shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routing import rules_words as cards
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import DepartmentId
from incidents.places.values import Spot
from incidents.reading import MainPlace
from incidents.routing.rule_changes import (
    Effect,
    RuleChange,
    all_rules,
    effect,
    next_number,
    parent_of,
    rule_of,
    text_of,
    tree_of,
    with_change,
    with_new_rule,
    with_title,
)
from incidents.routing.rules import Rule, route
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import HOUSING, ROADS, department, incident, place, reading

CHILD = Rule(number=4, title="вода на дорогах", department_id=ROADS, topics=frozenset({"roads_drainage"}))
ONLY = Rule(number=6, title="люки", department_id=HOUSING, topics=frozenset({"improvement_manhole"}))
TREE = (
    Rule(number=20, title="дороги", department_id=ROADS, groups=frozenset({"roads"}), children=(CHILD,)),
    Rule(number=40, title="ЖКХ", department_id=HOUSING, groups=frozenset({"housing"}), danger=False),
    Rule(number=50, title="дворы", groups=frozenset({"improvement"}), settlements=frozenset({"s-a"}), children=(ONLY,)),
)
NAMES = {"roads": "отдел дорог", "housing": "отдел <ЖКХ>", "roads_drainage": "Вода на дороге"}
BOTH = {ROADS, HOUSING}


def numbers(tree: tuple[Rule, ...]) -> list[int]:
    return [rule.number for rule in all_rules(tree)]


def test_a_rule_is_given_to_another_department_switched_and_removed() -> None:
    assert rule_of(with_change(TREE, 4, RuleChange.DEPARTMENT, HOUSING), 4).department_id == HOUSING
    off = with_change(TREE, 20, RuleChange.OFF)
    assert not rule_of(off, 20).active
    assert route(reading(), rules=off, staffed=BOTH).department_id is None
    assert with_change(off, 20, RuleChange.ON) == TREE
    assert numbers(with_change(TREE, 20, RuleChange.REMOVE)) == [40, 50, 6]
    assert numbers(with_change(TREE, 4, RuleChange.REMOVE)) == [20, 40, 50, 6]


def test_rules_move_among_their_equals() -> None:
    assert numbers(with_change(TREE, 40, RuleChange.UP)) == [40, 20, 4, 50, 6]
    assert with_change(with_change(TREE, 20, RuleChange.DOWN), 20, RuleChange.UP) == TREE
    two = (replace(TREE[0], children=(CHILD, replace(CHILD, number=5))),)
    assert numbers(with_change(two, 5, RuleChange.UP)) == [20, 5, 4]
    for number, change, says in ((20, RuleChange.UP, "первое"), (50, RuleChange.DOWN, "последнее"), (4, RuleChange.UP, "первое")):
        with pytest.raises(Unchanged, match=says):
            with_change(TREE, number, change)


def test_what_changes_nothing_or_breaks_the_tree_is_refused() -> None:
    for change, home in ((RuleChange.DEPARTMENT, ROADS), (RuleChange.ON, None)):
        with pytest.raises(Unchanged):
            with_change(TREE, 20, change, home)
    with pytest.raises(NotFound):
        with_change(TREE, 99, RuleChange.OFF)
    with pytest.raises(DomainError, match="правило 50 никуда не ведёт"):
        with_change(TREE, 6, RuleChange.REMOVE)
    for title in ("", "х" * 121):
        with pytest.raises(DomainError, match="от 1 до 120"):
            with_title(TREE, 20, title)
    with pytest.raises(Unchanged):
        with_title(TREE, 20, " дороги ")
    assert rule_of(with_title(TREE, 4, "вода"), 4).title == "вода"


def test_a_new_rule_goes_first_and_gets_a_number_that_nobody_had() -> None:
    new = Rule(number=next_number(TREE, [70, 3]), title="снег", department_id=HOUSING, topics=frozenset({"roads_snow"}))
    assert new.number == 71
    assert numbers(with_new_rule(TREE, new)) == [71, 20, 4, 40, 50, 6]
    with pytest.raises(DomainError, match="уже есть правило 20"):
        with_new_rule(TREE, Rule(number=72, title="x", department_id=HOUSING, groups=frozenset({"roads"})))
    assert parent_of(TREE, 4) == TREE[0]
    assert parent_of(TREE, 20) is None


def test_the_effect_counts_what_would_have_gone_elsewhere() -> None:
    routed = [
        (incident(), reading()),
        (incident(topic="roads_snow"), reading()),
        (incident(place=place("Редкино")), reading()),
    ]
    moved = effect(routed, before=TREE, after=with_change(TREE, 4, RuleChange.DEPARTMENT, HOUSING), staffed=BOTH)
    assert moved == Effect(total=3, moves=((ROADS, HOUSING, 2),))
    assert moved.count == 2
    assert effect(routed, before=TREE, after=TREE, staffed=BOTH).count == 0
    gone = effect(routed, before=TREE, after=with_change(TREE, 20, RuleChange.REMOVE), staffed=BOTH)
    assert gone.moves == ((ROADS, None, 3),)


@given(st.lists(st.tuples(st.sampled_from([20, 4, 40, 50, 6]), st.sampled_from(RuleChange)), max_size=8))
def test_any_changes_keep_a_tree_that_can_be_written_and_read(steps: list[tuple[int, RuleChange]]) -> None:
    tree: tuple[Rule, ...] = TREE
    for number, change in steps:
        try:
            tree = with_change(tree, number, change, HOUSING)
        except DomainError:
            continue
    assert tree_of(text_of(tree)) == tree
    assert len(set(numbers(tree))) == len(numbers(tree))
    assert all(rule.department_id or rule.children for rule in all_rules(tree))


def test_pages_of_rules_parse_and_every_button_fits() -> None:
    moved, none = Effect(total=30, moves=((ROADS, HOUSING, 3), (None, HOUSING, 1))), Effect(total=30, moves=())
    listed = cards.listed(tree=with_change(TREE, 40, RuleChange.OFF), names=NAMES, page=0)
    text = parse(listed.html)
    assert "20. дороги: отдел дорог\n· 4. вода на дорогах: отдел дорог\n40. ЖКХ: отдел <ЖКХ> (выключено)" in text
    assert labels(listed)[0] == ["20", "4", "40", "50", "6"]
    assert "Номер у правила постоянный, поэтому номера идут не подряд" in text
    one = cards.one(rule=CHILD, tree=TREE, names=NAMES, page=0)
    assert "Внутри правила 20, важнее его" in one.html
    assert "О чём: «Вода на дороге»\nГде: везде" in parse(one.html)
    off = cards.one(rule=replace(TREE[1], active=False), tree=TREE, names=NAMES, page=0)
    assert "Включить…" in [label for row in labels(off) for label in row]
    assert "Только неопасное" in off.html
    top = cards.one(rule=TREE[2], tree=TREE, names=NAMES, page=0)
    assert "Вложенных правил: 1" in top.html
    asked = cards.ask(rule=CHILD, change=RuleChange.DEPARTMENT, department="housing", effect=moved, names=NAMES, unstaffed=True)
    assert "Отдать отдел <ЖКХ>?" in parse(asked.html)
    assert "За 30 дней иначе пошли бы 4 из 30:\nотдел дорог → отдел <ЖКХ>: 3\nкоординатор → отдел <ЖКХ>: 1" in parse(asked.html)
    assert "пока никого нет" in asked.html
    made = [listed, one, off, top, asked, cards.listed(tree=(), names={}, page=0), cards.ask_place(), cards.ask_title(rule=CHILD)]
    made += [cards.ask(rule=TREE[0], change=each, department="roads", effect=none, names=NAMES, unstaffed=False) for each in RuleChange]
    made += [cards.ask_add(new=CHILD, effect=none, names=NAMES, unstaffed=False), cards.ask_back(effect=moved, names=NAMES)]
    made += [cards.scopes(groups={f"g{n}": f"Раздел {n}" for n in range(20)}, page=1)]
    made += [cards.topics(group="roads", title="Дороги", shorts={"education_kindergarten_places": "Места в саду"}, page=0)]
    towns = [Spot(id=f"s-novozavidovsky-{n}", place=MainPlace(settlement=f"Посёлок {n}")) for n in range(20)]
    made += [cards.places(what="Дороги", towns=towns, page=2)]
    made += [cards.homes(number=n, departments=[department(DepartmentId(f"a{'b' * 30}{i}")) for i in range(10)], page=0) for n in (0, 999)]
    made += [cards.listed(tree=tuple(replace(CHILD, number=n) for n in range(1, 40)), names=NAMES, page=2)]
    for message in made:
        assert len(parse(message.html)) <= 2000
        assert all(len((button.data or "").encode()) <= 64 for row in message.rows for button in row)


def test_a_change_of_rules_is_told_in_words() -> None:
    told = [
        cards.change_line("4", "roads", "dep~housing", NAMES),
        cards.change_line("4", None, "off", NAMES),
        cards.change_line("4", "люки", "title", NAMES),
        cards.change_line("all", None, "back", NAMES),
        cards.change_line("all", None, "table", NAMES),
    ]
    assert told == [
        "правило 4: отдел &lt;ЖКХ&gt;, было отдел дорог",
        "правило 4: выключили",
        "правило 4: назвали иначе, было «люки»",
        "вернули прежние правила",
        "правила заменили таблицей",
    ]
