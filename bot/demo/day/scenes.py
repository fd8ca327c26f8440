"""Scenes as the page is told of them, and next mornings."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot.demo.play import PlannedPost, Scene
from bot.demo.town import Town
from incidents.dates.russian import dated
from incidents.official import Role

MORNING = "Утро следующего дня"


def with_mornings(scenes: Sequence[Scene], posts: Sequence[PlannedPost], *, start: datetime, summary_at: time) -> Sequence[Scene]:
    """The scenes, and the head's summary after each day that has posts, where the file has no scene of that next day.

    A day of one's own is brought to see what the head will read of it.
    """
    zone = start.tzinfo
    days = {start.date(), *(post.at.astimezone(zone).date() for post in posts if post.at is not None and post.at > start)}
    known = {scene.at.astimezone(zone).date() for scene in scenes}
    mornings = [
        Scene(
            title=MORNING,
            about="Сводка главе: что было, что опасно, что решить. С картинкой и Excel.",
            at=datetime.combine(day, summary_at, zone),
            phones=(Role.HEAD.value,),
            shows=f"{dated(day, start.date())} · за",
        )
        for day in {each + timedelta(days=1) for each in days} - known
    ]
    return sorted([*scenes, *mornings], key=lambda scene: scene.at)


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
