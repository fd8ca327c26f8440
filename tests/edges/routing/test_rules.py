"""/rules by taps: what a change would have done is shown first, then it is done, logged, and taken back."""

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import ChangesButton
from handlers.kit.rendering import Unneeded
from handlers.routing.buttons import RuleButton, RuleDo
from incidents.desk.routing.rules import log_rules
from incidents.ids import DepartmentId
from incidents.reading import MainPlace
from incidents.routing.route_now import way_of
from incidents.routing.rule_changes import all_rules, rule_of
from incidents.routing.rules import Rule
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import reading


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


def button(do: RuleDo, number: int = 0, key: str = "") -> RuleButton:
    return RuleButton(do=do, number=number, key=key)


async def press(hands: Phones, do: RuleDo, number: int = 0, key: str = "", by: str = "coordinator") -> str | None:
    return await hands.press(by, button(do, number, key))


async def read(hands: Phones) -> str:
    return (await said(hands.town))[-1][1]


async def tree(hands: Phones) -> Sequence[Rule]:
    async with hands.town.storage.transaction() as tx:
        return await tx.rules.all()


async def home(hands: Phones, settlement: str = "Конаково", topic: str = "roads_drainage") -> str | None:
    """Where such a message would go now."""
    where = MainPlace(settlement=settlement, settlement_id={"Конаково": "s-konakovo", "Редкино": "s-redkino"}[settlement])
    async with hands.town.storage.transaction() as tx:
        return (await way_of(tx, reading(topic=topic, main=where), post=None)).department_id


async def test_a_rule_is_given_to_another_department_after_its_effect_is_shown(hands: Phones) -> None:
    await hands.town.open(main=MainPlace(settlement="Конаково", settlement_id="s-konakovo"))
    await hands.type("coordinator", "/rules")
    assert "Кому что приходит, правил" in await read(hands)
    await press(hands, RuleDo.SHOW, 4)
    assert "Правило 4: вода на дорогах, г. Конаково" in await read(hands)
    await press(hands, RuleDo.HOMES, 4, "0")
    assert "Какому отделу?" in await read(hands)
    before = await tree(hands)
    await press(hands, RuleDo.PROPOSE, 4, "dep~housing")
    text = await read(hands)
    assert "Отдать отдел ЖКХ? Правило 4" in text
    assert "За 30 дней иначе пошли бы 1 из 1:\nотдел дорожного хозяйства → отдел ЖКХ: 1" in text
    assert await tree(hands) == before
    assert await home(hands) == ROADS
    assert "Применили" in (await press(hands, RuleDo.APPLY, 4, "dep~housing") or "")
    assert await home(hands) == HOUSING
    assert await press(hands, RuleDo.APPLY, 4, "dep~housing") == "Так уже и есть"
    await hands.town.sweep_outbox()
    await press(hands, RuleDo.ASK_BACK)
    assert "Вернуть правила, какими они были" in await read(hands)
    assert await press(hands, RuleDo.BACK) == "Вернули прежние правила"
    assert await tree(hands) == before
    await hands.town.sweep_outbox()
    await hands.press("coordinator", ChangesButton(area="rules", page=0))
    log = await read(hands)
    assert "правило 4: отдел ЖКХ, было отдел дорожного хозяйства" in log
    assert "вернули прежние правила" in log


async def test_a_new_rule_is_made_by_four_taps_for_one_settlement(hands: Phones) -> None:
    assert await home(hands, "Редкино", "roads_snow") == ROADS
    await press(hands, RuleDo.ADD)
    assert "Новое правило: о чём?" in await read(hands)
    await press(hands, RuleDo.GROUP, 0, "roads")
    assert "какая тема?" in await read(hands)
    await press(hands, RuleDo.SCOPE, 0, "t~roads_snow")
    (_, where), *_ = await messages(hands.town)
    assert ["Весь округ", "Найти…"] in labels(where)
    await press(hands, RuleDo.PLACE, 0, "~1")
    assert "где действует?" in await read(hands)
    await press(hands, RuleDo.PLACE, 0, "s-redkino")
    assert "Какому отделу?" in await read(hands)
    await press(hands, RuleDo.HOMES, 0, "1")
    await press(hands, RuleDo.HOME, 0, "housing")
    text = await read(hands)
    assert "Добавить правило 105?" in text
    assert "Редкино: отдел ЖКХ. Встанет первым" in text
    assert await home(hands, "Редкино", "roads_snow") == ROADS
    assert "Добавили" in (await press(hands, RuleDo.ADD_YES) or "")
    assert await home(hands, "Редкино", "roads_snow") == HOUSING
    assert await home(hands, "Конаково", "roads_snow") == ROADS
    new = rule_of(await tree(hands), 105)
    assert (new.topics, new.settlements, new.active) == (frozenset({"roads_snow"}), frozenset({"s-redkino"}), True)
    assert await press(hands, RuleDo.ADD_YES) == "Выбор устарел. Начните снова: /rules"


