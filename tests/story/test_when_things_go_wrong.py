"""Networks refuse, people mistake, processes die: each time something plain is said and nothing is lost."""

import pytest

from incidents.official import Role
from tests.kit.story_town import SLOW, SPEED, Story, labels

POTHOLE = "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста"
REPLY = "Здравствуйте! Завтра до 12:00 бригада заделает яму. Отвечает отдел дорожного хозяйства."


async def pothole(town: Story) -> tuple[dict, int, dict]:  # type: ignore[type-arg]  # JSON
    executor = town.who(Role.EXECUTOR, "roads")
    post = await town.post(POTHOLE)
    return post, executor, await town.message(executor, "ул. Энергетиков, 29", button="Принять")


async def test_a_wall_without_comments_gives_the_text_to_copy_and_counts_the_answer_put_by_hand(town: Story) -> None:
    group = {"id": town.own_wall, "name": "Администрация", "screen_name": "adm", "comments": "closed"}
    await town.control.post("town", vk={"groups": [group]})
    post, executor, card = await pothole(town)
    await town.answer(executor, card, REPLY)
    refused = await town.message(executor, "ВКонтакте не пропустил ответ", REPLY, button="Опубликовано")
    assert "Открыть пост" in labels(refused)
    assert await town.comments(post) == []
    toast = await town.press(executor, refused, "Опубликовано")
    assert toast is not None and "время засчитано" in toast
    await town.message(executor, "Ответ опубликован", button="Новый срок")


@pytest.mark.parametrize("after", [True, False], ids=["the comment stands there", "the comment does not"])
async def test_a_call_whose_outcome_nobody_knows_ends_with_exactly_one_comment(town: Story, after: bool) -> None:
    post, executor, card = await pothole(town)
    await town.control.post("fault", api="vk", method="wall.createComment", times=1, kind="drop", after=after)
    await town.answer(executor, card, REPLY)
    await town.message(executor, "Ответ опубликован", "виден всем", button="Открыть ответ")
    assert [c["text"] for c in await town.comments(post)] == [REPLY]


async def test_a_sent_answer_can_be_taken_back_within_the_minute(town: Story) -> None:
    post, executor, card = await pothole(town)
    await town.press(executor, card, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.type(executor, REPLY)
    preview = await town.message(executor, "Так увидит житель", button="Отправить")
    await town.set_speed(SLOW)
    await town.press(executor, preview, "Отправить")
    hold = await town.message(executor, "Опубликуем через 60 секунд")
    toast = await town.press(executor, hold, "Отменить отправку")
    assert toast == "Отправку отменили, текст сохранён"
    assert (await town.message(executor, "Так увидит житель"))["message_id"] == preview["message_id"]
    await town.set_speed(SPEED)
    assert await town.comments(post) == []


async def test_vk_that_answers_html_is_a_broken_source_that_recovers_and_stops_nobody(town: Story) -> None:
    async def broken() -> list[str]:
        async with town.app.storage.transaction() as tx:
            return [source.title for source in await tx.sources.all() if source.is_broken]

    async def healthy() -> bool:
        return not await broken()

    await town.control.post("fault", api="vk", method="wall.get", times=100_000, kind="html")
    await town.until(broken, "a broken source")
    await town.control._session.delete(f"{town.control.base}/control/faults")
    await pothole(town)
    await town.until(healthy, "all sources answer again")


async def test_telegram_that_stumbles_gets_every_card_in_the_end(town: Story) -> None:
    await town.control.post("fault", api="telegram", method="sendMessage", times=2, kind="html", http_status=502)
    await town.control.post(
        "fault",
        api="telegram",
        method="sendMessage",
        times=2,
        kind="error",
        code=429,
        retry_after=3,
        description="Too Many Requests: retry after 3",
    )
    _post, executor, card = await pothole(town)
    await town.control.post(
        "fault",
        api="telegram",
        method="editMessageText",
        chat_id=executor,
        times=1,
        kind="error",
        code=400,
        description="Bad Request: message to edit not found",
    )
    await town.press(executor, card, "Принять")
    fresh = await town.message(executor, "приняли в ")
    assert fresh["message_id"] != card["message_id"]
    await town.press(executor, card, "Не наше")
    await town.message(executor, "Чьё это, по-вашему?", button="Не знаю чьё")


async def test_a_chat_that_takes_nothing_is_told_to_the_coordinator_and_the_chief_gets_the_card(town: Story) -> None:
    coordinator, chief, executor = town.who(Role.COORDINATOR), town.who(Role.CHIEF, "roads"), town.who(Role.EXECUTOR, "roads")
    blocked = {"kind": "error", "code": 403, "description": "Forbidden: bot was blocked by the user"}
    await town.control.post("fault", api="telegram", method="sendMessage", chat_id=executor, times=1, **blocked)
    await town.post(POTHOLE)
    await town.message(chief, "ул. Энергетиков, 29")
    await town.message(coordinator, "Не доходит до адресата: исполнитель, отдел дорожного хозяйства")
    await town.control.type(executor, "/my")
    await town.message(executor, "Энергетиков")


async def test_not_ours_goes_to_the_coordinator_who_sends_it_on(town: Story) -> None:
    coordinator, other = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "improvement")
    _post, executor, card = await pothole(town)
    await town.press(executor, card, "Не наше")
    whose = await town.message(executor, "Чьё это, по-вашему?", button="Не знаю чьё")
    toast = await town.press(executor, whose, "Не знаю чьё")
    assert toast == "Вернули, отдел выберет координатор. Передумали? «Вернуть» работает 10 минут"
    theirs = await town.message(coordinator, "Энергетиков", button="В отдел…")
    await town.press(coordinator, theirs, "В отдел…")
    menu = await town.message(coordinator, "Кому передать?")
    if not any("лагоустр" in label for label in labels(menu)):
        await town.press(coordinator, menu, "Дальше")
        menu = await town.message(coordinator, "Кому передать?", "лагоустройства")
    (label,) = [label for label in labels(menu) if "лагоустр" in label]
    await town.press(coordinator, menu, label)
    await town.message(other, "ул. Энергетиков, 29", button="Принять")
    assert "Принять" not in labels(await town.message(executor, "ул. Энергетиков, 29"))


