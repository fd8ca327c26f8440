"""Words that an official typed: held to a size, with a sentence that says what to do instead."""

from incidents.errors import DomainError


def fit(text: str | None, limit: int) -> str:
    """The words without edges. Raises DomainError where there are none or too many (`limit` code points)."""
    words = (text or "").strip()
    if not words:
        raise DomainError("Пусто. Напишите хотя бы пару слов")
    if len(words) > limit:
        raise DomainError(f"Длинно: поместится {limit} знаков, лишних {len(words) - limit}. Сократите и пришлите ещё раз")
    return words
