"""Three residents, one trouble: the first answer is written, the others get it by two presses."""

from bot.demo.town import RESIDENTS
from incidents.official import Role
from tests.kit.story_town import Story


async def test_everybody_who_wrote_gets_an_answer(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, уже два колеса пробили")
    for by in RESIDENTS[3:5]:
        await town.comment(post, "подтверждаю, яма огромная, объезжаем по встречной", by=by)
    card = await town.message(executor, "ответили 0 из 3", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! Завтра заделаем яму. Отвечает отдел дорожного хозяйства.")
    answered = await town.message(executor, "ответили 1 из 3", button="Ответить всем")
    await town.press(executor, answered, "Ответить всем")
    preview = await town.message(executor, "Ответить остальным: 2", button="Отправить: 2")
    await town.press(executor, preview, "Отправить: 2")
    await town.message(executor, "ответили 3 из 3")
    first_level = await town.comments(post)
    said = [*first_level, *(reply for comment in first_level for reply in comment["thread"])]
    ours = [comment["text"] for comment in said if comment["from_id"] < 0]
    assert len(ours) == 3
    assert len(set(ours)) == 3
    assert all("Завтра заделаем яму. Отвечает отдел дорожного хозяйства." in text for text in ours)
