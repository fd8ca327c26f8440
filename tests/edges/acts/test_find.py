"""/find: by number, address and words, in one message or two; what was found pages; nothing found says what to try."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import ListButton, Listed
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.places.find_text import find_query
from incidents.posts import Attachment, AttachmentKind
from tests.kit.desk_town import konakovo
from tests.kit.phones import STICKER, Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def shown(town: Phones) -> Message:
    """The last thing to be said, as it will be read."""
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        return await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())


async def a_few(town: Phones) -> list[Incident]:
    return [
        await town.town.open("Фонарь не горит у школы", topic="roads_lighting", main=place("Конаково", "улица Строителей", "14")),
        await town.town.open("Ямы во дворе", topic="roads_potholes", main=place("Редкино", "улица Гагарина", "3")),
    ]


@pytest.mark.parametrize("words", ["строителей 14", "ФОНАРИ", "№ 1", "фонаря строителей"])
async def test_it_is_found_by_address_by_words_and_by_number(town: Phones, words: str) -> None:
    first, _ = await a_few(town)
    await town.type("ann", f"/find {words}")
    message = await shown(town)
    text = parse(message.html)
    assert text.startswith("Нашли 1: ")
    assert f"№ {first.number}" in text
    assert message.rows[0][0].data == f"c1:show:{first.id}"


async def test_a_corrected_text_is_found_by_its_new_words(town: Phones) -> None:
    post = await town.town.write("Шум", external_id="wall-1_9")
    await town.town.take(post)
    async with town.town.storage.transaction() as tx:
        found = await tx.posts.find(post.post.network, "wall-1_9")
        assert found is not None
        await tx.door.receive(town.town.source, replace(found.post, text="Грохот"), at=town.town.clock.now(), history=False)
        assert len(await tx.search.find(find_query("грохота"), reader=town.town.who("ann"), limit=9)) == 1
        assert await tx.search.find(find_query("шум"), reader=town.town.who("ann"), limit=9) == []


async def test_without_words_it_asks_and_the_question_survives_a_sticker_and_a_restart(town: Phones) -> None:
    await a_few(town)
    await town.type("ann", "/find")
    assert parse((await shown(town)).html).startswith("Что найти?")
    await town.type("ann", None, sticker=STICKER)
    await town.type("ann", "...")
    assert "нет ни слов, ни номера" in parse((await shown(town)).html)
    await town.type("ann", "гагарина")  # nothing of the dialogue is kept in the process: it stands in the database
    assert parse((await shown(town)).html).startswith("Нашли 1: гагарина")
    await town.type("ann", "гагарина")
    assert (await town.town.says())[-1][0] == "not_understood"


async def test_nothing_found_says_what_to_try(town: Phones) -> None:
    await town.type("ann", "/find <b>жираф</b>")
    text = parse((await shown(town)).html)
    assert text.startswith("Не нашлось: «")
    assert "Попробуйте короче" in text


NOT_A_WORD = "Здесь нет ни слов, ни номера"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("я", "Не нашлось"),
        ("ф", "Не нашлось"),  # one letter is a word of its own, not the beginning of any
        ("фонарь " * 600, "Нашли 1"),
        ("ж" * 4000, "Не нашлось"),
        ("%", NOT_A_WORD),
        ("_", NOT_A_WORD),
        ('"', NOT_A_WORD),
        ("*", NOT_A_WORD),
        ("'; -- \\ & | ! () <-> :*", NOT_A_WORD),
        ("🎄🔥", NOT_A_WORD),
        ("…!!!", NOT_A_WORD),
        ("фон%рь", "Не нашлось"),
        ('фонарь "у школы"', "Нашли 1"),
        ("фонарь* -школы", "Нашли 1"),  # a minus forbids nothing
        ("фонарь AND школы", "Не нашлось"),  # words like any other
        ("NEAR(фонарь школы)", "Не нашлось"),
        ("NOT фонарь", "Не нашлось"),
        ("ФОНАРЬ У ШКОЛЫ", "Нашли 1"),
        ("№ 1", "Нашли 1"),
        ("номер 1", "Нашли 1"),
        ("№ 15", "Не нашлось"),
        ("№ 999999999999999999999", "Не нашлось"),
        ("24.11.2026", "Нашли 1"),
        ("24 ноября", "Не нашлось"),
    ],
)
async def test_whatever_is_typed_is_found_or_answered_in_a_plain_sentence(town: Phones, words: str, says: str) -> None:
    await town.town.open("Фонарь не горит у школы с 24.11.2026", topic="roads_lighting", main=place("Конаково", "улица Строителей", "14"))
    await town.type("ann", f"/find {words}")
    text = parse((await shown(town)).html)
    assert text.startswith(says)
    assert len(text) < 400


async def test_attached_words_that_change_are_found(town: Phones) -> None:
    post = await town.town.write("Смотрите", external_id="wall-1_9", attached=(Attachment(kind=AttachmentKind.LINK, words="Мост"),))
    await town.town.take(post)
    async with town.town.storage.transaction() as tx:
        found = await tx.posts.find(post.post.network, "wall-1_9")
        assert found is not None
        new = replace(found.post, attached=(Attachment(kind=AttachmentKind.LINK, words="Переправа"),))
        await tx.door.receive(town.town.source, new, at=town.town.clock.now(), history=False)
    async with town.town.storage.transaction() as tx:
        assert len(await tx.search.find(find_query("переправу"), reader=town.town.who("ann"), limit=9)) == 1
        assert await tx.search.find(find_query("мост"), reader=town.town.who("ann"), limit=9) == []


async def test_pages_are_turned_by_the_last_words(town: Phones) -> None:
    for number in range(1, 9):
        await town.town.open(f"Лужа номер {number}", topic="roads_potholes", main=place("Конаково", f"улица {number}"))
    await town.type("ann", "/find лужа")
    assert [b.label for b in (await shown(town)).rows[-1]] == ["Дальше"]
    await town.press("ann", ListButton(what=Listed.FOUND, key="", page=1), message_id=70)
    assert parse((await shown(town)).html).startswith("Нашли 8: лужа · страница 2 из 2")
    assert (await town.town.rows())[-1].params["edit"] == 70
