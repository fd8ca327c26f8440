"""Nine residents, one burst main: one card, one draft, one approval, one post of the administration, a short reply in every thread."""

from bot.demo.town import RESIDENTS
from incidents.official import Role
from tests.kit.scenes import scene
from tests.kit.story_town import SLOW, SPEED, Json, Story, labels

TEXT = (
    "Здравствуйте! В Редкино порыв на улице Гагарина, воды нет на нескольких улицах. Бригада на месте с 9:30, "
    "воду дадут до 18:00. Подвоз воды с 11:00, где: площадь у Дома культуры. Отвечает отдел ЖКХ."
)


async def nine(town: Story) -> list[Json]:
    """The scene of the training ground; gives back the posts and, for comments, the post with the comment's number."""
    posts: dict[str, Json] = {}
    said: list[Json] = []
    for by, line in zip(RESIDENTS, scene(), strict=False):
        if "under" in line:
            under = posts[line["under"]]
            said.append({**under, "comment_id": await town.comment(under, line["text"], by=by)})
        else:
            post = await town.post(line["text"], wall=town.wall(line["community"]), by=by)
            posts[str(line.get("key"))] = post
            said.append(post)
    return said


async def ours(town: Story, said: list[Json]) -> list[str]:
    """Our comments in these threads, answers to comments too."""
    found: dict[tuple[int, int], str] = {}
    for post in {(p["owner_id"], p["post_id"]): p for p in said}.values():
        for comment in await town.comments(post):
            for each in (comment, *comment["thread"]):
                if each["from_id"] == -town.own_wall:
                    found[post["owner_id"], each["id"]] = each["text"]
    return list(found.values())


async def walls_own(town: Story) -> list[Json]:
    """Posts of the administration on its own wall."""
    posts = (await town.control.get("vk/wall", group_id=town.own_wall))["posts"]
    return [post for post in posts if post["from_id"] == -town.own_wall]


async def test_one_approval_lets_out_one_post_and_a_reply_in_every_thread(town: Story) -> None:
    coordinator, executor, press = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "housing"), town.who(Role.APPROVER)
    await town.control.type(coordinator, "/approval")
    await town.press(coordinator, await town.message(coordinator, "Согласование ответов", button="Все"), "Все")
    said = await nine(town)
    card = await town.message(executor, "Массовое: 9 сообщений", "ответили 0 из 9", button="Ответить всем")

    await town.press(executor, card, "Ответить всем")
    await town.press(executor, await town.message(executor, "Ответить всем: 9", button="Пост и ответы"), "Пост и ответы")
    await town.message(executor, "Напишите полный ответ одним сообщением")
    await town.control.type(executor, TEXT)
    preview = await town.message(executor, "Пост в сообществе администрации", "Так начнётся ответ в ветках (9", "Порыв нашли, чинят")
    await town.press(executor, preview, next(label for label in labels(preview) if label.startswith("Отправить")))

    asked = await town.message(press, "Согласовать до ", "Так начнётся ответ в ветках", "Подробно: в сообществе администрации")
    assert "Опубликовать" in labels(asked)
    assert await walls_own(town) == []
    await town.set_speed(SLOW)
    await town.press(press, asked, "Опубликовать")
    await town.message(press, "Выйдет в ", button="Отменить отправку")
    await town.set_speed(SPEED)

    await town.message(executor, "Пост администрации опубликован", "Проверили: виден всем", button="Открыть пост")
    await town.message(executor, "ответили 9 из 9", "Ответили в ветках: 9 из 9")
    (post,) = await walls_own(town)
    assert post["text"] == TEXT
    replies = await ours(town, said)
    assert len(replies) == 9
    assert len(set(replies)) == 3
    assert all(text.endswith("Подробно: в сообществе администрации.") and "18:00" in text for text in replies)

    await town.comment({"owner_id": post["owner_id"], "post_id": post["post_id"]}, "На Правды тоже нет воды с утра", by=RESIDENTS[12])
    await town.message(executor, "Массовое: 10 сообщений")
    await town.message(executor, "ответили 10 из 10")
    (reply,) = [c for top in (await walls_own(town))[0]["comments"] for c in top["thread"]]
    assert "Подробно" not in reply["text"]
    await town.quiet()
    numbers = {text.rpartition("№ ")[2][:6] for text in await town.texts(coordinator) if "Пост" in text and "Согласование" not in text}
    assert len(numbers) <= 1, "our own post opened no card"


async def test_when_vk_takes_no_post_the_text_is_for_copying_and_the_threads_are_answered_all_the_same(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "housing")
    await town.control.post("fault", api="vk", method="wall.post", kind="error", code=214, times=5)
    said = await nine(town)
    card = await town.message(executor, "Массовое: 9 сообщений", button="Ответить всем")
    await town.press(executor, card, "Ответить всем")
    await town.press(executor, await town.message(executor, "Ответить всем: 9", button="Пост и ответы"), "Пост и ответы")
    await town.message(executor, "Напишите полный ответ одним сообщением")
    await town.control.type(executor, TEXT)
    preview = await town.message(executor, "Пост в сообществе администрации", "Так начнётся ответ в ветках")
    await town.press(executor, preview, next(label for label in labels(preview) if label.startswith("Отправить")))
    told = await town.message(executor, "ВКонтакте не пропустил пост", TEXT, button="Опубликовано")
    await town.message(executor, "Ответили в ветках: 9 из 9")
    replies = await ours(town, said)
    assert len(replies) == 9
    assert not any("Подробно" in text for text in replies)
    assert await walls_own(town) == []
    await town.press(executor, told, "Опубликовано")
    await town.message(executor, "Пост администрации опубликован")
