"""Sentences of residents that rang for nothing, or did not ring: on whose phone a card stands when one is written."""

from collections.abc import AsyncIterator

import pytest

from incidents.reading import DangerGrade
from tests.kit.phones import Phones
from tests.kit.sentences import staffed, write

PARKED = "Возле садика на Набережной Волги машины паркуются прямо на газоне, с коляской не пройти"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with staffed(sqlite_url) as town:
        yield town


@pytest.mark.parametrize(
    "text",
    [
        "батареи ледяные третий день, замерзаем",
        "вода из крана ржавая воняет тиной",
        pytest.param("лифт стоит с утра, мама с коляской на девятом", marks=pytest.mark.xfail(strict=True, reason="weights: a lift wakes")),
        pytest.param("17 градусов в квартире, ребёнку месяц", marks=pytest.mark.xfail(strict=True, reason="weights: a cold flat wakes")),
    ],
)
async def test_trouble_at_home_is_on_the_departments_phone_and_wakes_nobody(town: Phones, text: str) -> None:
    heard = await write(town, text)
    assert "housing" in heard.phones and "duty" not in heard.phones
    assert heard.reading.danger_grade is not DangerGrade.NOW


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("поставьте лежачий полицейский на Энергетиков", "roads"),
        pytest.param("ветки бросили на детской площадке", "improvement", marks=pytest.mark.xfail(strict=True, reason="weights: a risk")),
        pytest.param("подростки бьют бутылки", "safety", marks=pytest.mark.xfail(strict=True, reason="weights: a risk")),
    ],
)
async def test_a_nuisance_is_no_risk(town: Phones, text: str, department: str) -> None:
    heard = await write(town, text)
    assert department in heard.phones
    assert "Есть риск" not in await heard.on(department) and not heard.is_asked


@pytest.mark.parametrize(
    "text",
    [
        "стая собак кинулась на ребёнка на Учебной",
        "провода торчат из щитовой на детской площадке",
        "кипяток из лопнувшей трубы течёт по двору на Строителей 5",
        pytest.param("провал асфальта два метра на Баскакова", marks=pytest.mark.xfail(strict=True, reason="weights: asked only")),
    ],
)
async def test_what_may_kill_is_on_the_phone_of_whoever_is_on_duty(town: Phones, text: str) -> None:
    heard = await write(town, text)
    assert "duty" in heard.phones
    assert (await heard.on("duty")).startswith("⚠️ ОПАСНО")


@pytest.mark.parametrize(
    "text",
    [
        "котельная встала, минус 20, посёлок замерзает. Озерки",
        "провал асфальта два метра на Баскакова",
        pytest.param(
            "в школе распылили баллончик, детей эвакуируют", marks=pytest.mark.xfail(strict=True, reason="weights: read as parked cars")
        ),
    ],
)
async def test_what_sounds_dangerous_is_asked_of_the_coordinator_at_least(town: Phones, text: str) -> None:
    heard = await write(town, text)
    assert "duty" in heard.phones or heard.is_asked


async def test_a_village_that_is_a_sentence_of_its_own_is_the_place(town: Phones) -> None:
    heard = await write(town, "котельная встала, минус 20, посёлок замерзает. Озерки")
    assert (await heard.on("coordinator")).splitlines()[0].endswith(" · Озерки")


async def test_a_risk_says_why_as_a_danger_does(town: Phones) -> None:
    risk, danger = await write(town, PARKED), await write(town, "стая собак кинулась на ребёнка на Учебной")
    assert ("Есть риск" in await risk.on("roads")) == ("Почему риск: «" in await risk.on("roads"))
    assert "Почему опасно: «" in await danger.on("duty")
