"""What became of posts, as whoever reads the walls tells the town."""

import re

from sandbox.control.wish import Wish
from sandbox.errors import Json
from sandbox.town import Town

WALL, TOPIC = re.compile(r"wall-(\d+)_"), re.compile(r"topic/(\d+)")


def tell(town: Town, wish: Wish) -> Json:
    """Keep rows of `network`, `id` (its address there), `text`, and `chat_id` with `message_id` of a card; name the walls to look at."""
    rows = wish.rows("fates")
    for row in rows:
        kept: Json = {"text": row.text("text"), "chat_id": row.maybe_number("chat_id"), "message_id": row.maybe_number("message_id")}
        town.day.fates[row.text("network"), row.text("id")] = kept
    walls = {int(found[1]) for row in rows if (found := WALL.match(row.text("id")))}
    topics = {int(found[1]) for row in rows if (found := TOPIC.match(row.text("id")))}
    return {"walls": sorted(walls), "topics": [group.id for group in town.ok.groups.values() if topics & group.topics.keys()]}


def fate(town: Town, network: str, address: str) -> Json | None:
    """Tell what became of a post or a comment; None: nobody has said."""
    return town.day.fates.get((network, address))
