"""What happens in the small day of a district: cards in every status, a promise, questions, queues that are left full."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.delivery.publishing import Publishing
from bot.reading.learning import learn
from bot.ticks.schedule import TICKS
from bot.wakeups import Nudge
from handlers.buttons import CardButton, Press
from incidents.approval.values import ApprovalMode
from incidents.desk.intake.mass import watch
from incidents.incident import Act, ClosingOutcome, Incident, RejectReason
from incidents.posts import Network
from incidents.publisher import NotAllowed, Unclear
from incidents.reading import DangerGrade, Kind, Mood, Part
from tests.kit.approvals import set_mode
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import GROUP
from tests.kit.promises import published
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.sent_files import GOOD, xlsx
from tests.kit.upgrade.day import Day
from tests.kit.values.samples import at, place, reading

PROMISE = "Здравствуйте! До 25 ноября зальём яму и уберём щебень. Отвечает отдел дорожного хозяйства."
PLAIN = "Здравствуйте! Мастер осмотрел двор сегодня, насос работает. Отвечает отдел."
ADMINISTRATION = ("p1", "ru1", "md1", "w1", "gc1", "dp1", "sd1")
"""Buttons that change who works and who gets what: pressed in a copy."""

Fields = dict[str, Any]  # Any: fields of a Reading
ROAD: Fields = {"group": "roads", "groups": (("roads", 0.9),), "topic": "roads_potholes"}
HOUSE: Fields = {"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_roof"}
LIGHT: Fields = {"group": "improvement", "groups": (("improvement", 0.9),), "topic": "improvement_lighting"}
NOW: Fields = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "провалилась"}
RISK: Fields = {"danger": True, "danger_grade": DangerGrade.RISK, "danger_words": "может упасть"}


class Story:
    """Words for what happens; every card stands at a street of its own."""

    def __init__(self, day: Day) -> None:
        self.day, self.town = day, day.phones.town
        self.streets = 0

    async def card(self, text: str, **read: Any) -> Incident:  # Any: fields of a Reading
        """A new card; its street is nobody else's."""
        self.streets += 1
        return await self.town.open(f"{text}, Пробная {self.streets}", **{"main": place("Конаково", f"Пробная {self.streets}"), **read})

    async def answered(self, incident: Incident, text: str, by: str = "ann") -> None:
        """Accepted and answered; the network took it."""
        await self.town.act(incident.id, Act.ACCEPT, by)
        await published(self.day.phones, await self.town.sent(incident.id, by, text))

    async def press(self, name: str, what: Press, incident: Incident, *, sends: bool = True) -> None:
        """Press a button of a card in the private chat where it stands."""
        rows = self.day.ask("SELECT message_id FROM card_copy WHERE incident_id = ? AND chat_id = ?", incident.id, self.town.chat(name))
        await self.day.phones.press(name, CardButton(press=what, incident=incident.id), message_id=rows[0][0] if rows else 50)
        if sends:
            await self.day.settle()

    async def move_on(self, network: ScriptedNetwork) -> None:
        """What is due goes to the network."""
        publishing = Publishing(self.town.storage, self.town.clock, {Network.VK: network}, Nudge(), self.town.policy)
        for _ in range(20):
            if not await publishing.step():
                return

    async def at(self, *moment: int) -> None:
        """The clock moves to a day and an hour; all that is due then is done."""
        self.town.clock.moment = at(moment[1], moment[2], day=moment[0])
        await self.move_on(ScriptedNetwork())
        for name, (tick, _seconds) in TICKS.items():
            if name not in {"learning", "backup"}:
                await tick(self.town.around())
        await self.day.settle()


