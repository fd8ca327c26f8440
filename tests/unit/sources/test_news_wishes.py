"""Which news tell of a wish: by the words of journalists."""

import pytest

from incidents.posts import Network, Post
from incidents.reading import Kind
from incidents.sources.own_words import RETOLD, is_news, tells_of_a_wish, with_news_rules
from tests.kit.values.samples import at, reading

RETOLD_NEWS = [
    "В Конаково прошёл День урожая. На площади гостей угощали пирогами и мёдом",
    "На дорогах округа работают снегоуборочные машины. За сутки вывезли 300 кубометров снега, сообщили в администрации",
    "Газовики напомнили жителям Конаково, как пользоваться котлами зимой",
    "Глава округа провёл приём граждан, обратились двенадцать человек",
    "Полиция просит откликнуться свидетелей. Авария случилась утром",
    "В Редкино планово отключат воду 26 ноября. Водоканал проведёт промывку сетей с 10 до 16 часов",
    "Пожар в Радченко потушили за сорок минут, сгорела баня. Пострадавших нет, сообщает МЧС",
    "Хоккеисты Конаково обыграли гостей со счётом 4:2, болельщики ждут финала",
]
WISHES = [
    "Жители Редкино жалуются на холод в квартирах",
    "В домах на улице Фадеева батареи еле тёплые третью неделю, рассказали читатели",
    "«Ждём автобус по часу»: жители Козлово недовольны расписанием",
    "В Конаково жильцы дома по проспекту Ленина просят убрать сосульки с крыши",
    "Читатели сообщили о свалке у гаражей. Мусор не вывозят больше месяца",
    "Посёлок остался без света. Люди не могут дозвониться до РЭС",
    "Почему в Мокшино не чистят дороги? Вопрос редакции задали пенсионеры",
    "Помогите! Письмо в редакцию: колодец перекосило, крышки нет",
    "Стая собак держит в страхе целый микрорайон",
    "Родители бьют тревогу: у школы нет перехода",
]


def post(text: str, *, network: Network = Network.FEED, parent: str | None = None) -> Post:
    return Post(network=network, external_id="1", url="", text=text, author_id="", published_at=at(9), parent_external_id=parent)


@pytest.mark.parametrize("text", RETOLD_NEWS)
def test_news_without_anybodys_wish_are_no_appeal_whatever_the_reader_heard(text: str) -> None:
    assert not tells_of_a_wish(text)
    heard = with_news_rules(post(text), reading(is_appeal=True, appeal_score=0.99, kind=Kind.COMPLAINT))
    assert (heard.is_appeal, heard.appeal_score, heard.kind) == (False, RETOLD, Kind.OTHER)


@pytest.mark.parametrize("text", WISHES)
def test_news_of_a_wish_keep_their_score_and_open_no_card(text: str) -> None:
    assert tells_of_a_wish(text)
    heard = with_news_rules(post(text), reading(is_appeal=True, appeal_score=0.9, kind=Kind.COMPLAINT))
    assert (heard.is_appeal, heard.appeal_score, heard.kind) == (False, 0.9, Kind.COMPLAINT)


def test_a_danger_is_asked_about_and_residents_words_are_left_as_they_were_heard() -> None:
    danger = reading(danger=True, danger_now=0.9)
    asked = with_news_rules(post("Горит дом"), danger)
    assert (asked.danger, asked.danger_grade, asked.danger_asked, asked.danger_now) == (False, None, True, 0.0)
    assert with_news_rules(post("Горит дом", network=Network.VK), danger) is danger
    heard = reading(is_appeal=True)
    assert with_news_rules(post("Нет воды", parent="https://zarya.example/1"), heard) is heard
    assert with_news_rules(post("Нет воды", network=Network.VK), heard) is heard
    assert not is_news(post("Нет воды", network=Network.VK))
