"""/sources: what is read, how it fares, and how to change it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.kit import button
from handlers.kit.buttons import ChangesButton, Listed
from handlers.kit.labels import CANCEL
from handlers.kit.networks import Networks
from handlers.kit.pages import Page
from handlers.kit.text import name, on_day, ours, quoted, stamp
from handlers.sources.buttons import NOT_CHOSEN, OwnerButton, SourceDo, source_button
from handlers.sources.source_wishes_words import filter_lines, health_lines
from incidents.messenger import Button, Message
from incidents.posts import Network, Priority, Source, SourceMark
from incidents.settings_log import Area
from incidents.sources.health import SourceHealth

ON_A_PAGE = 8
_IN_A_ROW = 4
NO_HEALTH = SourceHealth()
PRIORITIES = {
    Priority.OFTEN: "Спрашиваем втрое чаще других",
    Priority.USUAL: "Спрашиваем как все источники",
    Priority.SELDOM: "Спрашиваем вдесятеро реже других, опасное оттуда тоже узнаем позже",
}
TEMPO = {
    Priority.OFTEN: (SourceDo.OFTEN, "Чаще"),
    Priority.USUAL: (SourceDo.USUAL, "Как все"),
    Priority.SELDOM: (SourceDo.SELDOM, "Реже"),
}
STATES = {
    "added": "добавили",
    "read": "читаем",
    "paused": "на паузе",
    "removed": "убрали",
    "official": "официальная",
    "residents": "пишут жители",
    "often": "спрашиваем чаще",
    "usual": "спрашиваем как все",
    "seldom": "спрашиваем реже",
}
"""Codes of the log in words."""

CHANGED = {"stop": "стоп-слова", "keys": "только с ключевыми словами"}
CHANGED_AWAY = {"stop": "убрали стоп-слова", "keys": "убрали ключевые слова", "owner": "теперь ничьё"}
"""Codes that carry words after «~»."""

ASK_MARK = "Это страница ведомства или газеты? Отметьте официальной: объявления разбирать не станем"
MARKS = {
    SourceMark.RESIDENTS: "Пишут жители: пост от имени сообщества разбираем как слова жителя без имени",
    SourceMark.OFFICIAL: "Официальная: что пишет само сообщество, не разбираем, только комментарии под этим",
    SourceMark.OWN: "Сообщество администрации: свои посты не разбираем, только комментарии под ними",
}
ASK_FEED_MARK = "Это лента ведомства? Отметьте официальной: её новости разбирать не станем"
FEED_MARKS = {
    SourceMark.RESIDENTS: "Новости: об опасном спросим вас, жалобы жителей в пересказе ждут в «Спорных»",
    SourceMark.OFFICIAL: "Официальная: новости не разбираем",
    SourceMark.OWN: "Лента администрации: новости не разбираем",
}
CHAT_MARKS = {
    SourceMark.RESIDENTS: "Пишут жители: сообщение от имени чата или канала разбираем как слова жителя без имени",
    SourceMark.OFFICIAL: "Официальный: что пишут от имени чата или канала, не разбираем, остальное разбираем",
    SourceMark.OWN: "Чат администрации: что пишут от его имени, не разбираем",
}
ALL_COMMENTS = "Комментарии разбираем все: у ленты есть посёлок"
SOME_COMMENTS = "Комментарии: все, если лента называет округ в названии или описании, иначе только те, где назван он или посёлок"
COMMENTS_TOO = "Жители пишут в комментариях, у них бывает своя лента: тот же сайт, /comments/feed. Добавьте и её"


def listed(*, sources: Sequence[Source], networks: Networks, page: int, tz: tzinfo, now: datetime) -> Message:
    """Each source: what it is, when it was read last, since when and why it is silent. Broken ones first; a number opens one."""
    last: button.Row = (
        source_button(SourceDo.ADD, "Добавить…"),
        Button(label="Что меняли", data=ChangesButton(area=Area.SOURCES, page=0).pack()),
    )
    if not sources:
        return Message(
            html="<b>Источников нет.</b> Добавьте первый: понадобится ссылка на сообщество ВКонтакте, группу в Одноклассниках "
            "или ленту новостей",
            rows=button.rows(last),
        )
    ordered = sorted(sources, key=lambda source: (not source.is_broken, source.paused_at is not None))
    shown = Page.of(ordered, page, ON_A_PAGE)
    broken, paused = sum(each.is_broken for each in ordered), sum(each.paused_at is not None for each in ordered)
    state = ", ".join([f"молчат: {broken}"] * bool(broken) + [f"на паузе: {paused}"] * bool(paused)) or "все отвечают"
    head = f"<b>Источников: {len(ordered)}, {state}</b>{shown.which}"
    lines = [head, *(f"{n}. {_line(source, networks, tz, now)}" for n, source in shown.numbered)]
    numbers = [source_button(SourceDo.SHOW, str(n), source.id) for n, source in shown.numbered]
    rows = [tuple(numbers[i : i + _IN_A_ROW]) for i in range(0, len(numbers), _IN_A_ROW)]
    turn = shown.beside(lambda label, number: button.turn(Listed.SOURCES, label, "", number))
    return Message(html="\n".join(lines), rows=button.rows(*rows, turn, last))


def one(
    *,
    source: Source,
    networks: Networks,
    by: str | None,
    tz: tzinfo,
    now: datetime,
    town: str | None = None,
    owner: str | None = None,
    health: SourceHealth = NO_HEALTH,
    told: Sequence[str] = (),
) -> Message:
    """One source with what may be done.

    `by`: who added it in the chat, None: it is of the settings. `town`: its settlement, `owner`: the department whose it is.
    `told`: lines of ours about a chat: who agreed, what is wrong there.
    """
    lines = [f"<b>{_line(source, networks, tz, now)}</b>", *health_lines(source, health, tz=tz, now=now), PRIORITIES[source.priority]]
    lines.append(f"Добавили: {ours(by, 60)}" if by else "Добавили при установке, в настройках бота")
    lines += [f"Чьё: {ours(owner, 60)}. Что не разложили правила, идёт туда"] if owner else []
    lines += filter_lines(source)
    lines.append(f"Посёлок: {ours(town, 60)}, если в посте не назван другой" if town else "Посёлок не указан: пишут со всего округа")
    lines.append(_marks(source)[source.mark])
    lines += told
    if source.network is Network.FEED:
        lines.append(ALL_COMMENTS if source.settlement_id else SOME_COMMENTS)
    first: button.Row
    if source.removed_at is not None:
        lines.append(f"Убрали {stamp(source.removed_at, tz, now)}. Посты и карточки остались")
        first = (source_button(SourceDo.RESTORE, "Вернуть", source.id),)
    else:
        again = source.paused_at is not None
        turn = source_button(SourceDo.RESUME, "Читать снова", source.id) if again else source_button(SourceDo.PAUSE, "Пауза", source.id)
        first = (turn, source_button(SourceDo.ASK_REMOVE, "Убрать…", source.id))
    last = (*_opened(source, networks), button.turn(Listed.SOURCES, "Все источники"))
    if source.removed_at is not None:
        return Message(html="\n".join(lines), rows=button.rows(first, last))
    town_button = (source_button(SourceDo.TOWN, "Посёлок…", source.id),) if source.added_by is not None else ()
    owner_button = Button(label="Чьё…", data=OwnerButton(source=source.id, page=0, department=NOT_CHOSEN).pack())
    others = tuple(source_button(do, label, source.id) for priority, (do, label) in TEMPO.items() if priority is not source.priority)
    own = (*town_button, owner_button, source_button(SourceDo.FILTERS, "Фильтры…", source.id))
    marks = (_mark(source),) if source.mark is not SourceMark.OWN else ()
    return Message(html="\n".join(lines), rows=button.rows(first, others, own, marks, last))


def ask_remove(*, source: Source) -> Message:
    """The question before a removal."""
    html = (
        f"<b>Больше не читать?</b> {quoted(source.title, 60)}\n"
        "Посты и карточки останутся. Нужно ненадолго? Хватит паузы: после неё придёт и то, что написали без нас"
    )
    return Message(
        html=html, rows=button.rows((source_button(SourceDo.REMOVE, "Убрать", source.id), source_button(SourceDo.SHOW, "Назад", source.id)))
    )


def ask_link() -> Message:
    """A link is typed."""
    html = (
        "<b>Какое сообщество читать?</b> Пришлите его ссылку: https://vk.com/club12345 или https://ok.ru/group/12345\n"
        f"Можно и сайт газеты или ленту её новостей (RSS). Проверим, что всё открыто, и скажем. {CANCEL}"
    )
    return Message(html=html)


def ask_town(*, source: Source) -> Message:
    """A settlement is typed."""
    return Message(html=f"<b>Из какого посёлка пишут в {quoted(source.title, 60)}?</b> Например: Редкино\n{CANCEL}")


def checking() -> Message:
    """The link is on its way to the network."""
    return Message(html="<b>Проверяем ссылку.</b> Ответим здесь, ждать не нужно")


def added(*, source: Source, networks: Networks, told: Sequence[str] = ()) -> Message:
    """It is read from now on. `told`: lines of ours about what stood there when it was looked at."""
    is_feed = source.network is Network.FEED
    lines = [
        f"<b>Добавили:</b> {quoted(source.title, 60)}, {networks[source.network].short}",
        *told,
        f"Первый обход запомнит старое, карточки пойдут с {'нового' if is_feed else 'новых постов'}",
        f"Пишут из одного посёлка? Укажите его: {'написанное' if is_feed else 'пост'} без адреса поймём точнее",
        _ask_mark(source),
    ]
    html = "\n".join(lines)
    acts = (source_button(SourceDo.TOWN, "Посёлок…", source.id), source_button(SourceDo.ASK_REMOVE, "Убрать…", source.id))
    marks = (_mark(source),) if source.mark is not SourceMark.OWN else ()
    return Message(html=html, rows=button.rows(acts, marks, _opened(source, networks)))


def already(*, source: Source, networks: Networks) -> Message:
    """It was read before."""
    who, whom = networks[source.network].called
    how = f"{who} стоит на паузе" if source.paused_at is not None else f"{whom} уже читаем"
    html = f"<b>{how}:</b> {quoted(source.title, 60)}"
    return Message(html=html, rows=button.rows((source_button(SourceDo.SHOW, "Открыть", source.id),)))


def refused(*, because: str) -> Message:
    """It cannot be read."""
    html = f"<b>Не добавили.</b> {ours(because, 250)}\nДругая ссылка?"
    return Message(html=html, rows=button.rows((source_button(SourceDo.ADD, "Добавить…"), button.turn(Listed.SOURCES, "Все источники"))))


def change_line(key: str, before: str | None, after: str | None, names: Mapping[str, str]) -> str:
    """A line of «Что меняли»."""
    if (after or "").startswith("town~"):
        return f"{quoted(names.get(key, 'источник'), 60)}: указали посёлок"
    kind, parted, words = (after or "").partition("~")
    if parted:
        said = f"{CHANGED[kind]} {quoted(words, 120)}" if words and kind != "owner" else CHANGED_AWAY.get(kind, "изменили")
        return f"{quoted(names.get(key, 'источник'), 60)}: {'указали, чьё оно' if words and kind == 'owner' else said}"
    was = f", было: {STATES.get(before, before)}" if before else ""
    return f"{quoted(names.get(key, 'источник'), 60)}: {STATES.get(after or '', 'изменили')}{was}"


def _mark(source: Source) -> Button:
    """The switch «официальная»."""
    label, do = ("Снять отметку", SourceDo.RESIDENTS) if source.is_official else ("Отметить официальной", SourceDo.OFFICIAL)
    return source_button(do, label, source.id)


def _line(source: Source, networks: Networks, tz: tzinfo, now: datetime) -> str:
    title = f"{quoted(source.title, 50)}, {networks[source.network].short}" + (", официальная" if source.is_official else "")
    read = f"читали {on_day(source.last_ok_at, tz, now)}" if source.last_ok_at else "ещё не читали"
    if source.paused_at is not None:
        return f"{title}: на паузе с {stamp(source.paused_at, tz, now)}, до этого {read}"
    if source.broken_at is None:
        return f"{title}: {read}"
    because = ours(name(source.broken_because or "", 120), 120) or "причину не назвали"
    return f"{title}: молчит с {stamp(source.broken_at, tz, now)}, {because}. До этого {read}"


def _marks(source: Source) -> Mapping[SourceMark, str]:
    """What each mark means for it."""
    return {Network.FEED: FEED_MARKS, Network.TELEGRAM: CHAT_MARKS}.get(source.network, MARKS)


def _ask_mark(source: Source) -> str:
    asked = ASK_FEED_MARK if source.network is Network.FEED else ASK_MARK
    return asked if source.mark is SourceMark.RESIDENTS else _marks(source)[source.mark]


def _opened(source: Source, networks: Networks) -> button.Row:
    return button.opens("Открыть", networks[source.network].page(source.external_id))
