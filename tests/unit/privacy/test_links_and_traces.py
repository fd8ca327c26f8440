"""Links to people as letters name them, and traces of what is erased."""

import pytest

from incidents.posts import Network
from incidents.privacy.links import AuthorLink, is_person, link_of
from incidents.privacy.traces import traces_of, whole_of
from incidents.sources.post_links import PostLink


@pytest.mark.parametrize(
    ("words", "network", "author"),
    [
        ("https://vk.com/id123", Network.VK, "123"),
        ("m.vk.com/id123?from=search", Network.VK, "123"),
        ("Прошу стереть: https://vk.ru/id55.", Network.VK, "55"),
        ("https://ok.ru/profile/57001", Network.OK, "user:57001"),
        ("tg://user?id=900100", Network.TELEGRAM, "900100"),
    ],
)
def test_a_person_is_known_by_a_link(words: str, network: Network, author: str) -> None:
    assert link_of(words) == AuthorLink(network=network, author_id=author)


def test_a_link_to_a_post_is_a_post() -> None:
    assert isinstance(link_of("https://vk.com/wall-1_7?reply=3"), PostLink)


@pytest.mark.parametrize("words", ["", "Иванов", "vk.com/ivanov", "https://vk.com/id", "https://example.com/id1"])
def test_other_words_name_nobody(words: str) -> None:
    assert link_of(words) is None


@pytest.mark.parametrize(("author", "person"), [("5", True), ("user:5", True), ("", False), ("-5", False), ("group:5", False)])
def test_a_community_is_no_person(author: str, person: bool) -> None:
    assert is_person(author) is person


TRACES = traces_of(["У дома на Лесной яма, звоните 8 915 123-45-67"], ["Жаворонкова", "77"])


@pytest.mark.parametrize(
    "note",
    [
        "перезвонили: 89151234567"[12:] + " 8 (915) 123 45 67",
        "пишет: «на лесной яма звоните»",
        "была у Жаворонкова утром",
    ],
)
def test_a_note_that_repeats_them_is_seen(note: str) -> None:
    assert TRACES.are_in(note)


@pytest.mark.parametrize("note", ["Выехали на Лесную, яму засыпали", "осталось 77 метров", "8 900 000-00-00", ""])
def test_a_note_about_the_matter_alone_stays(note: str) -> None:
    assert not TRACES.are_in(note)


WHOLE = whole_of(["На Лесной опять яма", "Нет света"], ["wall-1_7", "https://vk.com/wall-1_7", "915123", ""])


@pytest.mark.parametrize(
    "row",
    [
        {"object": {"text": "На лесной  опять яма\n"}},
        ["wall-1_7", {}],
        {"message": {"entities": [{"type": "text_link", "url": "https://vk.com/wall-1_7"}]}},
    ],
)
def test_a_waiting_row_that_is_the_very_post_is_seen(row: object) -> None:
    assert WHOLE.is_in(row)


@pytest.mark.parametrize(
    "row", [{"text": "На Лесной опять яма, у дома 5"}, {"text": "нет света"}, {"date": 915123, "id": "915123"}, "", None]
)
def test_others_who_say_something_like_it_keep_theirs(row: object) -> None:
    assert not WHOLE.is_in(row)
