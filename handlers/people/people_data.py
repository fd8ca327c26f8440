"""Read /people: the list, a person's card, reports of a hand-over."""

from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.people import people_words
from handlers.people.buttons import PeopleDo
from incidents.ids import OfficialId
from incidents.messenger import Message
from incidents.official import Official
from incidents.people.leave import may_replace
from incidents.people.messages import (
    AskPhone,
    BlockMenu,
    ChooseDepartment,
    ChooseRole,
    DismissMenu,
    Farewell,
    HandedOver,
    PeopleList,
    Person,
    RoleChanged,
    TookOver,
)

MOST_HEIRS = 6


@renders(PeopleList)
async def _people(call: Call, said: PeopleList) -> Message:
    titles = {d.id: d.title for d in await call.tx.departments.all()}
    everyone = [*await call.tx.officials.all(), *await call.tx.officials.blocked()]
    links = len(await call.tx.invitations.still_open(call.now))
    return people_words.people(officials=people_words.order(everyone, titles), page=said.page, links=links)


@renders(Person)
async def _person(call: Call, said: Person) -> Message:
    official = await call.tx.officials.get(said.official)
    deputy = await call.tx.officials.get(official.deputy_id) if official.deputy_id is not None else None
    return people_words.person(official=official, holds=await holds(call, official), tz=call.tz, deputy=deputy)


@renders(AskPhone)
async def _ask_phone(call: Call, said: AskPhone) -> Message:
    return people_words.ask_phone(official=await call.tx.officials.get(said.about))


async def holds(call: Call, official: Official) -> int:
    """How many cards are theirs."""
    return sum(incident.holder_id == official.id for incident in await call.tx.incidents.unfinished())


@renders(ChooseRole)
async def _roles(call: Call, said: ChooseRole) -> Message:
    return people_words.roles(do=PeopleDo(said.do), official=await _about(call, said.official))


@renders(ChooseDepartment)
async def _departments(call: Call, said: ChooseDepartment) -> Message:
    shown, official = await call.tx.departments.all(), await _about(call, said.official)
    return people_words.departments(do=PeopleDo(said.do), role=said.role, official=official, all_departments=shown, page=said.page)


async def _about(call: Call, id: OfficialId | None) -> Official | None:
    """Whom the menu is about; None: somebody who is to be invited."""
    return await call.tx.officials.get(id) if id else None


@renders(DismissMenu)
async def _ask_dismiss(call: Call, said: DismissMenu) -> Message:
    official = await call.tx.officials.get(said.official)
    return people_words.ask_dismiss(
        official=official, holds=await holds(call, official), heirs=may_replace(official, await call.tx.officials.all())[:MOST_HEIRS]
    )


@renders(BlockMenu)
async def _ask_block(call: Call, said: BlockMenu) -> Message:
    return people_words.ask_block(official=await call.tx.officials.get(said.official))


@renders(HandedOver)
async def _handed_over(call: Call, said: HandedOver) -> Message:
    return people_words.handed_over(
        leaver=await call.tx.officials.get(said.official),
        heir=await call.tx.officials.get(said.to) if said.to is not None else None,
        numbers=said.numbers,
        total=said.count,
        answers=said.answers,
        promises=said.promises,
        more={"shifts": said.shifts, "empty": said.empty, "orders": said.orders, "drafts": said.drafts, "links": said.links},
    )


@renders(TookOver)
async def _took_over(_call: Call, said: TookOver) -> Message:
    return people_words.took_over(numbers=said.numbers, total=said.count)


@renders(RoleChanged)
async def _role_changed(call: Call, said: RoleChanged) -> Message:
    return people_words.role_changed(official=await call.tx.officials.get(said.official))


renders(Farewell)(fixed(people_words.farewell))
