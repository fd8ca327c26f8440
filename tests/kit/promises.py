"""Promises."""

from bot.renderer import Renderer
from bot.ticks.promises import promises as tick
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.answers.values import Answer
from incidents.desk.answers import publish_answer
from incidents.incident import Act, Incident
from incidents.promises.values import Promise
from incidents.publisher import Published
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones

WORDS = "Здравствуйте! До 25 ноября откачаем воду и прочистим трубу. Отвечает отдел дорожного хозяйства."


async def published(town: Phones, answer: Answer) -> None:
    """The network took it."""
    async with town.town.storage.transaction() as tx:
        started = await publish_answer.start_publishing(tx, await tx.answers.get(answer.id), now=town.town.clock.now())
        comment = Published(external_id=f"wall-1_1_r{answer.id}", url="https://vk.com/wall-1_1")
        await publish_answer.mark_published(tx, town.town.policy, started, comment, now=town.town.clock.now(), proved=True)


async def promising(town: Phones, text: str = WORDS) -> Incident:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await published(town, await town.town.sent(incident.id, "ann", text))
    await town.town.sweep_outbox()
    return await town.town.incident(incident.id)


async def all_of(town: Phones, incident: Incident) -> list[Promise]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.promises.of(incident.id))


async def later(town: Phones, **span: float) -> None:
    town.town.clock.move(**span)
    await tick(town.town.around())


async def latest(town: Phones, incident: Incident) -> Answer:
    async with town.town.storage.transaction() as tx:
        return (await tx.answers.of(incident.id))[-1]


async def card(town: Phones, incident: Incident) -> str:
    async with town.town.storage.transaction() as tx:
        return (await Renderer(konakovo()).card(tx, incident.id, town.user("ann"), now=town.town.clock.now())).html


async def choose(town: Phones, menu: Menu, incident: Incident, choice: str, by: str = "ann") -> str | None:
    return await town.press(by, MenuButton(menu=menu, incident=incident.id, choice=choice))


async def press(town: Phones, what: Press, incident: Incident, by: str = "ann") -> str | None:
    return await town.press(by, CardButton(press=what, incident=incident.id))
