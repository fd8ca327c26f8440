"""Read lists of many clocks: the overdue, what came silently."""

from handlers.acts.lists import incident_lists_words
from handlers.deadlines import reminders_words
from handlers.deadlines.reminders_data import reminder_view
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.deadlines.messages import AskDelayReason, BackAgain, OverdueList, QuietDigest
from incidents.deadlines.reminders import Reminder, is_to_ask
from incidents.deadlines.sound_budget import Verdict
from incidents.incident import FINAL, Status
from incidents.messenger import Message
from incidents.who_is_reminded import listed

UNTAKEN = frozenset({Status.NEW, Status.ASSIGNED, Status.REOPENED})


@renders(OverdueList)
async def _overdue(call: Call, _said: OverdueList) -> Message:
    """Everything that is hours past its deadline, the longest first; then what nobody took."""
    found = await listed(call.tx)
    late = [await reminder_view(call, each) for each in found[Reminder.OVERDUE_COORDINATOR]]
    untaken = [await reminder_view(call, each) for each in found[Reminder.NOT_ACCEPTED]]
    if not late and not untaken:
        raise Unneeded
    return reminders_words.overdue_list(late, untaken)


@renders(QuietDigest)
async def _came_silently(call: Call, said: QuietDigest) -> Message:
    """What the sound budget silenced since then and nobody has taken yet."""
    heard = await call.tx.reminders.sounds(call.chat_id, since=said.since)
    silent = dict.fromkeys(each.incident_id for each in heard if each.verdict is Verdict.OVER_BUDGET)
    waiting = [each for each in [await call.tx.incidents.get(id) for id in silent] if each.status in UNTAKEN]
    if not waiting:
        raise Unneeded
    items = [incident_lists_words.ListItem(incident=each, topic_short=call.title(each)) for each in waiting]
    return incident_lists_words.came_silently(items=items, tz=call.tz, now=call.now)


@renders(BackAgain)
async def _back_again(call: Call, said: BackAgain) -> Message:
    """What came while the chat took nothing, as far as it is still open; dangers first."""
    open_still = [each for each in [await call.tx.incidents.get(id) for id in said.incidents] if each.status not in FINAL]
    open_still.sort(key=lambda each: (each.danger_grade is None, each.due_by is None, each.due_by))
    items = [incident_lists_words.ListItem(incident=each, topic_short=call.title(each)) for each in open_still]
    total = said.total - len(said.incidents) + len(items)
    return incident_lists_words.back_again(items=items, total=total, tz=call.tz, now=call.now)


@renders(AskDelayReason)
async def _ask_reason(call: Call, said: AskDelayReason) -> Message:
    incident, _where = await call.incident(said.incident)
    if not is_to_ask(incident, call.now) or await call.tx.delays.of(incident.id) is not None:
        raise Unneeded
    return reminders_words.ask_reason(await reminder_view(call, incident))
