"""What an official brought by hand: read, shown, corrected, opened."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.common import Outcome, Policy
from incidents.desk.region import number_of_theirs
from incidents.desk.take_in import take_in
from incidents.drafts import Draft, DraftState
from incidents.ports import Transaction
from incidents.posts import StoredPost
from incidents.reading import Reading


async def read_draft(tx: Transaction, policy: Policy, draft: Draft, post: StoredPost, reading: Reading, *, now: datetime) -> None:
    """The reader has seen it: one that is to be opened is opened, whatever the filter thinks of it."""
    if draft.state is DraftState.OPENED:
        await open_by_hand(tx, policy, post, reading, now=now)
    else:
        await tx.save_reading(post, reading, at=now)


async def open_by_hand(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome:
    """An official says that it is an appeal."""
    outcome = await take_in(tx, policy, post, replace(reading, is_appeal=True), now=now)
    await number_of_theirs(tx, post.id, now=now)
    return outcome
