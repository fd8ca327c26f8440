"""Every event that the town's VK tells of, in every shape: written anew by `python -m tests.kit.vk.events`."""

import asyncio
import json
from pathlib import Path
from typing import Any

from sandbox.client import TownClient, open_town

Json = dict[str, Any]  # Any: JSON

FILE = Path(__file__).parents[2] / "recorded" / "vk_events.json"
GROUP, OTHER, ANNA, PETER = 1, 2, 1001, 1002
SECRET = "a-word-of-the-community"
BASE = "http://town.example"
TOWN: Json = {
    "vk": {
        "groups": [{"id": GROUP, "name": "Администрация", "screen_name": "adm"}, {"id": OTHER, "name": "Соседи", "screen_name": "near"}],
        "users": [{"id": ANNA, "first_name": "Анна", "last_name": "П."}, {"id": PETER, "first_name": "Пётр", "last_name": "Л."}],
        "tokens": [{"token": "service", "kind": "service"}, {"token": "group", "kind": "group", "group_id": GROUP}],
    }
}
ATTACHED = [
    {"type": kind, "title": f"Что это: {kind}", "description": "Описание", "url": "https://example.org/"}
    for kind in ("video", "clip", "link", "poll", "doc", "audio")
]


async def recorded() -> list[Json]:
    """Let people do everything that a community is told of; gives the events, the last one as the Callback API brings it."""
    async with open_town(TOWN, origin="2026-11-24T06:00:00+00:00", speed=1.0) as town:
        await town.post("clock", paused=True)
        server = (await town.vk("groups.getLongPollServer", token="group", group_id=GROUP))["response"]
        await _on_walls(town)
        await _in_messages(town)
        asked = {"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": 1}
        async with town.session.get(server["server"], params=asked) as answer:
            told = json.dumps((await answer.json())["updates"])
        events: list[Json] = json.loads(told.replace(town.base, BASE))
    return [*events, {**events[0], "secret": SECRET}]


async def _on_walls(town: TownClient) -> None:
    post: Json = {}
    plain = {"group_id": GROUP, "author_id": ANNA, "text": "На Лесной яма"}
    first = await town.post("vk/post", group_id=OTHER, author_id=PETER, text="Первый написал", photos=["ice"])
    second = await town.post("vk/post", group_id=OTHER, text="Передаём", repost_of=_ref(first))
    third = await town.post("vk/post", group_id=OTHER, text="И мы передаём", repost_of=_ref(second))
    for more in (
        {},
        {"photos": ["pothole", "puddle"]},
        {"attachments": ATTACHED},
        {"geo": {"latitude": 56.7, "longitude": 36.7, "title": "Пруд"}},
        {"repost_of": _ref(third)},
        {"pinned": True},
        {"comments_closed": True},
        {"author_id": None, "signer_id": PETER},
    ):
        post = await town.post("vk/post", **{**plain, **more})
    comment = {"owner_id": post["owner_id"], "post_id": post["post_id"]}
    root = await town.post("vk/comment", **comment, author_id=ANNA, text="И у нас", photos=["lamp"])
    await town.post("vk/comment", **comment, author_id=PETER, text="Поддерживаю", reply_to=root["comment_id"])
    await town.post("vk/comment", **comment, author_id=None, text="Спасибо, проверим")
    target = {**comment, "comment_id": root["comment_id"]}
    await town.post("vk/edit", **target, text="И у нас на Лесной")
    await town.post("vk/delete", **target)
    await town.post("vk/restore", **target)


async def _in_messages(town: TownClient) -> None:
    to = {"group_id": GROUP, "user_id": ANNA}
    wrote = await town.post("vk/message", **to, text="Нет воды")
    await town.post("vk/message", **to, photos=["water"])
    for kind, title in (
        ("sticker", ""),
        ("voice", "Нет воды на Лесной"),
        ("voice", ""),
        ("video", "Ролик"),
        ("doc", "Акт.pdf"),
        ("link", ""),
    ):
        await town.post("vk/message", **to, attachments=[{"type": kind, "title": title}])
    await town.post("vk/message/edit", **to, conversation_message_id=wrote["conversation_message_id"], text="Нет воды на Лесной")
    await town.vk("messages.send", token="group", peer_id=ANNA, random_id=7, message="Выясняем")
    await town.post("vk/deny", **to)
    await town.post("vk/deny", **to, allow=True)


def _ref(post: Json) -> Json:
    return {name: post[name] for name in ("owner_id", "post_id")}


def write(events: list[Json]) -> None:
    """Keep the sample."""
    FILE.write_text(json.dumps(events, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(asyncio.run(recorded()))
