"""Announcements of utilities and institutions: told from appeals, read into works or into what they lack."""

from dataclasses import replace

import pytest

from incidents.reading import Kind, MainPlace, Mood
from incidents.works.announcements import NO_FAMILY, NO_PLACE, OVER, Announced, announced, is_announcement
from nlp.district_files import load_district as load_places
from nlp.district_files import load_taxonomy
from nlp.reader import Reader
from tests.kit.desk_town import konakovo
from tests.kit.values.samples import MOSCOW, at, post, reading

ANNOUNCED = [
    "25 ноября с 9 до 16 на ул. Гагарина плановое отключение электроэнергии. Редкинский РЭС",
    "Уважаемые жители! 26 ноября с 10:00 до 17:00 будет отключена холодная вода на улице Баскакова",
    "В связи с ремонтом теплотрассы 27 ноября отопления не будет: улица Энергетиков, с 8:00 до 20:00",
    "Водоканал информирует: завтра с 9 до 15 планируется промывка водопровода, возможна ржавая вода",
    "Госавтоинспекция информирует: 28 ноября движение по мосту будет перекрыто с 6:00 до 22:00",
    "Администрация сообщает, что 30 ноября будут производиться работы на линии ВЛ-10, без света Редкино с 9 до 12",
    "Доводим до вашего сведения: газ будет отключен 1 декабря с 10:00 до 14:00, ул. Пионерская",
]
APPEALS = [
    "Третий день нет света на Гагарина, когда включат?",
    "Обещали дать воду 25 ноября к 10:00, а краны сухие",
    "Уважаемая администрация, почему нам опять отключили отопление",
    "Плановое отключение было вчера, а света так и нет до сих пор",
    "На улице Баскакова прорвало трубу, вода течёт с 9 утра",
    "Автобус в 7:40 не пришёл, дети опоздали в школу",
    "Мусор не вывозят с 20 ноября, контейнеры полные",
    "Уважаемые жители, подскажите, у кого ещё нет воды?",
    "Главе от жителей деревни. Сообщаем, что с 3 апреля автобус отменён, планируется писать выше",
]


OFFICIAL_APPEALS = [
    "В связи с ремонтом дороги на улице Гагарина с 10 ноября автобус не ходит, до поликлиники не добраться. Примите меры!",
    "В связи с ремонтом теплотрассы на Баскакова перекопали двор с 15 ноября, пройти невозможно. Уберите землю",
    "В связи с аварийным отключением 23 ноября в доме нет отопления, дети мёрзнут",
    "В связи с проведением работ по замене труб на Энергетиков 24.11.2026 нет холодной воды целые сутки. Просим подвоз воды",
    "С 20 ноября временно не будет автобуса 4, люди ходят пешком до Редкино. Верните автобус",
    "Отключение горячей воды с 10 ноября на Белавинской, сейчас 25 ноября, вода ледяная. Сделайте перерасчёт",
    "Редкинский РЭС с 18:00 трубку не берёт, электричества нет на Гагарина",
]
CALM = reading(is_appeal=False, appeal_score=0.1, kind=Kind.OTHER, mood=Mood.NEUTRAL)


@pytest.fixture(scope="module")
def reader() -> Reader:
    folder = konakovo().folder
    return Reader(load_places(folder), load_taxonomy(folder.parent / "taxonomy.csv"))


@pytest.mark.parametrize("text", ANNOUNCED)
def test_an_announcement_is_no_appeal(reader: Reader, text: str) -> None:
    assert is_announcement(text, reader.read(text, settlement_id="konakovo"))
    for trouble in ({"danger": True}, {"danger_asked": True}, {"mood": Mood.ANGRY}, {"is_appeal": True, "kind": Kind.COMPLAINT}):
        assert is_announcement(text, CALM) and not is_announcement(text, replace(CALM, **trouble))


@pytest.mark.parametrize("text", APPEALS)
def test_who_complains_or_asks_announces_nothing(text: str) -> None:
    assert not is_announcement(text, CALM)


@pytest.mark.parametrize("text", OFFICIAL_APPEALS)
def test_a_complaint_in_official_words_is_an_appeal(reader: Reader, text: str) -> None:
    assert is_announcement(text, CALM)
    assert not is_announcement(text, reader.read(text, settlement_id="konakovo"))


def told(reader: Reader, text: str) -> Announced:
    """Written at eleven of Tuesday, 24 November, and read at noon."""
    read = reader.read(text, settlement_id="konakovo")
    return announced(post(text), read, konakovo().places, now=at(12), timezone=MOSCOW)


def test_because_of_is_no_telecom(reader: Reader) -> None:
    assert told(reader, ANNOUNCED[2]).family == "heat"


def test_what_where_from_and_to_are_filled_in(reader: Reader) -> None:
    found = told(reader, "Уважаемые жители! 26 ноября с 10:00 до 17:00 будет отключена холодная вода на улице Баскакова, дома 5-10")
    assert (found.family, found.text, found.lacks) == ("water", "отключение воды", None)
    assert [each.title for each in found.places] == ["Конаково, улица Баскакова"]
    assert (found.since, found.until) == (at(10, day=26), at(17, day=26))


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Уважаемые жители! 20 ноября с 10:00 до 17:00 была плановое отключение воды, ул. Баскакова, Конаково", OVER),
        ("Уважаемые жители! Будет отключена холодная вода на улице Баскакова в Конаково", "нет даты: напишите, например, 25.11.2026"),
        ("Госавтоинспекция информирует: 28 ноября состоится рейд с 6:00 до 22:00 в Конаково", NO_FAMILY),
    ],
)
def test_what_is_missing_or_over_is_said(reader: Reader, text: str, lacks: str) -> None:
    assert told(reader, text).lacks == lacks


def test_without_a_place_there_is_nothing_to_enter(reader: Reader) -> None:
    text = ANNOUNCED[0]
    read = replace(reader.read(text), places=(), main=MainPlace())
    assert announced(post(text), read, konakovo().places, now=at(12), timezone=MOSCOW).lacks == NO_PLACE
