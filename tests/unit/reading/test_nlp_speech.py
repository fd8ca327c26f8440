"""Is it for us: appeals and noise, kinds, mood, danger with its words and its grade."""

from pathlib import Path

import pytest

from incidents.reading import DangerGrade, Kind, Mood
from nlp.district_files import load_taxonomy
from nlp.reader import Reader
from nlp.text.prepared import Text

TAXONOMY = load_taxonomy(Path(__file__).parents[3] / "districts" / "taxonomy.csv")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None, TAXONOMY)


@pytest.mark.parametrize(
    ("text", "is_appeal", "kind"),
    [
        ("Третий день нет горячей воды, диспетчер бросает трубку", True, Kind.COMPLAINT),
        ("Поставьте, пожалуйста, урну у остановки", True, Kind.REQUEST),
        ("А почему бы не пустить автобус до дач по выходным? Было бы здорово", True, Kind.SUGGESTION),
        ("Продам шкаф, самовывоз, торг уместен", False, Kind.AD),
        ("Спасибо дорожникам, яму засыпали за день", False, Kind.THANKS),
        ("С праздником, дорогие соседи!", False, Kind.CHAT),
        ("Во сколько завтра начинается концерт?", False, Kind.QUESTION),
        ("Говорят, у школы опять видели стаю собак, боимся за детей", True, Kind.RUMOUR),
    ],
)
def test_appeals_are_told_from_noise(reader: Reader, text: str, is_appeal: bool, kind: Kind) -> None:
    reading = reader.read(text)
    assert (reading.is_appeal, reading.kind) == (is_appeal, kind)


@pytest.mark.parametrize(
    ("text", "grade", "words"),
    [
        ("На Лесной горит дом, вызывайте пожарных!", DangerGrade.NOW, "горит дом"),
        ("В подъезде сильно пахнет газом", DangerGrade.NOW, "пахнет газом"),
        ("У садика открытый люк", DangerGrade.NOW, "открытый люк"),
        ("Тротуара нет, дети идут по проезжей части", DangerGrade.RISK, "дети идут по проезжей части"),
    ],
)
def test_danger_is_told_with_its_words_and_grade(reader: Reader, text: str, grade: DangerGrade, words: str) -> None:
    reading = reader.read(text)
    assert reading.danger
    assert reading.danger_grade is grade
    assert words in str(reading.danger_words)
    assert str(reading.danger_words) in text


@pytest.mark.parametrize(
    "text",
    [
        "Помню, как в девяностых горел клуб, тушили всей улицей",
        "Спасибо пожарным, потушили траву за огородами",
        "Продам газовую плиту, утечки газа нет, всё исправно",
        "Фонарь у подъезда не горит вторую неделю",
    ],
)
def test_a_memory_a_thanks_and_an_advertisement_are_no_danger(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert not reading.danger
    assert reading.danger_words is None or reading.danger_asked


def test_mood_is_heard(reader: Reader) -> None:
    assert reader.read("Сколько можно!! Позор, дорогу опять не чистили").mood is Mood.ANGRY
    assert reader.read("Спасибо за новую площадку, дети счастливы").mood is Mood.GRATEFUL
    assert reader.read("Просим установить знак у школы").mood is Mood.NEUTRAL


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("батареи холодные, в комнате тринадцать градусов", "housing_no_heating"),
        ("на дороге яма на яме, пробили колесо", "roads_potholes"),
        ("мусор не вывозят, баки переполнены", "waste_pickup"),
        ("пахнет газом в подвале", "energy_gas_leak"),
        ("к педиатру нет талонов, записаться нельзя", "health_appointment"),
    ],
)
def test_topics_are_told_by_residents_words(reader: Reader, text: str, topic: str) -> None:
    reading = reader.read(text)
    assert reading.topic == topic
    assert reading.topics[0][0] == topic
    assert reading.group == TAXONOMY.topics[topic].group == reading.groups[0][0]
    assert len(reading.groups) == len(reading.topics) == 3
    assert 0 < sum(p for _, p in reading.groups) <= 1.0001


