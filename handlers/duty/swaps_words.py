"""Swaps of shifts: which one, with whom, the request, the outcome."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.duty.buttons import DutyDo, SwapAnswer, SwapAsk, SwapDo, duty_button
from handlers.kit import button
from handlers.kit.text import escape, name, weekday_moment
from handlers.people.people_words import who
from incidents.duty.roster import Swap, SwapState
from incidents.duty.values import Shift
from incidents.ids import OfficialId
from incidents.messenger import Button, Message
from incidents.official import Official

MOST = 6
_NAME = 40


def which(*, shifts: Sequence[Shift], tz: tzinfo, now: datetime) -> Message:
    """Which of one's own shifts."""
    if not shifts:
        return Message(html="<b>Меняться нечем:</b> смен впереди у вас нет. График: /duty")
    lines = ["<b>Какую смену отдать?</b>", *(f"{n}. {_when(each, tz, now)}" for n, each in enumerate(shifts[:MOST], start=1))]
    numbers = tuple(duty_button(DutyDo.SWAP, str(n), each.id) for n, each in enumerate(shifts[:MOST], start=1))
    return Message(html="\n".join(lines), rows=button.rows(numbers[:3], numbers[3:], (duty_button(DutyDo.SHOW, "К графику"),)))


def with_whom(
    *,
    shift: Shift,
    people: Sequence[Official],
    others: Sequence[Shift],
    officials: Mapping[OfficialId, Official],
    tz: tzinfo,
    now: datetime,
) -> Message:
    """A shift of somebody's to swap for, or somebody who takes it for nothing. The colleague is asked."""
    back = (duty_button(DutyDo.SHOW, "К графику"),)
    lines = [f"<b>Смена {_when(shift, tz, now)}</b>"]
    if not people:
        return Message(html=f"{lines[0]}\nМеняться не с кем: с такой ролью вы одни. Позвоните координатору", rows=button.rows(back))
    lines += ["Поменять на:"] if others else []
    lines += [f"{n}. {_who(officials[each.official_id])}: {_when(each, tz, now)}" for n, each in enumerate(others[:MOST], start=1)]
    numbers = tuple(_ask(str(n), shift, each.official_id, each.id) for n, each in enumerate(others[:MOST], start=1))
    lines.append("Или просто отдать, без смены взамен. Коллегу спросим, без его «беру» график прежний")
    gifts = button.pairs([_ask(f"Отдать: {_plain(each)}", shift, each.id, 0) for each in people[:MOST]])
    return Message(html="\n".join(lines), rows=button.rows(numbers[:3], numbers[3:], *gifts, back))


def asked(*, swap: Swap, by: Official, shift: Shift, instead: Shift | None, tz: tzinfo, now: datetime) -> Message:
    """To the colleague."""
    lines = [f"<b>Просят взять дежурство:</b> {_when(shift, tz, now)}", f"Просит: {escape(who(by))}"]
    lines.append(f"Взамен заберут вашу смену {_when(instead, tz, now)}" if instead else "Взамен ничего не предлагают")
    buttons = (
        Button(label="Беру", data=SwapAnswer(do=SwapDo.TAKE, swap=swap.id).pack(), primary=True),
        Button(label="Не могу", data=SwapAnswer(do=SwapDo.REFUSE, swap=swap.id).pack()),
    )
    return Message(html="\n".join(lines), rows=button.rows(buttons))


def settled(*, swap: Swap, shift: Shift | None, to: Official, tz: tzinfo, now: datetime) -> Message:
    """To whoever asked."""
    what = f" {_when(shift, tz, now)}" if shift else ""
    if swap.state is SwapState.TAKEN:
        more = "Взамен у вас другая смена. " if swap.instead_id else ""
        return Message(html=f"<b>Смену взяли:</b>{what}, {escape(who(to))}\n{more}График: /duty")
    html = f"<b>Взять смену не могут:</b>{what}, {escape(who(to))}\nСмена остаётся у вас. Спросите другого или позвоните координатору"
    return Message(html=html, rows=button.rows((duty_button(DutyDo.SWAP, "Спросить другого", swap.shift_id),)))


def told(*, swap: Swap, shift: Shift | None, by: Official, to: Official, tz: tzinfo, now: datetime) -> Message:
    """To the coordinators, without a sound."""
    what = f" {_when(shift, tz, now)}" if shift else ""
    how = "поменялись" if swap.instead_id else "отдана"
    return Message(html=f"<b>Дежурство{what}:</b> {how}\nБыло: {escape(who(by))}\nТеперь: {escape(who(to))}. График: /duty")


def _when(shift: Shift, tz: tzinfo, now: datetime) -> str:
    return f"{weekday_moment(shift.starts_at, tz, now)} – {weekday_moment(shift.ends_at, tz, now)}"


def _who(official: Official) -> str:
    return escape(_plain(official))


def _plain(official: Official) -> str:
    return name(official.name, _NAME) or name(official.title, _NAME)


def _ask(label: str, shift: Shift, to: int, instead: int) -> Button:
    return Button(label=label, data=SwapAsk(shift=shift.id, official=to, instead=instead).pack())
