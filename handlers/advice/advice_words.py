"""/advice: rules of the advice before sending, and their changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.advice.buttons import AdviceButton, AdviceDo
from handlers.kit.button import Row, rows
from handlers.kit.buttons import ChangesButton
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page
from handlers.kit.text import count, escape, ours, stamp
from incidents.advice.advice_overrides import MOST_FOUND, MOST_PLAIN, RANGES, Limit, Pair, limit_of
from incidents.advice.rules import RULES, STOPS
from incidents.advice.values import PlainerWord, Words
from incidents.messenger import Button, Message
from incidents.settings_log import Area

PAGE = 8
TITLES = {
    "no_measure": "не сказано, что делаем",
    "no_date": "нет даты",
    "no_owner": "не сказано, кто отвечает",
    "vague_date": "«в ближайшее время» вместо дня",
    "past_date": "дата уже прошла",
    "no_such_day": "такого дня не бывает",
    "day_off": "срок на выходной",
    "far_date": "до срока далеко",
    "bureaucratic": "канцелярит",
    "long": "длинно",
    "too_long": "длиннее, чем пускает сеть",
    "law": "номер закона",
    "send_away": "«обратитесь в…» без помощи",
    "personal": "личные данные",
    "third_person": "назван посторонний человек",
    "rude": "брань",
    "blame": "спор с жителем",
    "rate_us": "просьба оценить раньше дела",
    "same_text": "тот же ответ тому же автору",
    "broken_promise": "сорванный срок не упомянут",
    "other_place": "в ответе другая улица",
    "many_questions": "ответили не на всё",
    "caps_emoji": "большие буквы, «!!!», смайлы",
    "no_hello": "нет приветствия",
    "link": "ссылка на чужой стене",
}
"""Every rule as an official calls it."""

LIMITS = {Limit.LONG: "«Длинно»: больше", Limit.FAR: "«До срока далеко»: больше"}
_IN_A_ROW = 5
SWITCHED = tuple(code for code in RULES if code not in STOPS)
"""Rules that may be switched, in the order of their numbers."""


def main(*, words: Words, pairs: Sequence[Pair], changed: int) -> Message:
    """What holds, in a few lines. `changed`: words of the chat over the file."""
    live = [pair for pair in pairs if not pair.removed]
    own = sum(pair.is_changed for pair in live)
    off = [TITLES[code] for code in SWITCHED if code in words.off]
    lines = [
        "<b>Советы к ответам</b>, не больше трёх за раз",
        f"Правил {len(RULES)}" + (f", выключены: {', '.join(off)}" if off else ", все включены"),
        f"Замен «канцелярит → просто»: {len(live)}" + (f", своих {own}" if own else ""),
        *(f"{LIMITS[limit]} {_amount(limit, limit_of(words, limit))}" for limit in Limit),
        "Новое действует со следующего ответа",
    ]
    first: Row = (_button(AdviceDo.RULES, "Правила"), _button(AdviceDo.PAIRS, "Замены слов"))
    second: Row = (_button(AdviceDo.LIMIT, "Длина…", "long"), _button(AdviceDo.LIMIT, "Далёкий срок…", "far"))
    last: Row = (Button(label="Что меняли", data=ChangesButton(area=Area.LINT, page=0).pack()),)
    return Message(html="\n".join(lines), rows=rows(first, second, (*last, *[_button(AdviceDo.FILE_ALL, "Как в файле")] * bool(changed))))


def rules(*, words: Words) -> Message:
    """Every rule with a number that switches it; those that stop have none."""
    lines = ["<b>Правила советов.</b> Номер включает и выключает"]
    lines += [f"{n}. {TITLES[code]}{': <b>выключено</b>' if code in words.off else ''}" for n, code in enumerate(SWITCHED, start=1)]
    lines.append(f"Включены всегда, останавливают ответ: {', '.join(TITLES[code] for code in RULES if code in STOPS)}")
    numbers = [_button(AdviceDo.SWITCH, str(n), code) for n, code in enumerate(SWITCHED, start=1)]
    return Message(html="\n".join(lines), rows=rows(*_fives(numbers), (_button(AdviceDo.SHOW, "Назад"),)))


def listed(*, pairs: Sequence[Pair], page: int) -> Message:
    """A page of pairs by number."""
    shown = Page.of(pairs, page, PAGE)
    lines = [f"<b>Замены слов: {sum(not pair.removed for pair in pairs)}</b>{shown.which}"]
    lines += [f"{n}. {_line(pair)}" for n, pair in shown.numbered] or ["Пока пусто. Добавьте первую: «в целях → чтобы»"]
    turn = shown.beside(lambda label, number: _button(AdviceDo.PAIRS, label, page=number), "Раньше")
    last: Row = (_button(AdviceDo.ADD, "Добавить"), _button(AdviceDo.FIND, "Найти…"), _button(AdviceDo.SHOW, "Назад"))
    return Message(html="\n".join(lines), rows=rows(*_numbers(shown.numbered), turn, last))


def found(*, pairs: Sequence[Pair], total: int) -> Message:
    """What was looked for."""
    shown = list(enumerate(pairs, start=1))
    more = f", первые {len(pairs)}" if total > len(pairs) else ""
    lines = [f"<b>Нашли замен: {total}</b>{more}", *(f"{n}. {_line(pair)}" for n, pair in shown)]
    return Message(html="\n".join(lines), rows=rows(*_numbers(shown), (_button(AdviceDo.PAIRS, "Все замены"),)))


def one(*, pair: Pair, page: int, by: str | None, tz: tzinfo, now: datetime) -> Message:
    """A pair with what may be done to it. `by`: who changed it."""
    state = "Убрали, бот её не советует" if pair.removed else "Действует"
    lines = [f"<b>{_line(pair, mark=False)}</b>", state]
    if pair.at is not None:
        lines.append(f"{'Изменили' if pair.in_file else 'Добавили'} {stamp(pair.at, tz, now)}" + (f", {ours(by, 60)}" if by else ""))
    first: Row = (
        (_button(AdviceDo.RESTORE, "Вернуть", pair.code),)
        if pair.removed
        else (_button(AdviceDo.CHANGE, "Изменить…", pair.code), _button(AdviceDo.REMOVE, "Убрать", pair.code))
    )
    file: Row = (_button(AdviceDo.FILE, "Как в файле", pair.code),) if pair.in_file and pair.is_changed else ()
    return Message(html="\n".join(lines), rows=rows(first, (*file, _button(AdviceDo.PAIRS, "Все замены", page=page))))


def reset(*, changed: int) -> Message:
    """The question before everything goes back to the file."""
    html = f"<b>Вернуть советы, как в файле?</b>\nСнимем все изменения: {changed}. Что меняли, останется в журнале"
    return Message(html=html, rows=rows((_button(AdviceDo.FILE, "Вернуть всё"), _button(AdviceDo.SHOW, "Назад"))))


def ask_limit(*, words: Words, limit: Limit) -> Message:
    """A number is typed."""
    bounds = RANGES[limit]
    return Message(
        html=f"<b>{LIMITS[limit]} скольких {'знаков' if limit is Limit.LONG else 'дней'}?</b> Сейчас {limit_of(words, limit)}\n"
        f"Пришлите число от {bounds.start} до {bounds.stop - 1}. {CANCEL}"
    )


def ask_pair() -> Message:
    """A pair is typed."""
    html = (
        "<b>Что и чем заменить?</b> Одной строкой со стрелкой или двумя строками: «в целях → чтобы»\n"
        "Звёздочка заменяет окончание: «осуществля* вывоз* → вывозим». Лишнее: «доводим до сведения → убрать»\n"
        f"{CANCEL}"
    )
    return Message(html=html)


def ask_plain(*, pair: Pair) -> Message:
    """The plain side is typed."""
    return Message(html=f"<b>Чем заменить «{ours(pair.swap.found, MOST_FOUND)}»?</b> Сейчас: {_plain(pair.swap)}\n{CANCEL}")


def ask_find() -> Message:
    """A word is typed."""
    return Message(html=f"<b>Какое слово найти среди замен?</b>\n{CANCEL}")


def change_line(key: str, before: str | None, after: str | None, _names: Mapping[str, str]) -> str:
    """A line of «Что меняли»: what it was and became."""
    if key == "lint:all":
        return f"все советы как в файле, снято изменений: {escape(before or '')}"
    code = key.rpartition(":")[2]
    if key in set(Limit):
        limit = Limit(key)
        return f"{LIMITS[limit]} {_amount(limit, int(before or 0))}, стало {_amount(limit, int(after or 0))}"
    if key.startswith("lint:off:"):
        return f"правило «{ours(TITLES.get(code, code), 60)}» {'включили' if after == 'on' else 'выключили'}"
    words = {None: "убрали" if before else "", "file": "как в файле"}.get(after, f"«{ours(after or '', MOST_PLAIN)}»")
    was = f", было «{ours(before, MOST_PLAIN)}»" if before else ""
    return f"«{ours(code, MOST_FOUND)}» → {words}{was}"


def _amount(limit: Limit, number: int) -> str:
    return f"{number} знаков" if limit is Limit.LONG else count(number, "дня", "дней", "дней")


def _line(pair: Pair, *, mark: bool = True) -> str:
    state = " (убрали)" if pair.removed else " (своя)" if not pair.in_file else " (изменена)" if pair.is_changed else ""
    return f"{ours(pair.swap.found, MOST_FOUND)} → {_plain(pair.swap)}{state if mark else ''}"


def _plain(swap: PlainerWord) -> str:
    return ours(swap.plain or (f"совет: {swap.say}" if swap.say else "убрать"), MOST_PLAIN)


def _numbers(shown: Sequence[tuple[int, Pair]]) -> tuple[Row, ...]:
    return _fives([_button(AdviceDo.PAIR, str(n), pair.code) for n, pair in shown])


def _fives(buttons: Sequence[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[i : i + _IN_A_ROW]) for i in range(0, len(buttons), _IN_A_ROW))


def _button(do: AdviceDo, label: str, key: str = "", page: int = 0) -> Button:
    return Button(label=label, data=AdviceButton(do=do, key=key, page=page).pack())
