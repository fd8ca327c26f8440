"""A scene of the day as the page is told of it."""

from typing import Any

from bot.demo.play import Scene
from bot.demo.town import Town
from incidents.official import Role


def scene_of(scene: Scene, town: Town) -> dict[str, Any]:  # Any: JSON
    """For the sandbox's control API. A phone that the town has not is left out."""
    wall = next((c.group_id for c in town.communities if c.title == scene.community), None)
    named = {
        (o.department_id if o.role is Role.EXECUTOR else o.role.value): o.user_id
        for o in reversed(town.officials)  # of several people on duty the first
        if o.role is not Role.CHIEF
    }
    told = {"title": scene.title, "about": scene.about, "at": scene.at.isoformat(), "text": scene.text, "shows": scene.shows}
    return {**told, "group_id": wall, "phones": [named[name] for name in scene.phones if name in named]}
