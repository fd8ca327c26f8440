"""Words of menus' buttons: they stand in chats for years."""

from collections.abc import Callable
from datetime import date

import pytest

from handlers.acts.buttons import Letter, Marks, Parts, marks_of
from handlers.answers.buttons import FactDay, FactOn, SameAs, TemplateOn, template_or_same
from handlers.danger.buttons import Hurt, Sure
from handlers.head.buttons import OrderUntil, OrderWords
from handlers.kit.buttons import Day, Menu, MenuButton
from handlers.kit.choices import Coded, PageTurn, code_of, page_in, read
from handlers.people.buttons import Heir, LeaveAsk, LeaveButton, LeaveSteps, PeopleButton, PeopleDo, RoleIn
from handlers.promises.buttons import DoneHow
from handlers.routing.buttons import ByWord, CorrectWhat, TopicPage, Whose, by_word_or
from incidents.answers.facts import FactKind
from incidents.errors import WrongStep
from incidents.ids import AnswerId, DepartmentId, IncidentId, OfficialId
from incidents.official import Role

HOUSING = DepartmentId("housing")
FIRST, BACK = date(2026, 12, 1), date(2026, 12, 15)

WRITTEN: list[tuple[str, Coded | str | int, Callable[[str], object]]] = [
    ("+2", PageTurn(2), PageTurn.parse),
    ("roads", TopicPage("roads"), TopicPage.parse),
    ("roads~0", TopicPage("roads", 0), TopicPage.parse),
    ("roads~1", TopicPage("roads", 1), by_word_or(TopicPage.parse)),
    ("?", ByWord(), by_word_or(TopicPage.parse)),
    ("?", Whose(None), Whose.parse),
    ("housing", Whose(HOUSING), Whose.parse),
    ("topic", CorrectWhat.TOPIC, CorrectWhat),
    ("place", CorrectWhat.PLACE, CorrectWhat),
    ("suggestion", CorrectWhat.SUGGESTION, CorrectWhat),
    ("trouble", CorrectWhat.TROUBLE, CorrectWhat),
    ("5.8.0", Marks(5, 8), marks_of(8)),
    ("ok5.8.1", Marks(5, 8, 1).done, marks_of(8)),
    ("all", Parts.ALL, Parts),
    ("?", Parts.OTHER, Parts),
    ("-", Letter.NONE, Letter),
    ("by_date~friday", FactOn(FactKind.BY_DATE, FactDay.FRIDAY), FactOn.parse),
    ("12~date", TemplateOn(12, FactDay.TYPED), TemplateOn.parse),
    ("s12", SameAs(AnswerId(12)), template_or_same),
    ("12", 12, template_or_same),
    ("hurt", Hurt.SOMEBODY, Hurt),
    ("nobody", Hurt.NOBODY, Hurt),
    ("cutoff", Hurt.CUT_OFF, Hurt),
    ("yes", Sure.YES, Sure),
    ("today", OrderUntil.TODAY, OrderUntil),
    ("tomorrow", OrderUntil.TOMORROW, OrderUntil),
    ("date", OrderUntil.TYPED, OrderUntil),
    ("voice", OrderUntil.BY_VOICE, OrderUntil),
    ("-", OrderWords.NONE, OrderWords),
    ("write", DoneHow.WRITE, DoneHow),
    ("close", DoneHow.CLOSE, DoneHow),
    ("executor", RoleIn(Role.EXECUTOR), RoleIn.parse),
    ("executor/housing", RoleIn(Role.EXECUTOR, HOUSING), RoleIn.parse),
    ("executor+1", RoleIn(Role.EXECUTOR, page=1), RoleIn.parse),
    ("to12", Heir(OfficialId(12)), Heir.parse),
    ("department", Heir(None), Heir.parse),
    ("", LeaveSteps(), LeaveSteps.parse),
    ("end", LeaveSteps(ask=LeaveAsk.END), LeaveSteps.parse),
    ("new", LeaveSteps(ask=LeaveAsk.NEW), LeaveSteps.parse),
    ("?", LeaveSteps(ask=LeaveAsk.TYPED), LeaveSteps.parse),
    ("2026-12-01", LeaveSteps(FIRST), LeaveSteps.parse),
    ("2026-12-01/?", LeaveSteps(FIRST, ask=LeaveAsk.TYPED), LeaveSteps.parse),
    ("2026-12-01/2026-12-15", LeaveSteps(FIRST, BACK), LeaveSteps.parse),
    ("2026-12-01/2026-12-15/7", LeaveSteps(FIRST, BACK, OfficialId(7)), LeaveSteps.parse),
]


@pytest.mark.parametrize(("code", "value", "parse"), WRITTEN)
def test_a_choice_is_written_and_read_back(code: str, value: Coded | str | int, parse: Callable[[str], object]) -> None:
    assert code_of(value) == code
    assert parse(code) == value


def button(choice: str) -> MenuButton:
    return MenuButton(menu=Menu.PLAN, incident=1, choice=choice)


@pytest.mark.parametrize("parse", [Day, Hurt, FactOn.parse, TemplateOn.parse, DoneHow, Parts])
def test_a_choice_that_is_no_more_is_refused_where_the_button_is_read(parse: Callable[[str], object]) -> None:
    with pytest.raises(WrongStep) as refused:
        button("7~zzz").read(parse)
    assert refused.value.user_text == "Такого выбора больше нет. Откройте меню на карточке ещё раз"


def test_each_button_says_where_to_begin_again() -> None:
    with pytest.raises(WrongStep, match="/people"):
        PeopleButton(do=PeopleDo.DISMISS, official=1, choice="tozzz").read(Heir.parse)
    with pytest.raises(WrongStep, match="/leave"):
        _ = LeaveButton(official=1, choice="нет").steps


@pytest.mark.parametrize("code", ["", "x", "-1", "٣", str(2**63)])
def test_a_forged_id_is_an_outdated_button(code: str) -> None:
    with pytest.raises(WrongStep, match="устарела"):
        button(code).read_id(IncidentId)


@pytest.mark.parametrize("code", ["", "x", "-1", "٣", "10000"])
def test_a_forged_page_is_the_first_one(code: str) -> None:
    assert read(page_in, code) == 0
