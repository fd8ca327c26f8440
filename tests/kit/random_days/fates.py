"""Which fates the day of a seed holds."""

from functools import partial
from random import Random

from incidents.incident import Act, ClosingOutcome
from incidents.reading import DangerGrade
from tests.kit.random_days import ends, messages
from tests.kit.random_days.life import Fate, RandomDay

BOTH = (False, True)
AFTER_A_DANGER: tuple[tuple[Act, ...], ...] = ((), (Act.ACCEPT,), (Act.DANGER_KNOWN,), (Act.DANGER_DENIED,), (Act.ACCEPT, Act.SAFE))
UNANSWERED = (ClosingOutcome.EXPLAINED, ClosingOutcome.PASSED, ClosingOutcome.REFUSED)

COMMON: tuple[Fate, ...] = (
    *(RandomDay.left, RandomDay.without_department, RandomDay.taken, RandomDay.answered, RandomDay.broken, RandomDay.suggested),
    *(RandomDay.done_and_told, RandomDay.done_untold, RandomDay.explained, RandomDay.reopened, RandomDay.disputed),
    *(RandomDay.merged, RandomDay.rejected),
    *(partial(RandomDay.promised, day=day) for day in (25, 27)),
    *(partial(RandomDay.in_region, is_answered=each) for each in BOTH),
)
DANGERS: tuple[Fate, ...] = (
    *(partial(RandomDay.dangerous, grade=grade, then=then) for grade in DangerGrade for then in AFTER_A_DANGER),
    *(partial(messages.confirmed, then=then) for then in ((), (Act.ACCEPT,), (Act.DANGER_DENIED,))),
    *(partial(messages.danger_since_yesterday, then=then) for then in ((), (Act.ACCEPT,), (Act.SAFE,), (Act.DANGER_DENIED,))),
    *(partial(messages.danger_asked, said=said) for said in ((), (DangerGrade.NOW,), (DangerGrade.RISK,), (None,))),
    *(messages.danger_closed, messages.danger_at_night, messages.danger_merged, messages.wish_with_a_danger),
)
ENDS: tuple[Fate, ...] = (
    *(ends.planned, ends.refused, ends.passed_outside, ends.not_ours_twice, ends.settled_dispute, ends.dispute_brought_back),
    *(ends.kept, ends.moved, ends.outside, ends.reopened_and_rejected, ends.three_times, ends.many_voices, ends.ordered),
    *(partial(ends.passed, is_answered=each) for each in BOTH),
    *(partial(ends.closed_unanswered, outcome=outcome) for outcome in UNANSWERED),
    *(partial(ends.postponed, is_resumed=each) for each in BOTH),
    *(partial(ends.promised_in_vain, day=day, end=end) for day in (24, 25) for end in (Act.REJECT, Act.MERGE)),
    *(partial(ends.denied_before_closing, is_closed=each) for each in BOTH),
    *(partial(ends.came_again, since=day) for day in (ends.REPEATED, 20)),
    *(partial(ends.marked, how=how) for how in ("taken", "left", "proposed", "watched")),
    *(partial(ends.late, end=end) for end in ("left", "answered", "closed")),
    ends.asked_whether_done,
)
MESSAGES: tuple[Fate, ...] = (
    *(messages.parted, messages.two_questions, messages.merged_back, messages.mass_event, messages.without_topic),
    *(messages.thanked, messages.angered, messages.usual_days, messages.usual_days, messages.usual_days),
    *(partial(messages.deleted, is_numbered=each) for each in BOTH),
    *(partial(messages.by_hand, is_done=each) for each in BOTH),
)
DECK: tuple[Fate, ...] = COMMON + DANGERS + ENDS + MESSAGES
FULL_DAY: tuple[Fate, ...] = (
    messages.usual_days,
    *COMMON,
    *(messages.danger_at_night, messages.danger_closed, ends.planned, ends.ordered, messages.parted),
    *(partial(ends.came_again, since=day) for day in (ends.REPEATED, 20)),
    *(partial(ends.passed, is_answered=True), ends.refused),
    ends.not_ours_twice,
    *(partial(messages.danger_since_yesterday, then=()), messages.thanked, messages.angered, ends.kept, ends.asked_whether_done),
    *(partial(RandomDay.dangerous, grade=grade, then=()) for grade in DangerGrade),
)
"""Of so many that no figure of its day is nothing."""

LAST = (ends.asked_whether_done,)
OF_A_DAY = 9


def fates_of(seed: int) -> list[Fate]:
    """What a random day holds: dealt from a shuffled deck, then from the next one, so that a few days together hold every fate."""
    dealt = [_card(place) for place in range(seed * OF_A_DAY, (seed + 1) * OF_A_DAY)]
    return sorted(dealt, key=LAST.__contains__)


def _card(place: int) -> Fate:
    deck, nth = divmod(place, len(DECK))
    return Random(f"deck {deck}").sample(DECK, len(DECK))[nth]
