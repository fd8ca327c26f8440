"""A wall with its comments as a collector: new, edited, gone."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta

from collectors.vk.attachments import Item
from collectors.vk.boards.board import Board
from collectors.vk.budget import METHOD, Budget
from collectors.vk.client import RETRIES, Caller
from collectors.vk.errors import ODD, UNREADABLE_THREAD, VkError
from collectors.vk.items import Ref, mark_of, objects, post_of, readable
from collectors.vk.memory import UNREAD, Known, Memory
from collectors.vk.old_posts import DEEP, Old, deep_pages, left_watch, read_old
from collectors.vk.sweep import Sweep, further_pages, is_news, order_of
from collectors.vk.thread import PAGE, Tail, read_tail, read_thread
from incidents.posts import Batch, SourceBroken

WINDOW = timedelta(hours=72)  # younger posts are watched for edits, deletions and comments
AT_LEAST = 50  # and so many newest ones, however old
MAX_PAGES = 20
REREAD = timedelta(minutes=30)  # comments are read again even if their number stands
USED_UP = "На сегодня чтения стен у ВК закончились, продолжим, как только появятся"
REREAD_AT_ONCE = 10  # posts a sweep, those read longest ago first


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
        board: Board | None = None,
    ) -> None:
        self._own = str(-abs(own_group)) if own_group else None
        self._client, self._budget, self._board = client, budget, board
        self._owner_id = owner_id
        self._now = now
        self._window = int(window.total_seconds())
        self._reread = int(reread.total_seconds())

    async def fetch(self, cursor: str | None) -> Batch:
        """New and changed posts and comments since the cursor; with None, all that stands under watch. Raises SourceBroken."""
        before = Memory.load(cursor)
        now = int(self._now().timestamp())
        sweep = Sweep(before=before, now=now, after=Memory(top=before.top, latest=before.latest, at=now, gone=before.gone[:]))
        try:
            self._place(sweep, await self._pages(sweep))
            self._place(sweep, [item for item in await self._deep_pages(sweep) if item["id"] not in sweep.watched], is_deep=True)
            await self._confirm_gone(sweep)
            await self._read_comments(sweep)
            await self._read_old(sweep)
            await self._read_board(sweep)
        except VkError as error:
            if error.policy.retry and error.method == METHOD:
                self._pay_for_repeats(sweep)
            raise error.as_broken() from None
        except (KeyError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        news = (replace(post, by_owner=True) if self._own in (post.author_id, post.repeats) else post for post in sweep.news)
        again_in, line = self._planned(sweep)
        quota = ", ".join(filter(None, (line, sweep.after.board.note))) or None
        posts = tuple(sorted(news, key=order_of))
        return Batch(posts=posts, cursor=sweep.after.dump(), gone=tuple(sweep.gone), again_in=again_in, quota=quota)

    def _planned(self, sweep: Sweep) -> tuple[float | None, str | None]:
        """When the wall is read again by the day's plan, and that in words."""
        if self._budget is None:
            return None, None
        days = self._window / 86_400
        young = (post for post in sweep.watched.values() if post.published_at.timestamp() >= sweep.now - self._window)
        self._budget.seen(self._owner_id, lively=sum(1 + post.comments for post in young) / days, cost=sweep.calls)
        self._budget.seen_deep(self._owner_id, len(further_pages(sweep)))
        sweep.after.spent = list(self._budget.spent(self._owner_id).hours)
        return self._budget.wait(self._owner_id), self._budget.line(self._owner_id, sweep.now)

    def _pay(self, sweep: Sweep) -> None:
        """Count a call of wall.get, or wait where the day's quota is used up."""
        sweep.calls += 1
        if (wait := self._spend(sweep.now)) > 0.0:
            raise SourceBroken(USED_UP, retry_after=wait)

    def _pay_for_repeats(self, sweep: Sweep) -> None:
        """A call that failed was made again by the client: each counts in VK."""
        for _ in RETRIES:
            self._spend(sweep.now)

    def _spend(self, now: int) -> float:
        return self._budget.spend(self._owner_id, now) if self._budget is not None else 0.0

    def _place(self, sweep: Sweep, items: list[Item], *, is_deep: bool = False) -> None:
        pinned = {item["id"] for item in items if item.get("is_pinned")}
        posts = readable((item for item in items if not item.get("is_deleted")), lambda item: post_of(item, self._owner_id))
        young = sweep.now - self._window
        for place, (post_id, post) in enumerate(posts.items()):
            date = int(post.published_at.timestamp())
            known = sweep.before.posts.get(post_id)
            new = known is None and is_news(sweep.before, post_id, date)
            sweep.after.top = max(sweep.after.top, post_id)
            sweep.after.latest = max(sweep.after.latest, date)
            watch = date >= young or (place < AT_LEAST and not is_deep) or post_id in pinned
            if not watch and (sweep.before.first or not new):
                sweep.aged[post_id] = post
                continue
            mark = mark_of(post)
            sweep.watched[post_id] = post
            sweep.after.posts[post_id] = Known(date=date, mark=mark)
            if known is None and not new:
                sweep.adopted.add(post_id)
            elif known is None or known.mark != mark:
                sweep.news.append(post)

    async def _pages(self, sweep: Sweep) -> list[Item]:
        found: dict[int, Item] = {}
        for page in range(MAX_PAGES):
            self._pay(sweep)
            answer = await self._client.call("wall.get", owner_id=self._owner_id, count=PAGE, offset=page * PAGE, filter="all")
            given: list[object] = answer["items"]
            items = objects(given)
            found |= {item["id"]: item for item in items}
            sweep.total = int(answer["count"])
            if not given or (page + 1) * PAGE >= answer["count"]:
                return list(found.values())
            row = [item for item in items if not item.get("is_pinned")]
            oldest = min((item["date"] for item in row if isinstance(item.get("date"), int)), default=sweep.now)
            reached = sweep.before.first or any(item["id"] <= sweep.before.top for item in row)
            sweep.reach = oldest
            if reached and oldest < sweep.now - self._window:
                break
        return list(found.values())

    async def _deep_pages(self, sweep: Sweep) -> list[Item]:
        """Pages of old posts when it is their turn; where VK or the quota gives none, they wait for the next turn."""
        sweep.after.deep_at = sweep.before.deep_at
        if abs(sweep.now - sweep.before.deep_at) < (self._budget.deep_wait() if self._budget is not None else DEEP):
            return []
        sweep.after.deep_at = sweep.now
        return await deep_pages(self._client, self._owner_id, further_pages(sweep), lambda: self._spend(sweep.now) == 0.0)

    async def _read_old(self, sweep: Sweep) -> None:
        """Comments under posts that are watched no more."""
        old = sweep.after.old = {id: replace(each) for id, each in sweep.before.old.items() if id not in sweep.watched}
        left = {id: each for id, each in sweep.before.posts.items() if id not in sweep.watched and id not in sweep.after.gone}
        left_watch({id: (each.count, max(each.comments, default=0), each.read_at) for id, each in left.items()}, old)
        try:
            sweep.news += await read_old(self._client, sweep.aged, old, now=sweep.now)
        except VkError:
            if not (sweep.news or sweep.gone):
                raise

    async def _read_board(self, sweep: Sweep) -> None:
        """Discussions, where the community's are read."""
        board = sweep.after.board = deepcopy(sweep.before.board)
        if self._board is not None:
            since = sweep.now - self._window if sweep.before.first else sweep.before.at
            sweep.news += await self._board.read(board, since=since, now=sweep.now)

    async def _confirm_gone(self, sweep: Sweep) -> None:
        """A post missing from the wall is gone only if it is not given by its id either."""
        unseen = {id: known for id, known in sweep.before.posts.items() if id not in sweep.watched and known.date >= sweep.reach}
        sweep.after.posts |= {id: known for id, known in unseen.items() if id in sweep.aged}
        missing = [id for id in unseen if id not in sweep.aged]
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

    async def _read_comments(self, sweep: Sweep) -> None:
        """Read the threads that are due. Trouble on the way does not hold the posts back; without posts it breaks the source."""
        due = set(self._due(sweep))
        trouble: VkError | None = None
        for post_id, post in sweep.watched.items():
            known, before = sweep.after.posts[post_id], sweep.before.posts.get(post_id)
            if before is not None:
                known.count, known.read_at, known.comments, known.tail = before.count, before.read_at, before.comments, before.tail
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

    def _due(self, sweep: Sweep) -> Iterable[int]:
        waiting: list[tuple[int, int]] = []
        for post_id, post in sweep.watched.items():
            known = sweep.before.posts.get(post_id)
            if post.comments != (known.count if known else UNREAD):
                yield post_id
            elif known and known.tail and known.tail.left and not known.tail.since:
                yield post_id  # its older comments were never read
            elif known and post.comments and abs(sweep.now - known.read_at) >= self._reread:
                waiting.append((known.read_at, post_id))
        yield from (post_id for _, post_id in sorted(waiting)[:REREAD_AT_ONCE])

    async def _read_thread(self, sweep: Sweep, post_id: int) -> None:
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
        old = sweep.before.old.get(post_id, Old(count=0, at=sweep.before.at) if post_id in sweep.adopted else None)
        for id, comment in sorted(thread.comments.items()):
            marks[id] = mark_of(comment)
            is_new = not known.has_seen(id) and (old is None or old.is_news(id, comment))
            if is_new or known.comments.get(id, marks[id]) != marks[id]:
                sweep.news.append(comment)
        if thread.complete:
            known.comments, known.tail = marks, None
            return
        is_fresh = known.count == UNREAD and old is None and not sweep.before.first
        tail = known.tail or Tail(since=max(known.comments, default=0 if is_fresh else max(marks, default=0)))
        known.comments = {**known.comments, **marks}
        further, known.tail = await read_tail(self._client, ref, thread, tail)
        sweep.news += [comment for id, comment in sorted(further.comments.items()) if id > tail.since and id not in thread.comments]
