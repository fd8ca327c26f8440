"""/advice: what is changed in the chat is advised in the very next preview, without a restart; every change is a line of the log."""

from collections.abc import AsyncIterator

import pytest

from bot.config.current_policy import Policies
from handlers.advice.buttons import AdviceButton, AdviceDo
from handlers.deadlines.buttons import NormButton, NormDo
from handlers.kit.buttons import ChangesButton
from incidents.advice.advice_overrides import code_of
from incidents.advice.check_draft import advice_on
from incidents.official import Role
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels

TEXT = "Здравствуйте! В разрезе обращения откачаем воду 25 ноября, отвечает отдел дорожного хозяйства"


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        await hands.town.enrol("press", Role.APPROVER)
        yield hands


def button(do: AdviceDo, key: str = "", page: int = 0) -> AdviceButton:
    return AdviceButton(do=do, key=key, page=page)


async def read(hands: Phones) -> str:
    """The last text that was said."""
    return (await said(hands.town))[-1][1]


async def advised(hands: Phones) -> list[str]:
    """What the bot advises about the text now."""
    town = hands.town
    incident = await town.open()
    answer = await town.draft(incident.id, "ann", TEXT)
    async with town.storage.transaction() as tx:
        policy = await Policies(town.policy).read(tx)
        return [each.text for each in (await advice_on(tx, policy, answer, now=town.clock.now(), limit=4096)).advice]


async def words(hands: Phones) -> int:
    async with hands.town.storage.transaction() as tx:
        return len(await tx.norm_words.all())


async def test_a_pair_typed_in_the_chat_is_advised_next_and_taken_back_by_a_tap(hands: Phones) -> None:
    assert await advised(hands) == []
    await hands.type("press", "/advice")
    assert "Советы к ответам" in await read(hands)
    await hands.press("press", button(AdviceDo.ADD))
    assert "Что и чем заменить?" in await read(hands)
    await hands.type("press", "в разрезе обращения → по сообщению")
    assert "в разрезе обращения → по сообщению" in await read(hands)
    assert await advised(hands) == ["«В разрезе обращения» проще сказать «по сообщению»"]
    code = code_of("в разрезе обращения")
    await hands.press("press", button(AdviceDo.CHANGE, code))
    assert "Чем заменить «в разрезе обращения»?" in await read(hands)
    await hands.type("press", "убрать")
    assert await advised(hands) == ["«В разрезе обращения» можно убрать, смысл не изменится"]
    assert await hands.press("press", button(AdviceDo.REMOVE, code)) == "Больше не советуем. Вернуть можно здесь же"
    assert await advised(hands) == []
    assert await hands.press("press", button(AdviceDo.RESTORE, code)) == "Снова советуем"
    assert len(await advised(hands)) == 1
    await hands.press("coordinator", ChangesButton(area="lint", page=0))
    log = await read(hands)
    assert "«в разрезе обращения» → «убрать», было «по сообщению»" in log
    assert "согласующий" in log


async def test_a_bad_pair_gets_a_sentence_and_nothing_changes(hands: Phones) -> None:
    await hands.press("coordinator", button(AdviceDo.ADD))
    for bad in ("в целях →", "х" * 500, "(в|на) целях → чтобы", "в настоящее время → сейчас", "В  НАСТОЯЩЕЕ время → теперь"):
        await hands.town.sweep_outbox()
        await hands.type("coordinator", bad)
        assert [code for code, _ in await said(hands.town)] == ["refusal"], bad
    assert await words(hands) == 0
    await hands.type("coordinator", "в части касающейся → о")
    assert await words(hands) == 1


async def test_rules_are_switched_and_those_that_stop_are_not(hands: Phones) -> None:
    assert await hands.press("coordinator", button(AdviceDo.SWITCH, "no_hello")) == "Выключили. Вернуть можно этой же кнопкой"
    assert "нет приветствия: выключено" in await read(hands)
    refusal = await hands.press("coordinator", button(AdviceDo.SWITCH, "personal"))
    assert refusal is not None
    assert refusal.startswith("Это правило останавливает ответ")
    assert await words(hands) == 1
    assert await hands.press("coordinator", button(AdviceDo.SWITCH, "no_hello")) == "Включили"
    assert await words(hands) == 0
    assert await hands.press("coordinator", button(AdviceDo.SWITCH, "nothing")) == "Такого правила больше нет. Откройте /advice ещё раз"


