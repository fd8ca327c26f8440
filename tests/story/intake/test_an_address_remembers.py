"""Scene 3 of the demo: a house whose trouble was promised to end is written about for the third time."""

from dataclasses import replace

import pytest

from bot.demo.control import SandboxError
from bot.demo.day.days_before import load_history, play_history
from bot.demo.run import DAY
from incidents.incident import ClosingOutcome
from incidents.official import Role
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


async def test_a_past_that_is_done_and_was_only_promised_is_no_past(town: Story) -> None:
    promised = load_history(DAY, day=town.clock.now(), zone=town.district.timezone)[-1]
    case = replace(promised, outcome=ClosingOutcome.DONE)
    with pytest.raises(SandboxError, match="закрыт как сделанный, а жителю этого не сказали"):
        await play_history(town.app, town.control, town.town, [case])
