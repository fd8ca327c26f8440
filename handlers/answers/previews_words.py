"""The preview of a draft, with advice (docs/voice.md, «Advice before sending»)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.answers.buttons import AnswerDo, DayButton, FactDay, answer_button, preview_button, send_button
from handlers.kit import button
from handlers.kit.labels import CANCEL, NAMED
from handlers.kit.text import capital, count, cut, escape, name, plain, quoted
from incidents.advice.values import Advised
from incidents.answers.values import HOLD, AnswerKind
from incidents.ids import AnswerId
from incidents.messenger import Button, Message

TEXT_SHOWN = 3000
"""Of a draft beside its advice: 4096 and room for the words around it."""

_ADVICE = 300
_PLACE = 40
_HOW_MANY = ("", "Совет", "Два совета", "Три совета")
_SHORT = {"что делаем": "что", "когда": "когда", "кто отвечает": "кто"}


def preview(
    *,
    answer_id: AnswerId,
    what_where: str,
    text: str,
    limit: int,
    goes_out: str,
    linted: Advised,
    seen: str,
    kind: AnswerKind = AnswerKind.FINAL,
    photos: int = 0,
    is_approved_first: bool = False,
    places: Sequence[str] = (),
    elsewhere: bool = True,
) -> Message:
    """What the resident will see; nothing is sent yet. `seen`: the code of what is shown, so that no press sends anything else.

    `places`: communities where the author wrote the same; `elsewhere`: the answer goes there too.
    """
    where = escape(name(what_where, 100))
    out = f"{goes_out}, {_when(kind, is_approved_first)}"
    quote = f"<blockquote>{escape(cut(plain(text).strip(), TEXT_SHOWN))}</blockquote>" + (f"\nФото: {photos}" if photos else "")
    named = "" if kind is AnswerKind.FINAL else f"{NAMED[kind]}. "
    if linted.advice:
        lines = [*advice_lines(linted), "", quote, *_rest(linted), f"{named}Так увидит житель: {where}. {out}"]
    else:
        lines = [f"<b>Так увидит житель:</b> {where}", quote, f"{named}{good_line(linted, limit)}", out]
    lines += [places_line(places, elsewhere=elsewhere)] if places else []
    asked = places_row(answer_id, seen, elsewhere=elsewhere) if places else ()
    return Message(html="\n".join(lines), rows=(*rows_of(answer_id, linted, seen), *photo_row(answer_id, photos, seen), *asked))


def places_line(places: Sequence[str], *, elsewhere: bool) -> str:
    """Where the same words of the author stand too, and whether they are answered there."""
    where = ", ".join(quoted(each, _PLACE) for each in places)
    wrote = f"Автор написал то же ещё в {count(len(places), 'месте', 'местах', 'местах')}: {where}"
    return f"{wrote}. {'Ответ выйдет и там, следом' if elsewhere else 'Там ответа не будет'}"


def and_in_places(held: Message, places: Sequence[str]) -> Message:
    """While it is held: where it goes after the first place."""
    if not places:
        return held
    return replace(held, html=f"{held.html}\nСледом выйдет и там: {', '.join(quoted(each, _PLACE) for each in places)}")


def places_row(id: AnswerId, seen: str, *, elsewhere: bool) -> tuple[button.Row, ...]:
    """«Ответить и в остальных», on by default."""
    label = "Только в первом" if elsewhere else "И в остальных"
    return button.rows((preview_button(AnswerDo.ELSEWHERE, label, id, seen),))


def instead_of_old(shown: Message) -> Message:
    """The draft as it stands, for a press under an earlier preview of it."""
    return replace(shown, html=f"<b>Это прежний текст, ничего не отправили и не изменили.</b> Вот нынешний\n\n{shown.html}")


def days(*, answer_id: AnswerId, what_where: str, seen: str) -> Message:
    """«Добавить дату»: which day. `seen`: the code of the text that it is for."""
    shown = {FactDay.TODAY: "Сегодня", FactDay.TOMORROW: "Завтра", FactDay.FRIDAY: "До пятницы", FactDay.TYPED: "Другая…"}
    buttons = [Button(label=label, data=DayButton(answer=answer_id, day=day, seen=seen).pack()) for day, label in shown.items()]
    html = f"<b>До какого дня?</b>\n{escape(capital(name(what_where, 100)))}\nДопишем одним предложением, посмотрите и отправите"
    return Message(html=html, rows=button.rows(*button.pairs(buttons), (answer_button(AnswerDo.BACK, "Назад", answer_id),)))


def ask_day(*, what_where: str) -> Message:
    """«Другая…»: the day in words."""
    html = (
        f"<b>До какого дня?</b> {escape(capital(name(what_where, 100)))}\n"
        f"Напишите словами: «30 ноября», «в пятницу», «через неделю». {CANCEL}"
    )
    return Message(html=html)


def advice_lines(linted: Advised) -> list[str]:
    """What to look at before sending."""
    return [_head(linted), *_numbered(linted)]


def _when(kind: AnswerKind, is_approved_first: bool) -> str:
    if kind is AnswerKind.SAFETY:
        return "сразу после отправки"
    if is_approved_first:
        return "когда согласует пресс-служба"
    return f"через {count(int(HOLD.total_seconds()), 'секунду', 'секунды', 'секунд')} после отправки"


def _head(linted: Advised) -> str:
    return "<b>Так отправить нельзя</b>" if linted.stops else f"<b>{_HOW_MANY[len(linted.advice)]} перед отправкой</b>"


def _numbered(linted: Advised) -> list[str]:
    if len(linted.advice) == 1:
        return [escape(cut(plain(linted.advice[0].text), _ADVICE))]
    return [f"{n}. {escape(cut(plain(each.text), _ADVICE))}" for n, each in enumerate(linted.advice, start=1)]


def _rest(linted: Advised) -> list[str]:
    return [f"Остальное на месте: {', '.join(linted.good)}"] if linted.good else []


def good_line(linted: Advised, limit: int) -> str:
    """Nothing to advise."""
    length = count(linted.length, "знак", "знака", "знаков")
    if len(linted.good) == len(_SHORT):
        return f"<b>Хороший ответ:</b> {', '.join(_SHORT[what] for what in linted.good)}. {length}"
    return f"Всё на месте. {length} из {limit}"


def photo_row(id: AnswerId, photos: int, seen: str) -> tuple[button.Row, ...]:
    """«Убрать фото», where there are any."""
    return button.rows((preview_button(AnswerDo.NO_PHOTO, "Убрать фото", id, seen),)) if photos else ()


def rows_of(id: AnswerId, linted: Advised, seen: str) -> tuple[button.Row, ...]:
    """The buttons that the advice allows."""
    edit, drop = answer_button(AnswerDo.EDIT, "Поправить", id), preview_button(AnswerDo.DROP, "Отменить", id, seen)
    date = (preview_button(AnswerDo.DATE, "Добавить дату", id, seen),) if linted.wants_date else ()
    if linted.stops:
        return button.rows((edit, drop))
    if linted.advice:
        return button.rows((edit, send_button("Отправить так", id, seen)), (*date, drop))
    return button.rows((send_button("Отправить", id, seen, primary=True), edit), (drop,))
