"""What stands outside in the end: chats, comments, and cards that should look otherwise."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.config.district import District
from bot.demo.control import Control
from bot.demo.town import Town
from bot.renderer import Renderer
from bot.storage.engine.storage import open_storage
from bot.username import BotName
from incidents.ids import ChatId, IncidentId
from tests.chaos.base import Kept

Json = dict[str, Any]  # Any: JSON of the control API


async def chats(control: Control, town: Town) -> dict[int, Sequence[Json]]:
    """All messages ever of each official's chat."""
    return {o.user_id: (await control.get(f"tg/chat/{o.user_id}", limit=0))["messages"] for o in town.officials}


async def comments(control: Control, town: Town) -> Counter[tuple[str, str]]:
    """The administration's comments, by post and text."""
    found: Counter[tuple[str, str]] = Counter()
    for community in town.communities:
        for post in (await control.get("vk/wall", group_id=community.group_id))["posts"]:
            for comment in (*post["comments"], *(reply for each in post["comments"] for reply in each["thread"])):
                if comment["from_id"] == -town.answers_as.group_id and not comment.get("deleted"):
                    found[f"wall-{community.group_id}_{post['post_id']}", comment["text"]] += 1
    return found


async def stale(control: Control, district: District, url: str, kept: Kept, now: datetime) -> list[str]:
    """Cards whose buttons are not those that their incident has now; a card that waits for its edit is passed over."""
    waits = {(row.incident_id, row.chat_id) for row in kept.outbox if row.kind == "card" and row.state in {"pending", "claimed"}}
    renderer, found = Renderer(district, BotName()), []
    storage = await open_storage(url, district.id)
    try:
        for chat in sorted({row.chat_id for row in kept.copies}):
            shown = {message["message_id"]: message for message in await control.chat(chat)}
            for row in kept.copies:
                if row.chat_id != chat or row.message_id not in shown or (row.incident_id, chat) in waits:
                    continue
                async with storage.transaction() as tx:
                    card = await renderer.card(tx, IncidentId(row.incident_id), ChatId(chat), now=now)
                wanted = [button.label for line in card.rows for button in line]
                stands = [button["text"] for line in shown[row.message_id]["buttons"] or () for button in line]
                if wanted != stands:
                    found.append(f"card of incident {row.incident_id} in {chat} shows {stands}, has {wanted}")
    finally:
        await storage.close()
    return found
