"""The demo's played officials do as the desk asks: what they close as done they have told."""

from bot.demo.robots.robots import Robots
from incidents.answers.values import AnswerState
from incidents.incident import ClosingOutcome, Incident
from incidents.promises.values import promised
from tests.kit.story_town import Story

POSTS = (
    "На Энергетиков у дома 29 яма на дороге, уже два колеса пробили",
    "Улица Гагарина, 14: мусор у контейнеров не вывозят четвёртый день",
    "Третий день нет горячей воды, улица Баскакова, 5",
)


async def test_no_played_official_closes_as_done_what_was_only_promised(town: Story) -> None:
    await town.control.post("played", on=True)
    robots = Robots(town.control, town.clock, town.town.officials, seed=1, zone=town.district.timezone)
    robots._random.random = lambda: 0.0  # type: ignore[method-assign]  # whatever may be pressed is pressed
    for text in POSTS:
        await town.post(text)
    done: list[Incident] = []
    for _ in range(60):  # ten hours of work at the most
        await town.until(lambda: settled(town), "the bot has said what it had to say")
        await robots.round()
        await town.jump(minutes=10)
        async with town.app.storage.transaction() as tx:
            opened = await tx.incidents.between(town.clock.now().replace(hour=0), town.clock.now())
        done = [each for each in opened if each.outcome is ClosingOutcome.DONE]
        if len(done) == len(POSTS):
            break
    assert len(done) == len(POSTS)
    for incident in done:
        async with town.app.storage.transaction() as tx:
            said = [each for each in await tx.answers.of(incident.id) if each.state is AnswerState.PUBLISHED]
        assert len(said) > 1 and incident.untold is None
        assert promised(said[-1].text, today=incident.opened_at.date()) == ()


async def settled(town: Story) -> bool:
    async with town.app.storage.transaction() as tx:
        return await tx.outbox.count_waiting() == 0
