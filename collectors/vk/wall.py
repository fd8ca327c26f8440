"""A wall with its comments as a collector: new, edited, gone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from collectors.vk.attachments import Item
from collectors.vk.budget import METHOD, Budget
from collectors.vk.client import RETRIES, Caller
from collectors.vk.errors import ODD, UNREADABLE_THREAD, VkError
from collectors.vk.items import Ref, mark_of, objects, post_of, readable, ref_of
from collectors.vk.memory import UNREAD, Known, Memory
from collectors.vk.thread import PAGE, read_thread
from incidents.posts import Batch, Post, SourceBroken

WINDOW = timedelta(hours=72)  # younger posts are watched for edits, deletions and comments
AT_LEAST = 50  # and so many newest ones, however old
MAX_PAGES = 20
REREAD = timedelta(minutes=30)  # comments are read again even if their number stands
SKEW = 300  # seconds by which VK's clock may differ from ours
USED_UP = "На сегодня чтения стен у ВК закончились, продолжим, как только появятся"
REREAD_AT_ONCE = 10  # posts a sweep, those read longest ago first


@dataclass(slots=True)
class _Sweep:
    """One fetch under way."""

    before: Memory
    now: int
    after: Memory
    watched: dict[int, Post] = field(default_factory=dict)  # newest first
    reach: int = 0  # posts older than this were not asked for
    news: list[Post] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    calls: int = 0  # of wall.get
    adopted: set[int] = field(default_factory=set)  # old posts that came under watch: not news


class VkWall:
    """The wall of `owner_id` (a community's is negative), read by a service or user token. `now` is the scenario's.

    `own_group`: the administration's community; what it says under others' posts is its own word, no resident's.
    """

    def __init__(
        self,
        client: Caller,
        owner_id: int,
        *,
        now: Callable[[], datetime],
        own_group: int | None = None,
        budget: Budget | None = None,
        window: timedelta = WINDOW,
        reread: timedelta = REREAD,
    ) -> None:
        self._own = str(-abs(own_group)) if own_group else None
        self._client, self._budget = client, budget
        self._owner_id = owner_id
        self._now = now
        self._window = int(window.total_seconds())
        self._reread = int(reread.total_seconds())

    async def fetch(self, cursor: str | None) -> Batch:
        """New and changed posts and comments since the cursor; with None, all that stands under watch. Raises SourceBroken."""
        before = Memory.load(cursor)
        now = int(self._now().timestamp())
        sweep = _Sweep(before=before, now=now, after=Memory(top=before.top, latest=before.latest, at=now, gone=before.gone[:]))
        try:
            await self._read_wall(sweep)
            await self._confirm_gone(sweep)
            await self._read_comments(sweep)
        except VkError as error:
            if error.policy.retry and error.method == METHOD:
                self._pay_for_repeats(sweep)
            raise error.as_broken() from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        news = (replace(post, by_owner=True) if self._own in (post.author_id, post.repeats) else post for post in sweep.news)
        again_in, quota = self._planned(sweep)
        posts = tuple(sorted(news, key=_order))
        return Batch(posts=posts, cursor=sweep.after.dump(), gone=tuple(sweep.gone), again_in=again_in, quota=quota)

    def _planned(self, sweep: _Sweep) -> tuple[float | None, str | None]:
        """When the wall is read again by the day's plan, and that in words."""
        if self._budget is None:
            return None, None
        days = self._window / 86_400
        young = [post for post in sweep.watched.values() if post.published_at.timestamp() >= sweep.now - self._window]
        self._budget.seen(self._owner_id, lively=sum(1 + post.comments for post in young) / days, cost=sweep.calls)
        sweep.after.spent = list(self._budget.spent(self._owner_id).hours)
        return self._budget.wait(self._owner_id), self._budget.line(self._owner_id, sweep.now)

    def _pay(self, sweep: _Sweep) -> None:
        """Count a call of wall.get, or wait where the day's quota is used up."""
        sweep.calls += 1
        wait = self._budget.spend(self._owner_id, sweep.now) if self._budget is not None else 0.0
        if wait > 0.0:
            raise SourceBroken(USED_UP, retry_after=wait)

    def _pay_for_repeats(self, sweep: _Sweep) -> None:
        """A call that failed was made again by the client: each counts in VK."""
        for _ in RETRIES:
            if self._budget is not None:
                self._budget.spend(self._owner_id, sweep.now)

    async def _read_wall(self, sweep: _Sweep) -> None:
        items = await self._pages(sweep)
        pinned = {item["id"] for item in items if item.get("is_pinned")}
        posts = readable((item for item in items if not item.get("is_deleted")), lambda item: post_of(item, self._owner_id))
        young = sweep.now - self._window
        for place, (post_id, post) in enumerate(posts.items()):
            date = int(post.published_at.timestamp())
            known = sweep.before.posts.get(post_id)
            new = known is None and _is_news(sweep.before, post_id, date)
            sweep.after.top = max(sweep.after.top, post_id)
            sweep.after.latest = max(sweep.after.latest, date)
            watch = date >= young or place < AT_LEAST or post_id in pinned
            if not watch and (sweep.before.first or not new):
                continue
            mark = mark_of(post)
            sweep.watched[post_id] = post
            sweep.after.posts[post_id] = Known(date=date, mark=mark)
            if known is None and not new:
                sweep.adopted.add(post_id)
            elif known is None or known.mark != mark:
                sweep.news.append(post)

    async def _pages(self, sweep: _Sweep) -> list[Item]:
        found: dict[int, Item] = {}
        for page in range(MAX_PAGES):
            self._pay(sweep)
            answer = await self._client.call("wall.get", owner_id=self._owner_id, count=PAGE, offset=page * PAGE, filter="all")
            given: list[object] = answer["items"]
            items = objects(given)
            found |= {item["id"]: item for item in items}
            if not given or (page + 1) * PAGE >= answer["count"]:
                return list(found.values())
            row = [item for item in items if not item.get("is_pinned")]
            oldest = min((item["date"] for item in row if isinstance(item.get("date"), int)), default=sweep.now)
            reached = sweep.before.first or any(item["id"] <= sweep.before.top for item in row)
            sweep.reach = oldest
            if reached and oldest < sweep.now - self._window:
                break
        return list(found.values())

    async def _confirm_gone(self, sweep: _Sweep) -> None:
        """A post missing from the wall is gone only if it is not given by its id either."""
        missing = [id for id, known in sweep.before.posts.items() if id not in sweep.watched and known.date >= sweep.reach]
        for start in range(0, len(missing), PAGE):
            asked = missing[start : start + PAGE]
            answer = await self._client.call("wall.getById", posts=[f"{self._owner_id}_{id}" for id in asked])
            items = objects(answer["items"] if isinstance(answer, dict) else answer)
            stands = {item["id"] for item in items if not item.get("is_deleted")}
            for post_id in asked:
                known = sweep.before.posts[post_id]
                if post_id in stands:
                    sweep.after.posts[post_id] = known
                else:
                    sweep.after.gone.append(post_id)
                    sweep.gone.append(str(Ref(self._owner_id, post_id)))
                    sweep.gone.extend(str(Ref(self._owner_id, post_id, id)) for id in known.comments)

    async def _read_comments(self, sweep: _Sweep) -> None:
        """Read the threads that are due. Trouble on the way does not hold the posts back; without posts it breaks the source."""
        due = set(self._due(sweep))
        trouble: VkError | None = None
        for post_id, post in sweep.watched.items():
            known, before = sweep.after.posts[post_id], sweep.before.posts.get(post_id)
            if before is not None:
                known.count, known.read_at, known.comments = before.count, before.read_at, before.comments
            if post_id not in due or trouble is not None:
                continue
            try:
                await self._read_thread(sweep, post_id)
            except VkError as error:
                if error.code not in UNREADABLE_THREAD:
                    trouble = error
                    continue
            known.count, known.read_at = post.comments, sweep.now
        if trouble is not None and not (sweep.news or sweep.gone):
            raise trouble

    def _due(self, sweep: _Sweep) -> Iterable[int]:
        waiting: list[tuple[int, int]] = []
        for post_id, post in sweep.watched.items():
            known = sweep.before.posts.get(post_id)
            if post.comments != (known.count if known else UNREAD):
                yield post_id
            elif known and post.comments and known.read_at + self._reread <= sweep.now:
                waiting.append((known.read_at, post_id))
        yield from (post_id for _, post_id in sorted(waiting)[:REREAD_AT_ONCE])

    async def _read_thread(self, sweep: _Sweep, post_id: int) -> None:
        known, ref = sweep.after.posts[post_id], Ref(self._owner_id, post_id)
        if not sweep.watched[post_id].comments and not known.comments:
            return
        thread = await read_thread(self._client, ref)
        missing = known.comments.keys() - thread.comments.keys() if thread.complete else set()
        if missing - thread.deleted:  # pages shift while they are read: look twice before calling a comment gone
            thread = await read_thread(self._client, ref)
            missing = missing - thread.comments.keys() if thread.complete else set()
        missing = missing | (thread.deleted & known.comments.keys())
        sweep.gone.extend(str(Ref(self._owner_id, post_id, id)) for id in sorted(missing))
        marks: dict[int, str] = {}
        for id, comment in sorted(thread.comments.items()):
            marks[id] = mark_of(comment)
            old = post_id in sweep.adopted and comment.published_at.timestamp() < sweep.before.at - SKEW
            if not old and (known.comments[id] != marks[id] if id in known.comments else not known.has_seen(id)):
                sweep.news.append(comment)
        known.comments = marks if thread.complete else {**known.comments, **marks}


def _is_news(before: Memory, post_id: int, date: int) -> bool:
    """Tell a new post from an old one that came into sight because others were deleted; a delayed post has an early id."""
    return before.first or post_id > before.top or date >= before.latest or post_id in before.gone


def _order(post: Post) -> tuple[datetime, int]:
    ref = ref_of(post.external_id)
    return post.published_at, ref.comment_id or ref.post_id  # posts and comments of a wall share one row of numbers
