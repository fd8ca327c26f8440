"""What the messenger and the network refuse by themselves, over the real servers of the town: plain words, and nothing is lost."""

from typing import Any

import pytest

from incidents.official import Role
from tests.kit.story_town import Json, Story

GROUP = -1001234567
POTHOLE = "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста"
PUDDLE = "На Энергетиков у дома 12 разбит асфальт на дороге, не проехать"
ANSWER = "Здравствуйте! Завтра до 12:00 засыплем яму. Отвечает отдел дорожного хозяйства."


async def connected(town: Story) -> None:
    """The roads' group: members may write there."""
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    group = {"id": GROUP, "type": "supergroup", "title": "Дороги", "members": [coordinator, executor], "bot_status": "member"}
    await town.control.post("town", chats=[group])
    await town.control.type(coordinator, "/connect", chat_id=GROUP)
    await town.press(coordinator, await town.message(GROUP, "Карточки какого отдела"), "Дальше", chat=GROUP)
    menu = await town.message(GROUP, "Отдел дорожного хозяйства")
    label = next(each for row in menu["buttons"] for each in row if "орожн" in each["text"])["text"]
    await town.press(coordinator, menu, label, chat=GROUP)
    await town.message(GROUP, "Группа подключена: отдел дорожного хозяйства")


async def restricted(town: Story, **how: Any) -> None:  # Any: JSON of the control API
    await town.control.post("town", chats=[{"id": GROUP, **how}])


async def refuses(town: Story, post: Json, **how: Any) -> None:  # Any: JSON of the control API
    """The own wall, or the key to it, from now on; the community has said something under the post already."""
    key = town.settings.vk.group_token
    assert key is not None
    if "unconfirmed" in how:
        token = {"token": key.get_secret_value(), "kind": "group", "group_id": town.own_wall, **how}
        await town.control.post("town", vk={"tokens": [token]})
        return
    await town.control.post("town", vk={"groups": [{"id": town.own_wall, **how}]})
    place = {"owner_id": post["owner_id"], "post_id": post["post_id"]}
    await town.control.post("vk/comment", **place, author_id=-town.own_wall, text="Спасибо, что написали")


async def test_a_group_that_forbids_to_write_is_told_of_and_gets_its_cards_again(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await connected(town)
    await restricted(town, permissions={"can_send_messages": False})
    await town.post(POTHOLE)
    await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.message(coordinator, "В группе не всё в порядке", "Боту нельзя писать", "пришлите там /connect")
    await town.quiet()  # no card is on its way there, whose refusal would come after the new permission
    await restricted(town, permissions={"can_send_messages": True})
    await town.control.type(coordinator, "/connect", chat_id=GROUP)
    await town.post(PUDDLE)
    await town.message(GROUP, "ул. Энергетиков, 12")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    await town.message(GROUP, "ул. Энергетиков, 29", "приняли в ")


async def test_a_group_that_forbids_pictures_still_gets_cards(town: Story) -> None:
    await connected(town)
    await restricted(town, permissions={"can_send_photos": False})
    await town.post(POTHOLE, photos=("pothole",))
    await town.message(GROUP, "ул. Энергетиков, 29", button="Принять")
    await town.message(town.who(Role.COORDINATOR), "Не отправили", "Фото к карточке № 1")
    await town.post(PUDDLE)
    await town.message(GROUP, "ул. Энергетиков, 12", button="Принять")


async def test_in_slow_mode_cards_come_one_after_another(town: Story) -> None:
    await connected(town)
    await restricted(town, slow_mode=60)
    await town.post(POTHOLE)
    await town.post(PUDDLE)
    await town.message(GROUP, "ул. Энергетиков, 29", button="Принять")
    await town.message(GROUP, "ул. Энергетиков, 12", button="Принять")


async def test_a_button_of_a_message_that_telegram_hides_by_now_works_all_the_same(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.post(POTHOLE)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    data = next(each["callback_data"] for row in card["buttons"] for each in row if each["text"] == "Принять")
    where = {"user_id": executor, "chat_id": executor, "message_id": card["message_id"]}
    pressed = await town.control.post("tg/press", **where, data=data, inaccessible=True, wait=20)
    assert pressed["answer"]["text"].startswith("Принято")
    await town.message(executor, "ул. Энергетиков, 29", "приняли в ")


@pytest.mark.parametrize(
    ("wall", "why"),
    [
        ({"most_replies": 1}, "под этим постом слишком много ответов подряд"),
        ({"unconfirmed": True}, "ВКонтакте просит подтвердить действие вручную"),
        ({"links_forbidden": True}, "ссылки в комментариях здесь запрещены"),
    ],
    ids=["223", "24", "222"],
)
async def test_what_vk_does_not_take_comes_back_with_its_words_and_the_text(town: Story, wall: dict[str, Any], why: str) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post(POTHOLE, wall=town.own_wall)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    await refuses(town, post, **wall)
    words = f"{ANSWER} Подробнее: https://example.com" if "links_forbidden" in wall else ANSWER
    await town.answer(executor, card, words)
    told = await town.message(executor, "ВКонтакте не пропустил ответ", why, "Скопируйте текст", button="Опубликовано")
    assert ANSWER in told["text"]
