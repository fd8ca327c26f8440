"""The coordinators are asked about a post that is nearly an appeal."""

from incidents.desk.outcome import Outcome
from incidents.intake.arrived import Arrived
from incidents.intake.dropped_posts import is_unsure
from incidents.intake.messages import AppealAsked
from incidents.policy import Policy
from incidents.recipients import coordinators
from incidents.sources.own_words import is_news
from incidents.transaction import Transaction

UNSURE = "не обращение, но спросили координатора"


async def unsure(_tx: Transaction, _policy: Policy, arrived: Arrived) -> bool | None:
    """True: it may be one. None: nobody is asked, or somebody was.

    News tell in a voice of their own, and what stood for a day is looked at in «Не взяли».
    """
    post, former = arrived.post, arrived.former
    was_asked = former is not None and is_unsure(former)
    is_quiet = arrived.is_sure or was_asked or post.is_late(arrived.now) or is_news(post.post)
    return True if not is_quiet and is_unsure(arrived.reading) else None


async def ask_appeal(tx: Transaction, _policy: Policy, arrived: Arrived, _unsure: bool) -> Outcome:
    """«Обращение?», without a sound; the post stands in «Не взяли» meanwhile and afterwards."""
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, AppealAsked(post=arrived.post.id), sound=False)
    return Outcome(incident=None, because=UNSURE)
