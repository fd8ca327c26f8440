"""A resident writes to the administration's community: a card in seconds, an answer in the same dialogue, nothing under any post."""

from incidents.official import Role
from tests.kit.story_town import ANN, PETER, SLOW, SPEED, Story, labels

WORDS = "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста"
ANSWER = "Здравствуйте! Завтра до 12:00 бригада заделает яму. Отвечает отдел дорожного хозяйства."


async def test_a_message_becomes_a_card_and_the_answer_comes_into_the_dialogue(town: Story) -> None:
    executor, group = town.who(Role.EXECUTOR, "roads"), town.own_wall
    await town.control.post("vk/message", group_id=group, user_id=ANN, text="", attachments=[{"type": "sticker"}])
    await town.control.post("vk/message", group_id=group, user_id=ANN, text=WORDS)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    accepted = await town.message(executor, "приняли в ", button="Ответить")
    await town.press(executor, accepted, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.type(executor, ANSWER)
    preview = await town.message(executor, "Так увидит житель", button="Отправить")
    assert "Уйдёт жителю в сообщения ВК" in preview["text"]
    await town.set_speed(SLOW)
    await town.press(executor, preview, "Отправить")
    await town.message(executor, "Опубликуем через 60 секунд")
    await town.set_speed(SPEED)
    await town.message(executor, "Ответ опубликован", "Проверили: в диалоге есть", button="Сделано")
    shown = await town.control.get("vk/dialog", group_id=group, user_id=ANN)
    assert [each["text"] for each in shown["messages"] if each["out"]] == [ANSWER]


async def test_a_resident_who_takes_no_messages_is_answered_by_hand(town: Story) -> None:
    executor, group = town.who(Role.EXECUTOR, "roads"), town.own_wall
    await town.control.post("vk/message", group_id=group, user_id=PETER, text=WORDS)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    await town.control.post("vk/deny", group_id=group, user_id=PETER)
    await town.press(executor, card, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.type(executor, ANSWER)
    await town.press(executor, await town.message(executor, "Так увидит житель", button="Отправить"), "Отправить")
    told = await town.message(executor, "житель не принимает сообщения сообщества, напишите под постом", button="Опубликовано")
    assert "Диалог закрыт? Ответьте под постом этого жителя" in told["text"]
    assert "Опубликовано" in labels(told)
