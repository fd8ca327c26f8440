"""What the question whether «Решено?» may be asked is read from."""

from handlers.approval import done_check_words
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.approval.messages import ApproveDoneCheck
from incidents.deadlines.norm_overrides import CHECK_SINCE, CHECK_WORDS
from incidents.messenger import Message


@renders(ApproveDoneCheck)
async def _approve(call: Call, _said: ApproveDoneCheck) -> Message:
    kept, after = {each.key: each for each in await call.tx.norm_words.all()}, call.policy.norms.ask_author
    if after is None or CHECK_SINCE not in kept:
        raise Unneeded
    words, approved = kept[CHECK_SINCE].value, kept.get(CHECK_WORDS)
    approver = approved.by if approved is not None and approved.value == words else None
    by = None if approver is None else (await call.tx.officials.get(approver)).title
    return done_check_words.approve(words=words, after=after, by=by)
