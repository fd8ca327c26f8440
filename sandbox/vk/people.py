"""users.get, groups.getById, utils.getServerTime."""

from sandbox.errors import Json
from sandbox.vk.call import Call, bad_param, fail
from sandbox.vk.state import Person
from sandbox.vk.view import group_view, person_view

USERS_MOST = 1000


def users_get(call: Call, base: str) -> list[Json]:
    """Show people by number; unknown ones are left out."""
    names = call.words("user_ids")
    if not names and call.token.user_id is not None:
        names = [str(call.token.user_id)]
    if len(names) > USERS_MOST:
        bad_param("user_ids", "is too long")
    found = [_person(call, name) for name in names]
    photo = f"{base}/vk/photo/lamp.jpg"
    extra = {field: photo for field in call.words("fields") if field.startswith("photo_")}
    return [person_view(person) | extra for person in found if person]


def _person(call: Call, name: str) -> Person | None:
    number = name.removeprefix("id")
    return call.town.vk.people.get(int(number[:20])) if number.isdecimal() else None


def groups_get_by_id(call: Call, base: str) -> Json:
    """Show communities by number or short name; unknown ones are left out."""
    names = call.words("group_ids") or call.words("group_id")
    if not names and call.token.group_id is not None:
        names = [str(call.token.group_id)]
    if not names:
        bad_param("group_ids")
    found = [group for name in names if (group := call.town.vk.group_named(name)) is not None]
    if not found:
        fail(100, "group_ids is undefined")
    wanted = set(call.words("fields"))
    groups = []
    for group in found:
        closed = group.comments == "closed"
        extra = {
            "can_post": 0,
            "wall": 2 if closed else 1,
            "members_count": len(group.members),
            "description": group.name,
        }
        shown = {name: value for name, value in extra.items() if name in wanted}
        groups.append(group_view(group, base) | shown)
    return {"groups": groups, "profiles": []}


def server_time(call: Call, base: str) -> int:
    """Tell the scenario's Unix time."""
    return int(call.town.now())
