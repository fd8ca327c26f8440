"""How the author's next comment sounds: sentences of our own."""

import pytest

from incidents.answers.reactions import Tone, tone_of
from incidents.reading import Kind, Mood
from tests.kit.values.samples import reading

CHAT = reading(is_appeal=False, kind=Kind.CHAT, mood=Mood.NEUTRAL)
WELL = reading(is_appeal=False, kind=Kind.THANKS, mood=Mood.GRATEFUL)


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо, дошли посуху",
        "спасибо большое, утром уже горел",
        "Благодарим за работу, подъезд теплый",
        "Молодцы, быстро отреагировали",
        "Всё сделали, претензий нет",
        "Уже убрали, проверила",
        "Низкий поклон бригаде!",
        "Спасибо)",
        "Наконец-то починили, спасибо",
    ],
)
def test_thanks_are_thanks(text: str) -> None:
    assert tone_of(text, CHAT) is Tone.THANKS
    assert tone_of(text, WELL) is Tone.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "спасибо, год ждали 👏",
        "Спасибо, всего полгода ждала",
        "Ну спасибо, удружили",
        "Спасибо за отписку",
        "Спасибо, конечно, но лужа на месте",
        "Огромное человеческое спасибо за заботу",
        "спасибо что хоть ответили",
        "Ага, спасибо",
        "Не прошло и трех лет, спасибо",
        "Благодарю за «оперативную» работу",
        "Спасибо 🤡",
        "Аплодирую стоя",
        "Три месяца писала, спасибо",
        "Лучше поздно чем никогда, спасибо",
    ],
)
def test_sarcasm_is_never_thanks(text: str) -> None:
    assert tone_of(text, CHAT) is Tone.SARCASM
    assert tone_of(text, WELL) is Tone.SARCASM


@pytest.mark.parametrize(
    "text",
    [
        "Ничего не сделали",
        "До сих пор никто не приехал",
        "Никто так и не пришёл",
        "Так и не убрали, вот фото",
        "Очередная отписка",
        "Воз и ныне там",
        "Опять темно",
        "Толку ноль",
        "Сколько можно писать",
        "Вранье, яма на месте",
        "Не починили",
        "Спасибо, но ничего не изменилось",
    ],
)
def test_what_was_not_done_is_anger(text: str) -> None:
    assert tone_of(text, CHAT) is Tone.ANGER


def test_an_angry_reading_is_anger_and_a_calm_question_is_nothing() -> None:
    assert tone_of("Да вы там совсем", reading(mood=Mood.ANGRY)) is Tone.ANGER
    for text in ("А во сколько приедут?", "Хорошо, ждём", "Понятно", "", "Номер опоры 14", "Не знаю, завтра посмотрю"):
        assert tone_of(text, CHAT) is None


@pytest.mark.parametrize(
    "text", ["Спасибо, но вода осталась у крыльца", "Спасибо, а вот соседний двор забыли", "Спасибо, только яма рядом"]
)
def test_thanks_with_a_but_close_nothing(text: str) -> None:
    assert tone_of(text, CHAT) is None


def test_thanks_inside_a_complaint_close_nothing() -> None:
    assert tone_of("Заранее спасибо, почините фонарь", reading(mood=Mood.NEUTRAL, kind=Kind.REQUEST)) is None
