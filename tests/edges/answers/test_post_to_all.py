"""«Пост и ответы» through the real handlers and a scripted network: one post, short replies in turn, and every way it may go wrong."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.delivery.publishing import Publishing
from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind
from bot.ticks.late_replies import threads
from bot.wakeups import Nudge
from handlers.answers.buttons import AllButton, AllDo, AnswerButton, AnswerDo, LinesButton
from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.kit.buttons import CardButton, Press
from handlers.kit.rendering import Call
from handlers.region.region_data import _voices
from incidents.answers.short_replies import REFERENCE
from incidents.answers.values import HOLD, Answer, AnswerKind, AnswerState
from incidents.approval.values import ApprovalMode
from incidents.desk.answers.everyone.post_to_all import spread
from incidents.desk.intake.take_in import mark_deleted
from incidents.incident import Act, ClosingOutcome, Incident, RejectReason, Status, Untold
from incidents.intake.burst import Mass
from incidents.messenger import Message
from incidents.official import Role
from incidents.posts import Network
from incidents.publisher import NotAllowed, Published, TryLater, Unclear
from incidents.reading import Kind, MainPlace, Mood
from tests.kit.desk_town import TEXT, konakovo
from tests.kit.phones import STICKER, Phones, phones
from tests.kit.previews import sends
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.tdlib import parse
from tests.kit.values.samples import reading
from tests.kit.works import dry, enter

POST = "Здравствуйте! На Белавинской забилась труба. Откачаем воду до 18:00. Отвечает отдел дорожного хозяйства."
LATER = POST.replace("18:00", "20:00")
OURS = Published(external_id="wall-100_5", url="https://vk.com/wall-100_5")
THREE = "Здравствуйте! Знаем, чиним.\nЗдравствуйте! Да, не только у вас.\nЗдравствуйте! Откачаем до 18:00."
SPACE = timedelta(seconds=20)


class ManyComments(ScriptedNetwork):
    """Every text gets a comment of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []

    async def publish(self, post, text, *, guid, attachments=()):  # type: ignore[no-untyped-def]
        self.texts.append((post.external_id, text))
        said = await super().publish(post, text, guid=guid, attachments=attachments)
        n = len(self.texts)
        return Published(external_id=f"{post.external_id}_r{n}", url=f"https://vk.com/{n}") if isinstance(said, Published) else said


@dataclass
class Town:
    """Phones, three residents of one trouble, a wall of the administration and the threads."""

    phones: Phones
    incident: Incident
    wall: ScriptedNetwork
    network: ManyComments
    publishing: Publishing

    async def work(self, **later: float) -> None:
        self.phones.town.clock.move(**later)
        while await self.publishing.step():
            pass

    async def over(self) -> None:
        """The minute of the post, then the replies."""
        for _ in range(7):
            await self.work(seconds=HELD)

    async def answers(self) -> list[Answer]:
        async with self.phones.town.storage.transaction() as tx:
            return list(await tx.answers.of(self.incident.id))

    async def post(self) -> Answer:
        return next(each for each in reversed(await self.answers()) if each.kind is AnswerKind.POST)

    async def replies(self) -> list[Answer]:
        id = (await self.post()).id
        return [each for each in await self.answers() if each.shares == id and each.kind is AnswerKind.FINAL]

    async def now(self) -> Incident:
        return await self.phones.town.incident(self.incident.id)

    async def read(self, code: str, chat: str | None = None) -> Message:
        """The newest message with this code, as it is sent."""
        who = self.phones.user(chat) if chat else None
        rows = [r for r in await self.phones.town.rows() if r.kind is OutboxKind.SAY and r.code == code and who in {None, r.chat_id}]
        async with self.phones.town.storage.transaction() as tx:
            message = await Renderer(konakovo()).say(tx, rows[-1], now=self.phones.town.clock.now())
        parse(message.html)
        return message

    async def card(self, who: str = "ann") -> Message:
        async with self.phones.town.storage.transaction() as tx:
            message = await Renderer(konakovo()).card(tx, self.incident.id, self.phones.user(who), now=self.phones.town.clock.now())
        parse(message.html)
        return message

    async def press(self, who: str, do: AllDo) -> str | None:
        return await self.phones.press(who, AllButton(do=do, incident=self.incident.id))

    async def written(self, text: str = POST, who: str = "ann") -> Answer:
        await self.press(who, AllDo.POST)
        await self.phones.type(who, text)
        return await self.post()

    async def send(self, who: str = "ann") -> str | None:
        return await self.phones.press(who, await sends(self.phones.town, (await self.post()).id))

    async def decide(self, do: ApprovalDo, who: str = "press", choice: str = "") -> str | None:
        return await self.phones.press(who, ApprovalButton(do=do, answer=(await self.post()).id, choice=choice))

    async def refused(self, chat: str) -> str:
        return (await self.read("refusal", chat)).html

    async def approve_all(self) -> None:
        await self.phones.town.enrol("press", Role.APPROVER)
        async with self.phones.town.storage.transaction() as tx:
            by = self.phones.town.who("coordinator").id
            await tx.approval_modes.set("", ApprovalMode.ALWAYS, by=by, at=self.phones.town.clock.now())


