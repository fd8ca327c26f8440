"""An official forwards what a resident wrote elsewhere: a draft, a card, an answer under the post of a known wall."""

from incidents.official import Role
from tests.kit.story_town import Story

ORIGIN = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "Житель"}


async def forward(town: Story, who: int, text: str, message_id: int) -> None:
    sender = {"id": who, "is_bot": False, "first_name": "Сотрудник"}
    chat = {"id": who, "type": "private", "first_name": "Сотрудник"}
    message = {"message_id": message_id, "date": 1_700_000_000, "chat": chat, "from": sender, "text": text, "forward_origin": ORIGIN}
    await town.control.post("tg/update", raw={"message": message})


async def test_a_forwarded_message_becomes_a_card_and_its_answer_is_handed_over(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await forward(town, coordinator, "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста", 9001)
    draft = await town.message(coordinator, "Завести сообщение?", "ул. Энергетиков, 29", "отдел дорожного хозяйства", button="Завести")
    await town.press(coordinator, draft, "Завести")
    await town.message(coordinator, "Завели:", "Карточка № ")
    card = await town.message(executor, "ул. Энергетиков, 29", "Завели вручную", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! Завтра заделаем яму. Отвечает отдел дорожного хозяйства.")
    handed = await town.message(executor, "Ответ передайте сами", "Завтра заделаем яму", button="Опубликовано")
    await town.press(executor, handed, "Опубликовано")
    await town.message(executor, "Ответ опубликован", "ямы на дороге")


async def test_a_link_of_a_known_wall_brings_the_answer_under_the_post(town: Story) -> None:
    coordinator = town.who(Role.COORDINATOR)
    post = await town.post("Всем хорошего вечера, и не болейте!")
    await town.quiet()
    await forward(town, coordinator, f"Посмотрите https://vk.com/wall{post['owner_id']}_{post['post_id']}", 9002)
    draft = await town.message(
        coordinator, "Завести сообщение?", "не болейте", "под постом, ВК", "На обращение не похоже", button="Завести"
    )
    await town.press(coordinator, draft, "Завести")
    done = await town.message(coordinator, "Завели:", button="Карточка")
    await town.press(coordinator, done, "Карточка")
    card = await town.message(coordinator, "не болейте", "№ ", button="Ответить")
    await town.answer(coordinator, card, "Здравствуйте! И вам доброго вечера. Отвечает администрация округа, сегодня до 18:00 на связи.")
    await town.message(coordinator, "Ответ опубликован")
    assert [comment["text"][:24] for comment in await town.comments(post)] == ["Здравствуйте! И вам добр"]
