"""Errors that speak to the person: `user_text` is shown as is."""

from typing import ClassVar


class ExplainedError(Exception):
    """What went wrong, for whoever keeps the bot: `user_text` is one Russian line."""

    def __init__(self, user_text: str) -> None:
        super().__init__(user_text)
        self.user_text = user_text


class DomainError(Exception):
    """A refusal that the official should read. `user_text` fits a toast: ≤ 200 characters."""

    default: ClassVar[str] = "Так сделать не получится"

    def __init__(self, user_text: str | None = None) -> None:
        self.user_text = user_text or self.default
        super().__init__(self.user_text)


class NotFound(DomainError):
    """The incident, the answer or the post is not in the database."""

    default = "Такого сообщения у нас нет: его могли удалить"


class Forbidden(DomainError):
    """The official has no right to this act here."""

    default = "Это карточка другого отдела. Думаете, что она ваша? Напишите координатору"


class Stranger(DomainError):
    """The person is not enrolled."""

    default = "Этот бот работает только с сотрудниками администрации"


class TakenByAnother(DomainError):
    """Somebody else accepted first."""


class WrongStep(DomainError):
    """The lifecycle has no such step from here."""

    default = "Сейчас это сделать нельзя: карточка уже изменилась"


class Unchanged(DomainError):
    """Everything stands so already."""

    default = "Так уже и есть"


class StaleVersion(Exception):
    """Two transactions changed one incident; the later is run again from the start."""


def fit(text: str | None, limit: int) -> str:
    """The words without edges. Raises DomainError where there are none or too many (`limit` code points)."""
    words = (text or "").strip()
    if not words:
        raise DomainError("Пусто. Напишите хотя бы пару слов")
    if len(words) > limit:
        raise DomainError(f"Длинно: поместится {limit} знаков, лишних {len(words) - limit}. Сократите и пришлите ещё раз")
    return words
