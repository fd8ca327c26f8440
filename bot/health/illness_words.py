"""Words to the coordinators about illnesses of the bot."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.health.episodes import Episode
from bot.health.illness import Illness
from handlers.kit.rendering import Ailment


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
    wanted: str = ""  # on the server, where `ill` does not say it


_MEANWHILE = "Пока бот стоит, смотрите посты в сообществах сами, об опасном звоните в ЕДДС"
_NOTHING_IS_WRITTEN = (
    "С {since} нажатия и сообщения доходят до бота, но не записываются: карточки не меняются, новых нет, ответы жителям не выходят. "
    "Что нажали, не пропало: запишем, когда база заработает, второй раз нажимать не нужно"
)
_CATCHING_UP = "Что нажали и написали за это время, записываем сейчас, повторять не нужно. Карточки придут следом"
_KEPT_BY_THE_MESSENGER = "Карточки и напоминания за это время придут сейчас. Нажатия Telegram хранит сутки, более ранние повторите"
_BY_HAND = "До тех пор авторы вставляют ответы руками: «Открыть пост», вставить текст, «Опубликовано»"
_SEND_AGAIN = "Ответы, что авторы не вставили руками, можно отправить снова"

WORDS: Mapping[Illness, _Words] = {
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
        wanted="Нужно вписать в TELEGRAM__TOKEN токен от @BotFather и перезапустить бота",
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
        wanted="Нужно проверить сеть сервера и TELEGRAM__PROXY",
    ),
    Illness.INBOX: _Words(
        title="Бот не отвечает на нажатия",
        was="Бот не отвечал на нажатия",
        back="нажатия выполняются",
        after=_CATCHING_UP,
        ill=_Ill(
            "С {since} нажатия и сообщения записываются, но никто их не разбирает: карточки не меняются. "
            "Что нажали, не пропало, второй раз нажимать не нужно",
            "Нужно посмотреть журнал и перезапустить бота. Ставили прежнюю версию? Верните новую",
            "Новые карточки приходят. Об опасном звоните в ЕДДС",
        ),
    ),
    Illness.OUTBOX: _Words(
        title="Бот не отправляет карточки",
        was="Бот не отправлял карточки",
        back="карточки уходят",
        after="Карточки и напоминания за это время придут сейчас",
        ill=_Ill(
            "С {since} карточки и напоминания готовы, но не уходят. Это сообщение бот послал в обход очереди",
            "Нужно посмотреть журнал и перезапустить бота. Ставили прежнюю версию? Верните новую",
            _MEANWHILE,
        ),
    ),
    Illness.SOURCES: _Words(
        title="Бот не видит новых постов",
        was="Бот не видел новых постов",
        back="посты видны",
        after="Что накопилось, прочитаем сейчас: карточки придут одна за другой",
        ill=_Ill(
            "С {since} посты не читаются, карточек из них нет. Прежние карточки, кнопки и ответы работают",
            "Что молчит, покажет /sources. Нужно проверить ключи и сеть сервера",
            "Пока так, смотрите посты в сообществах сами, об опасном звоните в ЕДДС",
            has_cause=True,
        ),
    ),
    Illness.CLOCK: _Words(
        title="Часы сервера прыгнули",
        was="Часы сервера показывали другое время",
        back="часы сервера идут ровно",
        after="Сроки на карточках и время сводки проверьте: за это время они могли сбиться",
        ill=_Ill(
            "С {since} сроки, напоминания и сводка могут прийти не вовремя",
            "Нужно сверить время сервера: timedatectl. Сервер просто долго спал? Делать ничего не нужно, через час примем новое время",
            "Карточки приходят, ответы жителям выходят. Сроки проверяйте по своим часам",
            has_cause=True,
        ),
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
    return WORDS[kind].title


def wanted(kind: Illness) -> str:
    """What is to be done on the server."""
    words = WORDS[kind]
    return words.ill.wanted if words.ill is not None else words.wanted


def ailment_of(episode: Episode) -> Ailment:
    """An episode as /status tells it."""
    return Ailment(what=title(episode.kind), wanted=wanted(episode.kind), since=episode.since)
