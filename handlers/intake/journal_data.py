"""What is told of a list of receptions and calls."""

from handlers.intake import journal_words
from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from incidents.errors import NotFound
from incidents.intake.messages import AskWhichList, JournalDropped, JournalProgress, JournalReport, JournalStopped, JournalTaken
from incidents.messenger import Message


@renders(JournalReport)
async def _report(call: Call, said: JournalReport) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None or "posts" not in job.body:
        raise NotFound
    return journal_words.report(file=job.id, body=job.body, tz=call.tz, now=call.now)


@renders(JournalProgress)
async def _progress(call: Call, said: JournalProgress) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None or job.body.get("passed") != said.done:
        raise Unneeded  # more is entered by now
    return journal_words.progress(done=said.done, of=job.body["of"])


@renders(JournalStopped)
async def _stopped(_call: Call, said: JournalStopped) -> Message:
    return journal_words.stopped(done=said.done, of=said.of)


@renders(AskWhichList)
async def _which(call: Call, said: AskWhichList) -> Message:
    return journal_words.ask_which(file=said.file, name=(await call.tx.files.get(said.file)).name)


@renders(JournalTaken)
async def _taken(_call: Call, said: JournalTaken) -> Message:
    return journal_words.taken(number=said.count, erased=said.erased)


renders(JournalDropped)(fixed(journal_words.dropped))
