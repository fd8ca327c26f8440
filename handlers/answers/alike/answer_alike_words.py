"""One text for several cards as its author reads it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.answers.buttons import AnswerDo, answer_button, preview_button, send_button
from handlers.answers.everyone.everyone_words import in_seconds
from handlers.answers.previews_words import advice_lines, good_line
from handlers.kit import button
from handlers.kit.labels import CANCEL, state_of
from handlers.kit.place import shorten
from handlers.kit.text import count, cut, escape, on_day, plain
from incidents.advice.values import Advised
from incidents.answers.everyone import EVERY
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.ids import AnswerId
from incidents.incident import OPEN, Incident
from incidents.messenger import Message

_SHOWN = 2500
_TOWNS, _NAMED = 3, 5


def ask(*, cards: Sequence[Incident]) -> Message:
    """The words for all of them."""
    html = (
        f"<b>Напишите один ответ на {_cards(len(cards))} одним сообщением</b>\n{where_line(cards)}\n"
        "Хороший ответ: что делаем, когда, кто отвечает. Улицу не называйте, если она не одна на всех. "
        f"Начало у каждого допишем своё, покажем и спросим, отправлять ли\n{CANCEL}"
    )
    return Message(html=html)


def preview(
    *,
    answer_id: AnswerId,
    cards: Sequence[Incident],
    text: str,
    limit: int,
    linted: Advised,
    seen: str,
    approved: int,
    left: Sequence[Incident],
    unfit: Sequence[Incident],
) -> Message:
    """What all of them will read, and who is left out.

    `approved`: so many wait for the press service first.
    """
    number, accepts = len(cards), sum(each.holder_id is None and each.status in OPEN for each in cards)
    lines = [
        f"<b>Один ответ на {_cards(number)}</b>",
        where_line(cards),
        f"<blockquote>{escape(cut(plain(text).strip(), _SHOWN))}</blockquote>",
        *(advice_lines(linted) if linted.advice else [good_line(linted, limit)]),
        f"Суть одна, начало у каждого своё. {_pace(number, approved)}",
        *([f"Отправка примет на вас {_cards(accepts)}"] if accepts else []),
        *_left_lines("Не войдут, их взяли другие, решили или ответ уже есть", left),
        *_left_lines("Не войдут, текст не о них или его нельзя отправить туда", unfit),
    ]
    send, edit = send_button(f"Отправить: {number}", answer_id, seen, primary=True), answer_button(AnswerDo.EDIT, "Поправить", answer_id)
    return Message(html="\n".join(lines), rows=button.rows((send, edit), (preview_button(AnswerDo.DROP, "Отменить", answer_id, seen),)))


def _pace(number: int, approved: int) -> str:
    minutes = count(-(-int((HOLD + EVERY * (number - 1)).total_seconds()) // 60), "минуту", "минуты", "минут")
    after = "согласования" if approved == number else "отправки"
    pace = f"первый через {in_seconds(HOLD.total_seconds())} после {after}, остальные по одному каждые {in_seconds(EVERY.total_seconds())}"
    whom = "на все" if approved == number else f"на {approved} из них, эти выйдут потом"
    return f"Выйдут за {minutes}: {pace}" + (f". Пресс-служба посмотрит один раз {whom}" if approved else "")


def _left_lines(why: str, cards: Sequence[Incident]) -> list[str]:
    """«Не отправили: 7. № 12 (в работе) и ещё 6»."""
    named = [f"№ {each.number} ({state_of(each)})" for each in cards]
    return [f"{why}: {len(cards)}. {_some(named, _NAMED, ', ')}"] if cards else []


def progress(batch: Sequence[Answer], *, dropped: Sequence[Incident], tz: tzinfo, now: datetime) -> Message:
    """How far the answers have come."""
    held = [each for each in batch if each.state in {AnswerState.SCHEDULED, AnswerState.PUBLISHING}]
    asked, out = (sum(each.state is state for each in batch) for state in (AnswerState.APPROVAL, AnswerState.PUBLISHED))
    failed = len(batch) - len(held) - asked - out - len(dropped)
    if len(dropped) == len(batch):
        return Message(html=f"<b>Ответ не отправили.</b> Карточек: {len(batch)}, жителям ничего не ушло")
    last = on_day(max((each.publish_at or now for each in held), default=now), tz, now)
    lines = [
        f"<b>Один ответ на {_cards(len(batch) - len(dropped))}</b>",
        *([f"Выходят по одному: {len(held)}, последний {last}. Исправить потом можно только поправкой"] if held else []),
        *([f"На согласовании: {asked}"] if asked else []),
        *([f"Вышли: {out}"] if out else []),
        *([f"Не вышли сами: {failed}. По каждому написали, что сделать"] if failed else []),
        *_left_lines("Не отправили", dropped),
    ]
    close = (answer_button(AnswerDo.CLOSE, f"Закрыть: {out}…", batch[0].id),) if out else ()
    stop = (answer_button(AnswerDo.RECALL, f"Отозвать: {len(held)}", held[0].id),) if held else close
    return Message(html="\n".join(lines), rows=button.rows(stop))


def where_line(cards: Sequence[Incident]) -> str:
    """«Козлово, 20: ул. Мира и ещё 19; Редкино, 1: ул. Правды»."""
    towns: dict[str, list[str]] = {}
    for each in cards:
        towns.setdefault(shorten(each.place.settlement or "Без места"), []).append(shorten(each.place.street or "без улицы"))
    named = [f"{town}, {len(streets)}: {_some(list(dict.fromkeys(streets)), _NAMED, ', ')}" for town, streets in towns.items()]
    return escape(_some(named, _TOWNS, "; "))


def _some(names: Sequence[str], most: int, comma: str) -> str:
    return comma.join(names[:most]) + (f" и ещё {len(names) - most}" if len(names) > most else "")


def and_others(where: str, more: int) -> str:
    """«вода на дороге, ул. Мира и ещё 37 карточек»."""
    return f"{where} и ещё {count(more, 'карточка', 'карточки', 'карточек')}" if more > 0 else where


def _cards(number: int) -> str:
    return count(number, "карточку", "карточки", "карточек")