def labels(message: Message) -> list[str]:
    return [button.label for row in message.rows for button in row]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with phones(sqlite_url) as made:
        incident = await made.town.open()
        for author in ("b", "c"):
            await made.town.take(await made.town.write(TEXT, author_id=author))
        wall, network = ScriptedNetwork(results=[OURS], finds=[OURS]), ManyComments()
        publishing = Publishing(
            made.town.storage, made.town.clock, {Network.VK: network}, Nudge(poll=0.01), made.town.policy, own_wall=wall
        )
        yield Town(made, incident, wall, network, publishing)


HELD = HOLD.total_seconds() + 1


async def test_the_choice_is_offered_and_the_post_is_shown_with_what_the_threads_will_read(town: Town) -> None:
    await town.phones.press("ann", CardButton(press=Press.ANSWER_ALL, incident=town.incident.id))
    choice = await town.read("answer_all_choice")
    assert "Ответить всем: 3" in choice.html
    assert labels(choice) == ["Пост и ответы", "Только ответы", "Назад"]
    await town.press("ann", AllDo.POST)
    assert "Напишите полный ответ одним сообщением" in (await town.read("ask_answer")).html
    await town.phones.type("ann", POST)
    shown = await town.read("answer")
    assert "Пост в сообществе администрации" in shown.html
    assert "Так начнётся ответ в ветках</b> (3, по очереди)" in shown.html
    assert "1. Здравствуйте! Да, это не только у вас. Обещают закончить к 18:00, отвечает отдел дорожного хозяйства." in shown.html
    assert labels(shown)[-1] == "Ответы в ветках"
    assert (await town.now()).holder_id == town.phones.town.who("ann").id


async def test_only_replies_begins_with_an_ordinary_answer_to_one(town: Town) -> None:
    await town.press("ann", AllDo.ONLY)
    await town.phones.type("ann", POST)
    (draft,) = await town.answers()
    assert draft.kind is AnswerKind.FINAL


async def test_the_post_goes_out_once_and_the_threads_follow_one_by_one(town: Town) -> None:
    await town.written()
    await town.send()
    held = await town.read("answer")
    assert "Опубликуем пост через 60 секунд" in held.html
    assert await town.replies() == []
    await town.work(seconds=HELD)
    post, replies = await town.post(), await town.replies()
    assert (post.state, post.external_id, post.proved_at is not None) == (AnswerState.PUBLISHED, OURS.external_id, True)
    assert len(town.wall.guids) == 1
    assert [each.state for each in replies] == [AnswerState.PUBLISHED, AnswerState.SCHEDULED, AnswerState.SCHEDULED]
    assert [b.publish_at - a.publish_at for a, b in pairwise(replies) if a.publish_at and b.publish_at] == [SPACE] * 2
    assert (await town.now()).status is Status.ANSWERED
    card = await town.card()
    assert "Пост администрации опубликован" in card.html
    assert "Ответили в ветках: 1 из 3, остальные по одному" in card.html
    assert "Ответить всем" not in labels(card)
    await town.work(seconds=61)
    assert "Ответили в ветках: 3 из 3" in (await town.card()).html
    texts = [text for _, text in town.network.texts]
    assert len(set(texts)) == 3
    assert all(text.endswith(REFERENCE) for text in texts)
    assert [sum(f"{until} 18:00" in text for text in texts) for until in ("закончить к", "рок до")] == [1, 2]
    assert len(town.wall.guids) == 1