async def test_numbers_are_typed_and_everything_goes_back_to_the_file_after_a_question(hands: Phones) -> None:
    await hands.press("coordinator", button(AdviceDo.LIMIT, "long"))
    assert "Сейчас 600" in await read(hands)
    await hands.type("coordinator", "50")
    assert "от 100 до 4000" in await read(hands)
    await hands.type("coordinator", "80 знаков")
    await hands.type("coordinator", "100 знаков")
    assert "«Длинно»: больше 100 знаков" in await read(hands)
    await hands.press("coordinator", button(AdviceDo.FILE_ALL))
    assert "Снимем все изменения: 1" in await read(hands)
    assert await hands.press("coordinator", button(AdviceDo.FILE)) == "Вернули, изменений снято: 1"
    assert await hands.press("coordinator", button(AdviceDo.FILE)) == "Менять нечего: советы стоят как в файле"
    await hands.press("coordinator", ChangesButton(area="lint", page=0))
    assert "все советы как в файле, снято изменений: 1" in await read(hands)


async def test_pairs_are_listed_by_pages_and_found_by_a_word(hands: Phones) -> None:
    await hands.press("coordinator", button(AdviceDo.PAIRS, page=1))
    code, page = (await messages(hands.town))[-1]
    assert code == "advice_pairs"
    assert ["Раньше", "Дальше"] in labels(page)
    assert "страница 2" in parse(page.html)
    await hands.press("coordinator", button(AdviceDo.FIND))
    assert "Какое слово найти" in await read(hands)
    await hands.type("coordinator", "щщщ")
    assert "среди замен нет" in await read(hands)
    await hands.type("coordinator", "вывоз")
    assert "осуществля* вывоз* → вывозим" in await read(hands)
    pair = code_of("осуществля* вывоз*")
    await hands.press("coordinator", button(AdviceDo.CHANGE, pair))
    await hands.type("coordinator", "увозим")
    assert "осуществля* вывоз* → увозим" in await read(hands)
    assert await hands.press("coordinator", button(AdviceDo.FILE, pair)) == "Вернули, как в файле"
    assert await words(hands) == 0
    assert await hands.press("coordinator", button(AdviceDo.PAIR, "ffffffff")) == "Такой замены больше нет. Откройте /advice ещё раз"
    assert await hands.press("coordinator", button(AdviceDo.LIMIT, "x")) == "Такой настройки больше нет. Откройте /advice ещё раз"


async def test_only_keepers_change_the_advice_and_read_its_log(hands: Phones) -> None:
    for do in AdviceDo:
        assert (
            await hands.press("ann", button(do, "no_hello"))
            == "Советы к ответам меняют координатор и пресс-служба. Мешает совет? Напишите им"
        )
    assert await words(hands) == 0
    assert "Этот список видит" in (await hands.press("press", ChangesButton(area="norms", page=0)) or "")
    assert await hands.press("coordinator", ChangesButton(area="of old", page=0)) == "Такого списка больше нет"


async def test_a_reset_of_norms_leaves_the_advice_alone(hands: Phones) -> None:
    await hands.press("coordinator", button(AdviceDo.SWITCH, "no_hello"))
    assert await hands.press("coordinator", NormButton(do=NormDo.RESET, key="")) == "Менять нечего: действуют нормы из файла"
    assert await words(hands) == 1


async def test_what_changes_nothing_is_said_so(hands: Phones) -> None:
    code, same = code_of("осуществля* вывоз*"), "Так уже и есть"
    assert await hands.press("coordinator", button(AdviceDo.RESTORE, code)) == same
    assert await hands.press("coordinator", button(AdviceDo.FILE, code)) == "Так уже и есть: замена стоит как в файле"
    await hands.press("coordinator", button(AdviceDo.REMOVE, code))
    assert await hands.press("coordinator", button(AdviceDo.REMOVE, code)) == same
    await hands.press("coordinator", button(AdviceDo.RESTORE, code))
    await hands.press("coordinator", button(AdviceDo.CHANGE, code))
    await hands.town.sweep_outbox()
    await hands.type("coordinator", "вывозим")
    assert await read(hands) == same
    await hands.type("coordinator", "отмена")
    await hands.press("coordinator", button(AdviceDo.LIMIT, "far"))
    await hands.town.sweep_outbox()
    await hands.type("coordinator", "30")
    assert await read(hands) == same
    for do in (AdviceDo.SHOW, AdviceDo.RULES):
        await hands.press("coordinator", button(do))
    assert [code for code, _ in await said(hands.town)][-2:] == ["advice", "advice_rules"]


async def test_an_empty_log_says_so_and_a_long_one_is_paged(hands: Phones) -> None:
    await hands.press("coordinator", ChangesButton(area="lint", page=0))
    assert "пока ничего" in await read(hands)
    for _ in range(11):
        await hands.press("coordinator", button(AdviceDo.SWITCH, "no_hello"))
    for page, turn in ((0, ["Раньше"]), (1, ["Новее"])):
        await hands.town.sweep_outbox()
        await hands.press("coordinator", ChangesButton(area="lint", page=page))
        assert labels((await messages(hands.town))[-1][1]) == [turn]
