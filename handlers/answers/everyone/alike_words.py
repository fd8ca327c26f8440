"""One text for several cards as its author reads it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.answers.buttons import AnswerDo, answer_button, preview_button, send_button
from handlers.answers.everyone.everyone_words import in_seconds
from handlers.answers.previews_words import advice_lines, good_line
from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.labels import BULK, CANCEL, state_of
from handlers.kit.place import shorten
from handlers.kit.text import count, cut, escape, on_day, plain
from incidents.advice.values import Advised
from incidents.answers.alike import takes_long
from incidents.answers.everyone import EVERY
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.ids import AnswerId
from incidents.incident import OPEN, Incident
from incidents.messenger import Message

_SHOWN = 2500
_TOWNS, _STREETS, _NAMED = 3, 4, 5
_MINUTE = 60


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
    """What all of them will read, and who is left out; nothing is sent yet. `approved`: so many wait for the press service first."""
    number = len(cards)
    accepts = sum(each.holder_id is None and each.status in OPEN for each in cards)
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
    send = send_button(f"Отправить: {number}", answer_id, seen, primary=True)
    edit, drop = answer_button(AnswerDo.EDIT, "Поправить", answer_id), preview_button(AnswerDo.DROP, "Отменить", answer_id, seen)
    return Message(html="\n".join(lines), rows=button.rows((send, edit), (drop,)))


def _pace(number: int, approved: int) -> str:
    after = "после согласования" if approved == number else "после отправки"
    pace = f"остальные по одному каждые {in_seconds(EVERY.total_seconds())}"
    minutes = -(-int(takes_long(number).total_seconds()) // _MINUTE)
    first = f"Первый выйдет через {in_seconds(HOLD.total_seconds())} {after}"
    last = f"{first}, {pace}: все за {count(minutes, 'минуту', 'минуты', 'минут')}"
    if not approved:
        return last
    return f"{last}. Пресс-служба посмотрит один раз {'на все' if approved == number else f'на {approved} из них, эти выйдут потом'}"


def _left_lines(why: str, cards: Sequence[Incident]) -> list[str]:
    return [f"{why}: {len(cards)}. {_named(cards)}"] if cards else []


def _named(cards: Sequence[Incident]) -> str:
    """«№ 12 (в работе), № 15 (закрыто) и ещё 2»."""
    named = ", ".join(f"№ {each.number} ({state_of(each)})" for each in cards[:_NAMED])
    return named + (f" и ещё {len(cards) - _NAMED}" if len(cards) > _NAMED else "")


def progress(batch: Sequence[Answer], *, dropped: Sequence[Incident], tz: tzinfo, now: datetime) -> Message:
    """How far the answers have come."""
    held = [each for each in batch if each.state in {AnswerState.SCHEDULED, AnswerState.PUBLISHING}]
    asked, out = (sum(each.state is state for each in batch) for state in (AnswerState.APPROVAL, AnswerState.PUBLISHED))
    failed = len(batch) - len(held) - asked - out - len(dropped)
    if len(dropped) == len(batch):
        return Message(html=f"<b>Ответ не отправили.</b> Карточек: {len(batch)}, жителям ничего не ушло")
    lines = [f"<b>Один ответ на {_cards(len(batch) - len(dropped))}</b>"]
    if held:
        last = max(each.publish_at or now for each in held)
        lines.append(f"Выходят по одному: {len(held)}, последний {on_day(last, tz, now)}. Исправить потом можно только поправкой")
    lines += [f"На согласовании: {asked}"] if asked else []
    lines += [f"Вышли: {out}"] if out else []
    lines += [f"Не вышли сами: {failed}. По каждому написали, что сделать"] if failed else []
    lines += _left_lines("Не отправили", dropped)
    if held:
        rows = button.rows((answer_button(AnswerDo.RECALL, f"Отозвать: {len(held)}", held[0].id),))
    elif out:
        lines.append(f"Можно закрыть: «{BULK}»")
        rows = button.rows((button.card(Press.SEVERAL, BULK, batch[0].incident_id),))
    else:
        rows = ()
    return Message(html="\n".join(lines), rows=rows)


def where_line(cards: Sequence[Incident]) -> str:
    """«Козлово: ул. Мира, ул. Лесная и ещё 18; Редкино: ул. Правды»."""
    towns: dict[str, list[str]] = {}
    for each in cards:
        towns.setdefault(shorten(each.place.settlement or "") or "Без места", []).append(shorten(each.place.street or ""))
    named = [_town(town, list(dict.fromkeys(filter(None, streets))), len(streets)) for town, streets in list(towns.items())[:_TOWNS]]
    return escape("; ".join(named) + (f" и ещё {len(towns) - _TOWNS}" if len(towns) > _TOWNS else ""))


def _town(town: str, streets: Sequence[str], number: int) -> str:
    more = f" и ещё {len(streets) - _STREETS}" if len(streets) > _STREETS else ""
    return f"{town}, {number}" + (f": {', '.join(streets[:_STREETS])}{more}" if streets else "")


def and_others(where: str, more: int) -> str:
    """«вода на дороге, ул. Мира и ещё 37 карточек»."""
    return f"{where} и ещё {count(more, 'карточка', 'карточки', 'карточек')}" if more > 0 else where


def _cards(number: int) -> str:
    return count(number, "карточку", "карточки", "карточек")