async def test_undo_within_the_minute_cancels_all(town: Town) -> None:
    draft = await town.written()
    await town.send()
    await town.phones.press("ann", AnswerButton(do=AnswerDo.RECALL, answer=draft.id))
    await town.work(hours=1)
    assert (town.wall.guids, town.network.texts) == ([], [])
    assert (await town.post()).state is AnswerState.DRAFT


async def test_a_refused_post_is_for_copying_and_the_threads_are_answered_without_speaking_of_it(town: Town) -> None:
    town.wall.results = [NotAllowed(user_text="для постов нужен ключ редактора сообщества, VK__USER_TOKEN")]
    await town.written()
    await town.send()
    await town.work(seconds=HELD)
    await town.work(minutes=2)
    told = await town.read("answer_by_hand")
    assert "ВКонтакте не пропустил пост" in told.html
    assert "нужен ключ редактора" in told.html
    assert POST in told.html
    assert "Опубликовано" in labels(told)
    assert "не пропустил пост администрации" in (await town.card()).html
    texts = [text for _, text in town.network.texts]
    assert len(texts) == 3
    assert not any(REFERENCE in text for text in texts)
    post = await town.post()
    assert "Записали" in str(await town.phones.press("ann", AnswerButton(do=AnswerDo.BY_HAND, answer=post.id)))
    assert (await town.post()).state is AnswerState.PUBLISHED
    assert len(await town.replies()) == 3


async def test_without_a_wall_of_its_own_the_reason_is_said(town: Town) -> None:
    town.publishing._own_wall = None
    await town.written()
    await town.send()
    await town.work(seconds=HELD)
    assert "сообщество администрации не настроено" in (await town.read("answer_by_hand")).html
    assert len(await town.replies()) == 3


async def test_a_silent_network_is_looked_at_then_asked_once_more_then_a_person_is(town: Town) -> None:
    town.wall.results, town.wall.finds = [Unclear(because="ВКонтакте не ответил вовремя")], [None]
    await town.written()
    await town.send()
    for _ in range(12):
        await town.work(seconds=HELD)
    assert (await town.post()).state is AnswerState.UNKNOWN
    assert len(town.wall.guids) == 2
    assert len(set(town.wall.guids)) == 1
    assert "вышел ли пост, неизвестно" in (await town.read("answer_by_hand")).html
    assert len(await town.replies()) == 3


async def test_a_captcha_stops_all_is_told_once_and_they_go_on_later(town: Town) -> None:
    town.network.results = [TryLater(seconds=900, because="ВКонтакте требует ввести код с картинки", is_barred=True)]
    await town.written()
    await town.send()
    for _ in range(3):
        await town.work(seconds=HELD)
    told = [code for code, _ in await town.phones.town.says("threads_barred")]
    assert len(told) == 1
    message = await town.read("threads_barred")
    assert "ВКонтакте требует ввести код с картинки" in message.html
    assert "Ответили в ветках: 0 из 3" in message.html
    assert labels(message) == ["Остановить ответы"]
    assert "пауза до" in (await town.card()).html
    assert len(town.network.texts) == 1
    town.network.results = [OURS]
    await town.work(minutes=20)
    assert [each.state for each in await town.replies()] == [AnswerState.PUBLISHED] * 3


async def test_the_rest_can_be_stopped_and_answered_by_hand(town: Town) -> None:
    await town.written()
    await town.send()
    await town.work(seconds=HELD)
    assert await town.press("peter", AllDo.STOP) == "Отменять нечего: все ответы уже вышли"
    await town.press("ann", AllDo.STOP)
    assert "Отменили 2 ответа" in (await town.read("answer_all_stopped")).html
    await town.work(hours=1)
    assert len(town.network.texts) == 1
    await threads(town.phones.town.around())
    assert "остальные остановили" in (await town.card()).html
    assert "Ответить всем" in labels(await town.card())


