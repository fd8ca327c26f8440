"""What the keys of Odnoklassniki can do, one line each.

For `otklik check`. What no page of their documentation says is asked for here, so that the first real key shows it (sandbox/ok/README.md).
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from collectors.ok.attachments import Item, objects
from collectors.ok.client import OkClient
from collectors.ok.errors import ODD, OkError
from collectors.ok.items import GROUP, Ref, is_removed
from collectors.ok.look import group_of
from collectors.ok.pages import Made, comments_in, comments_page, next_anchor, topics_in, topics_page

Line = tuple[bool | None, str]
"""Whether it is well (None: it could be better, the bot works), and what to read."""

ANSWERS = "Одноклассники: отвечать в них бот не умеет, ответ даст скопировать: в их справочнике этого действия больше нет"
NO_GROUPS = "Одноклассники: группы не добавлены, добавьте их в чате командой /sources: по ним проверим и то, чего нет в справочнике"
TELL = "Напишите разработчикам Отклика"
PAGE = 10  # topics that are looked at, and comments under one of them
_MOMENTS = "created_ms date_ms date created"  # any of these will do
_FIELDS = {"id": "номер", _MOMENTS: "время", "author_ref": "автор", "media": "текст", "discussion_summary": "число комментариев"}
_OF_COMMENT = {"id": "номер", _MOMENTS: "время", "text": "текст", "author_id": "автор"}
_EVER = {"since": datetime.min.replace(tzinfo=UTC), "now": datetime.max.replace(tzinfo=UTC)}  # moments are read, not cut


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
        found = _told(name, "темы", "у темы", topics[0], _FIELDS, topics_in(page, number, now=_EVER["now"]))
        found += _order(name, page, topics)
        discussed = next((each for each in topics if _count(each)), topics[0])
        answer = await comments_page(client, discussed["id"], None, count=PAGE)
        return found + _comments(name, answer, Ref(number, str(discussed["id"])), _count(discussed))
    except OkError as error:
        return [(False, f"{name}: {_why(error)}")]
    except (KeyError, TypeError, ValueError, AttributeError):
        return [(False, f"{name}: {_small(ODD.source)}")]


def _comments(name: str, answer: Item, topic: Ref, count: int) -> list[Line]:
    """Whether comments come as the reader needs them."""
    comments = [each for each in objects(answer.get("comments")) if not is_removed(each)]
    if count and not isinstance(answer.get("comments"), list):
        return [(False, f"{name}: комментарии не пришли, хотя у темы они есть. {TELL}")]
    if not comments:
        return [(None, f"{name}: комментариев пока нет, проверить их чтение не на чем")]
    found = _told(name, "комментарии", "у комментария", comments[0], _OF_COMMENT, comments_in(answer, topic, **_EVER))
    if "date_ms" not in comments[0]:
        found.append((None, f"{name}: время комментариев приходит без пояса, считаем его московским; сверьте с сайтом"))
    if PAGE <= len(comments) < count and next_anchor(answer) is None:
        found.append((None, f"{name}: дальше {PAGE} последних комментариев список не листается. {TELL}"))
    return found


def _order(name: str, page: Item, topics: list[Item]) -> list[Line]:
    """What is taken for granted of a list of topics: the newest first, and a way on."""
    moments = [moment for each in topics[1:] if isinstance(moment := each.get("created_ms"), int)]  # the first may be pinned
    lines: list[Line] = []
    if moments != sorted(moments, reverse=True):
        lines.append((None, f"{name}: темы идут не от новых к старым, новая может прийти с опозданием. {TELL}"))
    if len(topics) >= PAGE and next_anchor(page) is None:
        lines.append((None, f"{name}: дальше {PAGE} последних тем список не листается. {TELL}"))
    return lines


def _told(name: str, what: str, whose: str, first: Item, wanted: Mapping[str, str], made: Made) -> list[Line]:
    """Whether the fields are there, and whether the reader makes a post of each item."""
    lines: list[Line] = []
    if absent := [words for fields, words in wanted.items() if not first.keys() & set(fields.split())]:
        lines.append((False, f"{name}: {whose} не пришли: {', '.join(absent)}. {TELL}"))
    if made.left_out:
        lines.append((False, f"{name}: не читаются {what}, {made.left_out} из {made.left_out + len(made.posts)}. {TELL}"))
    return lines or [(True, f"{name}: {what} читаются")]


def _count(topic: Item) -> int:
    summary = topic.get("discussion_summary")
    count = summary.get("comments_count") if isinstance(summary, dict) else 0
    return count if isinstance(count, int) else 0


def _why(error: OkError) -> str:
    """What is wrong, and how whoever keeps the settings mends it."""
    mend = error.policy.mend or ("" if error.code is not None else "проверьте интернет на сервере и OK__API_BASE")
    return "; ".join(said for said in (_small(error.policy.source), mend) if said)


def _small(line: str) -> str:
    """A sentence behind «Одноклассники: », which is its subject."""
    plain = line.removeprefix("Одноклассники ")
    return plain[:1].lower() + plain[1:]
