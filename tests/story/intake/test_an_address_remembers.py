"""Scene 3 of the demo: a house whose trouble was promised to end is written about for the third time."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from bot.demo.control import SandboxError
from bot.demo.day.days_before import live_through, load_history, play_history
from bot.demo.run import DAY
from incidents.incident import ClosingOutcome
from incidents.official import Role
from incidents.posts import Network, Post
from incidents.publisher import Published
from tests.kit.story_town import ANN, PETER, Story, labels


async def test_the_third_message_about_a_house_comes_with_what_was_promised_before(town: Story) -> None:
    past = load_history(DAY, day=town.clock.now(), zone=town.district.timezone)
    await play_history(town.app, town.control, town.town, past)
    housing = town.who(Role.EXECUTOR, "housing")
    before = await town.texts(housing)
    assert not [text for text in before if "Строителей" in text], "the past rings nobody's phone"
    await town.post("Строителей, 9, в квартирах опять холодно, в детской 15 градусов", wall=town.wall("Наше Конаково"), by=ANN)
    card = await town.message(housing, "Третий раз за 30 дней")
    assert "Обещали до 14 ноября, срок прошёл" in card["text"]
    await town.post("Улица Строителей, дом 9: батареи холодные вторую неделю, спим в куртках", by=PETER)
    card = await town.message(housing, "Третий раз за 30 дней", "пишут 2 жителя", button="Принять")
    assert labels(card)


@pytest.mark.parametrize("told", [True, False])
async def test_a_past_is_done_only_where_the_resident_was_told_so(town: Story, told: bool) -> None:
    promised = load_history(DAY, day=town.clock.now(), zone=town.district.timezone)[-1]
    answer = "Здравствуйте! Ввод в дом отрегулировали, тепло есть. Отвечает отдел ЖКХ." if told else promised.answer
    case = replace(promised, answer=answer, outcome=ClosingOutcome.DONE)
    wall = next(each for each in town.town.communities if each.title == "Администрация округа")
    id, url = (
        f"wall-{wall.group_id}_900",
        f"https://vk.com/wall-{wall.group_id}_900",
    )  # it stands on no page, so the bot under way does not read it first
    post = Post(network=Network.VK, external_id=id, url=url, text=case.text, author_id="7", published_at=case.at)
    comment = Published(external_id=f"{id}_r1", url=f"{url}?reply=1")
    with nullcontext() if told else pytest.raises(SandboxError, match="закрыт как сделанный, а жителю этого не сказали"):
        await live_through(town.app, wall, case, post, comment)
