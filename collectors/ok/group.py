"""A group with its discussions as a collector: new, edited, gone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from logging import getLogger

from collectors.ok.client import OkClient
from collectors.ok.errors import ODD, UNREADABLE_THREAD, OkError
from collectors.ok.items import Ref, mark_of
from collectors.ok.memory import UNREAD, Known, Memory, Seen
from collectors.ok.pages import MAX_PAGES, next_anchor, read_thread, standing, topics_in, topics_page, uncounted
from incidents.posts import Batch, Post, SourceBroken

log = getLogger(__name__)

WINDOW = timedelta(hours=72)  # younger topics are watched for edits, deletions and comments
AT_LEAST = 30  # and so many newest ones, however old
REREAD = timedelta(minutes=30)  # comments are read again even if their number stands
REREAD_AT_ONCE = 10  # topics a sweep, those read longest ago first
SKEW = 300  # seconds by which the network's clock may differ from ours
BY_IDS = 20  # topics that are asked for by their ids at once


@dataclass(slots=True)
class _Sweep:
    """One fetch under way."""

    before: Memory
    moment: datetime
    after: Memory
    found: set[str] = field(default_factory=set)
    watched: dict[str, Post] = field(default_factory=dict)  # newest first
    reach: int = 0  # topics older than this were not asked for
    news: list[Post] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    adopted: set[str] = field(default_factory=set)  # old topics that came under watch: not news
    uncounted: set[str] = field(default_factory=set)  # topics that do not say how many comments they have
    unheard: set[str] = field(default_factory=set)  # topics none of whose comments could be read
    heard: bool = False  # whether any comment could be

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self.moment.timestamp())


class OkGroup:
    """The group with this number, read by the session of an application. `now` is the scenario's."""

    def __init__(
        self,
        client: OkClient,
        group_id: str,
        *,
        now: Callable[[], datetime],
        window: timedelta = WINDOW,
        reread: timedelta = REREAD,
    ) -> None:
        self._client, self._group_id, self._now = client, group_id, now
        self._window, self._reread = int(window.total_seconds()), int(reread.total_seconds())

    async def fetch(self, cursor: str | None) -> Batch:
        """New and changed topics and comments since the cursor; with None, all that stands under watch. Raises SourceBroken."""
        before, moment = Memory.load(cursor), self._now().astimezone(UTC)
        sweep = _Sweep(before=before, moment=moment, after=Memory(at=int(moment.timestamp()), gone=before.gone[:]))
        try:
            await self._read_topics(sweep)
            await self._confirm_gone(sweep)
            await self._read_comments(sweep)
        except OkError as error:
            raise error.as_broken() from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        return Batch(posts=tuple(sorted(sweep.news, key=_order)), cursor=sweep.after.dump(), gone=tuple(sweep.gone))

    async def _read_topics(self, sweep: _Sweep) -> None:
        topics = await self._pages(sweep)
        sweep.found = set(topics)
        for place, (id, post) in enumerate(topics.items()):
            date = int(post.published_at.timestamp())
            known = sweep.before.topics.get(id)
            is_new = known is None and (sweep.before.first or date >= sweep.before.at - self._window or id in sweep.before.gone)
            is_watched = date >= sweep.now - self._window or place < AT_LEAST
            if not is_watched and (sweep.before.first or not is_new):
                continue
            mark = mark_of(post)
            sweep.watched[id] = post
            sweep.after.topics[id] = Known(date=date, mark=mark)
            if known is None and not is_new:
                sweep.adopted.add(id)
            elif known is None or known.mark != mark:
                sweep.news.append(post)

    async def _pages(self, sweep: _Sweep) -> dict[str, Post]:
        """Page by page until all that is younger than the last sweep less the window is seen."""
        found: dict[str, Post] = {}
        anchor: str | None = None
        floor = (sweep.now if sweep.before.first else min(sweep.before.at, sweep.now)) - self._window
        for _ in range(MAX_PAGES):
            answer = await topics_page(self._client, self._group_id, anchor)
            page, left_out = topics_in(answer, self._group_id, now=sweep.moment)
            if left_out and not (page or found):
                raise OkError("mediatopic.getTopics", ODD)
            sweep.uncounted |= uncounted(answer)
            fresh, anchor = page.keys() - found.keys(), next_anchor(answer)
            found |= page
            if anchor is None or not (answer.get("media_topics") and (fresh or not page)):
                sweep.reach = 0
                return found
            last = [int(post.published_at.timestamp()) for post in page.values()][-1:]
            sweep.reach = last[0] if last else sweep.now
            if last and last[0] < floor and len(found) >= AT_LEAST:
                break
        return found

    async def _confirm_gone(self, sweep: _Sweep) -> None:
        """A topic missing from the group is gone only if it is not given by its id either; as long as nobody says so, it stands."""
        missing = [id for id, known in sweep.before.topics.items() if id not in sweep.found and known.date > sweep.reach]
        for start in range(0, len(missing), BY_IDS):
            asked = missing[start : start + BY_IDS]
            try:
                stands = await standing(self._client, asked, next(iter(sweep.watched), None))
            except OkError as error:
                log.info("OK: nobody says whether %d topics are gone: %s", len(asked), error)
                stands = set(asked)
            for id in asked:
                known = sweep.before.topics[id]
                if id not in stands:
                    sweep.after.gone.append(id)
                    sweep.gone.append(str(Ref(self._group_id, id)))
                    sweep.gone.extend(str(Ref(self._group_id, id, comment)) for comment in known.comments)
                elif known.date >= sweep.now - self._window:
                    sweep.after.topics[id] = known

    async def _read_comments(self, sweep: _Sweep) -> None:
        """Read the discussions that are due. Trouble on the way does not hold the topics back; without news it breaks the source."""
        due, trouble = set(self._due(sweep)), None
        for id, post in sweep.watched.items():
            known, before = sweep.after.topics[id], sweep.before.topics.get(id)
            if before is not None:
                known.count, known.read_at, known.floor, known.comments = before.count, before.read_at, before.floor, before.comments
            if id not in due or trouble is not None:
                continue
            try:
                await self._read_thread(sweep, id)
            except OkError as error:
                if error.code not in UNREADABLE_THREAD:
                    trouble = error
                    continue
            known.count, known.read_at = post.comments, sweep.now
        if sweep.unheard and not sweep.heard:  # one odd discussion breaks nothing; all of them are the network's new form
            trouble = trouble or OkError("discussions.getComments", ODD)
            for id in sweep.unheard:
                sweep.after.topics[id].count = UNREAD
        if trouble is not None and not (sweep.news or sweep.gone):
            raise trouble

    def _due(self, sweep: _Sweep) -> Iterable[str]:
        waiting: list[tuple[int, str]] = []
        for id, post in sweep.watched.items():
            known = sweep.before.topics.get(id)
            if post.comments != (known.count if known else UNREAD):
                yield id
            elif known and abs(sweep.now - known.read_at) >= self._reread:
                waiting.append((known.read_at, id))
        yield from (id for _, id in sorted(waiting)[:REREAD_AT_ONCE])

    async def _read_thread(self, sweep: _Sweep, id: str) -> None:
        known, ref = sweep.after.topics[id], Ref(self._group_id, id)
        if not (sweep.watched[id].comments or known.comments or id in sweep.uncounted):
            return
        since = sweep.watched[id].published_at
        thread = await read_thread(self._client, ref, since=since, now=sweep.moment)
        missing = known.comments.keys() - thread.comments.keys() if thread.complete else set()
        if missing - thread.removed:  # pages shift while they are read: look twice before calling a comment gone
            thread = await read_thread(self._client, ref, since=since, now=sweep.moment)
            missing = known.comments.keys() - thread.comments.keys() if thread.complete else set()
        if not thread.comments and (thread.left_out or (sweep.watched[id].comments and not thread.has_list)):
            sweep.unheard.add(id)
        sweep.heard = sweep.heard or bool(thread.comments)
        missing |= thread.removed & known.comments.keys()
        sweep.gone.extend(str(Ref(self._group_id, id, comment)) for comment in sorted(missing))
        marks: dict[str, Seen] = {}
        for comment_id, comment in thread.comments.items():
            date = int(comment.published_at.timestamp())
            before, marks[comment_id] = known.comments.get(comment_id), Seen(mark_of(comment), date)
            is_old = id in sweep.adopted and date < sweep.before.at - SKEW
            if not is_old and (before.mark != marks[comment_id].mark if before else not known.has_seen(comment_id, date)):
                sweep.news.append(comment)
        known.comments = {comment_id: seen for comment_id, seen in known.comments.items() if comment_id not in missing} | marks


def _order(post: Post) -> tuple[datetime, bool]:
    return post.published_at, post.parent_external_id is not None
