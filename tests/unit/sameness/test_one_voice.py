"""When a post is one more place of a known voice, and when it is a voice of its own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from incidents.answers.places import first_places, places_beside
from incidents.ids import DistrictId, IncidentId, PostId, SourceId
from incidents.incident import Incident, Status, Voice
from incidents.incident_store import KnownPlace
from incidents.posts import Network, Post, StoredPost
from incidents.sameness.one_voice import place_of
from incidents.sameness.wording import normalised
from tests.kit.values.samples import at, incident

TEXT = "На Лесной, 5 третий день нет воды!"
NOW = at(9, 14)


def post(number: int = 2, text: str = TEXT, **how: Any) -> StoredPost:  # Any: fields of a Post
    known: dict[str, Any] = {"network": Network.VK, "external_id": f"wall-{number}_1", "url": f"https://vk.com/wall-{number}_1"}
    return StoredPost(
        id=PostId(number),
        district_id=DistrictId("konakovo"),
        source_id=SourceId(number),
        source_title=f"Группа {number}",
        settlement_id=None,
        post=Post(**{**known, "text": text, "author_id": "7", "published_at": NOW, **how}),
        revision=1,
        detected_at=NOW,
    )


def known(one: StoredPost, of: Incident | None = None, **how: Any) -> KnownPlace:  # Any: fields of a Voice
    of = of or incident()
    voice = Voice(**{"incident_id": of.id, "post_id": one.id, "joined_at": NOW, "because": "новая проблема", **how})
    return KnownPlace(post=one, voice=voice, incident=of)


FIRST = post(1)


def why(new: StoredPost, *places: KnownPlace) -> str | None:
    found = place_of(new, places or (known(FIRST),))
    return found[1] if found else None


def test_a_text_is_the_same_whatever_a_hand_changes_on_the_way() -> None:
    assert normalised("#Конаково НА  Лесной,5 — третий день нет воды 😡 https://vk.com/x") == normalised(TEXT)
    assert normalised("Ещё раз") == normalised("еще раз.")
    assert normalised(TEXT) != normalised("На Лесной, 7 третий день нет воды!")


def test_the_same_author_and_text_are_one_voice() -> None:
    assert why(post(text=f"#жкх {TEXT.upper()}")) == "тот же автор, тот же текст"


@pytest.mark.parametrize(
    "other",
    [
        post(author_id="8"),
        post(author_id=""),
        post(text="На Лесной, 7 третий день нет воды!"),
        post(published_at=NOW + timedelta(days=3, minutes=1)),
        post(network=Network.OK),
        post(text="Вонь", author_id="7"),
    ],
)
def test_another_author_text_network_or_week_is_a_voice_of_its_own(other: StoredPost) -> None:
    assert why(other) is None


def test_two_hidden_authors_with_one_text_are_two_people() -> None:
    assert why(post(author_id=""), known(post(1, author_id=""))) is None


def test_a_short_comment_speaks_of_what_it_stands_under() -> None:
    first = known(post(1, "Когда уберут снег?", parent_external_id="wall-1_9"))
    assert why(post(text="Когда уберут снег?", parent_external_id="wall-2_9"), first) is None
    long = known(post(1, TEXT, parent_external_id="wall-1_9"))
    assert why(post(parent_external_id="wall-2_9"), long) == "тот же автор, тот же текст"


def test_a_repost_by_a_community_is_a_place_of_the_original() -> None:
    repost = post(author_id="", original="wall-1_1")
    assert why(repost) == "репост того же"
    assert why(FIRST, known(repost)) == "репост того же"  # whichever is read first
    assert why(post(3, author_id="", original="wall-9_9"), known(post(2, author_id="", original="wall-9_9"))) == "репост того же"


def test_another_resident_who_passes_it_on_is_another_voice() -> None:
    assert why(post(author_id="8", original="wall-1_1")) is None


@pytest.mark.parametrize("status", [Status.CLOSED, Status.REJECTED, Status.ANSWERED])
def test_what_is_over_or_answered_is_told_anew(status: Status) -> None:
    of = incident(status=status)
    assert why(post(), known(FIRST, of, answered_at=NOW)) is None


def test_a_voice_that_is_answered_in_one_place_takes_no_further_ones() -> None:
    second = known(post(2), place_of=PostId(1))
    assert why(post(3), known(FIRST, answered_at=NOW), second) is None
    assert why(post(3), known(FIRST), second) == "тот же автор, тот же текст"


def test_what_went_into_another_card_is_looked_for_there() -> None:
    assert why(post(), known(FIRST, incident(merged_into=IncidentId(5)))) is None


def test_people_are_counted_by_their_first_places() -> None:
    voices = [known(post(n)).voice for n in (1, 2, 3, 4)]
    voices[1], voices[2] = replace(voices[1], place_of=PostId(1)), replace(voices[2], place_of=PostId(9))
    assert [each.post_id for each in first_places(voices)] == [1, 3, 4]
    assert [each.post_id for each in places_beside(PostId(1), voices)] == [2]
    assert [each.post_id for each in places_beside(PostId(2), voices)] == [1]
    assert places_beside(PostId(4), voices) == []
