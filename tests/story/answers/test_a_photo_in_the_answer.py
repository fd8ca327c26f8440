"""Facts with a photo: five taps, and the picture stands under the post without a trace of the phone that took it."""

import base64
import io

import aiohttp
from PIL import Image

from incidents.official import Role
from tests.kit.phone_photos import GPS, phone_photo
from tests.kit.story_town import Json, Story, labels


async def drafted(town: Story, executor: int) -> None:
    """From the card to the question about a photo: three taps."""
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    await town.press(executor, card, "Ответить")
    await town.press(executor, await town.message(executor, "нажмите, что по факту", button="Сделано"), "Сделано")
    await town.press(executor, await town.message(executor, "Когда сделали?", button="Сегодня"), "Сегодня")
    await town.message(executor, "Есть фото?", button="Без фото")


async def send_photo(town: Story, executor: int, content: bytes) -> None:
    file = {"name": "IMG_0001.JPG", "base64": base64.b64encode(content).decode()}
    await town.control.type(executor, "", document=file)


async def shown(town: Story, executor: int, *, photos: int, after: int = 0) -> Json:
    """The first preview below that message with so many photos: an older one sends nothing any more."""

    async def newer() -> Json | None:
        found = [m for m in await town.control.chat(executor) if m["message_id"] > after and "Так увидит житель" in m["text"]]
        return next((m for m in found if ("Фото: 1" in m["text"], "Убрать фото" in labels(m)) == (photos == 1, photos == 1)), None)

    preview: Json = await town.until(newer)
    return preview


async def sent(town: Story, executor: int, post: Json, after: int = 0) -> Json:
    preview = await shown(town, executor, photos=1, after=after)
    await town.press(executor, preview, next(b["text"] for row in preview["buttons"] for b in row if b["text"].startswith("Отправить")))
    await town.message(executor, "✅ Ответ опубликован")
    (comment,) = await town.comments(post)
    return comment


async def test_a_photo_with_a_place_in_it_comes_out_under_the_post_without_it(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    await drafted(town, executor)
    await send_photo(town, executor, phone_photo())
    comment = await sent(town, executor, post)
    (name,) = comment["photos"]
    async with aiohttp.ClientSession() as session, session.get(f"{town.control.base}/vk/photo/{name}.jpg") as response:
        shown = await response.read()
    picture = Image.open(io.BytesIO(shown))
    assert picture.size == (40, 60)
    assert not picture.getexif().get_ifd(GPS)
    assert b"Secret" not in shown


async def test_when_vk_takes_no_photos_the_text_goes_out_and_the_official_is_told(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.control.post("fault", api="vk", method="photos.getWallUploadServer", kind="error", code=27, times=5)
    post = await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    await drafted(town, executor)
    await send_photo(town, executor, b"MZ" + b"\0" * 100)
    refused = await town.message(executor, "Файл не открылся как фото", "Текст ответа на месте")
    bare = await shown(town, executor, photos=0, after=refused["message_id"])
    await send_photo(town, executor, phone_photo())
    comment = await sent(town, executor, post, after=bare["message_id"])
    assert comment["photos"] == []
    await town.message(executor, "Фото ВКонтакте не приняла, ответ вышел без них", "Можно добавить их вручную", button="Открыть ответ")
