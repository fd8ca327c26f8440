"""Photos that come for walls: address, upload, saving.

photos.getWallUploadServer, photos.saveWallPhoto. They live in memory, the newest only.
"""

import itertools
import json
import re
from typing import Any

from aiohttp import web

from sandbox.errors import Json
from sandbox.params import UnreadableBody, read_params
from sandbox.town import town_of
from sandbox.vk.call import Call, bad_param, fail
from sandbox.vk.state import Vk

KEPT = 40
MOST_BYTES = 10 * 1024 * 1024
FIRST = 457000000
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG")
ATTACHMENT = re.compile(r"photo(-?\d{1,12})_(\d{1,12})(?:_\w+)?")
_keys = itertools.count(1)


def upload_server(call: Call, base: str) -> Json:
    """Tell where to put a file."""
    group = _group(call)
    return {"upload_url": f"{base}/vk/upload/{group}", "album_id": -14, "user_id": call.token.user_id or 0}


def save(call: Call, base: str) -> list[Json]:
    """Make a photo of what was put there; it can be attached from now on."""
    group, key = _group(call), call.values.get("hash", "")
    content = call.town.vk.uploads.pop(key, None)
    if content is None:
        bad_param("hash", "is invalid")
    number = FIRST + next(_keys)
    _keep(call.town.vk.pictures, name_of(number), content)
    call.town.journal.count("vk", "photos")
    url = f"{base}/vk/photo/{name_of(number)}.jpg"
    return [
        {
            "album_id": -14,
            "date": int(call.town.now()),
            "id": number,
            "owner_id": -group,
            "user_id": call.token.user_id or 0,
            "access_key": "sandbox",
            "sizes": [{"type": "y", "width": 640, "height": 480, "url": url}],
            "text": "",
            "has_tags": False,
        }
    ]


def attached(call: Call, vk: Vk) -> list[str]:
    """Names of the photos that a comment brings along; refuse what nobody has saved."""
    found = []
    for word in call.words("attachments"):
        match = ATTACHMENT.fullmatch(word)
        if match is None or name_of(int(match[2])) not in vk.pictures:
            bad_param("attachments", "is invalid")
        found.append(name_of(int(match[2])))
    return found


def name_of(number: int) -> str:
    """How the photo is called on the page."""
    return f"up{number}"


def _group(call: Call) -> int:
    group = call.number("group_id") or call.token.group_id or 0
    if call.token.group_id != group:
        fail(15, "no access to this album")
    return group


def _keep(known: dict[str, bytes], name: str, content: bytes) -> None:
    known[name] = content
    while len(known) > KEPT:
        del known[next(iter(known))]


async def upload(request: web.Request) -> web.StreamResponse:
    """Take a file; what is no picture comes back as an empty list, as VK does."""
    town = town_of(request)
    fault = town.faults.take("vk", "upload")
    if fault is not None:
        return web.Response(status=502)
    try:
        file = (await read_params(request)).files.get("photo")
    except UnreadableBody:
        file = None
    shown: list[Any] = []
    key = f"hash{next(_keys)}"
    if file is not None and file.content.startswith(SIGNATURES) and len(file.content) <= MOST_BYTES:
        _keep(town.vk.uploads, key, file.content)
        shown = [{"photo": key}]
    return web.json_response({"server": 1, "photo": json.dumps(shown), "hash": key})
