"""How fast the town's clock runs, in words."""

from incidents.deadlines.worktime import plural


def pace_words(speed: float) -> str:
    """«Время идёт в 60 раз быстрее обычного»."""
    if speed == 1:
        return "Время идёт как обычно"
    if speed < 1:
        return "Время идёт медленнее обычного"
    times = plural(int(speed), "раз", "раза", "раз") if speed == int(speed) else "раза"
    return f"Время идёт в {speed:g} {times} быстрее обычного".replace(".", ",")
