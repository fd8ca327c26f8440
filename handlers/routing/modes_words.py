"""/modes, the line of a trial week, and card lines of modes."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.kit import button
from handlers.kit.text import capital, escape, name, ours
from handlers.routing.buttons import ModeButton, ModeDo
from incidents.dates.russian import date_words
from incidents.messenger import Button, Message
from incidents.official import Department, Mode

BACK = "Назад"
_TITLE = 60
_REASON = 120
LABELS = {Mode.OWN: "Сам", Mode.COORDINATOR: "Через координатора", Mode.TRIAL: "Учебная неделя"}
WORDS = {Mode.OWN: "сам", Mode.COORDINATOR: "через координатора", Mode.TRIAL: "учебная неделя"}
_MEANS = {
    Mode.OWN: "карточки сразу идут в отдел",
    Mode.COORDINATOR: "карточку сначала видит координатор и передаёт одним касанием; опасное сейчас уходит сразу",
    Mode.TRIAL: "карточки видит только координатор, опасные ещё и дежурный, в отдел не уходит ничего, жителям не отвечаем",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """A department in its trial week: routed by hand as the bot would have, of all routed by hand."""

    department: Department
    same: int
    sorted_out: int


def modes(departments: Sequence[Department]) -> Message:
    """How each department works; a button opens it."""
    lines = ["<b>Как работают отделы</b>"]
    lines += [f"{n}. {_name(each)}: {WORDS[each.mode]}{_until(each)}" for n, each in enumerate(departments, start=1)]
    lines.append("Новый отдел лучше начать с учебной недели: бот ничего не рассылает, а вы видите, прав ли он")
    buttons = [_button(ModeDo.SHOW, f"{n}", each.id) for n, each in enumerate(departments, start=1)]
    rows = [tuple(buttons[i : i + 5]) for i in range(0, len(buttons), 5)]
    return Message(html="\n".join(lines), rows=tuple(rows))


def mode_of(department: Department) -> Message:
    """One department and what it may be changed to."""
    html = "\n".join(
        [
            f"<b>{_name(department)}: {WORDS[department.mode]}{_until(department)}</b>",
            *(f"{LABELS[mode]}: {means}" for mode, means in _MEANS.items()),
        ]
    )
    others = [(_button(ModeDo.SET, LABELS[mode], department.id, mode),) for mode in LABELS if mode is not department.mode]
    more = [(_button(ModeDo.UNTIL, "До другого дня…", department.id),)] if department.mode is Mode.TRIAL else []
    return Message(html=html, rows=button.rows(*others, *more, (_button(ModeDo.LIST, BACK, department.id),)))


def ask_trial_until(department: Department) -> Message:
    """Until which day the trial lasts."""
    return Message(
        html=f"<b>До какого дня учится {_name(department)}?</b>\nНапишите день: «1 декабря», «через неделю». Передумали? «отмена»"
    )


def mode_changed(department: Department, *, by: str) -> Message:
    """To the other coordinators."""
    return Message(html=f"<b>{_name(department)}: {WORDS[department.mode]}{_until(department)}</b>\nИзменили: {escape(name(by, _TITLE))}")


def mode_over(department: Department, *, former: Mode) -> Message:
    """The last day of a mode is over."""
    if former is Mode.TRIAL:
        html = (
            f"<b>Учебная неделя закончилась:</b> {_name(department)}\n"
            "Теперь карточки идут через вас: «В отдел» на карточке. Разложенные руками закрыты, остальные ждут в /queue. Поменять: /modes"
        )
        return Message(html=html)
    return Message(html=f"<b>{_name(department)} теперь работает сам:</b> карточки идут сразу в отдел. Поменять: /modes")


def trial_line(views: Sequence[TrialView]) -> Message:
    """Every morning of a trial week: how routing by hand compares."""
    tail = "Карточки видит только координатор, опасные ещё и дежурный. В отделы не уходит ничего, жителям не отвечаем."
    if len(views) == 1:
        (one,) = views
        head = f"<b>Учебная неделя{_until(one.department, ':')}</b>"
        return Message(html=f"{head}\n{tail} {_compared(one)}")
    lines = [f"{_name(each.department)}{_until(each.department)}. {_compared(each)}" for each in views]
    return Message(html="\n".join(["<b>Учебная неделя</b>", tail, *lines]))


def _compared(view: TrialView) -> str:
    if not view.sorted_out:
        return "Сверять пока нечего: разложите карточки кнопкой «В отдел»"
    return f"Сверяем с тем, как раскладываем руками: совпало {view.same} из {view.sorted_out}"


def confirm(*, proposed: str | None, because: str) -> str:
    """On a card that waits for the coordinator's hand."""
    where = f"Похоже, это {_plain(proposed)}: " if proposed else ""
    return f"{where}{ours(because, _REASON)}. Передайте одним касанием"


def trial(*, proposed: str | None, sorted_to: str | None) -> str:
    """On a card of a trial week."""
    if sorted_to is None:
        bot = f" Бот отправил бы: {_plain(proposed)}." if proposed else ""
        return f"Учебная неделя: отделу не ушло, жителю не ответим.{bot} Разложите, как сделали бы сами"
    said = "бот отправил бы туда же" if sorted_to == proposed else f"бот отправил бы: {_plain(proposed)}" if proposed else "бот не знал"
    return f"Учебная неделя: вы выбрали {_plain(sorted_to)}, {said}"


def _plain(title: str | None) -> str:
    return escape(name(title or "", _TITLE))


def _name(department: Department) -> str:
    return escape(capital(name(department.title, _TITLE)))


def _until(department: Department, colon: str = ",") -> str:
    until = department.mode_until
    return f"{colon} до {date_words(until)}" if until else ""


def _button(do: ModeDo, label: str, department: str, mode: Mode | None = None) -> Button:
    return Button(label=label, data=ModeButton(do=do, department=department, mode=mode or "").pack())
