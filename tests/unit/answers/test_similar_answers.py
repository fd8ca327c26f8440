"""The most similar answered incidents: street and words, never the incident itself."""

from incidents.answers.similar_answers import Answered, most_similar
from incidents.ids import AnswerId, IncidentId
from incidents.reading import MainPlace
from tests.kit.values.cards_made import answer, incident

SAID = "Вода стоит на дороге у школы"


def known(id: int, said: str, street: str = "улица Новая") -> Answered:
    place = MainPlace(settlement="Конаково", street=street)
    return Answered(answer=answer(id=AnswerId(id)), incident=incident(id=IncidentId(id), place=place), said=said)


def test_words_and_street_bring_an_answer_near_and_two_are_the_most() -> None:
    words, street, both = known(11, SAID), known(12, "Лужа", "улица Белавинская"), known(13, SAID, "улица Белавинская")
    found = most_similar(incident(), SAID, [known(14, "Совсем другое дело"), words, street, both])
    assert [each.incident.id for each in found] == [13, 11]
    assert [each.incident.id for each in most_similar(incident(), "Ничего общего", [words, street])] == [12]


def test_an_incident_is_not_similar_to_itself_and_is_offered_once() -> None:
    own, twice = known(7, SAID), [known(15, SAID), known(15, SAID)]
    assert len(most_similar(incident(), SAID, [own, *twice])) == 1
