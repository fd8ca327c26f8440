"""Terms of `[keep]`: a shorter one waits for «Да»."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from incidents.desk.sources.announcements import offer_anew
from incidents.errors import Unchanged
from incidents.official import Official
from incidents.privacy.messages import TermShorter
from incidents.privacy.values import Keep, Term
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

FOR_EVER, MINUTE = timedelta(days=36_500), timedelta(minutes=1)

ONCE = date(2026, 12, 1)
"""The day of a slot that is taken once for all."""

BETWEEN_NIGHTS = timedelta(days=2)
"""By so much messages outlive the term that holds already: each night takes what has grown old since the last one."""

MOST = 10_000
"""So many messages are counted for the question."""


async def terms_in_force(tx: Transaction, wanted: Keep) -> Keep:
    """The file's terms; by one that nobody agreed to nothing goes."""
    agreed = await tx.slots.taken([(_job(key, wanted), ONCE) for key in Term])
    return replace(wanted, **{key: FOR_EVER for key in Term if (_job(key, wanted), ONCE) not in agreed})


async def settle_terms(tx: Transaction, wanted: Keep, *, now: datetime) -> None:
    """Take terms that erase nothing for agreed, ask about the rest weekly.

    When all are agreed to and new, the coordinators may let the chats know.
    """
    in_force = await terms_in_force(tx, wanted)
    for key in (each for each in Term if getattr(in_force, each) == FOR_EVER):
        posts = await _going(tx, key, wanted, now)
        if not posts:
            await tx.slots.take(_job(key, wanted), ONCE, at=now)
        elif await tx.slots.take(f"ask_{_job(key, wanted)}", now.date() - timedelta(days=now.weekday()), at=now):
            for official in coordinators(await tx.officials.all()):
                what = TermShorter(key=key, minutes=getattr(wanted, key) // MINUTE, posts=posts)
                await tx.outbox.say(official.user_id, what, sound=False)
    announced = "_".join(str(term // MINUTE) for term in (wanted.words, wanted.idle, wanted.talk, wanted.backups))
    if await terms_in_force(tx, wanted) == wanted and await tx.slots.take(f"announced_{announced}", ONCE, at=now):
        await offer_anew(tx)


async def agree_to_term(tx: Transaction, wanted: Keep, key: Term, minutes: int, *, by: Official, now: datetime) -> None:
    """Let a term hold from the next night on.

    Raises Unchanged where it does, or the file says another by now.
    """
    check_right(by, Right.ERASE)
    if getattr(wanted, key) // MINUTE != minutes or not await tx.slots.take(_job(key, wanted), ONCE, at=now):
        raise Unchanged
    await tx.audit.add("keep_agreed", user_id=by.user_id, at=now, data={"key": key, "minutes": minutes})
    await settle_terms(tx, wanted, now=now)


async def _going(tx: Transaction, key: Term, wanted: Keep, now: datetime) -> int:
    """How many messages wait for the term."""
    before, never = now - getattr(wanted, key) - BETWEEN_NIGHTS, now - FOR_EVER
    closed, idle = (before, never) if key is Term.WORDS else (never, before)
    return len(await tx.personal_data.old_posts(closed_before=closed, idle_before=idle, limit=MOST))


def _job(key: Term, wanted: Keep) -> str:
    return f"keep_{key}_{getattr(wanted, key) // MINUTE}"
