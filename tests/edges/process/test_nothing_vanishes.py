"""Short plain complaints that left no trace once: each has a card, is asked about, or stands among the doubtful."""

import io
import json

import pytest

from bot.cli.replay import replay_stream
from bot.config.district import find_taxonomy
from tests.kit.desk_town import konakovo

LOST = (
    "нет холодной воды Редкино, ул. Парковая 3",
    "Люди у кого вода есть? Мы на Диева без воды сидим",
    "на ул Энергетков 14 яма такая что колесо потерял",
    "Горим!!! Гаражи на Промышленном",
    "у нас крыша течёт на пятом этаже прям на проводку",
    "меня сейчас чуть не разорвали три собаки у Пятёрочки",
    "собаки на Учебной",
)


@pytest.fixture(scope="module")
def seen() -> dict[str, bool]:
    out, folder = io.StringIO(), konakovo().folder
    lines = [json.dumps({"id": n, "text": text}, ensure_ascii=False) for n, text in enumerate(LOST)]
    assert replay_stream(lines, out, district=folder, taxonomy=find_taxonomy(folder), progress=False) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    return {text: bool(answer["incident"] or answer["doubtful"]) for text, answer in zip(LOST, answers, strict=True)}


@pytest.mark.parametrize("text", LOST)
def test_it_is_before_somebodys_eyes(seen: dict[str, bool], text: str) -> None:
    assert seen[text]
