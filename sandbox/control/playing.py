"""Who plays the phones: the visitor's own are left alone.

Orders for whoever plays the day: a scene, the next morning, the day anew.
"""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.telegram.state import User
from sandbox.town import Town

KEPT = 600.0  # scenario seconds after the last touch
LED = 5.0  # real seconds: a page that leads a tour says again that it does
ORDERS = frozenset({"scene", "morning", "restart"})


def held(town: Town) -> list[int]:
    """List the people whose phones are the visitor's now."""
    now, real = town.now(), time.monotonic()
    touched = {number for number, at in town.day.touched.items() if now - at < KEPT}
    return sorted(touched | {number for number, until in town.day.led.items() if real < until})


def touch(town: Town, wish: Wish) -> Json:
    """Note that a visitor's hand was on phones; `tour`: a tour leads through them, whatever the clock does."""
    for number in wish.numbers("users"):
        town.day.touched[number] = town.now()
        if wish.fields.get("tour"):
            town.day.led[number] = time.monotonic() + LED
    return {"held": held(town)}


def by_hand(town: Town, wish: Wish, user: User) -> None:
    """Note a touch if the wish says that a visitor made it."""
    if wish.fields.get("hand"):
        town.day.touched[user.id] = town.now()


def played(town: Town) -> Json:
    """Tell whether people are played, and who is not."""
    return {"on": town.day.played, "held": held(town)}


def set_played(town: Town, wish: Wish) -> Json:
    """Let people be played, or not."""
    on = wish.fields.get("on")
    if not isinstance(on, bool):
        no("поле on: true или false")
    town.day.played = on
    return played(town)


def set_busy(town: Town, wish: Wish) -> Json:
    """Say what the day's player is doing meanwhile; nothing: it is done. `scene`: which one it has come to."""
    town.day.busy = wish.maybe_text("busy") or None
    town.day.scene = wish.maybe_number("scene")
    return {"busy": town.day.busy}


def order(town: Town, wish: Wish) -> Json:
    """Order something of whoever plays the day. `scene`: its number in the day's order."""
    if not town.day.directed:
        no("этот городок никто не ведёт: сцен и нового дня в нём нет")
    act = wish.choice("act", ORDERS, "")
    scene = wish.maybe_number("scene")
    if act == "scene" and (scene is None or not 0 <= scene < len(town.day.scenes)):
        no(f"сцены {scene} в этом дне нет")
    if act == "morning" and not _has_morning(town):
        no("утра впереди нет: сцены следующих дней уже были")
    town.day.ordered += 1
    town.day.orders.append({"n": town.day.ordered, "act": act, "scene": scene})
    return {"n": town.day.ordered}


def _has_morning(town: Town) -> bool:
    """Whether a scene of a later day is ahead."""
    zone = ZoneInfo(town.day.timezone)
    today = datetime.fromtimestamp(town.now(), zone).date()
    return any(datetime.fromisoformat(scene["at"]).astimezone(zone).date() > today for scene in town.day.scenes)


def take_orders(town: Town) -> Json:
    """Hand over what was ordered since the last time."""
    taken, town.day.orders = town.day.orders, []
    return {"orders": taken}