async def morning(story: Story) -> None:
    """The group is connected; cards of every sort come; some are answered, one promises."""
    day, town = story.day, story.town
    await day.phones.type("coordinator", "/connect", chat=GROUP)
    await day.settle()
    await day.phones.press("coordinator", f"gc1:{ROADS}", chat=GROUP)
    await day.settle()
    roads = [await story.card(f"Яма на дороге, {n} день", **ROAD) for n in ("первый", "второй", "третий", "четвёртый", "пятый", "шестой")]
    homes = [await story.card(f"Течёт крыша в подъезде {n}", **HOUSE) for n in (1, 2, 3, 4)]
    await story.card("Фонари не горят", **LIGHT)
    await story.card("Дорога провалилась, машины объезжают", **ROAD, **NOW)
    await story.card("Ветка может упасть на провода", **ROAD, **RISK)
    await story.card("Говорят, дорогу перекроют до весны", **ROAD, kind=Kind.RUMOUR)
    await story.card("Непонятно что, и где, тоже непонятно", group="other", groups=(("other", 0.3), ("roads", 0.2)), topic="other_other")
    parts = tuple(
        Part(group=g, topic=t, span=s, score=0.9)
        for g, t, s in (("roads", "roads_potholes", (0, 9)), ("housing", "housing_roof", (10, 30)))
    )
    await story.card("Яма во дворе и крыша течёт в подъезде", **ROAD, parts=parts)
    for n in range(6):  # one trouble of many
        taken = await town.take(
            await town.write(f"Нет света, Садовая, дом {n}", author_id=f"9{n}"), reading(**LIGHT, main=place("Конаково", "Садовая"))
        )
        async with town.storage.transaction() as tx:
            await watch(tx, town.policy, taken, now=town.clock.now())
    await day.settle()
    await story.answered(roads[0], PROMISE)
    await story.answered(roads[1], PLAIN)
    await story.answered(homes[0], PLAIN, by="olga")
    await set_mode(town, ApprovalMode.ALWAYS, HOUSING)
    await town.act(homes[1].id, Act.ACCEPT, "olga")
    await town.sent(homes[1].id, "olga", PLAIN, message_id=80)
    await day.settle()
    for name, words in (("thanks", "Спасибо, вода ушла"), ("again", "Ничего не сделали, яма на месте")):
        post = await town.write(words, parent_external_id="wall-1_1", author_id="1")
        await town.take(post, reading(**ROAD, kind=Kind.CHAT, mood=Mood.GRATEFUL if name == "thanks" else Mood.ANGRY))
    await town.take(
        await town.write("Спасибо дорожникам за чистый двор"),
        reading(**{**ROAD, "is_appeal": False, "kind": Kind.THANKS, "mood": Mood.GRATEFUL}),
    )
    await day.settle()


async def lessons(story: Story, profile: Path) -> None:
    """The coordinator corrects so many readings that the night learns of them."""
    for n in range(21):
        post = await story.town.take(
            await story.town.write(f"Во дворе {n} не вывезли мусор, контейнер полон"),
            reading(**ROAD, main=place("Конаково", f"Мусорная {n}")),
        )
        assert post.incident is not None
        await story.town.act(post.incident.id, Act.CORRECT_TOPIC, "coordinator", topic="waste_pickup")
    assert await learn(story.town.storage, profile, now=story.town.clock.now())


async def statuses(story: Story) -> dict[str, Incident]:
    """A fresh card in every status."""
    town, until = story.town, story.town.clock.now() + timedelta(days=3)
    cards = {name: await story.card(f"Лужа у остановки: {name}", **ROAD) for name in (
        "assigned", "accepted", "answered", "closed", "outside", "postponed", "rejected", "reopened", "noted", "asked", "typed", "sent",
        "photo", "held", "unclear", "refused", "ordered",
    )}  # fmt: skip
    await story.card("Что-то случилось", group="other", groups=(("other", 0.3), ("roads", 0.2)), topic="other_other")
    for name in ("accepted", "closed", "noted", "asked", "typed", "photo", "ordered"):
        await town.act(cards[name].id, Act.ACCEPT, "ann")
    for name in ("answered", "reopened"):
        await story.answered(cards[name], PROMISE if name == "answered" else PLAIN)
    await town.act(cards["closed"].id, Act.CLOSE, "ann", outcome=ClosingOutcome.EXPLAINED)
    await town.act(cards["outside"].id, Act.SEND_OUTSIDE, "ann", organisation="Водоканал", until=until)
    await town.act(cards["postponed"].id, Act.POSTPONE, "ann", until=until)
    await town.act(cards["rejected"].id, Act.REJECT, "coordinator", reason=RejectReason.CHAT)
    await town.act(cards["reopened"].id, Act.REOPEN, "coordinator")
    return cards


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
    await phones.press("head", f"m1:order:{cards['ordered'].id}:words")
    await day.settle()
    await day.type("second", "/sources")
    await phones.press("second", "so1:add:0")
    await phones.press("press", f"v1:edit:{day.ask('SELECT max(id) FROM answer WHERE state = ?', 'approval')[0][0]}:")
    await phones.press("duty", f"c1:{Press.NOTE}:{cards['accepted'].id}")
    await day.type("observer", "/find")
    await day.settle()