def test_a_batch_reads_as_one_by_one(reader: Reader) -> None:
    texts = ["нет света на Садовой 5", "продам козу", ""]
    assert reader.read_many(Text(text=text) for text in texts) == [reader.read(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("горит подъезд на лесной 3 дым на всех этажах жильцы не могут спуститься", "safety"),
        ("на кухне воняет газом, аварийка трубку не берёт", "energy"),
        ("в подвале лопнула труба, кипяток хлещет, вода уже течёт по щитку", "housing"),
        ("провод оборвало, лежит на тропинке у школы", "energy"),
        ("люк во дворе раскрыт, дети рядом играют", "improvement"),
        ("собаки набросились на мальчика у гаражей", "animals"),
        ("рыбак провалился под лёд на озере", "safety"),
        ("Провод искрит над тротуаром, до сих пор не починили", "energy"),
    ],
)
def test_a_present_danger_is_an_appeal_and_goes_to_whom_it_concerns(reader: Reader, text: str, group: str) -> None:
    reading = reader.read(text)
    assert reading.is_appeal
    assert reading.danger_grade is DangerGrade.NOW
    assert reading.group == group


def test_the_words_of_danger_are_short_and_stand_in_the_text(reader: Reader) -> None:
    text = (
        "Здравствуйте, живём тут двадцать лет, всякое видели, а сегодня утром вышла с коляской и вижу что "
        "из подвала валит густой дым и пахнет проводкой, управляющая не отвечает, что делать не знаем"
    )
    words = reader.read(text).danger_words
    assert words is not None
    assert words in text
    assert len(words) <= 60
    assert "дым" in words


@pytest.mark.parametrize(
    "text",
    [
        "На Садовой у дома 4 яма, машины объезжают",
        "горим на работе, сроки сорваны",
        "Спасибо пожарным, сарай горел, но всё потушили",
        "Год назад горел склад, теперь там пустырь",
        "В школе учебная эвакуация, дым ненастоящий",
        "Посмотрели фильм про пожар в доме",
        "Редкино, на улице Гагарина нет воды второй час, двое маленьких детей. Когда дадут воду?",
        "Что делать, если в квартире пахнет газом? Памятка жителям",
        "Соседи жарят шашлык, дым валит в квартиру",
    ],
)
def test_metaphors_memories_drills_and_films_are_no_danger(reader: Reader, text: str) -> None:
    assert not reader.read(text).danger


def test_a_threat_on_a_condition_wakes_nobody(reader: Reader) -> None:
    reading = reader.read("Проход закрыт, если загорится квартира, жильцы не выйдут")
    assert reading.danger_grade is not DangerGrade.NOW


def test_an_agreement_under_an_appeal_is_a_voice_for_it(reader: Reader) -> None:
    parent = "Третий день нет горячей воды на Лесной, диспетчер бросает трубку"
    told, alone = reader.read(parent), reader.read("+1")
    voice = reader.read("+1", parent_text=parent)
    assert voice.is_appeal
    assert voice.topic == told.topic
    assert not reader.read("+1", parent_text="С праздником, дорогие соседи!").is_appeal
    assert not alone.is_appeal


@pytest.mark.parametrize(
    ("text", "is_over"),
    [
        ("Дали!", True),
        pytest.param("Починили, всё работает", True, marks=pytest.mark.xfail(strict=True, reason="weights: not sure alone")),
        pytest.param("Спасибо, воду дали, напор хороший", True, marks=pytest.mark.xfail(strict=True, reason="weights: not sure alone")),
        ("Поехал?", False),
        ("Лифт опять стоит", False),
    ],
)
def test_a_text_says_that_a_trouble_is_over_wherever_it_stands(reader: Reader, text: str, is_over: bool) -> None:
    assert [reader.read(text, parent_text=above).resolved for above in (None, "Лифт стоит, когда починят?")] == [is_over or None] * 2


@pytest.mark.parametrize(
    ("text", "is_now"),
    [
        ("Лифт не работает, мама с коляской не может выйти", False),
        ("Пандуса нет, инвалид не может выйти на улицу с осени", False),
        ("Бабушка закрыта в горящей квартире, не может выйти", True),
        ("Дым на лестнице, люди с третьего этажа не могут выйти", True),
        ("Замок заклинило, ребёнок на балконе пятого этажа не может выйти", True),
        ("Лифт застрял, внутри ребёнок", True),
    ],
)
def test_stairs_without_a_ramp_wake_nobody_and_locked_people_do(reader: Reader, text: str, is_now: bool) -> None:
    assert (reader.read(text).danger_grade is DangerGrade.NOW) is is_now
