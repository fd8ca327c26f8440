"""Cards of one outage."""

from collections.abc import Sequence

from incidents.incident import Incident, Status
from incidents.reading import MainPlace
from tests.kit.phones import Phones
from tests.kit.values.samples import reading


async def outage(phone: Phones, count: int, settlement: str = "Козлово") -> list[Incident]:
    """Make so many cards of one trouble in one settlement, each in a street of its own."""
    made = []
    for n in range(count):
        where = MainPlace(
            settlement=settlement, settlement_id=f"s-{settlement}", street=f"улица {n}", street_id=f"{settlement}-{n}", house="1"
        )
        post = await phone.town.write(f"{settlement}, улица {n}: вода на дороге {n}", author_id=f"{settlement}{n}")
        incident = (await phone.town.take(post, reading(main=where))).incident
        assert incident is not None
        made.append(incident)
    assert len({each.id for each in made}) == count
    return made


async def now_is(phone: Phones, ids: Sequence[Incident]) -> list[Status]:
    """Their statuses at this moment."""
    return [(await phone.town.incident(each.id)).status for each in ids]