async def test_who_joins_later_is_told_too_and_who_deleted_the_post_is_not(town: Town) -> None:
    await town.written()
    await town.send()
    await town.work(seconds=HELD)
    last = (await town.replies())[-1]
    async with town.phones.town.storage.transaction() as tx:
        post = await tx.posts.get(last.post_id)
        await tx.posts.mark_gone(Network.VK, [post.post.external_id], at=town.phones.town.clock.now())
        await mark_deleted(tx, await tx.posts.get(last.post_id), now=town.phones.town.clock.now())
    await town.phones.town.take(await town.phones.town.write(TEXT, author_id="d"))
    await threads(town.phones.town.around())
    await threads(town.phones.town.around())
    await town.over()
    assert [each.state for each in await town.replies()] == [AnswerState.PUBLISHED] * 2 + [AnswerState.CANCELLED, AnswerState.PUBLISHED]
    assert "Ответили в ветках: 3 из 3" in (await town.card()).html
    town.phones.town.clock.move(days=2)
    await town.phones.town.take(await town.phones.town.write(TEXT, author_id="e"))
    await threads(town.phones.town.around())
    assert len(await town.replies()) == 4


async def test_an_appeal_under_our_post_is_one_more_voice_and_chat_there_is_none(town: Town) -> None:
    await town.written()
    await town.send()
    await town.over()
    write, take = town.phones.town.write, town.phones.town.take
    own = await write(POST, external_id="wall-100_5", author_id="-100")
    under = {"parent_external_id": "wall-100_5"}
    said = await take(
        await write("и у нас на Гагарина так же", external_id="wall-100_5_r9", author_id="z", **under), reading(main=MainPlace())
    )
    assert said.incident is not None
    assert said.incident.id == town.incident.id
    chat = await take(await write("ждём", external_id="wall-100_5_r10", author_id="y", **under), reading(is_appeal=False))
    assert chat.incident is None
    other = await take(
        await write("А автобус?", external_id="wall-100_5_r11", author_id="x", **under),
        reading(group="transport", topic="transport_schedule"),
    )
    assert other.incident is not None
    assert other.incident.id != town.incident.id
    await threads(town.phones.town.around())
    await town.over()
    assert town.network.texts[-1][0] == "wall-100_5_r9"
    assert REFERENCE not in town.network.texts[-1][1]
    assert own.post.author_id == "-100"


async def test_one_approval_covers_the_post_and_the_replies(town: Town) -> None:
    await town.approve_all()
    await town.written()
    await town.send()
    a1 = await town.read("approval", "press")
    assert POST in a1.html
    assert "<b>Ждут ответа: 3, первый</b>" in a1.html
    assert "Так начнётся ответ в ветках" in a1.html
    assert "Ответы в ветках" in labels(a1)
    await town.decide(ApprovalDo.PUBLISH)
    await town.over()
    assert [each.state for each in await town.replies()] == [AnswerState.PUBLISHED] * 3
    assert len(await town.phones.town.says("approval_edited")) == 0


async def test_the_approver_changes_a_fact_of_the_replies_and_the_author_confirms_all(town: Town) -> None:
    await town.approve_all()
    draft = await town.written()
    await town.send()
    await town.phones.press("press", LinesButton(answer=draft.id))
    assert "Пришлите ответы для веток" in (await town.read("ask_thread_lines", "press")).html
    await town.phones.type("press", THREE)
    assert "Знаем, чиним" in (await town.read("approval", "press")).html
    await town.decide(ApprovalDo.PUBLISH)
    assert (await town.post()).state is AnswerState.APPROVAL
    asked = await town.read("approval_edited", "ann")
    assert "Подтвердите правку" in asked.html
    assert "Знаем, чиним" in asked.html
    await town.decide(ApprovalDo.CONFIRM, "ann")
    await town.over()
    assert sorted(text for _, text in town.network.texts) == sorted(f"{line} {REFERENCE}" for line in THREE.splitlines())


async def test_another_hour_in_the_post_changes_the_replies_too_and_the_author_may_keep_theirs(town: Town) -> None:
    await town.approve_all()
    await town.written()
    await town.send()
    await town.decide(ApprovalDo.EDIT)
    await town.phones.type("press", LATER)
    asked = (await town.read("approval_edited", "ann")).html
    assert asked.startswith("<b>Подтвердите правку:</b> «18:00» → «20:00»\n")
    assert "Обещают закончить к 20:00" in asked
    await town.decide(ApprovalDo.KEEP, "ann")
    again = (await town.read("approval", "press")).html
    assert "Обещают закончить к 18:00" in again
    assert "20:00" not in again


