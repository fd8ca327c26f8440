"""Where an incident lay, in words."""

from datetime import timedelta

from handlers.kit.text import duration


def where_it_lay(
    route: timedelta | None, department: timedelta | None, approval: timedelta | None, who: str | None = None, had: timedelta | None = None
) -> str:
    """«маршрут 2 мин, отдел 9 ч 58 мин, согласование 0»; what nobody knows is left out. `who`, `had`: somebody of no department."""
    known = {"маршрут": route, "отдел": department, "согласование": approval, **({who: had} if who else {})}
    return ", ".join(f"{who} {duration(span) if span else 0}" for who, span in known.items() if span is not None)
