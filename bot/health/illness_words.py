"""Words to the coordinators about illnesses of the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.health.episodes import Episode
from bot.health.illness import Illness
from bot.screens.kit.text import duration, ours, stamp
from incidents.messenger import Message


@dataclass(frozen=True, slots=True)
class _Ill:
    """The message while it lasts."""

    noticed: str  # by residents and officials; {since}
    wanted: str  # on the server
    meanwhile: str
    has_cause: bool = False  # `because` is a Russian sentence of our own


@dataclass(frozen=True, slots=True)
class _Words:
    title: str  # also for the log and systemd
    was: str
    back: str
    after: str
    ill: _Ill | None = None  # None: nothing can be sent while it lasts


_MEANWHILE = "Пока бот стоит, смотрите посты в сообществах сами, об опасном звоните в ЕДДС"
_NOTHING_IS_WRITTEN = (
    "С {since} нажатия и сообщения доходят до бота, но не записываются: карточки не меняются, новых нет, ответы жителям не выходят. "
    "Что нажали, не пропало: запишем, когда база заработает, второй раз нажимать не нужно"
)
_CATCHING_UP = "Что нажали и написали за это время, записываем сейчас, повторять не нужно. Карточки придут следом"
_KEPT_BY_THE_MESSENGER = "Карточки и напоминания за это время придут сейчас. Нажатия Telegram хранит сутки, более ранние повторите"
_BY_HAND = "До тех пор авторы вставляют ответы руками: «Открыть пост», вставить текст, «Опубликовано»"
_SEND_AGAIN = "Ответы, что авторы не вставили руками, можно отправить снова"

_WORDS: Mapping[Illness, _Words] = {
    Illness.DISK_FULL: _Words(
        title="Бот не записывает: на сервере кончилось место",
        was="Бот не записывал: на сервере не было места",
        back="место на диске есть",
        after=_CATCHING_UP,
        ill=_Ill(_NOTHING_IS_WRITTEN, "Нужно освободить место на диске, где лежит база", _MEANWHILE),
    ),
    Illness.DATABASE_GONE: _Words(
        title="Бот не работает: база недоступна",
        was="Бот не работал: база была недоступна",
        back="база на месте",
        after=_CATCHING_UP,
        ill=_Ill(
            _NOTHING_IS_WRITTEN,
            "Нужно вернуть базу: файл на место или из копии, сервер базы запустить. С файлом бот перезапустится сам",
            _MEANWHILE,
        ),
    ),
    Illness.DATABASE_READONLY: _Words(
        title="Бот не записывает: база открыта только для чтения",
        was="Бот не записывал: база была открыта только для чтения",
        back="база записывает",
        after=_CATCHING_UP,
        ill=_Ill(_NOTHING_IS_WRITTEN, "Нужно проверить диск и права на запись файла базы и его папки", _MEANWHILE),
    ),
    Illness.DATABASE_LOCKED: _Words(
        title="Бот стоит: базу держит другая программа",
        was="Бот стоял: базу держала другая программа",
        back="база свободна",
        after=_CATCHING_UP,
        ill=_Ill(
            _NOTHING_IS_WRITTEN,
            "Нужно закрыть программу, которая открыла базу: копирование, просмотр, второй экземпляр бота",
            _MEANWHILE,
        ),
    ),
    Illness.DATABASE_DAMAGED: _Words(
        title="Бот не работает: база не читается",
        was="Бот не работал: база не читалась",
        back="база читается",
        after=_CATCHING_UP,
        ill=_Ill(_NOTHING_IS_WRITTEN, "Нужно проверить диск, затем восстановить базу из копии", _MEANWHILE),
    ),
    Illness.TOKEN: _Words(
        title="Бот не работает: Telegram не узнаёт его токен",
        was="Бот не работал: Telegram не узнавал его токен",
        back="Telegram узнаёт токен бота",
        after=_KEPT_BY_THE_MESSENGER,
    ),
    Illness.CONFLICT: _Words(
        title="Ботом управляют две программы сразу",
        was="Ботом управляли две программы сразу",
        back="второй программы больше нет",
        after="Не изменилась карточка, на которой нажимали? Нажмите снова",
        ill=_Ill(
            "С {since} часть нажатий и сообщений достаётся другой программе: карточка может не ответить. "
            "Не ответила через минуту? Нажмите снова",
            "Нужно остановить вторую программу с этим же токеном. Чья она, неизвестно? Заменить токен у @BotFather",
            "Карточки приходят, ответы жителям выходят",
        ),
    ),
    Illness.DEAF: _Words(
        title="Бот не слышит нажатий: Telegram до него не достаёт",
        was="Бот не слышал нажатий: Telegram до него не доставал",
        back="нажатия доходят",
        after="Что нажали за последние сутки, выполняем сейчас. Более раннее повторите",
        ill=_Ill(
            "С {since} нажатия и сообщения до бота не доходят: карточки приходят, но кнопки не отвечают",
            "Нужно проверить адрес TELEGRAM__WEBHOOK_URL, сертификат и сервер перед ботом",
            "Telegram хранит нажатия сутки, повторять их не нужно. Об опасном звоните в ЕДДС",
            has_cause=True,
        ),
    ),
    Illness.MESSENGER: _Words(
        title="Бот не работает: Telegram не отвечает",
        was="Бот не работал: Telegram не отвечал",
        back="Telegram отвечает",
        after=_KEPT_BY_THE_MESSENGER,
    ),
    Illness.READER: _Words(
        title="Бот не читает новые посты",
        was="Бот не читал новые посты",
        back="посты читаются",
        after="Что накопилось, прочитаем сейчас: карточки придут одна за другой",
        ill=_Ill(
            "С {since} не запускается программа, которая понимает посты. Они копятся, но карточек из них нет, опасное среди них не видно. "
            "Прежние карточки, кнопки и ответы работают",
            "Нужно проверить память сервера и журнал, затем перезапустить бота",
            "Пока так, смотрите посты в сообществах сами, об опасном звоните в ЕДДС",
        ),
    ),
    Illness.BACKUP: _Words(
        title="Резервной копии базы нет: она не получается",
        was="Копия базы не получалась",
        back="копия базы сделана",
        after="Делать ничего не нужно",
        ill=_Ill(
            "С {since} новой копии базы нет. Сломается диск, и всё записанное после прежней копии пропадёт",
            "Нужно убрать причину, тогда бот сделает копию сам в течение часа. Сделать сейчас: otklik backup",
            "Бот работает, карточки и ответы идут как обычно",
            has_cause=True,
        ),
    ),
    Illness.ANSWERS: _Words(
        title="Ответы жителям не выходят: ВК не принимает ключ",
        was="Ответы жителям не выходили: ВК не принимал ключ сообщества",
        back="ответы жителям выходят",
        after=_SEND_AGAIN,
        ill=_Ill(
            "С {since} ВКонтакте не принимает ключ сообщества. Ни один ответ на своей стене сам не выйдет, тексты остаются у авторов",
            "Нужно выпустить новый ключ сообщества, вписать его в VK__GROUP_TOKEN и перезапустить бота",
            _BY_HAND,
            has_cause=True,
        ),
    ),
    Illness.ANSWERS_ELSEWHERE: _Words(
        title="Ответы на чужих стенах не выходят: ВК не принимает ключ",
        was="Ответы на чужих стенах не выходили: ВК не принимал ключ редактора",
        back="ответы на чужих стенах выходят",
        after=_SEND_AGAIN,
        ill=_Ill(
            "С {since} ВКонтакте не принимает ключ редактора. На чужих стенах ответы сами не выйдут, с ними посты администрации и фото; "
            "тексты остаются у авторов",
            "Нужно выпустить новый ключ редактора, вписать его в VK__USER_TOKEN и перезапустить бота",
            _BY_HAND,
            has_cause=True,
        ),
    ),
}


def title(kind: Illness) -> str:
    """One line for the log and systemd."""
    return _WORDS[kind].title


class IllnessWords:
    """Messages about illnesses. `call`: whom to call, as the settings name them."""

    def __init__(self, timezone: tzinfo, call: str | None = None) -> None:
        self._timezone = timezone
        self._call = f"Позвоните: {ours(call, 100)}" if call else "Позвоните тому, кто обслуживает бота"

    def ill(self, episode: Episode, *, now: datetime) -> Message:
        """It has begun, and a message can go out."""
        words = _WORDS[episode.kind]
        assert words.ill is not None
        noticed = words.ill.noticed.format(since=stamp(episode.since, self._timezone, now))
        cause = f"\nПричина: {ours(episode.because, 200)}" if words.ill.has_cause else ""
        return Message(html=f"<b>{words.title}</b>\n{noticed}{cause}\n{words.ill.wanted}. {self._call}\n{words.ill.meanwhile}")

    def over(self, episode: Episode, *, now: datetime) -> Message:
        """It is over."""
        words, until = _WORDS[episode.kind], episode.well_at or now
        since, end = (stamp(moment, self._timezone, now) for moment in (episode.since, until))
        lasted = f"Так было с {since} до {end}, {duration(until - episode.since)}"
        return Message(html=f"<b>Снова работает: {words.back}</b>\n{words.was}. {lasted}\n{words.after}")