async def queues(story: Story, cards: Mapping[str, Incident]) -> None:
    """The program stops while something waits everywhere."""
    day, town, phones = story.day, story.town, story.day.phones
    await town.act(cards["unclear"].id, Act.ACCEPT, "ann")
    await town.sent(cards["unclear"].id, "ann", PLAIN)
    town.clock.move(minutes=2)
    await story.move_on(ScriptedNetwork([Unclear(because="сеть молчит")], [None]))
    await town.act(cards["refused"].id, Act.ACCEPT, "ann")
    await town.sent(cards["refused"].id, "ann", PLAIN)
    town.clock.move(minutes=2)
    await story.move_on(ScriptedNetwork([NotAllowed(user_text="Комментарии закрыты")]))
    await day.settle()
    await questions(story, cards)
    photo = [{"file_id": "photo-1", "file_unique_id": "1", "width": 90, "height": 90, "file_size": 900}]
    await phones.type("ann", None, photo=photo, caption=PLAIN)
    file = {"file_id": "file-1", "file_unique_id": "2", "file_name": "регион.xlsx", "file_size": len(xlsx(GOOD))}
    await phones.type("coordinator", None, document=file)
    await phones.type("second", "https://vk.com/club77")
    await town.act(cards["sent"].id, Act.ACCEPT, "ann")
    await town.sent(cards["sent"].id, "ann", PLAIN, message_id=80)  # in its 60 seconds
    await town.act(cards["held"].id, Act.ACCEPT, "peter")  # can be taken back still
    await town.act(cards["held"].id, Act.CONTROL, "head")
    await story.card("Опять провалилась дорога", **ROAD, **NOW)
    await story.card("Снег не убран", **ROAD)
    await town.take(
        await town.write("Яма с фотографией", photos=("https://vk.com/p/1.jpg",)), reading(**ROAD, main=place("Конаково", "Снимок"))
    )
    for n in range(3):
        await town.write(f"Не читанное сообщение {n}: у дома 5 на Лесной яма")
    await town.write("Комментарий, который никто не прочёл", parent_external_id="wall-1_1")
    await _waiting_updates(story, cards)


async def _waiting_updates(story: Story, cards: Mapping[str, Incident]) -> None:
    phones = story.day.phones
    accept = CardButton(press=Press.ACCEPT, incident=cards["assigned"].id).pack()
    await phones.put(callback_query=phones.query("peter", accept))
    await phones.put(message=phones.message("peter", "Мастер выехал, будет через час", phones.user("peter")))
    await phones.put(message=phones.message("olga", "/my", phones.user("olga")))
    await phones.put(message=phones.message("resident", "Здравствуйте, на Лесной яма", phones.user("resident")))
    await phones.put(edited_message=phones.message("ann", "Исправленные слова", phones.user("ann"), edit_date=1_700_000_100))


async def play(day: Day, profile: Path) -> None:
    """The whole of it; the base is left as the program would leave it when it is stopped."""
    story = Story(day)
    await morning(story)
    await day.crawl(skipped=ADMINISTRATION)
    await lessons(story, profile)
    for moment in ((24, 19, 5), (24, 22, 30), (25, 7, 31), (25, 11, 0)):
        await story.at(*moment)
    await day.crawl(skipped=ADMINISTRATION)
    for name in day.dialogues():
        await day.type(name, "отмена")
    cards = await statuses(story)
    await day.settle()
    await queues(story, cards)
