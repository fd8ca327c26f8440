"""Photos that followed a card are a resident's too: they leave the chat together with it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.delivery.courier import LEASE
from bot.delivery.undelivered import UPLOAD_TRIES
from bot.storage.delivery.outbox import OutboxRow
from incidents.deadlines.reminders import Reminder
from incidents.deadlines.store import Reminded
from incidents.desk.people.staff import dismiss
from incidents.ids import ChatId
from incidents.incident import Act, Incident
from incidents.messenger import Delivery, Done, Refused
from tests.kit.desk_town import HOUSING
from tests.kit.post_office import Post, post_office
from tests.kit.values.samples import reading


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


ALBUM = Done(message_id=701, album=(701, 702))


async def shown(post: Post, *albums: Delivery, photos: tuple[str, ...] = ("https://x/1", "https://x/2")) -> Incident:
    """A card of roads with its photos in every chat; what the messenger says of the albums."""
    post.messenger.says("photos", *albums)
    written = await post.town.write(photos=photos)
    incident = (await post.town.take(written, reading())).incident
    assert incident is not None
    await post.deliver()
    return incident


def deleted(post: Post, name: str) -> list[int]:
    return [what for method, chat, what in post.messenger.calls if method == "delete" and chat == post.town.chat(name)]


async def to_housing(post: Post, incident: Incident) -> None:
    await post.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    await post.deliver()


async def test_every_photo_of_an_album_goes_with_the_card(post: Post) -> None:
    incident = await shown(post, ALBUM, replace(ALBUM, message_id=801, album=(801, 802)))
    await to_housing(post, incident)
    assert sorted(deleted(post, "ann") + deleted(post, "peter")) == [701, 702, 801, 802]
    assert deleted(post, "olga") == []


async def test_a_lone_photo_goes_too_and_once(post: Post) -> None:
    incident = await shown(post, Done(message_id=701), Done(message_id=801), photos=("https://x/1",))
    await to_housing(post, incident)
    assert sorted(deleted(post, "ann") + deleted(post, "peter")) == [701, 801]
    post.town.clock.move(minutes=1)
    await post.town.act(incident.id, Act.ACCEPT, "olga")
    await post.deliver()
    assert sorted(deleted(post, "ann") + deleted(post, "peter")) == [701, 801]


async def test_photos_of_a_later_voice_go_too(post: Post) -> None:
    incident = await shown(post, ALBUM, ALBUM)
    post.messenger.says("photos", *[Done(message_id=900)] * 3)
    later = await post.town.write("у нас тоже вода на дороге", parent_external_id="wall-1_1", photos=("https://x/3",))
    outcome = await post.town.take(later, reading())
    assert outcome.incident is not None and outcome.incident.id == incident.id
    await post.deliver()
    await to_housing(post, incident)
    assert sorted(deleted(post, "ann")) == [701, 702, 900]


async def test_photos_that_arrive_after_the_card_has_left_go_at_once(post: Post) -> None:
    incident = await shown(post, ALBUM, ALBUM)
    row = await sending(post, incident)
    await to_housing(post, incident)
    post.messenger.says("photos", Done(message_id=950))
    await post.courier._guarded(row)
    await post.deliver()
    assert 950 in deleted(post, "ann")


async def sending(post: Post, incident: Incident) -> OutboxRow:
    """Photos for ann that the courier has taken and not sent yet."""
    async with post.town.storage.transaction() as tx:
        voice = (await tx.voices.of(incident.id))[0]
        await tx.outbox.send_photos(incident.id, post.town.chat("ann"), voice.post_id)
    async with post.town.storage.transaction() as tx:
        (row,) = await tx.outbox.claim(now=post.town.clock.now(), lease=LEASE, limit=5)
    return row


async def test_whoever_leaves_the_administration_keeps_no_photo(post: Post) -> None:
    await shown(post, *[ALBUM] * 3)
    async with post.town.storage.transaction() as tx:
        by, now = post.town.who("coordinator"), post.town.clock.now()
        await dismiss(tx, post.town.policy, post.town.who("ann").id, to=None, by=by, now=now)
    await post.deliver()
    assert sorted(deleted(post, "ann")) == [701, 702]


async def test_whoever_may_still_read_the_card_keeps_its_photos(post: Post) -> None:
    incident = await shown(post, ALBUM, ALBUM)
    async with post.town.storage.transaction() as tx:
        assert await tx.card_places.take_photos(ChatId(1), incident.id) == []
    await post.town.act(incident.id, Act.ACCEPT, "ann")
    await post.deliver()
    assert deleted(post, "ann") == []


async def test_a_photo_says_of_itself_that_it_may_be_covered_and_a_reminder_does_not(post: Post) -> None:
    incident = await shown(post, ALBUM, ALBUM)
    async with post.town.storage.transaction() as tx:
        what = Reminded(chat_id=post.town.chat("ann"), code=Reminder.NOT_ACCEPTED_SOON, message_id=600)
        await tx.reminders.put(incident.id, what)
    await to_housing(post, incident)
    calls = zip(post.messenger.calls, post.messenger.details, strict=True)
    said = {what: details["is_photo"] for (method, _, what), details in calls if method == "delete"}
    assert said[600] is False and said[701] is True


async def test_photos_that_stay_in_the_chat_after_all_are_told_of(post: Post) -> None:
    incident = await shown(post, ALBUM, ALBUM, photos=("https://x/1",))
    post.messenger.says("delete", *[Refused(because="message can't be edited")] * 4)
    await to_housing(post, incident)
    post.town.clock.move(minutes=2)
    told = [row for row in await post.town.rows() if row.code == "not_sent"]
    assert [row.chat_id for row in told] == [post.town.chat("coordinator")]


LINE = "Фото не пришло, оно в посте"


async def test_a_card_whose_photo_the_network_does_not_give_says_so(post: Post) -> None:
    await shown(post, photos=("https://x/gone",))
    for _ in range(UPLOAD_TRIES - 1):
        assert not any(LINE in what.html for method, _, what in post.messenger.calls if method in ("send", "edit"))
        post.town.clock.move(minutes=1)
        await post.deliver()
    edited = [(chat, what.html.count(LINE)) for method, chat, what in post.messenger.calls if method == "edit"]
    assert sorted(edited) == sorted((post.town.chat(name), 1) for name in ("ann", "peter"))
    assert post.messenger.to(post.town.chat("ann")).count("photos") == 0
