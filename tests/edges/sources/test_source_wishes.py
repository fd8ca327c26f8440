"""Priority, owner, filters and health of a source, over the real storage, worker and courier."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.reading.collect import Collecting, Watched
from bot.storage.engine.storage import Storage
from bot.ticks.sources import sources_hint
from bot.wakeups import Nudge
from handlers.deadlines.buttons import NightButton, NightDo
from handlers.intake.buttons import MissedButton, MissedDo
from handlers.kit.buttons import ChangesButton, Press
from handlers.sources.buttons import NOBODY, NOT_CHOSEN, OwnerButton, SourceButton, SourceDo
from incidents.intake.dropped_posts import in_order
from incidents.posts import Batch, Priority, Source, SourceBroken
from incidents.reading import DangerGrade, Kind
from incidents.sources.health import MONTH
from incidents.sources.word_filters import FilteredBy, FilterKind
from tests.kit.desk_town import HOUSING, ROADS, DeskTown
from tests.kit.phones import Phones, phones
from tests.kit.said import said
from tests.kit.screens import card
from tests.kit.scripted_collector import Scripted, sweep
from tests.kit.values.samples import at, place, reading
from tests.kit.values.stored import MINUTE, NOW, stored_incident, stored_post, stored_voice


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url, speed=100_000.0) as hands:
        yield hands


async def press(hands: Phones, do: SourceDo) -> str:
    return await hands.press("coordinator", SourceButton(do=do, source=hands.town.source.id)) or ""


async def read(hands: Phones) -> str:
    return (await said(hands.town))[-1][1]


async def source(hands: Phones) -> Source:
    async with hands.town.storage.transaction() as tx:
        return await tx.sources.get(hands.town.source.id)


async def changed(town: DeskTown, **how: object) -> None:
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(await tx.sources.get(town.source.id), **how))  # type: ignore[arg-type]  # fields of a Source


async def test_a_source_is_asked_as_often_as_the_coordinator_says(hands: Phones) -> None:
    town = hands.town
    scripted = Scripted(Batch(posts=(), cursor="c", quota="900 запросов из 5000"))
    collecting = Collecting(town.storage, town.clock, [Watched(town.source, scripted)], Nudge(), every=180.0)
    await sweep(collecting)
    assert "реже" in await press(hands, SourceDo.SELDOM)
    assert "вдесятеро реже других" in await read(hands)
    assert await press(hands, SourceDo.SELDOM) == "Так уже и есть"
    await sweep(collecting)  # what was said holds at once
    town.clock.move(minutes=29)
    await sweep(collecting)
    assert len(scripted.cursors) == 2
    town.clock.move(minutes=2)
    await sweep(collecting)
    assert len(scripted.cursors) == 3
    await press(hands, SourceDo.OFTEN)
    await sweep(collecting)
    town.clock.move(seconds=61)
    await sweep(collecting)
    assert len(scripted.cursors) == 5
    await press(hands, SourceDo.SHOW)
    assert "Лимит сети: 900 запросов из 5000" in await read(hands)
    await hands.press("coordinator", ChangesButton(area="sources", page=0))
    assert "спрашиваем чаще, было: спрашиваем реже" in await read(hands)


async def test_failures_of_the_week_are_counted_and_the_last_one_is_named(hands: Phones) -> None:
    town = hands.town
    scripted = Scripted(SourceBroken("VK не отвечает"), SourceBroken("стена закрыта"), Batch(posts=(), cursor="c"))
    collecting = Collecting(town.storage, town.clock, [Watched(town.source, scripted)], Nudge(), every=1.0)
    for _ in range(3):
        await sweep(collecting)
        town.clock.move(minutes=3)
    await press(hands, SourceDo.SHOW)
    assert "Сбоев за неделю: 2, последний в 9:17: стена закрыта" in await read(hands)
    assert (await source(hands)).priority is Priority.USUAL


async def test_a_stop_word_drops_an_appeal_into_the_doubtful_list_with_its_name(hands: Phones) -> None:
    town = hands.town
    await press(hands, SourceDo.STOP_WORDS)
    await town.sweep_outbox()
    await hands.type("coordinator", "и")
    assert "слишком коротко" in await read(hands)
    await hands.type("coordinator", "Аренда, гороскоп")
    assert "Стоп-слова: аренда, гороскоп" in await read(hands)
    dropped = await town.take(post := await town.write("Сдаю в аренду гараж, двор не чищен"))
    assert (dropped.incident, dropped.because) == (None, "отсеял фильтр источника: стоп-слово «аренда»")
    danger = await town.take(await town.write("Аренда. Во дворе оборван провод"), reading(danger=True, danger_grade=DangerGrade.NOW))
    assert danger.incident is not None
    asked = await town.take(await town.write("Аренда. Пахнет чем-то в подъезде"), reading(danger_asked=True))
    assert asked.incident is not None
    since, until = int(at(8, 30).timestamp()), int(at(12).timestamp())
    async with town.storage.transaction() as tx:
        (found,) = in_order(await tx.dropped_posts.between(at(8, 30), at(12)))
        assert found.filtered == FilteredBy(kind=FilterKind.STOP_WORDS, words="аренда")
    await hands.press("coordinator", NightButton(do=NightDo.DOUBTFUL, since=since, until=until, post=0))
    assert "фильтр источника" in await read(hands)
    await hands.press("coordinator", MissedButton(do=MissedDo.SHOW, post=post.id, is_found=False, page=0))
    assert "Отсеял фильтр источника: стоп-слово «аренда»" in await read(hands)
    await hands.press("coordinator", NightButton(do=NightDo.APPEAL, since=since, until=until, post=post.id))
    async with town.storage.transaction() as tx:
        assert await tx.voices.incident_of(post.id) is not None
        assert await tx.corrections.all() == []  # the reader was right: nothing to learn


async def test_filters_are_seen_on_the_last_month_and_taken_away(hands: Phones) -> None:
    town = hands.town
    await town.open("Яма у школы")
    await town.take(await town.write("Сдаю гараж"), reading(is_appeal=False, kind=Kind.AD))
    await press(hands, SourceDo.KEYWORDS)
    await hands.type("coordinator", "гараж")
    assert "За месяц отсеяли бы 1 из 2, среди них обращений 1: проверьте слова" in await read(hands)
    assert (await town.take(await town.write("Темно на остановке"))).because == "отсеял фильтр источника: нет ключевых слов «гараж»"
    assert await press(hands, SourceDo.NO_KEYWORDS) == "Этого фильтра больше нет"
    assert "Фильтров нет" in await read(hands)
    assert await press(hands, SourceDo.NO_KEYWORDS) == "Так уже и есть"
    await hands.press("coordinator", ChangesButton(area="sources", page=0))
    assert "убрали ключевые слова" in await read(hands)


async def test_what_no_rule_routes_goes_to_the_owner_of_the_community(hands: Phones) -> None:
    town, id = hands.town, hands.town.source.id
    nowhere = {"group": "nothing", "groups": (("nothing", 0.9),), "topic": "nothing_known", "topics": ()}
    first = await town.open("Что-то не так", **nowhere)
    assert first.department_id is None
    await hands.press("coordinator", OwnerButton(source=id, page=0, department=NOT_CHOSEN))
    assert "Какой отдел ведёт это сообщество?" in await read(hands)
    assert await hands.press("coordinator", OwnerButton(source=id, page=0, department=ROADS)) == "Записали"
    second = await town.open("Кое-что другое не так", **nowhere, main=place("Редкино", "Лесная"))
    assert (second.department_id, "сообщество ведёт этот отдел" in second.route_because) == (ROADS, True)
    assert (await town.open()).department_id == ROADS  # by its rule
    ruled = await town.open(
        "Течёт крыша", main=place("Озерки", "Лесная"), topic="housing_roof", group="housing", groups=(("housing", 0.9),)
    )
    assert "сообщество ведёт" not in ruled.route_because
    assert "ничьё" in (await hands.press("coordinator", OwnerButton(source=id, page=0, department=NOBODY)) or "")
    assert "Такого отдела больше нет" in (await hands.press("coordinator", OwnerButton(source=id, page=0, department="gone")) or "")
    assert "Источники ведёт координатор" in (await hands.press("ann", OwnerButton(source=id, page=0, department=HOUSING)) or "")


async def test_the_owner_gets_it_also_after_the_question_about_danger(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", OwnerButton(source=town.source.id, page=0, department=ROADS))
    nowhere = {"group": "nothing", "groups": (("nothing", 0.9),), "topic": "nothing_known", "topics": ()}
    doubted = await town.open("Что-то шатается над входом", **nowhere, danger_asked=True, danger_words="шатается над входом")
    assert doubted.department_id is None
    await hands.press("coordinator", card(doubted, Press.GRADE_RISK))
    assert (await town.incident(doubted.id)).department_id == ROADS


async def test_once_a_week_the_coordinator_hears_what_gave_nothing_for_a_month(hands: Phones) -> None:
    town = hands.town
    town.clock.moment = at(10, 5, day=30)  # Monday
    await changed(town, baseline_at=town.clock.now() - MONTH)
    await town.take(await town.write("Ну и погода"), reading(is_appeal=False, kind=Kind.CHAT))
    await town.sweep_outbox()
    await sources_hint(town.around())
    await sources_hint(town.around())
    assert await town.says() == [("sources_barren", town.chat("coordinator"))]
    assert "За месяц 0 обращений: 1 источник\n1. «Подслушано Конаково», ВК: 1 сообщение" in await read(hands)


async def test_a_source_with_an_appeal_a_young_one_and_another_day_are_no_hint(hands: Phones) -> None:
    town = hands.town
    town.clock.moment = at(10, 5, day=30)
    await changed(town, baseline_at=town.clock.now() - timedelta(days=9))
    await sources_hint(town.around())
    await changed(town, baseline_at=town.clock.now() - MONTH)
    await town.open()
    await town.sweep_outbox()
    await sources_hint(town.around())
    town.clock.move(days=1)
    await sources_hint(town.around())
    assert await town.says() == []


async def test_health_is_counted_by_both_engines(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_post(tx)
        incident = await stored_incident(tx)
        await stored_voice(tx, incident, first)
        id = first.source_id
        for minutes in (0, 5):
            await tx.sources_health.failed(id, f"сбой {minutes}", day=NOW.date(), at=NOW + MINUTE * minutes)
        health = await tx.sources_health.of(id, now=first.detected_at + MINUTE)
        assert (health.posts_week, health.appeals_month, health.errors_week, health.error) == (1, 1, 2, "сбой 5")
        assert health.lag == max(first.detected_at - first.post.published_at, timedelta(0))
        assert (await tx.sources_health.yields(since=first.detected_at))[id].appeals == 1
        assert [(post.id, is_voice) for post, is_voice in await tx.sources_health.newest(id, since=first.detected_at, limit=5)] == [
            (first.id, True)
        ]
        assert (await tx.sources_health.of(id, now=first.detected_at + MONTH + MINUTE)).posts_week == 0
        for words in ("аренда", "гараж"):
            await tx.sources_health.keep_filtered(first.id, FilteredBy(kind=FilterKind.STOP_WORDS, words=words), at=NOW)
        said = replace(await tx.sources.get(id), keywords=("а", "б"), stop_words=("в",), priority=Priority.OFTEN, department_id=ROADS)
        await tx.sources.save_state(said)
        assert await tx.sources.seen(id) == said
