"""Whether the resident has been told that it is done."""

from collections.abc import Sequence

from incidents.advice.sentences import has_done, says_done, will_do
from incidents.advice.values import Words
from incidents.answers.facts import Fact, FactKind
from incidents.answers.values import OF_DEEDS, Answer, AnswerState
from incidents.errors import DomainError, WrongStep
from incidents.incident import Incident, Untold
from incidents.policy import Policy
from incidents.promises.lookups import is_copied
from incidents.promises.values import STANDING
from incidents.transaction import Transaction

_ASK = "Жителю ещё не сказали, что сделано. Нажмите «Закрыть», «Сделано» ещё раз и выберите: написать или почему не напишем"
_PUBLIC = "Сюда ответ пишет бот: нажмите «Написать жителю» или выберите, почему не напишем"


def by_fact(answer: Answer, facts: Sequence[Fact], words: Words) -> bool:
    """Whether the answer was written by the fact «Сделано» (both are of one moment) and still says more than what will be done."""
    is_said = any(each.kind is FactKind.DONE and each.at == answer.created_at for each in facts)
    return is_said and (has_done(answer.text, words) or not will_do(answer.text, words))


async def owes_word(tx: Transaction, policy: Policy, incident: Incident) -> bool:
    """Whether «сделано» is still to be told: no answer of this round tells a deed, or a promise was given after it."""
    facts = await tx.facts.of(incident.id)
    told = [
        each.published_at
        for each in await tx.answers.of(incident.id)
        if each.state is AnswerState.PUBLISHED and each.kind in OF_DEEDS and each.published_at and each.published_at >= incident.clock_from
        if by_fact(each, facts, policy.words) or says_done(each.text, policy.words)
    ]
    standing = [each.made_at for each in await tx.promises.of(incident.id) if each.state in STANDING]
    return not told or any(made_at >= max(told) for made_at in standing)


async def check_told(tx: Transaction, policy: Policy, incident: Incident, *, untold: Untold | None, by_hand: bool) -> bool:
    """Whether the resident knows it, or will not (`untold`). `by_hand`: an official told them. Raises DomainError where neither is said."""
    if not await owes_word(tx, policy, incident):
        return True
    if by_hand:
        if not await is_copied(tx.voices, tx.posts, incident):
            raise DomainError(_PUBLIC)
        return True
    if untold is None:
        raise WrongStep(_ASK)
    return False
