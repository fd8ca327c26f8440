"""A photo that cannot be uploaded, a card that is refused, a card that stands twice: over the real servers of the town."""

from typing import Any

import pytest

from incidents.official import Role
from tests.kit.story_town import Story, labels

POTHOLE = "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста"


async def fault(town: Story, **what: Any) -> None:  # Any: JSON of the control API
    await town.control.post("fault", api="telegram", **what)


@pytest.mark.parametrize(
    "what",
    [{"kind": "html", "http_status": 413}, {"kind": "error", "code": 413, "description": "Request Entity Too Large"}],
    ids=["HTML", "JSON"],
)
async def test_a_photo_that_cannot_be_uploaded_silences_nobody_and_the_coordinator_reads_whose_it_was(
    town: Story, what: dict[str, Any]
) -> None:
    executor, coordinator = town.who(Role.EXECUTOR, "roads"), town.who(Role.COORDINATOR)
    await fault(town, method="sendPhoto", times=1000, **what)
    await town.post(POTHOLE, photos=("pothole",))
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    await town.message(executor, "приняли в ")
    await town.control.type(executor, "/my")
    await town.message(executor, "Ждёт вас: 1")
    told = await town.message(coordinator, "Не отправили", "Фото к карточке № 1", "исполнитель, отдел дорожного хозяйства")
    await town.press(coordinator, told, "Показать карточку")
    await town.message(coordinator, "ул. Энергетиков, 29", "№ 1", button="Передать")
    calls = (await town.control.get("log", after=0, limit=10_000))["calls"]
    tries: dict[str, int] = {}
    for call in calls:
        if call["method"] == "sendPhoto":
            tries[str(call["params"]["chat_id"])] = tries.get(str(call["params"]["chat_id"]), 0) + 1
    assert tries[str(executor)] == 3
    assert max(tries.values()) == 3, "the coordinator's own copy may still be on its way"
    await town.control._session.delete(f"{town.control.base}/control/faults")


async def test_a_card_that_telegram_cannot_parse_comes_without_markup_and_has_it_again_when_it_changes(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    cannot = {"kind": "error", "code": 400, "description": "Bad Request: can't parse entities: Unsupported start tag"}
    await fault(town, method="sendMessage", times=1, chat_id=executor, **cannot)
    await town.post(POTHOLE)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.press(executor, card, "Принять")
    changed = await town.message(executor, "приняли в ")
    assert changed["message_id"] == card["message_id"]
    assert "<b>" in changed["html"]


async def test_of_two_copies_of_one_card_the_older_goes_at_the_first_press_on_it(town: Story) -> None:
    executor = town.who(Role.EXECUTOR, "roads")
    await fault(town, method="sendMessage", times=1, kind="drop", after=True, chat_id=executor)
    await town.post(POTHOLE)

    async def copies() -> list[dict[str, Any]]:
        return [m for m in await town.control.chat(executor) if "У кого:" in m["text"] and "Принять" in labels(m)]

    async def twice() -> bool:
        return len(await copies()) == 2

    await town.until(twice, "the card stands twice")
    await town.quiet()
    older, newer = await copies()
    assert (await town.press(executor, older, "Принять") or "").startswith("Принято")
    await town.message(executor, "приняли в ")

    async def once() -> list[int]:
        found = [m["message_id"] for m in await town.control.chat(executor) if "У кого:" in m["text"]]
        return found if len(found) == 1 else []

    assert await town.until(once, "the older one is gone") == [newer["message_id"]]
