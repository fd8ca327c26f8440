"""From the notification to the published answer by facts: at most five taps, nothing typed."""

from incidents.official import Role
from tests.kit.story_town import Json, Story


async def test_five_taps_and_no_typing_make_a_published_answer(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    message, taps = await town.message(executor, "ул. Энергетиков, 29", button="Ответить"), 0

    async def tap(label: str, *then: str, button: str | None = None) -> Json:
        nonlocal taps
        taps += 1
        await town.press(executor, message, label)
        return await town.message(executor, *then, button=button)

    message = await tap("Ответить", "нажмите, что по факту", button="Сделаем к дате")
    message = await tap("Сделаем к дате", "К какому дню сделаем?", button="До пятницы")
    message = await tap("До пятницы", "Есть фото?", button="Без фото")
    message = await tap("Без фото", "27 ноября отдел дорожного хозяйства заделает ямы", button="Отправить")
    await tap("Отправить", "✅ Ответ опубликован", "Проверили")
    assert taps <= 5

    (comment,) = await town.comments(post)
    assert comment["text"].startswith(
        "Здравствуйте! Конаково, улица Энергетиков, 29: приняли. 27 ноября отдел дорожного хозяйства заделает ямы."
    )
    typed = [
        call
        for call in (await town.control.get("log", after=0, limit=10_000))["calls"]
        if call["api"] == "control" and "type" in call["method"]
    ]
    assert not typed


async def test_a_template_fills_itself_and_a_fact_is_in_the_history(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Ответить")
    await town.press(executor, card, "Ответить")
    prompt = await town.message(executor, "нажмите, что по факту", button="Шаблон")
    await town.press(executor, prompt, "Шаблон")
    menu = await town.message(executor, "Какой шаблон?", button="Назад")
    label = next(b["text"] for row in menu["buttons"] for b in row if b["text"].startswith("1."))
    await town.press(executor, menu, label)
    days = await town.message(executor, "Какой день назвать", button="Завтра")
    await town.press(executor, days, "Завтра")
    await town.message(executor, "Допишите, чего не знает бот", "1. В план какого года?", "2. К какому дню решим?")
    await town.control.type(executor, "2027\n1 декабря")
    await town.message(executor, "25 ноября", "в план на 2027", "Решение будет до 1 декабря", button="Отправить")
