"""A chat becomes a source: who adds the bot is asked, a second coordinator agrees, the chat is told."""

from collections.abc import AsyncIterator

import pytest

from handlers.people.buttons import GroupButton
from handlers.sources.buttons import ChatButton, ChatDo, SourceButton, SourceDo
from incidents.desk.sources import announcements
from incidents.desk.sources import chats as desk
from incidents.errors import Forbidden
from incidents.official import Role
from incidents.posts import Network, Source
from incidents.sources.chats import ChatKind, ChatLack, ChatState
from tests.kit.chat_presses import added, chat_row, to
from tests.kit.desk_town import ROADS
from tests.kit.memberships import membership
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.said import messages, said
from tests.kit.values.cards_made import labels


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await town.town.enrol("second", Role.COORDINATOR)
        yield town


def button(do: ChatDo, chat: int = 1) -> ChatButton:
    return ChatButton(do=do, chat=chat)


async def sources(town: Phones) -> list[Source]:
    async with town.town.storage.transaction() as tx:
        return [each for each in await tx.sources.all() if each.network is Network.TELEGRAM]


async def in_chat(town: Phones) -> list[str]:
    return [code for code, chat in await town.town.says() if chat == GROUP]


async def read_by_two(town: Phones) -> None:
    await added(town)
    await town.press("coordinator", button(ChatDo.SOURCE))
    await town.press("second", button(ChatDo.AGREE))
    await announced(town)


async def announced(town: Phones) -> None:
    """The announcement stands in the chat now."""
    row = await chat_row(town)
    async with town.town.storage.transaction() as tx:
        await announcements.mark_announced(tx, row.id, at=town.town.clock.now())


async def last(town: Phones, code: str) -> str:
    return [text for told, text in await said(town.town) if told == code][-1]


async def test_whoever_adds_the_bot_is_asked_in_private_and_nothing_is_read_before_the_answer(town: Phones) -> None:
    await added(town)
    assert await to(town, "coordinator") == ["chat_which"]
    assert await in_chat(town) == []
    assert "Группа отдела" in await last(town, "chat_which")
    assert (await chat_row(town)).state is ChatState.NEW
    assert await sources(town) == []


@pytest.mark.parametrize("who", ["ann", "head", "resident"])
async def test_nobody_but_a_coordinator_is_asked(town: Phones, who: str) -> None:
    await added(town, by=who)
    assert await town.town.says() == []


async def test_a_departments_group_chooses_its_department_in_itself(town: Phones) -> None:
    await added(town)
    await town.press("coordinator", button(ChatDo.GROUP))
    assert await in_chat(town) == ["connect"]
    assert await to(town, "coordinator") == ["chat_which", "chat_choose_in_group"]
    await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP)
    assert "карточки отдела" in str(await town.press("coordinator", button(ChatDo.SOURCE)))
    assert await sources(town) == []


async def test_a_second_coordinator_says_yes_then_the_chat_is_told_and_read(town: Phones) -> None:
    await added(town)
    await town.press("coordinator", button(ChatDo.SOURCE))
    assert await to(town, "second") == ["chat_consent"]
    assert await sources(town) == []
    assert "Читать начнём, когда оно там встанет" in str(await town.press("second", button(ChatDo.AGREE)))
    assert await in_chat(town) == ["chat_announced"]
    assert await sources(town) == []
    await announced(town)
    (source,) = await sources(town)
    assert (source.external_id, source.title, source.added_by) == (str(GROUP), "Двор на Лесной", town.town.who("coordinator").id)
    texts = dict(await said(town.town))
    told = texts["chat_announced"]
    assert told.startswith("Этот чат читает Отклик, бот администрации округа")
    assert "Удалили сообщение? Бот об этом не узнает" in told
    assert "Храним все сообщения, не только жалобы: слова, ссылки на фото, номер автора в Telegram" in told
    kept = (
        "Разговоры стираем через 3 дня, ближайшей ночью, в резервных копиях их нет. Жалобы и просьбы лежат 5 лет после закрытия, "
        "похожее на них, опасное и ответы нам без карточки 30 дней, в резервных копиях на 30 дней дольше"
    )
    assert kept in told and kept in texts["chat_consent"]  # the second coordinator says yes to the same
    assert "Хранить будем все сообщения, не только жалобы, без имён авторов" in texts["chat_consent"]
    assert "Закрепите там это сообщение" in texts["chat_decided"]
    assert (await chat_row(town)).decided_by == town.town.who("second").id
    assert await town.press("second", button(ChatDo.AGREE)) == "Так уже и есть"


async def test_nobody_agrees_with_themselves(town: Phones) -> None:
    await added(town)
    await town.press("coordinator", button(ChatDo.SOURCE))
    assert "другой координатор" in str(await town.press("coordinator", button(ChatDo.AGREE)))
    assert "два координатора" in str(await town.press("ann", button(ChatDo.AGREE)))
    assert await sources(town) == []


@pytest.mark.parametrize("name", ["ann", "chief", "duty", "head", "observer"])
async def test_only_a_coordinator_decides_over_chats(town: Phones, name: str) -> None:
    await added(town)
    row = await chat_row(town)
    by, now = town.town.who(name), town.town.clock.now()
    async with town.town.storage.transaction() as tx:
        with pytest.raises(Forbidden):
            await desk.propose(tx, row, by=by, now=now)
        with pytest.raises(Forbidden):
            await desk.agree(tx, row.id, by=by, now=now)
        with pytest.raises(Forbidden):
            await desk.ask_which(tx, GROUP, "Двор", ChatKind.GROUP, by=by, now=now)


