"""Whatever door the words came by, by one author's erasure they are gone: from queues too."""

import pytest
from sqlalchemy import select

from bot.storage.engine.own_district import everywhere
from bot.storage.engine.schema import metadata
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target, find_target
from incidents.errors import DomainError
from incidents.ids import PostId
from incidents.intake.by_hand import Origin
from incidents.posts import Attachment, AttachmentKind, Network, StoredPost
from incidents.privacy.values import DataOf, Ground, Keep, NobodyToErase
from incidents.region.values import RegionRow
from incidents.sources.pushed import Pushed
from tests.kit.desk_town import START
from tests.kit.values.stored import a_post, an_official, stored_incident, stored_voice

WORD = "вертилябрик"
TEXT = f"На Лесной у дома пять опять {WORD}, приезжайте скорее"
AUTHOR = "user:5550001"


async def left(tx: Tx) -> list[str]:
    """Columns that hold the word or the author."""
    found = []
    for table in metadata.sorted_tables:
        for row in await tx._all(everywhere(select(table))):
            found += [f"{table.name}.{name}" for name, value in row._mapping.items() if WORD in str(value) or "5550001" in str(value)]
    return sorted(set(found))


async def came(tx: Tx, network: Network, number: int = 1, author: str = AUTHOR) -> StoredPost:
    """A post of this network with a photo that has a caption."""
    source = await tx.sources.add(network, "-9", "Где пишут", None)
    caption = Attachment(kind=AttachmentKind.PHOTO, words=f"фото, {WORD}")
    seen = a_post(
        number,
        TEXT,
        network=network,
        external_id=f"x/{number}",
        url=f"https://example.org/{number}",
        author_id=author,
        photos=(f"https://example.org/{WORD}.jpg",),
        attached=(caption,),
    )
    await tx.door.receive(source, seen, at=START, history=False)
    return next(each for each in await tx.unread.next(100) if each.post.external_id == f"x/{number}")


async def gone(tx: Tx, id: PostId, whose: DataOf = DataOf.AUTHOR) -> None:
    await erase(tx, Target(whose=whose, post=id), ground=Ground.REQUEST, by=None, keep=Keep(), now=START)


@pytest.mark.parametrize("network", list(Network))
async def test_words_of_every_network_go(storage: Storage, network: Network) -> None:
    async with storage.transaction() as tx:
        post = await came(tx, network)
        await stored_voice(tx, await stored_incident(tx), post)
        assert {"post.text", "post.folded", "post.attached", "post.photos", "post_revision.text"} <= set(await left(tx))
        await gone(tx, post.id)
        assert not await left(tx)