async def test_a_settlement_is_found_by_its_name(hands: Phones) -> None:
    await press(hands, RuleDo.SCOPE, 0, "g~roads")
    await press(hands, RuleDo.FIND)
    assert "Какой посёлок?" in await read(hands)
    await hands.type("coordinator", "Нигдеево")
    assert "не нашли" in await read(hands)
    await hands.type("coordinator", "Редкино")
    assert "Какому отделу?" in await read(hands)
    await press(hands, RuleDo.HOME, 0, "housing")
    await press(hands, RuleDo.ADD_YES)
    assert await home(hands, "Редкино") == HOUSING


async def test_a_rule_is_switched_moved_renamed_and_removed(hands: Phones) -> None:
    for key in ("off", "on", "down", "up"):
        await press(hands, RuleDo.PROPOSE, 20, key)
        assert "Правило 20" in await read(hands)
        await press(hands, RuleDo.APPLY, 20, key)
        if key == "off":
            assert await home(hands) is None
    assert await home(hands) == ROADS
    await press(hands, RuleDo.TITLE, 20)
    await hands.town.sweep_outbox()
    await hands.type("coordinator", "х" * 500)
    assert "от 1 до 120" in await read(hands)
    await hands.type("coordinator", "все дороги")
    assert "все дороги" in await read(hands)
    await press(hands, RuleDo.APPLY, 20, "rm")
    assert not {20, 4} & {rule.number for rule in all_rules(await tree(hands))}
    await press(hands, RuleDo.BACK)
    assert rule_of(await tree(hands), 20).title == "все дороги"


async def test_former_rules_with_a_department_that_is_gone_do_not_come_back(hands: Phones) -> None:
    town = hands.town
    gone = Rule(number=1, title="всё", department_id=DepartmentId("gone"))
    async with town.storage.transaction() as tx:
        await log_rules(tx, "all", None, "table", await tx.rules.all(), by=town.who("coordinator"), now=town.clock.now())
    assert await press(hands, RuleDo.BACK) == "Так уже и есть"
    async with town.storage.transaction() as tx:
        await log_rules(tx, "all", None, "table", (gone,), by=town.who("coordinator"), now=town.clock.now())
    assert "отдел, которого больше нет" in (await press(hands, RuleDo.BACK) or "")


async def test_a_text_is_tried_and_opens_nothing(hands: Phones) -> None:
    toast = await press(hands, RuleDo.TRY)
    assert toast is not None
    assert toast.startswith("Покажем, куда пойдёт")
    assert [code for code, _ in await said(hands.town)] == ["ask_new"]


async def test_forged_and_old_presses_change_nothing(hands: Phones) -> None:
    before = await tree(hands)
    for do in RuleDo:
        assert "Правила меняет координатор" in (await press(hands, do, 4, "off", by="ann") or "")
    old = "Выбор устарел. Начните снова: /rules"
    for do, number, key, says in (
        (RuleDo.APPLY, 999, "off", "Такого правила больше нет. Откройте /rules ещё раз"),
        (RuleDo.APPLY, 4, "nonsense", old),
        (RuleDo.APPLY, 4, "dep~nowhere", "Такого отдела больше нет. Откройте /rules ещё раз"),
        (RuleDo.SCOPE, 0, "t~nothing", old),
        (RuleDo.SCOPE, 0, "nothing", old),
        (RuleDo.GROUP, 0, "nothing", old),
        (RuleDo.PLACE, 0, "s-konakovo", old),
        (RuleDo.HOME, 0, "housing", old),
        (RuleDo.ADD, 0, "x", old),
        (RuleDo.BACK, 0, "", "Возвращать нечего: правила в чате не меняли"),
        (RuleDo.ASK_BACK, 0, "", "Возвращать нечего: правила в чате не меняли"),
    ):
        assert await press(hands, do, number, key) == says, (do, key)
    await press(hands, RuleDo.SCOPE, 0, "t~roads_snow")
    assert await press(hands, RuleDo.PLACE, 0, "s-nowhere") == old
    assert await press(hands, RuleDo.HOME, 0, "nowhere") == old
    assert await tree(hands) == before


async def test_a_question_about_a_change_made_meanwhile_is_not_asked(hands: Phones) -> None:
    await press(hands, RuleDo.PROPOSE, 20, "off")
    question = (await hands.town.rows())[-1]
    await press(hands, RuleDo.APPLY, 20, "off")
    with pytest.raises(Unneeded):
        async with hands.town.storage.transaction() as tx:
            await Renderer(konakovo()).say(tx, question, now=hands.town.clock.now())


async def test_a_group_that_has_its_rule_is_not_given_a_second_one(hands: Phones) -> None:
    await press(hands, RuleDo.SCOPE, 0, "g~roads")
    await press(hands, RuleDo.PLACE, 0, "all")
    assert "Об этом уже есть правило 20" in (await press(hands, RuleDo.HOME, 0, "housing") or "")
    assert await press(hands, RuleDo.ADD_YES) == "Выбор устарел. Начните снова: /rules"
    for _, message in await messages(hands.town):
        parse(message.html)
