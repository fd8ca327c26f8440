"""The program stops in the middle of its day: something waits in every queue, everybody is asked something."""

import importlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.delivery.courier import LEASE
from handlers.kit.buttons import CardButton, Press
from incidents.incident import Act, Incident
from incidents.publisher import NotAllowed, Unclear
from tests.kit.desk_town import START
from tests.kit.memberships import membership
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.upgrade.day import Day
from tests.kit.upgrade.story import (
    ADMINISTRATION,
    NOW,
    PHOTO,
    PLAIN,
    PROMISE,
    ROAD,
    Story,
    a_file,
    a_list,
    a_night,
    lessons,
    morning,
    statuses,
)
from tests.kit.values.samples import place, reading


async def play(day: Day, profile: Path) -> None:
    """The whole of it; the base is left as the program leaves it when it is stopped."""
    story = Story(day)
    await morning(story)
    await day.crawl(skipped=ADMINISTRATION)
    await a_list(story)
    await lessons(story, profile)
    await story.at(24, 19, 5)
    await story.at(24, 22, 30)
    await a_night(story)
    for moment in ((25, 7, 31), (25, 9, 1), (25, 11, 0)):
        await story.at(*moment)
    await day.crawl(skipped=ADMINISTRATION)
    for name in day.dialogues():
        await day.type(name, "отмена")
    cards = await statuses(story)
    await day.settle()
    await answers_on_their_way(story, cards)
    await questions(story, cards)
    await queues(story, cards)


async def answers_on_their_way(story: Story, cards: Mapping[str, Incident]) -> None:
    """One was refused, of one nobody knows whether it is out, one is being published."""
    silent = ScriptedNetwork([Unclear(because="сеть молчит")], [None])
    for name, network, minutes in (("refused", ScriptedNetwork([NotAllowed(user_text="Комментарии закрыты")]), 2), ("unknown", silent, 12)):
        await story.town.act(cards[name].id, Act.ACCEPT, "ann")
        await story.town.sent(cards[name].id, "ann", PLAIN)
        for _ in range(minutes):
            story.town.clock.move(minutes=1)
            await story.move_on(network)
    await story.town.act(cards["unclear"].id, Act.ACCEPT, "ann")
    await story.town.sent(cards["unclear"].id, "ann", PLAIN)
    story.town.clock.move(minutes=2)
    await story.move_on(silent, most=1)
    await story.day.settle()


async def questions(story: Story, cards: Mapping[str, Incident]) -> None:
    """Everybody is asked something else, and an old preview stands with a newer one under it."""
    day, phones = story.day, story.day.phones
    await story.press("ann", Press.ANSWER, cards["typed"])
    await day.type("ann", PLAIN)  # the old preview
    await story.press("ann", Press.ANSWER, cards["typed"])
    await day.type("ann", PROMISE)
    await story.press("ann", Press.ANSWER, cards["photo"])
    await story.press("peter", Press.NOTE, cards["noted"])
    await story.press("chief", Press.ASK_AUTHOR, cards["asked"])
    await story.press("coordinator", Press.PLACE, cards["assigned"])
    await story.press("olga", Press.ANSWER, cards["approval"])
    await story.press("head", Press.ORDER, cards["ordered"])
    for name, data in (
        ("head", f"m1:order:{cards['ordered'].id}:tomorrow"),
        ("second", "so1:add:0"),
        ("press", f"v1:edit:{day.ask('SELECT max(id) FROM answer WHERE state = ?', 'approval')[0][0]}:"),
    ):
        await phones.press(name, data)
        await day.settle()
    await day.type("observer", "/find")


async def queues(story: Story, cards: Mapping[str, Incident]) -> None:
    """From here on nothing is sent, read, fetched or published any more."""
    town, phones, post = story.town, story.day.phones, story.day.post
    shown = reading(**ROAD, main=place("Конаково", "Снимок"))
    await town.take(await town.write("Яма с фотографией", photos=("https://vk.com/p/1.jpg",)), shown)
    await post.deliver(rounds=1)  # the card stands, its photos wait
    await phones.type("ann", None, photo=PHOTO, caption=PLAIN)
    await phones.type("second", "https://vk.com/club77")
    await phones.type("second", None, document=a_file("file-1"))
    await town.act(cards["sent"].id, Act.ACCEPT, "ann")
    await town.sent(cards["sent"].id, "ann", PLAIN, message_id=80)  # in its 60 seconds
    await town.act(cards["held"].id, Act.ACCEPT, "peter")  # can be taken back still
    await town.act(cards["held"].id, Act.CONTROL, "head")
    await story.card("Опять провалилась дорога", **ROAD, **NOW)
    await story.card("Снег не убран", **ROAD)
    async with town.storage.transaction() as tx:
        claiming: Any = tx  # Any: in 0.1.0 the transaction itself claimed
        claim = claiming.outbox.claim if hasattr(claiming, "outbox") else claiming.outbox_claim
        await claim(now=town.clock.now(), lease=LEASE, limit=3)  # the program dies while it sends them
    for n in range(3):
        await town.write(f"Не читанное сообщение {n}: у дома 5 на Лесной яма")
    await town.write("Комментарий, который никто не прочёл", parent_external_id="wall-1_1")
    await phones.update(my_chat_member=membership(phones, "observer", "kicked"))
    await _waiting_updates(story, cards)
    await _said_in_a_chat(story)


async def _waiting_updates(story: Story, cards: Mapping[str, Incident]) -> None:
    phones = story.day.phones
    accept = CardButton(press=Press.ACCEPT, incident=cards["assigned"].id).pack()
    await phones.put(callback_query=phones.query("peter", accept))
    await phones.put(message=phones.message("peter", "Мастер выехал, будет через час", phones.user("peter")))
    await phones.put(message=phones.message("olga", "/my", phones.user("olga")))
    await phones.put(message=phones.message("resident", "Здравствуйте, на Лесной яма", phones.user("resident")))
    await phones.put(edited_message=phones.message("ann", "Исправленные слова", phones.user("ann"), edit_date=1_700_000_100))


async def _said_in_a_chat(story: Story) -> None:
    """Words of a chat that is read, kept and not read yet: versions after 0.1.0 have such chats."""
    if importlib.util.find_spec("tests.kit.source_chats") is None:
        return
    becomes_source = importlib.import_module("tests.kit.source_chats").becomes_source
    take_in = importlib.import_module("bot.telegram.incoming.door").take_in
    update, message = (getattr(importlib.import_module("tests.kit.chat_updates"), name) for name in ("update", "message"))
    await becomes_source(story.town.storage)
    written = int(START.timestamp()) + 90_000
    async with story.town.storage.transaction() as tx:
        told = [update(9_000_000 + n, message(n, f"На Лесной у дома {n} не горит фонарь", date=written)) for n in (5, 7)]
        await take_in(tx, story.day.phones.bot.id, told, at=story.town.clock.now(), username="otklik_bot")
