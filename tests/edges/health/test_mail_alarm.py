"""Letters about an outage of the messenger, over real SMTP, on real databases."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.health import mail
from bot.health.episodes import Episodes
from bot.health.illness import Illness
from bot.health.illness_messages import IllnessWords
from bot.health.line import Line, LineBroken
from bot.health.mail import Mailer
from bot.health.mail_alarm import MailAlarm
from bot.storage.engine.storage import Storage
from incidents.reading import DangerGrade
from tests.kit.desk_town import StillClock, desk_town
from tests.kit.mail_server import PASSWORD, MailServer, mail_server
from tests.kit.values.samples import MOSCOW

AWAY_SUBJECT = "Конаковский округ: Бот не работает: Telegram не отвечает"
BACK_SUBJECT = "Конаковский округ: Снова работает: Telegram отвечает"


class Process:
    """One process: its line, its episodes, its letters."""

    def __init__(self, storage: Storage, clock: StillClock, post: MailServer, *, is_ours: bool = True) -> None:
        self.clock, self.episodes, self.is_ours = clock, Episodes(), is_ours
        self.line = Line(logging.getLogger("line"), "back")
        words = IllnessWords(MOSCOW, "Иван Петров, 8-900-000-00-00")
        mailer = Mailer(post.settings())
        self.alarm = MailAlarm(storage, clock, mailer, self.episodes, self.line, words, lambda: self.is_ours, title="Конаковский округ")

    async def minutes(self, number: int, *, away: bool, kind: Illness = Illness.MESSENGER) -> None:
        """A look every half a minute, as the watch and the line see it."""
        for _ in range(number * 2):
            self.clock.move(seconds=30)
            now = self.clock.now()
            if away:
                self.line.broke(LineBroken("Telegram не отвечает", kind))
                self.episodes.seen(kind, "Telegram не отвечает", at=now)
            else:
                self.line.is_back()
                self.episodes.well(kind, at=now)
                self.episodes.end(at=now)
            await self.alarm.round()


@pytest.fixture
async def post() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


def subjects(post: MailServer) -> list[str]:
    return [letter["Subject"] for letter in post.letters]


async def test_an_outage_is_told_once_and_so_is_its_end(storage: Storage, post: MailServer) -> None:
    process = Process(storage, StillClock(), post)
    await process.minutes(14, away=True)
    assert post.letters == []
    await process.minutes(180, away=True)
    (letter,) = post.letters
    assert letter["Subject"] == AWAY_SUBJECT
    assert letter["To"] == "it@konakovo.example, edds@konakovo.example"
    text = letter.get_content()
    assert "карточки и напоминания никому не приходят" in text
    assert "Ждёт отправки: 0. Опасное, которое никто не взял: 0" in text
    assert "Позвоните: Иван Петров, 8-900-000-00-00" in text
    await process.minutes(120, away=False)
    assert subjects(post) == [AWAY_SUBJECT, BACK_SUBJECT]
    assert "Бот не работал: Telegram не отвечал" in post.letters[1].get_content()
    assert letter["Message-ID"] != post.letters[1]["Message-ID"]


async def test_a_letter_counts_what_waits_and_has_no_word_of_a_resident(sqlite_url: str, post: MailServer) -> None:
    async with desk_town(sqlite_url) as town:
        await town.open("Оборванные провода на Ленина, 5, искрят", danger=True, danger_grade=DangerGrade.NOW, danger_words="искрят")
        waits = len(await town.rows())
        await Process(town.storage, town.clock, post).minutes(16, away=True)
    assert waits > 0
    text = post.letters[0].get_content()
    assert f"Ждёт отправки: {waits}. Опасное, которое никто не взял: 1" in text
    assert "провода" not in text
    assert "Ленина" not in text


async def test_a_short_outage_writes_no_letter(storage: Storage, post: MailServer) -> None:
    process = Process(storage, StillClock(), post)
    await process.minutes(10, away=True)
    await process.minutes(10, away=False)
    assert post.letters == []


async def test_a_token_that_is_refused_names_its_own_cure(storage: Storage, post: MailServer) -> None:
    process = Process(storage, StillClock(), post)
    await process.minutes(20, away=True, kind=Illness.TOKEN)
    assert "Нужно вписать в TELEGRAM__TOKEN токен" in post.letters[0].get_content()


async def test_a_start_in_the_middle_writes_no_second_letter_and_tells_the_end_with_the_first_moment(
    storage: Storage, post: MailServer
) -> None:
    clock = StillClock()
    began = clock.now()
    await Process(storage, clock, post).minutes(60, away=True)
    again = Process(storage, clock, post)  # it knows nothing of the outage but what the base says
    await again.alarm.round()
    await again.minutes(60, away=True)
    assert subjects(post) == [AWAY_SUBJECT]
    await again.minutes(5, away=False)
    assert subjects(post) == [AWAY_SUBJECT, BACK_SUBJECT]
    since = (began + timedelta(seconds=30)).astimezone(MOSCOW)
    assert f"с {since:%-H:%M}" in post.letters[1].get_content()


async def test_of_two_processes_the_one_that_hears_the_messenger_writes_and_the_other_goes_on_from_there(
    storage: Storage, post: MailServer
) -> None:
    clock = StillClock()
    first, second = Process(storage, clock, post), Process(storage, clock, post, is_ours=False)
    await second.alarm.round()
    await first.minutes(30, away=True)
    await second.minutes(30, away=True)
    first.is_ours, second.is_ours = False, True
    await second.minutes(30, away=True)
    await first.minutes(30, away=True)
    assert subjects(post) == [AWAY_SUBJECT]
    await second.minutes(5, away=False)
    await first.minutes(5, away=True)
    assert subjects(post) == [AWAY_SUBJECT, BACK_SUBJECT]


async def test_what_comes_and_goes_all_day_fills_no_mailbox(storage: Storage, post: MailServer) -> None:
    process = Process(storage, StillClock(), post)
    for _ in range(6):
        await process.minutes(18, away=True)
        await process.minutes(2, away=False)
    assert subjects(post) == [AWAY_SUBJECT, BACK_SUBJECT] * 2  # in two hours


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"AUTH": "535 no such login"}, "сервер не принял имя или пароль (MAIL__USER, MAIL__PASSWORD)"),
        ({"RCPT": "550 no such mailbox"}, "сервер не принял адрес из MAIL__TO"),
        ({"MAIL": "553 not yours"}, "сервер не принял отправителя bot@konakovo.example, впишите другого в MAIL__SENDER"),
        ({"LETTER": "554 spam"}, "сервер отказал, код 554"),
        ({"CONNECT": "554 go away"}, "сервер отказал, код 554"),
    ],
)
async def test_a_server_that_refuses_is_asked_ever_more_rarely_and_told_once(
    storage: Storage, post: MailServer, caplog: pytest.LogCaptureFixture, answers: dict[str, str], words: str
) -> None:
    post.answers = answers
    process = Process(storage, StillClock(), post)
    await process.minutes(180, away=True)
    lines = [record.getMessage() for record in caplog.records if "не ушло" in record.getMessage()]
    assert len(lines) == 1
    assert words in lines[0]
    assert PASSWORD not in caplog.text
    assert post.heard.count("EHLO") <= 7  # 15 min, then after 1, 5, 15 and each 60
    post.answers, before = {}, len(post.letters)
    await process.minutes(60, away=True)
    assert len(post.letters) == before + 1


@pytest.mark.parametrize("verb", ["CONNECT", "EHLO", "AUTH", "DATA"])
async def test_a_server_that_hangs_keeps_nobody_and_is_asked_again(
    storage: Storage, post: MailServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, verb: str
) -> None:
    monkeypatch.setattr(mail, "PATIENCE", 0.2)
    post.hangs_at = verb
    process = Process(storage, StillClock(), post)
    await process.minutes(16, away=True)
    assert post.letters == []
    assert "не отвечает, проверьте MAIL__HOST и MAIL__PORT" in caplog.text
    post.hangs_at = None
    await process.minutes(5, away=True)
    assert subjects(post) == [AWAY_SUBJECT]


async def test_a_goodbye_that_hangs_sends_no_letter_twice(storage: Storage, post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "GOODBYE", 0.2)
    post.hangs_at = "QUIT"
    await Process(storage, StillClock(), post).minutes(120, away=True)
    assert subjects(post) == [AWAY_SUBJECT]


async def test_a_server_that_is_not_there_and_one_without_encryption_are_named(post: MailServer) -> None:
    at = datetime(2026, 11, 24, 9, tzinfo=MOSCOW)
    with pytest.raises(mail.NotMailed, match=r"до 127.*:9 не достать, проверьте MAIL__HOST и MAIL__PORT"):
        await Mailer(post.settings(port=9)).send("тема", "текст", name="x", at=at)
    with pytest.raises(mail.NotMailed, match=f"127.0.0.1:{post.port} не умеет шифровать или входить по паролю"):
        await Mailer(post.settings(tls=True)).send("тема", "текст", name="x", at=at)
    assert "AUTH" not in post.heard, "no password goes out unencrypted"


async def test_a_base_that_is_away_too_keeps_no_letter_back(storage: Storage, post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_storage: Storage) -> None:
        raise ConnectionError

    monkeypatch.setattr(Storage, "transaction", away)
    await Process(storage, StillClock(), post).minutes(60, away=True)
    (letter,) = post.letters
    assert "Сколько ждёт отправки, неизвестно: база тоже не отвечает" in letter.get_content()
