"""Posts of all open walls by words: newsfeed.search, question by question.

A day has so many questions, so they are spread over it and asked in turn, the one that waits longest first. Source: newsfeed.search of VK's
published schema (VKCOM/vk-api-schema, 5.199); the day's number is what users report (docs/limits.md, VK).
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from collectors.vk.attachments import Item
from collectors.vk.budget import DAY, HOUR, Spent
from collectors.vk.client import RETRIES, Caller
from collectors.vk.errors import ODD, VkError
from collectors.vk.found.memory import FoundMemory
from collectors.vk.found.posts import fresh_of, posts_of
from collectors.vk.items import objects
from incidents.posts import Batch, SourceBroken

A_DAY = 1000  # questions of a key
SHARE = 0.9  # of them that are planned
MOST = 0.96  # of them that are asked at all
PAGE = 200
MAX_PAGES = 5  # VK shows no more than a thousand of one search
LAG = 3600  # seconds after which VK's search knows a post at the latest: asked for again, told once
USED_UP = "На сегодня запросы поиска у ВК закончились, продолжим, как только появятся"


class VkSearch:
    """Asks for each question what is new. `walls`: read anyway; `names`: whether a text names the district."""

    def __init__(
        self,
        client: Caller,
        questions: Sequence[str],
        *,
        now: Callable[[], datetime],
        walls: Callable[[], Collection[int]],
        names: Callable[[str], bool],
        own_group: int | None = None,
        tokens: int = 1,
        quota: int = A_DAY,
    ) -> None:
        self._client, self._questions, self._now, self._walls, self._names = client, tuple(questions), now, walls, names
        self._own_group, self._quota = own_group, quota * max(1, tokens)
        self._spent: Spent | None = None

    async def fetch(self, cursor: str | None) -> Batch:
        """News of the question that waits longest. Raises SourceBroken."""
        now = int(self._now().timestamp())
        memory = FoundMemory.load(cursor, now=now)
        memory.asked = {question: at for question, at in memory.asked.items() if question in self._questions}
        spent = self._spent = self._spent or Spent.of(memory.spent)
        question = min(self._questions, key=lambda each: (memory.since(each), each in memory.asked))
        since = memory.since(question) - LAG
        calls = spent.total(now)
        try:
            items = await self._pages(question, since, now, spent)
        except VkError as error:
            if error.policy.retry:
                spent.add(now, len(RETRIES))
            raise error.as_broken() from None
        except (LookupError, TypeError, ValueError, AttributeError):
            raise SourceBroken(ODD.source) from None
        found = posts_of(items, self._own_group)
        news = fresh_of(found, memory, since=max(since, memory.born - LAG), walls=self._walls(), names=self._names)
        memory.asked[question], memory.spent = now, list(spent.hours)
        again = self.pause * max(1, spent.total(now) - calls)
        return Batch(posts=tuple(news), cursor=memory.dump(), again_in=again, quota=self._line(spent.total(now)))

    @property
    def pause(self) -> float:
        """Scenario seconds between two questions."""
        return DAY / (self._quota * SHARE)

    async def _pages(self, question: str, since: int, now: int, spent: Spent) -> list[Item]:
        found: list[Item] = []
        after: str | None = None
        for _ in range(MAX_PAGES):
            if spent.total(now) >= self._quota * MOST:
                raise SourceBroken(USED_UP, retry_after=max(1.0, spent.wait(now)))
            spent.add(now)
            answer = await self._client.call("newsfeed.search", q=question, count=PAGE, start_time=since, start_from=after)
            found += objects(answer["items"])
            after = answer.get("next_from")
            if not after:
                break
        return found

    def _line(self, used: int) -> str:
        hours = self.pause * len(self._questions) / HOUR
        each = f"{round(hours)} ч" if hours >= 1.0 else f"{max(1, round(hours * 60))} мин"
        return f"запросов {len(self._questions)}, каждый раз в {each}, за сутки потратили {used} из {self._quota}"
