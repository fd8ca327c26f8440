"""What a department says of the deed, before the answer is written."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from incidents.answers.facts import Fact, FactKind
from incidents.dates.russian import date_words
from incidents.desk.acts.coexecutors import co_facts
from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.incident import Act
from incidents.rights import helps

WORDS = {
    FactKind.DONE: "сделано",
    FactKind.BY_DATE: "сделаем к сроку",
    FactKind.CHECK: "нужно проверить",
    FactKind.CANNOT: "не можем",
    FactKind.PLANNED: "учтём в плане",
    FactKind.DECLINED: "не можем, объясним почему",
    FactKind.EXPLAINED: "разъясняем",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SayFact(Choice):
    """What the department that has it says of the deed."""

    of: ClassVar[Act] = Act.FACTS
    nothing: ClassVar[str | None] = "Выберите, что по факту"
    fact: FactKind
    day: date | None = None


async def _facts(call: ActCall) -> Change:
    if helps(call.by, call.before):
        return await co_facts(call)
    chosen = call.chosen(SayFact)
    kind, day = chosen.fact, chosen.day
    fact = await call.tx.facts.add(Fact(id=0, incident_id=call.before.id, by=call.by.id, at=call.now, kind=kind, day=day))
    because = f"факт: {WORDS[kind]}" + (f", {date_words(day)}" if day else "")
    return Change(incident=call.after, because=because, data={"fact": fact.id, "kind": kind})


EFFECTS: dict[Act, Effect] = {Act.FACTS: _facts}
