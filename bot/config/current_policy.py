"""The policy now: the profile with the chat's changes over it.

Nothing is restarted for a change.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.storage.engine.transaction import Tx
from incidents.advice.advice_overrides import advice_said
from incidents.deadlines.norm_overrides import NormWord, with_norm_words
from incidents.policy import Policy


class Policies:
    """Reads the words in the transaction that needs the policy, so that every process sees them from the next one on."""

    def __init__(self, base: Policy) -> None:
        self._base = base
        self._words: Sequence[NormWord] = ()
        self._policy = base

    async def read(self, tx: Tx) -> Policy:
        """What holds in this transaction; computed anew only when a word changed."""
        words = await tx.norm_words.all()
        if words != self._words:
            group_of = {slug: topic.group for slug, topic in self._base.topics.items()}
            norms, calendar = with_norm_words(self._base.norms, self._base.calendar, words, group_of=group_of)
            held = replace(self._base, norms=norms, calendar=calendar, words=advice_said(self._base.words, words))
            self._words, self._policy = words, held
        return self._policy
