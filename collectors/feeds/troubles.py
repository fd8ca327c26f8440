"""Why a feed cannot be read, in one Russian line."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from collectors.fetch import INSIDE, NOT_WEB, PACKED, TIMED_OUT, TOO_BIG, TOO_MANY_HOPS
from incidents.posts import SourceBroken

PAGE = "Вместо ленты пришла обычная страница: лента переехала или сайт просит войти"
NO_FEED = "По этому адресу не лента: нужен RSS или Atom"
NO_ITEM = "В ленте не разобрать ни одной записи: она составлена не так, как принято в RSS и Atom"
NO_SUCH = "Такого адреса быть не может: проверьте имя сайта и число после двоеточия"
EMPTY = "Вместо ленты пришёл пустой ответ"
DOCTYPE = "В ленте есть DOCTYPE, такую не читаем: через него перегружают программы. Попросите редакцию убрать эту строку"
CROWDED = "В ленте слишком много записей, такую не читаем: попросите у редакции ленту свежих новостей"
SLOW_TO_PARSE = "Лента разбирается слишком долго, такую не читаем: попросите у редакции ленту свежих новостей"
SILENT = "Сайт ленты не открывается"
_FETCHED = {
    TIMED_OUT: ("Сайт ленты не ответил вовремя", False),
    INSIDE: ("Адрес ленты ведёт внутрь нашей сети, туда не ходим", True),
    TOO_MANY_HOPS: ("Лента отправляет по кругу с адреса на адрес", True),
    NOT_WEB: ("Такого адреса у ленты быть не может: он начинается с http:// или https://", True),
    PACKED: ("Сайт сжимает ленту способом, которого мы не просили", False),
}
_REFUSED, _ABSENT, _OFTEN, _BROKEN = {401, 403, 407, 451}, {404, 410}, 429, 500
_LONGEST_WAIT = 86_400.0


def not_fetched(why: str, limit: int) -> SourceBroken:
    """By the word of `collectors.fetch`."""
    if why == TOO_BIG:
        most = f"{limit // 1_000_000} МБ" if limit >= 1_000_000 else f"{limit // 1_000} КБ"  # noqa: PLR2004 - a megabyte
        return SourceBroken(f"Лента больше {most}, такую не читаем: попросите у редакции ленту свежих новостей", fatal=True)
    text, fatal = _FETCHED.get(why, (SILENT, False))
    return SourceBroken(text, fatal=fatal)


def not_given(status: int, headers: Mapping[str, str]) -> SourceBroken:
    """By the status of HTTP."""
    if status in _REFUSED:
        return SourceBroken(f"Сайт не пускает к ленте ({status})")
    if status in _ABSENT:
        return SourceBroken(f"По этому адресу ленты нет ({status})", fatal=True)
    if status == _OFTEN:
        return SourceBroken(f"Сайт просит спрашивать реже ({status})", retry_after=_seconds(headers))
    if status >= _BROKEN:
        return SourceBroken(f"Сайт ленты сломан ({status})", retry_after=_seconds(headers))
    return SourceBroken(f"Сайт ответил на вопрос о ленте не так, как принято ({status})")


def _seconds(headers: Mapping[str, str]) -> float | None:
    """Until the site wants to be asked again: it says how long, or until when by its own clock. None: it does not say."""
    words = headers.get("Retry-After", "").strip()
    if words.isascii() and words.isdigit():
        return min(float(words), _LONGEST_WAIT)
    try:
        wait = (parsedate_to_datetime(words) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return max(0.0, min(wait, _LONGEST_WAIT))
