"""What stood in a feed, in one line for people."""

from datetime import datetime, tzinfo

from handlers.kit.text import count, on_day
from incidents.sources.source_links import FeedGlance


def feed_line(title: str, feed: FeedGlance, *, tz: tzinfo, now: datetime) -> str:
    """«Лента «Заря»: 20 новостей, последняя сегодня в 9:12, об округе 3». `title`: in its quotes, escaped where it must be."""
    if feed.is_comments:
        what = count(feed.items, "комментарий", "комментария", "комментариев")
        last = "последний"
    else:
        what, last = count(feed.items, "новость", "новости", "новостей"), "последняя"
    when = f"{last} {_moment(feed.latest, tz, now)}" if feed.latest else "без дат"
    ours = f"об округе {feed.ours or ('ни одного' if feed.is_comments else 'ни одной')}"
    return f"Лента {title}: {what}, {when}, {ours}"


def _moment(at: datetime, tz: tzinfo, now: datetime) -> str:
    told = on_day(at, tz, now)
    return f"сегодня {told}" if told.startswith("в ") else told