async def test_a_second_coordinator_says_no_and_it_can_be_asked_again(town: Phones) -> None:
    await added(town)
    await town.press("coordinator", button(ChatDo.SOURCE))
    assert await town.press("second", button(ChatDo.REFUSE)) == "Читать не будем"
    assert (await sources(town), await in_chat(town)) == ([], [])
    assert "Не читаем" in await last(town, "chat_decided")
    await town.press("second", button(ChatDo.SOURCE))
    assert await to(town, "coordinator") == ["chat_consent"]


async def test_a_lonely_coordinator_is_told_whom_to_invite(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("second"), reachable=False)
    await added(town)
    assert "второго координатора" in str(await town.press("coordinator", button(ChatDo.SOURCE)))


async def test_a_chat_that_is_read_becomes_no_departments_group(town: Phones) -> None:
    await read_by_two(town)
    assert "читаем как источник" in str(await town.press("coordinator", GroupButton(choice=ROADS), chat=GROUP))


async def test_the_command_in_the_chat_asks_in_private(town: Phones) -> None:
    await town.type("coordinator", "/sources", chat=GROUP)
    assert await to(town, "coordinator") == ["chat_which"]
    await town.press("coordinator", button(ChatDo.LEAVE))
    assert (await chat_row(town)).state is ChatState.LEFT
    assert await in_chat(town) == []
    await read_by_two(town)
    await town.type("second", "/sources", chat=GROUP)
    assert (await to(town, "second"))[-1] == "chat_decided"
    await town.type("ann", "/sources", chat=GROUP)
    assert "chat_which" not in await to(town, "ann")


async def test_a_channel_is_asked_about_as_a_channel(town: Phones) -> None:
    await added(town, kind="channel", status="administrator")
    assert "Читать этот канал?" in await last(town, "chat_which")
    assert "прочтут подписчики" in str(await town.press("coordinator", button(ChatDo.GROUP)))
    await town.press("coordinator", button(ChatDo.SOURCE))
    await town.press("second", button(ChatDo.AGREE))
    assert (await last(town, "chat_announced")).startswith("Этот канал читает Отклик")


async def test_a_chat_that_is_removed_is_told_and_comes_back_by_two(town: Phones) -> None:
    await read_by_two(town)
    (source,) = await sources(town)
    await town.press("coordinator", SourceButton(do=SourceDo.REMOVE, source=source.id))
    assert await in_chat(town) == ["chat_announced", "chat_not_read"]
    assert await sources(town) == []
    await town.town.sweep_outbox()
    assert await town.press("coordinator", SourceButton(do=SourceDo.RESTORE, source=source.id)) == "Спросили других координаторов"
    assert await to(town, "second") == ["chat_consent"]
    assert await sources(town) == []
    await town.press("second", button(ChatDo.AGREE))
    await announced(town)
    assert [each.id for each in await sources(town)] == [source.id]


async def test_an_old_announcement_is_said_anew_with_what_is_true_now(town: Phones) -> None:
    await read_by_two(town)
    (source,) = await sources(town)
    await town.town.sweep_outbox()
    await town.press("second", SourceButton(do=SourceDo.SHOW, source=source.id))
    (shown,) = [message for code, message in await messages(town.town) if code == "source_one"]
    assert labels(shown)[-1] == ["Объявить заново"]
    assert "другой координатор" not in str(await town.press("ann", button(ChatDo.ANEW)))
    assert await in_chat(town) == []
    assert await town.press("second", button(ChatDo.ANEW)) == "Пишем объявление. Закрепите новое, прежнее снимите"
    assert await in_chat(town) == ["chat_announced"]
    assert await town.press("coordinator", button(ChatDo.ANEW)) == "Так уже и есть"
    await announced(town)
    assert await in_chat(town) == ["chat_announced"]
    assert [each.id for each in await sources(town)] == [source.id]
    await town.press("coordinator", SourceButton(do=SourceDo.REMOVE, source=source.id))
    await town.town.sweep_outbox()
    assert await town.press("second", button(ChatDo.ANEW)) == "Так уже и есть"
    assert await in_chat(town) == []


async def test_a_bot_that_is_thrown_out_is_said_and_stands_in_words_in_sources(town: Phones) -> None:
    await read_by_two(town)
    await town.town.sweep_outbox()
    await town.update(my_chat_member=membership(town, "ann", "kicked", GROUP))
    assert (await chat_row(town)).lacks == (ChatLack.GONE,)
    assert await to(town, "coordinator") == ["chat_fails"]
    assert "Бота там нет: добавьте его снова" in await last(town, "chat_fails")
    (source,) = await sources(town)
    await town.press("coordinator", SourceButton(do=SourceDo.SHOW, source=source.id))
    shown = await last(town, "source_one")
    assert "Бота там нет" in shown
    assert "Второе «Да»" in shown
    await town.update(my_chat_member=membership(town, "ann", "kicked", GROUP))
    assert await town.town.says() == []


async def test_a_channel_that_is_left_alone_has_a_button_since_no_command_works_there(town: Phones) -> None:
    await added(town, kind="channel", status="administrator")
    await town.press("coordinator", button(ChatDo.LEAVE))
    code, shown = (await messages(town.town))[-1]
    assert code == "chat_left_alone"
    assert "/sources" not in shown.html
    assert [each.label for row in shown.rows for each in row] == ["Всё-таки читать"]
    await added(town)
    await town.press("coordinator", button(ChatDo.LEAVE))
    assert "Пришлите /sources в самом чате" in await last(town, "chat_left_alone")
