"""The digest of the night and the dropped posts."""

from datetime import UTC, datetime

from handlers.acts.lists.incident_lists_words import ListItem
from handlers.deadlines import night_digest_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.acts.coordinator_queue import SILENT, waiting_for
from incidents.answers.thanks import is_thanks
from incidents.deadlines.messages import DoubtfulPosts, NightDigest
from incidents.deadlines.night_digest import DropVerdict, doubtful, kinds, work_begins
from incidents.intake.catch_up import is_old
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
            decide=[ListItem(incident=each, topic_short=call.short(each.topic)) for each in decide],
            sorted_out=sum(each.department_id is not None for each in came),
            doubted=sum(each.is_doubted for each in came),
            begins=begins if begins is not None and begins > call.now else None,
            dropped=kinds([each for each in dropped if each.verdict is not DropVerdict.APPEAL and each.filtered is None]),
            filtered=sum(each.filtered is not None and each.verdict is not DropVerdict.APPEAL for each in dropped),
            doubtful=sum(each.verdict is None for each in doubtful(dropped)),
            timezone=call.tz,
            now=call.now,
            dangers=[(each, call.short(each.topic)) for each in await call.tx.reminders.ringing()],
            region=await call.tx.region.newest_list(since=dropped_since),
        )
    )


@renders(DoubtfulPosts)
async def _doubtful(call: Call, said: DoubtfulPosts) -> Message:
    since, until = datetime.fromtimestamp(said.since, UTC), datetime.fromtimestamp(said.until, UTC)
    few = doubtful(await call.tx.dropped_posts.between(since, until))
    waiting = [each for each in few if each.verdict is None]
    if not waiting:
        appeals = sum(each.verdict is DropVerdict.APPEAL for each in few)
        return night_digest_words.doubtful_done(appeals=appeals, rightly=len(few) - appeals)
    shown = waiting[0]
    post = await call.tx.posts.get(shown.post_id)
    view = night_digest_words.DropView(
        number=len(few) - len(waiting) + 1,
        total=len(few),
        post_id=shown.post_id,
        text=post.post.whole,
        people=post.people,
        url=post.post.url,
        source=post.source_title,
        at=post.post.published_at,
        kind=shown.kind,
        since=since,
        until=until,
        under=post.parent_text if post.post.parent_external_id else None,
        under_people=post.parent_people,
        filtered=shown.filtered,
    )
    return night_digest_words.doubtful_post(view, tz=call.tz, now=call.now)
