"""Crash points: each is a function of the product, and fires once where it was armed."""

import inspect
from pathlib import Path

import pytest

from tests.chaos import points
from tests.chaos.points import ARMED, HIT, POINTS, RARE, owner_of, wrapped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (ARMED, HIT):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the process would have ended."""
    sent: list[int] = []
    monkeypatch.setattr(points, "end_here", lambda: sent.append(1))
    return sent


def test_there_are_at_least_twelve_points() -> None:
    assert len(POINTS) >= 12
    assert POINTS.keys() >= RARE


@pytest.mark.parametrize("name", POINTS)
def test_a_point_is_a_function_of_the_product(name: str) -> None:
    owner, attribute = owner_of(POINTS[name])
    assert inspect.isfunction(getattr(owner, attribute))


async def test_a_point_that_is_not_armed_changes_nothing(folder: Path, deaths: list[int]) -> None:
    async def step(value: int) -> int:
        return value + 1

    assert await wrapped(step, folder, "here", after=True)(1) == 2
    assert deaths == []


async def test_an_armed_point_ends_the_process_before_the_call_and_once(folder: Path, deaths: list[int]) -> None:
    seen: list[list[int]] = []

    async def step() -> None:
        seen.append(list(deaths))

    (folder / ARMED / "here").touch()
    once = wrapped(step, folder, "here", after=False)
    await once()
    await once()
    assert seen == [[1], [1]]
    assert [file.name.split("@")[0] for file in (folder / HIT).iterdir()] == ["here"]


async def test_a_point_after_a_call_waits_for_what_it_did(folder: Path, deaths: list[int]) -> None:
    came = iter((False, True))

    async def step() -> bool:
        assert deaths == []
        return next(came)

    (folder / ARMED / "here").touch()
    after = wrapped(step, folder, "here", after=True)
    await after()
    assert deaths == []
    await after()
    assert deaths == [1]


def test_a_plain_function_is_a_point_too(folder: Path, deaths: list[int]) -> None:
    (folder / ARMED / "here").touch()
    assert wrapped(lambda: 5, folder, "here", after=False)() == 5
    assert deaths == [1]
