"""Upload a photo for a comment on a wall.

VK gives an address, takes the file there and saves it; nobody sees it until it is attached.
"""

from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from collectors.fetch import is_public, public_only
from collectors.vk.client import VkClient
from collectors.vk.errors import VkError
from incidents.publisher import PhotoRefused

TIMEOUT = 60.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def upload_photo(editor: VkClient, group_id: int, photo: bytes, *, timeout: float = TIMEOUT) -> str:
    """What `attachments` of wall.createComment takes. Raises PhotoRefused, in words without addresses and tokens."""
    try:
        place = await editor.call("photos.getWallUploadServer", group_id=group_id)
        there = await _put(str(place["upload_url"]), photo, timeout, home=editor.host)
        saved = await editor.call(
            "photos.saveWallPhoto", group_id=group_id, photo=there["photo"], server=there["server"], hash=there["hash"]
        )
        one = saved[0]
        owner, number, key = int(one["owner_id"]), int(one["id"]), str(one.get("access_key") or "")
    except VkError as error:
        raise PhotoRefused(f"{error.method}: {error.policy.answer}") from None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise PhotoRefused("ВКонтакте ответил непонятно") from None
    return f"photo{owner}_{number}" + (f"_{key}" if key else "")


async def _put(url: str, photo: bytes, timeout: float, *, home: str) -> dict[str, Any]:  # Any: VK's JSON
    """`home`: the host of VK's API. Only where it is this machine (the sandbox) a photo goes to an address inside our network."""
    address = URL(url)
    host = address.host or ""
    is_near = host == home and host in _LOOPBACK
    if not is_near and (address.scheme != "https" or _is_inside(host)):
        raise PhotoRefused("адрес для загрузки фото небезопасен")
    is_direct = not is_near and not (getproxies().get(address.scheme) and not proxy_bypass(host))  # a proxy may stand inside
    form = aiohttp.FormData()
    form.add_field("photo", photo, filename="photo.jpg", content_type="image/jpeg")
    clock = aiohttp.ClientTimeout(total=timeout)
    try:
        async with (
            aiohttp.ClientSession(
                connector=public_only() if is_direct else None, timeout=clock, trust_env=not is_near, cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.post(address, data=form, allow_redirects=False) as response,
        ):
            if response.status != 200:  # noqa: PLR2004 - HTTP's «OK»
                raise PhotoRefused(f"загрузка фото: HTTP {response.status}")
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise PhotoRefused(f"загрузка фото: {type(error).__name__}") from None
    if not isinstance(answer, dict) or not answer.get("photo") or answer["photo"] == "[]":
        raise PhotoRefused("ВКонтакте не распознал фото")
    return answer


def _is_inside(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:  # a name: where it leads to is seen when the connection is made
        return False
