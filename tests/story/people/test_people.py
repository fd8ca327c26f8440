"""People of the desk over real HTTP: commands, enrolment, leave, duty, groups."""

import base64
import re
from datetime import datetime

from incidents.ids import ChatId
from incidents.official import Role
from tests.kit.story_town import Story, labels


async def test_a_coordinator_finds_a_card_and_sees_what_waits_for_a_decision(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")

    await town.control.type(executor, "/find энергетиков 29")
    found = await town.message(executor, "Нашли 1: энергетиков 29", button="1")
    await town.press(executor, found, "1")

    async def brought() -> bool:
        return bool((await town.message(executor, "ул. Энергетиков, 29", button="Принять"))["message_id"] > card["message_id"])

    await town.until(brought, "a fresh card comes")
    fresh = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, fresh, "Не наше")
    await town.press(executor, await town.message(executor, button="Не знаю чьё"), "Не знаю чьё")
    await town.message(coordinator, "ул. Энергетиков, 29")
    await town.control.type(coordinator, "/queue")
    queue = await town.message(coordinator, "Ждёт вашего решения: 1", button="Чьё: 1")
    await town.press(coordinator, queue, "Чьё: 1")
    kind = await town.message(coordinator, "Никому не назначено: 1", button="Вся очередь")
    assert kind["message_id"] == queue["message_id"]

    await town.control.type(executor, "/queue")
    await town.message(executor, "Команда /queue не для вашей роли")

    async def offered() -> bool:
        menus = {who: (await town.control.get(f"tg/chat/{who}"))["chat"]["commands"] for who in (coordinator, executor)}
        names = {who: {one["command"] for one in menu} for who, menu in menus.items()}
        return "queue" in names[coordinator] and "find" in names[executor] and "queue" not in names[executor]

    await town.until(offered, "each role has its own menu")
    await town.control.type(coordinator, "/summary")
    summary = await town.message(coordinator, "Пришло 1", button="За период…")
    await town.press(coordinator, summary, "За период…")
    menu = await town.message(coordinator, "За какой период?")
    assert labels(menu) == ["Вчера", "Неделя", "Месяц", "Свои даты…", "Назад"]
    await town.press(coordinator, menu, "Неделя")
    await town.message(coordinator, "с 18 ноября")


async def test_a_coordinator_lets_somebody_go_and_invites_them_again(town: Story) -> None:
    coordinator, executor, chief = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads"), town.who(Role.CHIEF, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")

    async with town.app.storage.transaction() as tx:
        person, heir = await tx.officials.by_user(ChatId(executor)), await tx.officials.by_user(ChatId(chief))
    assert person is not None
    assert heir is not None
    await town.control.type(coordinator, "/people")
    menu = await town.message(coordinator, "Сотрудников:", button="Пригласить")
    await town.press_data(coordinator, menu, f"p1:fire:{person.id}:")
    await town.message(coordinator, "Кому передать дела?", "Ведёт 1 вопрос", button="Вернуть в отдел")
    await town.press_data(coordinator, menu, f"p1:fire:{person.id}:to{heir.id}")
    await town.message(coordinator, "Передали 1: № ")
    await town.message(chief, "Вам передали 1: № ")
    await town.message(chief, "ул. Энергетиков, 29", button="Ответить")
    await town.message(executor, "Доступ закрыт.")
    assert "больше не подключены" in (await town.press_data(executor, card, f"c1:close:{1}") or "")

    await town.press_data(coordinator, menu, "p1:invite:0:executor/housing")
    invited = await town.message(coordinator, "Ссылка для одного человека, на сутки", button="Скопировать")
    link = re.search(r"https://t\.me/otklik_demo_bot\?start=(\S+)", invited["text"])
    assert link is not None
    await town.control.type(executor, f"/start {link[1]}")
    await town.message(executor, "Вы подключены: исполнитель, отдел")


async def test_a_deputy_works_while_an_official_is_on_leave_and_hands_nothing_back_but_the_view(town: Story) -> None:
    executor, chief = town.who(Role.EXECUTOR, "roads"), town.who(Role.CHIEF, "roads")
    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    await town.control.type(executor, "/leave")
    menu = await town.message(executor, "Отпуск: с какого дня?", button="Сегодня")
    await town.press(executor, menu, "Сегодня")
    menu = await town.message(executor, "Когда снова на работу?", button="Через 2 недели")
    await town.press(executor, menu, "Через 2 недели")
    menu = await town.message(executor, "Кто замещает?")
    stand_in = next(label for label in labels(menu) if label.startswith("1. "))
    await town.press(executor, menu, stand_in)
    await town.message(executor, "Вы в отпуске до 8 декабря.", "Ваш 1 вопрос у замещающего")
    await town.message(chief, "Вы замещаете до 8 декабря")
    await town.message(chief, "ул. Энергетиков, 29", "Замещает", button="Ответить")

    await town.jump_to(datetime(2026, 12, 8, 9, 0, tzinfo=town.district.timezone))
    await town.message(executor, "Отпуск закончился.")
    await town.message(chief, "Замещать больше не нужно")


