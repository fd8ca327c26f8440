"""A random day: what its cards have in common, and their commonest fates."""

import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot.ticks.promises import promises
from incidents.answers.values import AnswerKind
from incidents.incident import Act, ClosingOutcome, Incident, RejectReason, Untold
from incidents.reading import DangerGrade, Kind, Mood, ReactionKind
from tests.kit.heads_day import Day
from tests.kit.values.samples import at, place, reading

TOWNS = ("Конаково", "Редкино", "Новозавидовский")
TOPICS = ("roads_drainage", "roads_snow")
NO_DEPARTMENT: dict[str, Any] = {"topic": "", "topics": (), "group": "other", "groups": (("other", 0.9),)}  # Any: fields of a Reading
CHAT: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "mood": Mood.NEUTRAL, "main": place()}  # Any: fields of a Reading
DENIES: dict[str, Any] = {  # Any: as above
    **{"is_appeal": False, "kind": Kind.CHAT, "mood": Mood.NEUTRAL, "main": place()},
    **{"reaction": ReactionKind.ANGER, "resolved": False},
}


class RandomDay:
    """Cards of a random day, one after another; each begins at an hour of its own."""

    def __init__(self, day: Day, seed: int) -> None:
        self.day, self.dice, self.streets = day, random.Random(seed), 0

    async def live(self, fates: Sequence["Fate"]) -> None:
        """These, one after another; then the promises of the day are looked after."""
        for fate in fates:
            self._begin()
            await fate(self)
        self.day.town.clock.moment = self.day.until - timedelta(minutes=5)
        await promises(self.day.town.around())

    def _begin(self) -> None:
        """Mostly in the day, sometimes the day before it, to the night's end."""
        first = at(9, day=23) if self.dice.random() < 0.2 else self.day.since
        self.day.town.clock.moment = first + timedelta(minutes=self.dice.randrange(1, 20 * 60))

    def later(self) -> None:
        """Some minutes on, at the day's very end a second: two deeds of a card are never of one moment."""
        clock = self.day.town.clock
        later, last = clock.moment + timedelta(minutes=self.dice.randrange(1, 240)), self.day.until - timedelta(minutes=6)
        clock.moment = min(later, max(last, clock.moment + timedelta(seconds=1)))

    async def did(self, of: Incident, act: Act, by: str = "coordinator", **choice: Any) -> None:  # Any: fields of a Choice
        self.later()
        await self.day.did(of, act, by, **choice)

    async def card(self, *, alone: bool = False, **read_as: Any) -> Incident:  # Any: fields of a Reading
        self.streets += 1
        street, topic = f"Улица {self.streets}", self.dice.choice(TOPICS)
        more = [f"И у нас на улице {self.streets} вода, дом {n}" for n in range(0 if alone else self.dice.choice((0, 0, 1, 3)))]
        return await self.day.wrote(street, *more, town=self.dice.choice(TOWNS), **{"topic": topic, **read_as})

    async def reply(
        self, text: str = "Воду откачали, трубу починили", kind: AnswerKind = AnswerKind.FINAL, *, alone: bool = False
    ) -> Incident:
        incident = await self.card(alone=alone)
        await self.did(incident, Act.ACCEPT)
        self.later()
        await self.day.answered(incident, text, kind)
        return incident

    async def left(self) -> None:
        await self.card()

    async def without_department(self) -> None:
        await self.card(alone=True, **NO_DEPARTMENT)

    async def taken(self) -> None:
        await self.did(await self.card(), Act.ACCEPT)

    async def answered(self) -> None:
        await self.reply()

    async def promised(self, *, day: int) -> None:
        await self.reply(f"До {day} ноября откачаем воду и прочистим трубу.", AnswerKind.INTERIM)

    async def broken(self) -> None:
        self.day.town.clock.moment = at(10, day=23)
        await self.reply("До 24 ноября откачаем воду и прочистим трубу.", AnswerKind.INTERIM)

    async def suggested(self) -> None:
        await self.card(kind=Kind.SUGGESTION)

    async def in_region(self, *, is_answered: bool) -> None:
        incident = await self.card()
        await self.day.regions(incident, 0, f"54181{self.streets:02} до {self.dice.choice(('24.11 20:00', '25.11 16:00'))}")
        if is_answered:
            await self.did(incident, Act.ACCEPT)
            self.later()
            await self.day.answered(incident)

    async def done_and_told(self) -> None:
        await self.did(await self.reply(alone=True), Act.CLOSE, outcome=ClosingOutcome.DONE)

    async def done_untold(self) -> None:
        incident = await self.card()
        await self.did(incident, Act.ACCEPT)
        await self.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE, untold=Untold.SPOKEN)

    async def explained(self) -> None:
        incident = await self.reply()
        await self.did(incident, Act.CLOSE, outcome=ClosingOutcome.EXPLAINED)

    async def reopened(self) -> None:
        incident = await self.reply(alone=True)
        await self.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE)
        await self.did(incident, Act.REOPEN)

    async def disputed(self) -> None:
        """The author says under our answer that it is not done."""
        await self.denied()

    async def denied(self) -> Incident:
        incident = await self.reply(alone=True)
        await self.did(incident, Act.CLOSE, outcome=ClosingOutcome.DONE)
        await self.says(incident, "Как была вода, так и есть", **DENIES)
        assert (await self.day.town.incident(incident.id)).is_disputed
        return incident

    async def says(self, of: Incident, text: str, **read_as: Any) -> None:  # Any: fields of a Reading
        """The author of the first message, some time later, under our answer."""
        self.later()
        town = self.day.town
        async with town.storage.transaction() as tx:
            first = (await tx.posts.get((await tx.voices.of(of.id))[0].post_id)).post
        under = {"parent_external_id": first.external_id, "author_id": first.author_id}
        said = await town.write(text, external_id=f"{first.external_id}_r{next(town.numbers)}", **under)
        await town.take(said, reading(**read_as))

    async def merged(self) -> None:
        into, folded = await self.card(), await self.card()
        await self.did(folded, Act.MERGE, into=into.id)

    async def rejected(self) -> None:
        await self.did(await self.card(), Act.REJECT, reason=RejectReason.CHAT)

    async def dangerous(self, *, grade: DangerGrade, then: Sequence[Act]) -> None:
        """Of either gravity: left, taken, known, denied or safe again."""
        incident = await self.card(danger=True, danger_grade=grade, danger_words=self.dice.choice(("искрит", "пахнет газом")))
        for act in then:
            await self.did(incident, act, "coordinator")


Fate = Callable[[RandomDay], Awaitable[object]]
