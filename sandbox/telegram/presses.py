"""answerCallbackQuery."""

from sandbox.errors import bad_request
from sandbox.telegram.call import Call
from sandbox.town import compact

ANSWER_LIMIT = 200
# Scenario seconds at speed 1. A faster clock makes no network faster, so the window grows with
# the speed: at speed 600 it is still one real minute.
ANSWER_WINDOW = 60.0
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(call: Call) -> bool:
    """Answer a press; the first answer is the one that the person sees."""
    press = call.town.telegram.presses.get(str(call.get("callback_query_id")))
    if press is None or press.bot is not call.bot:
        bad_request(TOO_OLD)
    window = ANSWER_WINDOW * max(1.0, call.town.clock.speed)
    if not press.answered and call.town.now() - press.at > window:
        bad_request(TOO_OLD)
    text = call.get("text")
    if text is not None and len(text) > ANSWER_LIMIT:
        bad_request("MESSAGE_TOO_LONG")
    if not press.answered:
        press.answered = True
        press.answer = compact({"text": text or "", "url": call.get("url")}) | {"show_alert": bool(call.get("show_alert"))}
        press.done.set()
        call.town.journal.count("telegram", "answered_callbacks")
    return True