async def test_a_department_works_in_a_topic_of_its_group(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    group = {"id": -1001234567, "type": "supergroup", "title": "Дороги", "is_forum": True, "topics": [{"id": 7, "name": "Жители"}]}
    await town.control.post("town", chats=[{**group, "members": [coordinator, executor], "bot_status": "member"}])
    here = {"chat_id": group["id"], "message_thread_id": 7}
    await town.control.type(coordinator, "/connect", **here)
    menu = await town.message(-1001234567, "Карточки какого отдела слать в эту тему?")
    assert menu["message_thread_id"] == 7
    await town.press(coordinator, menu, "Дальше", chat=-1001234567)
    menu = await town.message(-1001234567, "Отдел дорожного хозяйства")
    button = next(label for label in labels(menu) if "орожн" in label)
    assert (
        await town.press(executor, menu, button, chat=-1001234567) == "Людьми занимается координатор. Нужно что-то изменить? Напишите ему"
    )
    await town.press(coordinator, menu, button, chat=-1001234567)
    await town.message(-1001234567, "Группа подключена: отдел дорожного хозяйства")
    await town.message(coordinator, "В группе не всё в порядке", "дайте ему право управлять темами")

    await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(-1001234567, "ул. Энергетиков, 29", button="Принять")
    assert card["message_thread_id"] == 7
    await town.press(executor, card, "Принять", chat=-1001234567)
    await town.message(executor, "ул. Энергетиков, 29", "приняли в ")
    await town.control.type(executor, "Кто поедет?", **here, reply_to_message_id=card["message_id"])
    await town.message(-1001234567, "Это рабочий разговор, жителю он не уйдёт.")

    await town.jump_to(datetime(2026, 11, 25, 9, 6, tzinfo=town.district.timezone))
    await town.message(-1001234567, "Отдел дорожного хозяйства: в работе 1", "Подробности в личных сообщениях")


async def test_a_danger_wakes_whoever_is_on_duty_and_follows_the_watch(town: Story) -> None:
    coordinator, duty, mate = town.who(Role.COORDINATOR), town.who(Role.DUTY), 9101
    await town.control.post("town", users=[{"id": mate, "first_name": "Сменщиков"}])
    await town.control.type(coordinator, "/people")
    menu = await town.message(coordinator, "Сотрудников:", button="Пригласить")
    await town.press_data(coordinator, menu, "p1:invite:0:duty")
    link = re.search(r"start=(\S+)", (await town.message(coordinator, "Ссылка для одного человека"))["text"])
    assert link is not None
    await town.control.type(mate, f"/start {link[1]}")
    await town.message(mate, "Вы подключены: дежурный")

    await town.control.type(coordinator, "/duty")
    await town.press(coordinator, await town.message(coordinator, "Смен нет.", button="Вписать строками"), "Вписать строками")
    await town.message(coordinator, "Пришлите смены строками")
    await town.control.type(coordinator, "24.11 8:00 – 18:00 Лужин\n24.11 18:00 – 25.11 8:00 Сменщиков")
    await town.message(coordinator, "Сейчас: ", "вт 24: ", "18:00–8:00")
    await town.message(duty, "Вы на дежурстве до вт 24 ноября, 18:00")

    await town.post("Осторожно, с крыши дома Ленина 17 прямо сейчас падают глыбы льда, чуть не убило ребёнка")
    card = await town.message(duty, "⚠️", "пр-т Ленина, 17", button="Принято, выезжаем")
    assert not [text for text in await town.texts(mate) if "Ленина" in text]
    await town.press(duty, card, "Принято, выезжаем")
    await town.jump_to(datetime(2026, 11, 24, 18, 1, tzinfo=town.district.timezone))
    await town.message(mate, "Вы на дежурстве до ср 25 ноября, 8:00")
    await town.message(mate, "пр-т Ленина, 17", "Приняли в ")
    await town.message(duty, "Дежурство закончилось.")


async def test_officials_go_out_as_a_table_and_come_back_with_a_dry_run_first(town: Story) -> None:
    coordinator = town.who(Role.COORDINATOR)
    await town.control.type(coordinator, "/people")
    menu = await town.message(coordinator, "Сотрудников:", button="Выгрузить XLSX")
    await town.press(coordinator, menu, "Выгрузить XLSX")
    await town.message(coordinator, "Сотрудники:", "Измените и пришлите сюда")

    async with town.app.storage.transaction() as tx:
        head = next(each for each in await tx.officials.all() if each.role is Role.HEAD)
    table = f"Номер сотрудника;Имя;Роль;Отдел\n{head.id};Глава округа;глава;\n;Наблюдатель из совета;наблюдатель;\n"
    file = {"name": "люди.csv", "base64": base64.b64encode(table.encode()).decode()}
    await town.control.type(coordinator, "", document=file)
    report = await town.message(coordinator, "Таблица: сотрудники.", "ошибок нет", "Без номера: 1", button="Применить")
    await town.press(coordinator, report, "Применить")
    await town.message(coordinator, "Применили: сотрудники")
    await town.message(coordinator, "Ссылка для одного человека, на сутки: наблюдатель", button="Скопировать")
    async with town.app.storage.transaction() as tx:
        assert (await tx.officials.get(head.id)).name == "Глава округа"

    bad = {"name": "люди.csv", "base64": base64.b64encode(f"{table}999;Кто-то;король;\n".encode()).decode()}
    await town.control.type(coordinator, "", document=bad)
    await town.message(coordinator, "2 ошибки, ничего не изменили", "Строка 4, «Роль»")
