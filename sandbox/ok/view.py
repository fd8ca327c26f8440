"""Topics, comments and groups as the API of Odnoklassniki shows them."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from sandbox.errors import Json
from sandbox.ok.state import Comment, Group, Topic

MOSCOW = timezone(timedelta(hours=3))


def topics(rows: Iterable[Topic], base: str) -> Json:
    """Topics with the things that they name by refs."""
    entities: dict[str, list[Json]] = {}
    shown = [topic(each, entities, base) for each in rows]
    return {"media_topics": shown, "entities": entities} if entities else {"media_topics": shown}


def topic(item: Topic, entities: dict[str, list[Json]], base: str) -> Json:
    """One topic; what it names goes into `entities`."""
    media: list[Json] = [{"type": "text", "text": item.text}] if item.text else []
    if item.photos:
        media.append({"type": "photo", "photo_refs": [_named(entities, "group_photos", _photo(item, name, base)) for name in item.photos]})
    for number, each in enumerate(item.attachments):
        media.append(_block(each, f"{item.id}{number}", entities))
    if item.copy_of is not None:
        entities.setdefault("media_topics", []).append(topic(item.copy_of, entities, base))
        refs = {"media_topic_refs": [f"media_topic:{item.copy_of.id}"], "reshare_owner_refs": [f"group:{item.copy_of.owner}"]}
        media.append({"type": "topic", "reshare": True, **refs})
    return {
        "id": str(item.id),
        "created_ms": int(item.at * 1000),
        "author_ref": item.author,
        "owner_ref": f"group:{item.owner}",
        "media": media,
        "like_summary": {"count": item.likes},
        "discussion_summary": {
            "discussion_id": str(item.id),
            "discussion_type": "GROUP_TOPIC",
            "comments_count": len(item.alive()),
        },
    }


def comment(item: Comment, base: str) -> Json:
    """One comment; its moment is Moscow's and has no zone."""
    kind, _, number = item.author.partition(":")
    shown: Json = {
        "id": item.id,
        "author_id": number,
        "date": datetime.fromtimestamp(item.at, MOSCOW).strftime("%Y-%m-%d %H:%M:%S"),
        "text": item.text,
        "type": "ACTIVE_MESSAGE",
        "like_count": item.likes,
        "liked_it": False,
    }
    if kind == "group":
        shown["author_type"] = "GROUP"
    if item.reply_to:
        shown["reply_to_comment_id"] = item.reply_to
    if item.photos:
        shown["attachments"] = [{"type": "PHOTO", "pic640x480": f"{base}/vk/photo/{name}.jpg"} for name in item.photos]
    return shown


def group(item: Group) -> Json:
    """What `group.getInfo` says."""
    return {"uid": str(item.id), "name": item.name, "access_type": item.access, "shortname": item.short}


def _photo(item: Topic, name: str, base: str) -> Json:
    return {"id": f"{item.id}{name}", "pic640x480": f"{base}/vk/photo/{name}.jpg"}


def _named(entities: dict[str, list[Json]], name: str, thing: Json) -> str:
    """Put a thing beside the topics and give its ref."""
    entities.setdefault(name, []).append(thing)
    return f"{name.removesuffix('s')}:{thing['id']}"


def _block(given: Json, id: str, entities: dict[str, list[Json]]) -> Json:
    kind, title = given["type"], given.get("title", "")
    if kind == "movie":
        return {"type": "movie", "movie_refs": [_named(entities, "movies", {"id": id, "title": title})]}
    if kind == "poll":
        return {"type": "poll", "poll_refs": [_named(entities, "polls", {"id": id, "question": title, "answers": []})]}
    return {"type": kind, "title": title, "url": given.get("url", "https://example.org/")}
