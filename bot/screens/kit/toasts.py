"""Answers to a press: one plain line, ≤ 200 characters, no sound (VOICE.md 10)."""

from datetime import datetime, tzinfo

from bot.screens.kit.text import clean, clock, cut, name, on_day, stamp, weekday_moment

LIMIT = 200


def _toast(text: str) -> str:
    return cut(clean(text), LIMIT)


def accepted(*, answer_by: datetime | None, tz: tzinfo, now: datetime) -> str:
    """The incident is theirs now."""
    return _toast(f"Принято. Ответить до {weekday_moment(answer_by, tz, now)}" if answer_by else "Принято")


def taken(*, by: str, at: datetime, tz: tzinfo, now: datetime) -> str:
    """Somebody else accepted first; `by` is a title."""
    return _toast(f"Уже взяли: {name(by, 80)}, {stamp(at, tz, now)}. Можно помочь или ничего не делать")


def foreign() -> str:
    """Not theirs to press."""
    return "Это карточка другого отдела. Думаете, что она ваша? Напишите координатору"


def old_button() -> str:
    """A button that nobody recognised, or of a card that was sent anew."""
    return "Кнопка устарела. Вот свежая карточка"


def dead_button() -> str:
    """An old button where no fresh card can be shown: what it pointed at is gone."""
    return "Кнопка устарела. Что ждёт вас сейчас, покажет команда /my"


def unchanged() -> str:
    """Nothing to change."""
    return "Так уже и есть"


def closed_meanwhile(*, at: datetime, tz: tzinfo, now: datetime) -> str:
    """Closed while they were thinking."""
    return _toast(f"Закрыто {on_day(at, tz, now)}, отвечать больше не нужно")


def closed() -> str:
    """Closed by this press. The way back is on the card."""
    return "Закрыто. Передумали? На карточке есть «Вернуть в работу»"


def closed_undo() -> str:
    """Closed by this press, where «Вернуть» of ten minutes is offered."""
    return "Закрыто. Передумали? «Вернуть» работает 10 минут"


def returned(*, to_coordinator: bool = True) -> str:
    """«Не наше» was pressed."""
    return "Вернули координатору, дальше решит он" if to_coordinator else "Передали в другой отдел"


def assigned(*, department: str) -> str:
    """Handed to a department; `department` is a title."""
    return _toast(f"Передали: {name(department, 100)}")


def rejected() -> str:
    """«Не обращение» was pressed."""
    return "Убрали из работы. Ошиблись? На карточке есть «Всё-таки наше»"


def reopened() -> str:
    """Back to work."""
    return "Вернули в работу"


def slow() -> str:
    """The commit takes longer than a press may wait."""
    return "Записали, обновим карточку через минуту. Второй раз нажимать не нужно"


def stranger() -> str:
    """Not enrolled."""
    return "Этот бот работает только с сотрудниками администрации"


def in_private() -> str:
    """The dialogue goes on in the private chat."""
    return "Продолжим в личном чате с ботом"


def open_private() -> str:
    """The bot may not write to them first."""
    return "Сначала откройте личный чат с ботом и нажмите «Начать», потом вернитесь к карточке"


def answer_pending(*, publish_at: datetime | None, tz: tzinfo) -> str:
    """A second answer while one is on its way."""
    return f"Ответ уже выходит, в {clock(publish_at, tz)}" if publish_at else "Ответ уже выходит"


def too_late_to_recall() -> str:
    """«Отменить отправку» after the hold."""
    return "Ответ уже ушёл в сеть, отменить не получится. Ошибка в тексте? Напишите поправку: «Дополнить»"


def by_hand() -> str:
    """«Опубликовано» was pressed."""
    return "Отметили: ответ опубликован. Время засчитано"


def why(*, route: str, deadline: str | None = None, matched: str | None = None, danger: str | None = None) -> str:
    """«Почему мне?» as a toast: the route first, then as much as fits."""
    parts = [f"Почему вам: {clean(route) or 'по решению координатора'}"]
    parts += [f"Опасно: «{clean(danger)}»"] if danger else []
    parts += [f"Срок: {clean(deadline)}"] if deadline else []
    parts += [f"Объединили: {clean(matched)}"] if matched else []
    text = cut(parts[0], LIMIT)
    for part in parts[1:]:
        if len(text) + len(part) + 2 <= LIMIT:
            text += f". {part}"
    return text
