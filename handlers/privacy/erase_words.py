"""/erase: what would go, on what ground, the act."""

from datetime import timedelta, tzinfo

from handlers.kit import button
from handlers.kit.labels import CANCEL
from handlers.kit.russian_time import kept_for, stamp
from handlers.kit.text import count, escape, name
from handlers.privacy.buttons import EraseButton, EraseDo
from incidents.messenger import Button, Message
from incidents.official import Official
from incidents.privacy.values import GROUNDS, DataOf, Erasure, Extent, Ground, Term

WHOSE = {DataOf.AUTHOR: "все сообщения одного автора", DataOf.POST: "сообщения", DataOf.OFFICIAL: "данные сотрудника"}
_ASKED = (Ground.REQUEST, Ground.ORDER)
_LABELS = {Ground.REQUEST: "Просьба человека", Ground.ORDER: "Требование", Ground.TERM: "Вышел срок", Ground.AGAIN: "Стирали раньше"}
_MOST, _NAME = 8, 60
_KEPT = {
    Term.WORDS: "слова жителей, от закрытия карточки",
    Term.IDLE: "сообщения, которые карточками не стали",
}


def ask_erase() -> Message:
    """The question of /erase."""
    return Message(
        html="<b>Чьи данные стереть?</b> Пришлите ссылку на человека (vk.com/id123, ok.ru/profile/123), на его пост "
        "или комментарий. Нет ссылки? Номер карточки\n"
        f"Ушедшего сотрудника: «сотрудник» и имя. Пока ничего не сотрём, сначала покажем, что уйдёт. {CANCEL}"
    )


def offer(*, reach: Extent, whose: DataOf, id: int, others: int, sure: bool) -> Message:
    """What would go. `others`: of the author's posts beside this one."""
    lines = [f"<b>Уйдут {WHOSE[whose]}</b>: {count(len(reach.posts), 'пост', 'поста', 'постов')}"]
    lines.append(f"Карточек {len(reach.incidents)}, наших сообщений в чатах {reach.messages}, фото {reach.photos}, ответов {reach.answers}")
    if reach.open_numbers:
        lines.append(f"Ещё не закрыты: {_numbers(reach.open_numbers)}. Слов и адреса на карточках не останется")
    if reach.shared_numbers:
        lines.append(f"О том же пишут и другие: {_numbers(reach.shared_numbers)}. Их слова останутся, заметки там проверьте сами")
    if reach.waiting:
        lines.append(f"Не отправлено ответов: {reach.waiting}. Они не уйдут")
    lines.append("Вернуть будет нельзя. Что сотрудники написали в чатах сами, бот убрать не может")
    if sure:
        return _sure(lines, whose, id)
    one = whose is DataOf.AUTHOR
    wider = () if not others else (_press(EraseDo.SHOW, "Только этот пост" if one else "Всё этого автора", _other(whose), id),)
    return Message(html="\n".join(lines), rows=button.rows((_press(EraseDo.SURE, "Стереть…", whose, id), _leave(whose, id)), wider))


def offer_official(*, official: Official, sure: bool) -> Message:
    """What would go of an official who left."""
    who = escape(name(official.name or official.title, _NAME))
    lines = [
        f"<b>Уйдут данные сотрудника:</b> {who}",
        "Имя, телефон, номер в Telegram, слова жителей в личном чате с ботом. Сделанное останется за «сотрудником № …»",
        "Вернуть будет нельзя",
    ]
    if sure:
        return _sure(lines, DataOf.OFFICIAL, official.id)
    return Message(
        html="\n".join(lines),
        rows=button.rows((_press(EraseDo.SURE, "Стереть…", DataOf.OFFICIAL, official.id), _leave(DataOf.OFFICIAL, official.id))),
    )


def left(*, done: bool) -> Message:
    """The question is over."""
    return Message(html="Стёрли. Акт пришёл координаторам" if done else "Ничего не стёрли")


def act(*, act: Erasure, by: str, tz: tzinfo) -> Message:
    """The act, as it goes to the file."""
    told = [
        f"<b>Акт № {act.id}: данные стёрты</b>",
        f"Что: {WHOSE[act.whose]}. Основание: {GROUNDS[act.ground]}",
        f"Кто и когда: {escape(name(by, _NAME))}, {stamp(act.at, tz, act.at)} {act.at.astimezone(tz).year} года",
    ]
    if act.whose is not DataOf.OFFICIAL:
        told.append(f"Постов {act.posts}, карточек {act.incidents}, ответов {act.answers}, фото {act.photos}")
    told.append(f"Сообщений в чатах: {act.messages}")
    if act.dropped:
        told.append(f"Ответов, которые не успели уйти: {act.dropped}. Они не уйдут")
    until = act.backups_until.astimezone(tz)
    told.append(f"В резервных копиях данные могут быть до {until.day:02}.{until.month:02}.{until.year}. Удалите копии или дождитесь")
    return Message(html="\n".join(told))


def term_shorter(*, key: Term, minutes: int, posts: int) -> Message:
    """The question before the first night of a shorter term."""
    html = (
        f"<b>Хранить меньше?</b> Новый срок в norms.toml, {key}: {kept_for(timedelta(minutes=minutes))}\n"
        f"Это {_KEPT[key]}. Сотрём {count(posts, 'сообщение', 'сообщения', 'сообщений')}, вернуть будет нельзя\n"
        "До «Да» по этому сроку ничего не стираем. Не согласны? Верните в файле прежний"
    )
    return Message(html=html, rows=button.rows((_press(EraseDo.TERM, "Да, стереть", key, minutes),)))


def words_erased() -> Message:
    """Stands where the words stood."""
    return Message(html="Здесь были слова жителя. Их стёрли по закону о персональных данных")


def contact_erased() -> Message:
    """Stands where it said whom to call back."""
    return Message(html="Здесь было, кому перезвонить. Стёрли: срок хранения вышел")


def heads(*, day: str, digest: str, incidents: int, lines: int) -> Message:
    """The weekly anchor of the log."""
    return Message(
        html=f"<b>Контрольная сумма журнала на {escape(day)}</b>\n<code>{escape(digest)}</code>\n"
        f"Карточек {incidents}, строк {lines}. Делать ничего не нужно: сумма останется в чате, и журнал не подменить незаметно"
    )


def _sure(lines: list[str], whose: DataOf, id: int) -> Message:
    grounds = tuple(_press(EraseDo.DO, _LABELS[each], whose, id, each) for each in _ASKED)
    html = "\n".join([*lines, "<b>На каком основании?</b> Нажатие стирает сразу"])
    return Message(html=html, rows=button.rows(*((each,) for each in grounds), (_leave(whose, id),)))


def _other(whose: DataOf) -> DataOf:
    return DataOf.POST if whose is DataOf.AUTHOR else DataOf.AUTHOR


def _numbers(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(f"№ {n}" for n in numbers[:_MOST])
    return shown if len(numbers) <= _MOST else f"{shown} и ещё {len(numbers) - _MOST}"


def _leave(whose: DataOf, id: int) -> Button:
    return _press(EraseDo.LEAVE, "Не стирать", whose, id)


def _press(do: EraseDo, label: str, whose: DataOf | Term, id: int, ground: str = "") -> Button:
    return Button(label=label, data=EraseButton(do=do, whose=whose, id=id, ground=ground).pack())
