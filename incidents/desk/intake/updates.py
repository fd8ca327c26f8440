"""Keep what a resident says of a known trouble in another group.

It is a silent line on its card. Under the trouble's own post that is a reaction (`incidents/desk/answers/reactions.py`).
"""

from incidents.answers.reactions import Tone, is_wry
from incidents.desk.answers.reactions import Heard, log_reaction, put_reaction, tells_of_own
from incidents.desk.answers.thanks_in import give_thanks, route_of_thanks
from incidents.desk.outcome import Outcome
from incidents.incident import UNFINISHED, Status
from incidents.intake.arrived import Arrived
from incidents.policy import Policy
from incidents.sameness.lookups import nearest_to
from incidents.transaction import Transaction

SURE = 0.1
"""From which p a word is the likeliest card's (docs/decisions/2026-12-02-updates.md)."""

KNOWN = UNFINISHED | {Status.CLOSED}


async def update(tx: Transaction, policy: Policy, arrived: Arrived) -> Heard | None:
    """The incident whose trouble a text elsewhere says is over.

    None: it does not, it asks for something, or it is not sure which trouble is meant.
    """
    reading = arrived.reading
    if not reading.resolved or is_wry(arrived.post.post.words) or reading.is_wanted or reading.outside:
        return None
    likeliest = await nearest_to(tx.lookalikes, policy.sameness, arrived.post, reading, now=arrived.now, statuses=KNOWN)
    if not likeliest or likeliest[0].p < SURE:
        return None
    incident = await tx.incidents.get(likeliest[0].incident_id)
    return incident, Tone.SOLVED, await tells_of_own(tx, arrived.post, incident.id)


async def keep_update(tx: Transaction, policy: Policy, arrived: Arrived, heard: Heard) -> Outcome:
    """The card has one more word of residents. Thanks are given to the crew besides."""
    incident = heard[0]
    made = await put_reaction(tx, arrived, heard)
    if made is not None:
        await log_reaction(tx, incident, made)
    way = await route_of_thanks(tx, policy, arrived)
    return Outcome(incident=incident, because="пишут, что решено") if way is None else await give_thanks(tx, policy, arrived, way)
