"""Groups of Odnoklassniki as the page shows them: shaped like walls."""

from sandbox.control.fates import fate
from sandbox.control.ok import group_of
from sandbox.errors import Json
from sandbox.ok.state import Comment, Group, Topic
from sandbox.town import Town

SHOWN_AS = {"movie": "video", "music": "audio"}
NOBODY = "Имя скрыто"


def groups(town: Town) -> Json:
    """List the groups and the people of Odnoklassniki."""
    return {
        "groups": [
            {"id": each.id, "name": each.name, "access": each.access, "posts": len(each.topics)} for each in town.ok.groups.values()
        ],
        "users": [{"id": id, "name": name} for id, name in town.ok.people.items()],
    }


def wall(town: Town, group_id: str) -> list[Json]:
    """Show a group's topics with all that stands under them, deleted things too, oldest first."""
    group = group_of(town, group_id)
    return [_topic(town, group, each) for each in group.topics.values()]


def _topic(town: Town, group: Group, topic: Topic) -> Json:
    children: dict[str | None, list[Comment]] = {}
    for each in topic.comments.values():
        children.setdefault(_root(topic, each), []).append(each)
    return _written(town, topic) | {
        "fate": fate(town, "ok", f"topic/{topic.id}"),
        "owner_id": -group.id,
        "post_id": topic.id,
        "copies": [_passed(town, topic.copy_of)] if topic.copy_of else [],
        "comments": [
            _comment(town, topic, each) | {"thread": [_comment(town, topic, one) for one in children.get(each.id, ())]}
            for each in children.get(None, ())
        ],
    }


def _passed(town: Town, topic: Topic) -> Json:
    group = town.ok.groups.get(topic.owner)
    return _written(town, topic) | {"owner_id": -topic.owner, "group": group.name if group else NOBODY}


def _root(topic: Topic, comment: Comment) -> str | None:
    """Under which comment of the first level it stands; None: it is of the first level itself."""
    root, above = None, comment.reply_to
    while above is not None and above in topic.comments and above != root:
        root, above = above, topic.comments[above].reply_to
    return root


def _comment(town: Town, topic: Topic, comment: Comment) -> Json:
    became = fate(town, "ok", f"topic/{topic.id}/comment/{comment.id}")
    return _written(town, comment) | {"id": comment.id, "reply_to": comment.reply_to, "fate": became}


def _written(town: Town, item: Topic | Comment) -> Json:
    kind, _, number = item.author.partition(":")
    id = int(number) if number.isdecimal() else 0
    group = town.ok.groups.get(id) if kind == "group" else None
    name = group.name if group else town.ok.people.get(id, NOBODY) if kind == "user" else NOBODY
    attached = item.attachments if isinstance(item, Topic) else []
    return {
        "from_id": -id if kind == "group" else id,
        "name": name,
        "text": item.text,
        "date": int(item.at),
        "deleted": item.deleted,
        "edited": False,
        "likes": item.likes,
        "photos": item.photos,
        "attachments": [each | {"type": SHOWN_AS.get(each["type"], each["type"])} for each in attached],
        "signer_id": None,
        "geo": None,
    }
