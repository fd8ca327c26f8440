"""The digest after an outage, read from the database."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.screens.acts.lists.incident_lists import ListItem
from bot.screens.intake import catch_up
from bot.screens.kit.context import Call
from bot.screens.kit.renders import renders
from incidents.incident import FINAL, Incident
from incidents.intake.catch_up import Share, share
from incidents.intake.messages import CatchUp, CatchUpList
from incidents.messenger import Message

_DIGITS = 10  # of Unix seconds before the year 2286: a forged button may bring more


@renders(CatchUp)
async def _digest(call: Call, said: CatchUp) -> Message:
    found = await _found(call, said.at)
    view = catch_up.CatchUpView(
        at=said.at,
        shares={each: _items(call, share(found, each, call.now)) for each in Share},
        sorted_out=sum(each.department_id is not None and each.status not in FINAL for each in found),
        timezone=call.tz,
        now=call.now,
    )
    return catch_up.digest(view)


@renders(CatchUpList)
async def _list(call: Call, said: CatchUpList) -> Message:
    seconds, _, name = said.key.partition("~")
    is_moment = seconds.isascii() and seconds.isdigit() and len(seconds) <= _DIGITS
    at = datetime.fromtimestamp(int(seconds), UTC) if is_moment else call.now
    which = Share(name) if name in set(Share) else Share.ALL
    items = _items(call, share(await _found(call, at), which, call.now))
    return catch_up.listed(at=at, which=which, items=items, page=said.page, tz=call.tz, now=call.now)


async def _found(call: Call, at: datetime) -> Sequence[Incident]:
    return [await call.tx.incidents.get(id) for id in await call.tx.catch_ups.told(at)]


def _items(call: Call, incidents: Sequence[Incident]) -> list[ListItem]:
    return [ListItem(incident=each, topic_short=call.short(each.topic)) for each in incidents]
