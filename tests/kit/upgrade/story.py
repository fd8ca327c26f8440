"""What happens in the small day of a district: cards in every status, a promise, questions, queues that are left full."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.delivery.publishing import Publishing
from bot.reading.learning import learn
from bot.ticks.schedule import TICKS
from bot.wakeups import Nudge
from handlers.kit.buttons import CardButton, Press
from incidents.approval.values import ApprovalMode
from incidents.desk.intake.mass import watch
from incidents.incident import Act, ClosingOutcome, Incident, RejectReason
from incidents.posts import Network
from incidents.reading import DangerGrade, Kind, Mood, Part
from tests.kit.approvals import set_mode
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import GROUP
from tests.kit.promises import published
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.sent_files import GOOD, reader, xlsx
from tests.kit.upgrade.day import Day
from tests.kit.values.samples import at, place, reading

Fields = dict[str, Any]  # Any: fields of a Reading, or of a message
PHOTO: list[Fields] = [{"file_id": "photo-1", "file_unique_id": "1", "width": 90, "height": 90, "file_size": 900}]


def a_file(id: str) -> Fields:
    """A table that somebody sends."""
    return {"file_id": id, "file_unique_id": id, "file_name": "регион.xlsx", "file_size": len(xlsx(GOOD))}


PROMISE = "Здравствуйте! До 27 ноября зальём яму и уберём щебень. Отвечает отдел дорожного хозяйства."
PLAIN = "Здравствуйте! Мастер осмотрел двор сегодня, насос работает. Отвечает отдел."
ADMINISTRATION = ("p1", "ru1", "md1", "w1", "gc1", "dp1", "sd1")
"""Buttons that change who works and who gets what: pressed in a copy."""

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

    async def move_on(self, network: ScriptedNetwork, *, most: int = 20) -> None:
        """What is due goes to the network, `most` steps of it."""
        publishing = Publishing(self.town.storage, self.town.clock, {Network.VK: network}, Nudge(), self.town.policy)
        for _ in range(most):
            if not await publishing.step():
                return

    async def at(self, day: int, hour: int, minute: int) -> None:
        """The clock moves there; all that is due then is done."""
        self.town.clock.moment = at(hour, minute, day=day)
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


async def a_list(story: Story) -> None:
    """The region's list comes as a table and is compared."""
    async with reader(story.town) as (sent, files):
        sent.content["file-0"] = xlsx(GOOD)
        await story.day.type("coordinator", None, document=a_file("file-0"))
        while await files.step():
            pass
    await story.day.settle()


async def a_night(story: Story) -> None:
    """What is said at night; some of it is dropped, and doubtful."""
    for n, score in enumerate((0.1, 0.45, 0.48)):
        dropped = {"is_appeal": False, "appeal_score": score, "kind": Kind.CHAT}
        await story.town.take(await story.town.write(f"Соседи, кто знает, что за шум ночью {n}?"), reading(**{**ROAD, **dropped}))
    await story.card("Ночью на дороге яма", **ROAD)
    await story.day.settle()


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
        "photo", "held", "unclear", "unknown", "refused", "ordered",
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
    cards["approval"] = await story.card("Батареи холодные", **HOUSE)
    await town.act(cards["approval"].id, Act.ACCEPT, "olga")
    await town.sent(cards["approval"].id, "olga", PLAIN, message_id=80)
    return cards
