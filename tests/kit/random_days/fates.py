"""Which fates the day of a seed holds."""

from random import Random

from tests.kit.random_days import ends, messages
from tests.kit.random_days.life import COMMON, Fate

RARE: tuple[Fate, ...] = (
    *(ends.planned, ends.passed, ends.refused, ends.closed_unanswered, ends.postponed, ends.passed_outside),
    *(ends.not_ours_twice, ends.outside, ends.settled_dispute, ends.dispute_brought_back, ends.denied_before_closing),
    *(ends.kept, ends.moved, ends.broken_and_rejected, ends.reopened_and_rejected, ends.came_again, ends.three_times),
    *(ends.many_voices, ends.marked, ends.ordered, ends.late, ends.asked_whether_done),
    *(messages.confirmed, messages.danger_closed, messages.danger_since_yesterday, messages.danger_at_night),
    *(messages.danger_merged, messages.danger_asked, messages.wish_with_a_danger, messages.parted, messages.two_questions),
    *(messages.merged_back, messages.deleted, messages.mass_event, messages.by_hand, messages.thanked, messages.angered),
    messages.usual_days,
)
LAST = (ends.asked_whether_done,)
OF_A_DAY = 14


def fates_of(seed: int) -> list[Fate]:
    """What a random day holds: some of every kind, each once or twice."""
    dice = Random(f"fates {seed}")
    some = [*dice.sample(COMMON, OF_A_DAY // 3), *dice.sample(RARE, OF_A_DAY - OF_A_DAY // 3), dice.choice(COMMON)]
    dice.shuffle(some)
    return sorted(some, key=LAST.__contains__)
