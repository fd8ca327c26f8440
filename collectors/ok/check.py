"""What the keys of Odnoklassniki can do, one line each.

For `otklik check`. What no page of their documentation says is asked for here, so that the first real key shows it (sandbox/ok/README.md).
"""

from collections.abc import Mapping

from collectors.ok.attachments import Item, objects
from collectors.ok.client import OkClient
from collectors.ok.errors import ODD, OkError
from collectors.ok.items import GROUP
from collectors.ok.look import group_of
from collectors.ok.pages import next_anchor, topics_page

Line = tuple[bool | None, str]
"""Whether it is well (None: it could be better, the bot works), and what to read."""

ANSWERS = "Одноклассники: отвечать в них бот не умеет, ответ даст скопировать: в их справочнике этого действия больше нет"
NO_GROUPS = "Одноклассники: группы не добавлены, добавьте их в чате командой /sources: по ним проверим и то, чего нет в справочнике"
PAGE = 10  # topics that are looked at
_FIELDS = {"id": "номер", "created_ms": "время", "author_ref": "автор", "media": "текст", "discussion_summary": "число комментариев"}
_OF_COMMENT = {"id": "номер", "text": "текст", "author_id": "автор"}


async def check_ok(client: OkClient, groups: Mapping[str, str]) -> tuple[Line, ...]:
    """Ask the network itself. `groups`: titles by their ids in the database, «group:1». Raises nothing."""
    try:
        me = await client.call("users.getCurrentUser", fields="uid")
    except OkError as error:
        return ((False, f"Одноклассники: {_why(error)}"),)
    if not isinstance(me, dict) or not me.get("uid"):
        return ((False, f"Одноклассники: {_small(ODD.source)}"),)
    lines: list[Line] = [(True, "Одноклассники: ключи приняты"), (None, ANSWERS)]
    if not groups:
        return (*lines, (None, NO_GROUPS))
    for id, title in groups.items():
        lines += await _group(client, id.removeprefix(GROUP), f"Одноклассники, «{title}»")
    return tuple(lines)


async def _group(client: OkClient, number: str, name: str) -> list[Line]:
    """Whether topics and comments come, and with the fields that we count on."""
    try:
        await group_of(client, number)
        page = await topics_page(client, number, None, count=PAGE)
        topics = objects(page.get("media_topics"))
        if not topics:
            return [(None, f"{name}: тем пока нет, проверить чтение не на чем")]
        found: list[Line] = [_told(f"{name}: темы читаются", f"{name}: у темы не пришли", topics[0], _FIELDS)]
        found += _order(name, page, topics)
        discussed = next((each for each in topics if _count(each)), topics[0])
        answer = await client.call("discussions.getComments", discussionId=discussed["id"], discussionType="GROUP_TOPIC", count=1)
        comments = objects(answer.get("comments"))
    except OkError as error:
        return [(False, f"{name}: {_why(error)}")]
    except (KeyError, TypeError, ValueError, AttributeError):
        return [(False, f"{name}: {_small(ODD.source)}")]
    if not comments:
        return [*found, (None, f"{name}: комментариев пока нет, проверить их чтение не на чем")]
    found.append(_told(f"{name}: комментарии читаются", f"{name}: у комментария не пришли", comments[0], _OF_COMMENT))
    if "date_ms" not in comments[0]:
        found.append((None, f"{name}: время комментариев приходит без пояса, считаем его московским; сверьте с сайтом"))
    return found


def _order(name: str, page: Item, topics: list[Item]) -> list[Line]:
    """What is taken for granted of a list of topics: the newest first, and a way on."""
    moments = [moment for each in topics[1:] if isinstance(moment := each.get("created_ms"), int)]  # the first may be pinned
    lines: list[Line] = []
    if moments != sorted(moments, reverse=True):
        lines.append((None, f"{name}: темы идут не от новых к старым, новая может прийти с опозданием. Напишите разработчикам Отклика"))
    if len(topics) >= PAGE and next_anchor(page) is None:
        lines.append((None, f"{name}: дальше {PAGE} последних тем список не листается. Напишите разработчикам Отклика"))
    return lines


def _told(well: str, ill: str, item: Item, wanted: Mapping[str, str]) -> Line:
    absent = [words for field, words in wanted.items() if field not in item]
    return (False, f"{ill}: {', '.join(absent)}. Напишите разработчикам Отклика") if absent else (True, well)


def _count(topic: Item) -> bool:
    summary = topic.get("discussion_summary")
    return isinstance(summary, dict) and bool(summary.get("comments_count"))


def _why(error: OkError) -> str:
    """What is wrong, and how whoever keeps the settings mends it."""
    mend = error.policy.mend or ("" if error.code is not None else "проверьте интернет на сервере и OK__API_BASE")
    return "; ".join(said for said in (_small(error.policy.source), mend) if said)


def _small(line: str) -> str:
    """A sentence behind «Одноклассники: », which is its subject."""
    plain = line.removeprefix("Одноклассники ")
    return plain[:1].lower() + plain[1:]
