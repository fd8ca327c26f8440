"""«Решить вам» counted anew from rows of the base: what, in which order and why. It imports nothing of how the program decides."""

from datetime import timedelta

from tests.kit.raw_tables import Tables, day_words, kept, moment_of

SPOT = "coalesce({0}street_id'), {0}street'), {0}landmark_id'), {0}landmark'))"
SPOT = SPOT.format("json_extract(place, '$.")
ADDRESS = f"""
"group" || '/' || coalesce(json_extract(place, '$.settlement_id'), json_extract(place, '$.settlement'), '') || '/' || {SPOT} || '/'
    || coalesce(json_extract(place, '$.house'), '')
"""
"""NULL where only the settlement is known."""

MATTERS = f"""
WITH there AS (SELECT id, {ADDRESS} AS address FROM q WHERE opened_at >= :month AND opened_at < :until),
    many AS (SELECT address, count(*) AS times FROM there WHERE address IS NOT NULL GROUP BY 1)
SELECT q.id, q.number, {ADDRESS} AS address, q.returns, q.controlled_since, mark.taken, mark.at, mark.proposal IS NOT NULL,
    (SELECT max(due) FROM promise WHERE incident_id = q.id AND state = 'broken'),
    coalesce((SELECT times FROM many WHERE many.address = {ADDRESS}), 0),
    (SELECT count(*) FROM voice WHERE incident_id = q.id AND joined_at >= :month AND joined_at < :until AND place_of IS NULL)
FROM q LEFT JOIN agenda_mark AS mark ON mark.incident_id = q.id WHERE q.status <> 'closed' ORDER BY q.number
"""

TIMES = {3: "третий", 4: "четвёртый", 5: "пятый", 6: "шестой", 7: "седьмой", 8: "восьмой", 9: "девятый", 10: "десятый"}
GRAVITY = ("promised", "times", "returns", "voices", "taken")
TOLD = ("times", "promised", "returns", "voices")


def to_decide(base: Tables) -> list[tuple[int, str]]:
    """The card's id and its two first reasons, of all that may be asked, in order."""
    until = moment_of(base.span["until"])
    found = []
    for id, number, address, returns, watched, taken, marked, proposed, promised, times, voices in base.rows(
        MATTERS, month=kept(until - timedelta(days=30))
    ):
        why = {
            "promised": f"обещали до {day_words(promised)}, срок прошёл" if promised else "",
            "times": f"{TIMES.get(times, f'{times}-й')} раз за 30 дней" if times >= 3 else "",
            "returns": f"«не наше» сказали {_count(returns, 'раз', 'раза', 'раз')}" if returns >= 2 else "",
            "voices": _count(voices, "сообщение", "сообщения", "сообщений") if voices >= 10 else "",
            "taken": "ждёт вашего решения" if taken else "",
        }
        if taken:
            is_out = watched is not None and watched > marked
        else:
            is_out = until - moment_of(marked) < timedelta(days=7) if marked else watched is not None
        reasons = [name for name in GRAVITY if why[name]]
        if reasons and not is_out:
            words = ", ".join([why[name] for name in TOLD if why[name]][:2]) or why["taken"]
            grave = len([each for each in reasons if each != "taken"]) or 1
            found.append(((not taken, not proposed, GRAVITY.index(reasons[0]), -grave, number), address, id, words))
    told, seen = [], set()
    for order, address, id, words in sorted(found, key=lambda each: each[0]):
        if address is None or not order[0] or address not in seen:
            told.append((id, words))
            seen.add(address)
    return told


def _count(number: int, one: str, few: str, many: str) -> str:
    last = 0 if number % 100 in range(11, 15) else number % 10
    return f"{number} {one if last == 1 else few if last in range(2, 5) else many}"
