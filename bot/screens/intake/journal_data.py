"""What is told of a list of receptions and calls."""

from bot.screens.intake import journal
from bot.screens.kit.context import Call, fixed
from bot.screens.kit.renders import renders
from incidents.errors import NotFound
from incidents.intake.messages import JournalDropped, JournalReport, JournalTaken
from incidents.messenger import Message


@renders(JournalReport)
async def _report(call: Call, said: JournalReport) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None or "posts" not in job.body:
        raise NotFound
    return journal.report(file=job.id, body=job.body, tz=call.tz, now=call.now)


@renders(JournalTaken)
async def _taken(_call: Call, said: JournalTaken) -> Message:
    return journal.taken(number=said.count)


renders(JournalDropped)(fixed(journal.dropped))
