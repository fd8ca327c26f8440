"""Works."""

from typing import Any

from bot.renderer import Renderer
from handlers.works.buttons import WorksFamily
from incidents.incident import Incident
from incidents.works.values import Works
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones
from tests.kit.tdlib import parse
from tests.kit.values.samples import reading

GAGARINA = konakovo().places.find("Редкино, Гагарина")[0].place


async def last(town: Phones) -> str:
    row = (await town.town.rows())[-1]
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, row, now=town.town.clock.now())
    parse(message.html)
    return message.html


async def planned(town: Phones) -> list[Works]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.works.after(town.town.clock.now()))


async def enter(town: Phones, who: str = "coordinator", *, place: str = "Редкино, Гагарина", time: str = "до 16:00") -> None:
    await town.press(who, WorksFamily(family="water"))
    await town.type(who, place)
    await town.type(who, time)
    await town.type(who, "меняют задвижку, работает водоканал")


async def dry(town: Phones, **read: Any) -> Incident:  # Any: fields of a Reading
    water = {"group": "housing", "topic": "housing_no_cold_water", "main": GAGARINA}
    outcome = await town.town.take(await town.town.write("Нет воды"), reading(**{**water, **read}))
    assert outcome.incident is not None
    return outcome.incident