async def test_what_the_approver_gives_back_is_a_draft_and_no_thread_hears_of_it(town: Town) -> None:
    await town.approve_all()
    await town.written()
    await town.send()
    await town.decide(ApprovalDo.RETURN, choice="date")
    await town.work(hours=1)
    assert ((await town.post()).state, await town.replies(), town.wall.guids) == (AnswerState.DRAFT, [], [])
    assert "Ответ вернули" in (await town.read("approval_returned", "ann")).html
    await town.phones.press("ann", AnswerButton(do=AnswerDo.EDIT, answer=(await town.post()).id))
    await town.phones.type("ann", LATER)
    assert "Обещают закончить к 20:00" in (await town.read("answer", "ann")).html


async def test_the_author_writes_the_replies_and_they_must_not_contradict_the_post(town: Town) -> None:
    draft = await town.written()
    for wrong, why in (
        ("Вода будет до 19:30.", "а в посте этого нет"),
        ("Подробно: vk.com/konakovo", "Ссылку уберите"),
        ("а\nб\nв\nг", "чередуем не больше трёх"),
        ("слово " * 60, "Один из ответов длинный"),
        (REFERENCE, "Пришлите от одного до трёх"),
    ):
        await town.phones.press("ann", LinesButton(answer=draft.id))
        await town.phones.type("ann", wrong)
        assert why in await town.refused("ann")
    await town.phones.type("ann", THREE)
    assert "Знаем, чиним" in (await town.read("answer", "ann")).html
    await town.phones.type("ann", LATER)
    assert "а в посте этого нет" in str(await town.send())
    assert (await town.post()).state is AnswerState.DRAFT


async def test_bad_input_changes_nothing(town: Town) -> None:
    await town.press("ann", AllDo.POST)
    await town.phones.type("ann", "я" * 5000)
    assert "Длинно: лишних знаков 2800" in await town.refused("ann")
    await town.phones.type("ann", None, sticker=STICKER)
    assert await town.answers() == []
    assert await town.press("olga", AllDo.POST) is not None
    assert await town.press("observer", AllDo.POST) is not None
    assert await town.answers() == []
    plain = await town.phones.town.draft(town.incident.id, "ann", POST)
    assert "только у поста для всех" in str(await town.phones.press("ann", LinesButton(answer=plain.id)))
    await town.phones.press("ann", "e2:none")
    await town.phones.press("resident", LinesButton(answer=plain.id))
    assert await town.phones.press("ann", LinesButton(answer=999)) is not None
    assert len(await town.answers()) == 1


async def test_two_people_at_once_make_one_post(town: Town) -> None:
    mine = await town.written()
    theirs = await town.written(LATER, "coordinator")
    await town.phones.press("ann", await sends(town.phones.town, mine.id))
    second = await town.phones.press("coordinator", await sends(town.phones.town, theirs.id))
    assert "Пост об этом уже отправил" in str(second)
    assert await town.phones.press("ann", await sends(town.phones.town, mine.id)) == "Так уже и есть"
    assert "Пост об этом уже отправил" in str(await town.press("coordinator", AllDo.POST))
    assert "Ответы в ветках уже решены" in str(await town.phones.press("ann", LinesButton(answer=mine.id)))
    await town.over()
    assert len(town.wall.guids) == 1
    assert await town.press("ann", AllDo.POST) == "Все, кто писал, уже получили ответ"


async def test_a_correction_stands_under_the_post_and_goes_where_the_same_hour_was_said(town: Town) -> None:
    await town.written()
    await town.send()
    await town.over()
    before = len(town.network.texts)
    await town.phones.press("ann", CardButton(press=Press.AMEND, incident=town.incident.id))
    await town.phones.type("ann", "до 18:00")
    await town.phones.type("ann", "до 20:00")
    (draft,) = [each for each in await town.answers() if each.kind is AnswerKind.CORRECTION]
    await town.phones.press("ann", await sends(town.phones.town, draft.id))
    await town.over()
    places = [place for place, _ in town.network.texts[before:]]
    assert places[0] == OURS.external_id
    assert len(places) == 4
    assert all("верно так: «до 20:00»" in text for _, text in town.network.texts[before:])
    assert {each.state for each in await town.answers() if each.kind is AnswerKind.CORRECTION} == {AnswerState.PUBLISHED}


