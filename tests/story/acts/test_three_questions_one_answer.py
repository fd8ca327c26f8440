"""One post asks three departments: the coordinator lets one answer be collected, two give their facts, the resident reads one answer."""

from incidents.official import Role
from tests.kit.story_town import Json, Story

TEXT = (
    "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста. А ещё батареи холодные вторую неделю. "
    "Также автобус не ходит по выходным, на работу не уехать"
)
ANSWER = (
    "Здравствуйте! Яму на дороге заделает отдел дорожного хозяйства до 27 ноября. Батареи прогреются к вечеру: насос заменили. "
    "Автобус в субботу пойдёт с 28 ноября."
)


async def test_a_post_with_three_questions_gets_one_answer_of_three_departments(town: Story) -> None:
    coordinator, roads = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    housing, buses = town.who(Role.EXECUTOR, "housing"), town.who(Role.EXECUTOR, "transport")
    post = await town.post(TEXT)
    await town.message(roads, "Ямы на дороге", "Возможно, и ", "об этом решает координатор", button="Принять")
    card = await town.to_check(coordinator, "Три вопроса в одном сообщении", "отдел ЖКХ", button="Собрать ответ")
    assert [b["text"] for row in card["buttons"] for b in row][:2] == ["Собрать ответ", "Разделить"]
    toast = await town.press(coordinator, card, "Собрать ответ")
    assert toast == "Ждём факты: отдел ЖКХ, отдел транспорта и связи. Жителю выйдет один ответ"

    mine = await town.message(roads, "Три вопроса в одном сообщении", "собирает отдел дорожного хозяйства", button="Принять")
    await give(town, housing, "Насос заменили, батареи прогреются к вечеру")
    await town.message(roads, "отдел ЖКХ, факты есть ✓", "отдел транспорта и связи, ждём до ")
    await give(town, buses, "Субботний рейс вернём с 28 ноября")
    await town.message(roads, "Факты собраны", "прогреются к вечеру", "с 28 ноября", button="Ответить")
    await town.answer(roads, mine, ANSWER)
    await town.message(roads, "Ответ опубликован")
    assert [c["text"] for c in await town.comments(post)] == [ANSWER]


async def give(town: Story, who: int, facts: str) -> Json:
    """A co-executor tells what is known."""
    card = await town.message(who, "Нужны ваши факты", button="Дать факты")
    await town.press(who, card, "Дать факты")
    await town.message(who, "Что известно вашему отделу")
    await town.control.type(who, facts)
    return await town.message(who, "Ваши факты получены")