async def test_strangers_forgers_and_neighbours_are_answered_politely_and_change_nothing(town: Story) -> None:
    _post, executor, card = await pothole(town)
    neighbour, stranger = town.who(Role.EXECUTOR, "housing"), 777
    await town.control.post("town", users=[{"id": stranger, "first_name": "Прохожий"}])
    await town.control.type(stranger, "/start")
    await town.control.type(stranger, "А почему не чистят дорогу?")
    await town.message(stranger, "рабочий бот администрации")
    accept = next(b["callback_data"] for row in card["buttons"] for b in row if b["text"] == "Принять")

    async def forge(who: int, data: str) -> dict:  # type: ignore[type-arg]  # JSON
        message = next(m for m in await town.control.chat(who) if m["html"])
        return await town.control.post("tg/press", user_id=who, chat_id=who, message_id=message["message_id"], data=data, wait=5)

    foreign = await forge(neighbour, accept)
    assert "другого отдела" in foreign["answer"]["text"]
    strange = await forge(stranger, accept)
    assert not (strange["answer"] or {}).get("text")
    for forged in ("c1:accept:999999", "c1:explode:1", "c0:accept:1", "ерунда", "m1:close:1:burn", "a1:send:999999"):
        answer = await forge(executor, forged)
        assert answer["answer"]["text"], forged
    await town.quiet()
    assert len(await town.texts(stranger)) == 1
    assert "ещё не приняли" in (await town.message(executor, "У кого:", "ул. Энергетиков, 29"))["text"]


async def test_what_is_no_text_and_what_is_too_much_text_is_asked_again(town: Story) -> None:
    _post, executor, card = await pothole(town)
    await town.press(executor, card, "Ответить")
    await town.message(executor, "Напишите ответ жителю")
    await town.control.post("tg/type", user_id=executor, sticker=True)
    await town.message(executor, "текст")
    await town.control.type(executor, "о" * 4096)
    await town.message(executor, "лишних знаков 596")
    await town.control.type(executor, REPLY)
    await town.message(executor, "Так увидит житель", button="Отправить")
    await town.control.type(executor, "отмена")
    await town.quiet()
    assert not [t for t in await town.texts(executor) if "Опубликуем" in t]


ODD = (
    "Яма на Энергетиков 29. " + "очень глубокая яма, " * 700,
    "😀😡🔥" * 50,
    "На <b>Энергетиков</b> 29 <script>яма</script> & <a href='x'>дыра</a> &amp; провал, исправьте",
    "На Энергетиков 29 яма\x00 и \u202eперевёрнуто\u202c и \u200bневидимо",
    "аааа" * 2500,
)
STREETS = ("Учинская", "Баскакова", "Гагарина", "Горького", "Советская")


async def test_odd_posts_harm_nobody(town: Story) -> None:
    """Very long, only emoji, tags, control characters, one letter: after each an ordinary post still comes to its department."""
    executor = town.who(Role.EXECUTOR, "roads")
    for street, text in zip(STREETS, ODD, strict=True):
        await town.post(text)
        await town.post(f"На улице {street} у дома 5 провалился асфальт, яма на всю дорогу")
        await town.message(executor, f"ул. {street}, 5")
    await town.quiet()
    refused = (await town.control.get("stats"))["telegram"]["refused"]
    assert not {what for what in refused if "Too Many" not in what}


async def test_an_update_that_does_not_parse_stops_nobody(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.control.post("tg/update", raw={"message": {"message_id": "кто-то", "chat": 5}})
    await town.control.post("tg/update", raw={"callback_query": {"id": 1}})
    await town.control.type(executor, "/help")
    await town.message(executor, "Что умеет бот")


async def test_a_dialogue_and_a_hold_survive_a_restart(story: Story) -> None:
    async with story.running():
        await story.move_in()
        post, executor, card = await pothole(story)
        await story.press(executor, card, "Ответить")
        await story.message(executor, "Напишите ответ жителю")
    async with story.running():
        await story.control.type(executor, REPLY)
        preview = await story.message(executor, "Так увидит житель", button="Отправить")
        await story.set_speed(SLOW)
        await story.press(executor, preview, "Отправить")
        await story.message(executor, "Опубликуем через 60 секунд")
    await story.set_speed(SPEED)
    async with story.running():
        await story.message(executor, "Ответ опубликован", "виден всем", button="Открыть ответ")
        assert [c["text"] for c in await story.comments(post)] == [REPLY]


async def test_silence_climbs_from_the_executor_to_the_coordinator(town: Story) -> None:
    coordinator = town.who(Role.COORDINATOR)
    _post, executor, _card = await pothole(town)
    await town.jump(minutes=46)
    await town.message(executor, "Ещё не приняли")
    await town.jump(minutes=20)
    await town.message(town.who(Role.CHIEF, "roads"), "Возьмите, пожалуйста")
    await town.jump(days=1)
    await town.message(executor, "⏰ Срок вышел")
    await town.jump(hours=5)
    await town.message(coordinator, "Без ответа после срока")
