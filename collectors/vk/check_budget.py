"""The quota of VK and its reading keys, for `otklik check`."""

from collections.abc import Sequence

from collectors.vk.budget import A_DAY, DAY, HOUR, Wall, deep_wait, plan
from collectors.vk.client import VkClient
from collectors.vk.errors import VkError
from collectors.vk.found.search import A_DAY as SEARCHES
from collectors.vk.found.search import SHARE
from collectors.vk.old_posts import PAGES

Line = tuple[bool | None, str]


def budget_line(walls: int, tokens: int, every: float) -> Line:
    """How often walls of one weight are read."""
    pages = walls * (PAGES - 1)
    aside = pages * DAY / deep_wait(pages, tokens=tokens)
    made = plan({number: Wall() for number in range(walls)}, tokens=tokens, least=every, aside=aside)
    wait = max(made.waits.values(), default=every)
    told = (
        f"ВК: стен {walls}, ключей {tokens}: стену читаем раз в {_minutes(wait)}, за сутки {round(made.calls)} чтений из {A_DAY * tokens}"
    )
    if wait > every * 1.05:
        return None, f"{told}. Хотели раз в {_minutes(every)}: допишите через запятую второй ключ в VK__SERVICE_TOKEN"
    return True, told


def old_posts_line(walls: int, tokens: int) -> Line:
    """How often comments under old posts are looked for, at the most that it can cost."""
    pages = walls * (PAGES - 1)
    rare = deep_wait(pages, tokens=tokens)
    calls = round(pages * DAY / rare)
    return True, f"ВК: новые комментарии под старыми записями ищем раз в {round(rare / HOUR)} ч, на это до {calls} чтений в сутки"


def search_line(questions: int, tokens: int) -> Line:
    """How often each question of the search is asked."""
    hours = DAY / (SEARCHES * tokens * SHARE) * questions / HOUR
    return True, f"ВК: поиск по словам, запросов {questions}, каждый раз в {max(1, round(hours * 60))} мин, в сутки до {SEARCHES * tokens}"


async def check_tokens(clients: Sequence[VkClient]) -> list[Line]:
    """A line for each of several keys that VK refuses. Raises nothing."""
    lines: list[Line] = []
    for number, client in enumerate(clients, start=1):
        try:
            await client.call("utils.getServerTime")
        except VkError as error:
            lines.append((False, f"ВК: ключ № {number} в VK__SERVICE_TOKEN не подходит. {error.policy.source}"))
    return lines


def _minutes(seconds: float) -> str:
    return f"{max(1, round(seconds / 60))} мин"
