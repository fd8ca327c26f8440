"""The digest after an outage, read from the database."""

from collections.abc import Sequence
from datetime import UTC, datetime

from handlers.acts.lists.incident_lists_words import ListItem
from handlers.intake import catch_up_words
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.kit.text import escape, stamp
from incidents.incident import FINAL, OPEN, Act, Incident
from incidents.intake.catch_up import Share, share
from incidents.intake.messages import CatchUp, CatchUpList, ToldAfresh
from incidents.lifecycle import can
from incidents.messenger import Message

_DIGITS = 10  # of Unix seconds before the year 2286: a forged button may bring more


@renders(ToldAfresh)
async def _told_afresh(call: Call, said: ToldAfresh) -> Message:
    incident, near = await call.incident(said.incident)
    if incident.status not in OPEN:
        raise Unneeded
    waits = incident.accepted_at is None and incident.accept_by is not None and can(incident.status, Act.ACCEPT)
    due = stamp(incident.accept_by, call.tz, call.now) if waits and incident.accept_by is not None else None
    posts = [(await call.tx.posts.get(voice.post_id)).post for voice in await call.tx.voices.of(incident.id)]
    newest = max(posts, key=lambda each: each.published_at, default=None)
    return catch_up_words.told_afresh(id=incident.id, near=escape(near), accept_by=due, url=newest.url if newest else "")


@renders(CatchUp)
async def _digest(call: Call, said: CatchUp) -> Message:
    found = await _found(call, said.at)
    view = catch_up_words.CatchUpView(
        at=said.at,
        shares={each: _items(call, share(found, each, call.now)) for each in Share},
        sorted_out=sum(each.department_id is not None and each.status not in FINAL for each in found),
        timezone=call.tz,
        now=call.now,
    )
    return catch_up_words.digest(view)


@renders(CatchUpList)
async def _list(call: Call, said: CatchUpList) -> Message:
    seconds, _, name = said.key.partition("~")
    is_moment = seconds.isascii() and seconds.isdigit() and len(seconds) <= _DIGITS
    at = datetime.fromtimestamp(int(seconds), UTC) if is_moment else call.now
    which = Share(name) if name in set(Share) else Share.ALL
    items = _items(call, share(await _found(call, at), which, call.now))
    return catch_up_words.listed(at=at, which=which, items=items, page=said.page, tz=call.tz, now=call.now)


async def _found(call: Call, at: datetime) -> Sequence[Incident]:
    return [await call.tx.incidents.get(id) for id in await call.tx.catch_ups.told(at)]


def _items(call: Call, incidents: Sequence[Incident]) -> list[ListItem]:
    return [ListItem(incident=each, topic_short=call.title(each)) for each in incidents]
