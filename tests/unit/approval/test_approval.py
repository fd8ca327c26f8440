"""Approval: whose answers want it, what an approver is told, and which edits change a fact."""

from dataclasses import replace
from datetime import date

import pytest

from incidents.approval.answer_checks import Told, cautions, checks
from incidents.approval.fact_diff import changed_facts
from incidents.approval.lookups import approvers
from incidents.approval.values import ApprovalMode, ApprovalRules
from incidents.ids import OfficialId
from incidents.official import Role
from tests.kit.values.samples import HOUSING, ROADS, at, official

TODAY = date(2026, 11, 24)
GOOD = (
    "Здравствуйте! На Белавинской забилась труба. Сегодня откачаем воду, до 25 ноября прочистим трубу. Отвечает отдел дорожного хозяйства."
)


def test_a_department_may_have_a_mode_of_its_own_and_the_chat_is_above_the_profile() -> None:
    rules = ApprovalRules(mode=ApprovalMode.FIRST, departments={ROADS: ApprovalMode.ALWAYS})
    assert (rules.of(ROADS), rules.of(HOUSING), rules.of(None)) == (ApprovalMode.ALWAYS, ApprovalMode.FIRST, ApprovalMode.FIRST)
    changed = rules.changed({"": ApprovalMode.NEVER, HOUSING: ApprovalMode.ALWAYS})
    assert (changed.of(ROADS), changed.of(HOUSING), changed.of(None)) == (ApprovalMode.ALWAYS, ApprovalMode.ALWAYS, ApprovalMode.NEVER)


def test_on_leave_the_deputy_is_asked_where_they_may_decide_and_never_the_author() -> None:
    away = official(Role.APPROVER, 1, away=True, deputy_id=OfficialId(3))
    second, coordinator, author = official(Role.APPROVER, 2), official(Role.COORDINATOR, 3), official(Role.EXECUTOR, 4, ROADS)
    assert approvers([away, second, coordinator, author], author.id) == [second]
    assert approvers([away, coordinator, author], author.id) == [coordinator]
    assert approvers([away, coordinator], coordinator.id) == []
    assert approvers([replace(away, deputy_id=author.id), coordinator, author], OfficialId(9)) == []


def test_a_good_answer_has_a_measure_a_date_and_an_owner() -> None:
    found = checks(GOOD, department="отдел дорожного хозяйства", today=TODAY)
    assert (found.measure, found.when, found.owner, found.length) == (True, True, True, len(GOOD))


def test_an_empty_answer_has_none_of_them() -> None:
    found = checks("Здравствуйте! Ваше обращение принято к сведению, спасибо.", department=None, today=TODAY)
    assert (found.measure, found.when, found.owner) == (False, False, False)


def test_care_is_asked_for_by_name() -> None:
    told = [Told(text="Починим", at=at(9, day=12)), Told(text="Другое", at=at(9, day=13))]
    found = cautions("Починим", said="Буду писать в прокуратуру, мы подадим в суд", angry=3, told=told)
    assert (found.quarrel, found.prosecutor, found.court, found.same_at) == (True, True, False, at(9, day=12))
    calm = cautions("Починим завтра", said="Прокурорская улица, яма", angry=2, told=told)
    assert (calm.quarrel, calm.court, calm.same_at) == (False, False, None)
    assert cautions("", said="Подам в суд", angry=0, told=()).court


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("Прочистим до 25 ноября.", "Прочистим до 27 ноября.", (("до 25 ноября", "до 27 ноября"),)),
        ("Прочистим до 25 ноября.", "Прочистим.", (("до 25 ноября", ""),)),
        ("Прочистим трубу.", "Завтра прочистим трубу.", (("", "Завтра"),)),
        ("Привезём 3 насоса.", "Привезём 5 насосов.", (("3", "5"),)),
        ("Откачаем воду.", "Проверим воду.", (("Откачаем", "Проверим"),)),
        ("Работает на улице Лесной.", "Работает на улице Садовой.", (("Лесной", "Садовой"),)),
        ("Вода будет грязной.", "Вода не будет грязной.", (("", "не будет"),)),
        (
            "Воду вернём завтра к 18:00, звоните в отдел.",
            "Воду вернём до 27 ноября, звоните в отдел: 8 (48242) 4-12-34.",
            (("завтра", "до 27 ноября"), ("", "8 (48242) 4-12-34"), ("18:00", "")),
        ),
        (
            "Ждём к 18:00, телефон +7 48242 4-12-34, привезём 3 насоса.",
            "Ждём к 9:30, телефон 8 48242 4-12-35, привезём 5 насосов.",
            (("+7 48242 4-12-34", "8 48242 4-12-35"), ("18:00", "9:30"), ("3", "5")),
        ),
        (
            "Здравствуйте! На улице Энергетиков до 1 декабря заделаем ямы.",
            "Здравствуйте! Энергетиков: до 27 ноября заделаем ямы.",
            (("до 1 декабря", "до 27 ноября"),),
        ),
        ("Знаем о яме, Узнаем срок до 1 декабря.", "Узнаем срок до 27 ноября.", (("до 1 декабря", "до 27 ноября"),)),
    ],
)
def test_another_fact_is_seen(before: str, after: str, changes: tuple[tuple[str, str], ...]) -> None:
    assert changed_facts(before, after, today=TODAY) == changes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (GOOD, GOOD.replace("Здравствуйте!", "Добрый день!")),
        (GOOD, GOOD.replace("забилась труба", "забилась труба под дорогой")),
        ("Прочистим до 25 ноября.", "До 25.11 прочистим."),
        ("Ждём к 9:00, телефон 8 (48242) 4-12-34.", "Ждём к 09.00, телефон +7 48242 41234."),
        ("Откачаем воду. Отвечает отдел.", "Откачаем воду, отвечает отдел."),
    ],
)
def test_other_words_for_the_same_are_no_other_fact(before: str, after: str) -> None:
    assert changed_facts(before, after, today=TODAY) == ()
