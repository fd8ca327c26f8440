"""Commands: each role has a menu of its own, every command answers, lists lead to cards, nothing is a dead end."""

from functools import partial

from bot.demo.control import Control
from incidents.official import Role
from incidents.people.role_commands import commands_of
from tests.kit.story_town import Json, Story, labels

WAYS = ("придёт сюда", "Пришлите сюда", "Бот работает")  # beside a button, a command or a question; where all is well nothing is to be done


async def menu(town: Story, chat: int, *, has: str) -> list[str]:
    """What the menu button of a phone offers, once this command is there."""

    async def seen() -> list[str] | None:
        shown: list[Json] = (await town.control.get(f"tg/chat/{chat}"))["chat"]["commands"]
        names = [command["command"] for command in shown]
        return names if has in names else None

    found: list[str] = await town.until(seen, f"/{has} in the menu of {chat}")
    return found


async def newest(control: Control, chat: int, after: int) -> Json | None:
    """The bot's newest message since then."""
    fresh = [m for m in await control.chat(chat) if m["message_id"] > after and m["html"] and not m["deleted"]]
    return fresh[-1] if fresh else None


async def all_is_said(town: Story) -> bool:
    """A slow machine answers late, and a late answer would pass for the next one's."""
    async with town.app.storage.transaction() as tx:
        return await tx.outbox.count_waiting() == 0


async def test_the_phone_of_each_role_offers_what_the_role_may_do(town: Story) -> None:
    for role, department in ((Role.COORDINATOR, None), (Role.EXECUTOR, "roads"), (Role.HEAD, None), (Role.APPROVER, None)):
        wanted = [row.name for row in commands_of(role)]
        assert await menu(town, town.who(role, department), has=wanted[-1]) == wanted


async def test_every_command_of_an_empty_district_says_what_is_there_and_what_to_do(town: Story) -> None:
    roles = (Role.COORDINATOR, Role.HEAD, Role.APPROVER, Role.DUTY)
    for chat, row in ((town.who(role), row) for role in roles for row in commands_of(role)):
        typed = int((await town.control.type(chat, f"/{row.name}"))["message_id"])

        answer: Json = await town.until(partial(newest, town.control, chat, typed), f"an answer to /{row.name}")
        has_way_on = labels(answer) or "/" in answer["text"] or "?" in answer["text"] or any(way in answer["text"] for way in WAYS)
        assert has_way_on, (row.name, answer["text"])
        typed = int((await town.control.type(chat, "отмена"))["message_id"])
        await town.until(partial(newest, town.control, chat, typed), f"an answer to «отмена» after /{row.name}")
        await town.until(partial(all_is_said, town), "nothing more comes")


async def test_a_card_is_found_by_number_by_address_and_by_words(town: Story) -> None:
    coordinator = town.who(Role.COORDINATOR)
    await town.post("На Энергетиков у дома 29 яма на дороге, второе колесо за неделю")
    card = await town.message(town.who(Role.EXECUTOR, "roads"), "ул. Энергетиков, 29", button="Принять")
    number = card["text"].rsplit("№ ", 1)[1].split()[0]
    for words in (number, "энергетиков 29", "второе колесо"):
        await town.control.type(coordinator, f"/find {words}")
        found = await town.message(coordinator, "Нашли 1", words)
        await town.press(coordinator, found, "1")
        await town.message(coordinator, "ул. Энергетиков, 29", f"№ {number}", button="Тема и место")
    await town.control.type(coordinator, "/find жираф")
    await town.message(coordinator, "Не нашлось", "Попробуйте короче")


async def test_a_command_of_another_role_is_told_whose_it_is(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await town.control.type(executor, "/norms")
    await town.message(executor, "координатор")
