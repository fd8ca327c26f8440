"""How grave a danger is, by the words of residents."""

from datetime import timedelta

import pytest

from incidents.danger.gravity import Gravity, gravest_first, gravity_of, gravity_of_words
from tests.kit.values.samples import at, incident

SAID = {
    Gravity.PEOPLE: (
        "горит дом, внутри люди",
        "ребёнок провалился в люк у школы",
        "застряла в лифте, мне плохо",
        "собака покусала мальчика",
        "рыбака унесло на льдине",
        "дедушка упал с крыши, не шевелится",
    ),
    Gravity.FIRE: ("горит мусорный контейнер у дома", "дым из подвала валит", "полыхает сухая трава за деревней"),
    Gravity.GAS: ("в подъезде пахнет газом", "баллон шипит на балконе"),
    Gravity.CURRENT: ("оборван провод, искрит на дороге", "щиток трещит и бьёт током", "кабель торчит из земли под напряжением"),
    Gravity.FALL: ("открытый люк на тротуаре", "сосульки висят над входом", "дерево вот-вот рухнет на дом", "мост без перил, доски гнилые"),
    Gravity.WATER: ("вода заливает улицу, подошла к домам", "дети на тонком льду", "прорвало трубу, кипяток хлещет"),
    Gravity.ANIMALS: ("стая собак кидается на прохожих", "лось ходит по детской площадке"),
    Gravity.OTHER: ("подростки стреляют из чего-то по окнам",),
}


@pytest.mark.parametrize(("gravity", "words"), [(gravity, words) for gravity, said in SAID.items() for words in said])
def test_words_tell_how_grave_it_is(gravity: Gravity, words: str) -> None:
    assert gravity_of_words(words) is gravity


def test_where_no_word_tells_it_the_topic_does_and_a_person_goes_before_both() -> None:
    silent = incident(topic="improvement_manhole", danger_words=None)
    assert gravity_of(silent) is Gravity.FALL
    assert gravity_of(silent, "там газ") is Gravity.GAS
    assert gravity_of(silent, hurt=True) is Gravity.PEOPLE


def test_the_gravest_stands_first_then_whoever_waits_longest() -> None:
    dogs = incident(id=1, danger_words="стая собак", danger_since=at(9, 14) - timedelta(hours=1))
    new_fire = incident(id=2, danger_words="горит сарай", danger_since=at(9, 14))
    old_fire = incident(id=3, danger_words="горит дом", danger_since=at(9, 14) - timedelta(minutes=5))
    assert [each.id for each in gravest_first([dogs, new_fire, old_fire])] == [3, 2, 1]
