"""A list of receptions after somebody in it was erased: their rows stay away, the others are entered."""

from collections.abc import AsyncIterator

import pytest

from handlers.intake.buttons import JournalButton, JournalDo
from incidents.desk.intake.journal import BATCH
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.posts import Network
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.tables.incoming_files import FileState
from tests.kit.phones import Phones, phones
from tests.kit.sent_files import jobs, read, reader, said, xlsx

HEADER = ("№", "Дата приёма", "ФИО", "Суть обращения", "Адрес")
GONE = "Просит убрать мусор с детской площадки"


def rows(*texts: str) -> list[tuple[str, ...]]:
    return [HEADER, *((f"{n}", "24.11.2026 8:30", "", text, "") for n, text in enumerate(texts, start=1))]


def many(count: int) -> list[str]:
    return [f"Не горит фонарь на столбе номер {n}, просит починить" for n in range(count)]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def take(town: Phones, file: int) -> str | None:
    return await town.press("coordinator", JournalButton(do=JournalDo.TAKE, file=file))


async def entered(town: Phones) -> set[str]:
    async with town.town.storage.transaction() as tx:
        return {each.post.text for each in await tx.unread.next(1000) if each.post.network is Network.HAND}


async def erased(town: Phones, text: str) -> None:
    """Whoever said this is erased."""
    async with town.town.storage.transaction() as tx:
        post = next(each for each in await tx.unread.next(1000) if each.post.text == text)
        target = Target(whose=DataOf.POST, post=post.id)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=town.town.clock.now())


async def work(town: Phones) -> None:
    """Enter all that is on its way."""
    async with reader(town.town) as (_, files):
        while await files.step():
            pass


async def test_a_list_with_a_row_erased_since_is_entered_without_it(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(rows(GONE)))
    await take(town, 1)
    await erased(town, GONE)
    (told, *_) = [text for text in await read(town, "приём ещё раз.xlsx", xlsx(rows(GONE, *many(1)))) if "Приёмы" in text]
    assert "1 новое обращение" in told
    assert "Уже есть у нас: 1" in told
    await take(town, 2)
    assert await entered(town) == set(many(1))


async def test_a_row_erased_after_the_dry_run_holds_up_nobody(town: Phones) -> None:
    await read(town, "приём.xlsx", xlsx(rows(GONE)))
    await take(town, 1)
    async with town.town.storage.transaction() as tx:
        (post,) = await tx.unread.next(1000)
    await erased(town, GONE)
    await read(town, "длинный.xlsx", xlsx(rows(*many(BATCH + 20))))
    (job,) = [each for each in await jobs(town) if each.state is FileState.ASKED]
    assert job.body is not None
    late = {**job.body["posts"][0], "id": post.post.external_id, "plain": post.post.external_id, "text": GONE}
    async with town.town.storage.transaction() as tx:
        await tx.files.save(job, FileState.ASKED, body={**job.body, "posts": [late, *job.body["posts"], late]})
    await take(town, job.id)
    await work(town)
    assert await entered(town) == set(many(BATCH + 20))
    assert (await jobs(town))[-1].state is FileState.DONE


async def test_an_erasure_takes_only_their_rows_out_of_a_list_on_its_way(town: Phones) -> None:
    await read(town, "один.xlsx", xlsx(rows(GONE)))
    await take(town, 1)
    await read(town, "длинный.xlsx", xlsx(rows(*many(BATCH + 20), f"{GONE}, второй раз")))
    await take(town, 2)
    await erased(town, GONE)
    assert GONE not in str([job.body for job in await jobs(town)])
    await town.town.sweep_outbox()
    await work(town)
    assert await entered(town) == set(many(BATCH + 20))
    (told,) = await said(town)
    assert f"Занесли: {BATCH + 20} обращений" in told
    assert "со словами стёртого жителя: 1" in told


async def test_an_erasure_takes_only_their_rows_out_of_a_list_that_waits_for_a_press(town: Phones) -> None:
    await read(town, "один.xlsx", xlsx(rows(GONE)))
    await take(town, 1)
    await read(town, "второй.xlsx", xlsx(rows(*many(3), f"{GONE}, второй раз")))
    await erased(town, GONE)
    await town.town.sweep_outbox()
    assert await take(town, 2) != "Так уже и есть"
    assert await entered(town) == set(many(3))


async def test_an_erasure_takes_only_their_rows_out_of_a_doubtful_list(town: Phones) -> None:
    await read(town, "один.xlsx", xlsx(rows(GONE)))
    await take(town, 1)
    link = "https://vk.com/wall-1_77"
    doubtful = rows(*many(3), f"{GONE}, второй раз")
    await read(town, "список.xlsx", xlsx([(*doubtful[0], "Ссылка"), *((*row, link) for row in doubtful[1:])]))
    await erased(town, GONE)
    await town.press("coordinator", JournalButton(do=JournalDo.RECEPTIONS, file=2))
    await take(town, 2)
    assert await entered(town) == {f"{text}\n{link}" for text in many(3)}


async def test_an_erasure_leaves_the_others_their_contacts_and_takes_theirs(town: Phones) -> None:
    header = ("Дата приёма", "Телефон", "Суть обращения")
    await read(town, "один.xlsx", xlsx([header, ("24.11.2026", "8 900 000-00-17", GONE)]))
    await take(town, 1)
    others = [("24.11.2026", f"8 900 000-00-2{n}", text) for n, text in enumerate(many(3))]
    again = [
        ("24.11.2026", "8 900 000-00-99", f"{GONE}, второй раз"),
        ("24.11.2026", "8 900 000 00 17", "Просит покрасить скамейку у дома"),
    ]
    await read(town, "второй.xlsx", xlsx([header, *others, *again]))
    await erased(town, GONE)
    job = (await jobs(town))[-1]
    assert sorted(job.contacts.values()) == [phone for _, phone, _ in others]
    assert len(job.body["posts"] if job.body else ()) == 3
