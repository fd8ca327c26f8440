"""The day's quota of wall.get: spread by priority and liveliness, never exceeded, kept over a restart."""

import random

import pytest

from collectors.vk.budget import A_DAY, DAY, HOUR, Budget, Spent, Wall, plan


def test_few_walls_are_read_as_often_as_the_settings_ask() -> None:
    made = plan({-n: Wall() for n in range(1, 11)}, tokens=1, least=180.0)
    assert list(made.waits.values()) == [pytest.approx(180.0)] * 10


def test_forty_walls_fit_into_the_day_and_livelier_ones_are_read_more_often() -> None:
    walls = {-n: Wall(lively=float(n)) for n in range(1, 41)}
    made = plan(walls, tokens=1, least=180.0)
    assert made.calls <= A_DAY * 0.96
    assert made.calls > A_DAY * 0.94
    waits = [made.waits[-n] for n in range(1, 41)]
    assert waits == sorted(waits, reverse=True)
    assert min(waits) >= 180.0


def test_the_coordinators_word_counts() -> None:
    walls = {-n: Wall(lively=5.0) for n in range(1, 41)} | {-50: Wall(lively=5.0, priority=3.0), -51: Wall(lively=5.0, priority=0.3)}
    waits = plan(walls, tokens=1, least=60.0).waits
    assert waits[-50] < waits[-1] < waits[-51]


def test_a_second_key_buys_twice_as_much() -> None:
    walls = {-n: Wall() for n in range(1, 61)}
    one, two = (plan(walls, tokens=tokens, least=60.0) for tokens in (1, 2))
    assert two.waits[-1] == pytest.approx(one.waits[-1] / 2, rel=0.01)


def test_whatever_the_walls_are_the_day_holds() -> None:
    chance = random.Random(7)
    for _ in range(200):
        number = chance.randint(1, 400)
        walls = {
            -n: Wall(chance.choice([0.0, 1.0, 40.0, 900.0]), chance.choice([1.0, 3.5, 20.0]), chance.choice([0.3, 1.0, 3.0]))
            for n in range(number)
        }
        made = plan(walls, tokens=chance.randint(1, 3), least=chance.choice([5.0, 180.0, 3600.0]))
        assert made.calls <= made.most * 1.001
        assert set(made.waits) == set(walls)


def test_no_walls_are_no_trouble() -> None:
    assert plan({}, tokens=1, least=180.0).waits == {}


def test_a_simulated_day_of_forty_walls_stays_below_the_quota() -> None:
    """Also with a restart each hour: the cursors bring what was spent."""
    budget, now = Budget(tokens=1, least=60.0), 0.0
    budget.know(dict.fromkeys(range(40), 1.0))
    due = dict.fromkeys(range(40), 0.0)
    stamps: list[float] = []
    kept: dict[int, list[tuple[int, int]]] = {}
    while now < 2 * DAY:
        if int(now) % 7200 == 0 and now:
            budget = Budget(tokens=1, least=60.0)
            budget.know(dict.fromkeys(range(40), 1.0))
            for id, hours in kept.items():
                budget.remember(id, Spent.of(hours))
        for id in due:
            if due[id] > now:
                continue
            cost = 1 + (id % 3 == 0)
            wait = 0.0
            for _ in range(cost):
                if (wait := budget.spend(id, now)) > 0:
                    break
                stamps.append(now)
            budget.seen(id, lively=float(id), cost=cost)
            kept[id] = list(budget.spent(id).hours)
            due[id] = now + (wait or budget.wait(id))
        now += 60.0
    for start in range(0, int(DAY), 3600):
        assert sum(start <= stamp < start + DAY for stamp in stamps) < A_DAY


def test_calls_of_a_day_are_counted_and_forgotten_by_the_hour() -> None:
    spent = Spent()
    spent.add(10 * HOUR, 3)
    spent.add(10 * HOUR + 60)
    spent.add(12 * HOUR)
    assert spent.total(12 * HOUR) == 5
    assert spent.total(10 * HOUR + DAY) == 5
    assert spent.total(11 * HOUR + DAY) == 1
    assert Spent.of([[12, 1]]).total(12 * HOUR) == 1


def test_a_used_up_day_says_how_long_to_wait_and_the_line_says_what_is_bought() -> None:
    budget = Budget(tokens=1, least=180.0, quota=200)
    budget.know({-1: 1.0})
    while (wait := budget.spend(-1, HOUR)) == 0.0:
        pass
    assert wait == pytest.approx(DAY + HOUR)
    assert budget.spent(-1).total(HOUR) == 196
    assert budget.line(-1, HOUR) == "читаем раз в 8 мин, за сутки потратили 196 чтений стен из 200"


def test_looks_at_old_posts_are_rare_and_stay_inside_the_plan() -> None:
    budget = Budget(tokens=1, least=60.0)
    budget.know(dict.fromkeys(range(40), 1.0))
    for id in range(40):
        budget.seen_deep(id, 5)
    looks = 200 * DAY / budget.deep_wait()
    assert looks == pytest.approx(A_DAY * 0.1)
    assert budget.plan().calls + looks <= A_DAY * 0.96
    assert "старые записи раз в 10 ч" in budget.line(0, HOUR)


def test_few_walls_have_their_old_posts_looked_at_every_two_hours() -> None:
    budget = Budget(tokens=1, least=180.0)
    budget.know({-1: 1.0})
    budget.seen_deep(-1, 5)
    assert budget.deep_wait() == 2 * HOUR


def test_hours_of_a_clock_that_ran_ahead_use_no_quota_up() -> None:
    spent = Spent.of([[11, 5], [12 + 365 * 24, 4900]])
    assert spent.total(12 * HOUR) == 5
    spent.add(12 * HOUR)
    assert spent.total(12 * HOUR) == 6
