"""The whole way: a resident's post, a card, a press, an answer under the post, the head's summary."""

from datetime import datetime, timedelta

from incidents.official import Role
from tests.kit.story_town import PETER, SLOW, SPEED, Json, Story, labels


async def test_a_post_becomes_a_card_an_answer_under_the_post_and_a_figure_in_the_summary(town: Story) -> None:
    executor, coordinator, head = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR), town.who(Role.HEAD)
    post = await town.post("На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    assert "Принять" in labels(card)
    assert "ещё не приняли" in card["text"]

    toast = await town.press(executor, card, "Принять")
    assert toast is not None and toast.startswith("Принято. Ответить до ")
    accepted = await town.message(executor, "приняли в ", button="Ответить")
    assert accepted["message_id"] == card["message_id"]

    await town.press(executor, accepted, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.type(executor, "Здравствуйте! Завтра до 12:00 бригада заделает яму. Отвечает отдел дорожного хозяйства.")
    preview = await town.message(executor, "Так увидит житель", button="Отправить")
    assert await town.comments(post) == []
    await town.set_speed(SLOW)
    await town.press(executor, preview, "Отправить")
    hold = await town.message(executor, "Опубликуем через 60 секунд", button="Отменить отправку")
    assert hold["message_id"] == preview["message_id"]
    assert await town.comments(post) == []
    await town.set_speed(SPEED)

    answered = await town.message(executor, "Ответ опубликован", "Проверили: виден всем", "Обещано до 25 ноября", button="Сделано")
    assert answered["message_id"] == card["message_id"]
    comments = await town.comments(post)
    assert [c["text"] for c in comments] == ["Здравствуйте! Завтра до 12:00 бригада заделает яму. Отвечает отдел дорожного хозяйства."]
    assert comments[0]["from_id"] == -town.own_wall

    await town.press(executor, answered, "Сделано")
    menu = await town.message(executor, "Написать об этом жителю?", button="Написать жителю")
    await town.press(executor, menu, "Написать жителю")
    await town.gone(executor, "Написать об этом жителю")
    await town.press(executor, await town.message(executor, "Сделали. Отвечает", button="Отправить"), "Отправить")
    offered = await town.message(executor, "Ответ «сделано» вышел", button="Закрыть: сделано")
    await town.press(executor, offered, "Закрыть: сделано")
    await town.message(executor, "✅ Сделано:", "ул. Энергетиков, 29")
    assert len(await town.comments(post)) == 2
    assert not [m for m in await town.texts(coordinator) if "Энергетиков" in m]

    await town.jump_to(datetime(2026, 11, 25, 7, 29, tzinfo=town.district.timezone))
    summary = await town.message(head, "Среда, 25 ноября")
    assert "Пришло 1, новых вопросов 1, ответили на 1" in summary["text"]
    await town.jump(minutes=30)
    assert len([t for t in await town.texts(head) if "Среда, 25 ноября" in t]) == 1


async def test_accepting_changes_every_copy_and_tells_the_second_person_who_took_it(town: Story) -> None:
    duty, coordinator, executor = town.who(Role.DUTY), town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "housing")
    await town.post("Осторожно, с крыши дома Ленина 17 прямо сейчас падают глыбы льда, чуть не убило ребёнка", photos=("ice",))
    cards = {who: await town.message(who, "⚠️", "пр-т Ленина, 17") for who in (duty, coordinator, executor)}
    accept = next(b["callback_data"] for row in cards[duty]["buttons"] for b in row if b["text"] == "Принято, выезжаем")
    await town.press(executor, cards[executor], "Принято, выезжаем")
    for who in cards:
        changed = await town.message(who, "Приняли в ")
        assert changed["message_id"] == cards[who]["message_id"]
        assert "Принято, выезжаем" not in labels(changed)
    late = await town.control.post("tg/press", user_id=duty, chat_id=duty, message_id=cards[duty]["message_id"], data=accept, wait=5)
    assert "Уже взяли: исполнитель, отдел ЖКХ, " in late["answer"]["text"]

    async def photos() -> list[Json]:
        return [m for m in await town.control.chat(executor) if m["photos"]]

    assert [m["reply_to_message_id"] for m in await town.until(photos, "the photo")] == [cards[executor]["message_id"]]


async def test_a_neighbour_under_the_post_joins_it_as_one_more_voice(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "housing")
    post = await town.post("Конаково, Строителей 14, батареи холодные вторую неделю")
    card = await town.message(executor, "ул. Строителей, 14")
    await town.comment(post, "+1, у нас тоже холодно")
    joined = await town.message(executor, "ул. Строителей, 14", "2 жителя")
    assert joined["message_id"] == card["message_id"]


async def test_an_edit_is_seen_and_a_deletion_keeps_the_snapshot(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("На улице Энергетиков у дома 29 яма на дороге")
    card = await town.message(executor, "ул. Энергетиков, 29", "яма")
    body = {"owner_id": post["owner_id"], "post_id": post["post_id"]}
    await town.control.post("vk/edit", **body, text="На улице Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста")
    edited = await town.message(executor, "заделайте")
    await town.control.post("vk/delete", **body)
    deleted = await town.message(executor, "удалил", "заделайте")  # the card: a word about it comes beside it
    assert card["message_id"] == edited["message_id"] == deleted["message_id"]
    assert "заделайте" in deleted["text"]


async def test_a_second_wall_is_answered_by_the_editors_token(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post("Редкино, на улице Гагарина яма на яме, не проехать", wall=town.wall("Редкино рядом"), by=PETER)
    card = await town.message(executor, "Редкино", "ул. Гагарина", button="Ответить")
    await town.answer(executor, card, "Здравствуйте! В пятницу проедет грейдер. Отвечает отдел дорожного хозяйства.")
    await town.message(executor, "Ответ опубликован", "Проверили: виден всем")
    assert [c["from_id"] for c in await town.comments(post)] == [-town.own_wall]


async def test_history_before_the_first_sweep_is_no_incident(story: Story) -> None:
    await story.post("На улице Энергетиков у дома 29 яма, это писали ещё вчера")
    async with story.running():
        await story.move_in()
        await story.post("Редкино, на Гагарина 12 прорвало трубу, вода течёт по дороге")

        async def counted() -> dict[str, int]:
            async with story.app.storage.transaction() as tx:
                return await tx.counters.all()

        async def is_read() -> bool:
            return (await counted())["posts"] > 1

        await story.until(is_read, "the post of after the first sweep")
        await story.quiet()
        counts = await counted()
        assert (counts["posts"], counts["incidents"]) == (2, 1)


async def test_an_ordinary_card_waits_for_the_morning_and_a_danger_does_not(town: Story) -> None:
    await town.jump_to(datetime(2026, 11, 24, 23, 0, tzinfo=town.district.timezone))
    roads, duty = town.who(Role.EXECUTOR, "roads"), town.who(Role.DUTY)
    await town.post("На Энергетиков у дома 29 яма на дороге")
    await town.post("С крыши дома Ленина 17 прямо сейчас падают глыбы льда, чуть не убило ребёнка")
    await town.message(duty, "⚠️", "пр-т Ленина, 17")
    await town.clock.sleep(timedelta(minutes=5).total_seconds())
    assert not [t for t in await town.texts(roads) if "Энергетиков" in t]
    await town.jump_to(datetime(2026, 11, 25, 9, 0, tzinfo=town.district.timezone))
    await town.message(roads, "ул. Энергетиков, 29")
