"""A danger from the first press of duty to «уже безопасно»: the head hears of it when it is confirmed and when it is over."""

from incidents.official import Role
from tests.kit.story_town import Story

ICE = "Осторожно, с крыши дома Ленина 17 прямо сейчас падают глыбы льда, чуть не убило ребёнка"


async def test_duty_confirms_the_head_is_told_and_the_department_makes_it_safe(town: Story) -> None:
    duty, executor, head = town.who(Role.DUTY), town.who(Role.EXECUTOR, "housing"), town.who(Role.HEAD)
    coordinator = town.who(Role.COORDINATOR)
    await town.post(ICE)
    card = await town.message(duty, "⚠️ ОПАСНО", "пр-т Ленина, 17", button="Знаем, работаем")
    await town.press(duty, card, "Знаем, работаем")
    await town.message(coordinator, "Ответили «знаем, работаем» в ", "ЕДДС", button="Позвонить")
    known = await town.message(duty, "Ответили «знаем, работаем»", button="Подтвердилось")
    await town.press(duty, known, "Подтвердилось")
    await town.press(duty, await town.message(duty, "Есть пострадавшие?"), "Пострадавших нет")
    told = await town.message(head, "Для сведения:", "Пострадавших нет. Подтвердили в ", button="Подробнее")
    await town.press(head, told, "Подробнее")
    await town.message(head, "пр-т Ленина, 17", "пострадавших нет")
    theirs = await town.message(executor, "Подтвердили в ", button="Принято, выезжаем")
    await town.press(executor, theirs, "Принято, выезжаем")
    await town.press(executor, await town.message(executor, "Приняли в ", button="Уже безопасно"), "Уже безопасно")
    await town.message(coordinator, "Безопасно в ", ": отдел ЖКХ")
    await town.message(head, "Опасности больше нет", ": отдел ЖКХ")
    await town.jump(minutes=12)
    assert not [text for text in await town.texts(duty) if "никто не принял" in text]


async def test_the_coordinator_finds_a_number_calls_and_stops_the_ladder(town: Story) -> None:
    coordinator, duty = town.who(Role.COORDINATOR), town.who(Role.DUTY)
    await town.post(ICE)
    card = await town.message(coordinator, "⚠️ ОПАСНО", button="Позвонить")
    await town.press(coordinator, card, "Позвонить")
    book = await town.message(coordinator, "Кому позвонить", "ЕДДС округа: +7 000 000-00-01", button="Есть ответ")
    assert await town.press(coordinator, book, "Есть ответ") == "Записали: есть ответ. Звать больше никого не будем"
    await town.message(duty, "Есть ответ по телефону в ", "координатор")
    await town.jump(minutes=12)
    assert not [text for text in await town.texts(coordinator) if "Позвоните голосом" in text]


async def test_an_executor_asks_a_chief_for_help_and_the_coordinator_asks_how_it_goes(town: Story) -> None:
    executor, chief, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.CHIEF, "roads"), town.who(Role.COORDINATOR)
    await town.post("На Энергетиков у дома 29 яма на дороге уже месяц, когда заделают?")
    await town.press(executor, await town.message(executor, "ул. Энергетиков, 29", button="Принять"), "Принять")
    await town.press(executor, await town.message(executor, "приняли в ", button="Нужна помощь"), "Нужна помощь")
    await town.press(executor, await town.message(executor, "Кого позвать?"), "Руководителю")
    asked = await town.message(chief, "Просят помощи:", "исполнитель, отдел дорожного хозяйства", button="Карточка")
    await town.press(chief, asked, "Карточка")
    await town.message(chief, "ул. Энергетиков, 29", "Просят помощи в ", button="Ответить")
    await town.control.type(coordinator, "/find Энергетиков")
    found = await town.message(coordinator, "Энергетиков")
    label = next(b["text"] for row in found["buttons"] for b in row if "1" in b["text"])
    await town.press(coordinator, found, label)
    card = await town.message(coordinator, "ул. Энергетиков, 29", button="Напомнить")
    await town.press(coordinator, card, "Напомнить")
    await town.message(executor, "Координатор спрашивает, как дела", button="Причина")


async def test_residents_are_warned_under_the_post_at_once_when_the_rescuers_know(town: Story) -> None:
    coordinator, duty = town.who(Role.COORDINATOR), town.who(Role.DUTY)
    post = await town.post(ICE)
    await town.press(duty, await town.message(duty, "⚠️ ОПАСНО", button="Знаем, работаем"), "Знаем, работаем")
    card = await town.message(coordinator, "Ответили «знаем, работаем»", button="Сказать жителям")
    await town.press(coordinator, card, "Сказать жителям")
    await town.press(coordinator, await town.message(coordinator, "передали спасателям", button="Отправить"), "Отправить")
    await town.message(coordinator, "Жителей предупредили", "Проверили: видно всем")
    (comment,) = await town.comments(post)
    assert comment["text"].startswith("Увидели, передали спасателям и дежурной бригаде в ")
