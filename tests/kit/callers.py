"""Somebody calls or comes: what is brought by hand with a contact, and what is said of it."""

from bot.renderer import Renderer
from handlers.intake.buttons import DraftButton, DraftDo
from handlers.kit.buttons import Press
from handlers.kit.rendering import Unneeded
from incidents.desk.intake.by_hand import read_draft
from incidents.ids import DraftId
from incidents.incident import Incident
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones
from tests.kit.reading import card
from tests.kit.tdlib import parse
from tests.kit.values.samples import reading

PIT = "Яма на Белавинской у почты, колесо пробил"
WHO = "Выдуманная Анна, 8 900 000-00-17"


async def texts(desk: Phones, who: str | None = None) -> list[str]:
    """All that waits for everybody, or for one, and the cards of the open incidents."""
    found, renderer = [], Renderer(konakovo())
    for row in await desk.town.rows():
        if who in {None, *(name for name in desk.town.people if desk.user(name) == row.chat_id)} and row.code not in {None, "delete"}:
            async with desk.town.storage.transaction() as tx:
                try:
                    found.append(parse((await renderer.say(tx, row, now=desk.town.clock.now())).html))
                except Unneeded:
                    continue
    return found


async def brought(desk: Phones, who: str = "coordinator", contact: str | None = WHO) -> DraftId:
    """/new, its words, whom to call back; then the reader sees it."""
    await desk.type(who, f"/new {PIT}")
    if contact is not None:
        await desk.type(who, contact)
    async with desk.town.storage.transaction() as tx:
        (post,) = await tx.unread.next(10)
        draft = await tx.drafts.of_post(post.id)
        assert draft is not None
        await read_draft(tx, desk.town.policy, draft, post, reading(), now=desk.town.clock.now())
    return draft.id


async def opened(desk: Phones, **more: str | None) -> Incident:
    draft = await brought(desk, **more)  # type: ignore[arg-type]  # its own fields
    await desk.press("coordinator", DraftButton(do=DraftDo.OPEN, draft=draft))
    async with desk.town.storage.transaction() as tx:
        id = await tx.voices.incident_of((await tx.drafts.get(draft)).post_id)
        assert id is not None
        return await tx.incidents.get(id)


async def contacts(desk: Phones, incident: Incident) -> list[str]:
    async with desk.town.storage.transaction() as tx:
        return [each.words for each in await tx.drafts.callers_in(incident.id)]


async def keyboard(desk: Phones, incident: Incident, who: str) -> set[str]:
    """Labels of «Ещё…»."""
    await desk.town.sweep_outbox()
    await desk.press(who, card(Press.MORE, incident))
    (row,) = [row for row in await desk.town.rows() if row.code == "menu_more"]
    async with desk.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).say(tx, row, now=desk.town.clock.now())
    return {each.label for line in message.rows for each in line}
