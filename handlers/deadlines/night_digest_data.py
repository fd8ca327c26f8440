"""The digest of the night."""

from handlers.acts.lists.incident_lists_words import ListItem
from handlers.deadlines import night_digest_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.acts.coordinator_queue import SILENT, waiting_for
from incidents.answers.thanks import is_thanks
from incidents.deadlines.messages import NightDigest
from incidents.deadlines.night_digest import work_begins
from incidents.intake.catch_up import is_old
from incidents.intake.dropped_posts import DropVerdict, doubtful, kinds
from incidents.messenger import Message


@renders(NightDigest)
async def _night(call: Call, said: NightDigest) -> Message:
    since, until, dropped_since = said.since, said.until, said.dropped
    came = [
        each
        for each in await call.tx.incidents.between(since, until)
        if since <= each.opened_at < until and not is_thanks(each) and not is_old(each)
    ]
    decide = [each for each in came if waiting_for(each, now=call.now) not in {None, *SILENT}]
    dropped = await call.tx.dropped_posts.between(dropped_since, until)
    begins = work_begins(call.policy.calendar, call.now)
    return night_digest_words.night_digest(
        night_digest_words.NightView(
            since=since,
            until=until,
            dropped_since=dropped_since,
            came=len(came),
            decide=[ListItem(incident=each, topic_short=call.title(each)) for each in decide],
            sorted_out=sum(each.department_id is not None for each in came),
            doubted=sum(each.is_doubted for each in came),
            begins=begins if begins is not None and begins > call.now else None,
            dropped=kinds([each for each in dropped if each.verdict is not DropVerdict.APPEAL and each.filtered is None]),
            filtered=sum(each.filtered is not None and each.verdict is not DropVerdict.APPEAL for each in dropped),
            doubtful=len(doubtful(dropped)),
            timezone=call.tz,
            now=call.now,
            dangers=[(each, call.title(each)) for each in await call.tx.reminders.ringing()],
            region=await call.tx.region.newest_list(since=dropped_since),
        )
    )