async def test_a_mass_event_offers_it_on_the_card_before_anybody_is_answered(town: Town) -> None:
    assert "Ответить всем" not in labels(await town.card())
    async with town.phones.town.storage.transaction() as tx:
        now = town.phones.town.clock.now()
        await tx.masses.put(Mass(incident_id=town.incident.id, at=now, family="roads_water", said=3, usual=0.0))
    assert "Ответить всем" in labels(await town.card())


async def test_a_card_that_was_closed_gets_no_new_replies(town: Town) -> None:
    await town.written()
    await town.send()
    await town.over()
    await town.phones.town.take(await town.phones.town.write(TEXT, author_id="d"))
    await town.phones.town.act(town.incident.id, Act.REJECT, "coordinator", reason=RejectReason.DUPLICATE)
    await threads(town.phones.town.around())
    assert len(await town.replies()) == 3


async def test_a_post_that_nobody_sees_is_told(town: Town) -> None:
    town.wall.finds = [None]
    await town.written()
    await town.send()
    for _ in range(3):
        await town.work(seconds=HELD)
    assert "Поста на стене не видно" in (await town.read("answer_not_visible")).html


async def test_a_barred_post_waits_itself(town: Town) -> None:
    town.wall.results = [TryLater(seconds=300, because="слишком однотипные ответы", is_barred=True), OURS]
    await town.written()
    await town.send()
    await town.work(seconds=HELD)
    message = await town.read("threads_barred")
    assert "Пост ещё не вышел" in message.html
    assert (await town.post()).state is AnswerState.SCHEDULED
    await town.work(minutes=6)
    assert (await town.post()).state is AnswerState.PUBLISHED


async def test_a_captcha_stops_replies_without_a_post_too(town: Town) -> None:
    await town.press("ann", AllDo.ONLY)
    await town.phones.type("ann", POST)
    await town.phones.press("ann", await sends(town.phones.town, (await town.answers())[0].id))
    await town.over()
    await town.press("ann", AllDo.SEND)
    town.network.results = [TryLater(seconds=900, because="ВКонтакте требует ввести код с картинки", is_barred=True)]
    for _ in range(3):
        await town.work(seconds=HELD)
    assert len(town.network.texts) == 2
    assert len(await town.phones.town.says("threads_barred")) == 1
    assert "Ответили в ветках: 1 из 3" in (await town.read("threads_barred")).html
    town.network.results = [OURS]
    await town.work(minutes=16)
    await town.over()
    assert [each.state for each in await town.answers()] == [AnswerState.PUBLISHED] * 3


async def test_the_region_gets_the_whole_post_for_every_voice(town: Town) -> None:
    await town.written()
    await town.send()
    await town.over()
    row = (await town.phones.town.rows())[-1]
    async with town.phones.town.storage.transaction() as tx:
        voices = await _voices(Call(tx, row.chat_id, town.phones.town.clock.now(), konakovo().policy), town.incident.id)
    assert [each.answer_text for each in voices] == [POST] * 3
    assert len({each.answer_url for each in voices}) == 3  # the link is to the reply in its own thread


async def test_planned_works_bring_the_text_of_the_post_along(town: Town) -> None:
    await enter(town.phones)
    incident = await dry(town.phones, danger=False)
    await dry(town.phones)
    await town.phones.press("olga", AllButton(do=AllDo.POST, incident=incident.id))
    shown = await town.read("answer", "olga")
    assert "Это плановые работы: меняют задвижку" in shown.html
    assert "до 16:00" in shown.html
    assert "Вода будет к 16:00 24 ноября" in shown.html
    async with town.phones.town.storage.transaction() as tx:
        (draft,) = await tx.answers.of(incident.id)
    assert draft.kind is AnswerKind.POST


async def test_past_the_promised_hour_nobody_is_told_it_and_the_rest_is_offered_again(town: Town) -> None:
    await town.written()
    await town.send()
    await town.over()
    assert "Кто напишет об этом до 18:00, тоже получит ответ" in (await town.read("answer")).html
    town.phones.town.clock.move(hours=9)
    await town.phones.town.take(await town.phones.town.write(TEXT, author_id="d"))
    await threads(town.phones.town.around())
    assert len(await town.replies()) == 3
    card = await town.card()
    assert "Ответили в ветках: 3 из 4, остальным ответьте отдельно" in card.html
    await town.phones.press("ann", CardButton(press=Press.ANSWER_ALL, incident=town.incident.id))
    assert "Ответить всем: 1" in (await town.read("answer_all_choice")).html  # new words are asked for, the old hour has passed


