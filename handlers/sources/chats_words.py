"""Words about chats that are read: questions, the announcement, what is wrong."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.kit import button
from handlers.kit.buttons import Listed
from handlers.kit.russian_time import kept_for
from handlers.kit.text import capital, cut, ours, quoted
from handlers.sources.buttons import ChatButton, ChatDo, SourceDo, source_button
from incidents.messenger import Button, Message
from incidents.privacy.values import Keep
from incidents.sources.chat_messages import WhyEnded
from incidents.sources.chats import ANNOUNCED_CHANNEL, ANNOUNCED_CHAT, NO_MORE, ChatKind, ChatLack, ChatState, SourceChat

KIND = {ChatKind.GROUP: "группу", ChatKind.SUPERGROUP: "группу", ChatKind.CHANNEL: "канал"}
LACKS = {
    ChatLack.GONE: "бота там нет: добавьте его снова",
    ChatLack.DEAF: "бот слышит там только команды. Сделайте его администратором или отключите ему режим приватности (@BotFather, "
    "Group Privacy) и добавьте снова",
    ChatLack.POST: "писать туда боту нельзя: ответы придётся вставлять самим. Дайте ему право писать",
}
"""What is wrong and how to mend it."""

CHANNEL_LACKS = {**LACKS, ChatLack.DEAF: "бот там не администратор, поэтому ничего не слышит. Сделайте его администратором канала"}
RIGHT_IN_GROUP = "разрешите ему отправлять сообщения или сделайте его администратором"
AT_ONCE = 5
ENDED = {
    WhyEnded.GONE: "Пока решали, бота убрали оттуда. Нужен этот чат? Добавьте бота снова",
    WhyEnded.LATE: "За неделю никто не ответил, предложение сняли. Договоритесь со вторым координатором и предложите снова",
    WhyEnded.WITHDRAWN: "От чата отказались до объявления",
}
DELETED = "Удалённое в чате бот не заметит: Telegram об этом не сообщает"


def which(*, chat: SourceChat) -> Message:
    """The bot was added somewhere."""
    html = (
        f"<b>Что это за {'канал' if chat.is_channel else 'чат'}?</b> {quoted(chat.title, 60)}\n"
        "Группа отдела: сюда пойдут карточки, разговоры не записываем\n"
        "Чат жителей: бот станет читать и хранить всё, что там пишут, и заводить карточки. Нужно «Да» второго координатора"
    )
    if chat.is_channel:
        html = (
            f"<b>Читать этот канал?</b> {quoted(chat.title, 60)}\n"
            "Бот станет разбирать его посты и заводить карточки. Нужно «Да» второго координатора\n"
            "Под постами отвечать не сможет. Пишут в обсуждении? Добавьте бота и туда"
        )
        return Message(html=html, rows=button.rows((_button(ChatDo.SOURCE, "Читать", chat), _button(ChatDo.LEAVE, "Не нужно", chat))))
    first = (_button(ChatDo.GROUP, "Группа отдела", chat), _button(ChatDo.SOURCE, "Чат жителей", chat))
    return Message(html=html, rows=button.rows(first, (_button(ChatDo.LEAVE, "Не нужно", chat),)))


def left_alone(*, chat: SourceChat) -> Message:
    """«Не нужно»."""
    head = f"<b>Не читаем:</b> {quoted(chat.title, 60)}"
    if chat.is_channel:  # no command works there
        return Message(html=f"{head}\nПередумаете? Нажмите кнопку", rows=button.rows((_button(ChatDo.SOURCE, "Всё-таки читать", chat),)))
    return Message(html=f"{head}\nПередумаете? Пришлите /sources в самом чате")


def choose_in_group(*, chat: SourceChat) -> Message:
    """The department is chosen in the group."""
    return Message(html=f"<b>Группа отдела:</b> {quoted(chat.title, 60)}\nВыберите отдел в самой группе, список уже там")


def proposed(*, chat: SourceChat) -> Message:
    """To whoever wants to read it."""
    html = f"<b>Спросили второго координатора:</b> {quoted(chat.title, 60)}\nДо его «Да» бот ничего оттуда не берёт"
    return Message(html=html)


def consent(*, chat: SourceChat, by: str | None, keep: Keep) -> Message:
    """To the others. `keep`: how long words are kept."""
    who = f" Предлагает {ours(by, 60)}" if by else ""
    html = (
        f"<b>Читать {KIND[chat.kind]} {quoted(chat.title, 60)}?</b>{who}\n"
        "Бот станет читать всё, что там пишут, и заводить карточки. Хранить будем все сообщения, не только жалобы, без имён авторов\n"
        f"{_how_long(keep, is_channel=chat.is_channel)}\n"
        "После «Да» он сам напишет об этом в чате, это сообщение нужно закрепить"
    )
    return Message(html=html, rows=button.rows((_button(ChatDo.AGREE, "Да, читать", chat), _button(ChatDo.REFUSE, "Нет", chat))))


def decided(*, chat: SourceChat, by: str | None, is_read: bool) -> Message:
    """What became of the question."""
    title, who = quoted(chat.title, 60), f", решение: {ours(by, 60)}" if by else ""
    if chat.state is ChatState.AGREED:
        html = f"<b>Бот пишет объявление в чат:</b> {title}{who}\nЧитать начнём, когда оно там встанет"
        return Message(html=html, rows=button.rows((_button(ChatDo.WITHDRAW, "Не читать", chat),)))
    if chat.state is ChatState.UNSAID:
        return not_announced(chat=chat)
    if not is_read:
        again = (_button(ChatDo.SOURCE, "Предложить снова", chat),) if chat.state is ChatState.REFUSED else ()
        return Message(html=f"<b>Не читаем:</b> {title}{who}", rows=button.rows(again))
    html = f"<b>Читаем:</b> {title}{who}\nБот написал об этом в самом чате. Закрепите там это сообщение\n{DELETED}"
    shown = (source_button(SourceDo.SHOW, "Открыть", chat.source_id or 0), source_button(SourceDo.TOWN, "Посёлок…", chat.source_id or 0))
    return Message(html=html, rows=button.rows(shown))


def awaited(*, chat: SourceChat, by: str | None, is_mine: bool, keep: Keep) -> Message:
    """A proposal before the answer: to whoever made it, to another coordinator, and where its author has left (`by` is None)."""
    title = quoted(chat.title, 60)
    if is_mine:
        html = f"<b>Ждём второго координатора:</b> {title}\nДо его «Да» бот ничего оттуда не берёт. Через неделю без ответа снимем вопрос"
        again = _button(ChatDo.SOURCE, "Спросить снова", chat)
        return Message(html=html, rows=button.rows((again, _button(ChatDo.WITHDRAW, "Отозвать", chat))))
    if by is not None:
        return consent(chat=chat, by=by, keep=keep)
    html = f"<b>Читать {KIND[chat.kind]} {title}?</b>\nКто предлагал, больше не работает. Предложите сами, «Да» скажет другой координатор"
    return Message(html=html, rows=button.rows((_button(ChatDo.SOURCE, "Предложить", chat), _button(ChatDo.REFUSE, "Нет", chat))))


def ended(*, chat: SourceChat, why: WhyEnded) -> Message:
    """A proposal ended by itself."""
    html = f"<b>Не читаем:</b> {quoted(chat.title, 60)}\n{ENDED[why]}"
    again = () if why is WhyEnded.GONE else (_button(ChatDo.SOURCE, "Предложить снова", chat),)
    return Message(html=html, rows=button.rows(again))


def with_chats(shown: Message, waiting: Sequence[tuple[SourceChat, str | None]]) -> Message:
    """The list of sources with the chats that are not read yet, each with who proposed it."""
    if not waiting:
        return shown
    lines = [f"{quoted(chat.title, 50)}: {_stage(chat, by)}" for chat, by in waiting[:AT_ONCE]]
    more = [f"И ещё {len(waiting) - AT_ONCE}"] if len(waiting) > AT_ONCE else []
    opens = [(_button(ChatDo.SHOW, quoted(cut(chat.title, 30), 30), chat),) for chat, _ in waiting[:AT_ONCE]]
    html = "\n".join((shown.html, "", f"<b>Чаты, где ещё не читаем: {len(waiting)}</b>", *lines, *more))
    return replace(shown, html=html, rows=(*shown.rows, *button.rows(*opens)))


def announced(*, is_channel: bool, keep: Keep) -> Message:
    """In the chat itself: who reads, what is kept and for how long."""
    head = ANNOUNCED_CHANNEL if is_channel else ANNOUNCED_CHAT
    kept = "слова и ссылки на фото" if is_channel else "слова, ссылки на фото, номер автора в Telegram. Имён авторов не записываем"
    html = (
        f"<b>{head}, бот администрации округа</b>\n"
        "Он ищет здесь жалобы и просьбы, передаёт их отделам, и они отвечают\n"
        f"<b>Храним все сообщения, не только жалобы:</b> {kept}\n"
        f"{_how_long(keep, is_channel=is_channel)}\n"
        "Удалили сообщение? Бот об этом не узнает, его копия останется. Исправили? Прежние слова останутся тоже\n"
        "Нужно стереть своё? Обратитесь в администрацию\n"
        "Нужен официальный ответ? Подайте обращение через Госуслуги, «Решаем вместе». Опасно прямо сейчас? 112"
    )
    return Message(html=html)


def _how_long(keep: Keep, *, is_channel: bool) -> str:
    worked_on = f"{kept_for(keep.words)} после закрытия"
    if is_channel:
        return f"Жалобы и просьбы лежат {worked_on}, остальное {kept_for(keep.idle)}, в резервных копиях на {kept_for(keep.backups)} дольше"
    return (
        f"Разговоры стираем через {kept_for(keep.talk)}, ближайшей ночью, в резервных копиях их нет. Жалобы и просьбы лежат {worked_on}, "
        f"похожее на них, опасное и ответы нам без карточки {kept_for(keep.idle)}, в резервных копиях на {kept_for(keep.backups)} дольше"
    )


def old_announcements(*, chats: int, keep: Keep) -> Message:
    """To the coordinators: what the announcements say is true no more."""
    html = (
        f"<b>Объявления в чатах устарели</b>, чатов: {chats}. Сроки хранения теперь другие\n"
        f"{_how_long(keep, is_channel=False)}\n"
        "Нажмите, и бот напишет это в каждом. Закрепите новые объявления, прежние снимите"
    )
    return Message(html=html, rows=button.rows((Button(label="Объявить во всех", data=ChatButton(do=ChatDo.ANEW, chat=0).pack()),)))


def not_announced(*, chat: SourceChat) -> Message:
    """To the coordinators: what lacks, so that reading cannot begin."""
    why = ["Telegram не принял объявление. Проверьте, открыт ли чат для новых сообщений, и нажмите «Повторить»"]
    if not chat.may_be_written:
        right = "сделайте его администратором канала с правом публиковать сообщения" if chat.is_channel else RIGHT_IN_GROUP
        why = [f"Писать туда боту нельзя, объявление не вышло: {right}", "Дадите право, бот напишет сам. До объявления ничего не читаем"]
    html = "\n".join((f"<b>Чтение не началось:</b> {quoted(chat.title, 60)}", *why))
    return Message(html=html, rows=button.rows((_button(ChatDo.REPEAT, "Повторить", chat), _button(ChatDo.WITHDRAW, "Не читать", chat))))


def not_read(*, is_channel: bool) -> Message:
    """In the chat itself: the end of it."""
    where = "канал" if is_channel else "чат"
    return Message(html=f"<b>{NO_MORE} этот {where}.</b> Закреплённое объявление можно снять")


def fails(*, chat: SourceChat) -> Message:
    """To the coordinators."""
    lines = [f"<b>В чате не всё в порядке:</b> {quoted(chat.title, 60)}", *(capital(line) for line in lacking(chat))]
    rows = button.rows((source_button(SourceDo.SHOW, "Открыть", chat.source_id or 0), button.turn(Listed.SOURCES, "Все источники")))
    return Message(html="\n".join(lines), rows=rows)


def of_source(chat: SourceChat, *, agreed: str | None) -> Sequence[str]:
    """What stands of it in /sources."""
    lines = [f"Второе «Да»: {ours(agreed, 60)}"] if agreed else []
    return [*lines, *(capital(line) for line in lacking(chat)), DELETED]


def with_announcing(shown: Message, chat: SourceChat) -> Message:
    """A chat that is read, with a button that says in it anew what is kept."""
    return replace(shown, rows=(*shown.rows, *button.rows((_button(ChatDo.ANEW, "Объявить заново", chat),))))


def lacking(chat: SourceChat) -> Sequence[str]:
    """What is wrong there, in words."""
    words = CHANNEL_LACKS if chat.is_channel else LACKS
    return [words[lack] for lack in ChatLack if lack in chat.lacks]


def _stage(chat: SourceChat, by: str | None) -> str:
    """How far it is."""
    if chat.state is ChatState.UNSAID:
        return "объявление не вышло, не читаем"
    if chat.state is ChatState.AGREED:
        return "бот пишет объявление"
    return f"ждёт «Да» второго координатора, предлагает {ours(by, 60)}" if by else "кто предложил, больше не работает"


def _button(do: ChatDo, label: str, chat: SourceChat) -> Button:
    return Button(label=label, data=ChatButton(do=do, chat=chat.id).pack())
