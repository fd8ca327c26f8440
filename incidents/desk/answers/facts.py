"""What a department says of the deed, before the answer is written."""

from incidents.answers.facts import Fact, FactKind
from incidents.desk.acts.coexecutors import co_facts
from incidents.desk.effect import Call, Change, Effect
from incidents.errors import WrongStep
from incidents.incident import Act
from incidents.policy import MONTHS
from incidents.rights import helps

WORDS = {
    FactKind.DONE: "сделано",
    FactKind.BY_DATE: "сделаем к сроку",
    FactKind.CHECK: "нужно проверить",
    FactKind.CANNOT: "не можем",
}


async def _facts(call: Call) -> Change:
    if helps(call.by, call.before):
        return await co_facts(call)
    kind, day = call.choice.fact, call.choice.day
    if kind is None:
        raise WrongStep("Выберите, что по факту")
    fact = await call.tx.add_fact(Fact(id=0, incident_id=call.before.id, by=call.by.id, at=call.now, kind=kind, day=day))
    because = f"факт: {WORDS[kind]}" + (f", {day.day} {MONTHS[day.month - 1]}" if day else "")
    return Change(incident=call.after, because=because, data={"fact": fact.id, "kind": kind})


EFFECTS: dict[Act, Effect] = {Act.FACTS: _facts}