async def test_what_waits_in_the_queues_goes_and_what_others_sent_stays(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await came(tx, Network.OK)
        for number, words in enumerate((TEXT, "На Правды нет света с утра, помогите"), start=1):
            told = Pushed(network=Network.OK, source="-9", external_id=f"y/{number}", raw={"text": words})
            await tx.pushed.add([told], at=START)
            update = {"update_id": number, "message": {"text": words, "chat": {"id": 5, "type": "private"}, "from": {"id": 5}}}
            await tx.inbox.add(1, [update], at=START)
        await gone(tx, post.id)
        assert not await left(tx)
        pushed, inbox = metadata.tables["pushed"], metadata.tables["inbox"]
        assert [row.external_id for row in await tx._all(everywhere(select(pushed)))] == ["y/2"]
        assert [row.update_id for row in await tx._all(everywhere(select(inbox)))] == [2]


@pytest.mark.parametrize("old", [True, False])
async def test_what_others_sent_in_like_words_is_read_after_an_erasure(storage: Storage, old: bool) -> None:
    """The same four words, the same phone, the author's number inside of another: somebody else's news."""
    for_others = "Опять на Лесной у дома пять опять свет погас, звоните 112112, дом 15550001"
    async with storage.transaction() as tx:
        post = await came(tx, Network.TELEGRAM, author="5550001")
        await stored_voice(tx, await stored_incident(tx), post)
        await tx.pushed.add([Pushed(network=Network.OK, source="-9", external_id="x/1", raw={"text": for_others})], at=START)
        await tx.inbox.add(1, [{"update_id": 1, "message": {"text": for_others, "chat": {"id": 5}, "from": {"id": 5}}}], at=START)
        row = RegionRow(key="ok:topic/5", url="https://ok.ru/group/5/topic/5", number="1", due=None, published_at=None, text=for_others)
        await tx.region.keep_rows([row], at=START)
        reach = await tx.personal_data.reach([post.id])
        await tx.personal_data.erase(reach, at=START, old=old)
        pushed, inbox = metadata.tables["pushed"], metadata.tables["inbox"]
        assert [row.raw for row in await tx._all(everywhere(select(pushed)))] == [{"text": for_others}]
        assert [row.state for row in await tx._all(everywhere(select(inbox)))] == ["new"]
        assert [row.text for _, row in await tx.region.rows()] == [for_others]


async def test_what_the_region_listed_of_the_post_goes_with_it(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await came(tx, Network.OK)
        url = post.post.url
        row = RegionRow(key="ok:1", url=url, number="1", due=None, published_at=None, text="Опять пишут")
        await tx.region.keep_rows([row], at=START)
        await gone(tx, post.id)
        assert await tx.region.rows() == []


async def test_the_last_of_two_authors_takes_the_place_with_them(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first, second = await came(tx, Network.OK), await came(tx, Network.OK, 2, "user:7770002")
        incident = await stored_incident(tx)
        await stored_voice(tx, incident, first)
        await stored_voice(tx, incident, second)
        await gone(tx, first.id)
        assert (await tx.incidents.get(incident.id)).place.street is not None
        await gone(tx, second.id)
        kept = await tx.incidents.get(incident.id)
        assert (kept.place.street, kept.place.house, kept.danger_words) == (None, None, None)


async def test_a_card_that_was_merged_away_loses_its_place_too(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post, incident = await came(tx, Network.OK), await stored_incident(tx)
        merged = await stored_incident(tx, merged_into=incident.id)
        await stored_voice(tx, incident, post)
        await gone(tx, post.id)
        assert (await tx.incidents.get(merged.id)).place.street is None


async def test_one_post_goes_and_the_authors_others_stay(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first, second = await came(tx, Network.OK), await came(tx, Network.OK, 2)
        await gone(tx, first.id, DataOf.POST)
        assert (await tx.posts.get(first.id)).post.text == ""
        assert (await tx.posts.get(second.id)).post.text == TEXT


async def test_erased_twice_is_nobody(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await came(tx, Network.OK)
        await gone(tx, post.id)
        with pytest.raises(NobodyToErase):
            await gone(tx, post.id)
        with pytest.raises(NobodyToErase):
            await find_target(tx, "https://ok.ru/profile/5550001")


async def test_an_official_brings_by_hand_nothing_that_was_erased(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.officials.enrol(an_official())
        stored = await came(tx, Network.OK)
        await gone(tx, stored.id)
        with pytest.raises(DomainError, match="стёрты"):
            await tx.posts_by_hand.bring(stored.post, Origin.FORWARD, at=START)


async def test_an_update_that_comes_again_after_an_erasure_is_known(storage: Storage) -> None:
    update = {"update_id": 7, "message": {"text": TEXT, "chat": {"id": 5, "type": "private"}, "from": {"id": 5}}}
    async with storage.transaction() as tx:
        post = await came(tx, Network.OK)
        await tx.inbox.add(1, [update], at=START)
        row = await tx.inbox.next(now=START)
        assert row is not None
        await tx.inbox.done(row)
        await gone(tx, post.id)
        assert not await left(tx)
        assert await tx.inbox.add(1, [update], at=START) == 0
