"""What the page says under a post is what the bot's base holds, told once for each change."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from bot.demo.control import Control, SandboxError
from bot.demo.day.fates import Fates
from bot.demo.town import make_town
from bot.storage.delivery.copies import Copy
from bot.storage.intake.unread import READ_TRIES
from incidents.ids import ChatId, DepartmentId
from incidents.incident import Act, RejectReason
from incidents.official import Role
from incidents.reading import Kind
from incidents.sources.word_filters import FilteredBy, FilterKind
from tests.kit.desk_town import DeskTown, desk_town, konakovo
from tests.kit.values.samples import reading

Json = dict[str, Any]  # Any: JSON of the control API
TOWN = make_town(konakovo(), is_full=True)
ROADS = "отдел дорожного хозяйства"


class _Page(Control):
    """What the page is told."""

    def __init__(self) -> None:
        self.told: list[Json] = []
        self.refuses = False

    async def post(self, path: str, **body: Any) -> Json:
        assert path == "fates"
        if self.refuses:
            raise SandboxError("полигон отказал")
        self.told += body["fates"]
        return {}

    def words(self) -> list[str]:
        said, self.told = [each["text"] for each in self.told], []
        return said


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as made:
        yield made


def telling(desk: DeskTown) -> tuple[Fates, _Page]:
    page = _Page()
    return Fates(SimpleNamespace(storage=desk.storage), page, TOWN, konakovo()), page  # type: ignore[arg-type]  # as much as it asks


async def test_a_card_is_told_with_its_department_and_again_as_it_goes_on(desk: DeskTown) -> None:
    fates, page = telling(desk)
    await desk.write("ещё не прочитано")
    incident = await desk.open()
    await fates.tell()
    assert page.words() == [f"→ карточка № {incident.number}, {ROADS}"]
    await fates.tell()
    assert page.told == [], "nothing has changed"
    await desk.act(incident.id, Act.ACCEPT, "ann")
    await fates.tell()
    assert page.words() == [f"→ карточка № {incident.number}, {ROADS}, в работе"]


async def test_a_second_voice_stands_on_the_same_card_and_a_rejected_one_says_why(desk: DeskTown) -> None:
    fates, page = telling(desk)
    incident = await desk.open()
    await desk.take(await desk.write())
    await fates.tell()
    assert page.words() == [f"→ карточка № {incident.number}, {ROADS}"] * 2
    await desk.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    await fates.tell()
    assert page.words() == [f"→ карточка № {incident.number}, {ROADS}, не обращение: реклама"] * 2


async def test_what_waits_for_the_coordinator_says_why(desk: DeskTown) -> None:
    fates, page = telling(desk)
    outcome = await desk.take(await desk.write(), reading(topic="", topics=(), group="other", groups=(("other", 0.9),)))
    assert outcome.incident is not None and outcome.incident.department_id is None
    await fates.tell()
    assert page.words() == [f"→ карточка № {outcome.incident.number}, координатор, {outcome.incident.route_because}"]


async def test_what_opened_no_card_says_what_it_was_taken_for(desk: DeskTown) -> None:
    fates, page = telling(desk)
    for kind in (Kind.CHAT, Kind.AD, Kind.OTHER):
        await desk.take(await desk.write(f"слова {kind}"), reading(is_appeal=False, kind=kind))
    filtered = await desk.write("отсеянное")
    await desk.take(filtered, reading(is_appeal=False, kind=Kind.CHAT))
    unreadable = await desk.write("нечитаемое")
    async with desk.storage.transaction() as tx:
        await tx.sources_health.keep_filtered(filtered.id, FilteredBy(kind=FilterKind.STOP_WORDS, words="слово"), at=desk.clock.now())
        while await tx.unread.failed(unreadable.id, "no reading", at=desk.clock.now()) < READ_TRIES:
            pass
    await fates.tell()
    kinds = ["не обращение: разговор", "не обращение: реклама", "не обращение"]
    assert page.words() == [*kinds, "отсеял фильтр источника", "бот не смог прочитать"]


async def test_a_word_in_the_thread_of_a_card_leads_to_that_card(desk: DeskTown) -> None:
    fates, page = telling(desk)
    post = await desk.write()
    incident = (await desk.take(post, reading())).incident
    assert incident is not None
    comment = await desk.write("спасибо, починили", parent_external_id=post.post.external_id)
    await desk.take(comment, reading(is_appeal=False, kind=Kind.THANKS, resolved=True))
    await fates.tell()
    assert page.words()[-1] == f"→ карточка № {incident.number}, житель пишет: решено"


async def test_the_phone_to_open_is_the_departments_where_the_card_stands(desk: DeskTown) -> None:
    fates, page = telling(desk)
    incident = await desk.open()
    phones = {o.role: o.user_id for o in TOWN.officials if o.department_id == "roads"}
    coordinator = next(o.user_id for o in TOWN.officials if o.role is Role.COORDINATOR)
    found = []
    for number, chat in enumerate((coordinator, phones[Role.CHIEF], phones[Role.EXECUTOR]), start=7):
        async with desk.storage.transaction() as tx:
            await tx.copies.save(
                Copy(incident_id=incident.id, chat_id=ChatId(chat), topic_id=None, message_id=number, shown="", photos_sent=False)
            )
        await fates.tell()
        found += [(each["chat_id"], each["message_id"]) for each in page.told]
        page.told = []
    assert found == [(coordinator, 7), (phones[Role.CHIEF], 8), (phones[Role.EXECUTOR], 9)]
    assert incident.department_id == DepartmentId("roads")


async def test_what_the_page_did_not_take_is_told_again(desk: DeskTown) -> None:
    fates, page = telling(desk)
    await desk.open()
    page.refuses = True
    with pytest.raises(SandboxError):
        await fates.tell()
    page.refuses = False
    await fates.tell()
    assert len(page.words()) == 1
