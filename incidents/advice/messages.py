"""What is said of the advice before sending."""

from incidents.advice.advice_overrides import Limit
from incidents.outbox_message import OutboxMessage


class AdviceMenu(OutboxMessage, code="advice", is_screen=True):
    """/advice: what holds now."""


class AdviceRules(OutboxMessage, code="advice_rules", is_screen=True):
    """All rules, with numbers that switch them."""


class AdvicePairs(OutboxMessage, code="advice_pairs", is_screen=True):
    """A page of the pairs of words."""

    page: int = 0


class AdvicePairsFound(OutboxMessage, code="advice_found", is_screen=True):
    """Pairs with the words that were looked for: the first of them, and how many there are."""

    pairs: tuple[str, ...]
    count: int


class AdvicePair(OutboxMessage, code="advice_pair", is_screen=True):
    """One pair of words."""

    pair: str


class AdviceReset(OutboxMessage, code="advice_reset"):
    """Whether everything goes back to the file."""


class AskAdviceLimit(OutboxMessage, code="ask_advice_limit"):
    """A number of the advice."""

    key: Limit


class AskAdvicePair(OutboxMessage, code="ask_advice_pair"):
    """A new pair of words."""


class AskAdvicePlain(OutboxMessage, code="ask_advice_plain"):
    """The plain side of a pair."""

    key: str


class AskAdviceFind(OutboxMessage, code="ask_advice_find"):
    """What to look for among the pairs."""
