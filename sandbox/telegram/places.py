"""sendLocation and sendVenue."""

from sandbox.errors import Json, bad_request
from sandbox.telegram.call import Call
from sandbox.telegram.keyboard import inline_keyboard, reply_keyboard
from sandbox.telegram.messages import new_message
from sandbox.telegram.view import message_view

LATITUDE, LONGITUDE = 90.0, 180.0
VENUE = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")


async def send_location(call: Call) -> Json:
    """Send a point of the map."""
    extra = {"location": _point(call)}
    accuracy = call.get("horizontal_accuracy")
    if accuracy is not None:
        extra["location"]["horizontal_accuracy"] = accuracy
    return _send(call, "location", extra)


async def send_venue(call: Call) -> Json:
    """Send a point with a name and an address; its `location` stands beside the `venue`, as at Telegram."""
    point = _point(call)
    more = {name: call.get(name) for name in VENUE if call.get(name)}
    venue = {"location": point, "title": call.get("title"), "address": call.get("address")} | more
    return _send(call, "venue", {"location": point, "venue": venue})


def _point(call: Call) -> Json:
    latitude, longitude = call.get("latitude"), call.get("longitude")
    if abs(latitude) > LATITUDE or abs(longitude) > LONGITUDE:
        bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def _send(call: Call, kind: str, extra: Json) -> Json:
    chat = call.writable_chat()
    markup = call.get("reply_markup")
    content: Json = {
        "kind": kind,
        "extra": extra,
        "keyboard": inline_keyboard(markup),
        "reply_keyboard": reply_keyboard(markup),
        "thread_id": call.thread(chat),
        "reply_to": call.replied(chat),
    }
    call.may_send(chat)
    call.bot.pace.spend(chat.id, call.town.pace())
    return message_view(new_message(call, chat, **content), call.town.telegram)