async def test_who_writes_after_the_closing_says_something_new(town: Town) -> None:
    await town.written()
    await town.send()
    await town.over()
    await town.phones.town.act(town.incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await threads(town.phones.town.around())
    later = await town.phones.town.take(await town.phones.town.write(TEXT, author_id="d"))
    assert later.incident is not None
    assert later.incident.id == town.incident.id
    await threads(town.phones.town.around())
    assert len(await town.replies()) == 3


async def test_a_voice_that_was_answered_for_the_time_being_is_told_too(town: Town) -> None:
    await town.phones.press("ann", CardButton(press=Press.INTERIM, incident=town.incident.id))
    await town.phones.type("ann", "Здравствуйте! Выехали смотреть, напишем до 15:00. Отвечает отдел дорожного хозяйства.")
    (interim,) = await town.answers()
    await town.phones.press("ann", await sends(town.phones.town, interim.id))
    await town.work(seconds=HELD)
    await town.written()
    await town.send()
    await town.over()
    assert [each.state for each in await town.replies()] == [AnswerState.PUBLISHED] * 3


async def test_the_replies_are_their_authors_and_on_approval_the_approvers(town: Town) -> None:
    await town.approve_all()
    draft = await town.written()
    assert await town.phones.press("peter", LinesButton(answer=draft.id)) == "Этот ответ пишет другой сотрудник"
    await town.phones.press("ann", LinesButton(answer=draft.id))
    await town.phones.type("ann", THREE)
    await town.send()
    assert "Сначала отзовите" in str(await town.phones.press("ann", LinesButton(answer=draft.id)))
    await town.decide(ApprovalDo.EDIT)
    await town.phones.type("press", LATER)
    assert "а в посте этого нет" in await town.refused("press")
    assert (await town.post()).text == POST
    await town.decide(ApprovalDo.TAKE_BACK, "ann")
    assert (await town.post()).state is AnswerState.DRAFT
    assert "Знаем, чиним" in (await town.read("answer", "ann")).html


async def test_while_a_post_is_on_its_way_and_when_all_have_an_answer_the_button_says_so(town: Town) -> None:
    button = CardButton(press=Press.ANSWER_ALL, incident=town.incident.id)
    await town.written()
    await town.send()
    assert "вот-вот выйдет" in str(await town.phones.press("ann", button))
    await town.over()
    assert await town.phones.press("ann", button) == "Все, кто писал, уже получили ответ"
    await town.press("ann", AllDo.STOP)
    assert await town.press("ann", AllDo.STOP) == "Отменять нечего: все ответы уже вышли"
    await town.phones.town.take(await town.phones.town.write(TEXT, author_id="d"))
    await threads(town.phones.town.around())
    assert len(await town.replies()) == 3


async def test_a_post_without_its_lines_tells_nobody(town: Town) -> None:
    draft = await town.written()
    async with town.phones.town.storage.transaction() as tx:
        assert await spread(tx, town.phones.town.policy, draft, now=town.phones.town.clock.now()) == 0


@pytest.mark.parametrize(
    ("words", "resolved", "is_over"),
    [
        ("Спасибо, что ответили", True, False),
        ("Спасибо, третий день без воды", None, False),
        ("Не прошло и года, дали 👏", True, False),
        ("Дали воду, спасибо", True, True),
    ],
)
async def test_only_who_writes_that_it_is_over_changes_what_the_threads_read(
    town: Town, words: str, resolved: bool | None, is_over: bool
) -> None:
    desk = town.phones.town
    async with desk.storage.transaction() as tx:
        under = await tx.posts.get((await tx.voices.of(town.incident.id))[-1].post_id)
    desk.clock.move(minutes=5)
    known = {"external_id": f"{under.post.external_id}_r9", "parent_external_id": under.post.external_id, "author_id": "z"}
    said = await desk.write(words, **known)
    await desk.take(said, reading(is_appeal=False, kind=Kind.THANKS, mood=Mood.GRATEFUL, resolved=resolved, main=MainPlace()))
    await town.written()
    assert ("Соседи пишут, что уже наладилось" in (await town.read("answer")).html) is is_over
