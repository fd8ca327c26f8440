"""«Похоже на № 15» on a card: «Объединить» and «Не то», who is asked, and what both presses teach."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.cli.learn import write_pairs
from bot.renderer import Renderer
from bot.storage.engine.storage import Storage
from handlers.acts.buttons import SimilarButton, SimilarDo
from incidents.desk.acts.similar_pairs import keep_offers
from incidents.desk.acts.undo import undo
from incidents.desk.outcome import Outcome
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.messenger import Message
from incidents.posts import Network
from incidents.sameness.one_problem import Offer
from incidents.sameness.similar_pairs import PairVerdict, SimilarPair
from nlp.district_files import load_taxonomy
from nlp.learning.corpus import read_pairs
from nlp.reader import Reader
from tests.kit.desk_town import konakovo, put_post
from tests.kit.phones import Phones, phones
from tests.kit.reading import stands
from tests.kit.tdlib import parse
from tests.kit.values.samples import place
from tests.kit.values.stored import NOW, stored_incident, stored_post


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def card(town: Phones, incident: Incident, viewer: str) -> Message:
    async with town.town.storage.transaction() as tx:
        message = await Renderer(konakovo()).card(tx, incident.id, town.user(viewer), now=town.town.clock.now())
    parse(message.html)
    return message


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


async def offer(town: Phones, mine: Incident, *others: Incident) -> None:
    """The later of the others is the likelier."""
    async with town.town.storage.transaction() as tx:
        post = (await tx.voices.of(mine.id))[0].post_id
        found = [Offer(incident_id=each.id, number=each.number, p=0.5 + n / 10) for n, each in enumerate(others)]
        await keep_offers(tx, mine.id, post, found, now=town.town.clock.now())


async def pairs(town: Phones) -> Sequence[SimilarPair]:
    async with town.town.storage.transaction() as tx:
        return await tx.similar_pairs.told()


async def two(town: Phones, **first: object) -> tuple[Incident, Incident]:
    """A pit by two names: the reader joined nothing, and offers."""
    known = await town.town.open("Яма у моста", main=place("Конаково", "Мира"), topic="roads_potholes", **first)
    mine = await town.town.open("Провал перед переправой", main=place("Конаково", "Речная"), topic="roads_repair")
    return known, mine


def button(do: SimilarDo, incident: Incident, other: Incident) -> SimilarButton:
    return SimilarButton(do=do, incident=incident.id, other=other.id)


async def test_the_card_asks_and_a_press_merges_with_undo_and_teaches(town: Phones) -> None:
    known, mine = await two(town)
    await offer(town, mine, known)
    shown = await card(town, mine, "coordinator")
    assert f"Похоже на № {known.number}: ямы на дороге, Конаково, Мира" in shown.html
    assert ["Объединить", "Не то"] in labels(shown) and len(shown.rows) <= 3
    toast = await town.press("coordinator", button(SimilarDo.MERGE, mine, known))
    assert toast == f"Объединили с № {known.number}. Передумали? «Вернуть» работает 10 минут"
    assert (await town.town.incident(mine.id)).merged_into == known.id
    (taught,) = await pairs(town)
    assert (taught.verdict, taught.by, taught.p) == (PairVerdict.SAME, town.town.who("coordinator").id, 0.5)
    async with town.town.storage.transaction() as tx:
        await undo(tx, town.town.policy, mine.id, by=town.town.who("coordinator"), now=town.town.clock.now())
    assert await pairs(town) == []
    assert "Похоже на" in (await card(town, mine, "coordinator")).html


async def test_no_is_remembered_logged_and_the_next_likeliest_is_asked(town: Phones) -> None:
    known, mine = await two(town)
    other = await town.town.open("Канава поперёк дороги", main=place("Конаково", "Гагарина"), topic="roads_drainage")
    await offer(town, mine, other, known)
    assert f"Похоже на № {known.number}:" in (await card(town, mine, "coordinator")).html
    assert await town.press("coordinator", button(SimilarDo.OTHER, mine, known)) == f"Запомнили: это не № {known.number}"
    assert await town.press("coordinator", button(SimilarDo.OTHER, mine, known)) == "Так уже и есть"
    assert [(each.other_id, each.verdict) for each in await pairs(town)] == [(known.id, PairVerdict.OTHER)]
    assert f"Похоже на № {other.number}:" in (await card(town, mine, "coordinator")).html
    async with town.town.storage.transaction() as tx:
        because = [event.because for event in await tx.log.of(mine.id)]
    assert f"не то же, что № {known.number}: {town.town.who('coordinator').title}" in because
    await town.press("coordinator", button(SimilarDo.OTHER, mine, other))
    assert "Похоже на" not in (await card(town, mine, "coordinator")).html


async def test_what_is_over_merged_or_the_card_itself_is_never_offered(town: Phones) -> None:
    known, mine = await two(town)
    third = await town.town.open("Асфальт провалился", main=place("Конаково", "Лесная"), topic="roads_surface")
    await offer(town, mine, mine, known, third)
    assert f"Похоже на № {third.number}:" in (await card(town, mine, "coordinator")).html
    await town.town.act(third.id, Act.MERGE, "coordinator", into=known.id)
    assert f"Похоже на № {known.number}:" in (await card(town, mine, "coordinator")).html
    await town.town.act(known.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    shown = await card(town, mine, "coordinator")
    assert "Похоже на" not in shown.html and ["Объединить", "Не то"] not in labels(shown)
    late = await town.press("coordinator", button(SimilarDo.MERGE, mine, known))
    assert late == f"№ {known.number} закрыто. Объединяют с тем, что ещё ждёт ответа"


@pytest.mark.parametrize("ends", ["closed", "merged", "passed"])
async def test_a_card_that_offers_another_follows_what_becomes_of_it(town: Phones, ends: str) -> None:
    desk = town.town
    known, mine = await two(town)
    third = await desk.open("Асфальт провалился", main=place("Конаково", "Лесная"), topic="roads_surface")
    await offer(town, mine, known)
    await stands(town, mine, "ann", 50)
    await stands(town, mine, "coordinator", 51)
    await desk.sweep_outbox()
    await desk.act(known.id, Act.ACCEPT, "ann")
    assert await desk.cards(mine.id) == set()  # it is offered as before
    both = {town.user("ann"), town.user("coordinator")}
    if ends == "closed":
        await desk.act(known.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    elif ends == "merged":
        await desk.act(known.id, Act.MERGE, "coordinator", into=third.id)
    else:
        await desk.act(known.id, Act.ASSIGN, "coordinator", department_id="housing")
    assert await desk.cards(mine.id) == both
    await desk.sweep_outbox()
    async with desk.storage.transaction() as tx:
        await undo(tx, desk.policy, known.id, by=desk.who("coordinator"), now=desk.clock.now())
    assert await desk.cards(mine.id) == both
    await desk.sweep_outbox()
    await town.press("coordinator", button(SimilarDo.OTHER, mine, known))
    await desk.sweep_outbox()
    await desk.act(known.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert await desk.cards(mine.id) == set()  # somebody has said, it is offered no more


async def test_an_executor_is_asked_only_of_the_departments_own(town: Phones) -> None:
    known, mine = await two(town)
    assert known.department_id == mine.department_id == town.town.who("ann").department_id
    await offer(town, mine, known)
    assert ["Объединить", "Не то"] in labels(await card(town, mine, "ann"))
    assert "Похоже на" not in (await card(town, mine, "head")).html
    await town.town.act(known.id, Act.ASSIGN, "coordinator", department_id="housing")
    assert "Похоже на" not in (await card(town, mine, "ann")).html
    assert "Похоже на" in (await card(town, mine, "coordinator")).html
    for do in SimilarDo:
        refused = await town.press("ann", button(do, mine, known))
        assert refused == "Это карточка другого отдела. Думаете, что она ваша? Напишите координатору"
    assert await pairs(town) == [] and (await town.town.incident(mine.id)).status is Status.ASSIGNED


async def test_an_executor_merges_two_cards_of_their_own(town: Phones) -> None:
    known, mine = await two(town)
    await offer(town, mine, known)
    await town.press("ann", button(SimilarDo.MERGE, mine, known))
    assert (await town.town.incident(mine.id)).merged_into == known.id


async def test_a_merge_that_nobody_offered_teaches_too(town: Phones) -> None:
    known, mine = await two(town)
    await town.town.act(mine.id, Act.MERGE, "coordinator", into=known.id)
    (taught,) = await pairs(town)
    async with town.town.storage.transaction() as tx:
        texts = [(await tx.posts.get(id)).post.text for id in (taught.post_id, taught.other_post_id)]
    assert (taught.verdict, taught.p, texts) == (PairVerdict.SAME, None, ["Провал перед переправой", "Яма у моста"])


async def test_a_new_card_carries_what_the_reader_offers(town: Phones) -> None:
    reader = Reader(None, load_taxonomy(konakovo().folder.parent / "taxonomy.csv"))

    async def written(text: str, community: str) -> Outcome:
        async with town.town.storage.transaction() as tx:
            source = await tx.sources.add(Network.VK, community, community, None)
            post = await put_post(tx, source, next(town.town.numbers), town.town.clock.now(), text)
        return await town.town.take(post, reader.read(text, community=community))

    for n, text in enumerate(ELSEWHERE):  # a source that others share says nothing
        await written(text, f"Двор {n}")
    known = (await written("У моста огромная дыра, колёса бьём", "Жизнь в Михеево")).incident
    outcome = await written("Почему никто не заделает провал на въезде к переправе, вчера машина застряла", "Жизнь в Михеево")
    assert known is not None and outcome.incident is not None and [each.number for each in outcome.similar] == [known.number]
    assert f"Похоже на № {known.number}:" in (await card(town, outcome.incident, "coordinator")).html


ELSEWHERE = (
    "Автобус 12 не пришёл утром, опоздали на работу",
    "В поликлинике нет талонов к хирургу",
    "Мусор не вывозят с пятницы, контейнеры полные",
    "Во дворе дома 4 на Садовой не горит фонарь",
    "Собаки бросаются на детей у школы № 3",
    "На Лесной яма, пробил колесо",
    "Батареи холодные вторую неделю",
)


async def test_judged_pairs_are_written_masked_as_training_reads_them(town: Phones, sqlite_url: str, tmp_path: Path) -> None:
    known, mine = await two(town)
    call = await town.town.open("Звоните Петрову, 8 915 123-45-67", main=place("Конаково", "Лесная"), topic="roads_surface")
    await offer(town, mine, known, call)
    await town.press("coordinator", button(SimilarDo.OTHER, mine, call))
    await town.press("coordinator", button(SimilarDo.MERGE, mine, known))
    said = await write_pairs(sqlite_url, town.town.storage.district_id, tmp_path / "pairs.jsonl")
    assert said.startswith("Записали пар: 2.")
    rows = {row["a"]["text"]: row for row in read_pairs(tmp_path / "nothing", [tmp_path / "pairs.jsonl"])}
    assert {text: row["same"] for text, row in rows.items()} == {"Яма у моста": True, "Звоните Петрову, ‹телефон›": False}
    assert rows["Яма у моста"]["b"] == {"text": "Провал перед переправой", "community": "Подслушано Конаково"}


async def test_pairs_are_kept_once_and_the_answered_is_no_candidate(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post, later = await stored_post(tx), await stored_post(tx, 2)
        one, other = await stored_incident(tx), await stored_incident(tx)
        pair = SimilarPair(incident_id=other.id, other_id=one.id, post_id=later.id, other_post_id=post.id, p=0.4, at=NOW)
        await tx.similar_pairs.keep(pair)
        await tx.similar_pairs.keep(pair)
        assert list(await tx.similar_pairs.of(other.id)) == [pair]
        assert await tx.similar_pairs.between(one.id, other.id) == pair == await tx.similar_pairs.between(other.id, one.id)
        assert await tx.similar_pairs.between(one.id, IncidentId(999)) is None and await tx.similar_pairs.told() == []
        answered = await stored_incident(tx, status=Status.ANSWERED)
        near = await tx.lookalikes.near(groups=[answered.group], place=[], since=NOW.replace(year=2020), limit=50)
        assert answered.id not in {each.incident_id for each in near}
